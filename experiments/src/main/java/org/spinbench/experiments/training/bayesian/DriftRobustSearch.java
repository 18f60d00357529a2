package org.spinbench.experiments.training.bayesian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Breadth;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;

/**
 * Searches parameters that tolerate drift: among good ones, those that stay good while resonances
 * wander. Fast drift passes before anybody can correct it, so only tolerant parameters help against
 * it.
 *
 * <p>The search uses twins drawn from the belief, with shifted resonances, and no evaluation. Its
 * results fit its own twins and samples better than others, so all parameters are judged on
 * different twins and samples.
 */
public final class DriftRobustSearch {
  private static final int TWINS = 24;

  /** Length of the drift to tolerate, evaluations; later drift is corrected. */
  private static final double AHEAD = 60;

  private final PosteriorTrainer trainer;
  private final PosteriorTrainer judge;
  private final double full;
  private final RandomGenerator random;

  /**
   * A search for the present belief.
   *
   * @param answers meaning of output powers
   * @param samples of the task
   * @param others samples for judging
   * @param random for twins and starts
   */
  public DriftRobustSearch(
      ResonanceKalmanFilter belief,
      BenchFile file,
      Answers answers,
      Examples samples,
      Examples others,
      RandomGenerator random) {
    this.random = random;
    int[] outputs = OutputNeurons.of(answers, file);
    full = OutputNeurons.fullPower(Twin.of(belief.calibration(), file), file, outputs);
    trainer = among(belief, file, answers, samples, outputs);
    judge = among(belief, file, answers, others, outputs);
  }

  private PosteriorTrainer among(
      ResonanceKalmanFilter belief,
      BenchFile file,
      Answers answers,
      Examples samples,
      int[] outputs) {
    List<Twin> twins =
        belief.draw(TWINS, AHEAD, random).stream().map(chip -> Twin.of(chip, file)).toList();
    double noise = Arrays.stream(outputs).mapToDouble(o -> belief.noise().powers()[o]).sum();
    return new PosteriorTrainer(
        twins, 1, samples, answers, outputs, full, noise / outputs.length, false);
  }

  /**
   * Parameters with their expected accuracy.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param decision numbers of the decision, W
   * @param accuracy expected while resonances wander, 0 to 1
   */
  public record Proposal(double[] parameters, double[] decision, double accuracy) {
    private Proposal(Candidate candidate) {
      this(candidate.parameters(), candidate.decision(), candidate.accuracy());
    }
  }

  /** The expected accuracy of given parameters. */
  public Proposal judge(double[] parameters, double[] decision) {
    return new Proposal(judge.judge(parameters, levels(decision)));
  }

  private double[] levels(double[] decision) {
    return Arrays.stream(decision).map(power -> power / full).toArray();
  }

  /**
   * The best parameters found, possibly the given ones.
   *
   * @param target accuracy; below it the search is repeated widely, which also finds narrow optima
   */
  public Proposal improve(Proposal from, double target) {
    Proposal better = improve(from, Breadth.USUAL);
    return better.accuracy() < target ? improve(better, Breadth.WIDE) : better;
  }

  private Proposal improve(Proposal from, Breadth breadth) {
    double[] levels = levels(from.decision());
    Candidate start = new Candidate(from.parameters(), levels, from.decision(), from.accuracy());
    return trainer.train(List.of(start), breadth, random).stream()
        .map(found -> new Proposal(judge.judge(found.parameters(), found.levels())))
        .max(Comparator.comparingDouble(Proposal::accuracy))
        .orElseThrow();
  }
}
