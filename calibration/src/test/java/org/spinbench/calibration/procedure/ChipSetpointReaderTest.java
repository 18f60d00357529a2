package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Chips;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.simulator.bench.SimulatedBench;

/** What a calibration takes from readings that are not what they say: nothing. */
@Tag("any-jdk")
class ChipSetpointReaderTest {
  private static final BenchFile FILE = Chips.bench();

  private final SimulatedBench simulated = new SimulatedBench(FILE, 1);

  private static Setting setting(Bench bench, String instrument, String name) {
    for (Setting one : bench.instruments().get(instrument).settings()) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    throw new AssertionError(instrument + " has no " + name);
  }

  /** All neurons emit. */
  private static Setpoint emitting() {
    double[] frequencies = FILE.inputs().stream().mapToDouble(BenchFile.Input::frequency).toArray();
    double[] powers = new double[frequencies.length];
    double[] biases =
        FILE.neurons().stream().mapToDouble(one -> 0.9 * one.maximumCurrent()).toArray();
    return new Setpoint(frequencies, powers, new double[FILE.synapses().size()], biases);
  }

  private static MeasuredPoint measured(Bench bench) {
    return ChipCharacterization.repeat(
            bench.ports(), List.of(emitting()), (stage, done, total) -> {})
        .get(0);
  }

  @Test
  void aPowerBeyondTheReferenceLevelIsNotRead() {
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      MeasuredPoint sound = measured(bench);
      assertTrue(Arrays.stream(sound.powers()).allMatch(power -> power > 0), "sound");
      ((NumberSetting) setting(bench, "analyzer", "reference_level")).set(-120);
      MeasuredPoint overloaded = measured(bench);
      assertTrue(
          Arrays.stream(overloaded.powers()).allMatch(Double::isNaN),
          Arrays.toString(overloaded.powers()));
      assertTrue(Arrays.stream(overloaded.frequencies()).allMatch(Double::isNaN));
    }
  }

  /** A hundredth of a decibel is the step of the sources: they are noted as they stand. */
  @Test
  void tonePowersAreNotedAsTheSourcesKeepThem() {
    Setpoint asked = emitting();
    Arrays.fill(asked.tonePowers(), 37.3e-6);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      List<MeasuredPoint> measured = List.of(new ChipSetpointReader(bench.ports()).at(asked));
      for (int i = 0; i < FILE.inputs().size(); i++) {
        double level = bench.ports().source(i).power().get() - FILE.inputs().get(i).lossDb();
        double has = 1e-3 * Math.pow(10, level / 10);
        assertEquals(has, measured.get(0).set().tonePowers()[i], 1e-9 * has);
      }
      assertTrue(Arrays.stream(asked.tonePowers()).allMatch(power -> power == 37.3e-6));
      new RecordedSetpointReader(measured, List.of()).at(asked);
      Arrays.fill(asked.tonePowers(), 37.4e-6);
      RecordedSetpointReader other = new RecordedSetpointReader(measured, List.of());
      assertThrows(IllegalStateException.class, () -> other.at(asked));
    }
  }

  @Test
  void aVoltageThatHadNotSettledIsNotRead() {
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      String meter = FILE.chains().get(0).voltmeter();
      assertFalse(Double.isNaN(measured(bench).voltages()[0]));
      ((SwitchSetting) setting(bench, meter, "digital_filter")).set(true);
      MeasuredPoint filtered = measured(bench);
      assertTrue(Double.isNaN(filtered.voltages()[0]), "a filter that still holds what was before");
      assertEquals(
          FILE.chains().size() - 1,
          Arrays.stream(filtered.voltages()).filter(Double::isFinite).count());
    }
  }
}
