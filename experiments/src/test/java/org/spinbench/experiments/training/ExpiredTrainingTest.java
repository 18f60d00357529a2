package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ExpiredCalibrationException;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.CalibrationValidity;
import org.spinbench.drivers.bench.file.CalibrationValidity.Expired;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunFile.GoingOn;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/** Trainings that resume on a bench which went on meanwhile, and long ones. */
@Tag("slow")
class ExpiredTrainingTest {
  private static final int TRIES = 4;

  @TempDir Path folder;

  private static BenchFile file(Expired expired, double validFor) {
    return BenchFile.parse(text(expired, validFor), "default");
  }

  private static String text(Expired expired, double validFor) {
    return DefaultBench.text()
        + "\n[calibration]\nexpired = \""
        + expired.name().toLowerCase(Locale.ROOT)
        + "\"\nvalid_for = "
        + validFor
        + "\n";
  }

  private static Trainers.Way way(Trainers.Prior prior) {
    return new Trainers.Way(prior, (options, clock, progress) -> trainer(progress));
  }

  /** Reads the network a few times under the parameters in the middle. */
  private static Trainer trainer(TrainingProgress progress) {
    return (problem, chip) -> {
      Twin twin = Twin.of(problem.prior(), problem.file());
      double[] middle = new double[twin.parameters()];
      for (int i = 0; i < middle.length; i++) {
        middle[i] = (twin.lower()[i] + twin.upper()[i]) / 2;
      }
      chip.apply(middle);
      for (int t = 0; t < TRIES; t++) {
        progress.at("training", t, TRIES);
        chip.evaluate(Purpose.TRAIN, problem.train().inputs()[t], problem.train().labels()[t]);
      }
      return new TrainedParameters(middle, 0, false, "in the middle");
    };
  }

  /** Stops the training at its third try if told to; keeps what is said. */
  private static final class Listener implements TrainingProgress {
    private final boolean stopping;
    private final List<String> said = new ArrayList<>();

    Listener(boolean stopping) {
      this.stopping = stopping;
    }

    @Override
    public void at(String stage, int done, int total) {
      if (stopping && stage.equals("training") && done == 2) {
        throw new IllegalStateException("stopped by the test");
      }
    }

    @Override
    public void step(Step step) {}

    @Override
    public void said(String sentence) {
      said.add(sentence);
    }

    List<String> warnings() {
      return said.stream().filter(sentence -> sentence.contains("expired")).toList();
    }
  }

  private Path begun(BenchFile file, String text, SimulatedBench simulated, Trainers.Way way) {
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      StartDocument start =
          TrainingRun.start(
              bench,
              text,
              6L,
              Assignment.of(Task.named("xor")),
              1,
              TrainingOptions.standard().withTrainer("bring-up").withTestSamples(10),
              StartDocument.Program.running("test", "none"));
      try (RunFile run = new Runs(folder).create(start, Instant.EPOCH)) {
        TrainingRun training = new TrainingRun(bench, run, new Listener(true), way);
        assertThrows(IllegalStateException.class, training::execute);
        return run.path();
      }
    }
  }

  private static void resume(
      BenchFile file, SimulatedBench simulated, Path path, Trainers.Way way, Listener listener) {
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = RunFile.open(path)) {
      new TrainingRun(bench, run, listener, way).goOn(GoingOn.ANSWERED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "MEASURED, WARN, the calibration of this training has expired: it was measured at 2026-01-01T",
    "MEASURED, REFUSE, the calibration of this training has expired: it was measured at 2026-01-01T",
    "DESIGNED, WARN, the recorded readings of this training have expired: the last was taken at 2026",
    "DESIGNED, REFUSE, the recorded readings of this training have expired: the last was taken at 20"
  })
  void resumingChecksTheAgeOfWhatIsKnown(Trainers.Prior prior, Expired expired, String message) {
    BenchFile file = file(expired, 86_400);
    SimulatedBench simulated = new SimulatedBench(file, 6);
    Trainers.Way way = way(prior);
    Path path = begun(file, text(expired, 86_400), simulated, way);

    simulated.clock().sleep(Duration.ofDays(3));
    Listener late = new Listener(false);
    if (expired == Expired.REFUSE) {
      ExpiredCalibrationException refused =
          assertThrows(
              ExpiredCalibrationException.class, () -> resume(file, simulated, path, way, late));
      assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
      assertTrue(refused.getMessage().contains("3 days before"), refused.getMessage());
      assertTrue(refused.getMessage().contains("start a new training"), refused.getMessage());
    } else {
      resume(file, simulated, path, way, late);
      assertEquals(1, late.warnings().size(), late.said::toString);
      assertTrue(late.warnings().get(0).startsWith("warning: " + message), late.said::toString);
    }
  }

  @ParameterizedTest
  @EnumSource(Trainers.Prior.class)
  void resumingInTimeNeedsNoWord(Trainers.Prior prior) {
    BenchFile file = file(Expired.REFUSE, 86_400);
    SimulatedBench simulated = new SimulatedBench(file, 6);
    Path path = begun(file, text(Expired.REFUSE, 86_400), simulated, way(prior));
    simulated.clock().sleep(Duration.ofHours(1));
    Listener listener = new Listener(false);
    resume(file, simulated, path, way(prior), listener);
    assertEquals(List.of(), listener.warnings());
  }

  /** A training may outlast the calibration that it began with: that is said once, in its time. */
  @Test
  void aCalibrationThatExpiresMeanwhileIsReportedOnce() {
    Calibration calibration = DesignPrior.of(file(Expired.WARN, 60));
    Instant time = calibration.time();
    Calibration minute = calibration.learned(List.of(), time, time.plusSeconds(60), List.of());
    List<String> warnings = new ArrayList<>();
    AgeCheck check = new AgeCheck(new CalibrationValidity(60, Expired.WARN), warnings::add);
    check.reading(time.plusSeconds(999));
    check.uses(minute, time);
    check.reading(time.plusSeconds(60));
    assertEquals(List.of(), warnings);
    check.reading(time.plusSeconds(61));
    check.reading(time.plusSeconds(62));
    assertEquals(1, warnings.size());
    AgeCheck strict = new AgeCheck(new CalibrationValidity(60, Expired.REFUSE), warnings::add);
    strict.uses(minute, time);
    assertThrows(ExpiredCalibrationException.class, () -> strict.reading(time.plusSeconds(61)));
  }
}
