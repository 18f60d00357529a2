package org.spinbench.simulator.junction;

import static org.spinbench.simulator.physics.Checks.finite;
import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.spinbench.simulator.dynamics.Excitation;
import org.spinbench.simulator.dynamics.NonlinearOscillator;
import org.spinbench.simulator.dynamics.OscillatorNetwork;
import org.spinbench.simulator.dynamics.RandomStreams;

/**
 * A junction as a universal auto-oscillator: amplitude and phase of one mode.
 *
 * @param resonance ω₀/2π, Hz
 * @param model at 300 K: its noise grows with the temperature
 * @param threshold I_th, A, with its sign
 * @param efficiency κ, rad/(s A): a tone of the current drives the amplitude with κ I
 * @param resistance mean resistance, Ω
 * @param swing amplitude of the resistance at p = 1, Ω
 * @param start √p at the beginning
 */
public record OscillatorDevice(
    double resonance,
    NonlinearOscillator model,
    double threshold,
    double efficiency,
    double resistance,
    double swing,
    double start)
    implements Device {
  /** The temperature that the noise of the model is for, K. */
  static final double REFERENCE = 300;

  /** Steps per radian that keep an amplitude right to 1e-4 of a turn. */
  private static final double RESOLVED = 10;

  public OscillatorDevice {
    positive("resonance", resonance, "Hz");
    finite("threshold current", threshold, "A");
    if (threshold == 0) {
      throw new IllegalArgumentException("the threshold current is 0 A, but must not vanish");
    }
    finite("drive efficiency", efficiency, "rad/(s A)");
    positive("resistance", resistance, "Ω");
    notNegative("swing of the resistance", swing, "Ω");
    notNegative("amplitude at the start", start, "");
  }

  @Override
  public List<Channel> channels() {
    return List.of(new Channel("power", ""), new Channel("phase", "rad"));
  }

  private NonlinearOscillator at(double temperature) {
    return new NonlinearOscillator(
        model.relaxation(),
        model.damping(),
        model.depletion(),
        model.shift(),
        model.noise() * temperature / REFERENCE);
  }

  @Override
  public Motion start(JunctionConditions conditions) {
    OscillatorNetwork network =
        new OscillatorNetwork(
            List.of(at(conditions.temperature())),
            new double[1],
            List.of(RandomStreams.of(conditions.seed(), 0)));
    Excitation current = conditions.current();
    network.supercriticality(0, current.constant() / threshold);
    network.amplitude(0, start, 0);
    network.drive(
        current.tones().stream()
            .map(
                tone ->
                    new OscillatorNetwork.Drive(
                        0,
                        2 * Math.PI * (tone.frequency() - resonance),
                        Math.abs(efficiency * tone.amplitude()),
                        -tone.phase() + (efficiency * tone.amplitude() < 0 ? Math.PI : 0)))
            .toList());
    return new Motion() {
      @Override
      public void advance(double seconds, long steps) {
        network.advance(seconds, steps);
      }

      @Override
      public double[] state() {
        return new double[] {network.power(0), network.phase(0)};
      }

      @Override
      public double resistance(double through) {
        double turns = resonance * network.time();
        double angle = 2 * Math.PI * (turns - Math.rint(turns));
        // c turns with exp(−iωt): its real part in the laboratory's frame.
        return resistance
            + swing
                * (network.real(0) * StrictMath.cos(angle)
                    + network.imaginary(0) * StrictMath.sin(angle));
      }

      @Override
      public double amplitude() {
        return Math.sqrt(network.power(0));
      }
    };
  }

  @Override
  public OptionalDouble threshold(JunctionConditions conditions) {
    return OptionalDouble.of(threshold);
  }

  @Override
  public String obstacle(JunctionConditions conditions) {
    return "";
  }

  @Override
  public List<String> tooCoarse(JunctionConditions conditions) {
    List<String> found = new ArrayList<>();
    double fastest =
        model.relaxation() * (1 + Math.abs(conditions.current().constant() / threshold));
    for (Excitation.Tone tone : conditions.current().tones()) {
      fastest = Math.max(fastest, 2 * Math.PI * Math.abs(tone.frequency() - resonance));
    }
    double supercriticality = conditions.current().constant() / threshold;
    if (supercriticality > 1) {
      fastest =
          Math.max(fastest, Math.abs(model.shift() * model.stationaryPower(supercriticality)));
    }
    double longest = 1 / (RESOLVED * fastest);
    if (conditions.step() > longest) {
      found.add(
          String.format(
              Locale.ROOT,
              "The step of %.3g s is too long for what changes with %.3g rad/s; use %.3g s or less.",
              conditions.step(),
              fastest,
              longest));
    }
    return found;
  }
}
