package org.spinbench.simulator.instrument.gauge;

import java.util.EnumSet;
import java.util.Locale;
import org.spinbench.simulator.scpi.ScpiVariant;
import org.spinbench.simulator.scpi.Wording;

/**
 * The language of Lake Shore's instruments: mnemonics without tree, IEEE 488.2's common commands,
 * responses that end with carriage return and line feed. A refused command sets a bit of the
 * standard event register; there is no error queue.
 */
final class LakeShore {
  /** Its dialect. */
  static final ScpiVariant DIALECT =
      ScpiVariant.of(new Wording("0", ",").withoutDetail())
          .with(EnumSet.noneOf(ScpiVariant.Part.class))
          .withCarriageReturn();

  static final int ERRORS = 20;

  private LakeShore() {}

  /** A number with a sign, at least three digits and some decimals: {@code +077.350}. */
  static String fixed(double value, int decimals) {
    String form = "%+0" + (decimals + 5) + "." + decimals + "f";
    return String.format(Locale.ROOT, form, value == 0 ? 0 : value);
  }

  /**
   * A number with a sign, three digits, three decimals and an exponent that is a multiple of three:
   * {@code +123.456E-03}.
   */
  static String engineering(double value) {
    int exponent = 0;
    double mantissa = value;
    while (mantissa != 0 && Math.abs(mantissa) < 1 && exponent > -30) {
      mantissa *= 1000;
      exponent -= 3;
    }
    while (Math.abs(mantissa) >= 1000) {
      mantissa /= 1000;
      exponent += 3;
    }
    return fixed(mantissa, 3) + String.format(Locale.ROOT, "E%+03d", exponent);
  }
}
