package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.simulator.chip.NineJunctions;

/** Other RF sources in the bench file, and nothing else changed: the chip rectifies the same. */
@Tag("any-jdk")
class RfRackTest {
  private static final double[] FREQUENCIES = {250e6, 330e6};
  private static final double[] POWERS = {40e-6, 25e-6};

  private static String text() {
    try {
      return Files.readString(Path.of("..", "experiments", "benches", "nine-junction.toml"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Voltages of the first two chains under both tones, V; none where there is no tone. */
  private static double[] rectified(BenchFile file) {
    SimulatedBench simulated = new SimulatedBench(file, 1);
    double[] voltages = new double[2];
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      ChipPorts ports = bench.ports();
      for (int input = 0; input < 2; input++) {
        ports.tone(input, FREQUENCIES[input], POWERS[input]);
      }
      ports.settle();
      assertFalse(simulated.atRest());
      Reading[] readings = ports.chainVoltages(0, 1);
      for (int chain = 0; chain < 2; chain++) {
        voltages[chain] = readings[chain].value();
      }
      assertEquals(Map.of(), bench.errorsInQueues());
    }
    assertTrue(simulated.atRest(), () -> "energised: " + simulated.energised());
    assertEquals(List.of(), simulated.queuedErrors());
    return voltages;
  }

  private static void assertSameChip(String rack) {
    double[] expected = rectified(NineJunctions.FILE);
    double[] found = rectified(BenchFile.parse(rack, "rack.toml"));
    for (int chain = 0; chain < 2; chain++) {
      assertTrue(Math.abs(expected[chain]) > 1e-4, "a voltage to compare");
      assertEquals(expected[chain], found[chain], 0.02 * Math.abs(expected[chain]));
    }
  }

  private static String with(String model) {
    return text().replace("\"SGS100A\"", '"' + model + '"');
  }

  @ParameterizedTest
  @ValueSource(strings = {"SMB100A", "N5171B", "N5173B", "N5181B", "N5183B", "E8257D"})
  void bothSourcesOfAModel(String model) {
    assertSameChip(with(model));
  }

  /** They take longer to settle, which is another line of the file. */
  @ParameterizedTest
  @ValueSource(strings = {"SG384", "SG386", "MG3692C"})
  void slowerModels(String model) {
    String rack = with(model).replaceFirst("(?m)^tone = 1e-3", "tone = 10e-3");
    assertSameChip(rack);
  }

  @Test
  void twoChannelsOnOneLine() {
    String one = with("SynthHD").replaceAll("(?s)\\[instruments\\.rf_2].*?\\n\\n", "");
    assertSameChip(
        one.replace("source = \"rf_1\"", "source = \"rf_1:1\"")
            .replace("source = \"rf_2\"", "source = \"rf_1:2\""));
  }
}
