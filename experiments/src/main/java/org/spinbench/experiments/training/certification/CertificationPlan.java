package org.spinbench.experiments.training.certification;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The sequential plan of a certification. Errors are counted after fixed numbers of samples. The
 * claim is proven after {@code stages[0]} samples without an error, or after {@code stages[1]} with
 * at most one, and so on. It is out of reach with one error more than the last stage allows.
 *
 * <p>A Clopper-Pearson bound after each sample would be tested many times, and pass too often: with
 * looks at 129, 205, 272, 335, 396 and 455 samples, a chip with an accuracy of exactly 0.977 would
 * pass with a probability of 0.13, not 0.05. Here all looks together have a probability of 0.05:
 * each spends half of the remainder, the last one all of it (error spending: Lan and DeMets,
 * Biometrika 70, 659, 1983, doi:10.1093/biomet/70.3.659). For 0.977 at 95 % the looks are at 159,
 * 245, 332, 423, 517, 614 and 682 samples. Each look needs more samples than a single look would,
 * so the Clopper-Pearson bound of the same counts passes too.
 *
 * <p>The stated lower bound is exact for this plan: the accuracy at which an outcome as good as the
 * observed one, or better, has a probability of 0.05. Outcomes are ordered: a claim proven with
 * fewer samples is better, and a claim out of reach later is better than sooner (Jennison and
 * Turnbull, Technometrics 25, 49, 1983).
 */
public final class CertificationPlan {
  /** Confidence of every statement. */
  public static final double CONFIDENCE = 0.95;

  private static final int MOST_ERRORS = 6;
  private static final double LOWEST_CLAIM = 0.5;
  private static final int BISECTIONS = 60;

  private final double claim;
  private final int[] stages = new int[MOST_ERRORS + 1];

  /**
   * A plan to prove an accuracy.
   *
   * @param claim from 0.5 to less than 1
   * @throws IllegalArgumentException for another claim
   */
  public CertificationPlan(double claim) {
    if (!(claim >= LOWEST_CLAIM && claim < 1)) {
      throw new IllegalArgumentException(
          "an accuracy of "
              + claim
              + " cannot be certified; give one from 0.5 to less than 1, such as 0.977");
    }
    this.claim = claim;
    double allowed = 1 - CONFIDENCE;
    double left = allowed;
    Walk walk = new Walk(claim);
    for (int stage = 0; stage <= MOST_ERRORS; stage++) {
      left = stage < MOST_ERRORS ? left / 2 : 0;
      do {
        walk.sample();
      } while (walk.proven + walk.open[stage] > allowed - left);
      stages[stage] = walk.samples;
      walk.prove(stage);
    }
  }

  /** The verdict from the samples so far. */
  public enum Verdict {
    /** Another sample is needed. */
    OPEN,
    /** The claim is proven. */
    PROVEN,
    /** No number of further samples can prove it. */
    OUT_OF_REACH
  }

  /** The accuracy that is claimed. */
  public double claim() {
    return claim;
  }

  /**
   * Numbers of samples at which errors are counted: the first stage allows none, the second one,
   * and so on.
   */
  public int[] stages() {
    return stages.clone();
  }

  /** The maximum number of samples. */
  public int mostSamples() {
    return stages[MOST_ERRORS];
  }

  /** The verdict for a number of samples and errors. */
  public Verdict verdict(int samples, int errors) {
    if (errors > MOST_ERRORS) {
      return Verdict.OUT_OF_REACH;
    }
    return samples >= stages[errors] ? Verdict.PROVEN : Verdict.OPEN;
  }

  /**
   * The accuracy that the outcome proves with 95 % confidence: at least the claim if that is
   * proven, less than it if it is out of reach.
   *
   * @param samples at which the verdict was first reached
   * @throws IllegalArgumentException while the verdict is open
   */
  public double lowerBound(int samples, int errors) {
    return switch (verdict(samples, errors)) {
      case PROVEN -> accuracyWhere(p -> walk(p, stages[errors]).proven);
      case OUT_OF_REACH -> accuracyWhere(p -> 1 - walk(p, samples - 1).refused);
      case OPEN ->
          throw new IllegalArgumentException(
              errors + " errors in " + samples + " samples prove nothing yet");
    };
  }

  /** The accuracy at which a rising probability equals that of being wrong. */
  private static double accuracyWhere(DoubleUnaryOperator probability) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (probability.applyAsDouble(middle) > 1 - CONFIDENCE) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** The probabilities for a chip after a number of samples of this plan. */
  private Walk walk(double accuracy, int samples) {
    Walk walk = new Walk(accuracy);
    for (int stage = 0; walk.samples < samples; ) {
      walk.sample();
      if (walk.samples == stages[stage]) {
        walk.prove(stage++);
      }
    }
    return walk;
  }

  /** Probabilities of all outcomes for a chip of some accuracy. */
  private static final class Walk {
    private final double accuracy;

    /** Probability of each number of errors with the verdict still open. */
    private final double[] open = new double[MOST_ERRORS + 1];

    private double proven;
    private double refused;
    private int samples;

    Walk(double accuracy) {
      this.accuracy = accuracy;
      open[0] = 1;
    }

    void sample() {
      samples++;
      refused += open[MOST_ERRORS] * (1 - accuracy);
      for (int errors = MOST_ERRORS; errors > 0; errors--) {
        open[errors] = open[errors] * accuracy + open[errors - 1] * (1 - accuracy);
      }
      open[0] *= accuracy;
    }

    void prove(int errors) {
      proven += open[errors];
      Arrays.fill(open, 0, errors + 1, 0);
    }
  }
}
