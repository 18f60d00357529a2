package org.spinbench.experiments.training.bayesian;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.FaultSearch;
import org.spinbench.calibration.refit.FaultSearch.Suspicion;
import org.spinbench.calibration.refit.OperatingPoint;
import org.spinbench.calibration.refit.OptimalDesign;
import org.spinbench.calibration.refit.Posterior;
import org.spinbench.calibration.refit.PosteriorEstimator;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.SettingOrder;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.trainer.Adam;
import org.spinbench.experiments.training.trainer.Descent;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;

/** One run of the {@link BayesianTrainer}. */
final class BayesianTraining {
  private static final int FIRST_READINGS = BayesianTrainer.FIRST_READINGS;
  private static final int EARLY_READINGS = 16;

  /** Of a test: while they are taken, what training led to is adjusted to those before. */
  private static final int LAST_READINGS = 4;

  private static final int DESIGN_STEP = 8;
  private static final int MOST_DESIGNED = 104;
  private static final int DESIGN_CANDIDATES = 300;
  private static final int PROBES = 4;
  private static final int MOST_PROBES = 32;
  private static final double FIELD_PART = 0.5;
  private static final double LEAST_BIAS = 0.4;
  private static final int TWINS = 8;
  private static final int FIRST_STARTS = 5;
  private static final int NEW_STARTS = 12;
  private static final int TEST_STEP = 16;
  private static final int TESTED = 64;
  private static final int FEWEST_ERRORS = 3;
  private static final int PROPOSALS_KEPT = 3;
  private static final int STALLS = 2;
  private static final int RESTARTS = 2;

  /** Noise over the declared one above which the twin does not explain the chip. */
  private static final double UNEXPLAINED = 1.3;

  /** Better by less than this is not better, as a part of 1. */
  private static final double PROGRESS = 5e-4;

  /** After its first test a good proposal gives way to one that is better by this. */
  private static final double POLISH = 2e-3;

  private static final int BLOCK_STEPS = 10;
  private static final int BLOCK_BATCH = 16;
  private static final int BLOCK_TEST = 32;
  private static final double BLOCK_RATE = 0.008;
  private static final double LOSS_SCALE = 0.06;
  private static final int REJECTIONS = 3;

  private final Problem problem;
  private final Evaluations chip;
  private final Trainer last;
  private final BenchFile file;
  private final OptimalDesign design;
  private PosteriorEstimator refit;
  private final int[] outputs;
  private final double fullPower;
  private final double declaredNoise;

  /** Errors at which a test is given up: two more than the goal allows. */
  private final int errors;

  private final int synapses;
  private final double[] lower;
  private final double[] upper;
  private final RandomGenerator random;
  private final SettingOrder order;
  private OperatingPoint stands;
  private final List<ChipObservation> readings = new ArrayList<>();
  private final List<String> named = new ArrayList<>();
  private Posterior fit;
  private Optional<BackgroundTask<Scouted>> scouting = Optional.empty();
  private boolean adjusted;
  private int scouts;
  private boolean hidden;
  private List<Candidate> proposals = List.of();
  private Candidate best;
  private int tested;
  private int wrong;
  private double testLoss;
  private int nextSample;
  private int probes;
  private int proposed;
  private double proposedLoss;
  private int tests;
  private int blocks;

  BayesianTraining(Problem problem, Evaluations chip, Trainer last) {
    this.problem = problem;
    this.chip = chip;
    this.last = last;
    file = problem.file();
    design = new OptimalDesign(file);
    refit = new PosteriorEstimator(file, problem.prior());
    fit = refit.prior();
    outputs = problem.outputs();
    fullPower = DesignPrior.fullScale(file).powers()[outputs[0]];
    declaredNoise = file.design().orElseThrow().readNoise() * fullPower;
    errors = Math.max(FEWEST_ERRORS, (int) Math.floor((1 - problem.goal()) * TESTED) + 2);
    Twin twin = Twin.of(problem.prior(), file);
    lower = twin.lower();
    upper = twin.upper();
    synapses = file.synapses().size();
    random = Seeds.generator(problem.seed(), 40);
    order = new SettingOrder(file);
    stands = new OperatingPoint(new double[lower.length], new double[file.inputs().size()]);
  }

