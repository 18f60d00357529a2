package org.spinbench.simulator.instrument.sourcemeter;

import java.util.List;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Power;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Range;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Scale;
import org.spinbench.simulator.scpi.DeviceError;
import org.spinbench.simulator.scpi.Quantity;

/** Ranges and limits of a 2400. */
final class Limits2400 {
  private static final DeviceError POWER_LIMIT =
      DeviceError.device(826, "Attempt to exceed power limit");

  /**
   * Name, step and noise of ranges: programming resolution and default resolution of the data
   * sheet.
   */
  private static final Scale VOLTAGE =
      new Scale(
          Quantity.VOLTAGE,
          List.of(
              new Range(0.2, 5e-6, 1e-6, 1e-4),
              new Range(2, 50e-6, 10e-6, 1e-4),
              new Range(20, 500e-6, 100e-6, 1e-4),
              new Range(200, 5e-3, 1e-3, 1e-4)),
          1.05,
          210,
          1.055,
          0.2e-3,
          21);

  private static final Scale CURRENT =
      new Scale(
          Quantity.CURRENT,
          List.of(
              new Range(1e-6, 50e-12, 10e-12, 3e-3),
              new Range(10e-6, 500e-12, 100e-12, 5e-4),
              new Range(100e-6, 5e-9, 1e-9, 2e-4),
              new Range(1e-3, 50e-9, 10e-9, 1e-4),
              new Range(10e-3, 500e-9, 100e-9, 1e-4),
              new Range(100e-3, 5e-6, 1e-6, 1e-4),
              new Range(1, 50e-6, 10e-6, 1e-4)),
          1.05,
          1.05,
          1.055,
          1e-9,
          105e-6);

  static final SourceMeasureUnit.Model MODEL =
      new SourceMeasureUnit.Model(
          VOLTAGE,
          CURRENT,
          List.of(new Power(21, 1.05), new Power(210, 0.105)),
          POWER_LIMIT,
          3,
          true);

  private Limits2400() {}
}
