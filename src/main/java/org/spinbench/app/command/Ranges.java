package org.spinbench.app.command;

import org.spinbench.drivers.scpi.format.ScpiNumber;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Ranges of options. A number out of range is refused while the command line is parsed, before
 * anything begins.
 */
public final class Ranges {
  private Ranges() {}

  private static double within(boolean inside, double value, String range) {
    if (!inside) {
      throw new TypeConversionException(Usage.IS + ScpiNumber.format(value) + "; " + range);
    }
    return value;
  }

  /** A whole number, at least 1. */
  public static final class AtLeastOne implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      long value = Usage.longInteger(text);
      if (value < 1) {
        throw new TypeConversionException(Usage.IS + value + "; at least 1");
      }
      return value;
    }
  }

  /** A positive number. */
  static final class Positive implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = Usage.number(text);
      return within(value > 0, value, "above 0");
    }
  }

  /** A fraction: above 0 and below 1. */
  public static final class Part implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = Usage.number(text);
      return within(value > 0 && value < 1, value, "above 0 and below 1");
    }
  }
}
