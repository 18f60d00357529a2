package org.spinbench.experiments.study.drone.transmission;

import java.util.List;
import org.spinbench.experiments.task.Normal;

/**
 * The spectrum of a burst: a flat band with some carriers that are stronger or weaker than the
 * others, with the receiver's resolution.
 *
 * <p>If bins are wider than the spacing of an OFDM signal's carriers, the receiver sees one flat
 * band from half a spacing below the lowest to half a spacing above the highest. Only exceptional
 * carriers are visible: the missing middle one (the notch), and pilots whose power differs from
 * that of the data.
 *
 * @param bandwidth width of the flat band, Hz
 * @param spacing of the carriers, Hz; 0 if there are none
 * @param marked the carriers that the standard names
 */
public record Waveform(double bandwidth, double spacing, List<Carrier> marked) {
  /** Standard deviation of the resolution: a Hann window, 1.44 bins wide at half power. */
  private static final double RESOLUTION = 1.44 * Band.BIN / 2.3548;

  /** Number of standard deviations of the resolution after which an edge has no effect. */
  private static final double REACH = 5;

  /**
   * A carrier that the standard defines.
   *
   * @param number from the middle of the band
   * @param power relative to a data carrier
   */
  public record Carrier(int number, double power) {}

  public Waveform {
    marked = List.copyOf(marked);
    if (!(bandwidth > 0 && bandwidth < Band.SPAN)) {
      throw new IllegalArgumentException(
          "bandwidth "
              + bandwidth
              + " Hz must lie between 0 and the "
              + Band.SPAN
              + " Hz of the receiver");
    }
    for (Carrier carrier : marked) {
      double edge = (Math.abs(carrier.number()) + 0.5) * spacing;
      if (!(spacing > 0 && carrier.power() >= 0 && edge <= bandwidth / 2 * (1 + 1e-9))) {
        throw new IllegalArgumentException(
            carrier
                + " is no carrier of a band of "
                + bandwidth
                + " Hz with carriers "
                + spacing
                + " Hz apart");
      }
    }
  }

  /** A single carrier that fills a band. */
  static Waveform flat(double bandwidth) {
    return new Waveform(bandwidth, 0, List.of());
  }

  /**
   * Carriers from {@code -highest} to {@code highest}.
   *
   * @param marked those that differ from a data carrier, or might be expected to
   */
  static Waveform ofdm(int highest, double spacing, Carrier... marked) {
    return new Waveform((2 * highest + 1) * spacing, spacing, List.of(marked));
  }

  /**
   * Adds a burst.
   *
   * @param powers [bin], relative
   * @param carrier middle of its band, Hz
   * @param power of the burst, relative: the sum over all bins, without fading
   */
  void addTo(double[] powers, double carrier, double power, TwoPaths paths) {
    double reach = bandwidth / 2 + REACH * RESOLUTION;
    int from = Math.max(0, Band.bin(carrier - reach));
    int to = Math.min(Band.BINS - 1, Band.bin(carrier + reach));
    double density = power * Band.BIN / occupied();
    for (int bin = from; bin <= to; bin++) {
      double distance = Band.centre(bin) - carrier;
      double shape = share(distance, bandwidth);
      for (Carrier one : marked) {
        double away = distance - one.number() * spacing;
        if (one.power() != 1 && Math.abs(away) < spacing / 2 + REACH * RESOLUTION) {
          shape += (one.power() - 1) * share(away, spacing);
        }
      }
      powers[bin] += density * Math.max(0, shape) * paths.gain(Band.centre(bin));
    }
  }

  /** Width of a flat band with the same power and the density of this one's data, Hz. */
  private double occupied() {
    return bandwidth + marked.stream().mapToDouble(one -> (one.power() - 1) * spacing).sum();
  }

  /** Relative density in a bin at a distance from the middle of a band. */
  private static double share(double distance, double width) {
    return Normal.cumulative((distance + width / 2) / RESOLUTION)
        - Normal.cumulative((distance - width / 2) / RESOLUTION);
  }
}
