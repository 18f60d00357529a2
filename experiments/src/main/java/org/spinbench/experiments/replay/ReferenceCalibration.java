package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * The reference for the readings of a run.
 *
 * @param calibration expected chip
 * @param before knowledge before the run, if the calibration was fitted to readings of this run,
 *     with which any reading would agree; else empty
 */
public record ReferenceCalibration(Calibration calibration, Optional<Calibration> before) {
  /** Relative uncertainty of a tone's power from the losses and gains in the bench file. */
  private static final double LOSSES = 0.2;

  /** A calibration without readings of the run. */
  public static ReferenceCalibration to(Calibration calibration) {
    return new ReferenceCalibration(calibration, Optional.empty());
  }

  /**
   * A calibration that was fitted to the run; the knowledge before it is the design.
   *
   * @throws IllegalArgumentException if the bench file has no section {@code [design]}
   */
  public static ReferenceCalibration ofItself(Calibration calibration, BenchFile file) {
    return new ReferenceCalibration(calibration, Optional.of(designed(file)));
  }

  /**
   * The design; the power of one tone of each chain counts as exact, because sensitivities include
   * its error.
   */
  static Calibration designed(BenchFile file) {
    Calibration design = DesignPrior.of(file);
    return design.with(
        design.chains().stream().map(ReferenceCalibration::withLosses).toList(), design.neurons());
  }

  private static ChainResponse withLosses(ChainResponse chain) {
    List<Value> gains = new ArrayList<>();
    for (Value gain : chain.toneGains()) {
      gains.add(gains.isEmpty() ? gain : new Value(gain.value(), LOSSES * gain.value()));
    }
    return new ChainResponse(
        chain.name(),
        chain.offset(),
        chain.saturation(),
        List.copyOf(gains),
        chain.synapses(),
        chain.resonanceNoise(),
        chain.fit());
  }
}
