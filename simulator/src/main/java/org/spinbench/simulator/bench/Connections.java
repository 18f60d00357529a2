package org.spinbench.simulator.bench;

import java.util.List;
import java.util.function.IntFunction;
import org.spinbench.simulator.instrument.FieldInput;
import org.spinbench.simulator.instrument.PowerInput;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.TerminalLoad;
import org.spinbench.simulator.instrument.VoltageInput;

/**
 * What a bench has joined to the ports of one instrument. Ports count from 1.
 *
 * @param voltages by voltage input
 * @param spectrum at the RF input of an analyzer
 * @param power at the sensor of a power meter
 * @param loads by DC output
 * @param field at the probe of a gaussmeter
 */
public record Connections(
    IntFunction<VoltageInput> voltages,
    SpectrumInput spectrum,
    PowerInput power,
    IntFunction<TerminalLoad> loads,
    FieldInput field) {
  /** Nothing is joined: shorted voltage inputs, no RF, open outputs, no field. */
  public static final Connections NONE =
      new Connections(
          input -> (from, to) -> 0,
          (from, to) -> List.of(),
          (from, to) -> 0,
          output -> TerminalLoad.OPEN);

  /** Connections without a field. */
  public Connections(
      IntFunction<VoltageInput> voltages,
      SpectrumInput spectrum,
      PowerInput power,
      IntFunction<TerminalLoad> loads) {
    this(voltages, spectrum, power, loads, nanos -> 0);
  }
}
