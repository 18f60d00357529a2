package org.spinbench.simulator.scpi;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes response data as IEEE 488.2 section 8.7 defines it. */
public final class Replies {
  private static final double EXACT_INTEGERS = 1e15;
  private static final double[] POWERS = new double[23];
  private static final String[] OCTETS =
      IntStream.range(0, 256).mapToObj(Integer::toString).toArray(String[]::new);

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private Replies() {}

  /** A boolean: 0 or 1. */
  public static String flag(boolean value) {
    return value ? "1" : "0";
  }

  /** A register of eight bits as a number from 0 to 255. */
  public static String octet(int register) {
    return OCTETS[register];
  }

  /** A string in double quotes, with quotes inside doubled. */
  public static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** Decimal notation without exponent, plus sign and trailing zeros, with the fewest digits. */
  public static String plain(double value) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    if (value == StrictMath.rint(value) && Math.abs(value) < EXACT_INTEGERS) {
      return Long.toString((long) value);
    }
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /**
   * NR3 with an explicit sign and one digit before the point.
   *
   * @param decimals digits after the point, at most 14
   * @param exponentDigits minimum number of digits of the exponent
   */
  public static String scientific(double value, int decimals, int exponentDigits) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    StringBuilder text = new StringBuilder(24);
    scientific(text, value, decimals, exponentDigits);
    return text.toString();
  }

  private static void scientific(StringBuilder text, double value, int decimals, int least) {
    double magnitude = Math.abs(value);
    int exponent = magnitude == 0 ? 0 : (int) Math.floor(StrictMath.log10(magnitude));
    long mantissa = Math.round(scaled(magnitude, decimals - exponent));
    if (mantissa >= (long) POWERS[decimals + 1]) {
      exponent++;
      mantissa = Math.round(scaled(magnitude, decimals - exponent));
    } else if (mantissa < (long) POWERS[decimals] && magnitude != 0) {
      exponent--;
      mantissa = Math.round(scaled(magnitude, decimals - exponent));
    }
    text.append(value < 0 ? '-' : '+');
    String digits = Long.toString(mantissa);
    text.append(digits.charAt(0));
    if (decimals > 0) {
      text.append('.');
      text.append(magnitude == 0 ? "0".repeat(decimals) : digits.substring(1));
    }
    text.append('E').append(exponent < 0 ? '-' : '+');
    String power = Integer.toString(Math.abs(exponent));
    text.append("0".repeat(Math.max(0, least - power.length()))).append(power);
  }

  private static double scaled(double value, int power) {
    if (power > 22) {
      return value * POWERS[22] * StrictMath.pow(10, power - 22);
    }
    if (power < -22) {
      return value / StrictMath.pow(10, -power);
    }
    return power >= 0 ? value * POWERS[power] : value / POWERS[-power];
  }

  /** The numbers that stand for infinity and not-a-number (SCPI-99 volume 1 section 7.2.1.4). */
  private static String special(double value) {
    if (Double.isNaN(value)) {
      return "9.91E37";
    }
    return value > 0 ? "9.9E37" : "-9.9E37";
  }

  /** Numbers with commas between them. */
  public static String list(double[] values, DoubleFunction<String> format) {
    return Arrays.stream(values).mapToObj(format).collect(Collectors.joining(","));
  }

  /** Numbers with commas between them. */
  public static String list(Collection<Double> values, DoubleFunction<String> format) {
    return values.stream().map(format::apply).collect(Collectors.joining(","));
  }

  /** IEEE 754 numbers of 4 or 8 bytes each, for a {@link #block}. */
  public static byte[] reals(double[] values, int width, ByteOrder order) {
    ByteBuffer bytes = ByteBuffer.allocate(width * values.length).order(order);
    for (double value : values) {
      if (width == Double.BYTES) {
        bytes.putDouble(value);
      } else {
        bytes.putFloat((float) value);
      }
    }
    return bytes.array();
  }

  /** Decimal notation, or scientific notation with the fewest digits if that is shorter. */
  static String shortest(double value) {
    String plain = plain(value);
    String scientific = Double.toString(value).replace(".0E", "E");
    return plain.length() <= scientific.length() ? plain : scientific;
  }

  /** The bytes of a text with one character a byte. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A definite-length block holding these bytes. */
  public static String block(byte[] bytes) {
    String length = Integer.toString(bytes.length);
    return "#" + length.length() + length + new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
