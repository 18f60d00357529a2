package org.spinbench.calibration.refit;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.fit.SkylineCholesky;

/**
 * The belief about a chip after its readings: the most probable parameters, and a Gaussian about
 * them.
 */
public final class Posterior {
  /** Reduced chi-square of the full model above which readings are unexplained. */
  private static final double UNEXPLAINED = 1.5;

  /** The same above which the model fails. */
  private static final double FAILING = 3;

  /** Distance of a parameter from its design, in deviations, that a sound design rarely shows. */
  private static final double FAR = 4;

  private final ChipModel model;
  private final double[] z;
  private final int[] active;
  private final SkylineCholesky information;

  /**
   * What the residuals of each group of readings with common settings move the active unknowns by;
   * empty if the model explains the readings, or fails.
   */
  private final List<double[]> shared;

  private final PosteriorEstimator.Quality quality;
  private final boolean beyond;
  private final int readings;

  /**
   * Holds a belief.
   *
   * @param active places of the unknowns that the fit moved; the others keep their prior deviation,
   *     and their most probable value in drawn chips
   * @param information inverse of the covariance of the active unknowns, in their order
   * @param scores gradients of half the cost by groups of readings whose errors may be common
   */
  Posterior(
      ChipModel model,
      double[] z,
      int[] active,
      SkylineCholesky information,
      List<double[]> scores,
      PosteriorEstimator.Quality quality,
      boolean beyond,
      int readings) {
    this.model = model;
    this.z = z.clone();
    this.active = active;
    this.information = information;
    shared = scores.stream().map(information::solve).toList();
    this.quality = quality;
    this.beyond = beyond;
    this.readings = readings;
  }

  double[] z() {
    return z.clone();
  }

  /** Covariance of all z, in a new matrix. */
  double[][] covariance() {
    double[][] covariance = new double[z.length][z.length];
    for (int j = 0; j < z.length; j++) {
      covariance[j][j] = 1;
    }
    double[][] moved = information.inverse();
    for (int a = 0; a < active.length; a++) {
      for (int b = 0; b < active.length; b++) {
        covariance[active[a]][active[b]] = moved[a][b];
      }
    }
    return covariance;
  }

  /**
   * Chi-square per degree of freedom at the declared noise; about one if the model explains the
   * readings.
   */
  public double reducedChiSquare() {
    return quality.chiSquare() / quality.degrees();
  }

  /** Estimated noise of the readings over the declared noise; at least one. */
  public double noise() {
    return quality.noise();
  }

  /**
   * Logarithm of the evidence, the likelihood of the readings under the prior, by Laplace's
   * approximation (MacKay 1992, doi:10.1162/neco.1992.4.3.415), up to a constant that is the same
   * for all fits of the same readings.
   */
  public double evidence() {
    double volume = -information.logDeterminant() / 2;
    return volume - quality.cost() / 2 - quality.rows() * StrictMath.log(quality.noise());
  }

  /** Whether the fit includes the effects beyond the plain model. */
  public boolean beyond() {
    return beyond;
  }

  /** The most probable calibration, each parameter with its deviation. */
  public Calibration calibration() {
    return model.calibration(z, deviations(), readings);
  }

  private double[] deviations() {
    double[] deviations = new double[z.length];
    Arrays.fill(deviations, 1);
    double[] variances = information.inverseDiagonal();
    for (int a = 0; a < active.length; a++) {
      double variance = variances[a];
      for (double[] one : shared) {
        variance += one[a] * one[a];
      }
      deviations[active[a]] = Math.sqrt(variance);
    }
    return deviations;
  }

  /** A calibration drawn from the belief. */
  public Calibration draw(RandomGenerator random) {
    double[] normal = new double[z.length];
    Arrays.setAll(normal, j -> random.nextGaussian());
    double[] off = information.drawn(IntStream.of(active).mapToDouble(j -> normal[j]).toArray());
    for (double[] one : shared) {
      double common = random.nextGaussian();
      for (int a = 0; a < active.length; a++) {
        off[a] += common * one[a];
      }
    }
    double[] drawn = z.clone();
    for (int a = 0; a < active.length; a++) {
      drawn[active[a]] += off[a];
    }
    return model.calibration(drawn, new double[z.length], readings);
  }

  /**
   * Whether the model leaves readings unexplained, or explains them by a device much further from
   * its design than the design states.
   */
  public boolean isStrained() {
    return beyond && reducedChiSquare() > UNEXPLAINED
        || Arrays.stream(z).anyMatch(one -> Math.abs(one) > FAR);
  }

  /** Whether a model of that reduced chi-square lacks something, but is not wholly wrong. */
  static boolean isDoubtful(double reducedChiSquare) {
    return reducedChiSquare > UNEXPLAINED && reducedChiSquare <= FAILING;
  }

  /** Whether the model does not explain the readings, so that nothing follows from it for sure. */
  public boolean fails() {
    return reducedChiSquare() > FAILING;
  }

  /** Names of devices with a parameter further than some deviations from its design. */
  List<String> devicesBeyond(double deviations) {
    return IntStream.range(0, z.length)
        .filter(j -> Math.abs(z[j]) > deviations)
        .mapToObj(j -> model.unknowns().get(j).device())
        .distinct()
        .toList();
  }

  /** The same belief with all parameters of one device as designed. */
  Posterior asDesigned(String device) {
    double[] other = z.clone();
    for (int j = 0; j < other.length; j++) {
      other[j] = model.unknowns().get(j).device().equals(device) ? 0 : other[j];
    }
    return new Posterior(model, other, active, information, List.of(), quality, beyond, readings);
  }

  /** The most probable z in another model of the same chip ({@link ChipModel#translated}). */
  double[] zOf(ChipModel other) {
    return model.translated(z, other);
  }

  /** Evaluates the model with the most probable parameters at an operating point. */
  ChipModel at(OperatingPoint setting) {
    model.set(z);
    model.evaluate(setting.parameters(), setting.input());
    return model;
  }
}
