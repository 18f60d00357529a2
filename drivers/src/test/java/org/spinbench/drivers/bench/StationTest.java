package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spinbench.drivers.instrument.role.SourceFunction.CURRENT;
import static org.spinbench.drivers.instrument.role.SourceFunction.VOLTAGE;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFileException;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.standin.StandInBench;

/** What the small bench's card wants of its sources: 9 mA in 50 ohms, 8 mA in 1000 ohms. */
final class StationTest {
  private final BenchFile file = BenchFile.parse(StandInBench.TOML, "small.toml");

  private static void assertClose(Station expected, Station actual) {
    assertEquals(expected.ramp().step(), actual.ramp().step(), 1e-15);
    assertEquals(expected.ramp().slew(), actual.ramp().slew(), 1e-9);
    assertEquals(expected.compliance(), actual.compliance(), 1e-12);
  }

  @Test
  void aNeuronIsKeptWithinItsAbsoluteVoltageAndItsCurrent() {
    assertClose(new Station(new Ramp(0.45e-3, 200), 0.8), Station.of(file, "bias_1", CURRENT));
    assertClose(new Station(new Ramp(22.5e-3, 10e3), 9e-3), Station.of(file, "bias_1", VOLTAGE));
  }

  @Test
  void aFieldLineIsKeptWithinItsCurrent() {
    assertClose(new Station(new Ramp(0.4e-3, 10), 9.6), Station.of(file, "field", CURRENT));
    assertClose(new Station(new Ramp(0.4, 10e3), 8e-3), Station.of(file, "field", VOLTAGE));
    assertTrue(SourceName.biasesNeuron(file, "bias_2"));
    assertFalse(SourceName.biasesNeuron(file, "field"));
  }

  @Test
  void theBenchFileChoosesWhatAModelCanDo() {
    assertEquals(Optional.empty(), file.instruments().get("bias_1").source());
    BenchFile chosen = with("current");
    assertEquals(Optional.of(CURRENT), chosen.instruments().get("bias_1").source());
    BenchFileException cannot = assertThrows(BenchFileException.class, () -> with("voltage"));
    assertEquals(
        "small.toml, line 14: instruments.bias_1.source: GS200 can be a source of current only",
        cannot.getMessage());
    BenchFileException unknown = assertThrows(BenchFileException.class, () -> with("power"));
    assertTrue(
        unknown.getMessage().contains("one of current, voltage is expected"), unknown.getMessage());
    BenchFileException none =
        assertThrows(
            BenchFileException.class,
            () ->
                BenchFile.parse(
                    StandInBench.TOML.replace(
                        "model = \"N9030B\"", "model = \"N9030B\"\nsource = \"current\""),
                    "small.toml"));
    assertTrue(
        none.getMessage().endsWith("N9030B is not a bias source; omit this key"),
        none.getMessage());
  }

  private static BenchFile with(String source) {
    return BenchFile.parse(
        StandInBench.TOML.replaceFirst(
            "model = \"GS200\"", "model = \"GS200\"\nsource = \"" + source + "\""),
        "small.toml");
  }
}
