package org.spinbench.simulator.tsp;

import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;

/** What a script has handed to a function; counted from 1, as the language does. */
public final class Arguments {
  private final Object[] values;

  Arguments(Object[] values) {
    this.values = values;
  }

  /** How many there are. */
  public int count() {
    return values.length;
  }

  /** One of them, or null (nil) behind the last. */
  public Object value(int index) {
    return index <= values.length ? values[index - 1] : null;
  }

  /** A number: -109 if it is missing, -104 if it is something else. */
  public double number(int index) {
    return of(index, Double.class);
  }

  /** A number, or what is meant where none is given. */
  public double number(int index, double absent) {
    return value(index) == null ? absent : number(index);
  }

  /** A whole number in a range; -222 outside it. */
  public int integer(int index, int least, int most) {
    double number = StrictMath.rint(number(index));
    if (!(number >= least && number <= most)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return (int) number;
  }

  /** A string. */
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
