package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/** PyMeasure's own drivers of sources, which others wrote, with the simulated models. */
@Tag("slow")
class PymeasureSourcesTest {
  private static final double LOAD = 100;
  private static final double SPEED = 20;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"2400", "2450", "2602B", "6221", "GS200"})
  void setsAsksAndMeasures(String model) throws Exception {
    Surroundings surroundings =
        new Surroundings(
            new PacedClock(SPEED),
            RandomGeneratorFactory.of("L64X128MixRandom").create(1),
            true,
            () -> {});
    Connections loaded =
        new Connections(
            Connections.NONE.voltages(),
            Connections.NONE.spectrum(),
            Connections.NONE.power(),
            output -> nanos -> new Resistor(LOAD));
    SimulatedInstrument instrument =
        SimulatedModel.of(model).orElseThrow().make(surroundings, loaded);
    Connections measured =
        new Connections(
            input -> (from, to) -> LOAD * level(instrument, (from + to) / 2),
            Connections.NONE.spectrum(),
            Connections.NONE.power(),
            Connections.NONE.loads());
    SimulatedInstrument meter =
        SimulatedModel.of("2182A").orElseThrow().make(surroundings, measured);
    meter.nanovoltmeter().ifPresent(instrument::attach);
    Servers.Instrument served =
        new Servers.Instrument("source", model, false, instrument.endpoint());
    try (Servers servers = new Servers(List.of(served), Servers.Ports.loopback())) {
      ResourceName resource = servers.instruments().get(0).resources().get(Link.SOCKET);
      String said =
          Outside.python(
              folder,
              "pymeasure_sources.py",
              List.of("pyvisa_py", "pymeasure"),
              model,
              resource.toString(),
              Double.toString(LOAD));
      assertTrue(said.endsWith("all done\n"), said);
    }
    assertEquals(List.of(), instrument.queuedErrors());
    assertFalse(instrument.energised());
  }

  private static double level(SimulatedInstrument source, long nanos) {
    return source.dcOutputs().get(0).level(nanos).value();
  }
}
