package org.spinbench.app.command.benchmark;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Progress;
import org.spinbench.app.command.benchmark.RecordingCost.Cost;
import org.spinbench.app.command.benchmark.RecordingCost.EvaluatedBench;
import org.spinbench.app.command.benchmark.RecordingCost.Messages;
import org.spinbench.app.command.benchmark.RecordingReport.Pair;
import org.spinbench.drivers.text.ScratchFolder;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.Trainers;
import org.spinbench.experiments.training.TrainingExperiment;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the cost of recording a run file. */
@Command(
    name = "recording",
    description = {
      "Measures the cost of recording: runs trainings on the simulated bench, and evaluations"
          + " of its chip without computation between them, with and without recording in turn.",
      "Run it on an idle machine."
    },
    mixinStandardHelpOptions = true)
final class BenchmarkRecordingCommand implements Callable<Integer> {
  /** Largest number of evaluations that are timed together; a smaller budget lowers it. */
  private static final int TOGETHER = 2000;

  /** Smallest number: the processor time of a program has steps of 10 ms. */
  private static final int FEWEST_TOGETHER = 200;

  /** Turns of evaluations per turn of trainings. */
  private static final int TURNS = 3;

  private static final long CHIP_SEED = 1;

  /** The program's main class, which commands may not import. */
  private static final String PROGRAM = "org.spinbench.app.Main";

  @Spec private CommandSpec spec;

  @Option(
      names = "--trainer",
      paramLabel = "NAME",
      defaultValue = TrainingOptions.DEFAULT_TRAINER,
      description = "trainer (default: ${DEFAULT-VALUE})")
  private String trainer;

  @Option(
      names = "--budget",
      paramLabel = "N",
      defaultValue = "4000",
      description = "largest number of evaluations for one training (default: ${DEFAULT-VALUE})")
  private long budget;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description =
          "number of trainings with and without recording, in turn (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--cold",
      description = "run each training as the first and only work of a new process")
  private boolean cold;

  @Option(names = "--once", paramLabel = "true|false", arity = "1", hidden = true)
  private Boolean once;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  @Override
  public Integer call() {
    if (rounds < 1) {
      throw usage("--rounds is " + rounds + "; at least 1");
    }
    if (budget < 1) {
      throw usage("--budget is " + budget + "; at least 1");
    }
    if (!Trainers.names().contains(Trainers.canonical(trainer))) {
      throw usage(
          "there is no trainer '" + trainer + "'; " + Spelling.choices(trainer, Trainers.names()));
    }
    new TrainingExperiment(Assignment.of(Task.named(RecordingCost.TASK)), CHIP_SEED, options())
        .requireSuits(Backends.file(null));
    try (ScratchFolder scratch = ScratchFolder.of("recording")) {
      RecordingCost cost =
          new RecordingCost(Backends.text(null), options(), CHIP_SEED, scratch.path());
      PrintWriter out = spec.commandLine().getOut();
      out.print(once == null ? report(cost) : write(cost.training(once)) + "\n");
      out.flush();
      return 0;
    }
  }

  private TrainingOptions options() {
    return TrainingOptions.standard().withTrainer(Trainers.canonical(trainer)).withBudget(budget);
  }

  private String report(RecordingCost cost) {
    Progress progress = Progress.to(spec.commandLine());
    List<Pair> trainings = new ArrayList<>();
    for (int round = cold ? 1 : 0; round <= rounds; round++) {
      progress.show("training", round / (rounds + 1.0), "");
      Pair pair = inTurn(round, with -> cold ? apart(with) : cost.training(with));
      if (round > 0) { // the first one is warm-up
        trainings.add(pair);
      }
    }
    RecordingReport report =
        new RecordingReport(
            trainer + ", " + budget + " evaluations" + (cold ? ", cold" : ""),
            trainings,
            cold ? Optional.empty() : Optional.of(evaluations(cost, progress)));
    progress.clear();
    return json ? report.json() + "\n" : report.text();
  }

  private RecordingReport.Evaluations evaluations(RecordingCost cost, Progress progress) {
    List<Pair> pairs = new ArrayList<>();
    int together = (int) Math.max(FEWEST_TOGETHER, Math.min(TOGETHER, budget));
    try (EvaluatedBench bare = cost.new EvaluatedBench(false);
        EvaluatedBench recorded = cost.new EvaluatedBench(true)) {
      int turns = TURNS * (rounds + 1);
      for (int turn = 0; turn < turns; turn++) {
        progress.show("evaluations", (double) turn / turns, "");
        Pair pair = inTurn(turn, with -> (with ? recorded : bare).evaluations(together));
        if (turn >= TURNS) { // earlier ones are warm-up
          pairs.add(pair);
        }
      }
      Messages all = recorded.messages();
      return new RecordingReport.Evaluations(
          pairs, together, new Messages(all.number() / turns, all.bytes() / turns));
    }
  }

  private interface Work {
    Cost of(boolean recorded);
  }

  /** Alternates the order of the two works. */
  private static Pair inTurn(int turn, Work work) {
    if (turn % 2 == 0) {
      Cost bare = work.of(false);
      return new Pair(bare, work.of(true));
    }
    Cost recorded = work.of(true);
    return new Pair(work.of(false), recorded);
  }

  /** The same in a separate process. */
  private Cost apart(boolean recorded) {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            PROGRAM,
            "benchmark",
            "recording",
            "--trainer",
            trainer,
            "--budget",
            Long.toString(budget),
            "--once",
            Boolean.toString(recorded));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException("a training in a separate process ended with " + code);
      }
      return Json.read(said, Cost.class);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot train in a separate process: " + UserFile.reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while another process trained", e);
    }
  }

  private static String write(Cost cost) {
    return Json.write(cost);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
