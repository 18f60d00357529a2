package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.Main;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/** A training in a process of its own that is told to stop. */
@DisabledOnOs(OS.WINDOWS)
class StopTest {
  private static final long PATIENCE_SECONDS = 120;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void everySourceIsAtRestAndTheRunSaysSo(String signal, int code) throws Exception {
    Path transcript = folder.resolve("transcript.txt");
    Process training = start("train", "--record", transcript.toString(), "--runs", "runs");
    try {
      awaitTones(training, transcript);
      Signals.send(signal, training);
      assertTrue(training.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "it did not stop");
    } finally {
      training.destroyForcibly();
    }
    String err = Files.readString(folder.resolve("err"));
    assertEquals(code, training.exitValue(), err);
    assertTrue(err.contains("every source is at zero and every RF output off"), err);
    assertAtRest(transcript);
    Outcome list = Outcome.of("runs", "list", "--runs", folder.resolve("runs").toString());
    assertTrue(list.out().contains(" stopped "), list.out());
  }

  private Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** Waits until the run has set some hundred tones, so that sources are on. */
  private void awaitTones(Process training, Path transcript) throws Exception {
    while (!Files.exists(transcript) || count(Files.readString(transcript), ":SOUR:POW ") < 300) {
      assertTrue(training.isAlive(), Files.readString(folder.resolve("err")));
      assertTrue(!training.waitFor(20, TimeUnit.MILLISECONDS), "the training was too quick");
    }
  }

  private static int count(String text, String word) {
    return text.split(word, -1).length - 1;
  }

  /** Sends all that was sent to a bench that is new, and asks the bench what is on. */
  private static void assertAtRest(Path transcript) throws IOException {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
    SimulatedBench bench = new SimulatedBench(file, 1);
    int mostEnergised = 0;
    for (String line : Files.readAllLines(transcript, StandardCharsets.ISO_8859_1)) {
      String[] columns = line.split(" ", 4);
      if (columns.length == 4 && columns[2].equals(">")) {
        try (Transport link = bench.open(ResourceName.parse(columns[1]))) {
          link.write(columns[3].getBytes(StandardCharsets.ISO_8859_1));
          link.clear();
        }
        mostEnergised = Math.max(mostEnergised, bench.energised().size());
      }
    }
    assertTrue(mostEnergised >= 6, "at most " + mostEnergised + " instruments were on");
    assertEquals(List.of(), bench.energised());
  }
}
