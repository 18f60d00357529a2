package org.spinbench.app.command.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/**
 * An evaluation of the nine-junction chip of 300 K through its SCPI instruments inside the program,
 * at each fidelity: eight inputs for each set of new parameters. Run it at the root of the project.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@State(Scope.Thread)
public class EvaluationBenchmark {
  private static final int TOGETHER = 64;
  private static final long CHIP = 3;

  @Param({"behavioural", "oscillator", "vortex", "macrospin"})
  public String model;

  private Path folder;
  private RecordingCost.EvaluatedBench bench;

  @Setup
  public void prepare() throws IOException {
    String text = DefaultBench.text("nine-junction-300k");
    String section = "[simulation]\n";
    text = text.replace(section, section + "model = \"" + model + "\"\n");
    folder = Files.createTempDirectory("evaluations");
    RecordingCost cost = new RecordingCost(text, TrainingOptions.standard(), CHIP, folder);
    bench = cost.new EvaluatedBench(false);
  }

  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  public Object evaluation() {
    return bench.evaluations(TOGETHER);
  }

  @TearDown
  public void end() throws IOException {
    bench.close();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
