package org.spinbench.drivers.lakeshore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.standin.Script;

final class Model425Test {
  private final Script script = new Script(Model425.DIALECT, "LSCI,MODEL425,4250022,1.0");
  private final Model425 gaussmeter = new Model425(script.session());

  /** One gauss is 0.1 mT, 1 Oe in vacuum the same, 1 A/m is 4π 10⁻⁷ T to nine digits. */
  @ParameterizedTest
  @CsvSource({
    "1, +123.456E+00, 12.3456e-3",
    "2, -012.345E-03, -12.345e-3",
    "3, +001.000E+03, 0.1",
    "4, +100.000E+03, 0.1256637061"
  })
  void readsTeslaInEveryUnitOfTheDisplay(int unit, String answer, double tesla) {
    script.query("UNIT?", Integer.toString(unit)).query("RDGFIELD?", answer);
    Reading reading = gaussmeter.read("field");
    script.done();
    assertEquals(tesla, reading.value(), 1e-9 * Math.abs(tesla));
    assertEquals(Unit.TESLA, reading.unit());
  }

  @Test
  void theUncertaintyIsThatOfTheLastDigit() {
    script.query("UNIT?", "1").query("RDGFIELD?", "+123.456E+00");
    assertEquals(1e-7 / Math.sqrt(12), gaussmeter.read("field").uncertainty(), 1e-14);
  }

  @Test
  void anAnswerThatIsNoFieldIsRefused() {
    script.query("UNIT?", "1").query("RDGFIELD?", "OL");
    assertThrows(SettingException.class, () -> gaussmeter.read("field"));
  }
}
