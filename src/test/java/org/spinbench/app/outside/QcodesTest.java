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
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.Tone;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/**
 * QCoDeS's own drivers and its contributed ones, which others wrote, with the simulated models. The
 * pages of docs/outside-drivers.md say how many steps each takes and what it cannot do.
 */
@Tag("slow")
class QcodesTest {
  private static final double SPEED = 20;
  private static final double LOAD = 100;
  private static final SpectralLine TONE = new SpectralLine(1.2e9, 1e-6, 0);
  private static final List<String> MODULES =
      List.of("pyvisa_py", "qcodes.instrument", "qcodes.dataset");
  private static final List<String> WITH_CONTRIBUTED =
      List.of("pyvisa_py", "qcodes.instrument", "qcodes_contrib_drivers");

  private final PacedClock clock = new PacedClock(SPEED);

  @TempDir Path folder;

  /** Runs a driver against a new instrument, whose error queue is empty afterwards. */
  private SimulatedInstrument run(String model, Link link, String driver, List<String> modules)
      throws Exception {
    Outside.assumeModules(modules);
    Surroundings surroundings =
        new Surroundings(
            clock, RandomGeneratorFactory.of("L64X128MixRandom").create(1), true, () -> {});
    Connections joined =
        new Connections(
            input -> new Millivolt(),
            (from, to) -> List.of(TONE),
            (from, to) -> TONE.power(),
            output -> nanos -> new Resistor(LOAD));
    SimulatedInstrument instrument =
        SimulatedModel.of(model).orElseThrow().make(surroundings, joined);
    Servers.Instrument served = new Servers.Instrument("one", model, false, instrument.endpoint());
    try (Servers servers = new Servers(List.of(served), Servers.Ports.loopback())) {
      String resource = servers.instruments().get(0).resources().get(link).toString();
      String said = Outside.python(folder, "qcodes_drivers.py", modules, model, driver, resource);
      assertTrue(said.endsWith("all done\n"), said);
    }
    assertEquals(List.of(), instrument.queuedErrors());
    return instrument;
  }

  private void givesTheTone(String model, Link link, String driver, List<String> modules)
      throws Exception {
    Tone tone = run(model, link, driver, modules).rfOutputs().get(0).tone(clock.nanos());
    assertEquals(2.5e9, tone.frequency(), 1e-3);
    assertEquals(1e-3 * Math.pow(10, -0.75), tone.power(), 1e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "SGS100A, HISLIP, RohdeSchwarzSGS100A",
    "N5183B, HISLIP, KeysightN5183B",
    "N5173B, HISLIP, KeysightN5173B",
    "E8257D, VXI11, AgilentE8257D",
    "SG384, VXI11, SG384"
  })
  void aSourceGivesTheTone(String model, Link link, String driver) throws Exception {
    givesTheTone(model, link, driver, MODULES);
  }

  @ParameterizedTest
  @CsvSource({
    "GS200, VXI11, YokogawaGS200",
    "2400, VXI11, Keithley2400",
    "2450, HISLIP, Keithley2450",
    "2461, HISLIP, Keithley2450",
    "2602B, VXI11, Keithley2602B",
    "B2912A, HISLIP, KeysightB2962A"
  })
  void aSourceMeterMeasuresItsLoadAndIsOffAtTheEnd(String model, Link link, String driver)
      throws Exception {
    assertFalse(run(model, link, driver, MODULES).energised());
  }

  @ParameterizedTest
  @CsvSource({
    "N9030B, HISLIP, KeysightN9030B",
    "N9020B, HISLIP, KeysightN9030B",
    "34461A, HISLIP, Keysight34461A",
    "34465A, HISLIP, Keysight34465A",
    "SR830, VXI11, SR830",
    "SR860, VXI11, SR860",
    "336, SOCKET, LakeshoreModel336"
  })
  void anInstrumentMeasuresWhatIsAtItsInput(String model, Link link, String driver)
      throws Exception {
    run(model, link, driver, MODULES);
  }

  @ParameterizedTest
  @CsvSource({
    "QDAC-II, SOCKET, QDac2",
    "2182A, VXI11, Keithley2182A",
    "N9030B, HISLIP, Agilent_N9000A"
  })
  void aContributedDriverMeasures(String model, Link link, String driver) throws Exception {
    assertFalse(run(model, link, driver, WITH_CONTRIBUTED).energised());
  }

  @ParameterizedTest
  @CsvSource("SMB100A, HISLIP, RohdeSchwarz_SMB100A")
  void aContributedDriverGivesTheTone(String model, Link link, String driver) throws Exception {
    givesTheTone(model, link, driver, WITH_CONTRIBUTED);
  }
}
