package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingRun;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/** Whatever ends a training, every simulated source is at zero and every RF output off. */
class SafetyTest {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");

  @TempDir Path folder;
  private final SimulatedBench simulated = new SimulatedBench(FILE, 1);
  private final List<String> energisedBefore = new ArrayList<>();

  @Test
  void anExceptionInMidTraining() {
    TrainingProgress breaks =
        new TrainingProgress() {
          @Override
          public void at(String stage, int done, int total) {
            if (stage.equals("test") && done == 20) {
              energisedBefore.addAll(simulated.energised());
              throw new IllegalStateException("a mistake in the experiment");
            }
          }

          @Override
          public void step(Step step) {}
        };
    RuntimeException e = assertThrows(RuntimeException.class, () -> train(simulated, breaks));
    assertEquals("a mistake in the experiment", e.getMessage());
    assertTrue(energisedBefore.size() >= 6, "what was on: " + energisedBefore);
    assertEquals(List.of(), simulated.energised());
  }

  @ParameterizedTest
  @ValueSource(strings = {"voltmeter_1", "rf_1", "bias_2", "field", "analyzer"})
  void aLostConnection(String instrument) {
    Transports losing =
        name -> {
          Transport link = simulated.open(name);
          return name.toString().contains("::" + instrument + "::") ? new Losing(link) : link;
        };
    assertThrows(RuntimeException.class, () -> train(losing, TrainingProgress.NONE));
    assertTrue(!energisedBefore.isEmpty(), "nothing was on when the link was lost");
    assertEquals(List.of(), simulated.energised());
  }

  @Test
  void aWrongHeaderInADriverIsNoticedByTheInstrument() {
    Transports misspelt = name -> new Misspelling(simulated.open(name));
    RuntimeException e =
        assertThrows(RuntimeException.class, () -> train(misspelt, TrainingProgress.NONE));
    assertTrue(e.getMessage().contains("-113"), e.getMessage());
    assertTrue(e.getMessage().contains("Undefined header"), e.getMessage());
    assertEquals(List.of(), simulated.energised());
  }

  private void train(Transports transports, TrainingProgress progress) {
    try (Bench bench = Bench.open(FILE, transports, simulated.clock())) {
      StartDocument start =
          TrainingRun.start(
              bench,
              DefaultBench.text(),
              1L,
              Assignment.of(Task.named("xor")),
              1,
              TrainingOptions.standard(),
              StartDocument.Program.running("test", ""));
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        new TrainingRun(bench, run, progress).execute();
      }
    }
  }

  /** A link that is cut while a run is well under way; it can be opened again. */
  private final class Losing implements Transport {
    private static final int LIFE = 100;

    private final Transport inner;
    private int messages;

    Losing(Transport inner) {
      this.inner = inner;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      if (++messages < LIFE || simulated.atRest()) {
        return inner.write(message, timeout);
      }
      if (energisedBefore.isEmpty()) {
        energisedBefore.addAll(simulated.energised());
      }
      throw new EndOfStreamException("the other end closed the link");
    }

    @Override
    public byte[] read(Duration timeout) {
      return inner.read(timeout);
    }

    @Override
    public boolean clear() {
      return inner.clear();
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** Stands for a driver with one wrong header. */
  private record Misspelling(Transport inner) implements Transport {
    @Override
    public Duration write(byte[] message, Duration timeout) {
      String text = new String(message, StandardCharsets.ISO_8859_1);
      byte[] wrong =
          text.replace(":SOUR:POW ", ":SOUR:POWR ").getBytes(StandardCharsets.ISO_8859_1);
      return inner.write(wrong, timeout);
    }

    @Override
    public byte[] read(Duration timeout) {
      return inner.read(timeout);
    }

    @Override
    public boolean clear() {
      return inner.clear();
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
