package org.spinbench.experiments.training.dataset;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.spinbench.experiments.training.loss.Answers;

/** The data of a training: samples, answers, and the accuracy of other methods. */
public interface Dataset {
  /** The meaning of output powers. */
  Answers answers();

  /** Training samples. */
  Examples train();

  /** Validation samples, for acceptance and decisions. */
  Examples validation();

  /** Test samples, unknown during training. */
  Examples test();

  /**
   * Fresh samples for a certification, unknown during training.
   *
   * @param number the maximum number needed
   * @param seed of drawn samples
   * @throws IllegalArgumentException if there are not enough
   */
  Examples fresh(int number, long seed);

  /** Maximum number of fresh samples. */
  int mostFresh();

  /**
   * The work of a chip after this training.
   *
   * @param seed of its samples, or of their order
   */
  SampleStream work(long seed);

  /** Accuracy below which nothing was learned. */
  double learned();

  /** Accuracy of the best linear answer on the tested samples. */
  double linearAccuracy(Examples tested);

  /**
   * Accuracy of a software network with as many hidden units and free weights; empty if there is
   * none.
   */
  OptionalDouble floatingAccuracy(Examples tested);

  /** Accuracy of the best possible answers, if known. */
  OptionalDouble bestAccuracy();

  /** Names of the classes; empty for a quantity. */
  List<String> classes();

  /** The range of a quantity; empty for classes. */
  Optional<Range> range();

  /**
   * The range of a quantity in its own unit.
   *
   * @param lowest corresponds to 0
   * @param highest corresponds to 1
   */
  record Range(double lowest, double highest) {}
}
