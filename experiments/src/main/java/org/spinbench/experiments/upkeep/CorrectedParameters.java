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
 * The parameters of a chip at work: those that were trained, and their correction for the drift of
 * the resonances since.
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
   * @param deadband correction that is not worth a setting, half widths
   * @param limit told once of each synapse whose parameter cannot follow: a format and its
   *     arguments
   */
  CorrectedParameters(BenchFile file, double deadband, BiConsumer<String, Object[]> limit) {
    this.file = file;
    this.deadband = deadband;
    this.limit = limit;
    synapses = file.synapses().size();
  }

  /**
   * From now on these parameters.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param powers numbers that the output powers are read with, W
   * @param of the chip that they are for
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

  /** Numbers that the output powers are read with, W. */
  double[] decision() {
    return decision.clone();
  }

  /** The chip that the parameters were found for. */
  Calibration calibration() {
    return calibration;
  }

  /** Its twin. */
  Twin twin() {
    return twin;
  }

  /** Drift of its resonances when they were found, half widths. */
  double[] reference() {
    return reference.clone();
  }

  /**
   * Corrects the parameters where that is worth a setting.
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

  /** The chip with its resonances where the drift has brought them. */
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

  /** Parameters less drift, as far as limits allow; a limit is reported once. */
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

  /** Parameters for a chip less its drift, and what they would have to be without limits. */
  Retuning retuned(Calibration of, double[] parameters, double[] offsets) {
    return Retuning.of(of, parameters, offsets, twin.lower(), twin.upper());
  }
}
