package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.StrayedException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/** Another program that changes a source while a network is trained. */
@Tag("slow")
class IntruderTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  @TempDir Path folder;

  /** The training says who was changed, and blames no device of the chip. */
  @ParameterizedTest
  @CsvSource({
    "bias_2, 20,  ':OUTP 0',        'bias_2 output is off'",
    "field,  150, ':SOUR1:VOLT 0',  field channel 1 voltage is 0.0 V",
    "rf_2,   10,  '*RST',           rf_2 frequency is 1.0E9 Hz"
  })
  void isNamed(String victim, int readings, String command, String said) {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "default");
    SimulatedBench simulated = new SimulatedBench(file, 31);
    TrainingOptions options = TrainingOptions.standard().withTestSamples(80);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      StartDocument start =
          TrainingRun.start(
              bench,
              DefaultBench.text(),
              31L,
              Assignment.of(Task.named("xor")),
              1,
              options,
              StartDocument.Program.running("test", "none"));
      RunFile run = new Runs(folder).create(start, Instant.EPOCH);
      int[] left = {4 * readings};
      bench
          .ports()
          .onReading(
              reading -> {
                left[0]--;
                if (left[0] == 0) {
                  intrude(simulated, victim, command);
                }
              });
      TrainingRun training = new TrainingRun(bench, run, TrainingProgress.NONE);
      StrayedException strayed = assertThrows(StrayedException.class, training::execute);
      assertTrue(strayed.getMessage().contains(said), strayed.getMessage());
      assertEquals(StopDocument.FAILED, run.stop().orElseThrow().status());
      assertTrue(run.stop().orElseThrow().message().contains(said), run.stop()::toString);
      assertEquals(
          List.of(),
          run.events().stream().filter(event -> event.kind().equals(RunFile.DAMAGE)).toList());
      run.close();
    }
    assertTrue(simulated.atRest(), () -> simulated.energised().toString());
  }

  private static void intrude(SimulatedBench bench, String victim, String command) {
    try (Transport other = bench.open(new ResourceName.InProcess(victim))) {
      other.write(command.getBytes(StandardCharsets.US_ASCII), LONG);
    }
  }
}
