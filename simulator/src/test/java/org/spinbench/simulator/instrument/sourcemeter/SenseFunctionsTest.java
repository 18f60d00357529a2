package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;

/** What a 2400 measures, by its commands. */
class SenseFunctionsTest {
  private final PartPanel part = new PartPanel();
  private final SenseFunctions functions = new SenseFunctions();

  @BeforeEach
  void declare() {
    functions.declare(part.tree());
  }

  @Test
  void severalAreMeasuredAtOnce() {
    assertEquals("\"CURR:DC\"", part.ask("FUNC?"));
    part.ask("FUNC 'VOLT','RES'");
    assertEquals("\"VOLT:DC\",\"CURR:DC\",\"RES\"", part.ask("FUNC?"));
    part.ask("FUNC:OFF 'VOLTAGE:DC','CURR'");
    assertEquals("\"RES\"", part.ask("FUNC?"));
    assertTrue(functions.measures(MeasureFunction.VOLT), "resistance takes both");
    part.ask("FUNC:OFF:ALL");
    assertEquals("\"\"", part.ask("FUNC?"));
    part.ask("FUNC:ALL");
    assertEquals(7 << 11, functions.bits(11));
  }

  @Test
  void withoutConcurrentMeasurementsThereIsOne() {
    part.ask("FUNC:CONC OFF");
    assertEquals("\"VOLT:DC\"", part.ask("FUNC?"), "voltage first");
    assertEquals(-221, part.error("FUNC 'VOLT','CURR'"));
    part.ask("FUNC 'CURR'");
    assertFalse(functions.measures(MeasureFunction.VOLT));
    assertEquals(1 << 12, functions.bits(11));
    functions.preset();
    assertEquals("1;\"CURR:DC\"", part.ask("FUNC:CONC?;:FUNC?"));
  }

  @Test
  void anotherNameIsRefused() {
    assertEquals(-224, part.error("FUNC 'POW'"));
  }
}
