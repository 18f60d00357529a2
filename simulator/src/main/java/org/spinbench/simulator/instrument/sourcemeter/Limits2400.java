package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Power;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Range;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Scale;
import org.spinbench.simulator.scpi.DeviceError;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

/**
 * The models of the 2400 series, with ranges and limits of each (user's manual 2400S-900-01, pages
 * 18-62 to 18-78; steps: programming resolution of the data sheets; noise: their default resolution
 * at 1 PLC).
 */
public enum Limits2400 {
  M2400(volts(210, 5e-3, 0.2, 2, 20, 200), amperes(1.05), 2.1e8, at(21, 1.05), at(210, 0.105)),
  M2401(volts(21, 500e-6, 0.2, 2, 20), amperes(1.05), 2.1e8, at(21, 1.05)),
  M2410(
      volts(1100, 50e-3, 0.2, 2, 20, 1000),
      amperes(1.05, 1e-6, 10e-6, 100e-6, 1e-3, 20e-3, 100e-3, 1),
      2.1e8,
      at(21, 1.05),
      at(1100, 0.021)),
  M2420(
      volts(63, 1.5e-3, 0.2, 2, 20, 60),
      amperes(3.15, 10e-6, 100e-6, 1e-3, 10e-3, 100e-3, 1, 3),
      2.1e7,
      at(21, 3.15),
      at(63, 1.05));

  private final SourceMeasureUnit.Model unit;
  private final NumberRange ohms;

  Limits2400(Scale voltage, Scale current, double mostOhms, Power... powers) {
    unit = new SourceMeasureUnit.Model(voltage, current, List.of(powers), powerLimit(), 3, true);
    ohms = new NumberRange(Quantity.RESISTANCE, 0, mostOhms, 2.1e5);
  }

  /** Made before the constants of an enumeration are. */
  private static DeviceError powerLimit() {
    return DeviceError.device(826, "Attempt to exceed power limit");
  }

  private static Power at(double volts, double amperes) {
    return new Power(volts, amperes);
  }

  private static Scale volts(double most, double lastStep, double... names) {
    List<Range> ranges = new ArrayList<>();
    for (double name : names) {
      boolean last = name == names[names.length - 1];
      ranges.add(new Range(name, last ? lastStep : name / 40_000, name * 5e-6, 1e-4));
    }
    return new Scale(Quantity.VOLTAGE, ranges, 1.05, most, 1.055, 0.2e-3, 21);
  }

  private static Scale amperes(double most, double... names) {
    double[] all = names.length > 0 ? names : new double[] {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1};
    List<Range> ranges = new ArrayList<>();
    for (double name : all) {
      double settling = name < 5e-6 ? 3e-3 : name < 50e-6 ? 5e-4 : name < 5e-4 ? 2e-4 : 1e-4;
      ranges.add(new Range(name, name > 1 ? 50e-6 : name / 20_000, name * 1e-5, settling));
    }
    return new Scale(Quantity.CURRENT, ranges, 1.05, most, 1.055, 1e-3 * all[0], 105e-6);
  }

  /** Its source and meters. */
  SourceMeasureUnit.Model unit() {
    return unit;
  }

  /** The ranges of resistance. */
  NumberRange ohms() {
    return ohms;
  }

  /** The answer to {@code *IDN?}, without serial number and firmware. */
  String identity() {
    return "KEITHLEY INSTRUMENTS INC.,MODEL " + name().substring(1);
  }
}
