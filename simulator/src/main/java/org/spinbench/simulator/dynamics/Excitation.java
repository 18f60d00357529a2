package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.finite;
import static org.spinbench.simulator.physics.Checks.notNegative;

import java.util.List;
import java.util.stream.Stream;

/**
 * A quantity in time: a constant and any number of tones. Its unit is that of its user.
 *
 * @param constant the part that does not change
 * @param tones amplitude cos(2π f t + phase) each
 */
public record Excitation(double constant, List<Tone> tones) {
  public static final Excitation NONE = new Excitation(0, List.of());

  /**
   * One sinusoid.
   *
   * @param amplitude its peak
   * @param frequency Hz, not negative
   * @param phase rad
   */
  public record Tone(double amplitude, double frequency, double phase) {
    public Tone {
      finite("amplitude", amplitude, "");
      notNegative("frequency", frequency, "Hz");
      finite("phase", phase, "rad");
    }

    /** The value at a time, s. Whole turns are taken off first, which keeps it exact for long. */
    public double at(double seconds) {
      return amplitude * cosine(frequency * seconds + turns());
    }

    /** Phase in turns. */
    double turns() {
      return phase / (2 * Math.PI);
    }

    /**
     * Cosine of an angle in turns, right to 4e-16: the sine series of what is left to a quarter of
     * a turn.
     */
    static double cosine(double turns) {
      double angle = (0.25 - Math.abs(turns - Math.rint(turns))) * (2 * Math.PI);
      double q = angle * angle;
      double r = q * q;
      // Two sums at once, because each waits for its own last product.
      double even = 1 / 51_090_942_171_709_440_000.0;
      even = even * r + 1 / 355_687_428_096_000.0;
      even = even * r + 1 / 6_227_020_800.0;
      even = even * r + 1 / 362_880.0;
      even = even * r + 1 / 120.0;
      even = even * r + 1;
      double odd = -1 / 121_645_100_408_832_000.0;
      odd = odd * r - 1 / 1_307_674_368_000.0;
      odd = odd * r - 1 / 39_916_800.0;
      odd = odd * r - 1 / 5040.0;
      odd = odd * r - 1 / 6.0;
      return angle * (even + q * odd);
    }
  }

  public Excitation {
    finite("constant part", constant, "");
    tones = List.copyOf(tones);
  }

  public static Excitation constant(double value) {
    return new Excitation(value, List.of());
  }

  /** This and a sinusoid of a peak, a frequency (Hz) and a phase (rad). */
  public Excitation plus(double amplitude, double frequency, double phase) {
    return new Excitation(
        constant,
        Stream.concat(tones.stream(), Stream.of(new Tone(amplitude, frequency, phase))).toList());
  }

  /** The same with all amplitudes and the constant part multiplied. */
  public Excitation scaled(double by) {
    return new Excitation(
        constant * by,
        tones.stream()
            .map(tone -> new Tone(tone.amplitude * by, tone.frequency, tone.phase))
            .toList());
  }

  /** The value at a time, s. */
  public double at(double seconds) {
    double sum = constant;
    for (int i = 0; i < tones.size(); i++) {
      sum += tones.get(i).at(seconds);
    }
    return sum;
  }
}
