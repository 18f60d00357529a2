package org.spinbench.experiments.training;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.FaultSearch;
import org.spinbench.calibration.refit.FaultSearch.Suspicion;
import org.spinbench.calibration.refit.Posterior;
import org.spinbench.calibration.refit.PosteriorEstimator;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.StrayedException;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.network.AnsweredNetwork;
import org.spinbench.experiments.network.Averaging;
import org.spinbench.experiments.network.BenchNetwork;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.network.RememberedNetwork;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.replay.Recording;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RecordedReadings;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.Resumed;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.TrainingResult.DecisionGrid;
import org.spinbench.experiments.training.TrainingResult.Errors;
import org.spinbench.experiments.training.TrainingResult.Scores;
import org.spinbench.experiments.training.TrainingResult.TestPoint;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.experiments.training.certification.Certificate;
import org.spinbench.experiments.training.certification.Certification;
import org.spinbench.experiments.training.certification.CertificationPlan;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.dataset.Dataset;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.TrainingFailedException;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;

/**
 * The experiment: calibrate the chip, train it in the way that the options name, and test it, or
 * prove its accuracy.
 *
 * <p>A run that was interrupted is resumed by repeating it from its beginning: all that it does
 * follows from its options, its seed and what the chip answers. On a simulated bench that starts
 * over, the recorded part is repeated and compared to the last bit, and the run ends as if it had
 * never been interrupted. On a bench that has been in use meanwhile, the calibration and the
 * evaluations are answered from the record until that ends ({@link AnsweredNetwork}); a calibration
 * that was not complete is repeated.
 */
public final class TrainingRun {
  private static final int GRID = 101;

  /** Readings that the last fit of the chip is made to. */
  private static final int REMEMBERED = 1000;

  /** Further starts of that fit. */
  private static final int STARTS = 5;

  /** The same where that fit makes a device look faulty. */
  private static final int MORE_STARTS = 24;

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
  private final Set<String> failing = new HashSet<>();
  private final AgeCheck age;
  private RememberedNetwork remembered;
  private Averaging averaging = Averaging.oneCycle();
  private Instant begun = Instant.EPOCH;

  /**
   * A run on an opened bench.
   *
   * @param run where it is written. Its start names the task, the seed and the options
   */
  public TrainingRun(Bench bench, RunFile run, TrainingProgress progress) {
    this(bench, run, progress, Trainers.way(TrainingOptions.of(run.start().options()).trainer()));
  }

