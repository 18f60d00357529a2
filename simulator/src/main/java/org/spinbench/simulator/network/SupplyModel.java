package org.spinbench.simulator.network;

import java.util.Locale;

/**
 * The supply power of a chip, in addition to its RF: amplifiers that make every chain's copy of the
 * tones, and the field lines that hold the weights.
 *
 * <pre>
 *   amplifiers:   P_DC = P_RF · 10^((n · splitter loss + crest) / 10) / efficiency,   n = ⌈log2 copies⌉
 *   field lines:  P_DC = Σ (δf / tuning)² · resistance,   over all junctions
 * </pre>
 *
 * <p>A class-A amplifier draws the same power for any signal, so P_RF is that of the strongest
 * sample. An efficiency of one half is the ideal at full swing. Tones with unrelated phases exceed
 * their mean power by more than 10 dB for e⁻¹⁰ of the time. Commercial amplifiers draw more.
 *
 * @param tuning of a resonance by its field line, Hz/A
 * @param splitterLoss excess loss of each two-way splitter, dB
 * @param crest ratio of peak to mean power for which the amplifiers have headroom, dB
 * @param efficiency RF power over supply power at that peak, above 0 to 1
 */
public record SupplyModel(double tuning, double splitterLoss, double crest, double efficiency) {
  /** Resistance of a field line on a matched RF strip, Ω. */
  public static final double STRIP_RESISTANCE = 50;

  /** Resistance of a field line with its series resistor, as in the bench files, Ω. */
  public static final double BENCH_RESISTANCE = 1000;

  /**
   * Tuning as in the bench file of a slice; ideal class A; 0.5 dB per splitter; 10 dB of headroom.
   */
  public static final SupplyModel STANDARD = new SupplyModel(1e9, 0.5, 10, 0.5);

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public SupplyModel {
    if (!(tuning > 0 && splitterLoss >= 0 && crest >= 0 && efficiency > 0 && efficiency <= 1)) {
      throw new IllegalArgumentException(
          "tuning "
              + tuning
              + " Hz/A, splitter loss "
              + splitterLoss
              + " dB, crest "
              + crest
              + " dB, efficiency "
              + efficiency
              + ": the tuning must be positive, losses not negative, the efficiency above 0 to 1");
    }
  }

  /**
   * Supply power of the amplifiers of one layer, W; 0 without a division.
   *
   * @param strongest RF power of all copies for the strongest sample, W
   * @param copies number of chains that receive the tones
   */
  double amplifiers(double strongest, int copies) {
    if (copies == 1) {
      return 0;
    }
    int stages = 32 - Integer.numberOfLeadingZeros(copies - 1);
    double decibels = stages * splitterLoss + crest;
    return strongest * StrictMath.pow(10, decibels / 10) / efficiency;
  }

  /**
   * Power in field lines, W.
   *
   * @param squaredDetuning sum over the junctions of the squared tuning, Hz²
   * @param resistance of a line, Ω
   */
  double fieldLines(double squaredDetuning, double resistance) {
    return squaredDetuning / (tuning * tuning) * resistance;
  }

  /** The assumptions in a sentence. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "Assumed: amplifiers of class A, %.0f %% efficient at full swing, with headroom of "
            + "%.0f dB above the strongest spectrum, after splitters that lose %.1f dB for each "
            + "division by two; field lines that tune by %.0f MHz/mA.",
        100 * efficiency,
        crest,
        splitterLoss,
        1e-9 * tuning);
  }
}
