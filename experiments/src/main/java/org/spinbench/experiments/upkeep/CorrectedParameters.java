package org.spinbench.experiments.upkeep;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.drift.Drifted;
import org.spinbench.calibration.drift.Retuning;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * The parameters of a working chip: the trained ones, corrected for the drift of the resonances
 * since then.
 */
final class CorrectedParameters {
  private final BenchFile file;
  private final int synapses;
  private final double deadband;
  private final BiConsumer<String, Object[]> limit;
  private final Set<String> outOfReach = new HashSet<>();
  private double[] trained;
  private double[] decision;
  private double[] applied;
  private double[] corrections;
  private double[] reference;
  private Calibration calibration;
  private Twin twin;

  /**
   * No parameters yet.
   *
   * @param deadband smallest correction that is worth a setting, half widths
   * @param limit receives one report for each synapse whose parameter cannot follow: a format and
   *     its arguments
   */
  CorrectedParameters(BenchFile file, double deadband, BiConsumer<String, Object[]> limit) {
    this.file = file;
    this.deadband = deadband;
    this.limit = limit;
    synapses = file.synapses().size();
  }

  /**
   * Sets the parameters.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param powers numbers of the decision, W
   * @param of their chip
   * @param from drift of its resonances at that moment, half widths
   */
  void take(double[] parameters, double[] powers, Calibration of, double[] from) {
    trained = parameters.clone();
    decision = powers.clone();
    applied = parameters.clone();
    calibration = of;
    twin = Twin.of(calibration, file);
    reference = from.clone();
    corrections = new double[synapses];
  }

  /** The parameters without correction, A. */
  double[] trained() {
    return trained.clone();
  }

  /** The parameters with correction, A. */
  double[] applied() {
    return applied.clone();
  }

  /** Numbers of the decision, W. */
  double[] decision() {
    return decision.clone();
  }

  /** The chip of the parameters. */
  Calibration calibration() {
    return calibration;
  }

  /** Its twin. */
  Twin twin() {
    return twin;
  }

  /** Drift of its resonances at the time of the parameters, half widths. */
  double[] reference() {
    return reference.clone();
  }

  /**
   * Corrects the parameters if that is worth a setting.
   *
   * @param offsets drift now, half widths
   */
  void correct(double[] offsets) {
    double[] moves = since(reference, offsets);
    boolean moved = false;
    for (int k = 0; k < synapses; k++) {
      if (Math.abs(moves[k] - corrections[k]) > deadband) {
        corrections[k] = moves[k];
        moved = true;
      }
    }
    if (moved) {
      applied = shifted(trained, corrections);
    }
  }

  /** The chip with drifted resonances. */
  Calibration drifted(double[] offsets) {
    return Drifted.of(calibration, since(reference, offsets));
  }

  /** Drift from one moment to another, half widths. */
  static double[] since(double[] from, double[] offsets) {
    double[] moved = offsets.clone();
    for (int k = 0; k < moved.length; k++) {
      moved[k] -= from[k];
    }
    return moved;
  }

  /** Parameters corrected for drift, within limits; a limit is reported once. */
  double[] shifted(double[] parameters, double[] offsets) {
    Retuning retuning = retuned(calibration, parameters, offsets);
    double[] moved = retuning.parameters();
    for (int i = 0; i < synapses; i++) {
      double wanted = retuning.wanted()[i];
      String name = file.synapses().get(i).name();
      if (wanted != moved[i] && outOfReach.add(name)) {
        limit.accept(
            Double.isNaN(wanted)
                ? "%s: no current in its field line makes up for its drift; it stays at %3$.3f mA"
                : "%s would need %.3f mA in its field line; it stays at %.3f mA, its limit",
            new Object[] {name, wanted * 1e3, moved[i] * 1e3});
      }
    }
    return moved;
  }

  /** Parameters for a chip without its drift, with their values without limits. */
  Retuning retuned(Calibration of, double[] parameters, double[] offsets) {
    return Retuning.of(of, parameters, offsets, twin.lower(), twin.upper());
  }
}
