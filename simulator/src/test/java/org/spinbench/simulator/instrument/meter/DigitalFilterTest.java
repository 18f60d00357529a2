package org.spinbench.simulator.instrument.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;

/** The digital filter of a 2182A on inputs whose means are known. */
class DigitalFilterTest {
  private static final long PERIOD = 100;

  private final PartPanel part = new PartPanel();
  private final DigitalFilter filter = new DigitalFilter(part.tree(), "DFILter", () -> 1);
  private double[] input;
  private int taken;
  private long at;

  @BeforeEach
  void ofFourWithoutAWindow() {
    part.ask("DFIL:COUN 4;WIND 0");
  }

  private double read(double... conversions) {
    input = conversions;
    taken = 0;
    DigitalFilter.Filtered filtered =
        filter.read(
            at,
            PERIOD,
            start -> {
              assertEquals(at + taken * PERIOD, start);
              return input[taken++ % input.length];
            });
    assertEquals(at + taken * PERIOD, filtered.end());
    at = filtered.end();
    return filtered.volts();
  }

  @Test
  void aMovingFilterFillsItselfOnceAndThenTakesOne() {
    assertEquals(4, filter.conversions());
    assertEquals((1 + 2 + 3 + 6) / 4.0, read(1, 2, 3, 6));
    assertEquals(1, filter.conversions());
    assertEquals((2 + 3 + 6 + 5) / 4.0, read(5));
    assertEquals(1, taken);
  }

  @Test
  void aRepeatingFilterTakesAllEachTime() {
    part.ask("DFIL:TCON REP");
    assertEquals(2.5, read(1, 2, 3, 4));
    assertEquals(6.5, read(5, 6, 7, 8));
    assertEquals(4, filter.conversions());
  }

  @Test
  void withoutTheFilterAConversionIsAReading() {
    part.ask("DFIL OFF");
    assertEquals(1, filter.conversions());
    assertEquals(7, read(7, 8));
    assertEquals(1, taken);
  }

  /** Ten percent of 1 V: a step of 0.2 V begins again, and takes a full stack from there. */
  @Test
  void anInputThatLeavesTheWindowBeginsAgain() {
    part.ask("DFIL:WIND 10");
    assertEquals(0, read(0, 0, 0, 0));
    assertEquals(0.0125, read(0.05), 1e-15, "within the window");
    assertEquals(0.25, read(0.25), 1e-15);
    assertEquals(4, taken);
  }

  @Test
  void anInputThatNeverStaysGivesWhatTheStackHolds() {
    part.ask("DFIL:WIND 1");
    assertEquals(1, read(0, 1));
    assertEquals(40, taken, "ten fillings");
  }

  @Test
  void oneOverloadIsAnOverload() {
    assertEquals(DigitalFilter.OVERLOAD, read(0, DigitalFilter.OVERLOAD, 0, 0));
  }

  @Test
  void aSettingEmptiesItAndTheWindowDoesNot() {
    read(1, 1, 1, 1);
    part.ask("DFIL:WIND 5");
    assertEquals(1, filter.conversions());
    part.ask("DFIL:COUN 2");
    assertEquals(2, filter.conversions());
    filter.preset();
    assertEquals("1;10;0.01;MOV", part.ask("DFIL?;DFIL:COUN?;WIND?;TCON?"));
  }
}
