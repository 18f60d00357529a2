package org.spinbench.experiments.study.drone;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.spinbench.experiments.baseline.Classifier;
import org.spinbench.experiments.baseline.InputKind;
import org.spinbench.experiments.baseline.ResonatorLayer;
import org.spinbench.experiments.baseline.SoftwareNetwork;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.simulator.network.Workers;

/**
 * The models that are compared with the RF network in every evaluation, in the order of the tables.
 *
 * <p>The network rectifies power, so a linear model of the same powers shows the value of its
 * hidden layer. Software can take the logarithm first, as any spectrum analyzer does, so models of
 * log power show the cost of using power.
 */
public enum Baseline {
  /** Logistic regression on powers. */
  LINEAR(InputKind.POWER.name("linear")),
  /** Logistic regression on log powers. */
  LINEAR_LOG(InputKind.LOG_POWER.name("linear")),
  /** One layer of resonators, without oscillators. */
  RESONATOR_LAYER("one resonator layer"),
  /** A perceptron of 128 hidden units on powers. */
  PERCEPTRON(InputKind.POWER.name("perceptron")),
  /** The same on log powers. */
  PERCEPTRON_LOG(InputKind.LOG_POWER.name("perceptron"));

  /** The network's name in tables. */
  static final String NETWORK = "RF network";

  private final String title;

  Baseline(String title) {
    this.title = title;
  }

  /** Name in tables. */
  public String title() {
    return title;
  }

  /** Names of all baselines, then of the network. */
  static List<String> titlesWithNetwork() {
    return Stream.concat(Arrays.stream(values()).map(Baseline::title), Stream.of(NETWORK)).toList();
  }

  /** Whether the seed matters; a linear model has one best solution. */
  boolean seeded() {
    return this != LINEAR && this != LINEAR_LOG;
  }

  /** Trains it on unchanged spectra, with its best parameters. */
  public Classifier train(Spectra train, Workers workers, long seed) {
    return switch (this) {
      case LINEAR -> SoftwareNetwork.logistic(train, InputKind.POWER);
      case LINEAR_LOG -> SoftwareNetwork.logistic(train, InputKind.LOG_POWER);
      case RESONATOR_LAYER -> ResonatorLayer.train(train, workers, seed);
      case PERCEPTRON -> SoftwareNetwork.perceptron(train, InputKind.POWER, seed);
      case PERCEPTRON_LOG -> SoftwareNetwork.perceptron(train, InputKind.LOG_POWER, seed);
    };
  }
}
