package org.spinbench.app.benchmark;

import java.util.Optional;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.TunedNetwork;
import org.spinbench.simulator.network.Workers;

/**
 * The published network in PyTorch, written from the published equations ({@code
 * python_network.py}), in a process of its own.
 */
final class TorchNetwork implements AutoCloseable {
  /** Above single precision, far below the effect of a wrong equation. */
  private static final double LARGEST_DIFFERENCE = 1e-3;

  private static final int PROBES = 4;

  private final PythonProcess process;

  private TorchNetwork(PythonProcess process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param threads of PyTorch
   * @param samples of an epoch
   * @param batch samples of a training step, and of a batch of inferences
   * @param hidden oscillators
   * @return empty if no interpreter has PyTorch
   */
  static Optional<TorchNetwork> start(int threads, int samples, int batch, int hidden) {
    return PythonProcess.start(
            "PyTorch",
            "python_network.py",
            Integer.toString(threads),
            Integer.toString(samples),
            Integer.toString(batch),
            Integer.toString(hidden))
        .map(TorchNetwork::new);
  }

  /** Version of PyTorch. */
  String version() {
    return process.greeting();
  }

  /** Time of an epoch of training, s. */
  double epoch() {
    return process.ask("epoch", Double.class);
  }

  /**
   * Samples evaluated per second.
   *
   * @param kept whether the weights are computed beforehand; else for each batch, as in the
   *     published code
   */
  double inferences(int samples, boolean kept) {
    return samples / process.ask((kept ? "kept " : "inference ") + samples, Double.class);
  }

  /**
   * Evaluates the same samples here and there.
   *
   * @return largest difference of two logits, over the largest logit
   * @throws IllegalStateException if single precision does not explain it
   */
  double difference(int hidden, Workers workers, Numerics numerics) {
    double[] there = process.ask("logits", double[].class);
    double[][] here = new TunedNetwork(probe(hidden), workers, numerics).infer(powers());
    return difference(version(), here, there);
  }

  static double difference(String version, double[][] here, double[] there) {
    double largest = 0;
    double difference = 0;
    for (int s = 0; s < here.length; s++) {
      for (int c = 0; c < here[s].length; c++) {
        largest = Math.max(largest, Math.abs(here[s][c]));
        difference = Math.max(difference, Math.abs(here[s][c] - there[s * here[s].length + c]));
      }
    }
    if (!(difference <= LARGEST_DIFFERENCE * largest)) {
      throw new IllegalStateException(
          "PyTorch "
              + version
              + " computes other logits: they differ by "
              + difference
              + " mV where the largest is "
              + largest
              + " mV; the times of two networks are not comparable if that is more than "
              + LARGEST_DIFFERENCE
              + " of it. Install another version of PyTorch, or take it off the PATH");
    }
    return difference / largest;
  }

  /** The published network with shifts that both programs can compute. */
  static RfNetwork probe(int hidden) {
    RfNetwork network = RfNetwork.published(hidden);
    for (int l = 0; l < network.layers().size(); l++) {
      double[][] shifts = network.shifts(l);
      for (int j = 0; j < shifts.length; j++) {
        for (int k = 0; k < shifts[j].length; k++) {
          shifts[j][k] = 1e5 * StrictMath.sin(j + 2.0 * k);
        }
      }
    }
    return network;
  }

  /** Powers of four samples, W. */
  static double[][] powers() {
    double[][] powers = new double[PROBES][RfNetwork.published(1).inputs()];
    for (int s = 0; s < powers.length; s++) {
      for (int i = 0; i < powers[s].length; i++) {
        powers[s][i] = 30e-9 * (1 + StrictMath.sin(1.0 + s + 3 * i));
      }
    }
    return powers;
  }

  @Override
  public void close() {
    process.close();
  }
}
