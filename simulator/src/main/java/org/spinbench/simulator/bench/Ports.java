package org.spinbench.simulator.bench;

import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.InstrumentEntry;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;

/**
 * The ports of the instruments of a bench, by what the bench file calls them. Each method receives
 * the purpose of the port for its error message.
 */
final class Ports {
  private final BenchFile file;
  private final Map<String, SimulatedInstrument> instruments;

  Ports(BenchFile file, Map<String, SimulatedInstrument> instruments) {
    this.file = file;
    this.instruments = instruments;
  }

  /** The model of that name, which an instrument of the file has. */
  static SimulatedModel model(String instrument, InstrumentEntry entry) {
    return SimulatedModel.of(entry)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "bench file: instruments."
                        + instrument
                        + ".model is "
                        + entry.model()
                        + ", which cannot be simulated; can be: "
                        + String.join(", ", SimulatedModel.names())));
  }

  RfOutput rfOutput(String text, String what) {
    Port port = Port.parse(text);
    return port.of(instrument(port, what).rfOutputs(), "RF output", what);
  }

  DcOutput dcOutput(String text, String what) {
    Port port = Port.parse(text);
    return port.of(instrument(port, what).dcOutputs(), "DC output", what);
  }

  /** The instrument of that name, which has an oscillator. */
  SimulatedInstrument oscillator(String text, String what) {
    Port port = Port.parse(text);
    SimulatedInstrument instrument = instrument(port, what);
    port.require(instrument.sine().isPresent() ? 1 : 0, "oscillator", what);
    return instrument;
  }

  void requireVoltageInput(String text, String what) {
    Port port = Port.parse(text);
    port.require(model(port, what).voltageInputs(), "voltage input", what);
  }

  /** A voltage input, or the output of a source meter, which reads the voltage at its terminals. */
  void requireVoltmeter(String text, String what) {
    if (model(Port.parse(text), what).readsTerminals()) {
      dcOutput(text, what);
    } else {
      requireVoltageInput(text, what);
    }
  }

  void requireSpectrumInput(String text, String what) {
    Port port = Port.parse(text);
    port.require(model(port, what).hasSpectrumInput() ? 1 : 0, "spectrum input", what);
  }

  void requirePowerInput(String text, String what) {
    Port port = Port.parse(text);
    port.require(model(port, what).hasPowerInput() ? 1 : 0, "power sensor", what);
  }

  void requireFieldInput(String text, String what) {
    Port port = Port.parse(text);
    port.require(model(port, what).hasFieldInput() ? 1 : 0, "field probe", what);
  }

  /** Whether there is a lock-in, whose output is joined to the pulse inputs of all RF sources. */
  boolean somebodyDrivesPulseInputs() {
    return file.instruments().entrySet().stream()
        .anyMatch(entry -> model(entry.getKey(), entry.getValue()).drivesPulseInputs());
  }

  private SimulatedInstrument instrument(Port port, String what) {
    entry(port, what);
    return instruments.get(port.instrument());
  }

  private SimulatedModel model(Port port, String what) {
    return model(port.instrument(), entry(port, what));
  }

  private InstrumentEntry entry(Port port, String what) {
    InstrumentEntry entry = file.instruments().get(port.instrument());
    if (entry == null) {
      throw port.wrong(what, "there is no such instrument");
    }
    return entry;
  }
}
