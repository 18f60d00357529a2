package org.spinbench.experiments.drone;

import java.util.List;
import org.spinbench.experiments.drone.baseline.Classifier;
import org.spinbench.experiments.drone.baseline.Learner;
import org.spinbench.experiments.drone.baseline.ResonatorLayer;
import org.spinbench.experiments.drone.baseline.SoftwareNetwork;
import org.spinbench.experiments.drone.baseline.SoftwareNetwork.Training;
import org.spinbench.experiments.drone.data.Spectra;
import org.spinbench.experiments.drone.data.SpectraStream;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;

/**
 * How the four classifiers learn from one stream of spectra, so that they can be compared: the same
 * spectra in the same epochs, batches of the same size, each at a rate of its own that falls
 * linearly towards zero.
 *
 * @param epochs of the stream
 * @param batch spectra per step
 * @param linearRate of Adam for the linear model, at the start as all rates
 * @param layerRate for the layer of resonators, shifts in GHz
 * @param perceptronRate for the perceptron
 * @param networkRate for the RF network, shifts in GHz
 * @param design of the RF network and of the layer's resonators
 */
public record Course(
    int epochs,
    int batch,
    double linearRate,
    double layerRate,
    double perceptronRate,
    double networkRate,
    RfDesign design) {

  /** The classifiers, in the order of {@link #learn}. */
  static final List<String> NAMES =
      List.of("linear", "one resonator layer", "perceptron", "RF network");

  /** Told after every epoch, on the thread that trains. */
  interface Listener {
    void after(int epoch);
  }

  /** This course with that many times its epochs, one at least. */
  Course longer(double factor) {
    return new Course(
        (int) Math.max(1, Math.rint(factor * epochs)),
        batch,
        linearRate,
        layerRate,
        perceptronRate,
        networkRate,
        design);
  }

  /**
   * Has all four learn from a stream, each spectrum made once.
   *
   * @param hidden units of the perceptron, oscillators of the network
   */
  List<Classifier> learn(
      SpectraStream stream, int hidden, long seed, Workers workers, Listener listener) {
    Spectra spectra = stream.epoch(1);
    List<Learner> learners = learners(spectra, hidden, seed, workers);
    for (int epoch = 1; epoch <= epochs; epoch++) {
      spectra = epoch == 1 ? spectra : stream.epoch(epoch);
      for (Learner learner : learners) {
        learner.epoch(spectra);
      }
      listener.after(epoch);
    }
    return learners.stream().map(Learner::classifier).toList();
  }

  private List<Learner> learners(Spectra like, int hidden, long seed, Workers workers) {
    RfNetwork network = design.network(like, hidden, seed);
    TrainerOptions options = new TrainerOptions(networkRate, batch, epochs, 1, seed);
    return List.of(
        SoftwareNetwork.linearLearner(like, new Training(epochs, batch, linearRate, 0), seed),
        ResonatorLayer.learner(
            like, design.synapse(), new Training(epochs, batch, layerRate, 0), workers, seed),
        SoftwareNetwork.perceptronLearner(
            like, hidden, new Training(epochs, batch, perceptronRate, 0), seed),
        new RfLearner(new DroneTrainer(network, options, workers), workers));
  }

  /** The RF network as a learner. */
  private record RfLearner(DroneTrainer trainer, Workers workers) implements Learner {
    @Override
    public void epoch(Spectra spectra) {
      trainer.epoch(spectra.watts(), spectra.labels());
    }

    @Override
    public Classifier classifier() {
      return new RfClassifier(trainer.network(), workers);
    }
  }
}