  TrainedParameters run() {
    if (!can(FIRST_READINGS)) {
      return new TrainedParameters(
          new double[lower.length],
          shape().decision(),
          false,
          "bring-up alone takes " + FIRST_READINGS + " evaluations; allow some hundreds");
    }
    bringUp();
    if (isSilent()) {
      return end(false, "nothing can be learned, as no output neuron emits");
    }
    int stalls = 0;
    int restarts = 0;
    int rejections = 0;
    while (can(TEST_STEP)) {
      test();
      if (reached()) {
        return end(true, "the goal is reached by the chip's own test");
      }
      Candidate before = best;
      best = trainer(fit, random).judge(best.parameters(), best.levels());
      boolean good = best.accuracy() >= problem.goal() && wrong < errors;
      if (good && tested > TEST_STEP) {
        continue;
      }
      propose();
      double progress = good ? POLISH : PROGRESS;
      boolean better = proposals.get(0).accuracy() > best.accuracy() + progress;
      if (better) {
        takeProposal();
        stalls = 0;
        continue;
      }
      if (good) {
        continue;
      }
      stalls++;
      if (stalls < STALLS) {
        continue;
      }
      if (fit.noise() > UNEXPLAINED || before.accuracy() >= problem.goal()) {
        if (rejections == REJECTIONS || !can(blockCost())) {
          return takenOver();
        }
        rejections = block() ? 0 : rejections + 1;
      } else if (restarts == RESTARTS) {
        return end(
            false, "the chip is known well, and no parameters are found that reach the goal");
      } else {
        restarts++;
        stalls = 0;
        restart();
      }
    }
    return end(false, "too few evaluations are left for another test");
  }

  /** The loss of physics-aware blocks. */
  private Loss shape() {
    return Loss.forBelief(problem.answers(), fullPower, LOSS_SCALE);
  }

  private boolean can(int evaluations) {
    return chip.ledger().left() >= evaluations;
  }

  private TrainedParameters end(boolean reached, String why) {
    String belief =
        String.format(
            Locale.ROOT,
            "; %d of %d right at last, %.4f expected; chi-square %.2f of a %s model",
            tested - wrong,
            tested,
            best.accuracy(),
            fit.reducedChiSquare(),
            fit.beyond() ? "full" : "plain");
    String faults = named.stream().map(fault -> "; " + fault).collect(Collectors.joining());
    return new TrainedParameters(best.parameters(), best.decision(), reached, why + belief + faults)
        .believing(fit);
  }

  /**
   * Readings that tell most, until parameters are believed good enough. While the first are taken,
   * the design is trained for; while the last of those are, the chip as the others tell of it.
   */
  private void bringUp() {
    scout();
    List<OperatingPoint> first = designed(FIRST_READINGS);
    read(first.subList(0, EARLY_READINGS));
    goOn(FIRST_STARTS, true);
    read(first.subList(EARLY_READINGS, FIRST_READINGS));
    learn(FIRST_STARTS);
    propose();
    takeProposal();
    while (best.accuracy() < problem.goal()
        && !isSilent()
        && readings.size() < MOST_DESIGNED
        && can(DESIGN_STEP + TEST_STEP)) {
      List<OperatingPoint> next = designed(DESIGN_STEP);
      scout();
      read(next);
      learn(1);
      propose();
      takeProposal();
    }
  }

  /**
   * What was found while readings were taken.
   *
   * @param fit to the readings before
   * @param trained where training for that led
   */
  private record Scouted(Posterior fit, List<Candidate> trained) {}

  /**
   * Begins to train for the chip as it is believed to be now. Not where chains are hidden: a few
   * readings change too much of what is believed then.
   */
  private void scout() {
    if (hidden) {
      return;
    }
    RandomGenerator own = ownChance();
    Posterior believed = fit;
    PosteriorTrainer trainer = trainer(believed, own);
    List<Candidate> from = known();
    adjusted = false;
    scouting =
        Optional.of(BackgroundTask.of(() -> new Scouted(believed, trainer.train(from, own))));
  }

