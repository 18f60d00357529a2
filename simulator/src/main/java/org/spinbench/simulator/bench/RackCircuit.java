package org.spinbench.simulator.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.spinbench.simulator.chip.RackLayout;
import org.spinbench.simulator.chip.Simulation.Monitor;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.VoltageInput;

/**
 * What is joined to the instruments of a bench without a chip: a resistor at every DC output, whose
 * first one all voltage inputs see, and a combiner from all RF outputs to every analyzer and power
 * meter.
 */
final class RackCircuit {
  /** Moments of a reading whose levels are averaged. */
  private static final int MOMENTS = 8;

  private final Map<String, SimulatedInstrument> instruments;
  private final Magnets magnets;
  private final Resistor load;
  private final double lossDb;

  /**
   * @param instruments of the bench by name; may be added later
   */
  RackCircuit(RackLayout rack, Magnets magnets, Map<String, SimulatedInstrument> instruments) {
    this.instruments = instruments;
    this.magnets = magnets;
    load = new Resistor(rack.load());
    lossDb = rack.lossDb();
  }

  /** The paths from RF outputs to analyzers and power meters. */
  Map<RfOutput, Monitor> monitors() {
    Map<RfOutput, Monitor> monitors = new LinkedHashMap<>();
    instruments.forEach(
        (name, one) ->
            one.rfOutputs().forEach(output -> monitors.put(output, new Monitor(name, lossDb, 0))));
    return monitors;
  }

  /** What the ports of an instrument are joined to. */
  Connections connections(String name, Supplier<SimulatedWiring> wiring) {
    return new Connections(
        input -> voltage(name),
        (from, to) -> wiring.get().lines(from, to),
        (from, to) -> power(wiring.get(), from, to),
        output -> magnets.coils(name, output).orElse(nanos -> load),
        magnets.at(name));
  }

  private double power(SimulatedWiring wiring, long from, long to) {
    return monitors().entrySet().stream()
        .mapToDouble(
            path ->
                wiring.power(path.getKey(), from, to)
                    * path.getValue().gain(path.getKey().tone(to).frequency()))
        .sum();
  }

  private VoltageInput voltage(String name) {
    return new VoltageInput() {
      @Override
      public double mean(long from, long to) {
        return first().map(output -> RackCircuit.this.mean(output, from, to)).orElse(0.0);
      }

      @Override
      public double harmonic(long from, long to) {
        Sine sine = instruments.get(name).sine().orElse(null);
        return sine == null ? 0 : sine.peak() * sine.share(load.resistance()) / Math.sqrt(2);
      }
    };
  }

  private Optional<DcOutput> first() {
    return instruments.values().stream().flatMap(one -> one.dcOutputs().stream()).findFirst();
  }

  private double mean(DcOutput output, long from, long to) {
    double sum = 0;
    for (int k = 0; k < MOMENTS; k++) {
      long moment = from + Math.round((to - from) * (k + 0.5) / MOMENTS);
      sum += load.under(output.level(moment)).voltage() / MOMENTS;
    }
    return sum;
  }
}
