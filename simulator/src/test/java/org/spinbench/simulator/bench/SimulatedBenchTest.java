package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchParts;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.chip.NineJunctions;
import org.spinbench.simulator.chip.PlainNetwork;
import org.spinbench.simulator.server.Servers;

@Tag("any-jdk")
class SimulatedBenchTest {
  private static final BenchFile FILE = NineJunctions.FILE;
  private static final BenchFile IDEAL = NineJunctions.with("fidelity", "ideal");

  private static Console console(BenchFile file, SimulatedBench bench) {
    return new Console(file, bench, bench.clock());
  }

  /** Two benches have the same unit under a name, whatever else is on them. */
  @Test
  void everyInstrumentHasASerialNumberOfItsOwnByItsName() throws IOException {
    Console console = console(FILE, new SimulatedBench(FILE, 1));
    Map<String, String> identities = new LinkedHashMap<>();
    FILE.instruments().keySet().forEach(n -> identities.put(n, console.query(n, "*IDN?")));
    assertEquals(identities.size(), Set.copyOf(identities.values()).size(), identities.toString());
    Path path = Path.of("..", "experiments", "benches", "characterisation.toml");
    BenchFile other = BenchFile.parse(Files.readString(path), "bench");
    Console elsewhere = console(other, new SimulatedBench(other, 2));
    assertEquals(serial(identities.get("rf_1")), serial(elsewhere.query("rf_1", "*IDN?")));
  }

  /** As a program leaves it that is killed while it measures small currents. */
  @Test
  void aBenchOpensWhoseSourceWasLeftInANarrowRange() {
    SimulatedBench bench = new SimulatedBench(FILE, 1);
    console(FILE, bench).tell("bias_2", ":SOUR:RANG 1E-3");
    ChipPorts ports = Bench.open(FILE, bench, bench.clock()).ports();
    ports.bias(1, 5e-3);
    assertEquals(
        5e-3, Double.parseDouble(console(FILE, bench).query("bias_2", ":SOUR:LEV?")), 1e-9);
  }

  private static String serial(String identity) {
    String serial = identity.split(",")[2];
    return serial.substring(serial.length() - 3);
  }

  @Test
  void whatTheMetersReadIsTheTypicalNetwork() {
    Console console = console(IDEAL, new SimulatedBench(IDEAL, 1));
    double[] fields = {-0.3e-3, 0.3e-3, 0.2e-3, -0.1e-3, -1e-3, 0.5e-3};
    double[] biases = {6e-3, 5.5e-3, 6.5e-3};
    for (int i = 0; i < 6; i++) {
      console.field(i + 1, fields[i]);
    }
    for (int i = 0; i < 3; i++) {
      console.bias(i + 1, biases[i]);
    }
    // Powers that the source's resolution of 0.01 dB leaves as they are.
    double first = 1e-4;
    double second = Math.pow(10, -0.95) * 1e-3;
    console.tone("rf_1", 250e6, first);
    console.tone("rf_2", 330e6, second);
    console.settle();
    PlainNetwork plain =
        new PlainNetwork(new double[] {250e6, 330e6}, new double[] {first, second}, fields, biases);
    double[] volts = console.chains();
    for (int chain = 0; chain < 3; chain++) {
      assertEquals(plain.chains[chain], volts[chain], 5e-9);
    }
    // Nearly all of a line falls into the band, and nothing else but the analyzer's own noise.
    double power = plain.powers[2] * Math.pow(10, -0.4);
    assertEquals(power, console.bandPower(340e6), 0.02 * power);
    double monitored = plain.powers[0] * Math.pow(10, 0.4);
    assertEquals(monitored, console.bandPower(285e6), 0.03 * monitored);
  }

  private static List<String> session(BenchFile file, Transports transports, SimulatedBench bench) {
    Console console = new Console(file, transports, bench.clock());
    List<String> readings = new ArrayList<>();
    for (int step = 1; step <= 5; step++) {
      console.tone("rf_1", 250e6, step * 20e-6);
      console.tone("rf_2", 330e6, 120e-6 / step);
      console.field(step, step * 1e-3);
      for (int neuron = 1; neuron <= 3; neuron++) {
        console.bias(neuron, 5e-3 + step * 0.2e-3);
      }
      console.settle();
      for (double volts : console.chains()) {
        readings.add(Double.toString(volts));
      }
      readings.add(Double.toString(console.bandPower(340e6)));
      readings.add(bench.clock().now().toString());
    }
    return readings;
  }

  @Test
  void sameSeedAndMessagesGiveTheSameReadings() {
    SimulatedBench one = new SimulatedBench(FILE, 17);
    SimulatedBench same = new SimulatedBench(FILE, 17);
    SimulatedBench other = new SimulatedBench(FILE, 18);
    List<String> readings = session(FILE, one, one);
    assertEquals(readings, session(FILE, same, same));
    assertNotEquals(readings.get(0), session(FILE, other, other).get(0));
  }

