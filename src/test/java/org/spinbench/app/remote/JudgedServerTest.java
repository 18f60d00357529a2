package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchRest;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.bench.TerminalTruth;

/** A bench server that judges what clients send by its own bench file, whatever theirs says. */
class JudgedServerTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final BenchFile file = BenchFile.parse(DefaultBench.text(), "server");
  private final SimulatedBench twins = SimulatedBench.inRealTime(file, 1, 1000);
  private final SystemClock clock = new SystemClock();
  private final SystemTransports network = new SystemTransports(file.links());
  private final List<String> log = new CopyOnWriteArrayList<>();
  private BenchServer server;

  /** The instrument that cannot be reached; empty for none. */
  private volatile String lacking = "";

  @TempDir Path folder;

  @BeforeEach
  void serve() {
    serve(Optional.empty());
  }

  private void serve(Optional<KeyFolder> keys) {
    Map<String, ResourceName> names = new LinkedHashMap<>();
    file.instruments()
        .forEach((name, entry) -> names.put(name, ResourceName.parse(entry.resource())));
    server =
        new BenchServer(
            ServedInstrument.settings(Duration.ofSeconds(5), Duration.ofSeconds(5), keys),
            names,
            this::reach,
            () -> BenchRest.bringToRest(file, twins, twins.clock()),
            clock,
            log::add,
            (name, message) ->
                Bench.onlyAsks(file, name, new String(message, StandardCharsets.ISO_8859_1)),
            links -> Optional.of(new Judge(file, links, clock)));
  }

  @AfterEach
  void stop() {
    server.close();
    assertTrue(twins.atRest());
  }

  /** The bench file of a client, with names of the server, and a card of its own. */
  private BenchFile remote(boolean hostile) {
    String text = DefaultBench.text();
    for (Map.Entry<String, ResourceName> one : server.names().entrySet()) {
      text = text.replace("INPROC::" + one.getKey() + "::INSTR", one.getValue().toString());
    }
    if (hostile) {
      text =
          text.replaceAll("limits\\..*\n", "")
              .replace("neuron_current = 9e-3", "neuron_current = 45e-3")
              .replace("neuron_voltage = 0.45", "neuron_voltage = 0.8")
              .replace("junction_resistance = 45.0", "junction_resistance = 5.0")
              .replace("total_limit = 9e-3", "total_limit = 45e-3");
    }
    return BenchFile.parse(text, "client");
  }

  private TerminalTruth terminal(String name) {
    return twins.terminals().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void aClientWithTheSameCardWorksAsOnTheServerItself() {
    BenchFile client = remote(false);
    try (Bench bench = Bench.open(client, network, clock)) {
      bench.ports().bias(0, 6e-3);
      bench.ports().tone(0, 250e6, 100e-6);
      bench.ports().fieldCurrent(0, 5e-3);
      bench.ports().bias(0, 7e-3);
      assertEquals(3, bench.ports().chainVoltages(0, 1, 2).length);
    }
    assertEquals(7e-3, terminal("bias_1").current(), 1e-6);
    assertEquals(5e-3, terminal("field:1").current(), 1e-5);
  }

  @Test
  void aClientThatBelievesInAWiderCardGetsTheRefusalOfTheServer() {
    BenchFile client = remote(true);
    try (Bench bench = Bench.open(client, network, clock)) {
      TransportException e =
          assertThrows(TransportException.class, () -> bench.ports().bias(0, 40e-3));
      assertTrue(e.getMessage().contains("refused by the server: bias_1"), e.getMessage());
    }
    assertTrue(terminal("bias_1").current() <= 9e-3, terminal("bias_1").toString());
  }

  /** One instrument is missing: nothing goes up, and everything down. */
  @Test
  void aBenchThatDoesNotOpenCanOnlyBeLowered() {
    server.close();
    lacking = "rf_2";
    twins.clock().sleep(Duration.ofSeconds(1));
    try (Transport panel = twins.open(ResourceName.parse("INPROC::rf_1::INSTR"))) {
      panel.write(":SOUR:POW -10;:OUTP:STAT ON".getBytes(StandardCharsets.US_ASCII), SOON);
    }
    serve(Optional.empty());
    String answer = send("rf_1", ":SOUR:POW -5");
    assertTrue(answer.contains("may only be lowered or switched off"), answer);
    assertTrue(answer.contains("rf_2"), answer);
    assertEquals("0", send("rf_1", ":SOUR:POW -30"));
    assertEquals(List.of("rf_1"), twins.energised());
    assertEquals("0", send("rf_1", ":OUTP:STAT OFF"));
    assertEquals(List.of(), twins.energised());
    lacking = "";
  }

  private Transport reach(ResourceName name) {
    if (!lacking.isEmpty() && name.toString().contains(lacking)) {
      throw new TransportException(name + " is switched off");
    }
    return twins.open(name);
  }

  private String send(String instrument, String message) {
    try (Transport link = network.open(server.names().get(instrument))) {
      link.write(message.getBytes(StandardCharsets.US_ASCII), SOON);
      link.write("*ESE?".getBytes(StandardCharsets.US_ASCII), SOON);
      return new String(link.read(SOON), StandardCharsets.US_ASCII);
    } catch (TransportException refused) {
      return refused.getMessage();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bias_1 | :SOUR:LEV 0.1;:OUTP ON | two changes in one message",
        "bias_1 | :SOUR:LEV 0.1 | 0.1 A",
        "bias_1 | :SOUR:PROT:VOLT 30 | 30.0 V is more than 1 V",
        "bias_1 | :SOUR:FUNC VOLT | VOLT is refused",
        "bias_1 | *RST | declares no such message",
        "bias_1 | :PROG:RUN | declares no such message",
        "rf_1   | :SOUR:POW 25 | 25.0 dBm",
        "rf_1   | :SOUR:POW? ;:SOUR:POW 25 | 25.0 dBm",
        "rf_1   | ::? | may have side effects",
        "rf_1   | *RCL 1 | declares no such message",
        "rf_1   | :SOUR:POW MAX | is no value that can be judged",
        "field  | :SOUR1:VOLT:MODE LIST | no limit has judged",
        "field  | sour1:list:volt 1,30,(@1) | declares no such message",
        "field  | :SOUR1:VOLT 10.5 | 10.5 V is outside",
        "bias_2 | :OUTP 2 | is no value that can be judged",
        "field  | :SOUR1:SIN:INIT | declares no such message"
      })
  void whateverAClientSends(String instrument, String message, String reason) {
    String answer = send(instrument, message);
    assertTrue(answer.contains("refused by the server") && answer.contains(reason), answer);
    assertEquals(List.of(), twins.energised());
  }

  @Test
  void aMessageOfTwoLinesIsRefused() {
    String answer = send("rf_1", ":SOUR:POW -20\n:OUTP ON");
    assertTrue(answer.contains("may be more than one message"), answer);
    assertEquals(List.of(), twins.energised());
  }

  @Test
  void whatIsAllowedIsSent() {
    assertEquals("0", send("rf_1", ":SOUR:POW -20"));
    assertEquals("0", send("rf_1", ":OUTP:STAT ON"));
    assertEquals(List.of("rf_1"), twins.energised());
  }

  /** The card's slew holds for a junction, and not for what a client's file says of a ramp. */
  @Test
  void aLiveBiasGoesInStepsOfTheServersRamp() {
    assertEquals("0", send("bias_1", ":SOUR:LEV 0"));
    assertEquals("0", send("bias_1", ":OUTP ON"));
    String answer = send("bias_1", ":SOUR:LEV 0.005");
    assertTrue(answer.contains("more than one step of its ramp"), answer);
    assertEquals("0", send("bias_1", ":SOUR:LEV 4E-4"));
    assertEquals("0", send("bias_1", ":SOUR:LEV 0"));
    assertEquals("0", send("bias_1", ":OUTP OFF"));
    assertEquals("0", send("bias_1", ":SOUR:LEV 5E-4"));
    answer = send("bias_1", ":OUTP ON");
    assertTrue(answer.contains("switching it on would be a step"), answer);
  }

  /** Two clients of which each would be within the card alone. */
  @Test
  void tonesOfSeveralClientsAreJudgedTogether() {
    assertEquals("0", send("rf_1", ":SOUR:POW 5"));
    assertEquals("0", send("rf_1", ":OUTP:STAT ON"));
    assertEquals("0", send("rf_2", ":SOUR:POW 5"));
    String answer = send("rf_2", ":OUTP:STAT ON");
    assertTrue(answer.contains("the RF power of all tones together"), answer);
    assertEquals(List.of("rf_1"), twins.energised());
    assertEquals("0", send("rf_1", ":SOUR:POW -20"));
    assertEquals("0", send("rf_2", ":OUTP:STAT ON"));
  }

  /** The source is at -20 dBm; the status byte behind its level is no level. */
  @Test
  void anAnswerToAnotherQuestionTeachesNothing() {
    assertEquals("0", send("rf_2", ":SOUR:POW 5"));
    assertEquals("0", send("rf_2", ":OUTP:STAT ON"));
    assertEquals("0", send("rf_1", ":SOUR:POW -20"));
    assertEquals("0", send("rf_1", ":OUTP:STAT ON"));
    try (Transport link = network.open(server.names().get("rf_1"))) {
      link.write(":SOUR:POW?;*OPC?".getBytes(StandardCharsets.US_ASCII), SOON);
      assertEquals("-20;1", new String(link.read(SOON), StandardCharsets.US_ASCII));
    }
    String answer = send("rf_1", ":SOUR:POW 0.9");
    assertTrue(answer.contains("the RF power of all tones together"), answer);
  }

  /** The source is at 5 dBm; the least that it could be set to is no level that it has. */
  @Test
  void theAnswerToAQuestionForALimitTeachesNothing() {
    assertEquals("0", send("rf_2", ":SOUR:POW 5"));
    assertEquals("0", send("rf_2", ":OUTP:STAT ON"));
    assertEquals("0", send("rf_1", ":SOUR:POW 5"));
    try (Transport link = network.open(server.names().get("rf_2"))) {
      link.write(":SOUR:POW? MIN".getBytes(StandardCharsets.US_ASCII), SOON);
      assertEquals("-120", new String(link.read(SOON), StandardCharsets.US_ASCII));
    }
    String answer = send("rf_1", ":OUTP:STAT ON");
    assertTrue(answer.contains("the RF power of all tones together"), answer);
    assertEquals(List.of("rf_2"), twins.energised());
  }

  private static String send(Transport link, String message) {
    try {
      link.write(message.getBytes(StandardCharsets.US_ASCII), SOON);
      link.write("*ESE?".getBytes(StandardCharsets.US_ASCII), SOON);
      return new String(link.read(SOON), StandardCharsets.US_ASCII);
    } catch (TransportException refused) {
      link.clear();
      return refused.getMessage();
    }
  }

  /** One server, two keys: one drives, the other looks. */
  @Test
  void aKeyThatMayOnlyLookChangesNothing() throws IOException {
    server.close();
    KeyFolder lab = new KeyFolder(folder.resolve("lab"));
    lab.make();
    KeyFolder anna = new KeyFolder(folder.resolve("anna"));
    anna.make();
    Path looking = Files.createDirectories(lab.path().resolve("clients/look"));
    Files.copy(anna.path().resolve("clients/client.pub"), looking.resolve("anna.pub"));
    Files.copy(
        lab.path().resolve("server.pub"),
        anna.path().resolve("server.pub"),
        StandardCopyOption.REPLACE_EXISTING);
    serve(Optional.of(lab));
    ResourceName rf = server.names().get("rf_1");
    Transports drive =
        new SystemTransports(new LinkSettings(Map.of(), Map.of(), Optional.of(lab.path())));
    Transports look =
        new SystemTransports(new LinkSettings(Map.of(), Map.of(), Optional.of(anna.path())));
    try (Transport driver = drive.open(rf);
        Transport looker = look.open(rf)) {
      for (String message :
          List.of(":SOUR:POW -30", ":OUTP:STAT ON", "*CLS", ":SOUR:POW?;:SOUR:POW -30", "*RST")) {
        String answer = send(looker, message);
        assertTrue(answer.contains("this key may only look"), message + ": " + answer);
      }
      assertTrue(
          assertThrows(TransportException.class, () -> looker.lock(SOON))
              .getMessage()
              .contains("this key may only look"));
      assertTrue(
          assertThrows(TransportException.class, looker::trigger).getMessage().contains("may"));
      assertEquals(List.of(), twins.energised());
      assertEquals("0", send(driver, ":SOUR:POW -20"));
      looker.write(":SOUR:POW?".getBytes(StandardCharsets.US_ASCII), SOON);
      assertEquals("-20", new String(looker.read(SOON), StandardCharsets.US_ASCII));
      try (Bench bench = Bench.open(remote(false), look, clock)) {
        bench.onlyLook();
        assertEquals(10, bench.snapshot().size());
      }
    }
  }
}
