package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/** Deviations of a chain of one junction whose resonance walks at random while it is measured. */
@Tag("any-jdk")
class ChainErrorsTest {
  private static final double FIELD = 10e-3;

  /** Resonance at the end, half width, antisymmetric, symmetric, tuning, quadratic. */
  private static final double[] TRUTH = {250e6, 5e6, 60, 8, 3e9, 1e10};

  /** Hz, rms, from one reading to the next. */
  private static final double WALK = 8e3;

  private static final double NOISE = 5e-9;
  private static final int TRIALS = 40;

  /** A world with its readings, each at a tone and a field. */
  private static List<ChainReading> measured(RandomGenerator random) {
    List<double[]> settings = new ArrayList<>();
    for (double field : new double[] {0, 3e-3}) {
      for (int i = 0; i < 17; i++) {
        settings.add(new double[] {field, 250e6 * (1 + 0.085 * (i / 8.0 - 1))});
      }
    }
    for (int i = 0; i < 21; i++) {
      settings.add(new double[] {FIELD * (i / 10.0 - 1), 252e6});
    }
    for (int i = 0; i < 60; i++) {
      settings.add(new double[] {FIELD * (2 * random.nextDouble() - 1), 252e6});
    }
    double[] away = new double[settings.size()];
    for (int i = away.length - 2; i >= 0; i--) {
      away[i] = away[i + 1] + WALK * random.nextGaussian();
    }
    List<ChainReading> readings = new ArrayList<>();
    for (int i = 0; i < away.length; i++) {
      double field = settings.get(i)[0];
      double tone = settings.get(i)[1];
      double resonance = TRUTH[0] + away[i] + TRUTH[4] * field + TRUTH[5] * field * field;
      double x = (tone - resonance) / TRUTH[1];
      double v = 1e-4 * (TRUTH[3] + TRUTH[2] * x) / (1 + x * x) + NOISE * random.nextGaussian();
      readings.add(
          new ChainReading(
              new double[] {field},
              new double[] {tone},
              new double[] {1e-4},
              new double[1],
              v,
              NOISE));
    }
    return readings;
  }

  private static double[] squares(SynapseResponse s) {
    List<Value> values = s.values();
    double[] squares = new double[TRUTH.length];
    for (int i = 0; i < squares.length; i++) {
      double pull = (values.get(i).value() - TRUTH[i]) / values.get(i).deviation();
      squares[i] = pull * pull;
    }
    return squares;
  }

  /** As independent readings, these make the resonance seem five times better than it is. */
  @Test
  void theWalkIsInTheDeviations() {
    double[] before = new double[TRUTH.length];
    double[] after = new double[TRUTH.length];
    for (int trial = 0; trial < TRIALS; trial++) {
      List<ChainReading> readings = measured(new SplittableRandom(100 + trial));
      List<ChainFit.Design> designs = List.of(new ChainFit.Design("s", 1, 0, 250e6, 250e6));
      ChainResponse fitted =
          ChainFit.fit(
                  "chain",
                  designs,
                  FIELD,
                  WidePriors.CHAIN,
                  List.of(new ChainFit.Sweep(0, readings.subList(0, 34))),
                  readings)
              .response();
      double[] times = new double[readings.size()];
      Arrays.setAll(times, i -> i);
      ChainResponse honest =
          ChainErrors.of(fitted, List.of("s"), readings, times, List.of(), WALK * WALK, 0);
      double[] independent = squares(fitted.synapses().get(0));
      double[] walking = squares(honest.synapses().get(0));
      for (int i = 0; i < TRUTH.length; i++) {
        before[i] += independent[i] / TRIALS;
        after[i] += walking[i] / TRIALS;
      }
    }
    String all = Arrays.toString(before) + " -> " + Arrays.toString(after);
    assertTrue(Math.sqrt(before[0]) > 3, all);
    // with one power, the prior of the saturation decides how well width and height are known
    for (int i : new int[] {0, 4, 5}) {
      assertTrue(Math.sqrt(after[i]) > 0.75 && Math.sqrt(after[i]) < 1.3, all);
    }
  }
}
