package org.spinbench.experiments.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.CertificationPlan.Verdict;

/** Proves the accuracy of a trained chip on samples that nothing else has seen. */
public final class Certification {
  /** Names the use of chance; training, validation and test have 1 to 3. */
  private static final long FRESH = 4;

  private Certification() {}

  /**
   * Fresh samples: each of a class drawn by chance, independent of all others, as the statement on
   * the accuracy takes them to be.
   *
   * @param seed of the experiment
   */
  public static List<Sample> fresh(Task task, long seed, int number) {
    RandomGenerator random = Seeds.generator(seed, FRESH);
    return IntStream.range(0, number).mapToObj(i -> task.draw(random.nextInt(2), random)).toList();
  }

  /**
   * Measures fresh samples one by one until the claim is proven or out of reach.
   *
   * @param trained what is on the chip already
   * @param fresh at least as many samples as the plan can need
   * @param answers what output powers are read as
   * @param outputs indices of the output neurons
   */
  public static Certificate of(
      CertificationPlan plan,
      Trained trained,
      Examples fresh,
      Answers answers,
      int[] outputs,
      Evaluations chip,
      TrainingProgress progress) {
    double[][] powers = new double[plan.mostSamples()][];
    int samples = 0;
    int errors = 0;
    while (plan.verdict(samples, errors) == Verdict.OPEN) {
      int needed = plan.stages()[errors];
      progress.at("certification", samples, needed, soFar(samples, errors, needed));
      int label = fresh.labels()[samples];
      powers[samples] =
          Problem.select(
              chip.evaluate(Purpose.CERTIFY, fresh.inputs()[samples], label).powers(), outputs);
      boolean right =
          answers.isRight(powers[samples], trained.decisions(), fresh.targets()[samples]);
      errors += right ? 0 : 1;
      samples++;
    }
    return new Certificate(
        plan.claim(),
        plan.verdict(samples, errors) == Verdict.PROVEN,
        samples - errors,
        samples,
        plan.lowerBound(samples, errors),
        Arrays.copyOf(powers, samples));
  }

  private static String soFar(int samples, int errors, int needed) {
    return String.format(
        Locale.ROOT,
        "%d of %d fresh samples right; proven at %d samples if no further one is wrong",
        samples - errors,
        samples,
        needed);
  }
}
