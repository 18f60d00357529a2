package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.bench.VirtualClock;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/**
 * Example scripts of makers, unchanged, with the simulated models. Their repositories are not part
 * of this one: the property {@code spinbench.makers} names the folder with both (see
 * docs/outside-drivers.md). Without it these tests are skipped.
 */
@Tag("slow")
class MakersScriptsTest {
  private static final double SPEED = 20;
  private static final double LOAD = 100;
  private static final SpectralLine TONE = new SpectralLine(3.0e9, 1e-6, 0);
  private static final String FOLDER = System.getProperty("spinbench.makers", "");

  @TempDir Path folder;

  private static Path file(String script) {
    Path file = Path.of(FOLDER, script);
    Assumptions.assumeTrue(
        !FOLDER.isEmpty() && Files.exists(file),
        () -> "needs -Dspinbench.makers=FOLDER with " + script);
    return file;
  }

  private static SimulatedInstrument instrument(String model, BenchClock clock) {
    Surroundings surroundings =
        new Surroundings(
            clock, RandomGeneratorFactory.of("L64X128MixRandom").create(1), true, () -> {});
    Connections joined =
        new Connections(
            Connections.NONE.voltages(),
            (from, to) -> List.of(TONE),
            (from, to) -> TONE.power(),
            output -> nanos -> new Resistor(LOAD));
    return SimulatedModel.of(model).orElseThrow().make(surroundings, joined);
  }

  private SimulatedInstrument run(String model, Link link, String script, List<String> modules)
      throws Exception {
    Path file = file(script);
    SimulatedInstrument instrument = instrument(model, new PacedClock(SPEED));
    Servers.Instrument served = new Servers.Instrument("one", model, false, instrument.endpoint());
    try (Servers servers = new Servers(List.of(served), Servers.Ports.loopback())) {
      String resource = servers.instruments().get(0).resources().get(link).toString();
      String said =
          Outside.python(
              folder,
              "run_script.py",
              modules,
              Double.toString(SPEED),
              resource,
              file.toAbsolutePath().toString());
      assertTrue(said.endsWith("all done\n"), said);
    }
    assertEquals(List.of(), instrument.queuedErrors());
    return instrument;
  }

  /** Scripts of Rohde &amp; Schwarz, which look at the error queue after every message. */
  @ParameterizedTest
  @CsvSource({
    "SMB100A, SignalGenerators/Python/RsInstrument/RsInstrument_SMB_Basic_Example.py",
    "SMB100A, Misc/Python/RsInstrument/RsInstrument_HelloWorld_Example.py",
    "FSW, SpectrumAnalyzers/Python/RsInstrument/RsInstrument_FSW_Example.py",
    "FSV, SpectrumAnalyzers/Python/RsInstrument/RsInstrument_FSW_Example.py",
    "FSV, SpectrumAnalyzers/Python/RsInstrument/RsInstrument_FSVA_limit_lines_example.py",
    "NRP, Powersensors/Python/RsInstrument/RsInstrument_NrpZ_Example.py"
  })
  void anExampleOfRohdeAndSchwarzRuns(String model, String script) throws Exception {
    run(model, Link.VXI11, "Examples/" + script, List.of("pyvisa_py", "RsInstrument"));
  }

  /** Scripts of Keithley, which leave the output off. */
  @ParameterizedTest
  @CsvSource({
    "2400, Series_2400/01_Series_2400_Voltage_List_Sweep_Example_01.py",
    "2450, Series_2400_Graphical/2450-SMU/Measuring_Low_Resistance_Devices/Measuring_Low_Resistance_Devices_SCPI.py",
    "2461, Series_2400_Graphical/2460-SMU/Measuring_Low_Resistance_Devices/Measuring_Low_Resistance_Devices_SCPI.py",
    "2461, Series_2400_Graphical/2460-SMU/Rechargeable_Battery_Measurements/Rechargeable_Battery_Measurements_SCPI.py"
  })
  void anExampleOfKeithleyRuns(String model, String script) throws Exception {
    assertFalse(
        run(model, Link.SOCKET, "keithley/Instrument_Examples/" + script, List.of("pyvisa_py"))
            .energised());
  }

  /** Scripts in the language of the 2600 series, each loaded and run. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2602/ASimpleTest/main",
        "26xxA_Check_for_Overrun",
        "Pulsed_Sweep/KE26XXB_Pulsed_Sweep_Dual",
        "Pulsed_Sweep/KE26XXB_Pulsed_Sweep_Quad",
        "Pulsed_Sweep/KE26XXB_Pulsed_Sweep_Single",
        "Sweeps/KE26XXB_AC_Waveform_Sweep",
        "Sweeps/KE26XXB_DC_Sweeps",
        "Tutorials/DigitalIO/readbit",
        "Tutorials/DigitalIO/readport",
        "Tutorials/DigitalIO/writebit",
        "Tutorials/DigitalIO/writeport",
        "Tutorials/DigitalIO/writeprotect",
        "Tutorials/Display/DisplayScreen",
        "Tutorials/Display/DisplayTrigger",
        "Tutorials/Format/formatbyteorder",
        "Tutorials/Format/formatdata",
        "Tutorials/Format/formatprecision",
        "Tutorials/Loops/Repeat_Until",
        "Tutorials/Loops/While",
        "Tutorials/Math/ArcCos",
        "Tutorials/Math/ArcSin",
        "Tutorials/Math/BasicMath",
        "Tutorials/Math/DegtoRad",
        "Tutorials/Math/Log",
        "Tutorials/Math/Modulo Math",
        "Tutorials/Math/Random Noise Generator",
        "Tutorials/Math/Sine Waveform Generator",
        "Tutorials/Math/Trigonometry",
        "Tutorials/Save_Setups/setup_poweron",
        "Tutorials/Tables/ReadingsTable",
        "Tutorials/Tables/basicTableSweep",
        "Tutorials/Tables/multiFunctionSweep",
        "Tutorials/beeper",
        "Tutorials/bit",
        "Tutorials/delay",
        "Tutorials/logical_Operators",
        "Tutorials/makegetter",
        "Tutorials/makesetter",
        "Tutorials/printNumber",
        "Tutorials/strings"
      })
  void anExampleInTheLanguageOfThe2600Runs(String script) throws Exception {
    Path file = file("keithley/Instrument_Examples/Series_2600/" + script + ".tsp");
    SimulatedInstrument meter = instrument("2602B", new VirtualClock());
    String text = Files.readString(file, StandardCharsets.ISO_8859_1).replace("\r", "");
    for (String message : List.of("loadscript outside\n" + text + "\nendscript", "outside()")) {
      meter.endpoint().write(message.getBytes(StandardCharsets.ISO_8859_1));
      meter.endpoint().read();
    }
    assertEquals(List.of(), meter.queuedErrors());
  }
}
