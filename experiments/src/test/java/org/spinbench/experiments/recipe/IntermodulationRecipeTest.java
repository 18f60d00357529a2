package org.spinbench.experiments.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spinbench.experiments.recipe.Findings.assertFound;
import static org.spinbench.experiments.recipe.Findings.found;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.recipe.RecipePoints.Read;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.task.Seeds;

/**
 * Two tones through y = a₁x + a₃x³ at 50 Ω, whose spectrum a Fourier sum takes from its time trace.
 */
class IntermodulationRecipeTest {
  private static final double OHM = 50;
  private static final double LINEAR = 2;
  private static final double CUBIC = -0.7;
  private static final double NOISE = 0.02;
  private static final int STEPS = 256;

  /** Periods of the tones in the trace; their products have 36 and 42. */
  private static final int FIRST = 38;

  private static final int SECOND = 40;
  private static final double CENTRE = 2.5e9;
  private static final double SPACING = 1e6;

  private final RandomGenerator random = Seeds.generator(41);

  private static Plan plan(double from, double to) {
    return IntermodulationRecipe.plan(
        new IntermodulationRecipe.Tones("rf_1", "rf_2", CENTRE, SPACING, from, to, 21), "analyzer");
  }

  /** Power of one component behind the device, W. */
  private static double power(double level, int periods) {
    double amplitude = Math.sqrt(2 * OHM * 1e-3 * Math.pow(10, level / 10));
    double real = 0;
    double imaginary = 0;
    for (int i = 0; i < STEPS; i++) {
      double t = 2 * Math.PI * i / STEPS;
      double x = amplitude * (Math.cos(FIRST * t) + Math.cos(SECOND * t));
      double y = LINEAR * x + CUBIC * x * x * x;
      real += 2 * y * Math.cos(periods * t) / STEPS;
      imaginary += 2 * y * Math.sin(periods * t) / STEPS;
    }
    return (real * real + imaginary * imaginary) / 2 / OHM;
  }

  private Read read(double centre, double level, double floor) {
    int periods = 39 + (int) Math.rint((centre - CENTRE) / SPACING * 2);
    double watts = power(level, periods) + 1e-3 * Math.pow(10, floor / 10);
    return new Read(10 * Math.log10(watts / 1e-3) + NOISE * random.nextGaussian(), NOISE);
  }

  private Analysis measured(Plan plan, double floor) {
    return RecipePoints.measured(
        plan, List.of("Hz", "dBm", "dBm"), at -> read(at.get(0), at.get(1), floor));
  }

  /** A_i² = 4/3 |a₁/a₃| (Pozar, section 10.3): 17.8 dBm at 50 Ω. */
  @Test
  void aCubicLawHasItsIntercept() {
    double square = 4.0 / 3 * LINEAR / -CUBIC;
    double intercept = 10 * Math.log10(square / 2 / OHM / 1e-3);
    double gain = 20 * Math.log10(LINEAR);
    Analysis analysis = measured(plan(-30, -10), -95);
    assertFound(gain, found(analysis, "gain of the tones at small power"));
    for (String product : List.of("2498.5 MHz", "2501.5 MHz")) {
      Value exponent = found(analysis, "exponent of the product at " + product);
      assertFound(3, exponent);
      assertTrue(exponent.deviation() < 0.01, exponent.toString());
      Value input = found(analysis, "input intercept by the product at " + product);
      assertFound(intercept, input);
      assertTrue(input.deviation() < 0.02, input.toString());
      assertFound(
          intercept + gain, found(analysis, "output intercept by the product at " + product));
    }
    assertEquals(List.of(), analysis.remarks());
  }

  /** At −10 dBm a cubic law lowers the tone by (1 − 3P/P_i)², which is −0.043 dB. */
  @Test
  void theTonesAreCompressed() {
    double ratio = 3 * 1e-4 / (4.0 / 3 * LINEAR / -CUBIC / 2 / OHM);
    Value change =
        found(measured(plan(-30, -10), -95), "change of the gain up to the highest level");
    assertFound(20 * Math.log10(1 - ratio), change);
  }

  @Test
  void productsBelowTheNoiseAreRemarkedOn() {
    Analysis analysis = measured(plan(-50, -40), -95);
    assertEquals(2, analysis.findings().size(), analysis.findings().toString());
    assertEquals(2, analysis.remarks().size());
    assertTrue(
        analysis.remarks().get(0).startsWith("the product at 2498.5 MHz does not rise by 10"),
        analysis.remarks().toString());
  }

  @Test
  void levelsInWattsAreConverted() {
    Plan plan =
        IntermodulationRecipe.plan(
            new IntermodulationRecipe.Tones("input 1", "input 2", CENTRE, SPACING, 2e-6, 1e-4, 21),
            "analyzer");
    Analysis analysis =
        RecipePoints.measured(
            plan,
            List.of("Hz", "W", "dBm"),
            at -> read(at.get(0), 10 * Math.log10(at.get(1) / 1e-3), -95));
    assertFound(
        10 * Math.log10(4.0 / 3 * LINEAR / -CUBIC / 2 / OHM / 1e-3),
        found(analysis, "input intercept by the product at 2501.5 MHz"));
  }

  @Test
  void aPlanWithOneToneIsRefused() {
    Plan plan =
        Plan.named("p")
            .recipe("intermodulation")
            .sweep(Axis.linear("rf_1.power", -30, -10, 5))
            .read("analyzer.band_power");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Recipe.analysis(plan, RecipePoints.FILE, Optional.empty()));
    assertTrue(e.getMessage().contains("the level of one tone"), e.getMessage());
  }
}
