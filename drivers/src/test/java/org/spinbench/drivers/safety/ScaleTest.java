package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.standin.Script;

final class ScaleTest {
  private static final Scale VOLTAGE = new Scale(Unit.VOLT, 1.05, 210, 1e-5, 0.2, 2, 20, 200);

  /** A meter that chooses its range may have left one before its over-range ends. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.2",
    "0.2, 0.2",
    "-0.2, 0.2",
    "0.2000001, 2",
    "-0.205, 2",
    "2, 2",
    "2.05, 20",
    "199, 200",
    "205, 200",
    "1000, 200"
  })
  void aReadingBelongsToTheSmallestRangeThatItIsNotBeyond(double volts, double range) {
    assertEquals(range, VOLTAGE.holding(volts));
  }

  @Test
  void aLevelMayGoOverItsRangeButNotOverAll() {
    assertEquals(0.21, VOLTAGE.most(0.2), 1e-15);
    assertEquals(210, VOLTAGE.most(200));
    assertEquals(36, new Scale(Unit.VOLT, 1.2, 36, 0, 30).most(30), "120 %");
    assertEquals(32, new Scale(Unit.VOLT, 1.2, 32, 0, 30).most(30), "but not more than it has");
  }

  @Test
  void itDeclaresWhatBelongsToIt() {
    Settings table = new Settings(new Script().session());
    NumberSetting level = VOLTAGE.level(table, ":LEV");
    assertEquals("voltage", level.name());
    assertEquals(210, level.maximum());
    assertEquals(-210, level.minimum());
    NumberSetting range = VOLTAGE.range(table, ":RANG");
    assertEquals(Unit.VOLT, range.unit());
    assertThrows(LimitException.class, () -> range.check(3));
    range.check(20);
    NumberSetting compliance = VOLTAGE.compliance(table, ":COMP", 0.02);
    assertEquals(0.02, compliance.minimum());
    assertEquals(1e-3, compliance.resolution());
    Scale amperes = new Scale(Unit.AMPERE, 1, 1, 0, 1);
    assertEquals("current", amperes.level(new Settings(new Script().session()), ":L").name());
    assertEquals(
        1e-6, amperes.compliance(new Settings(new Script().session()), ":C", 0).resolution());
  }
}