  @Test
  void servedOnSocketsItGivesTheSameReadings() {
    SimulatedBench inside = new SimulatedBench(FILE, 17);
    SimulatedBench outside = new SimulatedBench(FILE, 17);
    try (ServedBench served = outside.serve(Servers.Ports.loopback())) {
      assertEquals(session(FILE, inside, inside), session(FILE, served.asNamed(), outside));
    }
  }

  @Test
  void knowsWhichSourcesAreOn() {
    SimulatedBench bench = new SimulatedBench(FILE, 1);
    Console console = console(FILE, bench);
    assertTrue(bench.atRest());
    console.tone("rf_2", 330e6, 1e-4);
    console.field(3, 1e-3);
    console.bias(1, 5e-3);
    assertEquals(List.of("rf_2", "bias_1", "field"), bench.energised());
    console.send("rf_2", ":OUTP OFF");
    console.field(3, 0);
    console.send("bias_1", ":OUTP OFF");
    assertTrue(bench.atRest());
  }

  @Test
  void showsErrorsWithoutTakingThem() {
    SimulatedBench bench = new SimulatedBench(FILE, 1);
    console(FILE, bench).query("rf_1", ":FREQUENZ 1E9;*OPC?");
    assertEquals(List.of("rf_1: -113,\"Undefined header\""), shortened(bench.queuedErrors()));
    assertEquals(1, bench.queuedErrors().size());
  }

  private static List<String> shortened(List<String> errors) {
    return errors.stream().map(error -> error.replaceAll(";.*", "\"")).toList();
  }

  @Test
  void aNeuronDrivenTooHardDiesAndNeverEmitsAgain() {
    SimulatedBench bench = new SimulatedBench(FILE, 1);
    Console console = console(FILE, bench);
    console.bias(3, 6e-3);
    console.settle();
    double alive = console.bandPower(340e6);
    console.bias(3, 25e-3);
    console.settle();
    console.bias(3, 6e-3);
    console.settle();
    assertTrue(console.bandPower(340e6) < alive / 1000);
    assertTrue(bench.truth().neurons().get(2).broken());
    assertFalse(bench.truth().neurons().get(0).broken());
  }

  /** Only the settling of the source stands between 40 ms of overvoltage and none. */
  @Test
  void timeUnderVoltageCountsFromTheChangeToTheNext() {
    SimulatedBench bench = new SimulatedBench(IDEAL, 1);
    Console console = console(IDEAL, bench);
    console.bias(1, 5e-3);
    bench.clock().sleep(Duration.ofSeconds(1000));
    // 0.81 V is stood for 0.9 s by a typical junction.
    console.send("bias_1", ":SOUR:LEV 18e-3");
    bench.clock().sleep(Duration.ofMillis(700));
    console.send("bias_1", ":SOUR:LEV 5e-3");
    bench.clock().sleep(Duration.ofSeconds(1000));
    console.send("bias_1", ":SOUR:LEV 5.1e-3");
    assertFalse(bench.truth().neurons().get(0).broken());
    console.send("bias_1", ":SOUR:LEV 18e-3");
    bench.clock().sleep(Duration.ofMillis(300));
    console.send("bias_1", ":SOUR:LEV 5e-3");
    assertTrue(bench.truth().neurons().get(0).broken());
  }

  @Test
  void aReadingDuringSettlingIsTheMeanOverItsIntegration() {
    SimulatedBench bench = new SimulatedBench(IDEAL, 1);
    Console console = console(IDEAL, bench);
    console.field(1, 2e-3);
    console.settle();
    console.tone("rf_1", 250e6, 1e-4);
    console.settle();
    double before = console.chains()[0];
    double level = 10 * Math.log10(4e-4 * 1e3) + 10;
    console.query("rf_1", ":POW " + level + ";:SYST:ERR?");
    double during = console.chains()[0];
    console.settle();
    double after = console.chains()[0];
    // 1 ms of 20 ms lags, with a time constant of 1 ms / ln 1000: 0.7 % of the step is missing.
    double missing = (after - during) / (after - before);
    assertEquals(1 / Math.log(1000) / 20, missing, 0.0015);
  }

  /** Emission fluctuates by 2 % from reading to reading, but a reading fetched twice is one. */
  @Test
  void metersOverTheSameTimeSeeTheSameNoise() {
    SimulatedBench bench = new SimulatedBench(FILE, 3);
    Console console = console(FILE, bench);
    console.bias(3, 7e-3);
    console.settle();
    double first = console.bandPower(340e6);
    double again = console.bandPower(340e6);
    assertNotEquals(first, again);
    assertEquals(first, again, 0.12 * first);
  }

