package org.spinbench.experiments.sweep.formula;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A part of an expression. */
sealed interface FormulaNode {
  /** Its first character in the expression, from 0. */
  int at();

  double value(ToDoubleFunction<String> values);

  /** Whether it is true or false, and no number. */
  boolean isTruth();

  /**
   * Its unit.
   *
   * @throws FormulaException if units do not fit
   */
  Dimension dimension(Function<String, Dimension> units);

  void collect(Set<String> names);

  /** A written number or truth value. */
  record Constant(int at, double number, boolean isTruth, Dimension unit) implements FormulaNode {
    @Override
    public double value(ToDoubleFunction<String> values) {
      return number;
    }

    @Override
    public Dimension dimension(Function<String, Dimension> units) {
      return unit;
    }

    @Override
    public void collect(Set<String> names) {
      // A constant has none.
    }
  }

  /** A name of the plan. */
  record Named(int at, String name) implements FormulaNode {
    @Override
    public double value(ToDoubleFunction<String> values) {
      return values.applyAsDouble(name);
    }

    @Override
    public boolean isTruth() {
      return false;
    }

    @Override
    public Dimension dimension(Function<String, Dimension> units) {
      return units.apply(name);
    }

    @Override
    public void collect(Set<String> names) {
      names.add(name);
    }
  }

  /** An operation; types have been checked. */
  record Applied(int at, Operation operation, List<FormulaNode> to) implements FormulaNode {
    @Override
    public double value(ToDoubleFunction<String> values) {
      double[] arguments = new double[to.size()];
      for (int k = 0; k < arguments.length; k++) {
        arguments[k] = to.get(k).value(values);
      }
      return operation.of(arguments);
    }

    @Override
    public boolean isTruth() {
      return operation.rule().givesTruth();
    }

    @Override
    public void collect(Set<String> names) {
      to.forEach(one -> one.collect(names));
    }

    @Override
    public Dimension dimension(Function<String, Dimension> units) {
      List<Dimension> of = to.stream().map(one -> one.dimension(units)).toList();
      Dimension first = of.get(0);
      Dimension second = of.get(of.size() - 1);
      return switch (operation.rule()) {
        case SUM -> levels(first, second).orElseGet(() -> same(first, second));
        case DIFFERENCE -> difference(first, second);
        case SAME -> same(first, second);
        case CHOICE -> same(of.get(1), second);
        case COMPARISON -> {
          same(first, second);
          yield Dimension.ONE;
        }
        case LOGIC, KNOWN -> Dimension.ONE;
        case PRODUCT, QUOTIENT ->
            notAlone(first).times(notAlone(second), operation == Operation.MULTIPLY ? 1 : -1);
        case POWER -> power(first, second);
        case ROOT -> raised(first, 0.5);
        case PURE -> {
          require(first, Dimension.ONE);
          yield first;
        }
        case WATTS -> {
          require(first, Dimension.DBM);
          yield Dimension.WATT;
        }
        case DBM -> {
          require(first, Dimension.WATT);
          yield Dimension.DBM;
        }
      };
    }

    private Dimension same(Dimension first, Dimension second) {
      if (!first.matches(second)) {
        throw new FormulaException(
            at,
            operation.symbol()
                + " cannot be applied to "
                + first.named()
                + " and "
                + second.named());
      }
      return first.isAny() ? second : first;
    }

    /** A level in dBm and a ratio in dB are a level. */
    private static Optional<Dimension> levels(Dimension first, Dimension second) {
      boolean level =
          first.equals(Dimension.DBM) && second.equals(Dimension.DECIBEL)
              || first.equals(Dimension.DECIBEL) && second.equals(Dimension.DBM);
      return level ? Optional.of(Dimension.DBM) : Optional.empty();
    }

    private Dimension difference(Dimension first, Dimension second) {
      if (first.equals(Dimension.DBM)) {
        return second.equals(Dimension.DBM)
            ? Dimension.DECIBEL
            : levels(first, second).orElseGet(() -> same(first, second));
      }
      return same(first, second);
    }

    private Dimension notAlone(Dimension one) {
      if (one.equals(Dimension.DBM)) {
        throw new FormulaException(
            at,
            operation.symbol() + " cannot be applied to a level in dBm; write watts(...) for it");
      }
      return one;
    }

    private Dimension power(Dimension base, Dimension exponent) {
      require(exponent, Dimension.ONE);
      if (base.isAny() || base.equals(Dimension.ONE)) {
        return base;
      }
      if (!(to.get(1) instanceof Constant)) {
        throw new FormulaException(
            at, "the exponent of " + base.named() + " must be a written number");
      }
      return raised(base, to.get(1).value(name -> Double.NaN));
    }

    private Dimension raised(Dimension base, double exponent) {
      return notAlone(base)
          .power(exponent)
          .orElseThrow(
              () ->
                  new FormulaException(
                      at, base.named() + " to the power " + exponent + " is no unit"));
    }

    private void require(Dimension found, Dimension wanted) {
      if (!found.matches(wanted)) {
        throw new FormulaException(
            at,
            operation.symbol()
                + " needs "
                + (wanted.equals(Dimension.ONE) ? "a number without unit" : wanted.named())
                + ", not "
                + found.named());
      }
    }
  }
}
