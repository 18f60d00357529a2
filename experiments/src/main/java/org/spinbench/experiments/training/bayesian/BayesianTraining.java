package org.spinbench.experiments.training.bayesian;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.OperatingPoint;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Breadth;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;
import org.spinbench.experiments.training.certification.BinomialInterval;
import org.spinbench.experiments.training.certification.CertificationPlan;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.dataset.WrongAnswers;
import org.spinbench.experiments.training.loss.Loss;
import org.spinbench.experiments.training.loss.OutputNeurons;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.experiments.training.trainer.TrainedParameters;
import org.spinbench.experiments.training.trainer.Trainer;

/** One run of the {@link BayesianTrainer}. */
final class BayesianTraining {
  private static final int FIRST_READINGS = BayesianTrainer.FIRST_READINGS;
  private static final int EARLY_READINGS = 16;

  /**
   * Number of last readings of a test; while they are taken, parameters are adjusted to the earlier
   * ones.
   */
  private static final int LAST_READINGS = 4;

  private static final int DESIGN_STEP = 8;
  private static final int MOST_DESIGNED = 104;
  private static final int FIRST_STARTS = 5;
  private static final int NEW_STARTS = 12;
  private static final int TEST_STEP = 16;
  private static final int TESTED = 64;
  private static final int FEWEST_ERRORS = 3;
  private static final int STALLS = 2;
  private static final int RESTARTS = 2;

  /** Ratio of noise to its declared value above which the twin does not explain the chip. */
  static final double UNEXPLAINED = 1.3;

  /** Smallest gain of accuracy that counts as progress. */
  private static final double PROGRESS = 5e-4;

  /** Gain of accuracy for which a good proposal is replaced after its first test. */
  private static final double POLISH = 2e-3;

  /** Fresh samples on which the best so far are compared at the end. */
  private static final int COMPARED = 48;

  private static final double LOSS_SCALE = 0.06;
  private static final int REJECTIONS = 3;

  private final Problem problem;
  private final Evaluations chip;
  private final Trainer last;
  private final int[] outputs;
  private final Loss shape;

  /** Number of errors that ends a test: two more than the goal allows. */
  private final int errors;

  private final ChipBelief belief;
  private final ProposalSearch search;
  private final PhysicsAwareBlock blocks;
  private int tested;
  private int wrong;
  private double testLoss;
  private int nextSample;
  private int proposals;
  private int tests;
  private int triedBlocks;
  private Contender champion;

  /** Parameters with the decision that belongs to them, and how many samples they got right. */
  private record Contender(double[] parameters, double[] decision, int right, int trials) {
    double proven() {
      return trials == 0 ? 0 : BinomialInterval.proven(right, trials, CertificationPlan.CONFIDENCE);
    }
  }

  BayesianTraining(Problem problem, Evaluations chip, Trainer last, boolean thorough) {
    this.problem = problem;
    this.chip = chip;
    this.last = last;
    outputs = problem.outputs();
    double fullPower = DesignPrior.fullScale(problem.file()).powers()[outputs[0]];
    shape = Loss.forBelief(problem.answers(), fullPower, LOSS_SCALE);
    errors = Math.max(FEWEST_ERRORS, (int) Math.floor((1 - problem.goal()) * TESTED) + 2);
    RandomGenerator random = Seeds.generator(problem.seed(), 40);
    belief = new ChipBelief(problem, chip, random);
    search = new ProposalSearch(problem, belief, fullPower, thorough, random);
    blocks = new PhysicsAwareBlock(problem, chip, belief, shape, random);
  }

