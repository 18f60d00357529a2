package org.spinbench.drivers.bench;

import org.spinbench.drivers.bench.file.BenchFile;

/**
 * The bands of the analyzer in which neurons are read: each about its neuron's design frequency, as
 * wide as the bench file says, until it is moved.
 */
public final class ReadoutBands {
  private final Band[] bands;

  /**
   * A band.
   *
   * @param centre Hz
   * @param bandwidth Hz
   */
  public record Band(double centre, double bandwidth) {
    /** Its lower end, Hz. */
    public double low() {
      return centre - bandwidth / 2;
    }

    /** Its upper end, Hz. */
    public double high() {
      return centre + bandwidth / 2;
    }
  }

  ReadoutBands(BenchFile file) {
    bands =
        file.neurons().stream()
            .map(n -> new Band(n.frequency(), file.readout().bandwidth()))
            .toArray(Band[]::new);
  }

  /** The band in which a neuron is read. */
  public Band of(int neuron) {
    return bands[neuron];
  }

  /** Reads a neuron in another band from now on. */
  public void move(int neuron, Band band) {
    bands[neuron] = band;
  }
}
