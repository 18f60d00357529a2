package org.spinbench.experiments.comparison;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.experiments.network.NotedSurvey;
import org.spinbench.experiments.replay.Recording;
import org.spinbench.experiments.replay.ReferenceCalibration;
import org.spinbench.experiments.replay.Repetition;
import org.spinbench.experiments.replay.TwinGap;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.review.EnoughMemory;

/** Repeats the evaluations of a network, and finds the devices that explain the differences. */
final class TrainingComparison {
  /** Approximate memory of one evaluation during a comparison, bytes. */
  private static final int BYTES_AN_EVALUATION = 8000;

  private final ComparisonRequest request;
  private final Recording recording;
  private final Optional<NotedSurvey> survey;
  private final Physics physics;

  private TrainingComparison(
      ComparisonRequest request, Recording recording, Optional<NotedSurvey> survey) {
    this.survey = survey;
    this.request = request;
    this.recording = recording;
    physics = request.physics().orElse(Physics.STATIC);
  }

  static ComparedTraining of(RunFile run, ComparisonRequest request) {
    long evaluations = run.evaluations().values().stream().mapToLong(Long::longValue).sum();
    EnoughMemory.require(
        String.format(Locale.ROOT, "comparing %d evaluations", evaluations),
        (double) BYTES_AN_EVALUATION * evaluations);
    Recording recording = Recording.of(run);
    return new TrainingComparison(request, recording, NotedSurvey.of(run))
        .compare(run, CalibrationChoice.of(run, recording, request.calibration()));
  }

  private ComparedTraining compare(RunFile run, CalibrationChoice choice) {
    ReferenceCalibration reference = choice.reference();
    Calibration calibration = reference.calibration();
    List<String> notes = new ArrayList<>(choice.notes());
    Repetition.Readings quiet = simulated(calibration, Physics.STATIC);
    Repetition.Readings other =
        request.onBench()
            ? onBench(run, calibration, notes)
            : physics == Physics.STATIC ? quiet : simulated(calibration, physics);
    notes.forEach(request.display()::say);
    request.display().show("comparing", 0, "");
    TwinGap gap = TwinGap.of(recording, quiet, other, reference);
    Optional<TwinGap> ofBench =
        request.onBench()
            ? Optional.of(TwinGap.of(recording.with(other), quiet, other, reference))
            : Optional.empty();
    Optional<TwinGap> fitted =
        request.fit() ? Optional.of(toFitted(gap.fitted())) : Optional.empty();
    request.display().clear();
    return new ComparedTraining(
        request.opponent(),
        physics,
        reference,
        List.copyOf(notes),
        recording.untilFirst(),
        gap,
        ofBench,
        fitted);
  }

  private Repetition.Readings simulated(Calibration calibration, Physics fidelity) {
    return request.simulated(
        recording.file(),
        Optional.of(calibration),
        fidelity,
        (bench, progress) -> repeated(bench, progress::at));
  }

  /**
   * The bench reads at another time than the run, and its own file decides about expired
   * calibrations.
   */
  private Repetition.Readings onBench(RunFile run, Calibration calibration, List<String> notes) {
    return request.onBench(
        run,
        recording.file(),
        (bench, progress) -> {
          List<Instant> now = List.of(bench.clock().now());
          notes.addAll(
              CalibrationChoice.warnings(
                  calibration, "for this bench the calibration", now, bench.file()));
          return repeated(bench, progress::at);
        });
  }

  /** The recorded setpoints on a bench, whose neurons are read in the bands of the run. */
  private Repetition.Readings repeated(Bench bench, Repetition.Progress progress) {
    survey.ifPresent(noted -> noted.survey().moveBands(bench.file(), bench.ports().bands()));
    return Repetition.on(bench.ports(), recording, progress);
  }

  /** Differences between the recorded readings and a calibration that was fitted to them. */
  private TwinGap toFitted(Calibration fitted) {
    Repetition.Readings quiet = simulated(fitted, Physics.STATIC);
    return TwinGap.of(recording, quiet, quiet, ReferenceCalibration.to(fitted));
  }
}
