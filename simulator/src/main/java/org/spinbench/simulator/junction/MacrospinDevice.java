package org.spinbench.simulator.junction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.spinbench.simulator.dynamics.LayerCoupling;
import org.spinbench.simulator.dynamics.LayerEnvironment;
import org.spinbench.simulator.dynamics.Macrospins;
import org.spinbench.simulator.dynamics.MagneticLayer;
import org.spinbench.simulator.dynamics.NormalStreams;
import org.spinbench.simulator.dynamics.PhysicalConstants;
import org.spinbench.simulator.dynamics.Vector3;

/**
 * A junction as a stack of uniformly magnetised layers, of which the first is the free one.
 *
 * <p>The current flows through all layers; each has the torque that its own polariser gives it. The
 * voltage over the barrier, for VCMA, is the current times the mean of R_P and R_AP.
 *
 * @param names of the layers
 * @param starts directions of the layers at the beginning
 * @param field external, A/m
 * @param reference direction to which the free layer's angle is measured; null where it is the
 *     second layer
 */
public record MacrospinDevice(
    List<String> names,
    List<MagneticLayer> layers,
    List<Vector3> starts,
    List<LayerCoupling> couplings,
    Vector3 field,
    Electrical electrical,
    Vector3 reference)
    implements Device {
  /** Steps in a period of the fastest precession. */
  private static final double PER_PERIOD = 40;

  /** Largest angle by which the thermal field of one step may turn a layer, rad. */
  private static final double THERMAL_TURN = 0.05;

  public MacrospinDevice {
    names = List.copyOf(names);
    layers = List.copyOf(layers);
    starts = List.copyOf(starts);
    couplings = List.copyOf(couplings);
    if (reference == null && layers.size() < 2) {
      throw new IllegalArgumentException(
          "the free layer needs a direction or a second layer to measure its angle to");
    }
  }

  @Override
  public List<Channel> channels() {
    List<Channel> channels = new ArrayList<>();
    for (String name : names) {
      for (String axis : List.of("x", "y", "z")) {
        channels.add(new Channel(name + "_m" + axis, ""));
      }
    }
    return channels;
  }

  Macrospins spins(JunctionConditions conditions) {
    Macrospins spins =
        new Macrospins(layers, couplings, new NormalStreams(conditions.seed(), layers.size()));
    for (int i = 0; i < layers.size(); i++) {
      spins.magnetise(i, starts.get(i));
      spins.surround(
          i,
          LayerEnvironment.field(field)
              .withDensity(conditions.current().scaled(1 / layers.get(i).area()))
              .withVoltage(
                  conditions
                      .current()
                      .scaled((electrical.parallel() + electrical.antiparallel()) / 2)));
    }
    return spins;
  }

  @Override
  public Motion start(JunctionConditions conditions) {
    Macrospins spins = spins(conditions);
    Vector3 fixed = reference == null ? null : reference.unit();
    return new Motion() {
      @Override
      public void advance(double seconds, long steps) {
        if (conditions.temperature() > 0) {
          spins.advance(conditions.temperature(), seconds, steps);
        } else {
          spins.advance(seconds, steps);
        }
      }

      @Override
      public double[] state() {
        double[] state = new double[3 * layers.size()];
        for (int i = 0; i < layers.size(); i++) {
          Vector3 m = spins.magnetisation(i);
          state[3 * i] = m.x();
          state[3 * i + 1] = m.y();
          state[3 * i + 2] = m.z();
        }
        return state;
      }

      @Override
      public double resistance(double through) {
        Vector3 other = fixed == null ? spins.magnetisation(1) : fixed;
        return electrical.resistance(spins.magnetisation(0).dot(other), through);
      }

      @Override
      public double amplitude() {
        return spins.magnetisation(0).plus(rest.times(-1)).length();
      }

      private final Vector3 rest =
          new Equilibrium(MacrospinDevice.this, conditions).directions()[0];
    };
  }

  @Override
  public OptionalDouble threshold(JunctionConditions conditions) {
    return new Equilibrium(this, conditions).criticalCurrent();
  }

  @Override
  public String obstacle(JunctionConditions conditions) {
    if (layers.stream().allMatch(layer -> layer.torque().polarisation() == 0)) {
      return "no layer has a spin polarisation, so the current exerts no torque; set"
          + " layers.polarisation";
    }
    return threshold(conditions).isPresent()
        ? ""
        : "no current of either sign makes the equilibrium unstable, as far as the linear theory"
            + " goes; turn the polariser or the field";
  }

  /** Rate of the fastest precession of any layer without current, rad/s. */
  double fastest() {
    return IntStream.range(0, layers.size()).mapToDouble(this::fastest).max().orElseThrow();
  }

  private double fastest(int i) {
    MagneticLayer layer = layers.get(i);
    double largest = field.length() + layer.magnetisation();
    largest += Math.abs(2 * layer.anisotropy() / layer.induction());
    for (LayerCoupling coupling : couplings) {
      largest += coupling.to() == i ? coupling.tensor().times(Vector3.X).length() : 0;
    }
    return PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD * largest;
  }

  @Override
  public List<String> tooCoarse(JunctionConditions conditions) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      MagneticLayer layer = layers.get(i);
      double fastest = fastest(i) / (2 * Math.PI);
      double longest = 1 / (PER_PERIOD * fastest);
      if (conditions.step() > longest) {
        found.add(
            String.format(
                Locale.ROOT,
                "The step of %.3g s is too long for layer %s, which can precess with %.3g GHz; use"
                    + " %.2g s or less.",
                conditions.step(),
                names.get(i),
                1e-9 * fastest,
                longest));
      }
      double turn =
          conditions.temperature() == 0
              ? 0
              : PhysicalConstants.GYROMAGNETIC_RATIO_OF_FIELD
                  * layer.thermalField(conditions.temperature(), conditions.step())
                  * conditions.step();
      if (turn > THERMAL_TURN) {
        found.add(
            String.format(
                Locale.ROOT,
                "The step of %.3g s is too long for %.4g K: the thermal field of one step turns"
                    + " layer %s by %.2g rad; use %.2g s or less.",
                conditions.step(),
                conditions.temperature(),
                names.get(i),
                turn,
                conditions.step() * (THERMAL_TURN / turn) * (THERMAL_TURN / turn)));
      }
    }
    return found;
  }
}
