package org.spinbench.experiments.training.dataset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.spinbench.experiments.training.loss.Answers;

/** What a run teaches a chip: samples, what is asked of them, and what else can be expected. */
public interface Dataset {
  /** What output powers are read as. */
  Answers answers();

  /** Samples to learn from. */
  Examples train();

  /** Others to accept and decide with. */
  Examples validation();

  /** Samples for the final test, of which nothing is known in training. */
  Examples test();

  /**
   * Samples to prove an accuracy on, of which nothing is known in training.
   *
   * @param number as many as can be needed
   * @param seed of those that are drawn
   * @throws IllegalArgumentException if there are not as many
   */
  Examples fresh(int number, long seed);

  /** Most samples that can be asked for to prove an accuracy. */
  int mostFresh();

  /**
   * What a chip that learned this does afterwards.
   *
   * @param seed of its samples, or of their order
   */
  SampleStream work(long seed);

  /** Accuracy below which nothing was learned. */
  double learned();

  /** Accuracy of the best linear answer on some of the tested samples. */
  double linearAccuracy(Examples tested);

  /** Accuracy of a software network with as many hidden units and free weights; if there is one. */
  OptionalDouble floatingAccuracy(Examples tested);

  /** Accuracy of the best possible answers, where it is known. */
  OptionalDouble bestAccuracy();

  /** Names of the classes; empty for a quantity. */
  List<String> classes();

  /** What a quantity is measured in; empty for classes. */
  Optional<Range> range();

  /**
   * The range of a quantity in its own unit.
   *
   * @param lowest stands for 0
   * @param highest stands for 1
   */
  record Range(double lowest, double highest) {}
}
