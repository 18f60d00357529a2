package org.spinbench.experiments.baseline;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraStream;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.network.Adam;
import org.spinbench.simulator.network.CrossEntropy;

/**
 * A software classifier of the same powers or of their logarithms ({@link InputScale}): multinomial
 * logistic regression, or a perceptron with one hidden layer of rectified linear units.
 *
 * <p>Trained by Adam on the cross-entropy plus ½ decay |w|², with a rate that falls linearly to
 * zero. Deterministic for a seed, on any number of cores.
 */
public final class SoftwareNetwork implements Classifier {
  /** The problem is convex: after this many steps, any start is close to the minimum. */
  private static final int LOGISTIC_STEPS = 600;

  private static final int LOGISTIC_BATCH = 1024;
  private static final double LOGISTIC_RATE = 0.05;

  /** Inverse strength C of the penalty, for unscaled inputs (scikit-learn's convention). */
  private static final double LOGISTIC_C = 100;

  private final String name;
  private final InputScale scale;
  private final DenseLayer[] layers;

  /**
   * Parameters of the training.
   *
   * @param epochs passes over the training set, after which the rate is zero
   * @param batch rows per step
   * @param rate of Adam at the start
   * @param decay weight of ½ |w|² relative to the mean cross-entropy
   */
  public record Training(int epochs, int batch, double rate, double decay) {
    public Training {
      if (epochs < 1 || batch < 1 || !(rate > 0) || !(decay >= 0)) {
        throw new IllegalArgumentException(
            "epochs "
                + epochs
                + ", batch "
                + batch
                + ", rate "
                + rate
                + " and decay "
                + decay
                + ": epochs and batch are at least 1, the rate positive, the decay not negative");
      }
    }
  }

  private SoftwareNetwork(String name, InputScale scale, DenseLayer... layers) {
    this.name = name;
    this.scale = scale;
    this.layers = layers;
  }

  /** The best linear classifier: multinomial logistic regression. The result needs no seed. */
  public static SoftwareNetwork logistic(Spectra train, InputKind input) {
    InputScale scale = InputScale.of(input, train);
    double decay = scale.factor() * scale.factor() / (LOGISTIC_C * train.rows());
    int stepsPerEpoch = (train.rows() + LOGISTIC_BATCH - 1) / LOGISTIC_BATCH;
    int epochs = (LOGISTIC_STEPS + stepsPerEpoch - 1) / stepsPerEpoch;
    SoftwareNetwork network = linear("logistic regression", train, scale);
    network
        .new Trainer(new Training(epochs, LOGISTIC_BATCH, LOGISTIC_RATE, decay), Seeds.generator(0))
        .learn(SpectraStream.of(train), epochs);
    return network;
  }

  private static SoftwareNetwork linear(String name, Spectra like, InputScale scale) {
    return new SoftwareNetwork(
        scale.kind().name(name), scale, new DenseLayer(like.bins(), like.classes()));
  }

  /**
   * A linear classifier that learns by stochastic gradient descent.
   *
   * @param like spectra that set the number of bins and classes, and the scale of the inputs
   */
  public static Learner linearLearner(Spectra like, InputKind input, Training training, long seed) {
    SoftwareNetwork network =
        linear("linear " + like.bins() + "-" + like.classes(), like, InputScale.of(input, like));
    return network.new Trainer(training, Seeds.generator(seed));
  }

  /** The perceptron of the published comparison: 128 hidden units, 100 epochs, batches of 256. */
  public static SoftwareNetwork perceptron(Spectra train, InputKind input, long seed) {
    return perceptron(train, input, 128, new Training(100, 256, 0.03, 1e-5), seed);
  }

  /** A perceptron with one hidden layer, trained on the same spectra in every epoch. */
  static SoftwareNetwork perceptron(
      Spectra train, InputKind input, int hidden, Training training, long seed) {
    return (SoftwareNetwork)
        perceptronLearner(train, input, hidden, training, seed)
            .learn(SpectraStream.of(train), training.epochs());
  }

