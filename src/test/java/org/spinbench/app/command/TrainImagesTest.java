package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Seeds;

/** Images as RF powers, a tone a pixel, on the bench that is made for them and on a part of it. */
@Tag("any-jdk")
class TrainImagesTest {
  private static final String BENCH = DefaultBench.text("images");
  private static final int CLASSES = 3;

  @TempDir Path folder;

  /**
   * The image bench with its first three outputs alone: 48 synapses, so that a test takes seconds.
   */
  private static String small() {
    StringBuilder small = new StringBuilder();
    boolean left = false;
    for (String line : BENCH.split("\n")) {
      if (line.startsWith("[[chains]]") || line.startsWith("[readout]")) {
        left = false;
      }
      if (line.startsWith("name = \"chain ")) {
        int chain = Integer.parseInt(line.replaceAll("\\D", ""));
        left = chain > CLASSES;
        if (left) {
          small.setLength(small.length() - "[[chains]]\n".length());
        }
      }
      boolean spare = line.matches("(  \\{ name = \"neuron |bias_|voltmeter_)([4-9]|10)\\b.*");
      boolean readout = line.startsWith("neurons = [\"");
      if (readout) {
        small.append("neurons = [\"neuron 1\", \"neuron 2\", \"neuron 3\"]\n");
      } else if (!left && !spare) {
        small.append(line).append('\n');
      }
    }
    return small.toString();
  }

  /** 8 x 8 pixels: a bar down the left, one along the top, or a diagonal, each weak in places. */
  private static double pixel(int image, int row, int column, RandomGenerator random) {
    boolean lit =
        switch (image) {
          case 0 -> column < 3;
          case 1 -> row < 3;
          default -> Math.abs(row - column) < 2;
        };
    double level = lit ? 9 + 7 * random.nextDouble() : 5 * random.nextDouble();
    return random.nextInt(8) == 0 ? 16 * random.nextDouble() : level;
  }

  private Path images(int number) throws IOException {
    RandomGenerator random = Seeds.generator(8);
    String text =
        IntStream.range(0, number)
            .mapToObj(
                i ->
                    IntStream.range(0, 64)
                            .mapToObj(
                                p ->
                                    String.format(
                                        Locale.ROOT,
                                        "%.0f",
                                        pixel(i % CLASSES, p / 8, p % 8, random)))
                            .collect(Collectors.joining(","))
                        + ","
                        + i % CLASSES)
            .collect(Collectors.joining("\n", "", "\n"));
    return Files.writeString(folder.resolve("images.csv"), text);
  }

  private Outcome train(Path bench, Path images, String... more) {
    System.setProperty("java.awt.headless", "true");
    List<String> start =
        List.of(
            "train",
            bench.toString(),
            "--task",
            images.toString(),
            "--image",
            "8:4",
            "--runs",
            folder.toString());
    return Outcome.of(Stream.concat(start.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void theBenchHasAnInputAPixelAndAnOutputAClass() {
    BenchFile file = BenchFile.parse(BENCH, "images");
    assertEquals(16, file.inputs().size());
    assertEquals(10, file.readout().neurons().size());
    assertEquals(160, file.synapses().size());
    file.chains().forEach(chain -> assertEquals(16, chain.synapses().size()));
    assertEquals(170, file.synapses().size() + file.neurons().size());
    // all tones at their largest are within what a junction survives
    double peak =
        file.inputs().stream()
            .mapToDouble(i -> Math.sqrt(2 * i.maximumPower() * file.chip().junctionResistance()))
            .sum();
    assertTrue(peak < file.chip().limits().synapsePeakVoltage(), "peak " + peak + " V");
  }

  @Test
  void moreClassesThanOutputsAreRefused() throws IOException {
    Path bench = Files.writeString(folder.resolve("small.toml"), small());
    Path eleven = folder.resolve("eleven.csv");
    Files.writeString(
        eleven,
        IntStream.range(0, 44)
            .mapToObj(i -> (i + ",").repeat(64) + "abcdefghijk".charAt(i % 11))
            .collect(Collectors.joining("\n")));
    Outcome outcome = train(bench, eleven);
    assertTrue(outcome.code() != 0);
    assertTrue(outcome.err().contains("11 classes take 11 output neurons"), outcome.err());
  }

  @Tag("slow")
  @Test
  void imagesAreLearnedFromAFullCalibration() throws IOException {
    learned(train(small("full.toml"), images(240), "--trainer", "bring-up", "--json"));
  }

  @Tag("slow")
  @Test
  void imagesAreLearnedFromTheDesignAlone() throws IOException {
    learned(train(small("design.toml"), images(240), "--budget", "500", "--json"));
  }

  private Path small(String name) throws IOException {
    return Files.writeString(folder.resolve(name), small());
  }

  private static void learned(Outcome outcome) throws IOException {
    assertEquals(0, outcome.code(), outcome.err());
    ObjectNode json = outcome.json();
    assertEquals("[\"0\",\"1\",\"2\"]", json.get("classes").toString());
    assertEquals(60, json.get("testSamples").intValue());
    assertTrue(json.get("testAccuracy").doubleValue() >= 0.95, outcome.out());
    int all = 0;
    for (JsonNode row : json.get("confusion")) {
      for (JsonNode count : row) {
        all += count.intValue();
      }
    }
    assertEquals(60, all);
  }
}
