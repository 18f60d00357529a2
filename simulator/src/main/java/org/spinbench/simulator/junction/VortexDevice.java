package org.spinbench.simulator.junction;

import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.spinbench.simulator.dynamics.Excitation;
import org.spinbench.simulator.dynamics.RandomStreams;
import org.spinbench.simulator.dynamics.VortexDynamics;
import org.spinbench.simulator.dynamics.VortexModel;

/**
 * A junction whose free layer holds a vortex.
 *
 * @param polarity of the core at the beginning, +1 or −1
 * @param x position of the core at the beginning, m
 * @param y position of the core at the beginning, m
 * @param resistance with the core in the middle, Ω
 * @param swing amplitude of the resistance with the core at the rim, Ω
 */
public record VortexDevice(
    VortexModel model, int polarity, double x, double y, double resistance, double swing)
    implements Device {
  private static final double RESOLVED = 10;

  public VortexDevice {
    positive("resistance", resistance, "Ω");
    notNegative("swing of the resistance", swing, "Ω");
  }

  private double area() {
    return Math.PI * model.radius() * model.radius();
  }

  @Override
  public List<Channel> channels() {
    return List.of(new Channel("x", "m"), new Channel("y", "m"), new Channel("polarity", ""));
  }

  @Override
  public Motion start(JunctionConditions conditions) {
    Excitation current = conditions.current();
    VortexDynamics core =
        new VortexDynamics(model, conditions.temperature(), RandomStreams.of(conditions.seed(), 0));
    core.current(current.constant() / area());
    core.tones(current.scaled(1 / area()).tones());
    core.place(x, y, polarity);
    return new Motion() {
      @Override
      public void advance(double seconds, long steps) {
        core.advance(seconds, steps);
      }

      @Override
      public double[] state() {
        return new double[] {core.x(), core.y(), core.polarity()};
      }

      @Override
      public double resistance(double through) {
        return resistance + 1.5 * swing * core.moment();
      }

      @Override
      public double amplitude() {
        return core.orbit();
      }

      @Override
      public String ended() {
        return core.expelled()
            ? String.format(
                Locale.ROOT,
                "The core left the disc after %.4g s, beyond which the equation does not hold.",
                core.time())
            : "";
      }
    };
  }

  @Override
  public OptionalDouble threshold(JunctionConditions conditions) {
    try {
      return OptionalDouble.of(polarity * model.threshold() * area());
    } catch (IllegalArgumentException never) {
      return OptionalDouble.empty();
    }
  }

  @Override
  public String obstacle(JunctionConditions conditions) {
    try {
      model.threshold();
      return "";
    } catch (IllegalArgumentException never) {
      return never.getMessage();
    }
  }

  @Override
  public List<String> tooCoarse(JunctionConditions conditions) {
    double longest = 1 / (RESOLVED * 2 * Math.PI * model.resonance());
    return conditions.step() <= longest
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "The step of %.3g s is too long for a gyration of %.4g MHz; use %.3g s or less.",
                conditions.step(),
                1e-6 * model.resonance(),
                longest));
  }
}
