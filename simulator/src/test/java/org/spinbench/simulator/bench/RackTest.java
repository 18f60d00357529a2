package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** Benches of instruments alone: they open by [instruments], and nothing rises without a limit. */
@Tag("any-jdk")
final class RackTest {
  private static final double HALF = 0.5;

  static List<String> models() {
    return List.copyOf(SimulatedModel.names());
  }

  private static String entry(String name, String model, String... more) {
    return "[instruments."
        + name
        + "]\nmodel = \""
        + model
        + "\"\nresource = \"INPROC::"
        + name
        + "::INSTR\"\n"
        + String.join("\n", more)
        + "\n";
  }

  private static Bench open(String toml) {
    BenchFile file = BenchFile.parse(toml, "rack.toml");
    assertTrue(file.isRack());
    SimulatedBench simulated = new SimulatedBench(file, 1);
    return Bench.open(file, simulated, simulated.clock());
  }

  private static Instrument part(Instrument whole) {
    return whole instanceof Channels<?> several ? (Instrument) several.channel(1) : whole;
  }

  /**
   * Its outputs that a user can set; the auxiliary ones of a lock-in amplifier only come to rest.
   */
  private static List<Output> settable(Instrument whole) {
    List<Output> outputs = new ArrayList<>(part(whole).outputs());
    List<Setting> settings = new ArrayList<>();
    whole.settings().forEach(settings::add);
    outputs.removeIf(output -> !settings.contains(output.level()));
    return outputs;
  }

  private static double above(NumberSetting level) {
    double known = level.get();
    double range = level.maximum() - level.minimum();
    return level.unit() == Unit.DBM ? known + range / 100 : known + level.maximum() / 100;
  }

  @ParameterizedTest
  @MethodSource("models")
  void noOutputOfAModelRisesOrGoesOnWithoutLimits(String model) {
    try (Bench bench = open(entry("one", model))) {
      Instrument whole = bench.instruments().get("one");
      for (Output output : settable(whole)) {
        double value = above(output.level());
        LimitException refused =
            assertThrows(LimitException.class, () -> output.level().set(value));
        String key = "limits." + output.level().baseName() + " = {";
        assertTrue(refused.getMessage().contains(key), refused.getMessage());
        assertTrue(refused.getMessage().contains("[instruments.one]"), refused.getMessage());
        if (output.on().filter(on -> on.exists() && !on.get()).isPresent()) {
          assertThrows(LimitException.class, () -> output.on().orElseThrow().set(true));
          output.on().orElseThrow().set(false);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void whatIsTypedIsRefusedAsWhatIsSet(String model) {
    try (Bench bench = open(entry("one", model))) {
      Instrument whole = bench.instruments().get("one");
      for (Output output : settable(whole)) {
        double value = above(output.level());
        boolean[] passed = {false};
        assertThrows(
            LimitException.class,
            () -> output.level().relay(ScpiNumber.format(value), message -> passed[0] = true));
        assertFalse(passed[0], "the message passed");
      }
    }
  }

  @Test
  void limitsOfLevelAndComplianceAreEnough() {
    String limits = "limits.current = { min = -1e-3, max = 1e-3 }";
    String compliance = "limits.compliance = { max = 0.5 }";
    try (Bench bench = open(entry("smu", "2400", limits, compliance))) {
      SourceMeter meter = (SourceMeter) bench.instruments().get("smu");
      bench.ports().level(meter, 1e-3);
      assertEquals(0.05, meter.voltage().value(), 1e-4, "1 mA through 50 ohms");
      assertEquals(HALF, meter.compliance().get(), 1e-3);
      assertThrows(LimitException.class, () -> bench.ports().level(meter, 1.1e-3));
      assertThrows(LimitException.class, () -> meter.compliance().set(0.6));
    }
    for (String one : List.of(limits, compliance)) {
      try (Bench bench = open(entry("smu", "2400", one))) {
        SourceMeter meter = (SourceMeter) bench.instruments().get("smu");
        String missing = one.equals(limits) ? "limits.compliance" : "limits.current";
        LimitException refused =
            assertThrows(LimitException.class, () -> bench.ports().level(meter, 1e-4));
        assertTrue(refused.getMessage().contains(missing), refused.getMessage());
        assertFalse(refused.getMessage().contains(one.substring(0, 14)), refused.getMessage());
      }
    }
  }

  /** As found after somebody else's work: 21 V of compliance, the default of the model. */
  @Test
  void anOutputStaysOffWhileItsComplianceIsAboveTheLimit() {
    String limits =
        "limits.current = { min = -1e-3, max = 1e-3 }\nlimits.compliance = { max = 0.5 }";
    try (Bench bench = open(entry("smu", "2400", limits))) {
      SourceMeter meter = (SourceMeter) bench.instruments().get("smu");
      assertEquals(21, meter.compliance().get(), 1e-9);
      LimitException refused = assertThrows(LimitException.class, () -> meter.output().set(true));
      assertTrue(refused.getMessage().contains("compliance"), refused.getMessage());
      meter.compliance().set(HALF);
      meter.output().set(true);
      assertTrue(meter.output().get());
    }
  }

  @Test
  void simulatedMetersSeeTheSourcesOfTheRack() {
    String rack =
        entry("dac", "QDAC-II", "limits.voltage = { min = -1.0, max = 1.0 }")
            + entry("meter", "34465A")
            + entry("lock_in", "SR830", "limits.amplitude = { max = 0.1 }")
            + entry("rf", "SMB100A", "limits.power = { max = 0.0 }")
            + entry("analyzer", "FSW")
            + entry("power", "NRP")
            + "[simulation.rack]\nload = 200.0\nloss_db = 3.0\n";
    try (Bench bench = open(rack)) {
      Channels<?> dac = (Channels<?>) bench.instruments().get("dac");
      bench.ports().level((BiasSource) dac.channel(1), HALF);
      Voltmeter meter = (Voltmeter) bench.instruments().get("meter");
      meter.prepare(1, 1);
      meter.initiate();
      assertEquals(HALF, meter.fetch().value(), 1e-3);
      LockIn lockIn = (LockIn) bench.instruments().get("lock_in");
      lockIn.prepare(0.1, 0.01);
      lockIn.amplitude().set(0.05);
      assertEquals(0.05 * 200 / 250, lockIn.read().r().value(), 1e-4, "behind its own 50 ohms");
      RfSource rf = (RfSource) bench.instruments().get("rf");
      rf.prepare();
      rf.frequency().set(300e6);
      rf.power().set(-10);
      rf.output().set(true);
      SpectrumAnalyzer analyzer = (SpectrumAnalyzer) bench.instruments().get("analyzer");
      analyzer.prepare(1e6, 10e3);
      assertEquals(-13, analyzer.bandPower(300e6, 1e6).value(), HALF);
      PowerMeter power = (PowerMeter) bench.instruments().get("power");
      power.prepare(300e6, power.averaging().current());
      assertEquals(1e-4 * Math.pow(10, -0.3), power.read().value(), 2e-6);
    }
  }
}
