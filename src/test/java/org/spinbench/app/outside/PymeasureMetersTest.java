package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/**
 * PyMeasure's own drivers of voltmeters and lock-ins, which others wrote, with the simulated
 * models.
 */
@Tag("slow")
class PymeasureMetersTest {
  private static final double SPEED = 20;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"34461A, SOCKET", "2182A, SOCKET", "SR830, VXI11", "SR860, SOCKET"})
  void anUnchangedDriverSetsAsksAndMeasures(String model, Link link) throws Exception {
    Surroundings surroundings =
        new Surroundings(
            new PacedClock(SPEED),
            RandomGeneratorFactory.of("L64X128MixRandom").create(1),
            true,
            () -> {});
    Connections none = Connections.NONE;
    Connections joined =
        new Connections(input -> new Millivolt(), none.spectrum(), none.power(), none.loads());
    SimulatedInstrument meter = SimulatedModel.of(model).orElseThrow().make(surroundings, joined);
    Servers.Instrument served = new Servers.Instrument("meter", model, false, meter.endpoint());
    try (Servers servers = new Servers(List.of(served), Servers.Ports.loopback())) {
      String resource = servers.instruments().get(0).resources().get(link).toString();
      List<String> modules = List.of("pyvisa_py", "pymeasure");
      String said = Outside.python(folder, "pymeasure_meters.py", modules, model, resource);
      assertTrue(said.endsWith("all done\n"), said);
    }
    assertEquals(List.of(), meter.queuedErrors());
  }
}
