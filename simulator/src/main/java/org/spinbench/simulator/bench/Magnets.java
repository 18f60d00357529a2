package org.spinbench.simulator.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.simulator.chip.Magnet;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.FieldInput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.TerminalLoad;

/**
 * The magnets of a bench: coils at sources, and the field at the probes of gaussmeters, which is
 * proportional to the currents.
 */
final class Magnets {
  private final List<Magnet> magnets;
  private final Map<String, SimulatedInstrument> instruments;

  /**
   * @param instruments of the bench by name; may be added later
   */
  Magnets(List<Magnet> magnets, Map<String, SimulatedInstrument> instruments) {
    this.magnets = magnets;
    this.instruments = instruments;
  }

  /**
   * Requires that every source and every gaussmeter exists.
   *
   * @throws IllegalArgumentException naming one that does not
   */
  void check(Ports ports) {
    for (Magnet magnet : magnets) {
      ports.dcOutput(magnet.source(), "source of a magnet");
      ports.requireFieldInput(magnet.gaussmeter(), "gaussmeter in a magnet");
    }
  }

  /** The coils at an output of an instrument, if it feeds a magnet. */
  Optional<TerminalLoad> coils(String instrument, int output) {
    return magnets.stream()
        .filter(magnet -> Port.parse(magnet.source()).equals(port(magnet, instrument, output)))
        .findFirst()
        .map(magnet -> new Resistor(magnet.resistance()))
        .map(coils -> nanos -> coils);
  }

  private static Port port(Magnet magnet, String instrument, int output) {
    return new Port(instrument, output, Port.parse(magnet.source()).numbered());
  }

  /** The field at the probe of a gaussmeter. */
  FieldInput at(String gaussmeter) {
    return nanos ->
        magnets.stream()
            .filter(magnet -> magnet.gaussmeter().equals(gaussmeter))
            .mapToDouble(magnet -> magnet.teslaPerAmpere() * current(magnet, nanos))
            .sum();
  }

  private double current(Magnet magnet, long nanos) {
    Port port = Port.parse(magnet.source());
    DcOutput output = instruments.get(port.instrument()).dcOutputs().get(port.number() - 1);
    return new Resistor(magnet.resistance()).under(output.level(nanos)).current();
  }
}
