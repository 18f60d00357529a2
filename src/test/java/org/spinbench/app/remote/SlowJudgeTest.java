package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/** A judge whose questions take long, as on a busy computer, costs no answer. */
class SlowJudgeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration HASTE = Duration.ofMillis(500);
  private static final Duration SLOWNESS = Duration.ofMillis(20);

  private final BenchFile file = BenchFile.parse(DefaultBench.text(), "the bench");
  private final SimulatedBench twins = new SimulatedBench(file, 1);
  private final Clock clock = twins.clock();
  private final Conversation conversation =
      new Conversation(
          "rf_1",
          ResourceName.parse(file.instruments().get("rf_1").resource()),
          resource -> new Delayed(twins.open(resource), () -> Duration.ZERO, clock),
          clock);
  private final ClientLink client =
      new ClientLink(
          new byte[] {1},
          new OwnedInstrument("rf_1", work -> {}, (pending, reply) -> {}, () -> 0),
          "somebody",
          ClientLink.Use.DRIVE,
          "");
  private Duration given = Duration.ZERO;

  /** A link on which every message takes a while. */
  private final class Delayed implements Transport {
    private final Transport link;
    private final Supplier<Duration> slowness;
    private final Clock own;

    Delayed(Transport link, Supplier<Duration> slowness, Clock own) {
      this.link = link;
      this.slowness = slowness;
      this.own = own;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      if (!slowness.get().isZero()) {
        own.sleep(slowness.get());
      }
      return link.write(message, timeout);
    }

    @Override
    public byte[] read(Duration timeout) {
      given = timeout;
      return link.read(timeout);
    }

    @Override
    public boolean clear() {
      return link.clear();
    }

    @Override
    public void close() {
      link.close();
    }
  }

  private Reply carryOut(Operation operation, long number, String body, long deadline) {
    byte[] message = body.getBytes(StandardCharsets.US_ASCII);
    Request request = new Request(operation, 1, number, message);
    return conversation.carryOut(new Pending(client, request, deadline)).reply();
  }

  @Test
  void anAnswerHasItsTimeFromWhenTheMessageWasSent() {
    Transports slow = resource -> new Delayed(twins.open(resource), () -> SLOWNESS, clock);
    conversation.judgedBy(new Judge(file, slow, clock));
    long sent = clock.nanos();
    Reply written = carryOut(Operation.WRITE, 0, ":SOUR:POW -30;:SYST:ERR?", sent);
    assertFalse(written.failed(), written.toString());
    assertTrue(clock.nanos() - sent > PATIENCE.toNanos(), "it was judged too quickly");
    assertTrue(conversation.judged() > PATIENCE.toNanos(), "" + conversation.judged());
    Reply read = carryOut(Operation.READ, PATIENCE.toNanos(), "", sent + PATIENCE.toNanos());
    assertFalse(read.failed(), read.toString());
    assertEquals(PATIENCE, given);
    assertEquals("0,\"No error\"", new String(read.body(), StandardCharsets.US_ASCII).strip());
  }

  /** Twice as long as the client waits for an instrument. */
  @Test
  void aClientWaitsWhileTheServerJudges() throws Exception {
    AtomicReference<Judge> judge = new AtomicReference<>();
    AtomicBoolean slow = new AtomicBoolean();
    SystemClock real = new SystemClock();
    BenchServer.Settings settings =
        new BenchServer.Settings(
            InetAddress.getLoopbackAddress(),
            0,
            Optional.empty(),
            BenchServer.Settings.LEASE,
            BenchServer.Settings.GRACE,
            false);
    Map<String, ResourceName> names = new LinkedHashMap<>();
    file.instruments().forEach((name, one) -> names.put(name, ResourceName.parse(one.resource())));
    Transports hesitating =
        resource ->
            new Delayed(twins.open(resource), () -> slow.get() ? SLOWNESS : Duration.ZERO, real);
    try (BenchServer server =
            new BenchServer(
                settings,
                names,
                hesitating,
                () -> {},
                real,
                line -> {},
                (name, message) -> false,
                own -> {
                  judge.set(new Judge(file, own, real));
                  return Optional.of(judge.get());
                });
        Transport link = new SystemTransports().open(server.names().get("rf_1"))) {
      judge.get().forget();
      slow.set(true);
      long begun = real.nanos();
      link.write(":SOUR:POW -30;:SYST:ERR?".getBytes(StandardCharsets.US_ASCII), HASTE);
      byte[] answer = link.read(HASTE);
      assertTrue(real.nanos() - begun > HASTE.toNanos(), "it was judged too quickly");
      assertEquals("0,\"No error\"", new String(answer, StandardCharsets.US_ASCII).strip());
    }
  }
}
