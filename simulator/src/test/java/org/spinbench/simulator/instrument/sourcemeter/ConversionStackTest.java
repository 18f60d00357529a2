package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The stack of an averaging filter, by the examples of the manuals. */
class ConversionStackTest {
  private static final long EACH = 60;

  private double input;
  private int conversions;
  private long last;

  private SourceMeasureUnit.Reading convert(long start) {
    conversions++;
    last = start + EACH;
    return new SourceMeasureUnit.Reading(input, 2 * input, 7, false, false, last);
  }

  private double read(ConversionStack stack, boolean moving, double value) {
    input = value;
    SourceMeasureUnit.Reading reading = stack.read(4, moving, last, this::convert);
    assertEquals(2 * reading.volts(), reading.amperes(), 1e-15);
    assertEquals(last, reading.nanos());
    return reading.volts();
  }

  /** 2450 reference manual, section 4: reading 1 four times, then one less with each reading. */
  @Test
  void theFirstConversionIsCopiedToEveryPlace() {
    ConversionStack stack = new ConversionStack(true);
    assertEquals(1, read(stack, true, 1));
    assertEquals((5 + 1 + 1 + 1) / 4.0, read(stack, true, 5));
    assertEquals((9 + 5 + 1 + 1) / 4.0, read(stack, true, 9));
    assertEquals((9 + 9 + 5 + 1) / 4.0, read(stack, true, 9));
    assertEquals((9 + 9 + 9 + 5) / 4.0, read(stack, true, 9));
    assertEquals(5, conversions, "one a reading");
    stack.clear();
    assertEquals(3, read(stack, true, 3), "empty again");
  }

  /** 2600B reference manual: a reading when the stack is full, then one with each conversion. */
  @Test
  void orItIsFilledFirst() {
    ConversionStack stack = new ConversionStack(false);
    assertEquals(1, read(stack, true, 1));
    assertEquals(4, conversions);
    assertEquals((5 + 1 + 1 + 1) / 4.0, read(stack, true, 5));
    assertEquals(5, conversions);
  }

  @Test
  void aRepeatingFilterKeepsNothing() {
    ConversionStack stack = new ConversionStack(true);
    read(stack, true, 1);
    assertEquals(5, read(stack, false, 5));
    assertEquals(9, read(stack, false, 9));
    assertEquals(9, conversions, "one, and four each");
  }

  @Test
  void aShorterFilterDropsTheOldest() {
    ConversionStack stack = new ConversionStack(true);
    read(stack, true, 1);
    read(stack, true, 5);
    input = 9;
    assertEquals((9 + 5) / 2.0, stack.read(2, true, last, this::convert).volts());
  }
}
