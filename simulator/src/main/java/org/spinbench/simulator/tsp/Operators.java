package org.spinbench.simulator.tsp;

import java.util.Map;

/** The unary and binary operators. */
final class Operators {
  /** Characters of the longest string. */
  private static final int LONGEST_STRING = 1 << 14;

  private interface Operation {
    Object of(Object left, Object right);
  }

  private interface Arithmetic {
    double of(double left, double right);
  }

  /**
   * A binary operator.
   *
   * @param left how strongly it binds to its left operand, and {@code right} to its right one
   */
  record Binary(int left, int right, Operation operation) {
    Object of(Object before, Object after) {
      return operation.of(before, after);
    }
  }

  /** How strongly a unary operator binds. */
  static final int UNARY = 8;

  private static final Map<String, Binary> BINARY =
      Map.ofEntries(
          Map.entry("<", new Binary(3, 3, (a, b) -> compare(a, b) < 0)),
          Map.entry(">", new Binary(3, 3, (a, b) -> compare(a, b) > 0)),
          Map.entry("<=", new Binary(3, 3, (a, b) -> compare(a, b) <= 0)),
          Map.entry(">=", new Binary(3, 3, (a, b) -> compare(a, b) >= 0)),
          Map.entry("==", new Binary(3, 3, Operators::same)),
          Map.entry("~=", new Binary(3, 3, (a, b) -> !same(a, b))),
          Map.entry("..", new Binary(5, 4, Operators::join)),
          Map.entry("+", arithmetic(6, 6, (a, b) -> a + b)),
          Map.entry("-", arithmetic(6, 6, (a, b) -> a - b)),
          Map.entry("*", arithmetic(7, 7, (a, b) -> a * b)),
          Map.entry("/", arithmetic(7, 7, (a, b) -> a / b)),
          Map.entry("^", arithmetic(10, 9, StrictMath::pow)));

  private Operators() {}

  private static Binary arithmetic(int left, int right, Arithmetic operation) {
    return new Binary(left, right, (a, b) -> operation.of(number(a), number(b)));
  }

  /** The binary operator with this sign; null if there is none. */
  static Binary binary(String sign) {
    return BINARY.get(sign);
  }

  /** The left operand if it is false, otherwise the right one. */
  static Expression and(Expression left, Expression right) {
    return run -> {
      Object value = left.value(run);
      return isTrue(value) ? right.value(run) : value;
    };
  }

  /** The left operand if it is true, otherwise the right one. */
  static Expression or(Expression left, Expression right) {
    return run -> {
      Object value = left.value(run);
      return isTrue(value) ? value : right.value(run);
    };
  }

  /** Both operands, and then the operator. */
  static Expression binary(Binary operator, Expression left, Expression right) {
    return run -> {
      run.step();
      Object first = left.value(run);
      return operator.of(first, right.value(run));
    };
  }

  static boolean isTrue(Object value) {
    return value != null && !Boolean.FALSE.equals(value);
  }

  static double number(Object value) {
    Double number =
        value instanceof Double
            ? (Double) value
            : value instanceof String text ? Tokens.parse(text.strip()) : null;
    if (number == null) {
      throw new ScriptException("attempt to perform arithmetic on a " + Text.kind(value));
    }
    return number;
  }

  private static boolean same(Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return a.doubleValue() == b.doubleValue();
    }
    return left == null ? right == null : left.equals(right);
  }

  /** Negative, zero or positive. A NaN is neither smaller, equal nor larger. */
  private static double compare(Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return a < b ? -1 : a > b ? 1 : a.doubleValue() == b ? 0 : Double.NaN;
    }
    if (left instanceof String a && right instanceof String b) {
      return a.compareTo(b);
    }
    throw new ScriptException(
        "attempt to compare " + Text.kind(left) + " with " + Text.kind(right));
  }

  private static Object join(Object left, Object right) {
    String text = piece(left) + piece(right);
    if (text.length() > LONGEST_STRING) {
      throw new ScriptException("not enough memory for a string of " + text.length());
    }
    return text;
  }

  private static String piece(Object value) {
    if (value instanceof String || value instanceof Double) {
      return Text.plain(value);
    }
    throw new ScriptException("attempt to concatenate a " + Text.kind(value));
  }
}
