package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.bench.BenchRest;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.drivers.transport.zeromq.KeyException;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Reply.Kind;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers.Link;

/** A server with real sockets, and clients that live, die, and misbehave. */
@Timeout(120)
class BenchServerTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(150);

  /** For clients that fall silent: a busy computer may keep one that works so long, too. */
  private static final Duration LEASE = Duration.ofSeconds(1);

  private static final Duration GRACE = Duration.ofMillis(100);
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");

  @TempDir Path folder;
  private final ContractInstrument instrument = new ContractInstrument();
  private final SystemClock clock = new SystemClock();

  @AfterEach
  void release() {
    instrument.release();
  }

  private ServedInstrument serve(Link link, Duration lease) {
    return new ServedInstrument(instrument, link, lease, GRACE);
  }

  private static Transport open(ServedInstrument served) {
    return new SystemTransports().open(served.name());
  }

  private static String ask(Transport link, String question) {
    link.write(question.getBytes(StandardCharsets.US_ASCII), LONG);
    return new String(link.read(LONG), StandardCharsets.US_ASCII);
  }

  // Several clients.

  @ParameterizedTest
  @EnumSource(
      value = Link.class,
      names = {"SOCKET", "HISLIP", "VXI11", "GPIB"})
  void clientsAtTheSameTimeAreAnsweredEachItsOwn(Link link) {
    try (ServedInstrument served = serve(link, LONG)) {
      List<CompletableFuture<Integer>> clients = new ArrayList<>();
      for (int c = 0; c < 4; c++) {
        String client = "client" + c + "-";
        clients.add(CompletableFuture.supplyAsync(() -> rightAnswers(served, client)));
      }
      clients.forEach(client -> assertEquals(100, client.join()));
      assertEquals(List.of(), instrument.queryErrors);
    }
  }

  private static int rightAnswers(ServedInstrument served, String client) {
    int right = 0;
    try (Transport link = open(served)) {
      for (int k = 0; k < 100; k++) {
        right += ask(link, "ECHO? " + client + k).equals(client + k) ? 1 : 0;
      }
    }
    return right;
  }

  @ParameterizedTest
  @EnumSource(
      value = Link.class,
      names = {"SOCKET", "HISLIP", "VXI11", "GPIB"})
  void aLateAnswerIsNotGivenToTheNextClient(Link link) {
    try (ServedInstrument served = serve(link, LONG)) {
      try (Transport first = open(served)) {
        first.write("ECHO? unread".getBytes(StandardCharsets.US_ASCII), LONG);
        first.write("STAMP? 7".getBytes(StandardCharsets.US_ASCII), LONG);
      }
      try (Transport next = open(served)) {
        assertEquals("mine", ask(next, "ECHO? mine"));
        assertEquals(ContractInstrument.IDENTITY, ask(next, "*IDN?"));
      }
    }
  }

  @Test
  void aClientThatDiesInMidExchangeHoldsNobodyUp() throws Exception {
    try (ServedInstrument served = serve(Link.HISLIP, LONG)) {
      try (RawClient dying = new RawClient(served.port())) {
        assertEquals(Kind.DONE, dying.open(ServedInstrument.NAME, "dying").kind());
        dying.send(Operation.WRITE, 0, "HOLD? late");
        dying.send(Operation.READ, Duration.ofHours(1).toNanos(), "");
        instrument.awaitHolding();
        dying.pause();
      }
      try (Transport next = open(served)) {
        assertEquals("mine", ask(next, "ECHO? mine"));
        instrument.release();
        assertEquals("mine too", ask(next, "ECHO? mine too"));
      }
      assertTrue(served.log().get(0).startsWith("lost: the link of dying with meter"));
    }
  }

  @Test
  void aSlowInstrumentKeepsNobodyFromAnother() {
    ContractInstrument other = new ContractInstrument();
    Map<String, ResourceName> names =
        Map.of(
            "slow", ResourceName.parse("INPROC::slow::INSTR"),
            "quick", ResourceName.parse("INPROC::quick::INSTR"));
    Transports inside =
        name -> new InProcess(name, name.equals(names.get("slow")) ? instrument : other);
    try (BenchServer server = server(names, inside, () -> {});
        Transport slow = new SystemTransports().open(server.names().get("slow"));
        Transport quick = new SystemTransports().open(server.names().get("quick"))) {
      slow.write("HOLD? at last".getBytes(StandardCharsets.US_ASCII), LONG);
      instrument.awaitHolding();
      assertEquals("quick", ask(quick, "ECHO? quick"));
      instrument.release();
      assertEquals("at last", new String(slow.read(LONG), StandardCharsets.US_ASCII));
    }
  }

  private BenchServer server(
      Map<String, ResourceName> names, Transports transports, Runnable rest) {
    BenchServer.Settings settings = ServedInstrument.settings(LONG, GRACE, Optional.empty());
    return new BenchServer(
        settings, names, transports, rest, clock, line -> {}, (name, message) -> false);
  }

  // Locks and leases.

  @Test
  void aLockEndsWithAClientThatFallsSilent() throws Exception {
    try (ServedInstrument served = serve(Link.HISLIP, LEASE);
        RawClient holder = new RawClient(served.port());
        Transport other = open(served)) {
      assertEquals(LEASE.toNanos(), holder.open("meter", "somebody on lab-2").number());
      assertEquals(1, holder.ask(Operation.LOCK, 0, "").number());
      assertTrue(other.lock(LONG));
      assertEquals("mine", ask(other, "ECHO? mine"));
      Reply ended = holder.ask(Operation.POLL, 0, "");
      assertEquals(Kind.END_OF_STREAM, ended.kind());
      assertTrue(ended.text().contains("it heard nothing of it for 1.0 s"), ended.text());
    }
  }

  @Test
  void aLockEndsWithAConnection() throws Exception {
    try (ServedInstrument served = serve(Link.HISLIP, LONG);
        Transport other = open(served)) {
      try (RawClient holder = new RawClient(served.port())) {
        holder.open("meter", "somebody on lab-2");
        assertEquals(1, holder.ask(Operation.LOCK, 0, "").number());
        String locked =
            assertThrows(TransportTimeoutException.class, () -> other.lock(SHORT)).getMessage();
        assertTrue(locked.contains("meter is locked by somebody on lab-2"), locked);
      }
      assertTrue(other.lock(LONG));
    }
  }

  @Test
  void aClientThatComputesKeepsItsLinkAndItsLock() {
    try (ServedInstrument served = serve(Link.HISLIP, LEASE);
        Transport link = open(served)) {
      assertTrue(link.lock(LONG));
      clock.sleep(LEASE.multipliedBy(3));
      assertEquals("still here", ask(link, "ECHO? still here"));
      assertEquals(List.of(), served.log());
    }
  }

  @Test
  void aServerThatIsStoppedIsNoticedAtOnce() {
    ServedInstrument served = serve(Link.HISLIP, LONG);
    try (Transport link = open(served)) {
      CompletableFuture<String> waiting =
          CompletableFuture.supplyAsync(
              () ->
                  assertThrows(EndOfStreamException.class, () -> ask(link, "MUTE?")).getMessage());
      clock.sleep(SHORT);
      served.close();
      assertTrue(waiting.join().contains("closed the connection"));
    }
  }

  // What a lost client leaves behind.

  @Test
  void whatALostClientLeavesOnIsBroughtToRest() throws Exception {
    SimulatedBench bench = SimulatedBench.inRealTime(FILE, 1, 1000);
    try (BenchServer server = benchServer(bench, new CopyOnWriteArrayList<>())) {
      int port = ((ResourceName.ZeroMq) server.names().get("rf_1")).port();
      try (RawClient source = new RawClient(port);
          RawClient bias = new RawClient(port)) {
        source.open("rf_1", "training");
        bias.open("bias_1", "training");
        source.ask(Operation.WRITE, 0, ":POW -20;:OUTP ON");
        bias.ask(Operation.WRITE, 0, ":SOUR:FUNC CURR;:SOUR:RANG 10E-3;:SOUR:LEV 1E-3;:OUTP ON");
        assertEquals(List.of("rf_1", "bias_1"), bench.energised());
      }
      Eventually.holds("at rest", bench::atRest);
      try (RawClient again = new RawClient(port)) {
        Reply refused = again.open("rf_1", "training");
        while (refused.text().contains("being brought")) {
          refused = again.open("rf_1", "training");
        }
        assertTrue(refused.text().contains("Start it again"), refused.text());
        assertEquals(Kind.DONE, again.open("rf_1", "another training").kind());
      }
    }
  }

  private BenchServer benchServer(SimulatedBench bench, List<String> log) {
    return new BenchServer(
        ServedInstrument.settings(LONG, GRACE, Optional.empty()),
        Map.of(
            "rf_1", ResourceName.parse("INPROC::rf_1::INSTR"),
            "bias_1", ResourceName.parse("INPROC::bias_1::INSTR")),
        bench,
        () -> BenchRest.bringToRest(FILE, bench, bench.clock()),
        clock,
        log::add,
        (name, message) -> false);
  }

  @Test
  void aServerThatIsStoppedLeavesTheBenchAtRest() {
    SimulatedBench bench = SimulatedBench.inRealTime(FILE, 1, 1000);
    List<String> log = new CopyOnWriteArrayList<>();
    BenchServer server = benchServer(bench, log);
    try (Transport link = new SystemTransports().open(server.names().get("rf_1"))) {
      assertEquals("1", ask(link, ":POW -20;:OUTP ON;:OUTP?"));
    }
    assertEquals(List.of("rf_1"), bench.energised());
    server.close();
    assertEquals(List.of(), bench.energised());
    assertTrue(log.get(log.size() - 1).startsWith("the bench is at rest"), log.toString());
    server.close();
  }

  @Test
  void aBenchThatNobodyUsedIsLeftAsItIs() {
    AtomicInteger rests = new AtomicInteger();
    Map<String, ResourceName> names = Map.of("meter", ResourceName.parse("INPROC::m::INSTR"));
    Transports inside = name -> new InProcess(name, instrument);
    try (BenchServer server = server(names, inside, rests::incrementAndGet)) {
      new SystemTransports().open(server.names().get("meter")).close();
    }
    assertEquals(0, rests.get());
  }

  @Test
  void stoppingAServerReportsWhatIsNotAtRest() {
    Map<String, ResourceName> names = Map.of("meter", ResourceName.parse("INPROC::m::INSTR"));
    Transports inside = name -> new InProcess(name, instrument);
    BenchServer server =
        server(
            names,
            inside,
            () -> {
              throw new NotAtRestException("NOT AT REST: meter");
            });
    try (Transport link = new SystemTransports().open(server.names().get("meter"))) {
      assertEquals("x", ask(link, "ECHO? x"));
    }
    assertThrows(NotAtRestException.class, server::close);
  }

  // Errors.

  /** Fails of a message with an error, and carries out every other. */
  private record Brittle(Endpoint inner) implements Endpoint {
    @Override
    public void write(byte[] message) {
      if (new String(message, StandardCharsets.US_ASCII).equals("BREAK?")) {
        throw new StackOverflowError("a test");
      }
      inner.write(message);
    }

    @Override
    public byte[] read() {
      return inner.read();
    }

    @Override
    public void clear() {
      inner.clear();
    }
  }

  @Test
  void anErrorCostsOneExchangeAndHoldsNobodyUp() {
    Map<String, ResourceName> names = Map.of("meter", ResourceName.parse("INPROC::m::INSTR"));
    Transports inside = name -> new InProcess(name, new Brittle(instrument));
    try (BenchServer server = server(names, inside, () -> {});
        Transport link = new SystemTransports().open(server.names().get("meter"));
        Transport other = new SystemTransports().open(server.names().get("meter"))) {
      link.write("BREAK?".getBytes(StandardCharsets.US_ASCII), LONG);
      String told = assertThrows(TransportException.class, () -> link.read(LONG)).getMessage();
      assertTrue(told.contains("the bench server failed: a test"), told);
      assertEquals("mine", ask(other, "ECHO? mine"));
      assertEquals("again", ask(link, "ECHO? again"));
    }
  }

  @Test
  void aRestThatAnErrorBreaksOffKeepsNobodyOut() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    Runnable rest =
        () -> {
          if (attempts.incrementAndGet() == 1) {
            throw new StackOverflowError("a test");
          }
        };
    Map<String, ResourceName> names = Map.of("meter", ResourceName.parse("INPROC::m::INSTR"));
    Transports inside = name -> new InProcess(name, instrument);
    BenchServer.Settings settings = ServedInstrument.settings(LONG, GRACE, Optional.empty());
    try (BenchServer server =
        new BenchServer(
            settings, names, inside, rest, clock, line -> {}, (name, message) -> false)) {
      ResourceName name = server.names().get("meter");
      try (RawClient lost = new RawClient(((ResourceName.ZeroMq) name).port())) {
        lost.open("meter", "somebody");
        lost.ask(Operation.WRITE, 0, "ECHO? x");
      }
      Eventually.holds("an attempt", () -> attempts.get() == 1);
      Eventually.holds("answered", () -> isAnswered(name));
    }
  }

  private static boolean isAnswered(ResourceName name) {
    try (Transport link = new SystemTransports().open(name)) {
      return ask(link, "ECHO? mine").equals("mine");
    } catch (TransportException atRestJustNow) {
      return false;
    }
  }

  @Test
  void stoppingAServerReportsAnErrorToo() {
    Map<String, ResourceName> names = Map.of("meter", ResourceName.parse("INPROC::m::INSTR"));
    Transports inside = name -> new InProcess(name, instrument);
    Runnable rest =
        () -> {
          throw new StackOverflowError("a test");
        };
    BenchServer server = server(names, inside, rest);
    try (Transport link = new SystemTransports().open(server.names().get("meter"))) {
      assertEquals("x", ask(link, "ECHO? x"));
    }
    String told = assertThrows(IllegalStateException.class, server::close).getMessage();
    assertTrue(told.contains("StackOverflowError: a test"), told);
  }

  // What is no request.

  @Test
  void aMalformedRequestEndsNothing() throws Exception {
    try (ServedInstrument served = serve(Link.HISLIP, LONG);
        RawClient client = new RawClient(served.port())) {
      client.open("meter", "client");
      client.sendFrame(new byte[0]);
      assertTrue(client.receive().text().contains("not of a bench server"));
      byte[] unknown = Request.of(Operation.BEAT, 0).encode();
      unknown[3] = 99;
      client.sendFrame(unknown);
      assertTrue(client.receive().text().contains("unknown code 99"));
      byte[] beat = Request.of(Operation.BEAT, 0).encode();
      client.sendFrames(new byte[0], beat);
      assertTrue(client.receive().failed());
      client.sendFrames(beat, beat, beat);
      assertTrue(client.receive().failed());
      client.ask(Operation.WRITE, 0, "ECHO? sound");
      Reply answer = client.ask(Operation.READ, LONG.toNanos(), "");
      assertEquals("sound", new String(answer.body(), StandardCharsets.US_ASCII));
    }
  }

  // Keys.

  @Test
  void withoutKeysNobodyIsServedOverTheNetwork() throws IOException {
    InetAddress any = InetAddress.getByName("0.0.0.0");
    String refused =
        assertThrows(
                IllegalArgumentException.class,
                () -> new BenchServer.Settings(any, 0, Optional.empty(), LEASE, GRACE, false))
            .getMessage();
    assertTrue(refused.contains("spinbench keys FOLDER"), refused);
  }

  @Test
  void aServerWithoutItsKeysDoesNotStart() {
    Optional<KeyFolder> none = Optional.of(new KeyFolder(folder.resolve("none")));
    BenchServer.Settings settings = ServedInstrument.settings(LEASE, GRACE, none);
    assertThrows(KeyException.class, () -> new ServedInstrument(instrument, Link.SOCKET, settings));
  }

  @Test
  void keysDecideWhoIsLetIn() {
    Path ours = folder.resolve("ours");
    Path theirs = folder.resolve("theirs");
    new KeyFolder(ours).make();
    new KeyFolder(theirs).make();
    BenchServer.Settings settings =
        ServedInstrument.settings(LONG, GRACE, Optional.of(new KeyFolder(ours)));
    try (ServedInstrument served = new ServedInstrument(instrument, Link.HISLIP, settings)) {
      try (Transport link = openWith(served, Optional.of(ours))) {
        assertEquals("secret", ask(link, "ECHO? secret"));
        assertTrue(link.lock(LONG));
      }
      assertTrue(refusal(served, Optional.empty()).contains("wants keys"));
      assertTrue(refusal(served, Optional.of(theirs)).contains("server.pub"));
      assertEquals(List.of(), served.log());
    }
    try (ServedInstrument open = serve(Link.HISLIP, LONG)) {
      assertTrue(refusal(open, Optional.of(ours)).contains("the server has no keys"));
    }
  }

  /** The server's public key is no secret; whoever has it is a stranger until his own is there. */
  @Test
  void aStrangerWhoKnowsTheServerIsNotLetIn() throws IOException {
    Path ours = folder.resolve("ours");
    Path stranger = folder.resolve("stranger");
    new KeyFolder(ours).make();
    new KeyFolder(stranger).make();
    Files.copy(
        ours.resolve("server.pub"),
        stranger.resolve("server.pub"),
        StandardCopyOption.REPLACE_EXISTING);
    BenchServer.Settings settings =
        ServedInstrument.settings(LONG, GRACE, Optional.of(new KeyFolder(ours)));
    try (ServedInstrument served = new ServedInstrument(instrument, Link.HISLIP, settings)) {
      String refused = refusal(served, Optional.of(stranger));
      assertTrue(refused.contains(stranger.resolve("client.key").toString()), refused);
      assertTrue(served.log().get(0).contains("has a key that is in no file"), "" + served.log());
      Files.copy(stranger.resolve("clients/client.pub"), ours.resolve("clients/another.pub"));
      try (Transport link = openWith(served, Optional.of(stranger))) {
        assertEquals("secret", ask(link, "ECHO? secret"));
      }
    }
  }

  private static Transport openWith(ServedInstrument served, Optional<Path> keys) {
    return new SystemTransports(new LinkSettings(Map.of(), Map.of(), keys)).open(served.name());
  }

  private static String refusal(ServedInstrument served, Optional<Path> keys) {
    TransportException refused =
        assertThrows(TransportException.class, () -> openWith(served, keys));
    assertFalse(refused instanceof TransportTimeoutException, refused.toString());
    return refused.getMessage();
  }
}
