package org.spinbench.experiments.sweep.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The unit of a number in an expression, as powers of a few units: volt, ampere, second, kelvin,
 * tesla, and those that combine with no other (a level in dBm, a ratio in dB, degrees, power-line
 * cycles). A number that is written in an expression has the unit that its place needs: {@link
 * #ANY}.
 */
record Dimension(List<Integer> powers) {
  private static final List<String> BASES =
      List.of("V", "A", "s", "K", "T", "dBm", "dB", "deg", "PLC");

  /** The first base that combines with no other. */
  private static final int FIRST_ALONE = BASES.indexOf("dBm");

  private static final Pattern POWER = Pattern.compile("([VAsKT])\\^(-?[0-9]{1,2})");

  /** A written number. */
  static final Dimension ANY = new Dimension(List.of());

  /** A pure number. */
  static final Dimension ONE = new Dimension(zeros());

  static final Dimension DBM = of(FIRST_ALONE, 1);
  static final Dimension DECIBEL = of(FIRST_ALONE + 1, 1);
  static final Dimension WATT = of(0, 1).times(of(1, 1), 1);

  /** Units with a symbol, in the order in which they are tried. */
  private static final Map<String, Dimension> SYMBOLS = symbols();

  private static List<Integer> zeros() {
    return new ArrayList<>(Collections.nCopies(BASES.size(), 0));
  }

  private static Dimension of(int base, int power) {
    List<Integer> powers = zeros();
    powers.set(base, power);
    return new Dimension(List.copyOf(powers));
  }

  private static Map<String, Dimension> symbols() {
    Map<String, Dimension> symbols = new TreeMap<>();
    for (int base = 0; base < BASES.size(); base++) {
      symbols.put(BASES.get(base), of(base, 1));
    }
    Dimension volt = of(0, 1);
    Dimension ampere = of(1, 1);
    symbols.put("W", WATT);
    symbols.put("Ohm", volt.times(ampere, -1));
    symbols.put("S", ampere.times(volt, -1));
    symbols.put("Hz", of(2, -1));
    symbols.put("", ONE);
    symbols.put("rad", ONE);
    return symbols;
  }

  /**
   * The unit with a symbol: one of those of settings and readings, {@code Ohm}, {@code S}, or a
   * quotient or product of two, such as {@code V/W}.
   */
  static Optional<Dimension> parse(String symbol) {
    Dimension plain = SYMBOLS.get(symbol);
    if (plain != null) {
      return Optional.of(plain);
    }
    Matcher power = POWER.matcher(symbol);
    if (power.matches()) {
      return SYMBOLS.get(power.group(1)).power(Integer.parseInt(power.group(2)));
    }
    int at = Math.max(symbol.indexOf('/'), symbol.indexOf('*'));
    if (at <= 0) {
      return Optional.empty();
    }
    Dimension left = SYMBOLS.get(symbol.substring(0, at).replace("1", ""));
    Dimension right = SYMBOLS.get(symbol.substring(at + 1));
    return left == null || right == null
        ? Optional.empty()
        : Optional.of(left.times(right, symbol.charAt(at) == '/' ? -1 : 1));
  }

  boolean isAny() {
    return powers.isEmpty();
  }

  /** Whether it is a level or an angle, which cannot be multiplied with a unit. */
  boolean isAlone() {
    return !isAny()
        && !powers.subList(FIRST_ALONE, powers.size()).stream().allMatch(power -> power == 0);
  }

  boolean matches(Dimension other) {
    return isAny() || other.isAny() || equals(other);
  }

  /** This unit times a power of another one. */
  Dimension times(Dimension other, int power) {
    if (isAny() && other.isAny()) {
      return ANY;
    }
    List<Integer> product = isAny() ? zeros() : new ArrayList<>(powers);
    for (int base = 0; base < BASES.size() && !other.isAny(); base++) {
      product.set(base, product.get(base) + power * other.powers.get(base));
    }
    return new Dimension(List.copyOf(product));
  }

  /** A power of this unit; empty if it is not a whole power of the bases. */
  Optional<Dimension> power(double exponent) {
    if (isAny()) {
      return Optional.of(ANY);
    }
    List<Integer> raised = zeros();
    for (int base = 0; base < BASES.size(); base++) {
      double power = powers.get(base) * exponent;
      if (power != Math.rint(power) || Math.abs(power) > 99) {
        return Optional.empty();
      }
      raised.set(base, (int) power);
    }
    return Optional.of(new Dimension(List.copyOf(raised)));
  }

  /** The symbol: a usual one, a quotient of two usual ones, or powers of the bases. */
  String symbol() {
    if (isAny() || equals(ONE)) {
      return "";
    }
    for (String symbol :
        List.of("V", "A", "W", "Ohm", "Hz", "s", "S", "K", "T", "dBm", "dB", "deg", "PLC")) {
      if (SYMBOLS.get(symbol).equals(this)) {
        return symbol;
      }
    }
    for (String above : List.of("V", "A", "W", "Ohm", "Hz")) {
      for (String below : List.of("W", "V", "A", "Hz", "s", "K", "T")) {
        if (SYMBOLS.get(above).times(SYMBOLS.get(below), -1).equals(this)) {
          return above + "/" + below;
        }
      }
    }
    List<String> parts = new ArrayList<>();
    for (int base = 0; base < BASES.size(); base++) {
      int power = powers.get(base);
      if (power != 0) {
        parts.add(BASES.get(base) + (power == 1 ? "" : "^" + power));
      }
    }
    return String.join(" ", parts);
  }

  /** The symbol for messages. */
  String named() {
    return isAny() ? "a number" : equals(ONE) ? "a number without unit" : symbol();
  }

  static List<String> known() {
    return List.of("V", "A", "W", "Ohm", "S", "Hz", "s", "dBm", "dB", "deg", "V/W", "Hz/A");
  }
}
