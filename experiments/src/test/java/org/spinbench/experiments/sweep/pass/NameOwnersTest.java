package org.spinbench.experiments.sweep.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/** Which instrument a name of a plan stands for, on a bench with every role. */
class NameOwnersTest {
  private static Bench bench;
  private static NameOwners owners;

  @BeforeAll
  static void open() {
    BenchFile file = BenchFile.parse(DefaultBench.text("characterisation"), "characterisation");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    bench = Bench.open(file, simulated, simulated.clock());
    owners = new NameOwners(bench);
  }

  @AfterAll
  static void close() {
    bench.close();
  }

  private static String name(Optional<? extends Instrument> one) {
    return one.map(Instrument::name).orElse("none");
  }

  @ParameterizedTest
  @CsvSource({
    "input 1.frequency, rf_1",
    "input 2.frequency, rf_2",
    "rf_2.frequency, rf_2",
    "input 1.power, none",
    "rf_2.power, none",
    "neuron 1.bias, none",
    "bias_1.current, none",
    "analyzer.centre, none",
  })
  void onlyAFrequencyStepsAnRfSource(String setting, String source) {
    assertEquals(source, name(owners.steps(setting)));
  }

  /** A field line is a voltage behind 1000 Ω: a volt for each milliampere. */
  @ParameterizedTest
  @CsvSource({
    "neuron 1.bias, bias_1, 1",
    "neuron 3.bias, bias_3, 1",
    "synapse 4.current, field:4, 1000",
    "field:4.voltage, field:4, 1",
    "bias_2.current, bias_2, 1",
  })
  void aLevelBelongsToItsSource(String setting, String source, double perUnit) {
    NameOwners.Level level = owners.level(setting).orElseThrow();
    assertEquals(source, level.source().name());
    assertEquals(perUnit, level.perUnit(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({"input 1.power", "chain 1.voltage", "bias_1.compliance", "lock_in.amplitude"})
  void otherSettingsAreNoLevels(String setting) {
    assertEquals(Optional.empty(), owners.level(setting));
  }

  @ParameterizedTest
  @CsvSource({
    "chain 1.voltage, voltmeter_1",
    "chain 3.voltage, voltmeter_3",
    "voltmeter_2.voltage, voltmeter_2",
    "neuron 2.power, analyzer",
    "analyzer.band_power, analyzer",
    "power_meter.power, power_meter",
    "lock_in.theta, lock_in",
    "bias_1.voltage, bias_1",
    "bias_1.compliance, none",
    "rf_1.power, none",
  })
  void aReadingBelongsToItsMeter(String reading, String meter) {
    assertEquals(meter, name(owners.meter(reading)));
  }

  @ParameterizedTest
  @CsvSource({
    "bias_1.voltage, bias_1",
    "bias_3.current, bias_3",
    "bias_1.output, none",
    "field:1.current, none",
    "voltmeter_1.voltage, none",
    "chain 1.voltage, none",
  })
  void onlySourceMetersMeasureTheirOwnLevels(String reading, String meter) {
    assertEquals(meter, name(owners.sourceMeterOf(reading)));
  }

  @ParameterizedTest
  @CsvSource({
    "chain 2.voltage, voltmeter_2",
    "voltmeter_1.voltage, voltmeter_1",
    "bias_1.voltage, none",
    "neuron 1.power, none",
    "lock_in.x, none",
  })
  void aVoltageBelongsToAVoltmeter(String reading, String meter) {
    assertEquals(meter, name(owners.voltmeter(reading)));
  }

  /** 1 ms for tones, 2 ms for field lines, 5 ms for biases, then 1 ms for each of two couplings. */
  @Test
  void aPointSettlesAsLongAsItsWiring() {
    assertEquals(7e-3, listSettling("neuron 1.bias", "bias_1"), 1e-12);
    assertEquals(3e-3, listSettling("input 1.frequency", "rf_1"), 1e-12);
    assertEquals(7e-3, listSettling("rf_1.frequency", "rf_1"), 1e-12, "of unknown wiring");
    double line = listSettling("synapse 1.current", "field");
    assertTrue(line >= 4e-3, "the field line, or the filter of its source: " + line);
    assertEquals(6e-3, owners.setterSettling(), 1e-12);
  }

  private static double listSettling(String setting, String source) {
    return owners.listSettling(setting, owners.instrument(source, setting));
  }

  @Test
  void settingsOfMetersAreRecognised() {
    assertTrue(owners.isOfMeter("voltmeter_1.range"));
    assertTrue(owners.isOfMeter("lock_in.time_constant"));
    assertFalse(owners.isOfMeter("rf_1.power"));
    assertFalse(owners.isOfMeter("input 1.power"));
    assertTrue(owners.isOfChip("synapse 6"));
    assertFalse(owners.isOfChip("voltmeter_1"));
  }

  @Test
  void anUnknownOwnerIsNamedWithTheExistingOnes() {
    String said =
        assertThrows(
                IllegalArgumentException.class,
                () -> owners.instrument("biass_1", "biass_1.current"))
            .getMessage();
    assertTrue(
        said.startsWith("biass_1.current: nothing on this bench is called \"biass_1\""), said);
    assertTrue(said.contains("lock_in") && said.contains("on the chip input 1, input 2"), said);
    assertTrue(said.endsWith("; did you mean \"bias_1\"?"), said);
  }

  @Test
  void channelsHaveNumbers() {
    assertSame(
        owners.instrument("field:3", "x").settings(), owners.instrument("field:3", "x").settings());
    assertEquals("field:3", owners.instrument("field:3", "x").name());
    for (String none : List.of("field:0", "field:x", "rf_1:1")) {
      String said =
          assertThrows(IllegalArgumentException.class, () -> owners.instrument(none, none + ".v"))
              .getMessage();
      assertTrue(said.startsWith(none + ".v: " + none + " is no channel; write"), said);
    }
  }
}
