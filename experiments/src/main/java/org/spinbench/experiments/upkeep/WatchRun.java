package org.spinbench.experiments.upkeep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Expiry;
import org.spinbench.calibration.drift.AllanDeviation;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.network.BenchNetwork;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.NotedSurvey;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.experiments.training.dataset.SampleStream;
import org.spinbench.experiments.training.loss.OutputNeurons;

/**
 * The experiment: a trained chip at work, kept in tune for as long as that goes on: on fresh
 * samples of its task, or on those of the file that it learned, again and again. Evaluations,
 * readings, settings and all that the {@link DriftController} does are in the run file.
 */
public final class WatchRun {
  private static final double CONFIDENCE = 0.95;

  /** Number of answers that decide whether a chip is in tune. */
  private static final int RECENT = 250;

  private final Bench bench;
  private final RunFile run;
  private final TrainedChip trained;
  private final SampleStream work;
  private final BenchFile file;
  private final int[] outputs;
  private final DriftCompensation upkeep;
  private final WatchProgress progress;
  private Optional<Evaluations> chip = Optional.empty();
  private final Count unseen = new Count();
  private final Count all = new Count();
  private final RecentAnswers recent = new RecentAnswers(RECENT);
  private final WatchLog log;
  private long happenings;

  /**
   * A watch on an opened bench.
   *
   * @param trained what is on the chip
   * @param run where the watch is written
   * @param progress receives the events
   */
  public WatchRun(
      Bench bench,
      TrainedChip trained,
      RunFile run,
      DriftCompensation upkeep,
      WatchProgress progress) {
    this.bench = bench;
    this.run = run;
    this.file = bench.file();
    this.trained = trained;
    this.work = trained.dataset().work(run.start().seed());
    this.outputs = OutputNeurons.of(work.duty().answers(), file);
    this.upkeep = upkeep.atMost(trained.accuracy());
    this.progress = progress;
    this.log = new WatchLog(run, bench.clock(), file);
  }

  /**
   * How a watch went.
   *
   * @param evaluations of the chip since it was deployed, upkeep included
   * @param upkeepEvaluations of these, what keeping in tune took
   * @param asked what the output powers are read as, in words
   * @param accuracy part of the answers that were right, on samples that were never trained on: of
   *     a file those that its training kept for the test
   * @param samples their number
   * @param differentSamples how many different samples they are of
   * @param confidence 95 % Clopper-Pearson interval of the accuracy, by the different samples
   * @param allAccuracy part of all answers that were right, those on samples of a file that were
   *     trained on too
   * @param allSamples their number
   * @param parameterWrites parameters written, each that changed counted
   * @param happenings what was done or found beyond reading anchors
   * @param interval evaluations from one anchor to the next, at the end
   * @param dead the device that died; null if none did
   * @param offsets drift of each synapse since the chip was deployed, half widths
   * @param allanDeviation what anchors show of the drift
   * @param target accuracy that is asked of the chip, 0 to 1
   * @param recentRight how many of the last answers were right
   * @param recentSamples how many these are
   * @param outOfTune why the chip is not in tune at the end; null if it is
   */
  public record Report(
      long evaluations,
      long upkeepEvaluations,
      String asked,
      double accuracy,
      long samples,
      long differentSamples,
      BinomialInterval confidence,
      double allAccuracy,
      long allSamples,
      long parameterWrites,
      long happenings,
      double interval,
      String dead,
      double[] offsets,
      List<AllanDeviation.Point> allanDeviation,
      double target,
      int recentRight,
      int recentSamples,
      String outOfTune) {}

  /**
   * The same for a watch that is resumed. The belief about the drift is learned again; the report
   * is of the evaluations since then.
   *
   * @param before number of the last evaluation that the file holds
   */
  Report execute(OptionalLong evaluations, BooleanSupplier stopping, long before) {
    Instant begun = now();
    Expiry.check(
            trained.known(),
            "what the training learned of the chip",
            "train again, and watch that run",
            begun,
            file.validity())
        .ifPresent(warning -> happened(new WatchEvent(0, WatchEvent.Kind.EXPIRED, warning)));
    bench.ports().onReading(this::note);
    long seed = run.start().seed();
    ResonanceKalmanFilter belief =
        trained.belief(file, DriftModel.flicker(upkeep.drift()), begun, Seeds.generator(seed, 20));
    if (before == 0 || run.calibration().isEmpty()) {
      run.calibration(believed(belief.calibration()).toJson());
    }
    trained.survey().ifPresent(this::readAsTrained);
    Evaluations network =
        new Evaluations(
            new BenchNetwork(bench.ports(), trained.prior().toneFrequencies()),
            new Ledger(Long.MAX_VALUE),
            log,
            before);
    chip = Optional.of(network);
    DriftController controller =
        new DriftController(
            belief,
            file,
            trained.parameters(),
            trained.decision(),
            work.duty(),
            network,
            upkeep,
            seed,
            this::happened);
    try {
      controller.begin();
      while (!stopping.getAsBoolean()
          && before + controller.evaluations() < evaluations.orElse(Long.MAX_VALUE)) {
        sample(controller);
      }
      if (!stopping.getAsBoolean()) {
        bench.requireAsLeft();
      }
    } catch (RuntimeException e) {
      if (!stopping.getAsBoolean()) {
        noteFailure(e, report(controller, network.ledger()));
        throw e;
      }
    }
    Report report = report(controller, network.ledger());
    String status = report.outOfTune() == null ? StopDocument.SUCCESS : StopDocument.FAILED;
    String message = report.outOfTune() == null ? "" : report.outOfTune();
    run.stop(new StopDocument(now(), status, message, Json.write(report)));
    return report;
  }

