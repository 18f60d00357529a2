package org.spinbench.simulator.tsp;

import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;

/** The arguments of a function call in a script, counted from 1 as in the language. */
public final class Arguments {
  private final Object[] values;

  Arguments(Object[] values) {
    this.values = values;
  }

  /** Number of arguments. */
  public int count() {
    return values.length;
  }

  /** One argument; null (nil) after the last. */
  public Object value(int index) {
    return index <= values.length ? values[index - 1] : null;
  }

  /** A number. Missing: error -109; of another type: error -104. */
  public double number(int index) {
    return of(index, Double.class);
  }

  /** A whole number in a range; outside it, error -222. */
  public int integer(int index, int least, int most) {
    double number = StrictMath.rint(number(index));
    if (!(number >= least && number <= most)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return (int) number;
  }

  /** A text. */
  public String text(int index) {
    return of(index, String.class);
  }

  /** An object of the instrument, such as a buffer. */
  public TspTable table(int index) {
    return of(index, TspTable.class);
  }

  private <T> T of(int index, Class<T> type) {
    Object value = value(index);
    if (value == null) {
      throw new CommandException(StandardError.MISSING_PARAMETER);
    }
    if (!type.isInstance(value)) {
      throw new CommandException(StandardError.DATA_TYPE_ERROR);
    }
    return type.cast(value);
  }
}
