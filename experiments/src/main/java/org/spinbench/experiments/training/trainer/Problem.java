package org.spinbench.experiments.training.trainer;

import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;

/**
 * What a trainer is to do, and what it may know beforehand.
 *
 * @param prior what is believed of the chip before the first reading: the design, or an earlier
 *     calibration; each value with its spread
 * @param file the bench file: topology, limits, which neurons are read
 * @param answers what output powers are read as
 * @param train samples to learn from
 * @param validation others to accept and decide with
 * @param goal accuracy to reach, as a part of 1
 * @param learned accuracy below which nothing was learned
 * @param seed of every choice by chance
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
   * Numbers of the output neurons, in the order of the read-out.
   *
   * @throws IllegalArgumentException if as many as the answers take are not read out
   */
  public int[] outputs() {
    return OutputNeurons.of(answers, file);
  }

  /** The same problem for another belief. */
  public Problem withPrior(Calibration other) {
    return new Problem(other, file, answers, train, validation, goal, learned, seed, incumbents);
  }

  /** Power that an output neuron is believed to emit at its largest current, W: their mean. */
  public double fullPower() {
    return OutputNeurons.fullPower(Twin.of(prior, file), file, outputs());
  }

  /** Told, while training goes on, what the trainer takes for its best and how good that is. */
  public interface Incumbents {
    /** Nobody listens. */
    Incumbents NONE = (parameters, decision) -> {};

    /**
     * A new best.
     *
     * @param parameters field-line currents, then bias currents, A
     * @param decision numbers that the output powers are read with, W: of two classes the power
     *     above which it is class 1
     */
    void found(double[] parameters, double[] decision);

    /**
     * A step was made.
     *
     * @param phase what the step was, such as {@code test}
     * @param number of the step among those of its phase, from 1
     * @param loss what training makes small: of what was measured, or where nothing was, of the
     *     twin
     * @param accuracy part of the same that is right, 0 to 1
     * @param accepted whether what was tried became the best so far, or stays it
     * @param parameters what was tried, A
     */
    default void step(
        String phase,
        int number,
        double loss,
        double accuracy,
        boolean accepted,
        double[] parameters) {}

    /**
     * A device of the chip fails, beyond doubt; training goes on with the others.
     *
     * @param how the fault and its evidence, for people
     */
    default void failing(Fault fault, String how) {}
  }
}