  /**
   * Continues the search that was begun, for the belief from all readings so far.
   *
   * @param starts of the fit
   * @param anew whether training also begins from scratch
   */
  private void goOn(int starts, boolean anew) {
    RandomGenerator own = ownChance();
    PosteriorEstimator partly = refit.apart();
    List<ChipObservation> taken = List.copyOf(readings);
    List<Candidate> known = known();
    scouting =
        scouting.map(
            begun ->
                begun.then(
                    found -> {
                      Posterior told = partly.fit(taken, found.fit(), starts, own);
                      PosteriorTrainer trainer = trainer(told, own);
                      List<Candidate> from = joined(known, found.trained());
                      return new Scouted(
                          told, anew ? trainer.train(from, own) : trainer.adjust(from, own));
                    }));
  }

  private RandomGenerator ownChance() {
    return Seeds.generator(problem.seed(), 47, ++scouts);
  }

  private boolean isSilent() {
    Calibration believed = fit.calibration();
    return Arrays.stream(outputs).noneMatch(n -> believed.neurons().get(n).emits());
  }

  /** Settings that tell most, in the order in which the sources change least. */
  private List<OperatingPoint> designed(int number) {
    return order.arranged(stands, design.choose(fit, drawnSettings(), number, hidden));
  }

  private List<OperatingPoint> drawnSettings() {
    List<OperatingPoint> settings = new ArrayList<>();
    for (int i = 0; i < DESIGN_CANDIDATES; i++) {
      settings.add(new OperatingPoint(drawnParameters(), drawnInput()));
    }
    return settings;
  }

  private void read(List<OperatingPoint> settings) {
    for (OperatingPoint setting : settings) {
      stands = setting;
      chip.apply(setting.parameters());
      read(Purpose.CALIBRATE, setting.parameters(), setting.input(), 0);
    }
  }

  /**
   * Fits all readings, and looks for devices that fail. The chip is read where it shows which one
   * it is; one that fails beyond doubt is named and believed to do so from then on.
   */
  private void learn(int starts) {
    if (scouting.isPresent()) {
      fit = scouting.get().get().fit();
    }
    fit = refit.fit(readings, fit, starts, random);
    Optional<Suspicion> suspicion = FaultSearch.search(refit, readings, fit);
    while (suspicion.isPresent() && probes < MOST_PROBES && can(PROBES)) {
      Suspicion before = suspicion.get();
      List<OperatingPoint> telling =
          design.tellingApart(before.fit(), before.rival(), drawnSettings(), PROBES, hidden);
      read(order.arranged(stands, telling));
      probes += PROBES;
      fit = refit.fit(readings, fit, 1, random);
      suspicion = FaultSearch.search(refit, readings, fit);
      if (suspicion.filter(s -> s.certain() && s.fault().equals(before.fault())).isPresent()) {
        name(suspicion.get());
        suspicion = FaultSearch.search(refit, readings, fit);
      }
    }
  }

  private void name(Suspicion sure) {
    refit = sure.believed();
    fit = refit.fit(readings, sure.fit(), 1, random);
    named.add(sure.text());
    adjusted = false;
    problem.incumbents().failing(sure.fault(), sure.text());
  }

