package org.spinbench.simulator.network;

import java.util.Locale;

/**
 * What has to be fed into a chip beside its RF: amplifiers that make every chain's copy of the
 * tones, and the field lines that hold the weights.
 *
 * <pre>
 *   amplifiers:   P_DC = P_RF · 10^((n · splitter loss + crest) / 10) / efficiency,   n = ⌈log2 copies⌉
 *   field lines:  P_DC = Σ (δf / tuning)² · resistance,   over all junctions
 * </pre>
 *
 * <p>An amplifier of class A draws the same power whatever it amplifies, so P_RF is that of the
 * strongest sample. Its efficiency of one half is that of an ideal one at full swing; tones of
 * unrelated phases exceed their mean power by more than 10 dB for e⁻¹⁰ of the time. Amplifiers that
 * can be bought draw more.
 *
 * @param tuning of a resonance by its field line, Hz/A
 * @param splitterLoss beyond the division itself, of each splitter of one into two, dB
 * @param crest peak over mean power that the amplifiers leave room for, dB
 * @param efficiency RF power over supply power at that peak, above 0 to 1
 */
public record SupplyModel(double tuning, double splitterLoss, double crest, double efficiency) {
  /** Resistance of a field line on a matched RF strip, Ω. */
  public static final double STRIP_RESISTANCE = 50;

  /** Resistance of a field line with its series resistor, as in the bench files, Ω. */
  public static final double BENCH_RESISTANCE = 1000;

  /** Tuning as in the bench file of a slice; ideal class A; 0.5 dB a splitter; 10 dB of crest. */
  public static final SupplyModel STANDARD = new SupplyModel(1e9, 0.5, 10, 0.5);

  /** Checks the numbers. */
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
   * Supply power of the amplifiers of one layer, W; 0 where there is nothing to divide.
   *
   * @param strongest RF power of all copies for the strongest sample, W
   * @param copies number of chains that hear the tones
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
   * @param squaredDetuning sum over the junctions of how far each is tuned, squared, Hz²
   * @param resistance of a line, Ω
   */
  double fieldLines(double squaredDetuning, double resistance) {
    return squaredDetuning / (tuning * tuning) * resistance;
  }

  /** The assumptions in a sentence. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "Assumed: amplifiers of class A, %.0f %% efficient at full swing, with room for peaks %.0f dB"
            + " above the strongest spectrum, behind splitters that lose %.1f dB for each division by"
            + " two; field lines that tune by %.0f MHz/mA.",
        100 * efficiency,
        crest,
        splitterLoss,
        1e-9 * tuning);
  }
}
