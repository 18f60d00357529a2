package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchParts;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.simulator.chip.NineJunctions;
import org.spinbench.simulator.chip.PlainNetwork;

/** Lock-ins in place of a voltmeter, and power meters at a source. */
class BenchOfLockInsTest {
  private static final BenchFile IDEAL = NineJunctions.with("fidelity", "ideal");

  private static BenchFile file(String lockIn, String powerMeter) {
    Map<String, InstrumentEntry> entries = new LinkedHashMap<>(IDEAL.instruments());
    InstrumentEntry voltmeter = entries.get("voltmeter_1");
    entries.put("voltmeter_1", of(lockIn, voltmeter.resource(), voltmeter));
    entries.put("power", of(powerMeter, "INPROC::power::INSTR", voltmeter));
    Map<String, Object> simulation = new HashMap<>(IDEAL.simulation());
    simulation.put("power_meters", List.of(Map.of("meter", "power", "source", "rf_1")));
    return BenchParts.with(IDEAL, entries, simulation);
  }

  private static InstrumentEntry of(String model, String resource, InstrumentEntry other) {
    return BenchParts.instrument(model, resource, other.timeout(), other.limits());
  }

  @ParameterizedTest
  @CsvSource({"SR830, OUTP? 1, SLVL 0.004, NRP", "SR860, OUTP? 0, SLVL 1E-9, U2040X"})
  void aChainIsReadWhoseTonesTheLockInSwitches(
      String lockIn, String question, String rest, String powerMeter) {
    BenchFile file = file(lockIn, powerMeter);
    SimulatedBench bench = new SimulatedBench(file, 1);
    Console console = new Console(file, bench, bench.clock());
    for (String source : new String[] {"rf_1", "rf_2"}) {
      console.send(source, ":CONN:TRIG:OMOD PEMS;:SOUR:PULM:SOUR EXT;:SOUR:PULM:STAT ON");
    }
    double first = 1e-4;
    double second = Math.pow(10, -0.95) * 1e-3;
    console.tone("rf_1", 250e6, first);
    console.tone("rf_2", 330e6, second);
    bench.clock().sleep(Duration.ofSeconds(60));
    PlainNetwork plain =
        new PlainNetwork(
            new double[] {250e6, 330e6},
            new double[] {first, second},
            new double[6],
            new double[3]);
    double harmonic = plain.chains[0] * Math.sqrt(2) / Math.PI;
    double read = Double.parseDouble(console.query("voltmeter_1", question));
    assertEquals(harmonic, read, 1e-3 * Math.abs(harmonic));

    console.send("power", ":UNIT:POW W");
    double power = Double.parseDouble(console.query("power", ":READ?"));
    assertEquals(0.5 * 10 * first, power, 1e-5, "10 dB before the junctions, half of the time");

    console.query("voltmeter_1", rest + ";*OPC?");
    console.send("rf_1", ":OUTP OFF");
    console.send("rf_2", ":OUTP OFF");
    assertFalse(bench.energised().contains("voltmeter_1"));
    assertEquals(List.of(), bench.queuedErrors());
  }
}
