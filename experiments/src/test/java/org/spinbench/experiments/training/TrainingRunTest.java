package org.spinbench.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.Posterior;
import org.spinbench.calibration.refit.PosteriorEstimator;
import org.spinbench.calibration.refit.PosteriorEstimator.Believed;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Coupling.Mode;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.network.NotedSurvey;
import org.spinbench.experiments.reanalysis.Reanalysis;
import org.spinbench.experiments.replay.Recording;
import org.spinbench.experiments.run.Compared;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.RunFile.GoingOn;
import org.spinbench.experiments.run.RunValues;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.Step;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Assignment;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;
import org.spinbench.experiments.training.trainer.TrainingOptions;
import org.spinbench.experiments.training.trainer.TrainingProgress;
import org.spinbench.simulator.bench.SimulatedBench;

/** The whole experiment through the simulated instruments. */
@Tag("slow")
class TrainingRunTest {
  private static final StartDocument.Program PROGRAM =
      StartDocument.Program.running("test", "none");

  private static final TrainingOptions OPTIONS =
      TrainingOptions.standard().withTrainer("bring-up").withStarts(500).withTestSamples(120);

  /** How often a run is killed; 100 on request. */
  private static final int KILLS = Integer.getInteger("spinbench.kills", 5);

  /** A run by chance has a few messages more. */
  private static final int MOMENTS = 250;

  @TempDir Path folder;

  private static BenchFile file(Mode mode) {
    return BenchFile.parse(DefaultBench.text(), "default").withCoupling(mode);
  }

  private RunFile create(Bench bench, long chip, String task, TrainingOptions options) {
    StartDocument start =
        TrainingRun.start(
            bench, DefaultBench.text(), chip, Assignment.of(Task.named(task)), 1, options, PROGRAM);
    return new Runs(folder).create(start, Instant.EPOCH);
  }

  private static void assertGoal(TrainingResult.Scores scores) {
    assertTrue(scores.testAccuracy() >= 0.95, () -> scores.toString());
    assertTrue(scores.linearAccuracy() <= 0.85, () -> scores.toString());
    assertTrue(scores.confidence().low() < scores.testAccuracy());
    assertTrue(scores.chipEvaluations() <= 4000, () -> scores.toString());
    assertEquals(0, scores.errorsInQueues());
    assertEquals(
        scores.chipEvaluations(),
        scores.calibrationEvaluations() + scores.trainingEvaluations() + scores.testSamples());
    assertEquals(
        scores.chipEvaluations(), scores.ledger().values().stream().mapToLong(n -> n).sum());
    assertTrue(scores.parameterWrites() >= 9, () -> scores.toString());
    assertTrue(scores.chipSeconds() > 10, "seconds of the bench's clock: " + scores.chipSeconds());
  }

