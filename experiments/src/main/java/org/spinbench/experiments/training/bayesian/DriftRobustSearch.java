package org.spinbench.experiments.training.bayesian;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.training.bayesian.PosteriorTrainer.Candidate;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;

/**
 * Looks for parameters that stand drift: among those that are good today, the ones that stay good
 * while resonances wander. The fast part of a drift passes before anybody can correct it; against
 * that nothing else helps.
 *
 * <p>The search is made in twins drawn from what is believed of the chip, each with its resonances
 * moved on, and takes no evaluation. What it finds suits the twins and samples of the search better
 * than any others, so all parameters are judged on twins and samples that it did not see.
 */
public final class DriftRobustSearch {
  private static final int TWINS = 24;

  /** How far ahead drift has to be stood: what comes later is corrected, evaluations. */
  private static final double AHEAD = 60;

  private final PosteriorTrainer trainer;
  private final PosteriorTrainer judge;
  private final double full;
  private final RandomGenerator random;

  /**
   * A search for a chip as it is believed to be now.
   *
   * @param answers what output powers are read as
   * @param samples of the task to be good at
   * @param others samples that parameters are judged on
   * @param random draws the twins and where the search starts
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
    return new PosteriorTrainer(twins, samples, answers, outputs, full, noise / outputs.length);
  }

  /**
   * Parameters and how good they are believed to be.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param decision numbers that the output powers are read with, W
   * @param accuracy expected of them while resonances wander, 0 to 1
   */
  public record Proposal(double[] parameters, double[] decision, double accuracy) {
    private Proposal(Candidate candidate) {
      this(candidate.parameters(), candidate.decision(), candidate.accuracy());
    }
  }

  /** How good given parameters are believed to be. */
  public Proposal judge(double[] parameters, double[] decision) {
    return new Proposal(judge.judge(parameters, levels(decision)));
  }

  private double[] levels(double[] decision) {
    return Arrays.stream(decision).map(power -> power / full).toArray();
  }

  /** The best parameters found, which may be those that it began with. */
  public Proposal improve(Proposal from) {
    double[] levels = levels(from.decision());
    Candidate start = new Candidate(from.parameters(), levels, from.decision(), from.accuracy());
    return trainer.train(List.of(start), random).stream()
        .map(found -> new Proposal(judge.judge(found.parameters(), found.levels())))
        .max(Comparator.comparingDouble(Proposal::accuracy))
        .orElseThrow();
  }
}
