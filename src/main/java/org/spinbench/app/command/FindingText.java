package org.spinbench.app.command;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.spinbench.app.chart.Prefix;
import org.spinbench.experiments.recipe.Finding;

/** A finding in the notation of physicists: {@code resonance of synapse 1: 251.234 ± 0.012 MHz}. */
public final class FindingText {
  private static final int DIGITS = 6;
  private static final int DIGITS_OF_DEVIATION = 2;
  private static final double GIGA = 1e9;

  private FindingText() {}

  public static String of(Finding finding) {
    double value = finding.value().value();
    double deviation = finding.value().deviation();
    if (finding.unit().equals("dB/Hz")) {
      return finding.name() + ": " + number(value * GIGA, deviation * GIGA) + " dB/GHz";
    }
    boolean bare = finding.unit().isEmpty() || finding.unit().matches("d.*|1/.*|.*\\d.*");
    Prefix prefix = bare ? Prefix.NONE : Prefix.of(Math.max(Math.abs(value), deviation));
    String unit = prefix.symbol() + finding.unit();
    return (finding.name() + ": " + number(value * prefix.factor(), deviation * prefix.factor()))
        + (unit.isEmpty() ? "" : " " + unit);
  }

  /** The deviation with two digits, and the value with the same number of decimals. */
  private static String number(double value, double deviation) {
    if (!Double.isFinite(value) || !Double.isFinite(deviation)) {
      return value + " ± " + deviation;
    }
    if (deviation == 0) {
      return text(new BigDecimal(value).round(new MathContext(DIGITS)));
    }
    BigDecimal rounded = new BigDecimal(deviation).round(new MathContext(DIGITS_OF_DEVIATION));
    return text(new BigDecimal(value).setScale(rounded.scale(), RoundingMode.HALF_EVEN))
        + " ± "
        + text(rounded);
  }

  /** Plain notation, unless that would be a row of zeros. */
  private static String text(BigDecimal number) {
    String plain = number.toPlainString();
    return plain.length() > 2 * DIGITS + 1 ? number.toString() : plain;
  }
}
