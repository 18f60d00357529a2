package org.spinbench.experiments.study.drone;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.baseline.Classifier;
import org.spinbench.experiments.baseline.InputKind;
import org.spinbench.experiments.baseline.Learner;
import org.spinbench.experiments.baseline.ResonatorLayer;
import org.spinbench.experiments.baseline.SoftwareNetwork;
import org.spinbench.experiments.baseline.SoftwareNetwork.Training;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraStream;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.Workers;

/**
 * The common training of all classifiers on one stream of spectra, for comparisons: the same
 * spectra in the same epochs, batches of the same size, and for each classifier a rate that falls
 * linearly towards zero.
 *
 * @param epochs of the stream
 * @param batch spectra per step
 * @param linearRate initial rate of Adam for the linear models
 * @param layerRate initial rate for the layer of resonators, shifts in GHz
 * @param perceptronRate initial rate for the perceptrons
 * @param networkRate initial rate for the RF network, shifts in GHz
 * @param design of the RF network and of the layer's resonators
 */
public record TrainingSchedule(
    int epochs,
    int batch,
    double linearRate,
    double layerRate,
    double perceptronRate,
    double networkRate,
    RfDesign design) {

  /** The classifiers, in the order of {@link #learn}. */
  static final List<String> NAMES = Baseline.titlesWithNetwork();

  /** Called after every epoch, on the thread that trains. */
  interface Listener {
    void after(int epoch);
  }

  /** This schedule with the epochs multiplied by a factor, at least one. */
  TrainingSchedule longer(double factor) {
    return new TrainingSchedule(
        (int) Math.max(1, Math.rint(factor * epochs)),
        batch,
        linearRate,
        layerRate,
        perceptronRate,
        networkRate,
        design);
  }

  /**
   * Trains all of them on a stream; each spectrum is made once.
   *
   * @param hidden units of the perceptrons, oscillators of the network
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
    List<Learner> learners = new ArrayList<>();
    for (Baseline baseline : Baseline.values()) {
      learners.add(learner(baseline, like, hidden, seed, workers));
    }
    learners.add(new RfLearner(new DroneTrainer(network, options, workers), workers));
    return learners;
  }

  private Learner learner(Baseline baseline, Spectra like, int hidden, long seed, Workers workers) {
    return switch (baseline) {
      case LINEAR ->
          SoftwareNetwork.linearLearner(like, InputKind.POWER, training(linearRate), seed);
      case LINEAR_LOG ->
          SoftwareNetwork.linearLearner(like, InputKind.LOG_POWER, training(linearRate), seed);
      case RESONATOR_LAYER ->
          ResonatorLayer.learner(like, design.synapse(), training(layerRate), workers, seed);
      case PERCEPTRON ->
          SoftwareNetwork.perceptronLearner(
              like, InputKind.POWER, hidden, training(perceptronRate), seed);
      case PERCEPTRON_LOG ->
          SoftwareNetwork.perceptronLearner(
              like, InputKind.LOG_POWER, hidden, training(perceptronRate), seed);
    };
  }

  private Training training(double rate) {
    return new Training(epochs, batch, rate, 0);
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
