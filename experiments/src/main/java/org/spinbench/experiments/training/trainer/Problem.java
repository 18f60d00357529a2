package org.spinbench.experiments.training.trainer;

import java.util.function.Supplier;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;

/**
 * The task of a trainer with its prior knowledge.
 *
 * @param prior belief before the first reading: the design, or an earlier calibration; each value
 *     with its spread
 * @param file the bench file: topology, limits, readout
 * @param answers meaning of output powers
 * @param train training samples
 * @param validation samples for acceptance and decisions
 * @param goal accuracy to reach, 0 to 1
 * @param learned accuracy below which nothing was learned
 * @param seed of every random choice
 * @param incumbents receives the progress of the training
 */
public record Problem(
    Calibration prior,
    BenchFile file,
    Answers answers,
    Examples train,
    Examples validation,
    double goal,
    double learned,
    long seed,
    Incumbents incumbents) {
  /**
   * Indices of the output neurons, in the order of the read-out.
   *
   * @throws IllegalArgumentException if their number is wrong for the answers
   */
  public int[] outputs() {
    return OutputNeurons.of(answers, file);
  }

  /** The same problem with another prior. */
  public Problem withPrior(Calibration other) {
    return new Problem(other, file, answers, train, validation, goal, learned, seed, incumbents);
  }

  /** Power that an output neuron is believed to emit at its largest current, W: their mean. */
  public double fullPower() {
    return OutputNeurons.fullPower(Twin.of(prior, file), file, outputs());
  }

  /** Receives a trainer's best parameters during training, with their quality. */
  public interface Incumbents {
    /** Ignores the progress. */
    Incumbents NONE = (parameters, decision) -> {};

    /**
     * Called for new best parameters.
     *
     * @param parameters field-line currents, then bias currents, A
     * @param decision numbers of the decision, W; for two classes the power above which the answer
     *     is class 1
     */
    void found(double[] parameters, double[] decision);

    /**
     * Called after a step.
     *
     * @param phase kind of step, such as {@code test}
     * @param number of the step in its phase, from 1
     * @param loss that training minimises: of the measurement, or else of the twin
     * @param accuracy of the same, 0 to 1
     * @param accepted whether the tried parameters are the best so far
     * @param parameters tried, A
     */
    default void step(
        String phase,
        int number,
        double loss,
        double accuracy,
        boolean accepted,
        double[] parameters) {}

    /**
     * Called when a device certainly fails; training continues with the others.
     *
     * @param how the fault and its evidence, for people
     */
    default void failing(Fault fault, String how) {}

    /**
     * Called when the readings have changed what the trainer believes of the chip.
     *
     * @param belief makes it; any thread may call it later
     */
    default void believed(Supplier<Calibration> belief) {}

    /** Called with what else people should know, a sentence. */
    default void said(String sentence) {}
  }
}
