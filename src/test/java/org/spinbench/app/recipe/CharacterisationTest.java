package org.spinbench.app.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.recipe.Analysis;
import org.spinbench.experiments.recipe.CurrentVoltageRecipe;
import org.spinbench.experiments.recipe.Finding;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.recipe.TransmissionRecipe;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.ChipTruth.NeuronTruth;

/** What the bench of that name, which comes with the program, measures. */
@Tag("slow")
class CharacterisationTest {
  /** A normal deviation exceeds this once in 15 000 times. */
  private static final double FAR = 4;

  private static final String TEXT = DefaultBench.text("characterisation");

  private static final BenchFile FILE = BenchFile.parse(TEXT, "characterisation");

  /** Runs a plan and leaves no error in any instrument; its points. */
  private static List<Point> points(BenchFile file, Plan plan, Analysis analysis) {
    return points(file, 3, plan, analysis);
  }

  private static List<Point> points(BenchFile file, int chip, Plan plan, Analysis analysis) {
    SimulatedBench simulated = new SimulatedBench(file, chip);
    List<Point> points = new ArrayList<>();
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      new Sweep(bench, plan).run(points::add, analysis);
    }
    assertTrue(simulated.atRest());
    assertEquals(List.of(), simulated.queuedErrors());
    return points;
  }

  private static List<Point> points(BenchFile file, Plan plan) {
    return points(file, plan, Recipe.analysis(plan, file, Optional.empty()));
  }

  private static Value found(Analysis analysis, String name) {
    return analysis.findings().stream()
        .filter(finding -> finding.name().startsWith(name))
        .map(Finding::value)
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + analysis.findings()));
  }

  private static void assertNear(double truth, Value measured) {
    double pull = (measured.value() - truth) / measured.deviation();
    assertTrue(Math.abs(pull) < FAR, measured + " is " + pull + " deviations from " + truth);
  }

  /**
   * Junctions of 45 Ω, through which the chain's amplifier drives the current of its offset, too.
   * Each source goes through all levels by itself, zero too, at which it would be off otherwise.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void aSourceMeterFindsTheResistanceOfItsJunction(int neuron) {
    String source = "neuron " + neuron + ".bias";
    Plan plan = CurrentVoltageRecipe.plan(source, "bias_" + neuron + ".voltage", 0, 5e-3);
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.empty());
    List<Point> points = points(FILE, plan, analysis);
    assertEquals(82, points.size());
    assertEquals(1, points.get(0).readings().get(0).samples());
    Value resistance = found(analysis, "resistance");
    assertNear(45, resistance);
    assertTrue(resistance.deviation() < 0.05, resistance.toString());
    NeuronTruth truth = new SimulatedBench(FILE, 3).truth().neurons().get(neuron - 1);
    double added = truth.transconductance() * truth.offset();
    assertTrue(Math.abs(added) > 1e-6, "an amplifier with an offset");
    assertNear(45 * added, found(analysis, "voltage at zero current"));
    assertNear(0, found(analysis, "forward less back"));
  }

  /** Where a meter chooses its range by itself its noise changes on the way. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theDifferenceOfBothWaysScattersAsItSays(int neuron) {
    Plan plan =
        CurrentVoltageRecipe.plan(
            "neuron " + neuron + ".bias", "bias_" + neuron + ".voltage", 0, 5e-3);
    double squares = 0;
    int chips = 16;
    for (int chip = 1; chip <= chips; chip++) {
      Analysis analysis = Recipe.analysis(plan, FILE, Optional.empty());
      points(FILE, chip, plan, analysis);
      Value difference = found(analysis, "forward less back");
      squares += Math.pow(difference.value() / difference.deviation(), 2);
    }
    double scatter = Math.sqrt(squares / chips);
    assertTrue(scatter < 1.5 && scatter > 0.3, "in stated deviations: " + scatter);
  }

  @Test
  void aSourceMeterReadsTheCurrentThatItGives() {
    Plan plan =
        Plan.named("currents")
            .sweep(Axis.list("neuron 2.bias", 1e-3, 4e-3))
            .read("bias_2.current", "bias_2.compliance", "bias_2.integration");
    List<Point> points = points(FILE, plan);
    assertEquals(1e-3, points.get(0).readings().get(0).value(), 1e-6);
    assertEquals(4e-3, points.get(1).readings().get(0).value(), 1e-6);
    assertEquals(0.8, points.get(1).readings().get(1).value(), "the chip's absolute voltage");
    assertEquals(1, points.get(1).readings().get(2).value());
  }

  /** Beyond 0.1 V the meter limits its current: the slope there is none of the chip. */
  @Test
  void aCurrentThatComplianceLimitsIsNoPartOfAResistance() {
    Plan free = CurrentVoltageRecipe.plan("bias_1.current", "bias_1.voltage", 0, 4e-3);
    Analysis whole = Recipe.analysis(free, FILE, Optional.empty());
    points(FILE, free.set("bias_1.output", "true"), whole);
    Plan limited = free.set("bias_1.compliance", 0.1).set("bias_1.output", "true");
    Analysis part = Recipe.analysis(limited, FILE, Optional.empty());
    List<Point> points = points(FILE, limited, part);
    long marked = points.stream().filter(one -> one.readings().get(0).compliance()).count();
    assertTrue(marked > 20, marked + " points of " + points.size());
    assertNear(found(whole, "resistance").value(), found(part, "resistance"));
    assertTrue(
        part.remarks().get(0).startsWith(marked + " of 82 points left out"),
        part.remarks().toString());
  }

  /** 20 dB and 10 dB for each GHz. */
  @Test
  void theGainFromASourceToTheAnalyzerIsFound() {
    Plan plan = TransmissionRecipe.plan("rf_1", "analyzer", Optional.empty(), -20, 150e6, 350e6);
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.empty());
    points(FILE, plan, analysis);
    assertNear(-22.5, found(analysis, "gain at 250 MHz"));
    assertNear(-1e-8, found(analysis, "slope"));
    assertNear(-21.5, found(analysis, "highest gain"));
    assertNear(-23.5, found(analysis, "lowest gain"));
  }

  /**
   * The meter at the output of the source takes the place of its level, at either kind of meter.
   */
  @ParameterizedTest
  @ValueSource(strings = {"U2040X", "NRP"})
  void theGainOverWhatThePowerMeterReadsIsFound(String model) {
    BenchFile file = BenchFile.parse(TEXT.replace("\"U2040X\"", "\"" + model + "\""), "metered");
    Plan plan =
        TransmissionRecipe.plan("rf_1", "analyzer", Optional.of("power_meter"), -20, 150e6, 350e6);
    Analysis analysis = Recipe.analysis(plan, file, Optional.empty());
    List<Point> points = points(file, plan, analysis);
    for (Point point : points) {
      assertEquals(1e-5, point.readings().get(1).value(), 1e-7, "-20 dBm");
    }
    assertNear(-22.5, found(analysis, "gain at 250 MHz"));
    assertNear(-1e-8, found(analysis, "slope"));
  }

  @Test
  void thePowerMeterReadsWhatTheSourceGives() {
    Plan plan =
        Plan.named("powers")
            .set("power_meter.frequency", 250e6)
            .set("rf_1.frequency", 250e6)
            .set("rf_1.power", -30)
            .set("rf_1.output", "true")
            .sweep(Axis.linear("rf_1.power", -20, 0, 3))
            .read(Measurand.times("power_meter.power", 4));
    List<Point> points = points(FILE, plan);
    for (int k = 0; k < 3; k++) {
      double truth = 1e-3 * StrictMath.pow(10, -2 + k);
      assertEquals(truth, points.get(k).readings().get(0).value(), 2e-3 * truth);
      assertEquals(4, points.get(k).readings().get(0).samples());
    }
  }

  /**
   * The lock-in switches the tone of rf_1, so that the chain's voltage goes to and fro between zero
   * and V: its mean is V/2, its first harmonic √2/π V rms.
   */
  @ParameterizedTest
  @CsvSource({"SR860, SGS100A", "SR830, SMB100A", "SR860, N5183B", "SR830, E8257D"})
  void theLockInReadsTheChainWhoseToneItSwitches(String lockIn, String source) {
    String text =
        TEXT.replace("fidelity = \"full\"", "fidelity = \"ideal\"")
            .replace("model = \"SR860\"", "model = \"" + lockIn + "\"");
    BenchFile steady = BenchFile.parse(text, "steady");
    BenchFile pulsed =
        BenchFile.parse(
            text.replaceFirst("model = \"SGS100A\"", "model = \"" + source + "\"\npulsed = true"),
            "pulsed");
    Plan plan =
        Plan.named("rectified")
            .set("input 1.power", 50e-6)
            .set("lock_in.time_constant", 0.03)
            .sweep(Axis.list("input 1.frequency", 244e6, 256e6).waiting(1))
            .read("chain 1.voltage", "lock_in.x", "lock_in.y", "lock_in.r", "lock_in.theta");
    List<Point> whole = points(steady, plan);
    List<Point> half = points(pulsed, plan);
    for (int k = 0; k < 2; k++) {
      double voltage = whole.get(k).readings().get(0).value();
      assertTrue(Math.abs(voltage) > 0.5e-3, "a voltage to be seen: " + voltage);
      assertEquals(0, whole.get(k).readings().get(3).value(), 1e-6, "nothing is switched");
      assertEquals(voltage / 2, half.get(k).readings().get(0).value(), 0.02 * Math.abs(voltage));
      double harmonic = voltage * Math.sqrt(2) / Math.PI;
      assertEquals(harmonic, half.get(k).readings().get(1).value(), 0.02 * Math.abs(harmonic));
      assertEquals(0, half.get(k).readings().get(2).value(), 0.02 * Math.abs(harmonic));
      double r = half.get(k).readings().get(3).value();
      assertEquals(Math.abs(harmonic), r, 0.02 * Math.abs(harmonic));
      double theta = half.get(k).readings().get(4).value();
      assertEquals(voltage > 0 ? 0 : 180, Math.abs(theta), 3);
    }
  }
}