  /** A run in some other way than those that have a name. */
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
    this.file = bench.file();
    this.age = new AgeCheck(file.validity(), warning -> progress.said("warning: " + warning));
    this.dataset = Assignment.of(start).dataset(seed, options.sizes(), file);
    this.outputs = OutputNeurons.of(dataset.answers(), file);
  }

  /**
   * The start of a run, to make its file with.
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

  /**
   * Does the experiment, and notes in the run file how it ended. The bench is left as it is;
   * closing it brings it to rest.
   *
   * @throws TrainingFailedException if the network does not learn
   */
  public TrainingResult execute() {
    try {
      TrainingResult result = experiment();
      bench.requireAsLeft();
      run.stop(stop(StopDocument.SUCCESS, "", Json.write(result.scores())));
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
   * Takes up the record of a run that was stopped or killed, and does the rest.
   *
   * @throws org.spinbench.experiments.run.store.RunException at the first difference from the
   *     record
   */
  public TrainingResult goOn(RunFile.GoingOn how) {
    new Resumed(bench, run, progress::said).takeUp(how);
    return resume(how);
  }

  /**
   * Does the rest of a run that was stopped or killed, on a bench that was compared with its
   * record.
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

  /** Why nothing was learned: perhaps somebody else has changed a source. */
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
    averaging = averaging();
    Calibration prior =
        switch (way.prior()) {
          case MEASURED -> calibration();
          case DESIGNED -> designed();
        };
    Evaluations chip = evaluations(prior);
    Problem problem =
        new Problem(
            prior,
            file,
            dataset.answers(),
            kept(dataset.train(), chip),
            kept(dataset.validation(), chip),
            options.goal(),
            dataset.learned(),
            seed,
            noting(chip.ledger()));
    TrainedParameters trained =
        way.maker().of(options, bench.clock(), noting()).train(problem, chip);
    run.event(now(), RunFile.DECISION, decisionText(trained));
    run.event(now(), "trained", trained.how());
    progress.said(options.trainer() + ": " + trained.how());
    long toTarget = chip.ledger().total();
    chip.apply(trained.parameters());
    Tested tested = plan.map(p -> certify(p, trained, chip)).orElseGet(() -> test(trained, chip));
    double seconds = (bench.clock().nanos() - begin) * 1e-9;
    RunFile.Before before = isAnswered() ? run.before() : new RunFile.Before(0, 0);
    seconds += before.seconds();
    Scores scores = scores(tested, trained, toTarget, chip.ledger(), seconds, before.messages());
    Calibration calibration =
        way.prior() == Trainers.Prior.MEASURED ? prior : learned(prior, trained);
    return new TrainingResult(
        scores,
        trained.parameters(),
        trained.decisions(),
        map(Twin.of(calibration, file), trained.parameters()),
        points(tested, trained),
        calibration);
  }

  /** What trainers that begin with the design tell of their steps. */
  private Problem.Incumbents noting(Ledger ledger) {
    TrainingProgress noting = noting();
    return new Problem.Incumbents() {
      @Override
      public void found(double[] parameters, double[] decision) {}

      @Override
      public void step(
          String phase,
          int number,
          double loss,
          double accuracy,
          boolean accepted,
          double[] parameters) {
        noting.step(
            new Step(
                now(),
                phase,
                number,
                loss,
                accuracy,
                accepted,
                Arrays.stream(parameters).boxed().toList()));
        noting.at("training", (int) ledger.total(), (int) options.budget());
      }

      @Override
      public void failing(Fault fault, String how) {
        damaged(fault.device(), how);
      }
    };
  }

  /**
   * Notes a device that fails in the run file, and says so, once. No device is blamed for a source
   * that somebody else has changed.
   */
  private void damaged(String device, String how) {
    if (failing.add(device)) {
      bench.requireAsLeft();
      run.event(now(), RunFile.DAMAGE, how);
      progress.said(how);
    }
  }

  /** Steps go to the run file before anybody sees them. */
  private TrainingProgress noting() {
    return new TrainingProgress() {
      @Override
      public void at(String stage, int done, int total) {
        progress.at(stage, done, total);
      }

      @Override
      public void at(String stage, int done, int total, String figure) {
        progress.at(stage, done, total, figure);
      }

      @Override
      public void step(Step step) {
        run.step(step);
        progress.step(step);
      }

      @Override
      public void said(String sentence) {
        progress.said(sentence);
      }
    };
  }

  /** Readings belong to the calibration until there are evaluations of the network. */
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

  private Evaluations evaluations(Calibration calibration) {
    Ledger ledger = new Ledger(options.budget());
    ledger.count(Purpose.CALIBRATE, calibration.evaluations());
    PhysicalNetwork network =
        new BenchNetwork(bench.ports(), calibration.toneFrequencies(), averaging);
    if (isAnswered()) {
      answered =
          Optional.of(
              new AnsweredNetwork(
                  network, file, new RecordedReadings(run)::values, this::compared));
      network = answered.get();
    }
    remembered = new RememberedNetwork(network, REMEMBERED);
    network = remembered;
    Evaluations chip = new Evaluations(network, ledger, new RunLog(run, bench.clock(), file));
    chipEvaluations = Optional.of(chip);
    return chip;
  }

  private static Examples kept(Examples asked, Evaluations chip) {
    return asked.as(chip.kept(asked.inputs()));
  }

  /** How long voltmeters integrate for each purpose. */
  private Averaging averaging() {
    Averaging chosen = Averaging.of(bench.ports());
    begun = now();
    run.event(begun, "averaging", chosen.text());
    return chosen;
  }

  private void compared(AnsweredNetwork.Comparison comparison) {
    run.setAside(comparison.evaluation() + 1);
    said(comparison.text());
  }

  private Calibration designed() {
    if (file.design().isEmpty()) {
      throw new IllegalArgumentException(
          "the trainer '"
              + options.trainer()
              + "' begins with the design of the chip, which the bench file does not declare: give it"
              + " a section [design] (./spinbench bench shows one), or measure every device first:"
              + " --trainer bring-up");
    }
    if (isAnswered()) {
      run.lastEvaluated().ifPresent(last -> age.answers(last, begun));
    }
    return DesignPrior.of(file);
  }

  /** What a chip of which the design was known is believed to be after all that was read of it. */
  private Calibration learned(Calibration design, TrainedParameters trained) {
    Optional<Calibration> kept = kept();
    if (kept.isPresent()) {
      return kept.get();
    }
    List<org.spinbench.calibration.refit.ChipObservation> readings = remembered.readings();
    PosteriorEstimator refit = new PosteriorEstimator(file, design);
    boolean fromBelief = TrainingExperiment.isFromBelief(run.start());
    Posterior begin = fromBelief ? trained.belief().orElseGet(refit::prior) : refit.prior();
    Posterior fit = refit.fit(readings, begin, STARTS, Seeds.generator(seed, 12));
    List<String> faults = new ArrayList<>();
    Optional<Suspicion> suspicion = FaultSearch.search(refit, readings, fit);
    if (fromBelief && suspicion.isPresent()) {
      // Before a device is blamed, the fit of a sound chip has another chance.
      Posterior suspected = suspicion.get().fit();
      fit = refit.better(readings, fit, suspected, MORE_STARTS, Seeds.generator(seed, 13));
      suspicion = FaultSearch.search(refit, readings, fit);
    }
    while (suspicion.filter(Suspicion::certain).isPresent()) {
      Suspicion sure = suspicion.get();
      damaged(sure.fault().device(), sure.text());
      faults.add(sure.text());
      refit = sure.believed();
      fit = refit.fit(readings, sure.fit(), 1, Seeds.generator(seed, 12));
      suspicion = FaultSearch.search(refit, readings, fit);
    }
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "fitted to the last %d readings of the network, from the design; chi-square %.2f",
            readings.size(),
            fit.reducedChiSquare()));
    notes.addAll(faults);
    Calibration learned =
        fit.calibration()
            .learned(identities(), now(), now().plus(file.validity().duration()), notes);
    if (!run.evaluations().isEmpty()) {
      learned =
          learned.from(Recording.provenance(run, design.toneFrequencies(), readings, learned));
    }
    bench.requireOpen();
    run.calibration(learned.toJson());
    return learned;
  }

  /** That of the run file, where the bench cannot repeat what it was made of. */
  private Optional<Calibration> kept() {
    return isAnswered() ? run.calibration().map(Calibration::fromJson) : Optional.empty();
  }

  private List<String> identities() {
    return StartDocument.identities(bench).entrySet().stream()
        .map(e -> e.getKey() + ": " + e.getValue())
        .toList();
  }

  /** A new calibration, or that of the run file where the bench cannot repeat it. */
  private Calibration calibration() {
    Optional<Calibration> kept = kept();
    if (kept.isPresent()) {
      age.uses(kept.get(), begun);
      return kept.get();
    }
    Calibration calibration =
        ChipCharacterization.calibrate(
            bench.ports(),
            new ChipCharacterization.Options(file.validity().duration(), identities()),
            (stage, done, total) -> progress.at("calibrating", done, total, stage),
            one -> run.calibrated(Json.write(one)));
    run.calibration(calibration.toJson());
    List<String> names = Dead.named(calibration);
    for (int i = 0; i < names.size(); i++) {
      damaged(names.get(i), calibration.dead().get(i));
    }
    age.uses(calibration, calibration.time());
    return calibration;
  }

  /** One number stands for itself. */
  private static String decisionText(TrainedParameters trained) {
    double[] decisions = trained.decisions();
    return decisions.length == 1 ? Json.write(decisions[0]) : Json.write(decisions);
  }

  /** Samples that nothing was trained on, what the chip gave for them, and what that proves. */
  private record Tested(Examples samples, double[][] powers, Optional<Certificate> certificate) {}

  private List<TestPoint> points(Tested tested, TrainedParameters trained) {
    List<TestPoint> points = new ArrayList<>();
    for (int i = 0; i < tested.powers().length; i++) {
      double[] powers = tested.powers()[i];
      double target = tested.samples().targets()[i];
      double answer = dataset.answers().answer(powers, trained.decisions());
      double[] inputs = tested.samples().inputs()[i].clone();
      for (int k = 0; k < inputs.length; k++) {
        inputs[k] /= file.inputs().get(k).maximumPower();
      }
      boolean right = dataset.answers().isRight(answer, target);
      points.add(new TestPoint(boxed(inputs), target, answer, right, boxed(powers)));
    }
    return points;
  }

  private Tested test(TrainedParameters trained, Evaluations chip) {
    Examples examples = dataset.test();
    chip.ledger().allow(examples.size());
    double[][] powers = new double[examples.size()][];
    int right = 0;
    progress.at("test", 0, powers.length);
    for (int i = 0; i < powers.length; i++) {
      double[] input = examples.inputs()[i];
      powers[i] =
          OutputNeurons.select(
              chip.evaluate(Purpose.TEST, input, examples.labels()[i]).powers(), outputs);
      boolean isRight =
          dataset.answers().isRight(powers[i], trained.decisions(), examples.targets()[i]);
      right += isRight ? 1 : 0;
      progress.at("test", i + 1, powers.length, BinomialInterval.share(right, i + 1));
    }
    return new Tested(examples, powers, Optional.empty());
  }

  private Tested certify(CertificationPlan claimed, TrainedParameters trained, Evaluations chip) {
    Examples fresh = dataset.fresh(claimed.mostSamples(), seed);
    chip.ledger().allow(fresh.size());
    Certificate certificate =
        Certification.of(
            claimed,
            trained.decisions(),
            fresh,
            dataset.answers(),
            outputs,
            chip,
            (done, needed, figure) -> progress.at("certification", done, needed, figure));
    return new Tested(
        fresh.range(0, certificate.samples()), certificate.powers(), Optional.of(certificate));
  }

  private Scores scores(
      Tested tested,
      TrainedParameters trained,
      Long toTarget,
      Ledger ledger,
      double seconds,
      long earlierMessages) {
    List<TestPoint> points = points(tested, trained);
    int right = (int) points.stream().filter(TestPoint::right).count();
    boolean target =
        trained.reached() && tested.certificate().map(Certificate::proven).orElse(true);
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
        confusion(points),
        dataset.range().map(range -> errors(points, range)).orElse(null),
        tested.certificate().map(Certificate::claim).orElse(null),
        tested.certificate().map(Certificate::proven).orElse(null),
        tested.certificate().map(Certificate::lowerBound).orElse(null),
        target ? toTarget : null,
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

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private int[][] confusion(List<TestPoint> points) {
    int classes = dataset.classes().size();
    int[][] confusion = new int[classes][classes];
    for (TestPoint point : classes == 0 ? List.<TestPoint>of() : points) {
      confusion[(int) point.target()][(int) point.answer()]++;
    }
    return confusion;
  }

  private Errors errors(List<TestPoint> points, Dataset.Range range) {
    double mean = points.stream().mapToDouble(TestPoint::target).average().orElseThrow();
    double squares = 0;
    double variance = 0;
    for (TestPoint point : points) {
      double error = point.answer() - point.target();
      squares += error * error;
      variance += (point.target() - mean) * (point.target() - mean);
    }
    double width = range.highest() - range.lowest();
    double tolerance = ((Answers.Quantity) dataset.answers()).tolerance();
    return new Errors(
        tolerance * width,
        width * Math.sqrt(squares / points.size()),
        1 - squares / variance,
        range.lowest(),
        range.highest());
  }

  /** Evaluations by purpose; those that a resumed run made to compare the chip are anchors. */
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

  private Optional<DecisionGrid> map(Twin twin, double[] parameters) {
    if (file.inputs().size() != 2 || !(dataset.answers() instanceof Answers.TwoClasses)) {
      return Optional.empty();
    }
    TwinWorkspace workspace = twin.workspace();
    double[][] powers = new double[GRID][GRID];
    for (int j = 0; j < GRID; j++) {
      for (int i = 0; i < GRID; i++) {
        double[] input = {
          node(i) * file.inputs().get(0).maximumPower(),
          node(j) * file.inputs().get(1).maximumPower()
        };
        workspace.forward(parameters, input);
        powers[j][i] = workspace.powers()[outputs[0]];
      }
    }
    return Optional.of(new DecisionGrid(Task.LOWEST, powers));
  }

  private static double node(int index) {
    return Task.LOWEST + (1 - Task.LOWEST) * index / (GRID - 1);
  }

  private Instant now() {
    return bench.clock().now();
  }
}