  private double[] drawnParameters() {
    double[] parameters = new double[lower.length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] =
          i < synapses
              ? FIELD_PART * upper[i] * (2 * random.nextDouble() - 1)
              : upper[i] * (LEAST_BIAS + (1 - LEAST_BIAS) * random.nextDouble());
    }
    return parameters;
  }

  private double[] drawnInput() {
    return file.inputs().stream()
        .mapToDouble(
            input -> input.maximumPower() * (Task.LOWEST + (1 - Task.LOWEST) * random.nextDouble()))
        .toArray();
  }

  private Nodes read(Purpose purpose, double[] parameters, double[] asked, int label) {
    double[] input = chip.kept(asked);
    Nodes nodes = chip.evaluate(purpose, input, label);
    readings.add(new ChipObservation(parameters.clone(), input, nodes));
    hidden = Double.isNaN(nodes.chainVoltages()[0]);
    return nodes;
  }

  private PosteriorTrainer trainer(Posterior believed, RandomGenerator draws) {
    List<Twin> twins = new ArrayList<>();
    twins.add(Twin.of(believed.calibration(), file));
    while (twins.size() < TWINS) {
      twins.add(Twin.of(believed.draw(draws), file));
    }
    double noise = declaredNoise * believed.noise();
    return new PosteriorTrainer(
        twins, problem.train(), problem.answers(), outputs, fullPower, noise);
  }

  /**
   * Proposals for the chip as it is believed to be now. Where training while readings were taken
   * led is judged by all of them; where more than the last are missing from it, or a device was
   * found to fail since, it is trained further first. Where nothing was begun, or chains are
   * hidden, training begins from scratch.
   */
  private void propose() {
    Optional<Scouted> found = scouting.map(BackgroundTask::get);
    scouting = Optional.empty();
    List<Candidate> from = joined(known(), found.map(Scouted::trained).orElse(List.of()));
    PosteriorTrainer trainer = trainer(fit, random);
    List<Candidate> trained;
    if (found.isEmpty() || hidden) {
      trained = trainer.train(from, random);
    } else if (adjusted) {
      trained = trainer.judge(from);
    } else {
      trained = trainer.adjust(from, random);
    }
    proposals = kept(trained);
    proposedLoss = trainer.loss(proposals.get(0), LOSS_SCALE);
  }

  private static List<Candidate> joined(List<Candidate> known, List<Candidate> trained) {
    List<Candidate> joined = new ArrayList<>(known);
    joined.addAll(kept(trained));
    return joined;
  }

  /** The last proposals, and the best so far. */
  private List<Candidate> known() {
    List<Candidate> known = new ArrayList<>(proposals);
    if (best != null) {
      known.add(best);
    }
    return known;
  }

  private static List<Candidate> kept(List<Candidate> trained) {
    return List.copyOf(trained.subList(0, Math.min(PROPOSALS_KEPT, trained.size())));
  }

  private void takeProposal() {
    Candidate proposal = proposals.get(0);
    take(proposal);
    tell("proposal", ++proposed, proposedLoss, proposal.accuracy(), true, proposal.parameters());
  }

  private void tell(
      String phase, int number, double loss, double accuracy, boolean accepted, double[] tried) {
    problem.incumbents().step(phase, number, loss, accuracy, accepted, tried);
  }

  private void take(Candidate candidate) {
    best = candidate;
    tested = 0;
    wrong = 0;
    testLoss = 0;
    problem.incumbents().found(best.parameters(), best.decision());
  }

  /** Measures the best on the next samples, and learns from them. */
  private void test() {
    if (tested == 0) {
      scout();
    }
    chip.apply(best.parameters());
    Examples samples = problem.validation();
    for (int i = 0; i < TEST_STEP && wrong < errors; i++) {
      if (i == TEST_STEP - LAST_READINGS && scouting.isPresent()) {
        goOn(1, false);
        adjusted = true;
      }
      int sample = nextSample++ % samples.size();
      Nodes nodes =
          read(
              Purpose.ACCEPT,
              best.parameters(),
              samples.inputs()[sample],
              samples.labels()[sample]);
      double[] powers = OutputNeurons.select(nodes.powers(), outputs);
      boolean right = problem.answers().isRight(powers, best.decision(), samples.targets()[sample]);
      wrong += right ? 0 : 1;
      testLoss += shape().at(best.levels()).value(powers, samples.targets()[sample]);
      tested++;
    }
    double right = (double) (tested - wrong) / tested;
    tell("test", ++tests, testLoss / tested, right, wrong < errors, best.parameters());
    learn(1);
  }

  private boolean reached() {
    return tested >= TESTED
        && (best.accuracy() >= problem.goal() || fit.noise() > UNEXPLAINED)
        && tested - wrong >= problem.goal() * tested;
  }

  /** Fits the belief again from many starts, and makes proposals from scratch. */
  private void restart() {
    learn(NEW_STARTS);
    proposals = List.of();
    propose();
    if (proposals.get(0).accuracy() > best.accuracy() + PROGRESS) {
      takeProposal();
    }
  }

  private static int blockCost() {
    return BLOCK_STEPS * BLOCK_BATCH + 2 * BLOCK_TEST;
  }

  /** One block of physics-aware steps; whether the chip's loss fell. */
  private boolean block() {
    double[] parameters = best.parameters().clone();
    Measured before = measured(parameters, shape().at(best.levels()));
    double[] state = Descent.joined(new double[parameters.length], best.levels());
    for (int i = 0; i < parameters.length; i++) {
      state[i] = (parameters[i] - lower[i]) / (upper[i] - lower[i]);
    }
    Adam adam = new Adam(state.length);
    TwinWorkspace workspace = Twin.of(fit.calibration(), file).workspace();
    for (int step = 0; step < BLOCK_STEPS; step++) {
      adam.step(state, measuredGradient(parameters, state, workspace), BLOCK_RATE);
      for (int i = 0; i < parameters.length; i++) {
        state[i] = Math.max(0, Math.min(1, state[i]));
        parameters[i] = lower[i] + (upper[i] - lower[i]) * state[i];
      }
    }
    double[] levels = Arrays.copyOfRange(state, parameters.length, state.length);
    Measured after = measured(parameters, shape().at(levels));
    boolean better = after.loss() < before.loss();
    tell("block", ++blocks, after.loss(), after.accuracy(), better, parameters);
    learn(1);
    if (better) {
      take(trainer(fit, random).judge(parameters, levels));
    }
    return better;
  }

  /** Gradient by a state with the forward pass measured. */
  private double[] measuredGradient(double[] parameters, double[] state, TwinWorkspace workspace) {
    Examples train = problem.train();
    chip.apply(parameters);
    double[] byParameter = new double[parameters.length];
    double[] byLevel = new double[state.length - parameters.length];
    Loss loss = shape().at(Arrays.copyOfRange(state, parameters.length, state.length));
    for (int b = 0; b < BLOCK_BATCH; b++) {
      int sample = random.nextInt(train.size());
      double[] input = train.inputs()[sample];
      Nodes nodes = read(Purpose.TRAIN, parameters, input, train.labels()[sample]);
      double[] byPower = new double[outputs.length];
      loss.addSlopes(
          OutputNeurons.select(nodes.powers(), outputs),
          train.targets()[sample],
          1.0 / BLOCK_BATCH,
          byPower,
          byLevel);
      workspace.forward(parameters, input);
      workspace.backward(
          parameters, input, complete(nodes, workspace, parameters), byPower, byParameter);
    }
    double[] gradient = Descent.joined(new double[parameters.length], byLevel);
    for (int i = 0; i < parameters.length; i++) {
      gradient[i] = byParameter[i] * (upper[i] - lower[i]);
    }
    return gradient;
  }

  /** Measured states where there are any; the emission of hidden neurons by the twin. */
  private Nodes complete(Nodes measured, TwinWorkspace workspace, double[] parameters) {
    if (hidden) {
      return workspace.nodes();
    }
    Twin twin = Twin.of(fit.calibration(), file);
    double[] powers = measured.powers().clone();
    for (int n = 0; n < powers.length; n++) {
      if (Double.isNaN(powers[n])) {
        double voltage = measured.chainVoltages()[twin.chainOf(n)];
        powers[n] = twin.emittedPower(n, twin.neuronCurrent(n, parameters[synapses + n], voltage));
      }
    }
    return new Nodes(measured.chainVoltages(), powers);
  }

  /** Loss and part that is right, of readings. */
  private record Measured(double loss, double accuracy) {}

  /** The chip's own loss on the first validation samples, the same each time. */
  private Measured measured(double[] parameters, Loss loss) {
    chip.apply(parameters);
    Examples samples = problem.validation();
    int number = Math.min(BLOCK_TEST, samples.size());
    double sum = 0;
    int right = 0;
    for (int i = 0; i < number; i++) {
      Nodes nodes = read(Purpose.ACCEPT, parameters, samples.inputs()[i], samples.labels()[i]);
      double[] powers = OutputNeurons.select(nodes.powers(), outputs);
      sum += loss.value(powers, samples.targets()[i]);
      right += loss.isRight(powers, samples.targets()[i]) ? 1 : 0;
    }
    return new Measured(sum / number, (double) right / number);
  }

  /** What needs no model goes on from the best, with the belief as its prior. */
  private TrainedParameters takenOver() {
    TrainedParameters trained = last.train(problem.withPrior(fit.calibration()), chip);
    return trained.reached()
        ? new TrainedParameters(
            trained.parameters(),
            trained.decisions(),
            true,
            "no model explained the chip; " + trained.how())
        : end(false, "no model explained the chip, and without one: " + trained.how());
  }
}
