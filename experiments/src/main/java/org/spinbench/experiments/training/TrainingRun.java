package org.spinbench.experiments.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.StrayedException;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.network.AnsweredNetwork;
import org.spinbench.experiments.network.Averaging;
import org.spinbench.experiments.network.BenchNetwork;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.NotedSurvey;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.network.RememberedNetwork;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RecordedReadings;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.transcript.RunTranscripts;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.Resumed;
import org.spinbench.experiments.training.TrainingResult.Scores;
import org.spinbench.experiments.training.TrainingResult.TestPoint;
import org.spinbench.experiments.training.bringup.BringUpTrainer;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.experiments.training.certification.Certificate;
import org.spinbench.experiments.training.certification.CertificationPlan;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.dataset.Dataset;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.TrainingFailedException;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;

/**
 * Calibrates a chip, trains it with the trainer in the options, and tests it or certifies its
 * accuracy.
 *
 * <p>An interrupted run is resumed by repeating it from its beginning, because everything follows
 * from its options, its seed and the chip's answers. On a simulated bench that restarts, the
 * recorded part is repeated and compared to the last bit, and the run ends as without the
 * interruption. On a bench that was in use meanwhile, the record answers the calibration and the
 * evaluations until its end ({@link AnsweredNetwork}); an incomplete calibration is repeated.
 */
public final class TrainingRun {
  private static final int GRID = 101;

  /** Number of readings in the last fit of the chip. */
  private static final int REMEMBERED = 1000;

  private final Bench bench;
  private final RunFile run;
  private final Dataset dataset;
  private final TrainingOptions options;
  private final long seed;
  private final Optional<CertificationPlan> plan;
  private final TrainingProgress progress;
  private final Trainers.Way way;
  private final BenchFile file;
  private final int[] outputs;
  private Optional<RunFile.GoingOn> goingOn = Optional.empty();
  private Optional<Evaluations> chipEvaluations = Optional.empty();
  private Optional<AnsweredNetwork> answered = Optional.empty();
  private final TrainingRecorder recorder;
  private final AgeCheck age;
  private RememberedNetwork remembered;
  private Optional<Calibration> fittedEarly = Optional.empty();

  /** Integration time of voltmeters for each purpose. */
  private Averaging averaging = Averaging.oneCycle();

  /**
   * A run on an opened bench.
   *
   * @param run its file, whose start names the task, the seed and the options
   */
  public TrainingRun(Bench bench, RunFile run, TrainingProgress progress) {
    this(bench, run, progress, Trainers.way(TrainingOptions.of(run.start().options()).trainer()));
  }

  /** A run with a trainer without a name. */
  TrainingRun(Bench bench, RunFile run, TrainingProgress progress, Trainers.Way way) {
    StartDocument start = run.start();
    this.way = way;
    this.bench = bench;
    this.run = run;
    this.options = TrainingOptions.of(start.options());
    this.seed = start.seed();
    this.plan =
        options.claim() == 0
            ? Optional.empty()
            : Optional.of(new CertificationPlan(options.claim()));
    this.progress = progress;
    this.recorder = new TrainingRecorder(bench, run, progress);
    this.file = bench.file();
    this.age = new AgeCheck(file.validity(), warning -> progress.said("warning: " + warning));
    this.dataset = Assignment.of(start).dataset(seed, options.sizes(), file);
    this.outputs = OutputNeurons.of(dataset.answers(), file);
  }

  /**
   * The start document of a run.
   *
   * @param benchText the bench file as the user wrote it
   * @param chipSeed seed of the simulated chip; null for a real one
   */
  public static StartDocument start(
      Bench bench,
      String benchText,
      Long chipSeed,
      Assignment task,
      long seed,
      TrainingOptions options,
      StartDocument.Program program) {
    return ExperimentRunner.start(
        bench, benchText, chipSeed, new TrainingExperiment(task, seed, options), program);
  }

  /** Uses a calibration that an earlier version fitted to the readings that this run repeats. */
  void calibratedBefore(Optional<Calibration> kept) {
    fittedEarly = kept;
  }

