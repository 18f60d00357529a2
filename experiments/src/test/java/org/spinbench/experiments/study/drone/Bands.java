package org.spinbench.experiments.study.drone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.spectra.Spectra;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.network.OscillatorModel;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.SynapseModel;

/** Small spectra for tests: each class fills a band of its own, on a noise floor. */
final class Bands {
  static final int CLASSES = 3;
  static final int BINS = 24;

  private Bands() {}

  static Spectra spectra(int rows, long seed) {
    RandomGenerator random = Seeds.generator(seed);
    double[][] powers = new double[rows][BINS];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % CLASSES;
      for (int bin = 0; bin < BINS; bin++) {
        boolean inBand = bin * CLASSES / BINS == labels[row];
        powers[row][bin] = random.nextDouble() * (inBand ? 0.5 : 0.03);
      }
    }
    List<String> names = new ArrayList<>();
    for (int c = 0; c < CLASSES; c++) {
      names.add("band " + c);
    }
    return new Spectra("bands", names, powers, labels);
  }

  static SpectraSplit split() {
    return new SpectraSplit(spectra(120, 1), spectra(60, 2));
  }

  static RfNetwork network(long seed) {
    RfNetwork network =
        RfNetwork.of(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, BINS, 6, CLASSES);
    DroneTrainer.initialise(network, seed);
    return network;
  }

  static TrainerOptions options(int epochs) {
    return new TrainerOptions(5e-5, 32, epochs, 0, 3);
  }

  static TrainingSchedule course(int epochs) {
    return new TrainingSchedule(epochs, 32, 0.03, 3e-4, 0.01, 5e-5, RfDesign.PUBLISHED);
  }

  /** All parameters of a network, one after the other. */
  static double[] parameters(RfNetwork network) {
    double[] all = new double[0];
    for (int l = 0; l < network.layers().size(); l++) {
      for (double[] chain : network.shifts(l)) {
        all = joined(all, chain);
      }
      all = joined(all, network.biases(l));
    }
    return all;
  }

  private static double[] joined(double[] a, double[] b) {
    double[] joined = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, joined, a.length, b.length);
    return joined;
  }
}
