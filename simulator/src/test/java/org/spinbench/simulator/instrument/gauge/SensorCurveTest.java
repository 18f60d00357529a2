package org.spinbench.simulator.instrument.gauge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The curve of the diode at points of the printed table that it does not hold itself. */
class SensorCurveTest {
  @ParameterizedTest
  @CsvSource({
    "26, 1.115658",
    "35, 1.097216",
    "150, 0.889114",
    "175, 0.837138",
    "230, 0.718054",
    "273.15, 0.621141",
    "290, 0.582637"
  })
  void liesWithinFourMillivoltsOfTheTable(double kelvin, double volts) {
    assertEquals(volts, SensorCurve.voltage(kelvin), 4e-3);
  }

  @ParameterizedTest
  @CsvSource({"310, 290", "30, 4.2", "4.2, 1.4", "1.4, 1"})
  void fallsAsItWarms(double warm, double cold) {
    assertEquals(1, Math.signum(SensorCurve.voltage(cold) - SensorCurve.voltage(warm)));
  }
}
