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
 * What the readings of a run are judged by.
 *
 * @param calibration what the chip is meant to be
 * @param before what was known of the chip before the run, where the calibration was fitted to
 *     readings of this very run: with it, whatever was read would agree. Empty where it was not
 */
public record ReferenceCalibration(Calibration calibration, Optional<Calibration> before) {
  /** How far the power of a tone may be from what the bench file's losses and gains give. */
  private static final double LOSSES = 0.2;

  /** A calibration that has no reading of the run. */
  public static ReferenceCalibration to(Calibration calibration) {
    return new ReferenceCalibration(calibration, Optional.empty());
  }

  /**
   * A calibration that was fitted to the run: before it nothing was known but the design.
   *
   * @throws IllegalArgumentException if the bench file has no section {@code [design]}
   */
  public static ReferenceCalibration ofItself(Calibration calibration, BenchFile file) {
    return new ReferenceCalibration(calibration, Optional.of(designed(file)));
  }

  /** The design; one tone of each chain counts as exact, since sensitivities take it up. */
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
