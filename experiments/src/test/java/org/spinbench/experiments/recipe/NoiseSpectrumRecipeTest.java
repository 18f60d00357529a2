package org.spinbench.experiments.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spinbench.experiments.recipe.Findings.assertFound;
import static org.spinbench.experiments.recipe.Findings.found;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Value;
import org.spinbench.experiments.recipe.RecipePoints.Read;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.task.Seeds;

/** A resistance with shot noise and fluctuations behind an amplifier, whose noise is known. */
@Tag("any-jdk")
class NoiseSpectrumRecipeTest {
  private static final double CHARGE = 1.602176634e-19;
  private static final double OHM = 20e3;
  private static final double AMPLIFIER = 4e-17;

  /** 1/f noise at 1 Hz over the squared current, V²/A². */
  private static final double FLUCTUATIONS = 1e-3;

  private static final int SAMPLES = 1024;
  private static final double INTERVAL = 1e-3;
  private static final int LONG = 8 * SAMPLES;
  private static final double[] WAVE =
      IntStream.range(0, LONG).mapToDouble(i -> Math.cos(2 * Math.PI * i / LONG)).toArray();

  private final RandomGenerator random = Seeds.generator(7);
  private final Map<Double, double[]> rows = new HashMap<>();

  private static Plan plan(int samples) {
    return NoiseSpectrumRecipe.plan(
        Axis.linear("smu.current", -10e-6, 10e-6, 5), "smu.voltage", samples);
  }

  /**
   * A piece of a row that is eight times as long, with the density 2eI R² + amplifier + k I²/f: a
   * sum of waves with random amplitudes.
   */
  private double[] row(double current) {
    double white = AMPLIFIER + 2 * CHARGE * Math.abs(current) * OHM * OHM;
    double flicker = FLUCTUATIONS * current * current;
    double step = 1 / (LONG * INTERVAL);
    double[] row = new double[SAMPLES];
    for (int k = 1; k < LONG / 2; k++) {
      double rms = Math.sqrt((white + flicker / (k * step)) * step);
      double cosine = rms * random.nextGaussian();
      double sine = rms * random.nextGaussian();
      for (int i = 0; i < SAMPLES; i++) {
        int phase = (int) ((long) i * k % LONG);
        row[i] += cosine * WAVE[phase] + sine * WAVE[(phase + 3 * LONG / 4) % LONG];
      }
    }
    for (int i = 0; i < SAMPLES; i++) {
      row[i] += OHM * current + 1e-6 * i * INTERVAL;
    }
    return row;
  }

  private Analysis measured() {
    return RecipePoints.measured(
        plan(SAMPLES),
        List.of("A", "", "V"),
        at ->
            new Read(
                rows.computeIfAbsent(at.get(0), this::row)[(int) Math.rint(at.get(1)) - 1], 1e-9));
  }

  @Test
  void shotNoiseAndFluctuationsGrowWithTheBias() {
    Analysis analysis = measured();
    assertFound(2 * CHARGE * OHM * OHM, found(analysis, "white noise by bias"));
    Value fluctuations = found(analysis, "1/f noise by bias squared");
    assertFound(FLUCTUATIONS, fluctuations);
    assertTrue(fluctuations.deviation() < 0.15 * FLUCTUATIONS, fluctuations.toString());
    Value amplifier = found(analysis, "white noise without bias");
    assertFound(AMPLIFIER, amplifier);
    Value without = found(analysis, "1/f noise without bias");
    assertEquals(0, without.value(), 4 * without.deviation());
    assertFound(
        AMPLIFIER + 2 * CHARGE * 5e-6 * OHM * OHM, found(analysis, "white noise at -0.000005 A"));
    assertEquals(List.of(), analysis.remarks());
  }

  /** For a picture: every band has the density of the row within its scatter. */
  @Test
  void bandsHaveTheDensityOfTheRow() {
    NoiseSpectrumRecipe recipe = (NoiseSpectrumRecipe) measured().itself();
    assertEquals(5, recipe.spectra().size());
    NoiseSpectrumRecipe.Spectrum one = recipe.spectra().get(4);
    assertEquals(10e-6, one.bias());
    double step = 1 / (SAMPLES * INTERVAL);
    double[] frequencies = one.frequencies();
    assertEquals(3 * step, frequencies[0], 0.01 * step);
    assertTrue(frequencies[frequencies.length - 1] > 0.9 * 0.5 / INTERVAL);
    double squares = 0;
    int fine = frequencies.length / 2;
    for (int i = fine; i < frequencies.length; i++) {
      double truth =
          AMPLIFIER
              + 2 * CHARGE * 10e-6 * OHM * OHM
              + FLUCTUATIONS * 10e-6 * 10e-6 / frequencies[i];
      squares += Math.pow(one.densities()[i] / truth - 1, 2) / (frequencies.length - fine);
      assertEquals(one.fitted(frequencies[i]), one.densities()[i], 0.8 * truth);
    }
    assertTrue(Math.sqrt(squares) < 0.3, "" + Math.sqrt(squares));
    assertEquals(one.flicker().value() / one.white().value(), one.corner(), 1e-9);
  }

  /** Stated deviations are those that repetitions show. */
  @Test
  void deviationsAreThoseOfTheScatter() {
    double squares = 0;
    int count = 0;
    for (int repeat = 0; repeat < 6; repeat++) {
      rows.clear();
      Analysis analysis = measured();
      for (Finding one : analysis.findings()) {
        String[] words = one.name().split(" noise at ");
        if (words.length == 2) {
          double current = Math.abs(Double.parseDouble(words[1].split(" ")[0]));
          double truth =
              words[0].equals("white")
                  ? AMPLIFIER + 2 * CHARGE * current * OHM * OHM
                  : FLUCTUATIONS * current * current;
          double off = (one.value().value() - truth) / one.value().deviation();
          squares += off * off;
          count++;
        }
      }
    }
    assertEquals(60, count);
    assertEquals(1, Math.sqrt(squares / count), 4 / Math.sqrt(2.0 * count));
  }

  @Test
  void fewReadingsAreRemarkedOn() {
    Analysis analysis =
        RecipePoints.measured(plan(32), List.of("A", "", "V"), at -> new Read(at.get(1), 1));
    assertEquals(List.of(), analysis.findings());
    assertEquals(5, analysis.remarks().size());
    assertTrue(
        analysis.remarks().get(0).startsWith("at -0.00001 A 32 of 32 readings count"),
        analysis.remarks().get(0));
  }

  @Test
  void aPlanWithoutACountIsRefused() {
    Plan plan =
        Plan.named("p")
            .recipe("noise-spectrum")
            .sweep(Axis.linear("smu.current", 0, 1e-3, 5))
            .read("smu.voltage");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Recipe.analysis(plan, RecipePoints.FILE, Optional.empty()));
    assertTrue(e.getMessage().contains("needs two sweeps"), e.getMessage());
  }
}
