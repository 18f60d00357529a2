package org.spinbench.simulator.instrument.sourcemeter;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Power;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Range;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Scale;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StandardError;

/**
 * Models with the command set of the 2450, with ranges and limits of each (reference manuals
 * 2450-901-01, pages 6-75 to 6-76, and 2461-901-01, pages 6-93 to 6-98). The steps of the ranges of
 * 7 V, 10 V, 4 A, 5 A, 7 A and 10 A of a 2461, and its combinations of voltage and current, are
 * unconfirmed.
 */
public enum Limits2450 {
  M2450(
      "02613340,1.7.12b",
      new Scale(
          Quantity.VOLTAGE,
          Rows.with(
              Rows.VOLTAGES,
              new Range(20e-3, 500e-9, 10e-9, 2e-4),
              new Range(200, 5e-3, 100e-6, 5e-4)),
          1.05,
          210,
          1.05,
          0.02,
          21),
      new Scale(
          Quantity.CURRENT,
          Rows.with(
              Rows.CURRENTS,
              new Range(10e-9, 500e-15, 10e-15, 15e-3),
              new Range(100e-9, 5e-12, 100e-15, 5e-3)),
          1.05,
          1.05,
          1.05,
          1e-9,
          105e-6),
      new Power(21, 1.05),
      new Power(210, 0.105)),
  M2461(
      "04351234,1.7.12b",
      new Scale(
          Quantity.VOLTAGE,
          Rows.with(
              Rows.VOLTAGES,
              new Range(7, 250e-6, 10e-6, 2e-4),
              new Range(10, 250e-6, 10e-6, 2e-4),
              new Range(100, 2.5e-3, 100e-6, 5e-4)),
          1.05,
          105,
          1.05,
          0.2,
          7.35),
      new Scale(
          Quantity.CURRENT,
          Rows.with(
              Rows.CURRENTS,
              new Range(4, 250e-6, 10e-6, 2e-4),
              new Range(5, 250e-6, 10e-6, 2e-4),
              new Range(7, 250e-6, 10e-6, 2e-4),
              new Range(10, 500e-6, 10e-6, 2e-4)),
          1.05,
          7.35,
          1.05,
          1e-6,
          105e-6),
      new Power(7.35, 7.35),
      new Power(10.5, 5.25),
      new Power(21, 4.2),
      new Power(105, 1.05));

  /** The ranges that all models have. */
  private static final class Rows {
    static final List<Range> VOLTAGES =
        List.of(
            new Range(200e-3, 5e-6, 100e-9, 2e-4),
            new Range(2, 50e-6, 1e-6, 2e-4),
            new Range(20, 500e-6, 10e-6, 2e-4));

    static final List<Range> CURRENTS =
        List.of(
            new Range(1e-6, 50e-12, 1e-12, 5e-4),
            new Range(10e-6, 500e-12, 10e-12, 3e-4),
            new Range(100e-6, 5e-9, 100e-12, 2e-4),
            new Range(1e-3, 50e-9, 1e-9, 2e-4),
            new Range(10e-3, 500e-9, 10e-9, 2e-4),
            new Range(100e-3, 5e-6, 100e-9, 2e-4),
            new Range(1, 50e-6, 1e-6, 2e-4));

    /** These and further ones, ascending. */
    static List<Range> with(List<Range> common, Range... more) {
      return Stream.concat(common.stream(), Stream.of(more))
          .sorted(Comparator.comparingDouble(Range::name))
          .toList();
    }
  }

  private final String firmware;
  private final SourceMeasureUnit.Model unit;

  Limits2450(String firmware, Scale voltage, Scale current, Power... powers) {
    this.firmware = firmware;
    unit =
        new SourceMeasureUnit.Model(
            voltage, current, List.of(powers), StandardError.SETTINGS_CONFLICT, 3, true);
  }

  /** Its source and meters. */
  SourceMeasureUnit.Model unit() {
    return unit;
  }

  /** The answer to {@code *IDN?}. */
  String identity() {
    return "KEITHLEY INSTRUMENTS,MODEL " + name().substring(1) + ',' + firmware;
  }
}
