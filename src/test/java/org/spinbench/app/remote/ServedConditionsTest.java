package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchRest;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/** A bench server whose file has conditions, and clients whose files have none. */
@Timeout(300)
class ServedConditionsTest {
  private static final String ANY_VOLTAGE =
      """

      [[safety.trip]]
      name = "any voltage"
      when = "chain 1.voltage outside -1e-12 to 1e-12"
      """;

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String CONTACTS =
      """

      [instruments.contacts]
      model = "34461A"
      resource = "INPROC::contacts::INSTR"
      """;

  private final SystemClock clock = new SystemClock();
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final SystemTransports network =
      new SystemTransports(BenchFile.parse(DefaultBench.text(), "client").links());
  private SimulatedBench twins;
  private BenchServer server;

  private void serve(String conditions) {
    BenchFile file = BenchFile.parse(DefaultBench.text() + conditions, "server");
    twins = SimulatedBench.inRealTime(file, 1, 1000);
    Map<String, ResourceName> names = new LinkedHashMap<>();
    file.instruments()
        .forEach((name, entry) -> names.put(name, ResourceName.parse(entry.resource())));
    server =
        new BenchServer(
            ServedInstrument.settings(Duration.ofSeconds(60), PATIENCE, Optional.empty()),
            names,
            twins,
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

  private Bench client() {
    String text = DefaultBench.text();
    for (Map.Entry<String, ResourceName> one : server.names().entrySet()) {
      text = text.replace("INPROC::" + one.getKey() + "::INSTR", one.getValue().toString());
    }
    return Bench.open(BenchFile.parse(text, "client"), network, clock);
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    Eventually.value(condition, holds -> holds, () -> what + ": " + log);
  }

  private boolean said(String part) {
    return log.stream().anyMatch(line -> line.contains(part));
  }

  private void assertTrips(Bench bench, String condition) throws Exception {
    await("tripped", () -> said("tripped: safety.trip.\"" + condition + "\""));
    await("at rest", twins::atRest);
    RuntimeException ended =
        assertThrows(RuntimeException.class, () -> bench.ports().bias(0, 6e-3));
    assertTrue(ended.getMessage().startsWith("tripped: "), ended.getMessage());
    await("cleared", () -> said("has cleared: the bench may be driven again"));
    NotAtRestException left = assertThrows(NotAtRestException.class, bench::close);
    assertTrue(left.getMessage().startsWith("the bench server refuses"), left.getMessage());
  }

  /** A client with no conditions of its own asks for nothing of it. */
  @Test
  void aConditionOnSettingsTripsWhateverTheClientKnows() throws Exception {
    serve(
        """

        [[safety.trip]]
        name = "too much"
        when = "neuron 1.bias > 4e-3"
        every = 0.1
        """);
    Bench bench = client();
    bench.ports().bias(0, 3e-3);
    clock.sleep(Duration.ofMillis(400));
    assertEquals(List.of("bias_1"), twins.energised());
    try {
      bench.ports().bias(0, 5e-3);
    } catch (RuntimeException already) {
      // It may trip while the bias still ramps.
    }
    assertTrips(bench, "too much");
    // Another program may drive a bench whose trip has cleared; this one is known to be ended.
  }

  /** Nothing has been measured, so the answer is that to *OPC? alone: 1, which is not 1 V. */
  @Test
  void anAnswerWithoutTheVoltageIsNotHeard() throws Exception {
    serve(ANY_VOLTAGE);
    try (Bench bench = client()) {
      bench.ports().bias(0, 3e-3);
      try (Transport link = network.open(server.names().get("voltmeter_1"))) {
        link.write("*OPC?;:FETC?".getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(5));
        byte[] answer = link.read(Duration.ofSeconds(5));
        assertEquals("1", new String(answer, StandardCharsets.US_ASCII));
      }
      clock.sleep(Duration.ofMillis(400));
      assertEquals(List.of("bias_1"), twins.energised(), log.toString());
    }
  }

  /** Of the voltage of a chain the server hears what the client reads. */
  @Test
  void aReadingOfTheClientIsHeard() throws Exception {
    serve(ANY_VOLTAGE);
    Bench bench = client();
    bench.ports().bias(0, 3e-3);
    clock.sleep(Duration.ofMillis(400));
    assertEquals(List.of("bias_1"), twins.energised(), log.toString());
    bench.ports().chainVoltages(0);
    assertTrips(bench, "any voltage");
  }

  /** A meter that no client uses is read by the server itself; what it says is no 5 V. */
  @Test
  void aReadingThatNobodyAsksForIsTakenByTheServer() throws Exception {
    serve(
        CONTACTS
            + """

            [[safety.trip]]
            name = "door"
            when = "contacts.voltage < 2.5 and neuron 1.bias > 1e-3"
            every = 0.1
            """);
    Bench bench = client();
    try {
      bench.ports().bias(0, 3e-3);
    } catch (RuntimeException already) {
      // It may trip while the bias still ramps.
    }
    assertTrips(bench, "door");
  }

  /**
   * An interlock on a reading holds a client back that has none; one on a power is the client's.
   */
  @Test
  void anInterlockOnAReadingRefusesWhatItHoldsBack() {
    serve(
        CONTACTS
            + """

            [[safety.interlock]]
            name = "door"
            sources = ["bias_1"]
            only_while = "contacts.voltage > 2.5"

            [[safety.interlock]]
            name = "for the client"
            sources = ["rf_1"]
            only_while = "neuron 3.power < 1e-9"
            """);
    Bench bench = client();
    RuntimeException refused =
        assertThrows(RuntimeException.class, () -> bench.ports().bias(0, 3e-3));
    assertTrue(
        refused.getMessage().contains("refused by the server")
            && refused.getMessage().contains("the interlock \"door\""),
        refused.getMessage());
    bench.ports().tone(0, 250e6, 50e-6);
    assertEquals(List.of("rf_1"), twins.energised());
    bench.close();
  }
}
