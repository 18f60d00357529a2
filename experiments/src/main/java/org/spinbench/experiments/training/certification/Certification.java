package org.spinbench.experiments.training.certification;

import java.util.Arrays;
import java.util.Locale;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.training.certification.CertificationPlan.Verdict;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;

/** Proves the accuracy of a trained chip on fresh samples. */
public final class Certification {
  private Certification() {}

  /** Receives the progress of a certification; called before each sample. */
  public interface Progress {
    /**
     * Called before a sample is measured.
     *
     * @param done number of samples measured so far
     * @param needed number of samples that prove the claim without further errors
     * @param figure result so far, such as {@code 49 of 50 right}
     */
    void at(int done, int needed, String figure);
  }

  /**
   * Measures fresh samples one by one until the claim is proven or out of reach.
   *
   * @param decisions numbers of the decision, W
   * @param fresh at least as many samples as the plan can need
   * @param answers meaning of output powers
   * @param outputs indices of the output neurons
   */
  public static Certificate of(
      CertificationPlan plan,
      double[] decisions,
      Examples fresh,
      Answers answers,
      int[] outputs,
      Evaluations chip,
      Progress progress) {
    double[][] powers = new double[plan.mostSamples()][];
    int samples = 0;
    int errors = 0;
    while (plan.verdict(samples, errors) == Verdict.OPEN) {
      int needed = plan.stages()[errors];
      progress.at(samples, needed, soFar(samples, errors, needed));
      int label = fresh.labels()[samples];
      powers[samples] =
          OutputNeurons.select(
              chip.evaluate(Purpose.CERTIFY, fresh.inputs()[samples], label).powers(), outputs);
      boolean right = answers.isRight(powers[samples], decisions, fresh.targets()[samples]);
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