  @Test
  void trainsAChipAndWritesDownAllItDid() {
    BenchFile file = file(Mode.ANALOG);
    SimulatedBench simulated = new SimulatedBench(file, 3);
    Path path;
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 3, "xor", OPTIONS)) {
      path = run.path();
      TrainingResult result = new TrainingRun(bench, run, TrainingProgress.NONE).execute();
      assertGoal(result.scores());
      assertEquals(120, result.scores().testSamples());
      assertEquals(null, result.scores().certified());
      boolean reached = run.steps().get(run.steps().size() - 1).accuracy() >= 0.977;
      assertEquals(reached, result.scores().evaluationsToTarget() != null);
      assertPointsAddUp(result);
    }
    assertTrue(simulated.atRest(), () -> simulated.energised().toString());
    try (RunFile run = RunFile.read(path)) {
      StartDocument start = run.start();
      assertEquals(3, start.chipSeed());
      assertEquals("analog", start.options().get("coupling"));
      assertEquals("bring-up", start.options().get("trainer"));
      assertTrue(
          start.instruments().get("rf_1").contains("SGS100A"), start.instruments()::toString);
      assertTrue(start.settings().containsKey("rf_1.power"), start.settings()::toString);
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
      // Three chains and the output neuron are read in each evaluation.
      Map<Purpose, Long> readings = run.readings();
      assertEquals(480, readings.get(Purpose.TEST));
      for (Purpose purpose : run.evaluations().keySet()) {
        assertEquals(4 * run.evaluations().get(purpose), readings.get(purpose));
      }
      assertTrue(readings.get(Purpose.CALIBRATE) > 0);
      assertTrue(run.calibration().isPresent());
      assertEquals("twin", run.steps().get(0).phase());
      assertEquals("deploy", run.steps().get(1).phase());
      assertComputedAnew(run);
    }
  }

  /** Nothing is calibrated first, and yet the chip is known afterwards: from what was read. */
  @Test
  void trainsFromTheDesignAndKnowsTheChipAfterwards() {
    BenchFile file = file(Mode.ANALOG);
    SimulatedBench simulated = new SimulatedBench(file, 7);
    TrainingOptions options = TrainingOptions.standard().withTestSamples(120);
    Path path;
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 7, "xor", options)) {
      path = run.path();
      TrainingResult result = new TrainingRun(bench, run, TrainingProgress.NONE).execute();
      assertEquals("bayesian", result.scores().trainer());
      assertTrue(result.scores().testAccuracy() >= 0.977, result.scores()::toString);
      assertTrue(result.scores().chipEvaluations() <= 120 + 400, result.scores()::toString);
      assertPointsAddUp(result);
      double learned = rms(Twin.of(result.calibration(), file), result, file);
      double designed = rms(Twin.of(DesignPrior.of(file), file), result, file);
      assertTrue(learned < 0.05, "output as fitted, off by " + learned);
      assertTrue(designed > 2 * learned, "output as designed, off by " + designed);
      assertEquals(result.calibration(), Calibration.fromJson(run.calibration().orElseThrow()));
    }
    try (RunFile run = RunFile.read(path)) {
      Calibration kept = Calibration.fromJson(run.calibration().orElseThrow());
      assertTrue(
          kept.warnings().get(0).startsWith("fitted to the last "), kept.warnings()::toString);
      assertTrue(kept.instruments().toString().contains("SGS100A"), kept.instruments()::toString);
      assertTrue(kept.time().isAfter(Instant.parse("2026-01-01T00:00:00Z")));
      List<Step> steps = run.steps();
      assertEquals("proposal", steps.get(0).phase());
      Step last = steps.get(steps.size() - 1);
      assertEquals("test", last.phase());
      assertTrue(last.accepted() && last.accuracy() >= 0.977, last::toString);
      assertTrue(
          run.events("trained").get(0).contains("samples right: 97.7 % not yet proven, at least "));
    }
  }

  /**
   * The output neuron of the chip emits 32 MHz above its design, out of the band in which it is
   * read: it is found, and nothing is called dead. The readings before that do not count.
   */
  @Test
  void anOutputNeuronOutOfItsBandIsReadWhereItEmits() {
    BenchFile file = file(Mode.ANALOG);
    String moved = DefaultBench.text().replaceFirst("frequency = 340e6", "frequency = 372e6");
    SimulatedBench simulated = new SimulatedBench(BenchFile.parse(moved, "moved"), 4);
    TrainingOptions options = TrainingOptions.standard().withTestSamples(120);
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 4, "xor", options)) {
      TrainingResult result = new TrainingRun(bench, run, TrainingProgress.NONE).execute();
      assertTrue(result.scores().testAccuracy() >= 0.95, result.scores()::toString);
      assertTrue(result.scores().chipEvaluations() <= 120 + 500, result.scores()::toString);
      assertEquals(List.of(), result.calibration().dead());
      assertEquals(List.of(), run.events(RunFile.DAMAGE));
      assertTrue(
          run.events(RunFile.CHIP).stream().anyMatch(said -> said.startsWith("neuron 3 emits at ")),
          () -> run.events(RunFile.CHIP).toString());
      NotedSurvey noted = NotedSurvey.of(run).orElseThrow();
      assertTrue(noted.survey().moved() && noted.after() > 0);
      long evaluations = run.evaluations().values().stream().mapToLong(Long::longValue).sum();
      assertEquals(evaluations + noted.survey().sweeps(), result.scores().chipEvaluations());
      Recording recording = Recording.of(run);
      assertEquals(noted.after(), recording.skipped());
      assertEquals(evaluations - noted.after(), recording.setpoints().size());
      double emission = result.calibration().neurons().get(2).frequency().value();
      assertEquals(372e6, emission, 12e6);
    }
  }

  /**
   * The output neuron emits where neuron 2 does: that is said, nothing is called dead, and no
   * calibration is made that could not read it either.
   */
  @Test
  void anOutputNeuronThatNoBandSeparatesIsSaidSo() {
    BenchFile file = file(Mode.ANALOG);
    String moved = DefaultBench.text().replaceFirst("frequency = 340e6", "frequency = 405e6");
    SimulatedBench simulated = new SimulatedBench(BenchFile.parse(moved, "moved"), 4);
    TrainingOptions options = TrainingOptions.standard().withTestSamples(20);
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 4, "xor", options)) {
      TrainingResult result = new TrainingRun(bench, run, TrainingProgress.NONE).execute();
      assertTrue(
          run.events(RunFile.CHIP).stream()
              .anyMatch(said -> said.startsWith("neuron 3 emits where another neuron does")),
          () -> run.events(RunFile.CHIP).toString());
      assertEquals(List.of(), run.events("bring-up"));
      assertTrue(
          run.events(RunFile.DAMAGE).stream().noneMatch(said -> said.contains("neuron 3")),
          () -> run.events(RunFile.DAMAGE).toString());
      assertFalse(Dead.named(result.calibration()).contains("neuron 3"));
    }
  }

  /** A belief that fails is no end: every device is measured, and the network learns after all. */
  @Test
  void whereTheBeliefFailsEveryDeviceIsMeasured() {
    BenchFile file = file(Mode.ANALOG);
    SimulatedBench simulated = new SimulatedBench(file, 3);
    Trainer failing =
        (problem, chip) -> {
          RandomGenerator random = Seeds.generator(5);
          List<ChipObservation> nonsense = new ArrayList<>();
          for (int i = 0; i < 24; i++) {
            double[] voltages = random.doubles(3, -3e-3, 3e-3).toArray();
            double output = 2e-6 * random.nextDouble();
            nonsense.add(
                new ChipObservation(
                    new double[9],
                    new double[] {1e-4 * i / 24, 5e-5},
                    new Nodes(voltages, new double[] {Double.NaN, Double.NaN, output})));
          }
          Calibration dead =
              Dead.without(problem.prior(), "synapse 3").withDead("synapse 3 (junction 3) is dead");
          PosteriorEstimator estimator = new PosteriorEstimator(problem.file(), dead);
          Posterior belief = estimator.fit(nonsense, estimator.prior(), 1, random);
          chip.apply(new double[9]);
          chip.evaluate(Purpose.TRAIN, problem.train().inputs()[0], 0);
          return new TrainedParameters(new double[9], 1e-6, false, "it failed")
              .believing(new Believed(estimator, belief));
        };
    Trainers.Way way =
        new Trainers.Way(Trainers.Prior.DESIGNED, (options, clock, progress) -> failing);
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 3, "xor", OPTIONS)) {
      TrainingResult result = new TrainingRun(bench, run, TrainingProgress.NONE, way).execute();
      assertTrue(result.scores().testAccuracy() >= 0.95, () -> result.scores().toString());
      List<String> floor = run.events("bring-up");
      assertTrue(floor.get(0).startsWith("the readings fit no chip near"), floor::toString);
      assertEquals("synapse 3 is not dead: measured by itself, it responds", floor.get(1));
      assertEquals(List.of(), result.calibration().dead());
      String how = run.events("trained").get(0);
      assertTrue(how.contains("of 64 fresh samples"), how);
      assertEquals(result.calibration(), Calibration.fromJson(run.calibration().orElseThrow()));
      long evaluations = run.evaluations().values().stream().mapToLong(Long::longValue).sum();
      assertEquals(
          result.scores().chipEvaluations(),
          evaluations + result.scores().calibrationEvaluations());
    }
  }

  /** How far a twin's output is from what was measured of the test samples, over the largest. */
  private static double rms(Twin twin, TrainingResult result, BenchFile file) {
    double sum = 0;
    double most = 0;
    for (TrainingResult.TestPoint point : result.points()) {
      double[] input = {
        point.inputs().get(0) * file.inputs().get(0).maximumPower(),
        point.inputs().get(1) * file.inputs().get(1).maximumPower()
      };
      double off = twin.forward(result.parameters(), input).powers()[2] - point.outputs().get(0);
      sum += off * off;
      most = Math.max(most, point.outputs().get(0));
    }
    return Math.sqrt(sum / result.points().size()) / most;
  }

  @Test
  void aBenchWithoutADesignIsRefusedWithAdvice() {
    String text = DefaultBench.text().replaceAll("(?ms)^\\[design.*?(?=^\\[(?!design)|\\z)", "");
    BenchFile file = BenchFile.parse(text, "without design");
    assertTrue(file.design().isEmpty());
    SimulatedBench simulated = new SimulatedBench(file, 3);
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 3, "xor", TrainingOptions.standard())) {
      TrainingRun training = new TrainingRun(bench, run, TrainingProgress.NONE);
      String message = assertThrows(IllegalArgumentException.class, training::execute).getMessage();
      assertTrue(message.contains("the trainer 'bayesian' begins with the design"), message);
      assertTrue(message.contains("--trainer bring-up"), message);
    }
  }

  /** Calibration and test, from the readings alone. */
  private static void assertComputedAnew(RunFile run) {
    List<Reanalysis.Result> results = Reanalysis.of(run);
    results.forEach(one -> assertTrue(one.same(), one::toString));
    List<String> names = results.stream().map(Reanalysis.Result::name).toList();
    assertTrue(
        names.containsAll(
            List.of(
                "synapse 6 resonance",
                "chain 1 saturation",
                "neuron 3 threshold power",
                "test samples",
                "test accuracy",
                "greatest accuracy (95 %)")),
        names::toString);
    assertTrue(names.size() > 70, names::toString);
  }

  private static void assertPointsAddUp(TrainingResult result) {
    long right = result.points().stream().filter(p -> p.right()).count();
    assertEquals(result.scores().testAccuracy(), (double) right / result.points().size());
    for (TrainingResult.TestPoint point : result.points()) {
      assertEquals(point.outputs().get(0) > result.decision()[0] ? 1 : 0, (int) point.answer());
    }
    double[][] map = result.map().orElseThrow().output();
    // Class 1 where one power is high, class 0 where none is: corners of the map.
    int last = map.length - 1;
    int low = last / 4;
    int high = last * 3 / 4;
    assertTrue(map[low][high] > map[low][low] && map[high][low] > map[low][low]);
  }

  @Test
  void trainsWithMeasuredCouplingAndCertifiesWhatItReached() {
    BenchFile file = file(Mode.MEASURED);
    SimulatedBench simulated = new SimulatedBench(file, 6);
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 6, "band", OPTIONS.withClaim(0.9))) {
      assertEquals("measured", run.start().options().get("coupling"));
      TrainingResult result = new TrainingRun(bench, run, TrainingProgress.NONE).execute();
      TrainingResult.Scores scores = result.scores();
      assertGoal(scores);
      assertPointsAddUp(result);
      assertEquals(
          scores.chipEvaluations() - scores.testSamples(),
          scores.evaluationsToTarget().longValue());
      assertEquals(0.9, scores.claim());
      assertTrue(scores.certified());
      assertTrue(scores.certifiedLowerBound() >= 0.9, () -> scores.toString());
      assertEquals(scores.testSamples(), scores.ledger().get("certify").intValue());
      assertFalse(scores.ledger().containsKey("test"));
    }
  }

  /** Tries parameters by chance: a run of few evaluations, all of them by the chip's answers. */
  private static final Trainers.Way BY_CHANCE =
      new Trainers.Way(
          Trainers.Prior.DESIGNED, (options, clock, progress) -> byChance(clock, progress));

  private static final int TRIES = 6;
  private static final int EACH = 4;

  private static Trainer byChance(Clock clock, TrainingProgress progress) {
    return (problem, chip) -> {
      Twin twin = Twin.of(problem.prior(), problem.file());
      RandomGenerator random = Seeds.generator(problem.seed(), 11);
      double[] best = null;
      double most = -1;
      for (int t = 0; t < TRIES; t++) {
        progress.at("training", t, TRIES);
        double[] tried = new double[twin.parameters()];
        for (int i = 0; i < tried.length; i++) {
          double share = i % 2 == 0 && best != null ? 0.1 : 0.5;
          double centre = best == null ? (twin.lower()[i] + twin.upper()[i]) / 2 : best[i];
          double range = share * (twin.upper()[i] - twin.lower()[i]);
          tried[i] =
              Math.max(
                  twin.lower()[i],
                  Math.min(twin.upper()[i], centre + range * (random.nextDouble() - 0.5)));
        }
        chip.apply(tried);
        double sum = 0;
        for (int k = 0; k < EACH; k++) {
          int example = random.nextInt(problem.train().size());
          sum +=
              chip.evaluate(
                      Purpose.TRAIN,
                      problem.train().inputs()[example],
                      problem.train().labels()[example])
                  .powers()[2];
        }
        boolean better = sum > most;
        best = better ? tried : best;
        most = better ? sum : most;
        progress.step(
            new Step(clock.now(), "try", t, sum, 0, better, Arrays.stream(tried).boxed().toList()));
      }
      return new TrainedParameters(best, most / EACH, false, "by chance");
    };
  }

  private static final TrainingOptions SHORT = OPTIONS.withTestSamples(10);

  private static TrainingRun byChance(Bench bench, RunFile run, TrainingProgress progress) {
    return new TrainingRun(bench, run, progress, BY_CHANCE);
  }

  /** Whatever is on the disk of a process that is killed at one of these messages. */
  private final class Killed {
    private final Set<Integer> moments;
    private final List<Path> left = new ArrayList<>();
    private int messages;
    private RunFile run;

    Killed(Set<Integer> moments) {
      this.moments = moments;
    }

    void message() {
      if (run != null && moments.contains(++messages)) {
        if (left.size() % 2 == 0) {
          run.commit(); // the program is killed just when all has been written
        }
        left.add(copy(run.path(), folder.resolve("killed-" + messages + ".sqlite")));
      }
    }
  }

  /** Copies what another process finds in a run file at this moment. */
  private static Path copy(Path from, Path to) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + from);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("VACUUM INTO '" + to + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return to;
  }

  private static Optional<String> difference(Path one, Path two) {
    try (RunFile own = RunFile.read(one);
        RunFile other = RunFile.read(two)) {
      return new Compared(own.extent(), Compared.Rest.NONE).difference(own, other);
    }
  }

  /** Every document and row of the file, times included, of a run killed at random moments. */
  @Test
  void aKilledRunThatIsResumedEndsBitForBitLikeAnUninterruptedOne() {
    BenchFile file = file(Mode.ANALOG);
    RandomGenerator random = Seeds.generator(20, KILLS);
    Set<Integer> moments = new TreeSet<>();
    while (moments.size() < KILLS) {
      moments.add(1 + random.nextInt(MOMENTS));
    }
    Killed killed = new Killed(moments);
    SimulatedBench first = new SimulatedBench(file, 6);
    Transports counting = name -> new Counting(first.open(name), killed::message);
    try (Bench bench = Bench.open(file, counting, first.clock());
        RunFile run = create(bench, 6, "xor", SHORT)) {
      killed.run = run;
      byChance(bench, run, TrainingProgress.NONE).execute();
    }
    assertEquals(KILLS, killed.left.size(), killed.messages + " messages in all");
    for (Path left : killed.left) {
      SimulatedBench again = new SimulatedBench(file, 6);
      try (Bench bench = Bench.open(file, again, again.clock());
          RunFile run = RunFile.open(left)) {
        assertEquals(Optional.empty(), run.stop());
        byChance(bench, run, TrainingProgress.NONE).goOn(GoingOn.REPEATED);
      }
      assertEquals(Optional.empty(), difference(killed.run.path(), left), left.toString());
    }
  }

  /** Throws at a moment of the training, as a lost link would; notes what it is told. */
  private static final class Interrupting implements TrainingProgress {
    private final String stage;
    private final int moment;
    private final List<String> said = new ArrayList<>();

    Interrupting(String stage, int moment) {
      this.stage = stage;
      this.moment = moment;
    }

    @Override
    public void at(String at, int done, int total) {
      if (at.equals(stage) && done == moment) {
        throw new IllegalStateException("stopped by the test");
      }
    }

    @Override
    public void step(Step step) {}

    @Override
    public void said(String sentence) {
      said.add(sentence);
    }
  }

  private static TrainingResult goOn(
      BenchFile file, SimulatedBench simulated, Path path, TrainingProgress progress) {
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = RunFile.open(path)) {
      return byChance(bench, run, progress).goOn(GoingOn.ANSWERED);
    }
  }

  /** The bench has gone on, so that only what is in the file is the same: as on a real one. */
  @Test
  void onAChangedBenchTheRecordAnswersUntilItEnds() {
    BenchFile file = file(Mode.ANALOG);
    SimulatedBench simulated = new SimulatedBench(file, 6);
    Path path;
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 6, "xor", SHORT)) {
      path = run.path();
      TrainingRun training = byChance(bench, run, new Interrupting("training", 5));
      assertThrows(IllegalStateException.class, training::execute);
    }
    Map<Long, List<Double>> recorded;
    try (RunFile run = RunFile.open(path)) {
      recorded = RunValues.of(run);
      assertEquals(20, run.lastEvaluation());
    }
    Interrupting again = new Interrupting("test", 3);
    assertThrows(IllegalStateException.class, () -> goOn(file, simulated, path, again));
    Interrupting third = new Interrupting("test", -1);
    TrainingResult result = goOn(file, simulated, path, third);
    assertEquals(List.of(), again.said.stream().filter(s -> s.contains("not what it")).toList());
    assertTrue(
        again.said.get(0).startsWith("goes on after evaluation 20: 16 "), again.said::toString);
    assertTrue(
        third.said.get(1).startsWith("goes on after evaluation 27: 16 "), third.said::toString);
    assertEquals("bring-up: by chance", third.said.get(0));
    try (RunFile run = RunFile.read(path)) {
      Map<Long, List<Double>> values = RunValues.of(run);
      recorded.forEach((number, read) -> assertEquals(read, values.get(number)));
      assertEquals(24 + 10, values.size());
      assertEquals(2, run.events("resume").size());
      assertEquals(2 * 16, result.scores().ledger().get("anchor"));
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
    }
    // All is on record now: nothing is measured, and the result is the same.
    TrainingResult once = goOn(file, simulated, path, new Interrupting("", 0));
    assertArrayEquals(result.parameters(), once.parameters());
    assertEquals(result.points(), once.points());
    assertTrue(simulated.atRest(), () -> simulated.energised().toString());
  }

  @Test
  void aRunThatDiffersFromItsRecordIsNotResumed() throws SQLException {
    BenchFile file = file(Mode.ANALOG);
    SimulatedBench simulated = new SimulatedBench(file, 6);
    Path path;
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 6, "xor", SHORT)) {
      path = run.path();
      TrainingRun training = byChance(bench, run, new Interrupting("training", 5));
      assertThrows(IllegalStateException.class, training::execute);
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE evaluation SET expected = 2 WHERE number = 7");
    }
    String message =
        assertThrows(RunException.class, () -> goOn(file, simulated, path, TrainingProgress.NONE))
            .getMessage();
    assertTrue(
        message.startsWith("at evaluation 7 the repeated run differs from that in "), message);
    assertTrue(message.matches(".* recorded: 7, TRAIN, .*, 2, .*; now: 7, TRAIN, .*"), message);
  }

  @Test
  void namesADeadNeuronAndLearnsWithoutIt() {
    String text = DefaultBench.text().replace("dead = []", "dead = [\"neuron 2\"]");
    BenchFile file = BenchFile.parse(text, "dead");
    SimulatedBench simulated = new SimulatedBench(file, 3);
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 3, "xor", OPTIONS)) {
      Said said = new Said();
      TrainingResult result = new TrainingRun(bench, run, said).execute();
      assertEquals(List.of("neuron 2"), Dead.named(result.calibration()));
      assertTrue(
          said.sentences.get(0).startsWith("neuron 2 (junction 8) "), said.sentences::toString);
      assertEquals(StopDocument.SUCCESS, run.stop().orElseThrow().status());
      assertEquals(
          result.calibration(), Calibration.fromJson(run.calibration().orElseThrow()), "kept");
    }
  }

  /** From the design alone, what the readings showed is noted in the run file. */
  @Test
  void theLadderNotesADeadSynapseInTheRunFile() {
    String text = DefaultBench.text().replace("dead = []", "dead = [\"synapse 5\"]");
    BenchFile file = BenchFile.parse(text, "dead");
    SimulatedBench simulated = new SimulatedBench(file, 3);
    TrainingOptions options = OPTIONS.withTrainer("ladder").withBudget(60).withTestSamples(10);
    try (Bench bench = Bench.open(file, simulated, simulated.clock());
        RunFile run = create(bench, 3, "xor", options)) {
      Said said = new Said();
      TrainingResult result = new TrainingRun(bench, run, said).execute();
      assertEquals(List.of("synapse 5"), Dead.named(result.calibration()));
      List<String> events = run.events(RunFile.DAMAGE);
      assertEquals(1, events.size(), events::toString);
      assertTrue(events.get(0).startsWith("synapse 5 (junction 5) is dead"), events::toString);
      assertTrue(said.sentences.contains(events.get(0)), said.sentences::toString);
    }
  }

  private static final class Said implements TrainingProgress {
    final List<String> sentences = new ArrayList<>();

    @Override
    public void at(String stage, int done, int total) {}

    @Override
    public void step(Step step) {}

    @Override
    public void said(String sentence) {
      sentences.add(sentence);
    }
  }
}
