package lab;

import java.nio.file.Path;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.DriverFiles;
import org.spinbench.experiments.registry.ExperimentRegistry;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.DeterministicReplay;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.Experiment;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.TrainingResult;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.simulator.bench.SimulatedBench;

/** {@code MyBench measure BENCH RUNS | train BENCH RUNS | resume BENCH RUN | replay RUN}. */
public final class MyBench {
  private static final Display DISPLAY = Display.lines(System.out);
  private static final ExperimentRegistry REGISTRY =
      ExperimentRegistry.standard()
          .with(ZeroCrossing.KIND, ZeroCrossing::of)
          .with(TrainingExperiment.KIND, run -> TrainingExperiment.of(run).by(new HillClimb()));

  private MyBench() {}

  public static void main(String[] words) {
    Path last = Path.of(words[words.length - 1]);
    switch (words[0]) {
      case "measure" -> run(Path.of(words[1]), last, new ZeroCrossing(0, 12), false);
      case "train" -> run(Path.of(words[1]), last, training(), true);
      case "resume" -> resume(Path.of(words[1]), last);
      case "replay" -> replay(last);
      default -> throw new IllegalArgumentException("measure, train, resume or replay");
    }
  }

  private static Experiment<TrainingResult> training() {
    TrainingOptions options = TrainingOptions.standard().withTrainer(HillClimb.NAME);
    return new TrainingExperiment(Assignment.of(Task.named("xor")), 1, options)
        .by(new HillClimb());
  }

  /**
   * A simulated bench. For instruments, give {@code Backend.of} a {@code SystemTransports} and a
   * {@code SystemClock}, and let it take the locks and start the watchdog.
   *
   * @param quick whether time passes at once, or as on a bench
   */
  private static Backend backend(Path bench, boolean quick) {
    String text = DriverFiles.text(bench);
    BenchFile file = BenchFile.parse(text, bench.toString());
    SimulatedBench chip =
        quick ? new SimulatedBench(file, 1) : SimulatedBench.inRealTime(file, 1, 1);
    return Backend.of(text, file, 1L, chip, chip.clock());
  }

  private static ExperimentRunner runner(Path runs) {
    return new ExperimentRunner(runs, StartDocument.Program.running("1.0", ""), DISPLAY);
  }

  private static <R> void run(Path bench, Path runs, Experiment<R> experiment, boolean quick) {
    try (Backend backend = backend(bench, quick)) {
      print(runner(runs).run(backend, experiment));
    }
  }

  private static void resume(Path bench, Path path) {
    try (Backend backend = backend(bench, true);
        RunFile run = RunFile.open(path)) {
      print(runner(path.toAbsolutePath().getParent()).resume(backend, REGISTRY.apply(run), run));
    }
  }

  private static void replay(Path path) {
    try (RunFile run = RunFile.read(path)) {
      System.out.println(
          new DeterministicReplay(run, REGISTRY, MyBench::copy, DISPLAY).all().events()
              + " messages and readings as recorded");
    }
  }

  private static Bench copy(BenchFile file) {
    SimulatedBench copy = new SimulatedBench(file, 1);
    return Bench.open(file, copy, copy.clock());
  }

  private static void print(Object result) {
    System.out.println(
        result instanceof TrainingResult training
            ? "accuracy " + training.scores().testAccuracy()
            : result);
  }
}
