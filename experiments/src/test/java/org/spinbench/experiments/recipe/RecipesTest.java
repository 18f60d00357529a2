package org.spinbench.experiments.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spinbench.experiments.recipe.Findings.assertFound;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Place;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.experiments.task.Seeds;

/** Plans of recipes, and analyses of points that were made up. */
@Tag("any-jdk")
class RecipesTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "bench");

  private static Plan plan(Recipe recipe) {
    return switch (recipe) {
      case SPIN_DIODE -> SpinDiodeRecipe.plan(FILE, "synapse 4");
      case OSCILLATOR -> OscillatorRecipe.plan(FILE, "neuron 2");
      case IV -> CurrentVoltageRecipe.plan("neuron 1.bias", "chain 1.voltage", 0, 8e-3);
      case NOISE -> NoiseRecipe.plan("chain 1.voltage", 100);
      case S21 -> TransmissionRecipe.plan("rf_1", "analyzer", Optional.of("meter"), -20, 1e8, 2e8);
      case HYSTERESIS -> HysteresisRecipe.plan("magnet.current", "meter.voltage", -2, 2, 81, 3);
      case SWITCHING -> SwitchingRecipe.plan("smu.current", "smu.voltage", -1e-3, 1e-3, 401, 100);
      case LOCKING ->
          LockingRecipe.plan(
              "neuron 1",
              7e-3,
              new LockingRecipe.Injection("rf_1", List.of(-30.0, -20.0), 2.7e8, 3e8, 61));
      case INTERMODULATION ->
          IntermodulationRecipe.plan(
              new IntermodulationRecipe.Tones("rf_1", "rf_2", 2.5e8, 1e6, -30, -10, 11),
              "analyzer");
      case NOISE_SPECTRUM ->
          NoiseSpectrumRecipe.plan(Axis.linear("smu.current", -1e-3, 1e-3, 5), "smu.voltage", 256);
      case FMR ->
          ResonanceFieldRecipe.plan(
              new ResonanceFieldRecipe.Fields("magnet.current", 0.05, 0.5, 4, 8),
              new ResonanceFieldRecipe.Tone("rf_1", -10, 1e9, 9e9, 161),
              "lock_in.x");
    };
  }

  @ParameterizedTest
  @EnumSource
  void aPrintedPlanIsTheSamePlanAndFindsItsAnalysis(Recipe recipe) {
    Plan plan = plan(recipe);
    assertEquals(plan, Plan.parse(plan.toToml(), "printed"));
    assertEquals(recipe.word(), plan.recipe());
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.empty());
    assertEquals(List.of(), analysis.findings(), "nothing measured, nothing found");
  }

  @Test
  void aPlanWithoutRecipeIsOnlyRecorded() {
    Analysis analysis =
        Recipe.analysis(Plan.named("p").read("chain 1.voltage"), FILE, Optional.empty());
    analysis.point(point(0, List.of(), 1, Instant.EPOCH));
    assertEquals(List.of(), analysis.findings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spin-dude   | the plan asks for the recipe "spin-dude"; there are spin-diode, oscillator, iv, noise, s21, hysteresis, switching, fmr, locking, intermodulation, noise-spectrum
          spin-diode  | sweeps nothing; its innermost sweep must be the frequency of an input's tone
          oscillator  | sweeps nothing; its innermost sweep must be the bias of a neuron
          iv          | sweeps nothing; its innermost sweep must be a current
          s21         | sweeps nothing; its innermost sweep must be the frequency of an RF source
          hysteresis  | sweeps nothing; its innermost sweep must be a setting, there and back
          switching   | sweeps nothing; its innermost sweep must be a setting, there and back
          fmr         | sweeps nothing; its innermost sweep must be the frequency of an RF source
          locking     | sweeps nothing; its innermost sweep must be the frequency of the injected tone
          intermodulation | sweeps nothing; its innermost sweep must be the level of two tones
          noise-spectrum  | sweeps nothing; its innermost sweep must be a variable that counts readings
          """)
  void aPlanThatDoesNotFitItsRecipeIsRefused(String recipe, String message) {
    Plan plan = Plan.named("p").recipe(recipe).read("chain 1.voltage");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Recipe.analysis(plan, FILE, Optional.empty()));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void aSynapseThatNoInputFeedsIsRefused() {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> SpinDiodeRecipe.plan(FILE, "synapse 5"));
    assertTrue(e.getMessage().startsWith("synapse 5 is fed by neuron 1"), e.getMessage());
    e =
        assertThrows(
            IllegalArgumentException.class, () -> SpinDiodeRecipe.plan(FILE, "synapse 77"));
    assertTrue(e.getMessage().contains("there are synapse 1, "), e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> OscillatorRecipe.plan(FILE, "neuron 9"));
    assertTrue(e.getMessage().contains("there are neuron 1, "), e.getMessage());
  }

  private static Point point(int index, List<Double> settings, double value, Instant time) {
    List<Integer> indices = settings.isEmpty() ? List.of() : List.of(index);
    Place place = new Place(settings.isEmpty() ? index : 0, 0, indices, false);
    List<Mean> means = List.of(new Mean(value, 1e-3, 1, false, time));
    return new Point(index + 1, place, false, settings, means, true, time);
  }

  private static Value found(Analysis analysis, String name) {
    return analysis.findings().stream()
        .filter(finding -> finding.name().startsWith(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(analysis.findings().toString()))
        .value();
  }

  @Test
  void whiteNoiseIsDistinguishedFromDrift() {
    RandomGenerator random = Seeds.generator(11);
    Analysis analysis =
        Recipe.analysis(NoiseRecipe.plan("chain 1.voltage", 4096), FILE, Optional.empty());
    for (int i = 0; i < 4096; i++) {
      Instant time = Instant.EPOCH.plus(Duration.ofMillis(250L * i));
      double drift = 1e-3 * 0.25 * i;
      analysis.point(point(i, List.of(), 5 + drift + 0.2 * random.nextGaussian(), time));
    }
    assertFound(0.2, found(analysis, "Allan deviation over 0.250 s"));
    assertFound(0.1, found(analysis, "Allan deviation over 1.00 s"));
    assertFound(0.2 * Math.sqrt(2 * 0.25), found(analysis, "density of white noise"));
    assertFound(1e-3, found(analysis, "drift"));
    assertEquals(5 + 1e-3 * 512, found(analysis, "mean").value(), 0.02);
    // Here the drift from one block to the next outweighs the noise.
    double longest = found(analysis, "Allan deviation over 128 s").value();
    assertEquals(1e-3 * 128 / Math.sqrt(2), longest, 0.01);
  }

  @Test
  void aStraightLineHasAResistance() {
    RandomGenerator random = Seeds.generator(12);
    Plan plan = CurrentVoltageRecipe.plan("bias_1.current", "voltmeter_1.voltage", -1, 1);
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.empty());
    for (int i = 0; i < 41; i++) {
      double current = -1 + i / 20.0;
      double voltage = 0.7 * current + 0.05 + 1e-3 * random.nextGaussian();
      analysis.point(point(i, List.of(current), voltage, Instant.EPOCH));
    }
    assertFound(0.7, found(analysis, "resistance"));
    assertFound(0.05, found(analysis, "voltage at zero current"));
  }

  @Test
  void aSweepWithoutALineIsRemarkedOn() {
    Analysis analysis =
        Recipe.analysis(SpinDiodeRecipe.plan(FILE, "synapse 1"), FILE, Optional.empty());
    RandomGenerator random = Seeds.generator(13);
    for (int i = 0; i < 121; i++) {
      List<Double> settings = List.of(2e-6, 0.0, 210e6 + 660e3 * i);
      analysis.point(point(i, settings, 1e-8 * random.nextGaussian(), Instant.EPOCH));
    }
    assertEquals(List.of(), analysis.findings());
    assertEquals(1, analysis.remarks().size());
    assertTrue(analysis.remarks().get(0).contains("no line stands out"), analysis.remarks().get(0));
  }

  @Test
  void aNeuronThatDoesNotEmitIsRemarkedOn() {
    Plan plan = OscillatorRecipe.plan(FILE, "neuron 1");
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.empty());
    for (int i = 0; i < 46; i++) {
      Mean power = new Mean(1e-12, 1e-13, 1, false, Instant.EPOCH);
      Mean none = new Mean(Double.NaN, Double.NaN, 0, false, Instant.EPOCH);
      Place place = new Place(0, 0, List.of(i), false);
      List<Double> bias = List.of(2e-3 + 1e-4 * i);
      analysis.point(
          new Point(i + 1, place, false, bias, List.of(power, none, none), true, Instant.EPOCH));
    }
    assertEquals(1, analysis.findings().size(), "the power alone");
    assertEquals(
        List.of("neuron 1 shows no emission that grows with its bias"), analysis.remarks());
  }

  private static Point gain(int index, double hertz, Mean dbm, Mean watts) {
    Place place = new Place(0, 0, List.of(index), false);
    return new Point(
        index + 1, place, false, List.of(hertz), List.of(dbm, watts), true, Instant.EPOCH);
  }

  /** Half of what the source is set to: the gain over the readings is 3.01 dB higher. */
  @Test
  void aPowerMeterReplacesTheLevelOfTheSource() {
    Plan metered = plan(Recipe.S21);
    Plan levelled = TransmissionRecipe.plan("rf_1", "analyzer", Optional.empty(), -20, 1e8, 2e8);
    Analysis byMeter = Recipe.analysis(metered, FILE, Optional.empty());
    Analysis byLevel = Recipe.analysis(levelled, FILE, Optional.empty());
    for (int k = 0; k < 5; k++) {
      Mean dbm = new Mean(-40, 3e-3, 1, false, Instant.EPOCH);
      Mean watts = new Mean(5e-6, 4.605e-9, 1, false, Instant.EPOCH);
      byMeter.point(gain(k, 1e8 + k * 1e7, dbm, watts));
      byLevel.point(gain(k, 1e8 + k * 1e7, dbm, watts));
    }
    Value over = byMeter.findings().get(0).value();
    assertEquals(-20 + 10 * StrictMath.log10(2), over.value(), 1e-9);
    assertEquals(5e-3 / Math.sqrt(5), over.deviation(), 1e-6, "3 mdB and 4 mdB at each point");
    assertEquals(-20, byLevel.findings().get(0).value().value(), 1e-9);
    assertEquals(3e-3 / Math.sqrt(5), byLevel.findings().get(0).value().deviation(), 1e-6);
  }

  @Test
  void noGainIsFoundWhereThePowerMeterReadsNothing() {
    Analysis analysis = Recipe.analysis(plan(Recipe.S21), FILE, Optional.empty());
    Mean dbm = new Mean(-40, 3e-3, 1, false, Instant.EPOCH);
    for (int k = 0; k < 5; k++) {
      analysis.point(gain(k, 1e8 + k, dbm, new Mean(-1e-12, 1e-9, 1, false, Instant.EPOCH)));
    }
    assertEquals(List.of(), analysis.findings());
  }

  @Test
  void thePowerMeterIsTunedAlongWithTheAnalyzer() {
    assertEquals(
        List.of("analyzer.centre", "meter.frequency"), plan(Recipe.S21).axes().get(0).along());
  }

  /** A mean that is not what it says, in one way or another. */
  private static Mean spoilt(double value, boolean overload, boolean compliance) {
    return new Mean(value, 1e-3, 1, overload, compliance, Instant.EPOCH);
  }

  /** Of 41 points ten are nonsense; the line goes through the others, and a remark says so. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | false | true  | voltmeter_1.voltage: beyond the instrument's range
          false | true  | true  | voltmeter_1.voltage: with the source limited by its compliance
          false | false | false | voltmeter_1.voltage: not settled (wait longer, take more samples, or switch the meter's filter off)
          """)
  void doubtfulReadingsAreWithheldFromAnAnalysis(
      boolean overload, boolean compliance, boolean settled, String what) {
    Plan plan = CurrentVoltageRecipe.plan("bias_1.current", "voltmeter_1.voltage", -1, 1);
    Analysis analysis = Recipe.analysis(plan, FILE, Optional.empty());
    for (int i = 0; i < 41; i++) {
      double current = -1 + i / 20.0;
      boolean sound = i < 31;
      Mean mean = sound ? spoilt(0.7 * current, false, false) : spoilt(0.35, overload, compliance);
      analysis.point(
          new Point(
              i + 1,
              new Place(0, 0, List.of(i), false),
              false,
              List.of(current),
              List.of(mean),
              sound || settled,
              Instant.EPOCH));
    }
    assertEquals(0.7, found(analysis, "resistance").value(), 1e-9);
    assertEquals(List.of("10 of 41 points left out of the analysis, " + what), analysis.remarks());
  }

  private static Optional<Columns> columns(String setting, String reading) {
    return Optional.of(
        new Columns(
            List.of(new Columns.Column("swept", setting)),
            List.of(new Columns.Column("r", reading))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dBm", "A", "Hz", "V", "W"})
  void noiseIsInTheUnitOfWhatIsRead(String unit) {
    Analysis analysis =
        Recipe.analysis(NoiseRecipe.plan("analyzer.band_power", 8), FILE, columns("", unit));
    for (int i = 0; i < 8; i++) {
      analysis.point(point(i, List.of(), i, Instant.EPOCH.plusSeconds(i)));
    }
    Finding mean = analysis.findings().get(0);
    assertEquals("mean of analyzer.band_power", mean.name());
    assertEquals(unit, mean.unit());
  }

  @Test
  void aVoltageThatIsSweptHasNoResistance() {
    Plan plan = CurrentVoltageRecipe.plan("bias_1.level", "voltmeter_1.voltage", -1, 1);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Recipe.analysis(plan, FILE, columns("V", "V")));
    assertTrue(
        e.getMessage().contains("sweeps bias_1.level innermost, which is in V"), e.getMessage());
    Recipe.analysis(plan, FILE, columns("A", "V"));
  }

  /** Of x' = 0.9 x + e the mean scatters √19 times as much as of independent readings. */
  @Test
  void readingsThatAreNotIndependentAreRemarkedOn() {
    RandomGenerator random = Seeds.generator(14);
    Plan plan = NoiseRecipe.plan("chain 1.voltage", 4096);
    Analysis alike = Recipe.analysis(plan, FILE, columns("", "V"));
    Analysis white = Recipe.analysis(plan, FILE, columns("", "V"));
    double x = 0;
    for (int i = 0; i < 4096; i++) {
      Instant time = Instant.EPOCH.plusSeconds(i);
      x = 0.9 * x + random.nextGaussian();
      alike.point(point(i, List.of(), x, time));
      white.point(point(i, List.of(), random.nextGaussian(), time));
    }
    assertEquals(List.of(), white.remarks());
    String remark = alike.remarks().get(0);
    assertTrue(remark.startsWith("successive readings are not independent"), remark);
    double known = Double.parseDouble(remark.replaceAll(".*known to ± ([0-9.e-]+) V, .*", "$1"));
    // The mean of all: e scatters by 1, its sum over 1 - 0.9.
    assertEquals(10 / Math.sqrt(4096), known, 0.4 * 10 / Math.sqrt(4096));
  }
}