  TrainedParameters run() {
    if (!can(FIRST_READINGS)) {
      return new TrainedParameters(
          new double[Twin.of(problem.prior(), problem.file()).lower().length],
          shape.decision(),
          false,
          "bring-up alone takes " + FIRST_READINGS + " evaluations; allow some hundreds");
    }
    bringUp();
    if (belief.isSilent()) {
      return end(false, "nothing can be learned, as no output neuron emits");
    }
    int stalls = 0;
    int restarts = 0;
    int rejections = 0;
    while (can(TEST_STEP)) {
      test();
      if (reached()) {
        int different = problem.validation().size();
        return end(true, BinomialInterval.claim(problem.goal(), tested - wrong, tested, different));
      }
      Candidate before = search.best();
      Candidate best = search.judgeBest();
      boolean good = best.accuracy() >= problem.goal() && wrong < errors;
      if (good && tested > TEST_STEP) {
        continue;
      }
      search.propose(Breadth.USUAL, LOSS_SCALE);
      double progress = good ? POLISH : PROGRESS;
      boolean better = search.proposal().accuracy() > best.accuracy() + progress;
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
      if (belief.fit().noise() > UNEXPLAINED && mayStillReach()) {
        continue;
      }
      if (belief.fit().noise() > UNEXPLAINED || before.accuracy() >= problem.goal()) {
        if (rejections == REJECTIONS || !can(PhysicsAwareBlock.cost())) {
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

  /** Fits the belief to all readings, starting from a fit made in the background, if any. */
  private void learn(int starts) {
    if (belief.learn(search.fitted().orElse(belief.fit()), starts)) {
      search.outdate();
    }
  }

  private boolean can(int evaluations) {
    return chip.ledger().left() >= evaluations;
  }

  private TrainedParameters end(boolean reached, String why) {
    Contender best = reached ? current() : better(champion, current());
    String summary =
        String.format(
            Locale.ROOT,
            "; %d of %d right at last, %.4f expected; chi-square %.2f of a %s model",
            best.right(),
            best.trials(),
            search.best().accuracy(),
            belief.fit().reducedChiSquare(),
            belief.fit().beyond() ? "full" : "plain");
    String wide = belief.isWidened() ? " of devices spread further than designed" : "";
    String faults =
        belief.faults().stream().map(fault -> "; " + fault).collect(Collectors.joining());
    return new TrainedParameters(
            best.parameters(), best.decision(), reached, why + summary + wide + faults)
        .believing(belief.believed());
  }

  /** The best by the belief, as far as it was tested. */
  private Contender current() {
    Candidate best = search.best();
    return new Contender(best.parameters(), best.decision(), tested - wrong, tested);
  }

  /**
   * The better of two by fresh samples, the same for both; where the budget does not allow them, by
   * what the tests so far prove.
   *
   * @param first null if there is none
   */
  private Contender better(Contender first, Contender second) {
    if (first == null || Arrays.equals(first.parameters(), second.parameters())) {
      return second;
    }
    if (!can(2 * COMPARED)) {
      return first.proven() > second.proven() ? first : second;
    }
    int from = nextSample;
    Contender before = measured(first);
    nextSample = from;
    Contender now = measured(second);
    return now.right() < before.right() ? before : now;
  }

  /** The same on the next samples. */
  private Contender measured(Contender contender) {
    chip.apply(contender.parameters());
    int wrongNow =
        WrongAnswers.count(
            problem.validation(),
            COMPARED,
            place -> next(),
            problem.answers(),
            contender.decision(),
            COMPARED,
            sample -> powers(contender.parameters(), sample));
    return new Contender(
        contender.parameters(), contender.decision(), COMPARED - wrongNow, COMPARED);
  }

  /**
   * Takes the most informative readings until the belief has good parameters. During the first ones
   * it trains for the design; during the last ones, for the belief from the others.
   */
  private void bringUp() {
    search.startBackgroundSearch();
    List<OperatingPoint> first = belief.designed(FIRST_READINGS);
    belief.read(first.subList(0, EARLY_READINGS));
    search.continueBackgroundSearch(FIRST_STARTS, true);
    belief.read(first.subList(EARLY_READINGS, FIRST_READINGS));
    learn(FIRST_STARTS);
    search.propose(Breadth.USUAL, LOSS_SCALE);
    takeProposal();
    while (search.best().accuracy() < problem.goal()
        && !belief.isSilent()
        && belief.readings().size() < MOST_DESIGNED
        && can(DESIGN_STEP + TEST_STEP)) {
      List<OperatingPoint> next = belief.designed(DESIGN_STEP);
      search.startBackgroundSearch();
      belief.read(next);
      learn(1);
      search.propose(Breadth.USUAL, LOSS_SCALE);
      takeProposal();
    }
  }

  private void takeProposal() {
    Candidate proposal = search.proposal();
    take(proposal);
    tell("proposal", ++proposals, search.loss(), proposal.accuracy(), true, proposal.parameters());
  }

  private void tell(
      String phase, int number, double loss, double accuracy, boolean accepted, double[] tried) {
    problem.incumbents().step(phase, number, loss, accuracy, accepted, tried);
  }

  private void take(Candidate candidate) {
    remember();
    search.take(candidate);
    tested = 0;
    wrong = 0;
    testLoss = 0;
    problem.incumbents().found(candidate.parameters(), candidate.decision());
  }

  /** Keeps the parameters of which the test has proven the most. */
  private void remember() {
    if (search.best() == null) {
      return;
    }
    Contender current = current();
    if (current.proven() > (champion == null ? 0 : champion.proven())) {
      champion = current;
    }
  }

  private int next() {
    return nextSample++ % problem.validation().size();
  }

  /** Reads the outputs for one sample with the parameters that are on the chip. */
  private double[] powers(double[] parameters, int sample) {
    Examples samples = problem.validation();
    double[] input = samples.inputs()[sample];
    Nodes nodes = belief.read(Purpose.ACCEPT, parameters, input, samples.labels()[sample]);
    return OutputNeurons.select(nodes.powers(), outputs);
  }

  /** Measures the best parameters on the next samples, and learns from them. */
  private void test() {
    if (tested == 0) {
      search.startBackgroundSearch();
    }
    Candidate best = search.best();
    Loss loss = shape.at(best.levels());
    chip.apply(best.parameters());
    int last = tested + TEST_STEP - LAST_READINGS;
    wrong +=
        WrongAnswers.count(
            problem.validation(),
            TEST_STEP,
            place -> next(),
            problem.answers(),
            best.decision(),
            errors - wrong,
            sample -> {
              if (tested == last && search.isUnderWay()) {
                search.continueBackgroundSearch(1, false);
              }
              double[] powers = powers(best.parameters(), sample);
              testLoss += loss.value(powers, problem.validation().targets()[sample]);
              tested++;
              return powers;
            });
    double right = (double) (tested - wrong) / tested;
    tell("test", ++tests, testLoss / tested, right, wrong < errors, best.parameters());
    learn(1);
  }

  private boolean reached() {
    return tested >= TESTED
        && (search.best().accuracy() >= problem.goal() || belief.fit().noise() > UNEXPLAINED)
        && tested - wrong >= problem.goal() * tested;
  }

  /**
   * Whether the test goes on: no more samples were wrong than the goal allows. A belief that does
   * not explain the chip cannot say that its parameters are bad.
   */
  private boolean mayStillReach() {
    return tested < TESTED && wrong <= (1 - problem.goal()) * TESTED;
  }

  /** Refits the belief from many starts, and searches proposals widely from scratch. */
  private void restart() {
    learn(NEW_STARTS);
    search.restart();
    search.propose(Breadth.WIDE, LOSS_SCALE);
    if (search.proposal().accuracy() > search.best().accuracy() + PROGRESS) {
      takeProposal();
    }
  }

  /**
   * One block of physics-aware steps.
   *
   * @return whether the chip's loss fell
   */
  private boolean block() {
    PhysicsAwareBlock.Outcome after = blocks.run(search.best());
    boolean better = after.better();
    tell("block", ++triedBlocks, after.loss(), after.accuracy(), better, after.parameters());
    learn(1);
    if (better) {
      take(search.judge(after.parameters(), after.levels()));
    }
    return better;
  }

  /**
   * Continues from the best parameters without a model, with the belief as the prior. It leaves as
   * many evaluations as its result takes to be compared on fresh samples.
   */
  private TrainedParameters takenOver() {
    long kept = chip.ledger().withhold(2 * COMPARED);
    TrainedParameters trained = last.train(problem.withPrior(belief.fit().calibration()), chip);
    chip.ledger().allow(kept);
    if (trained.reached()) {
      return new TrainedParameters(
          trained.parameters(),
          trained.decisions(),
          true,
          "no model explained the chip; " + trained.how());
    }
    remember();
    champion = better(champion, new Contender(trained.parameters(), trained.decisions(), 0, 0));
    return end(false, "no model explained the chip, and without one: " + trained.how());
  }
}
