package org.spinbench.experiments.training;

import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.BenchFile;

/**
 * What a trainer is to do, and what it may know beforehand.
 *
 * @param prior what is believed of the chip before the first reading: the design, or an earlier
 *     calibration; each value with its spread
 * @param file the bench file: topology, limits, which neurons are read
 * @param train samples to learn from
 * @param validation others to accept and decide with
 * @param goal accuracy to reach, as a part of 1
 * @param seed of every choice by chance
 * @param incumbents is told how training comes along
 */
public record Problem(
    Calibration prior,
    BenchFile file,
    Examples train,
    Examples validation,
    double goal,
    long seed,
    Incumbents incumbents) {

  /** Told, while training goes on, what the trainer takes for its best and how good that is. */
  public interface Incumbents {
    /** Nobody listens. */
    Incumbents NONE = (parameters, decision) -> {};

    /**
     * A new best.
     *
     * @param parameters field-line currents, then bias currents, A
     * @param decision power that decides, W: class 1 above
     */
    void found(double[] parameters, double decision);

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
  }
}
