package org.spinbench.experiments.sweep.formula;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * An expression of a plan, such as {@code abs(chain 1.voltage) > 5e-3 && synapse 1.current > 0}: a
 * number or a condition.
 *
 * <p>It has numbers, names of the plan, {@code + - * / % ^}, comparisons, {@code && || !}, {@code
 * if(condition, a, b)}, and functions: {@code abs, min, max, sqrt, exp, log, log10, sin, cos, tanh,
 * round}, {@code watts} of a level in dBm, {@code dbm} of a power in W, and {@code known}, true for
 * a reading that has a value. Angles are in radians. A name with other characters than letters,
 * digits, blanks, points and colons stands in quotation marks. There are no loops and no other
 * functions; an expression has at most 1000 characters.
 */
public final class Formula {
  private static final Place NOWHERE = new Place(0, 0);

  private final String text;
  private final Place place;
  private final FormulaNode node;

  /**
   * Where an expression begins in a file.
   *
   * @param line from 1; 0 if it is in no file
   * @param column of its first character, from 1; 0 if it is unknown
   */
  public record Place(int line, int column) {}

  private Formula(String text, Place place, FormulaNode node) {
    this.text = text;
    this.place = place;
    this.node = node;
  }

  /** Reads a condition; see {@link #number(String, Collection, Place)}. */
  public static Formula condition(String text, Collection<String> names, Place place) {
    return parse(text, names, place, true);
  }

  /** Reads a condition that is in no file. */
  public static Formula condition(String text, Collection<String> names) {
    return condition(text, names, NOWHERE);
  }

  /**
   * Reads an expression for a number.
   *
   * @param names that it may use
   * @param place of its first character
   * @throws IllegalArgumentException naming the place of the problem
   */
  public static Formula number(String text, Collection<String> names, Place place) {
    return parse(text, names, place, false);
  }

  private static Formula parse(
      String text, Collection<String> names, Place place, boolean condition) {
    try {
      FormulaNode node = FormulaParser.parse(text, names);
      if (node.isTruth() != condition) {
        throw new FormulaException(
            node.at(),
            condition
                ? "a condition is expected, such as " + text.strip() + " > 0, not a number"
                : "a number is expected, not a condition");
      }
      return new Formula(text, place, node);
    } catch (FormulaException e) {
      throw refused(text, place, e);
    }
  }

  private static IllegalArgumentException refused(String text, Place place, FormulaException why) {
    String where =
        place.column() > 0
            ? "column " + (place.column() + why.at())
            : "character " + (why.at() + 1) + " of \"" + shortened(text) + "\"";
    String line = place.line() > 0 ? "line " + place.line() + ", " : "";
    return new IllegalArgumentException(line + where + ": " + why.getMessage(), why);
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }

  /** The text, as it was written. */
  public String text() {
    return text;
  }

  /** The names in it. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    node.collect(names);
    return Collections.unmodifiableSet(names);
  }

  /** Its value; NaN if a name in it has none. */
  public double value(ToDoubleFunction<String> values) {
    return node.value(values);
  }

  /** Whether the condition holds. A comparison with a name without a value does not. */
  public boolean holds(ToDoubleFunction<String> values) {
    return node.value(values) != 0;
  }

  /**
   * The symbol of its unit.
   *
   * @param units symbols of the units of names
   * @param asked unit that it should have; empty for any
   * @throws IllegalArgumentException naming the place where units do not fit
   */
  public String unit(Function<String, String> units, String asked) {
    try {
      Dimension found = node.dimension(name -> dimension(units.apply(name)));
      if (asked.isEmpty()) {
        return found.symbol();
      }
      Dimension wanted =
          Dimension.parse(asked)
              .orElseThrow(
                  () ->
                      new FormulaException(
                          0,
                          "\""
                              + asked
                              + "\" is not a known unit; write for example "
                              + String.join(", ", Dimension.known())));
      if (!found.matches(wanted)) {
        throw new FormulaException(node.at(), "it is " + found.named() + ", not " + asked);
      }
      return asked;
    } catch (FormulaException e) {
      throw refused(text, place, e);
    }
  }

  private static Dimension dimension(String symbol) {
    return Dimension.parse(symbol).orElse(Dimension.ANY);
  }

  /** Checks units that need not be anything in particular. */
  public void requireUnits(Function<String, String> units) {
    unit(units, "");
  }

  /** The names of functions, for messages and tests. */
  public static List<String> functions() {
    return Operation.functions();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Formula formula && formula.text.equals(text);
  }

  @Override
  public int hashCode() {
    return Objects.hash(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
