package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FlickerLineTest {
  /** h = 1.86e9 Hz², whose line is 256 kHz wide in 10 ms, as computed apart from this project. */
  @Test
  void widthOfAReading() {
    assertEquals(256e3, FlickerLine.width(0, 1.86e9, 10e-3), 1e3);
    double longer = FlickerLine.width(0, 1.86e9, 1);
    double fx = Math.sqrt(1.86e9 * Math.PI * Math.PI / (8 * Math.log(2)));
    assertEquals(Math.sqrt(Math.log(fx) / Math.log(fx * 10e-3)), longer / 256e3, 0.01);
  }

  /** Shorter than 1/f_x no noise is slow enough to count. */
  @Test
  void withoutFlickerTheLineIsWhatItWas() {
    assertEquals(58e3, FlickerLine.width(58e3, 0, 1));
    assertEquals(58e3, FlickerLine.width(58e3, 1.86e9, 1e-6));
  }

  /** A Voigt profile of equal parts is 1.6376 times as wide as each. */
  @Test
  void bothPartsTogether() {
    double gaussian = FlickerLine.width(0, 1.86e9, 10e-3);
    double both = FlickerLine.width(gaussian, 1.86e9, 10e-3);
    assertEquals(1.6376, both / gaussian, 1e-3);
    assertTrue(both < 2 * gaussian);
  }
}