  @Test
  void answersTheNamesOfARealBench() {
    Map<String, InstrumentEntry> entries = new LinkedHashMap<>(FILE.instruments());
    String resource = "TCPIP0::192.168.0.21::5025::SOCKET";
    InstrumentEntry old = entries.get("rf_1");
    entries.put("rf_1", BenchParts.instrument(old.model(), resource, 2, old.limits()));
    BenchFile real = withInstruments(entries);
    Console console = console(real, new SimulatedBench(real, 1));
    assertTrue(console.query("rf_1", "*IDN?").contains("SGS100A"));
  }

  @Test
  void saysWhichNamesItHas() {
    ResourceName unknown = ResourceName.parse("INPROC::rf_3::INSTR");
    TransportException refused =
        assertThrows(TransportException.class, () -> new SimulatedBench(FILE, 1).open(unknown));
    assertTrue(refused.getMessage().contains("INPROC::rf_1::INSTR"), refused.getMessage());
  }

  @Test
  void refusesModelsAndRolesThatItCannotSimulate() {
    refuses("rf_1", "XYZ-1", "instruments.rf_1.model is XYZ-1");
    refuses("bias_2", "SGS100A", "\"bias_2\" cannot be simulated as the bias source of neuron 2");
    refuses("field", "GS200", "\"field:2\" cannot be simulated as the source for the field line");
    refuses("field", "SGS100A", "\"field:1\" cannot be simulated as the source for the field line");
    refuses("voltmeter_3", "GS200", "the voltmeter of chain 3: it has no voltage input");
    refuses("analyzer", "2182A", "analyzer of the readout: it has no spectrum input");
    refuses("bias_1", "QDAC-II", "neuron 1: name one of its 24 DC outputs, as bias_1:24");
  }

  @Test
  void refusesACableForTriggersThatDoesNotFit() {
    Map<String, InstrumentEntry> entries = new LinkedHashMap<>(FILE.instruments());
    InstrumentEntry old = entries.get("voltmeter_1");
    entries.put(
        "voltmeter_1",
        new InstrumentEntry(
            "34465A",
            old.resource(),
            2,
            old.limits(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of("rf_1"),
            Optional.empty()));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new SimulatedBench(withInstruments(entries), 1));
    assertEquals(
        "bench file: instruments.voltmeter_1.triggered_by is rf_1, but the simulated rf_1 does not"
            + " trigger the simulated voltmeter_1",
        refused.getMessage());
  }

  @Test
  void refusesMetersAndMonitorsThatDoNotFit() {
    Map<String, Object> meter = Map.of("meter", "voltmeter_1", "chain", "chain 9");
    assertEquals(
        "bench file: simulation.chain_meters puts voltmeter_1 at chain 9, which is no chain",
        assertThrows(
                IllegalArgumentException.class,
                () -> new SimulatedBench(NineJunctions.with("chain_meters", List.of(meter)), 1))
            .getMessage());
    Map<String, Object> monitor =
        Map.of("source", "bias_1", "loss_db", 20.0, "slope_db_per_ghz", 0.0);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> new SimulatedBench(NineJunctions.with("monitors", List.of(monitor)), 1))
            .getMessage()
            .contains("\"bias_1\" cannot be simulated as the source that the analyzer monitors"));
  }

  @Test
  void refusesOscillatorsThatDoNotFit() {
    assertEquals(
        "bench file: simulation.sine_outputs joins bias_1 to synapse 1, which is no neuron and no"
            + " chain",
        refusedSine("bias_1", "synapse 1"));
    assertTrue(
        refusedSine("bias_1", "chain 1").endsWith("chain 1: it has no oscillator"),
        refusedSine("bias_1", "chain 1"));
  }

  private static String refusedSine(String instrument, String device) {
    Map<String, Object> place =
        Map.of("instrument", instrument, "device", device, "resistance", 1.0);
    BenchFile file = NineJunctions.with("sine_outputs", List.of(place));
    return assertThrows(IllegalArgumentException.class, () -> new SimulatedBench(file, 1))
        .getMessage();
  }

  @Test
  void refusesAnotherInstrumentAsAPowerMeter() {
    Map<String, Object> place = Map.of("meter", "voltmeter_1", "source", "rf_1");
    BenchFile file = NineJunctions.with("power_meters", List.of(place));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new SimulatedBench(file, 1));
    assertEquals(
        "bench file: \"voltmeter_1\" cannot be simulated as the power meter at rf_1:"
            + " it has no power sensor",
        refused.getMessage());
  }

  private static void refuses(String instrument, String model, String message) {
    Map<String, InstrumentEntry> entries = new LinkedHashMap<>(FILE.instruments());
    InstrumentEntry old = entries.get(instrument);
    entries.put(instrument, BenchParts.instrument(model, old.resource(), 2, old.limits()));
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> new SimulatedBench(withInstruments(entries), 1));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  private static BenchFile withInstruments(Map<String, InstrumentEntry> entries) {
    return BenchParts.with(FILE, entries, FILE.simulation());
  }
}
