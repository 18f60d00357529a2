package org.spinbench.simulator.ensemble;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.spinbench.simulator.chip.Draws;
import org.spinbench.simulator.physics.OrnsteinUhlenbeck;

/**
 * How the resonances of a virtual chip drift. Time is counted in evaluations. Every law has the
 * same root mean square over devices and over the first {@value #WORK} evaluations or more, so that
 * only the law differs. All constants are chosen, not published.
 */
public enum DriftLaw {
  /** Four Ornstein-Uhlenbeck processes of equal strength: 1/f noise from 30 to 30 000. */
  FLICKER("over 30 to 30 000 evaluations") {
    @Override
    Drift start(double rms, Draws draws, String device) {
      return new Flicker(rms, draws, device);
    }
  },

  /** Each resonance stands still, and jumps to an independent place after random times. */
  JUMPS("by jumps of each resonance after 3000 evaluations in the mean") {
    @Override
    Drift start(double rms, Draws draws, String device) {
      return new Jumps(rms, draws.generator(device, "jumps"));
    }
  },

  /** All resonances follow one temperature, each by its own coefficient of either sign. */
  DAILY("by a sine of 10 000 evaluations that all resonances follow") {
    @Override
    Drift start(double rms, Draws draws, String device) {
      return new Daily(rms, draws, device);
    }
  },

  /**
   * Random walks that begin at zero and never turn back; their strengths differ by a factor e, one
   * sigma.
   */
  WALK("by random walks of unequal strengths, after 10 000 evaluations") {
    @Override
    Drift start(double rms, Draws draws, String device) {
      return new Walk(rms, draws.generator(device, "walk"));
    }
  };

  /** Period of the sine, and duration after which walks have their stated size, evaluations. */
  static final int WORK = 10_000;

  /** Mean time between jumps, evaluations. */
  static final double BETWEEN_JUMPS = 3000;

  /** Correlation times of the flicker, evaluations. */
  private static final double[] TIMES = {30, 300, 3000, 30000};

  private final String text;

  DriftLaw(String text) {
    this.text = text;
  }

  /** The drift of one resonance. */
  interface Drift {
    /**
     * One evaluation later.
     *
     * @param chance of the chip, from which flicker draws
     */
    void advance(RandomGenerator chance);

    /** Hz. */
    double value();
  }

  /**
   * Begins the drift of a device.
   *
   * @param rms Hz
   */
  abstract Drift start(double rms, Draws draws, String device);

  /** What it does, for people; it continues "0.1 half widths rms". */
  public String text() {
    return text;
  }

  /** The law of a name in lower case; empty if there is none. */
  public static Optional<DriftLaw> named(String name) {
    return Arrays.stream(values())
        .filter(law -> law.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }

  private static final class Flicker implements Drift {
    private final OrnsteinUhlenbeck[] parts = new OrnsteinUhlenbeck[TIMES.length];

    Flicker(double rms, Draws draws, String device) {
      for (int i = 0; i < parts.length; i++) {
        double part = rms / Math.sqrt(parts.length);
        parts[i] = new OrnsteinUhlenbeck(part, TIMES[i], draws.generator(device, "drift " + i));
      }
    }

    @Override
    public void advance(RandomGenerator chance) {
      for (OrnsteinUhlenbeck part : parts) {
        part.advance(1, chance);
      }
    }

    @Override
    public double value() {
      double sum = 0;
      for (OrnsteinUhlenbeck part : parts) {
        sum += part.value();
      }
      return sum;
    }
  }

  private static final class Jumps implements Drift {
    private final double rms;
    private final RandomGenerator own;
    private double value;

    Jumps(double rms, RandomGenerator own) {
      this.rms = rms;
      this.own = own;
      value = rms * own.nextGaussian();
    }

    @Override
    public void advance(RandomGenerator chance) {
      if (own.nextDouble() < 1 / BETWEEN_JUMPS) {
        value = rms * own.nextGaussian();
      }
    }

    @Override
    public double value() {
      return value;
    }
  }

  private static final class Daily implements Drift {
    private final double amplitude;
    private final double begin;
    private long evaluations;

    Daily(double rms, Draws draws, String device) {
      amplitude = Math.sqrt(2) * rms * draws.generator(device, "day").nextGaussian();
      begin = draws.generator("chip", "day").nextDouble();
    }

    @Override
    public void advance(RandomGenerator chance) {
      evaluations++;
    }

    @Override
    public double value() {
      double days = begin + (double) evaluations / WORK;
      return amplitude * StrictMath.sin(2 * Math.PI * days);
    }
  }

  private static final class Walk implements Drift {
    private final double step;
    private final RandomGenerator own;
    private double value;

    /** The factor exp(n − 1) has a mean square of one. */
    Walk(double rms, RandomGenerator own) {
      this.own = own;
      step = rms / Math.sqrt(WORK) * StrictMath.exp(own.nextGaussian() - 1);
    }

    @Override
    public void advance(RandomGenerator chance) {
      value += step * own.nextGaussian();
    }

    @Override
    public double value() {
      return value;
    }
  }
}