  /**
   * Runs the experiment, and records in the run file how it ended. The bench keeps its settings;
   * closing it brings it to rest.
   *
   * @throws TrainingFailedException if the network does not learn
   */
  public TrainingResult execute() {
    try {
      TrainingResult result = experiment();
      bench.requireAsLeft();
      Optional<String> shortfall =
          result.scores().shortfall().filter(any -> TrainingExperiment.shortfallFails(run.start()));
      String status = shortfall.isPresent() ? StopDocument.FAILED : StopDocument.SUCCESS;
      run.stop(stop(status, shortfall.orElse(""), Json.write(result.scores())));
      return result;
    } catch (TrainingFailedException e) {
      RuntimeException cause = strayed(e);
      noteFailure(cause);
      throw cause;
    } catch (RuntimeException | Error e) {
      noteFailure(e);
      throw e;
    }
  }

  /**
   * Takes over the record of a run that was stopped or killed, and completes it.
   *
   * @throws org.spinbench.experiments.run.store.RunException at the first difference from the
   *     record
   */
  public TrainingResult goOn(RunFile.GoingOn how) {
    new Resumed(bench, run, progress::said).takeUp(how);
    return resume(how);
  }

  /**
   * Completes a run that was stopped or killed, on a bench that was compared with its record.
   *
   * @throws org.spinbench.experiments.run.store.RunException at the first difference from the
   *     record
   */
  public TrainingResult resume(RunFile.GoingOn how) {
    goingOn = Optional.of(how);
    return execute();
  }

  private void said(String sentence) {
    run.event(now(), "resume", sentence);
    progress.said(sentence);
  }

  private boolean isAnswered() {
    return goingOn.filter(how -> how == RunFile.GoingOn.ANSWERED).isPresent();
  }

  /** Why nothing was learned; a source may have been changed by something else. */
  private RuntimeException strayed(TrainingFailedException failure) {
    try {
      bench.requireAsLeft();
      return failure;
    } catch (StrayedException strayed) {
      return strayed;
    }
  }

