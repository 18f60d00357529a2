package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.Tone;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/** PyMeasure's own drivers of RF sources, which others wrote, with the simulated models. */
@Tag("slow")
class PymeasureRfTest {
  private static final double SPEED = 20;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"E8257D", "N5183B", "MG3692C", "SG384"})
  void anUnchangedDriverSetsAsksAndGivesTheTone(String model) throws Exception {
    PacedClock clock = new PacedClock(SPEED);
    Surroundings surroundings =
        new Surroundings(
            clock, RandomGeneratorFactory.of("L64X128MixRandom").create(1), true, () -> {});
    SimulatedInstrument source =
        SimulatedModel.of(model).orElseThrow().make(surroundings, Connections.NONE);
    Servers.Instrument served = new Servers.Instrument("rf", model, false, source.endpoint());
    try (Servers servers = new Servers(List.of(served), Servers.Ports.loopback())) {
      String resource = servers.instruments().get(0).resources().get(Link.SOCKET).toString();
      List<String> modules = List.of("pyvisa_py", "pymeasure");
      String said = Outside.python(folder, "pymeasure_rf.py", modules, model, resource);
      assertTrue(said.endsWith("all done\n"), said);
    }
    Tone tone = source.rfOutputs().get(0).tone(clock.nanos());
    assertEquals(2.5e9, tone.frequency(), 1e-3);
    assertEquals(1e-3 * Math.pow(10, -0.75), tone.power(), 1e-9);
    assertEquals(List.of(), source.queuedErrors());
  }
}
