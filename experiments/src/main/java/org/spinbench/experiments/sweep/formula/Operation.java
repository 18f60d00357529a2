package org.spinbench.experiments.sweep.formula;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.instrument.Units;

/** What an expression can compute. Truth is 1, falsehood 0; NaN is a number without a value. */
enum Operation {
  ADD("+", 2, Rule.SUM),
  SUBTRACT("-", 2, Rule.DIFFERENCE),
  MULTIPLY("*", 2, Rule.PRODUCT),
  DIVIDE("/", 2, Rule.QUOTIENT),
  REMAINDER("%", 2, Rule.SAME),
  POWER("^", 2, Rule.POWER),
  NEGATE("-", 1, Rule.SAME),
  KEEP("+", 1, Rule.SAME),
  LESS("<", 2, Rule.COMPARISON),
  LESS_OR_EQUAL("<=", 2, Rule.COMPARISON),
  GREATER(">", 2, Rule.COMPARISON),
  GREATER_OR_EQUAL(">=", 2, Rule.COMPARISON),
  EQUAL("==", 2, Rule.COMPARISON),
  NOT_EQUAL("!=", 2, Rule.COMPARISON),
  AND("&&", 2, Rule.LOGIC),
  OR("||", 2, Rule.LOGIC),
  NOT("!", 1, Rule.LOGIC),
  IF("if", 3, Rule.CHOICE),
  KNOWN("known", 1, Rule.KNOWN),
  ABS("abs", 1, Rule.SAME),
  MIN("min", 2, Rule.SAME),
  MAX("max", 2, Rule.SAME),
  SQRT("sqrt", 1, Rule.ROOT),
  EXP("exp", 1, Rule.PURE),
  LOG("log", 1, Rule.PURE),
  LOG10("log10", 1, Rule.PURE),
  SIN("sin", 1, Rule.PURE),
  COS("cos", 1, Rule.PURE),
  TANH("tanh", 1, Rule.PURE),
  ROUND("round", 1, Rule.PURE),
  WATTS("watts", 1, Rule.WATTS),
  DBM("dbm", 1, Rule.DBM);

  /** What an operation does with types and units. */
  enum Rule {
    SUM,
    DIFFERENCE,
    PRODUCT,
    QUOTIENT,
    SAME,
    POWER,
    ROOT,
    PURE,
    COMPARISON,
    LOGIC,
    CHOICE,
    KNOWN,
    WATTS,
    DBM;

    boolean givesTruth() {
      return this == COMPARISON || this == LOGIC || this == KNOWN;
    }

    /** Whether an argument, from 0, is a truth value. */
    boolean takesTruth(int argument) {
      return this == LOGIC || this == CHOICE && argument == 0;
    }
  }

  private final String symbol;
  private final int arguments;
  private final Rule rule;

  Operation(String symbol, int arguments, Rule rule) {
    this.symbol = symbol;
    this.arguments = arguments;
    this.rule = rule;
  }

  String symbol() {
    return symbol;
  }

  int arguments() {
    return arguments;
  }

  Rule rule() {
    return rule;
  }

  private boolean isFunction() {
    return Character.isLetter(symbol.charAt(0));
  }

  /** The operator with this symbol and number of arguments. */
  static Optional<Operation> operator(String symbol, int arguments) {
    return Arrays.stream(values())
        .filter(one -> !one.isFunction() && one.symbol.equals(symbol))
        .filter(one -> one.arguments == arguments)
        .findFirst();
  }

  /** The function with this name. */
  static Optional<Operation> function(String name) {
    return Arrays.stream(values())
        .filter(one -> one.isFunction() && one.symbol.equals(name))
        .findFirst();
  }

  /** The names of all functions. */
  static List<String> functions() {
    return Arrays.stream(values()).filter(Operation::isFunction).map(Operation::symbol).toList();
  }

  double of(double... x) {
    return switch (this) {
      case ADD -> x[0] + x[1];
      case SUBTRACT -> x[0] - x[1];
      case MULTIPLY -> x[0] * x[1];
      case DIVIDE -> x[0] / x[1];
      case REMAINDER -> x[0] % x[1];
      case POWER -> StrictMath.pow(x[0], x[1]);
      case NEGATE -> -x[0];
      case KEEP -> x[0];
      case LESS -> truth(x[0] < x[1]);
      case LESS_OR_EQUAL -> truth(x[0] <= x[1]);
      case GREATER -> truth(x[0] > x[1]);
      case GREATER_OR_EQUAL -> truth(x[0] >= x[1]);
      case EQUAL -> truth(x[0] == x[1]);
      case NOT_EQUAL -> truth(x[0] < x[1] || x[0] > x[1]);
      case AND -> truth(x[0] != 0 && x[1] != 0);
      case OR -> truth(x[0] != 0 || x[1] != 0);
      case NOT -> truth(x[0] == 0);
      case IF -> x[0] != 0 ? x[1] : x[2];
      case KNOWN -> truth(Double.isFinite(x[0]));
      case ABS -> Math.abs(x[0]);
      case MIN -> Math.min(x[0], x[1]);
      case MAX -> Math.max(x[0], x[1]);
      case SQRT -> Math.sqrt(x[0]);
      case EXP -> StrictMath.exp(x[0]);
      case LOG -> StrictMath.log(x[0]);
      case LOG10 -> StrictMath.log10(x[0]);
      case SIN -> StrictMath.sin(x[0]);
      case COS -> StrictMath.cos(x[0]);
      case TANH -> StrictMath.tanh(x[0]);
      case ROUND -> Math.rint(x[0]);
      case WATTS -> Units.wattsOfDbm(x[0]);
      case DBM -> Units.dbmOfWatts(x[0]);
    };
  }

  private static double truth(boolean holds) {
    return holds ? 1 : 0;
  }
}
