package org.spinbench.app.command.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Version;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.network.BenchNetwork;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.transcript.RunTranscripts;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingRun;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;

/**
 * Measures the time of the same work with and without recording, on a simulated bench inside this
 * program. Without recording, messages are discarded. The run file then contains only the beginning
 * and the end of the run, and is created and closed outside the measured time.
 */
final class RecordingCost {
  /** The task of the trainings. */
  static final String TASK = "xor";

  private static final double NANO = 1e-9;
  private static final long SEED = 1;

  /** Number of samples with the same parameters: a small batch. */
  private static final int BATCH = 8;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final Clock stopwatch = new SystemClock();
  private final String bench;
  private final BenchFile file;
  private final TrainingOptions options;
  private final long chipSeed;
  private final Path folder;

  /**
   * A measurement.
   *
   * @param bench text of the bench file
   * @param folder for the run files
   */
  RecordingCost(String bench, TrainingOptions options, long chipSeed, Path folder) {
    this.bench = bench;
    file = BenchFile.parse(bench, "the bench of the benchmark");
    this.options = options;
    this.chipSeed = chipSeed;
    this.folder = folder;
  }

  /**
   * The times of some work.
   *
   * @param wall time, s
   * @param own processor time of the working thread, s
   * @param all processor time of all threads of the program meanwhile, s
   */
  record Cost(double wall, double own, double all) {
    private Cost minus(Cost other) {
      return new Cost(wall - other.wall, own - other.own, all - other.all);
    }
  }

  /**
   * The messages of a recorded run.
   *
   * @param number in both directions
   * @param bytes in the file, with times and looks at the clock
   */
  record Messages(long number, long bytes) {}

  private Cost now() {
    return new Cost(
        stopwatch.nanos() * NANO,
        threads.getCurrentThreadCpuTime() * NANO,
        system.getProcessCpuTime() * NANO);
  }

  /** A complete training, from opening the bench to closing everything. */
  Cost training(boolean recorded) {
    System.gc(); // garbage of the last one
    return recorded ? recordedTraining() : bareTraining();
  }

  private Cost bareTraining() {
    Cost begin = now();
    RunFile run;
    Cost cost;
    try (Backend backend = Backends.simulated(file, chipSeed)) {
      try (Bench bench = backend.openBench()) {
        Cost before = now();
        run = create(bench);
        run.freeze();
        begin = begin.minus(before.minus(now()));
        new TrainingRun(bench, run, TrainingProgress.NONE).execute();
      }
      cost = now().minus(begin);
    }
    run.close();
    return cost;
  }

  private Cost recordedTraining() {
    Cost begin = now();
    try (Backend backend = Backends.simulated(file, chipSeed);
        Bench bench = backend.openBenchOfRun(clock -> null)) {
      RunFile run = create(bench);
      backend.keep(run);
      new TrainingRun(bench, run, TrainingProgress.NONE).execute();
    }
    return now().minus(begin);
  }

  private RunFile create(Bench opened) {
    return new Runs(folder)
        .create(
            TrainingRun.start(
                opened,
                bench,
                chipSeed,
                Assignment.of(Task.named(TASK)),
                SEED,
                options,
                Version.program()),
            stopwatch.now());
  }

  /** A bench whose chip is evaluated repeatedly, as in a training without computation. */
  final class EvaluatedBench implements AutoCloseable {
    private final Backend backend = Backends.simulated(file, chipSeed);
    private final Bench bench;
    private final RunFile run;
    private final Evaluations chip;
    private final double[] lower;
    private final double[] upper;
    private final RandomGenerator random = Seeds.generator(SEED);

    EvaluatedBench(boolean recorded) {
      bench = recorded ? backend.openBenchOfRun(clock -> null) : backend.openBench();
      run = create(bench);
      if (recorded) {
        backend.keep(run);
      } else {
        run.freeze();
      }
      Calibration design = DesignPrior.of(file);
      Twin twin = Twin.of(design, file);
      lower = twin.lower();
      upper = twin.upper();
      chip =
          new Evaluations(
              new BenchNetwork(bench.ports(), design.toneFrequencies()),
              new Ledger(Long.MAX_VALUE),
              new RunLog(run, bench.clock(), file));
      bench.ports().onReading(chip::note);
    }

    /** Evaluates so many inputs, with new parameters for every eight. */
    Cost evaluations(int number) {
      Cost begin = now();
      double[] parameters = new double[lower.length];
      for (int n = 0; n < number; n++) {
        if (n % BATCH == 0) {
          Arrays.setAll(
              parameters,
              i -> lower[i] + (0.4 + 0.2 * random.nextDouble()) * (upper[i] - lower[i]));
          chip.apply(parameters);
        }
        double[] input =
            file.inputs().stream()
                .mapToDouble(one -> (0.1 + 0.9 * random.nextDouble()) * one.maximumPower())
                .toArray();
        chip.evaluate(Purpose.TRAIN, input, n % 2);
      }
      return now().minus(begin);
    }

    /** The messages recorded so far. */
    Messages messages() {
      run.commit();
      RunTranscripts.Messages all = run.transcripts().messages();
      return new Messages(all.number(), all.bytes());
    }

    @Override
    public void close() {
      try (run;
          backend) {
        bench.close();
      }
    }
  }
}