  /**
   * A perceptron with one hidden layer that learns by stochastic gradient descent.
   *
   * @param like spectra that set the number of bins and classes, and the scale of the inputs
   * @param hidden number of rectified linear units
   */
  public static Learner perceptronLearner(
      Spectra like, InputKind input, int hidden, Training training, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    DenseLayer first = new DenseLayer(like.bins(), hidden);
    DenseLayer second = new DenseLayer(hidden, like.classes());
    first.initialise(random);
    second.initialise(random);
    InputScale scale = InputScale.of(input, like);
    SoftwareNetwork network =
        new SoftwareNetwork(
            input.name("software perceptron " + like.bins() + "-" + hidden + "-" + like.classes()),
            scale,
            first,
            second);
    return network.new Trainer(training, random);
  }

  /** Trains this network epoch by epoch. */
  private final class Trainer implements Learner {
    private final Training training;
    private final RandomGenerator random;
    private final Adam[] weightRules = rules(layer -> layer.weights);
    private final Adam[] biasRules = rules(layer -> layer.biases);
    private int epochs;

    private Trainer(Training training, RandomGenerator random) {
      this.training = training;
      this.random = random;
    }

    @Override
    public void epoch(Spectra spectra) {
      Minibatches.Batch[] batches =
          Minibatches.shuffled(scale.inputs(spectra), spectra.labels(), training.batch(), random);
      for (int step = 0; step < batches.length; step++) {
        lossAndGradient(batches[step].rows(), batches[step].labels(), training.decay());
        double done = (epochs + (double) step / batches.length) / training.epochs();
        double rate = training.rate() * Math.max(0, 1 - done);
        for (int l = 0; l < layers.length; l++) {
          weightRules[l].step(layers[l].weights, layers[l].weightGradient, rate);
          biasRules[l].step(layers[l].biases, layers[l].biasGradient, rate);
        }
      }
      epochs++;
    }

    @Override
    public SoftwareNetwork classifier() {
      return SoftwareNetwork.this;
    }
  }

  private interface Parameters {
    double[][] of(DenseLayer layer);
  }

  private Adam[] rules(Parameters parameters) {
    return Arrays.stream(layers)
        .map(layer -> new Adam(parameters.of(layer), 1))
        .toArray(Adam[]::new);
  }

  /**
   * Mean cross-entropy of a batch, without the penalty; sets the gradients, including the penalty.
   */
  double lossAndGradient(double[][] rows, int[] labels, double decay) {
    double[][][] inputs = new double[layers.length + 1][][];
    inputs[0] = rows;
    for (int l = 0; l < layers.length; l++) {
      inputs[l + 1] = layers[l].forward(inputs[l]);
      if (l + 1 < layers.length) {
        rectify(inputs[l + 1]);
      }
    }
    double[][] logits = inputs[layers.length];
    double[][] gradient = new double[logits.length][logits[0].length];
    double loss = CrossEntropy.of(logits, labels, gradient);
    for (int l = layers.length - 1; l >= 0; l--) {
      layers[l].backward(inputs[l], gradient, decay);
      if (l > 0) {
        gradient = throughRectifier(layers[l].inputGradient(gradient), inputs[l]);
      }
    }
    return loss;
  }

  DenseLayer[] layers() {
    return layers.clone();
  }

  private static void rectify(double[][] rows) {
    for (double[] row : rows) {
      for (int j = 0; j < row.length; j++) {
        row[j] = Math.max(0, row[j]);
      }
    }
  }

  private static double[][] throughRectifier(double[][] gradient, double[][] activity) {
    for (int s = 0; s < gradient.length; s++) {
      for (int j = 0; j < gradient[s].length; j++) {
        if (activity[s][j] <= 0) {
          gradient[s][j] = 0;
        }
      }
    }
    return gradient;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double[][] scores(Spectra spectra) {
    double[][] rows = scale.inputs(spectra);
    for (int l = 0; l < layers.length; l++) {
      rows = layers[l].forward(rows);
      if (l + 1 < layers.length) {
        rectify(rows);
      }
    }
    return rows;
  }
}
