package org.spinbench.calibration.procedure;

import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * Which devices a calibration measures, and with how many readings.
 *
 * @param quick whether about half of the readings are taken, so that deviations are larger
 * @param only name of the one chain, synapse or neuron that is measured; empty for all. The
 *     synapses of a chain share its voltage and are measured together.
 * @param kept the calibration that provides all other devices; present if only one is measured
 */
public record Selection(boolean quick, String only, Optional<Calibration> kept) {
  /** All devices, with the usual readings. */
  public static final Selection ALL = new Selection(false, "", Optional.empty());

  public Selection {
    if (only.isEmpty() == kept.isPresent()) {
      throw new IllegalArgumentException(
          "a calibration of one device keeps the others from an earlier calibration");
    }
  }

  /**
   * Number of readings that the same sweeps would take as full grids: tone frequency times
   * field-line current for each synapse alone, bias times field-line current for each neuron alone.
   */
  public int denseGrid(BenchFile file) {
    return new Scope(file, this).denseGrid();
  }

  /**
   * The names of the measured devices, as a list in a sentence.
   *
   * @throws IllegalArgumentException if the bench has no device of the name, or the kept
   *     calibration is not one of its chip
   */
  public String measured(BenchFile file) {
    return String.join(", ", new Scope(file, this).names(true));
  }

  /** The names of the kept devices, as a list in a sentence; empty if all are measured. */
  public String keptNames(BenchFile file) {
    return String.join(", ", new Scope(file, this).names(false));
  }
}
