package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/**
 * PyMeasure's drivers of spectrum analyzers, which others wrote for other models of the same
 * makers, with simulated ones that understand the same language.
 */
@Tag("slow")
class PymeasureAnalyzersTest {
  private static final RandomGenerator RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom").create(1);

  /** A tone that every script looks for. */
  private static final SpectralLine TONE = new SpectralLine(1.2e9, 1e-6, 0);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "FSV, pymeasure_fsl.py", "FSW, pymeasure_fsl.py",
    "N9020B, pymeasure_e4408b.py", "N9030B, pymeasure_e4408b.py"
  })
  void anUnchangedDriverMeasures(String model, String script) throws Exception {
    Connections tone =
        new Connections(
            Connections.NONE.voltages(),
            (from, to) -> List.of(TONE),
            Connections.NONE.power(),
            Connections.NONE.loads());
    SimulatedInstrument analyzer =
        SimulatedModel.of(model)
            .orElseThrow()
            .make(new Surroundings(new PacedClock(20), RANDOM, true, () -> {}), tone);
    List<Servers.Instrument> served =
        List.of(new Servers.Instrument("analyzer", model, false, analyzer.endpoint()));
    try (Servers servers = new Servers(served, Servers.Ports.loopback())) {
      String resource = servers.instruments().get(0).resources().get(Link.SOCKET).toString();
      List<String> modules = List.of("pyvisa_py", "pymeasure", "pandas");
      String said = Outside.python(folder, script, modules, resource);
      assertTrue(said.endsWith("all done\n"), said);
    }
    assertEquals(List.of(), analyzer.queuedErrors());
  }
}
