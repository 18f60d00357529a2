package org.spinbench.simulator.effects;

import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.spinbench.simulator.physics.FlickerNoise;

/**
 * The effects in one junction, drawn for it, and their state. A junction without effects gets
 * exactly what it would get without this class: shifts of 0 and factors of 1.
 */
public final class DeviceEffects {
  private final ChipEffects effects;
  private final double rotation;
  private final Heating.Rise rise;
  private final Telegraph telegraph;
  private final Telegraph hop;
  private final FlickerNoise electrical;
  private final RandomGenerator chance;
  private final PlayOperator play;

  /**
   * Draws them.
   *
   * @param halfWidth of the junction's passive resonance, Hz
   * @param draws a random generator for each purpose of this device
   */
  public DeviceEffects(
      ChipEffects effects, double halfWidth, Function<String, RandomGenerator> draws) {
    this.effects = effects;
    rotation =
        effects.asymmetry() == 0
            ? 0
            : effects.asymmetry() * draws.apply("asymmetry").nextGaussian();
    rise = effects.heating().map(Heating::cold).orElse(null);
    telegraph = effects.telegraph().map(t -> t.draw(1, draws.apply("telegraph"))).orElse(null);
    hop = effects.hops().map(h -> h.draw(halfWidth, draws.apply("mode hop"))).orElse(null);
    chance = effects.electrical().map(noise -> draws.apply("1/f noise")).orElse(null);
    electrical = effects.electrical().map(noise -> noise.draw(chance)).orElse(null);
    play = effects.hysteresis() == 0 ? null : new PlayOperator(effects.hysteresis());
  }

  /** Angle by which its line is turned, rad. */
  public double rotation() {
    return rotation;
  }

  /** What the junction feels of the current in its field line, A. */
  public double field(double current) {
    return play == null ? current : play.move(current);
  }

  /**
   * Lets a time pass, then another one over which the junction is read.
   *
   * @param gap s
   * @param reading s
   */
  public void advance(double gap, double reading) {
    if (telegraph != null) {
      telegraph.advance(gap, reading);
    }
    if (hop != null) {
      hop.advance(gap, reading);
    }
    if (electrical != null) {
      electrical.advance(gap + reading, chance);
    }
  }

  /**
   * Dissipates a power for a time.
   *
   * @param positive whether the current is not negative
   */
  public void heat(double watts, boolean positive, double seconds) {
    if (rise != null) {
      rise.advance(watts, positive, seconds);
    }
  }

  /** What is added to a frequency, Hz. */
  public double shift(double frequency) {
    double shift = rise == null ? 0 : frequency * rise.relative();
    return hop == null ? shift : shift + hop.value();
  }

  /** Factor on the resistance. */
  public double resistance() {
    return telegraph == null ? 1 : 1 + telegraph.value();
  }

  /**
   * Factor on what the junction rectifies.
   *
   * @param bias direct voltage across it, V
   */
  public double rectified(double bias) {
    return electrical == null ? swing(bias) : swing(bias) * (1 + electrical.value());
  }

  /**
   * Factor on the power that the junction emits.
   *
   * @param bias direct voltage across it, V
   */
  public double emitted(double bias) {
    double swing = swing(bias);
    return swing * swing;
  }

  private double swing(double bias) {
    return resistance() * effects.bias().map(loss -> loss.factor(bias)).orElse(1.0);
  }
}