  private void noteFailure(Throwable failure) {
    try {
      String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
      run.stop(stop(StopDocument.FAILED, message, "{}"));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private StopDocument stop(String status, String message, String results) {
    return new StopDocument(now(), status, message, results);
  }

  private TrainingResult experiment() {
    long begin = bench.clock().nanos();
    bench.ports().onReading(this::note);
    averaging = Averaging.of(bench.ports());
    Instant begun = now();
    run.event(begun, "averaging", averaging.text());
    TrainingCalibration calibrations =
        new TrainingCalibration(bench, run, recorder, age, isAnswered(), fittedEarly, begun);
    Calibration prior =
        switch (way.prior()) {
          case MEASURED -> calibrations.measured();
          case DESIGNED -> calibrations.designed(options.trainer());
        };
    long reserve = Trainers.believes(options.trainer()) ? BringUpFloor.reserve(file, options) : 0;
    Ledger ledger = new Ledger(options.budget() - reserve);
    ledger.count(Purpose.CALIBRATE, prior.evaluations());
    Evaluations chip = evaluations(prior, ledger, 0);
    Problem problem = problem(prior, chip);
    TrainedParameters trained =
        way.maker().of(options, bench.clock(), recorder).train(problem, chip);
    ledger.allow(reserve);
    RememberedNetwork first = remembered;
    BringUpFloor.Outcome outcome = new BringUpFloor.Outcome(trained, chip, Optional.empty());
    if (way.prior() == Trainers.Prior.DESIGNED
        && BringUpFloor.isNeeded(trained, problem, options, chip)
        && !NotedSurvey.hidesOutput(run, file)) {
      outcome = BringUpFloor.raise(floor(calibrations, ledger), problem, trained, chip);
    }
    return tested(outcome, begin, calibrations, prior, first);
  }

  /**
   * Tests the trained chip, and fits the belief again if the training began with the design.
   *
   * @param begin of the run on the bench's clock, ns
   * @param first remembers what training read before every device was measured, if it was
   */
  private TrainingResult tested(
      BringUpFloor.Outcome outcome,
      long begin,
      TrainingCalibration calibrations,
      Calibration prior,
      RememberedNetwork first) {
    TrainedParameters trained = outcome.trained();
    Evaluations chip = outcome.chip();
    run.event(now(), RunFile.DECISION, decisionText(trained));
    run.event(now(), "trained", trained.how());
    progress.said(options.trainer() + ": " + trained.how());
    long toTarget = chip.ledger().total();
    Optional<DecisionPlane> plane =
        DecisionPlane.of(dataset.answers(), file, trained.parameters(), trained.decisions());
    plane.ifPresent(one -> run.tell(() -> one));
    chip.apply(trained.parameters());
    FinalTest tested =
        plan.map(p -> FinalTest.certified(p, seed, dataset, trained, outputs, chip, progress))
            .orElseGet(() -> FinalTest.measured(dataset, trained, outputs, chip, progress));
    double seconds = (bench.clock().nanos() - begin) * 1e-9;
    RunTranscripts.Before before =
        isAnswered() ? run.transcripts().before() : new RunTranscripts.Before(0, 0);
    seconds += before.seconds();
    Scores scores = scores(tested, toTarget, chip.ledger(), seconds, before.messages());
    Calibration calibration = outcome.calibration().orElse(prior);
    if (way.prior() == Trainers.Prior.DESIGNED && outcome.calibration().isEmpty()) {
      calibration = calibrations.learned(prior, trained.belief(), readings(first));
    }
    Calibration drawn = calibration;
    return new TrainingResult(
        scores,
        trained.parameters(),
        trained.decisions(),
        plane.map(one -> one.grid(drawn, GRID)),
        tested.points(file),
        calibration);
  }

  /**
   * Records a reading. Readings belong to the calibration until the first evaluation of the
   * network.
   */
  private void note(Reading reading) {
    age.reading(reading.time());
    if (chipEvaluations.isEmpty()) {
      run.reading(reading, Purpose.CALIBRATE, OptionalLong.empty());
    } else if (answered.filter(AnsweredNetwork::answering).isPresent()) {
      run.reading(reading, Purpose.ANCHOR, OptionalLong.empty());
    } else {
      chipEvaluations.get().note(reading);
    }
  }

  private Problem problem(Calibration prior, Evaluations chip) {
    return new Problem(
        prior,
        file,
        dataset.answers(),
        kept(dataset.train(), chip),
        kept(dataset.validation(), chip),
        options.goal(),
        dataset.learned(),
        seed,
        recorder.incumbents(dataset.answers(), chip.ledger(), options.budget()));
  }

  /** The last readings of the network with the design's tones. */
  private List<ChipObservation> readings(RememberedNetwork first) {
    List<ChipObservation> all = new ArrayList<>(first.readings());
    if (remembered != first) {
      all.addAll(remembered.readings());
    }
    return all.subList(Math.max(0, all.size() - REMEMBERED), all.size());
  }

  /** What remains to be done with this run where its belief fails. */
  private BringUpFloor.Run floor(TrainingCalibration calibrations, Ledger ledger) {
    return new BringUpFloor.Run() {
      @Override
      public Calibration measured() {
        chipEvaluations = Optional.empty();
        return calibrations.measured();
      }

      @Override
      public long readings() {
        return bench.ports().evaluations();
      }

      @Override
      public Evaluations evaluations(Calibration calibration, long before) {
        return TrainingRun.this.evaluations(calibration, ledger, before);
      }

      @Override
      public Problem problem(Calibration prior, Evaluations chip) {
        return TrainingRun.this.problem(prior, chip);
      }

      @Override
      public TrainedParameters train(Problem problem, Evaluations chip) {
        return new BringUpTrainer(options, bench.clock(), recorder).train(problem, chip);
      }

      @Override
      public void said(String sentence) {
        run.event(now(), "bring-up", sentence);
        progress.said(sentence);
      }
    };
  }

  private Evaluations evaluations(Calibration calibration, Ledger ledger, long before) {
    PhysicalNetwork network =
        new BenchNetwork(bench.ports(), calibration.toneFrequencies(), averaging);
    if (isAnswered()) {
      Optional<EmissionSurvey> surveyed = NotedSurvey.of(run).map(NotedSurvey::survey);
      surveyed.ifPresent(survey -> survey.moveBands(file, bench.ports().bands()));
      answered =
          Optional.of(
              new AnsweredNetwork(
                  network,
                  file,
                  new RecordedReadings(run)::values,
                  surveyed,
                  before,
                  this::compared));
      network = answered.get();
    }
    remembered = new RememberedNetwork(network, REMEMBERED);
    network = remembered;
    Evaluations chip =
        new Evaluations(network, ledger, new RunLog(run, bench.clock(), file), before);
    chipEvaluations = Optional.of(chip);
    return chip;
  }

  private static Examples kept(Examples asked, Evaluations chip) {
    return asked.as(chip.kept(asked.inputs()));
  }

  private void compared(AnsweredNetwork.Comparison comparison) {
    run.setAside(comparison.evaluation() + 1);
    said(comparison.text());
  }

  /** The text of a decision; a single number is its own text. */
  private static String decisionText(TrainedParameters trained) {
    double[] decisions = trained.decisions();
    return decisions.length == 1 ? Json.write(decisions[0]) : Json.write(decisions);
  }

  private Scores scores(
      FinalTest tested, Long toTarget, Ledger ledger, double seconds, long earlierMessages) {
    List<TestPoint> points = tested.points(file);
    int right = (int) points.stream().filter(TestPoint::right).count();
    int[] blocks = new int[2];
    run.eachStep(
        step -> {
          int block = step.phase().equals("block") ? 1 : 0;
          blocks[0] += block;
          blocks[1] += step.accepted() ? block : 0;
        });
    int errors = bench.errorsInQueues().values().stream().mapToInt(List::size).sum();
    Map<String, Long> counts = counts(ledger);
    long all = counts.values().stream().mapToLong(Long::longValue).sum();
    long calibration = ledger.count(Purpose.CALIBRATE);
    return new Scores(
        options.trainer(),
        (double) right / points.size(),
        points.size(),
        BinomialInterval.of(right, points.size(), CertificationPlan.CONFIDENCE),
        dataset.linearAccuracy(tested.samples()),
        boxed(dataset.floatingAccuracy(tested.samples())),
        boxed(dataset.bestAccuracy()),
        dataset.classes(),
        tested.confusion(points),
        dataset.range().map(range -> tested.errors(points, range)).orElse(null),
        tested.certificate().map(Certificate::claim).orElse(null),
        tested.certificate().map(Certificate::proven).orElse(null),
        tested.certificate().map(Certificate::lowerBound).orElse(null),
        tested.reached() ? toTarget : null,
        all,
        all - calibration - ledger.count(Purpose.TEST) - ledger.count(Purpose.CERTIFY),
        calibration,
        counts,
        ledger.parameterWrites(),
        seconds,
        bench.messagesSent(),
        errors,
        blocks[0],
        blocks[1],
        earlierMessages);
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  /** Evaluations by purpose; those that compare the chip after resuming count as anchors. */
  private Map<String, Long> counts(Ledger ledger) {
    Map<String, Long> counts = new LinkedHashMap<>();
    int nodes = file.chains().size() + file.readout().neurons().size();
    for (Purpose purpose : Purpose.values()) {
      long count =
          purpose == Purpose.ANCHOR
              ? run.readings().getOrDefault(purpose, 0L) / nodes
              : ledger.count(purpose);
      if (count > 0) {
        counts.put(purpose.name().toLowerCase(Locale.ROOT), count);
      }
    }
    return counts;
  }

  private Instant now() {
    return bench.clock().now();
  }
}
