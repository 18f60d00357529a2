package org.spinbench.experiments.comparison;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.calibration.procedure.MeasuredPoint;
import org.spinbench.calibration.procedure.Setpoint;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.replay.ReadingGap;
import org.spinbench.experiments.replay.SetpointReadings;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.sweep.RecordedSweep;
import org.spinbench.experiments.sweep.SweepRepetition;
import org.spinbench.experiments.sweep.plan.Point;

/**
 * Repeats the setpoints of a sweep, an import or a calibration, and compares reading by reading.
 *
 * @param file bench file of the readings
 * @param recorded the readings
 * @param repeat repeats them on another bench
 * @param chip calibration of the chip, if known
 * @param notes remarks on the calibration
 */
record ReadingComparison(
    BenchFile file,
    SetpointReadings recorded,
    ComparisonRequest.Repeat<SetpointReadings> repeat,
    Optional<Calibration> chip,
    List<String> notes) {

  /** Compares a sweep or an import. */
  static ComparedReadings ofSweep(RunFile run, ComparisonRequest request) {
    requireUsed(run, request, "to fit the readings of a sweep, use: spinbench runs fit");
    RecordedSweep sweep = new RecordedSweep(run);
    BenchFile file = benchFile(run);
    List<Point> points = sweep.points();
    List<Instant> times =
        points.isEmpty()
            ? List.of()
            : List.of(points.get(0).time(), points.get(points.size() - 1).time());
    return new ReadingComparison(
            file,
            SetpointReadings.of(sweep.columns(), points),
            (bench, progress) ->
                SetpointReadings.of(sweep.columns(), SweepRepetition.on(bench, sweep, progress)),
            Optional.empty(),
            request.ageOfGiven(times, file))
        .compare(run, request);
  }

  /** Compares the evaluations of a calibration. */
  static ComparedReadings ofCalibration(RunFile run, ComparisonRequest request) {
    requireUsed(run, request, "to fit its calibration again, use: spinbench runs fit");
    BenchFile file = benchFile(run);
    List<MeasuredPoint> recorded =
        run.calibrated().stream().map(json -> Json.read(json, MeasuredPoint.class)).toList();
    if (recorded.isEmpty()) {
      throw new RunException(
          run.path() + " has no evaluations of its calibration, so there is nothing to compare");
    }
    Optional<Calibration> own = run.calibration().map(Calibration::fromJson);
    List<Setpoint> sets = recorded.stream().map(MeasuredPoint::set).toList();
    return new ReadingComparison(
            file,
            SetpointReadings.of(file, recorded),
            (bench, progress) ->
                SetpointReadings.of(
                    file,
                    ChipCharacterization.repeat(
                        bench.ports(), sets, (what, done, all) -> progress.at(done, all))),
            own,
            notesOfCalibration(run, file, own, request))
        .compare(run, request);
  }

  private ComparedReadings compare(RunFile run, ComparisonRequest request) {
    if (request.onBench()) {
      SetpointReadings again = request.onBench(run, file, repeat);
      return new ComparedReadings("a bench", notes, ReadingGap.of(recorded, again, true));
    }
    Physics physics = request.physics(chip);
    Optional<Calibration> known = request.calibration().map(Calibration::load).or(() -> chip);
    SetpointReadings again = request.simulated(file, known, physics, repeat);
    String other =
        physics == Physics.IDEAL
            ? "the simulated chip as designed"
            : "the simulated chip as calibrated";
    return new ComparedReadings(
        other, notes, ReadingGap.of(recorded, again, physics == Physics.FULL));
  }

  private static List<String> notesOfCalibration(
      RunFile run, BenchFile file, Optional<Calibration> own, ComparisonRequest request) {
    boolean circular = request.calibration().isEmpty() && request.physics(own) != Physics.IDEAL;
    if (circular && !request.onBench()) {
      return List.of(
          "The simulated chip was fitted to the same readings, so the comparison tests the "
              + "model, not the chip.");
    }
    return request.ageOfGiven(List.of(run.start().time()), file);
  }

  /**
   * Requires that a given calibration is used; comparisons with another bench or the design need
   * none.
   */
  private static void requireUsed(RunFile run, ComparisonRequest request, String insteadOfFit) {
    boolean ideal = request.physics().filter(chosen -> chosen == Physics.IDEAL).isPresent();
    if (request.calibration().isPresent() && (request.onBench() || ideal)) {
      throw new RunException(
          "--calibration has no effect here: "
              + run.path()
              + " is not a training, and its readings are compared with those of "
              + (request.onBench() ? "a bench" : "the chip as designed")
              + "; leave it out");
    }
    if (request.fit()) {
      throw new RunException("--fit is for trainings; " + run.path() + " is none: " + insteadOfFit);
    }
  }

  /** The bench file of a run's readings. */
  private static BenchFile benchFile(RunFile run) {
    if (run.start().bench().isEmpty()) {
      throw new RunException(
          run.path()
              + " does not name the bench of its readings; import them again with --bench "
              + "BENCH.toml");
    }
    return run.benchFile();
  }
}
