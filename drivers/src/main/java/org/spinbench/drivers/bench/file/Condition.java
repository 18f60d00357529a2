package org.spinbench.drivers.bench.file;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * A condition on settings and readings of a bench, in the notation of the bench file:
 *
 * <pre>
 * neuron 2.resistance outside 40 to 60
 * bias_1.output is on and bias_1.limited is off
 * chamber temperature &gt; 350 or door.voltage &lt; 2.5
 * </pre>
 *
 * <p>{@code and} binds more tightly than {@code or}. A quantity without a value, such as a reading
 * of a source that is off, fulfils no comparison.
 */
public final class Condition {
  /** Replaces a condition that could not be read; it is never true. */
  static final Condition NONE = new Condition("", List.of());

  private static final String NUMBER = "([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)";
  private static final Pattern COMPARISON =
      Pattern.compile("([^<>]+?)\\s*(<=|>=|<|>)\\s*" + NUMBER);
  private static final Pattern RANGE =
      Pattern.compile("(.+?)\\s+(within|outside)\\s+" + NUMBER + "\\s+to\\s+" + NUMBER);
  private static final Pattern SWITCH = Pattern.compile("(.+?)\\s+is\\s+(on|off)");
  private static final String FORMS =
      "write a name and then > or <, >=, <= and a number, 'within A to B', 'outside A to B', 'is"
          + " on' or 'is off', such as \"bias_1.output is on\"; join several by 'and' or 'or'";

  /** The relation of a comparison. */
  private enum Relation {
    BELOW,
    AT_MOST,
    ABOVE,
    AT_LEAST,
    WITHIN,
    OUTSIDE,
    IS_ON,
    IS_OFF
  }

  /** One comparison. */
  private record Term(String quantity, Relation relation, double low, double high, String text) {
    boolean holds(double value) {
      return switch (relation) {
        case BELOW -> value < low;
        case AT_MOST -> value <= low;
        case ABOVE -> value > low;
        case AT_LEAST -> value >= low;
        case WITHIN -> value >= low && value <= high;
        case OUTSIDE -> value < low || value > high;
        case IS_ON -> value != 0;
        case IS_OFF -> value == 0;
      };
    }

    boolean ofSwitch() {
      return relation == Relation.IS_ON || relation == Relation.IS_OFF;
    }
  }

  private final String text;
  private final List<List<Term>> alternatives;

  private Condition(String text, List<List<Term>> alternatives) {
    this.text = text;
    this.alternatives = alternatives;
  }

  /**
   * Reads a condition.
   *
   * @throws IllegalArgumentException naming the wrong part and the accepted forms
   */
  public static Condition parse(String text) {
    List<List<Term>> alternatives = new ArrayList<>();
    for (String alternative : text.strip().split("\\s+or\\s+", -1)) {
      List<Term> terms = new ArrayList<>();
      for (String term : alternative.split("\\s+and\\s+", -1)) {
        terms.add(term(term.strip()));
      }
      alternatives.add(List.copyOf(terms));
    }
    return new Condition(text.strip(), List.copyOf(alternatives));
  }

  private static Term term(String text) {
    Matcher comparison = COMPARISON.matcher(text);
    if (comparison.matches()) {
      Relation relation =
          switch (comparison.group(2)) {
            case "<" -> Relation.BELOW;
            case "<=" -> Relation.AT_MOST;
            case ">" -> Relation.ABOVE;
            default -> Relation.AT_LEAST;
          };
      double number = number(comparison.group(3), text);
      return new Term(comparison.group(1), relation, number, number, text);
    }
    Matcher range = RANGE.matcher(text);
    if (range.matches()) {
      Relation relation = range.group(2).equals("within") ? Relation.WITHIN : Relation.OUTSIDE;
      double low = number(range.group(3), text);
      double high = number(range.group(4), text);
      if (!(low < high)) {
        throw new IllegalArgumentException(
            "\"" + text + "\": the first number of a range must be the smaller one");
      }
      return new Term(range.group(1), relation, low, high, text);
    }
    Matcher onOff = SWITCH.matcher(text);
    if (onOff.matches()) {
      Relation relation = onOff.group(2).equals("on") ? Relation.IS_ON : Relation.IS_OFF;
      return new Term(onOff.group(1), relation, 0, 0, text);
    }
    throw new IllegalArgumentException("\"" + text + "\" is not a condition; " + FORMS);
  }

  private static double number(String digits, String text) {
    double number = Double.parseDouble(digits);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("\"" + text + "\": " + digits + " is too large");
    }
    return number;
  }

  /** The names of all quantities, in the order of the text. */
  public Set<String> quantities() {
    return new LinkedHashSet<>(terms().map(Term::quantity).toList());
  }

  private Stream<Term> terms() {
    return alternatives.stream().flatMap(List::stream);
  }

  /**
   * Whether it is true.
   *
   * @param value of a quantity; empty if it has none now
   */
  public boolean holds(Function<String, OptionalDouble> value) {
    return alternatives.stream().anyMatch(terms -> terms.stream().allMatch(t -> holds(t, value)));
  }

  private static boolean holds(Term term, Function<String, OptionalDouble> value) {
    OptionalDouble now = value.apply(term.quantity());
    return now.isPresent() && term.holds(now.getAsDouble());
  }

  /**
   * The values that decide it, in words: {@code neuron 2.resistance is 5.02 ohm}. If it is true,
   * they are those of the alternative that is true; otherwise those of the comparisons that are
   * false.
   *
   * @param value of a quantity; empty if it has none now
   * @param unit symbol of a quantity's unit
   */
  public String because(Function<String, OptionalDouble> value, Function<String, String> unit) {
    boolean holds = holds(value);
    Set<String> said = new LinkedHashSet<>();
    for (List<Term> terms : alternatives) {
      boolean fulfilled = terms.stream().allMatch(term -> holds(term, value));
      for (Term term : terms) {
        if (holds ? fulfilled : !holds(term, value)) {
          said.add(said(term, value.apply(term.quantity()), unit.apply(term.quantity())));
        }
      }
    }
    return String.join(", ", said);
  }

  private static String said(Term term, OptionalDouble value, String unit) {
    if (value.isEmpty()) {
      return term.quantity() + " has no value now (its source is off, or it is not read yet)";
    }
    if (term.ofSwitch()) {
      return term.quantity() + " is " + (value.getAsDouble() == 0 ? "off" : "on");
    }
    String symbol = unit.isEmpty() ? "" : " " + unit;
    return term.quantity() + " is " + ScpiNumber.format(rounded(value.getAsDouble())) + symbol;
  }

  /** Rounds a measured value to four digits. */
  private static double rounded(double value) {
    return Double.isFinite(value) && value != 0
        ? new BigDecimal(value).round(new MathContext(4)).doubleValue()
        : value;
  }

  /** The notation of the bench file. */
  @Override
  public String toString() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition condition && condition.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
