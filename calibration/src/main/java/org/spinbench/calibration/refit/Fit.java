package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.RealMatrix;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.refit.Unknown.Kind;

/**
 * What is believed of a chip after its readings: the most probable numbers and, as a Gaussian about
 * them, how uncertain they are together.
 */
public final class Fit {
  /** A device weaker than this part of its design is taken for dead, or its tuning for pinned. */
  private static final double WEAK = 0.2;

  private static final double SURE = 2;

  private final Model model;
  private final double[] z;
  private final RealMatrix covariance;
  private final RealMatrix root;
  private final double cost;
  private final double chiSquare;
  private final double degrees;
  private final double noise;
  private final boolean beyond;
  private final int readings;

  Fit(
      Model model,
      double[] z,
      RealMatrix covariance,
      RealMatrix root,
      Refit.Quality quality,
      boolean beyond,
      int readings) {
    this.model = model;
    this.z = z.clone();
    this.covariance = covariance;
    this.root = root;
    this.cost = quality.cost();
    this.chiSquare = quality.chiSquare();
    this.degrees = quality.degrees();
    this.noise = quality.noise();
    this.beyond = beyond;
    this.readings = readings;
  }

  double[] z() {
    return z.clone();
  }

  RealMatrix covariance() {
    return covariance;
  }

  /** What was minimised: robust misfit and distance from the prior. */
  public double cost() {
    return cost;
  }

  /**
   * Sum of the squared residuals of all node readings, each over the declared noise; those of wrong
   * readings count less.
   */
  public double chiSquare() {
    return chiSquare;
  }

  /** Chi-square per degree of freedom at the declared noise; one when the model explains all. */
  public double reducedChiSquare() {
    return chiSquare / degrees;
  }

  /** Noise of the readings over the declared one that the fit settled at; at least one. */
  public double noise() {
    return noise;
  }

  /** Whether the effects that a plain model leaves out had to be taken in. */
  public boolean beyond() {
    return beyond;
  }

  /** The most probable calibration, each number with its deviation. */
  public Calibration calibration() {
    return model.calibration(z, deviations(), readings);
  }

  private double[] deviations() {
    double[] deviations = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      deviations[j] = Math.sqrt(covariance.getEntry(j, j));
    }
    return deviations;
  }

  /** A calibration drawn from what is believed. */
  public Calibration draw(RandomGenerator random) {
    double[] normal = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      normal[j] = random.nextGaussian();
    }
    double[] drawn = root.operate(normal);
    for (int j = 0; j < z.length; j++) {
      drawn[j] += z[j];
    }
    return model.calibration(drawn, new double[z.length], readings);
  }

  /**
   * Devices that do not do what they are there for, one line each, by name: dead, pinned (its field
   * line does not tune it), or of the wrong sign.
   */
  public List<String> flags() {
    List<String> flags = new ArrayList<>();
    double[] deviations = deviations();
    for (int j = 0; j < z.length; j++) {
      Unknown unknown = model.unknowns().get(j);
      double value = unknown.value(z[j]) / unknown.prior().value();
      double deviation =
          deviations[j] * unknown.prior().deviation() / Math.abs(unknown.prior().value());
      Value relative = new Value(value, deviation);
      switch (unknown.kind()) {
        case ANTISYMMETRIC -> flag(flags, unknown, relative, "is dead: it rectifies");
        case TUNING -> flag(flags, unknown, relative, "is pinned: its field line tunes it by");
        case SLOPE -> flag(flags, unknown, relative, "is dead: it emits");
        case TRANSCONDUCTANCE ->
            flag(flags, unknown, relative, "has no drive: its amplifier gives");
        default -> {
          // another number does not say that a device fails
        }
      }
    }
    return List.copyOf(flags);
  }

  private static void flag(List<String> flags, Unknown unknown, Value relative, String how) {
    double value = relative.value();
    double deviation = relative.deviation();
    if (value < -WEAK && value + SURE * deviation < 0) {
      flags.add(
          unknown.device()
              + (unknown.kind() == Kind.ANTISYMMETRIC
                  ? " has the wrong sign: it rectifies "
                  : " has the wrong sign: it answers by ")
              + percent(relative));
    } else if (value < WEAK && value + SURE * deviation < 1 - 2 * WEAK) {
      flags.add(unknown.device() + " " + how + " " + percent(relative));
    }
  }

  private static String percent(Value relative) {
    return Math.round(100 * relative.value())
        + " ± "
        + Math.round(100 * relative.deviation())
        + " % of its design";
  }
}