  /** Reads neurons in the bands that the training found. */
  private void readAsTrained(EmissionSurvey survey) {
    run.event(now(), RunFile.SURVEY, Json.write(new NotedSurvey(0, survey)));
    survey.moveBands(file, bench.ports().bands());
  }

  /** The belief about the chip at the begin of the watch, and its source. */
  private Calibration believed(Calibration calibration) {
    List<String> instruments =
        StartDocument.identities(bench).entrySet().stream()
            .map(one -> one.getKey() + ": " + one.getValue())
            .toList();
    String note =
        String.format(
            Locale.ROOT,
            "as believed when the watch began, of %d readings of the network in %s; how uncertain"
                + " each number is, is not kept",
            trained.readings().size(),
            run.start().options().get("watched"));
    return calibration.learned(
        instruments, now(), now().plus(file.validity().duration()), List.of(note));
  }

  private void noteFailure(RuntimeException failure, Report report) {
    try {
      log.writeDownInFull();
      String message = String.valueOf(failure.getMessage());
      run.stop(new StopDocument(now(), StopDocument.FAILED, message, Json.write(report)));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private Instant now() {
    return bench.clock().now();
  }

  private void sample(DriftController controller) {
    SampleStream.Item item = work.next();
    double[] decision = controller.decision();
    Nodes nodes = controller.evaluate(Purpose.TEST, item.input(), item.label(), item.target());
    double[] powers = OutputNeurons.select(nodes.powers(), outputs);
    boolean right = work.duty().answers().isRight(powers, decision, item.target());
    log.answered(right);
    all.add(right);
    recent.add(right);
    if (item.unseen()) {
      unseen.add(right);
    }
    progress.at(controller.evaluations(), recent.right(), recent.number());
  }

  /** Answers, and those of them that were right. */
  private static final class Count {
    private long number;
    private long right;

    void add(boolean isRight) {
      number++;
      right += isRight ? 1 : 0;
    }

    double share() {
      return number == 0 ? 0 : (double) right / number;
    }

    /** The interval of the share for this number of samples. */
    BinomialInterval interval(long samples) {
      if (samples == 0) {
        return new BinomialInterval(0, 1);
      }
      double expected = (double) right * samples / number;
      return new BinomialInterval(
          BinomialInterval.of((int) Math.floor(expected), (int) samples, CONFIDENCE).low(),
          BinomialInterval.of((int) Math.ceil(expected), (int) samples, CONFIDENCE).high());
    }
  }

  private void note(Reading reading) {
    chip.ifPresentOrElse(
        evaluations -> evaluations.note(reading),
        () -> run.reading(reading, Purpose.CALIBRATE, OptionalLong.empty()));
  }

  private void happened(WatchEvent happening) {
    happenings++;
    log.happened();
    run.event(now(), happening.kind().name().toLowerCase(Locale.ROOT), happening.text());
    progress.happened(happening);
  }

  private Report report(DriftController controller, Ledger ledger) {
    List<AllanDeviation.Point> points = new ArrayList<>(controller.allanDeviation());
    long different = Math.min(unseen.number, work.unseen().orElse(Integer.MAX_VALUE));
    return new Report(
        controller.evaluations(),
        controller.upkeepEvaluations(),
        work.duty().answers().text(),
        unseen.share(),
        unseen.number,
        different,
        unseen.interval(different),
        all.share(),
        all.number,
        ledger.parameterWrites(),
        happenings,
        controller.interval(),
        controller.dead().map(suspect -> suspect.device()).orElse(null),
        controller.offsets(),
        points,
        upkeep.target(),
        recent.right(),
        recent.number(),
        outOfTune(controller));
  }

  private String outOfTune(DriftController controller) {
    return recent
        .outOfTune(upkeep.target())
        .or(() -> controller.dead().map(suspect -> "a device died: " + suspect.text()))
        .orElse(null);
  }
}
