package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;

/** The averaging filter by its commands; its stack has a test of its own. */
class AveragingFilterTest {
  private final PartPanel part = new PartPanel();
  private final AveragingFilter filter = new AveragingFilter(part.tree(), "AVERage");
  private int conversions;

  private double read(double... input) {
    conversions = 0;
    return filter
        .read(
            0,
            start ->
                new SourceMeasureUnit.Reading(
                    input[conversions++ % input.length], 0, 0, false, false, start + 1))
        .volts();
  }

  @Test
  void offItTakesOneConversion() {
    assertFalse(filter.on());
    assertEquals(3, read(3, 9));
    assertEquals(1, conversions);
  }

  @Test
  void aRepeatingFilterAveragesItsCount() {
    part.ask("AVER ON;AVER:COUN 4");
    assertTrue(filter.on());
    assertEquals(2.5, read(1, 2, 3, 4));
    assertEquals(4, conversions);
  }

  @Test
  void aChangeOfASettingEmptiesAMovingFilter() {
    part.ask("AVER ON;AVER:COUN 2;TCON MOV");
    assertEquals(1, read(1));
    assertEquals(3, read(5), "the mean of 1 and 5");
    part.ask("AVER:COUN 2");
    assertEquals(5, read(5));
  }

  @Test
  void aPresetSwitchesItOffWithTenRepeatedConversions() {
    part.ask("AVER ON;AVER:COUN 2;TCON MOV");
    filter.preset();
    assertEquals("0;10;REP", part.ask("AVER?;AVER:COUN?;TCON?"));
  }
}
