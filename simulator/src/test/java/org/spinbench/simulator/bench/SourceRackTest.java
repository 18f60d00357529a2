package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.NineJunctions;

/**
 * Other sources of bias in the bench file, and nothing else changed: the chip gets the same
 * currents.
 */
@Tag("any-jdk")
class SourceRackTest {
  private static final Path FILE = Path.of("..", "experiments", "benches", "nine-junction.toml");
  private static final double[] BIASES = {6e-3, 5.5e-3, 6.5e-3};
  private static final double TOLERANCE = 0.02;

  @TempDir Path folder;

  /**
   * Replaces the sources of the three neurons: instrument of each, and model of each instrument.
   */
  private BenchFile rack(List<String> biases, Map<String, String> models) throws IOException {
    String text = Files.readString(FILE);
    for (int neuron = 1; neuron <= 3; neuron++) {
      text = text.replaceAll("(?s)\\[instruments\\.bias_" + neuron + "].*?\\n\\n", "");
      text =
          text.replace(
              "bias = \"bias_" + neuron + "\"", "bias = \"" + biases.get(neuron - 1) + "\"");
    }
    StringBuilder instruments = new StringBuilder();
    new TreeMap<>(models)
        .forEach(
            (name, model) ->
                instruments
                    .append("[instruments." + name + "]\n")
                    .append("model = \"" + model + "\"\n")
                    .append("resource = \"INPROC::" + name + "::INSTR\"\n")
                    .append("limits.current = { min = 0.0, max = 9e-3 }\n\n"));
    Path file = folder.resolve("rack.toml");
    Files.writeString(
        file, text.replace("[instruments.field]", instruments + "[instruments.field]"));
    return BenchFile.read(file);
  }

  /** What the neurons emit under these biases, W. */
  private static double[] emissions(BenchFile file) {
    SimulatedBench simulated = new SimulatedBench(file, 1);
    double[] emitted = new double[BIASES.length];
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      for (int neuron = 0; neuron < BIASES.length; neuron++) {
        bench.ports().bias(neuron, BIASES[neuron]);
      }
      bench.ports().settle();
      assertFalse(simulated.atRest());
      for (int neuron = 0; neuron < BIASES.length; neuron++) {
        emitted[neuron] = bench.ports().emittedPower(neuron).value();
      }
      assertEquals(Map.of(), bench.errorsInQueues());
    }
    assertTrue(simulated.atRest(), () -> "energised: " + simulated.energised());
    assertEquals(List.of(), simulated.queuedErrors());
    return emitted;
  }

  private static void assertSameChip(BenchFile rack) {
    double[] expected = emissions(NineJunctions.FILE);
    double[] found = emissions(rack);
    for (int neuron = 0; neuron < BIASES.length; neuron++) {
      double relative = Math.abs(found[neuron] / expected[neuron] - 1);
      assertTrue(relative < TOLERANCE, "neuron " + (neuron + 1) + ": " + relative);
    }
  }

  @Test
  void singleChannels() throws IOException {
    assertSameChip(
        rack(
            List.of("first", "second", "third"),
            Map.of("first", "2400", "second", "2450", "third", "B2901A")));
  }

  @Test
  void twoChannelsAndASourceThatMeasuresNothing() throws IOException {
    assertSameChip(rack(List.of("two:1", "two:2", "one"), Map.of("two", "B2912A", "one", "6221")));
  }

  @Test
  void twoInstrumentsOfTwoChannelsThatSpeakTsp() throws IOException {
    assertSameChip(
        rack(List.of("two:2", "two:1", "other:1"), Map.of("two", "2602B", "other", "2602B")));
  }
}
