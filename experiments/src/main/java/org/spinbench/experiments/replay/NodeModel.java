package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.FitReport;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * The numbers on which one node depends, with their prior: the numbers of its devices with the
 * covariance of their fits, their wander, and the possible changes.
 *
 * <p>The numbers are x = μ + L z, with C = L Lᵀ their covariance and z standard normal numbers.
 */
final class NodeModel {
  final Node node;
  final Calibration known;
  final BenchFile file;
  private final Calibration base;
  final List<TwinNumber> numbers = new ArrayList<>();
  final List<Suspicion> suspicions = new ArrayList<>();

  /** Resonances of the node's own junctions. */
  final List<TwinNumber> wandering = new ArrayList<>();

  /** Neurons whose power may partly be in the band of the node. */
  final int[] leaking;

  /** L. */
  final double[][] factor;

  /**
   * A node.
   *
   * @param known numbers with deviations
   * @param base the chip whose numbers are varied
   */
  NodeModel(Node node, Calibration known, Calibration base, BenchFile file) {
    this.node = node;
    this.known = known;
    this.base = base;
    this.file = file;
    List<RealMatrix> blocks = new ArrayList<>();
    if (node.chain()) {
      List<TwinNumber> own = TwinNumber.ofChain(known, node.index());
      blocks.add(covariance(own, known.chains().get(node.index()).fit()));
      numbers.addAll(own);
      for (int k = 0; k < file.chains().get(node.index()).synapses().size(); k++) {
        suspicions.add(new Suspicion(node.index(), k, Change.Kind.RESONANCE));
        suspicions.add(new Suspicion(node.index(), k, Change.Kind.SENSITIVITY));
        wandering.add(TwinNumber.ofSynapse(known, node.index(), k, TwinNumber.RESONANCE));
      }
    }
    for (int neuron : node.neurons(file)) {
      List<TwinNumber> own = TwinNumber.ofNeuron(neuron);
      blocks.add(covariance(own, known.neurons().get(neuron).fit()));
      numbers.addAll(own);
      suspicions.add(new Suspicion(0, neuron, Change.Kind.POWER));
      if (node.chain()) {
        suspicions.add(new Suspicion(0, neuron, Change.Kind.EMISSION));
      }
    }
    factor = factor(blocks);
    leaking =
        IntStream.range(0, node.chain() ? 0 : file.neurons().size())
            .filter(neuron -> neuron != node.index())
            .toArray();
  }

  /** Covariance of numbers from a fit, or else from their own deviations. */
  private RealMatrix covariance(List<TwinNumber> own, FitReport fit) {
    int size = own.size();
    RealMatrix covariance = new Array2DRowRealMatrix(size, size);
    for (int i = 0; i < size; i++) {
      int row = fit.parameters().indexOf(own.get(i).name());
      for (int j = 0; row >= 0 && j < size; j++) {
        int column = fit.parameters().indexOf(own.get(j).name());
        if (column >= 0) {
          covariance.setEntry(i, j, fit.covariance().get(row).get(column));
        }
      }
      double deviation = own.get(i).value().apply(known).deviation();
      // A resonance's deviation also includes its scatter.
      covariance.setEntry(i, i, Math.max(covariance.getEntry(i, i), deviation * deviation));
    }
    return covariance;
  }

  /** L of C = L Lᵀ, for independent blocks of C. */
  private static double[][] factor(List<RealMatrix> blocks) {
    int size = blocks.stream().mapToInt(RealMatrix::getRowDimension).sum();
    double[][] factor = new double[size][size];
    int first = 0;
    for (RealMatrix block : blocks) {
      int n = block.getRowDimension();
      double[] deviations = new double[n];
      for (int i = 0; i < n; i++) {
        deviations[i] = Math.sqrt(block.getEntry(i, i));
      }
      RealMatrix correlation = new Array2DRowRealMatrix(n, n);
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double scale = deviations[i] * deviations[j];
          // A nearly singular covariance with rounding; an exact number stays exact.
          double mean = (block.getEntry(i, j) + block.getEntry(j, i)) / 2;
          double whole = scale > 0 ? (1 - 1e-6) * mean / scale : 0;
          correlation.setEntry(i, j, i == j ? 1 : whole);
        }
      }
      RealMatrix l = new CholeskyDecomposition(correlation, 1e-9, 0).getL();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          factor[first + i][first + j] = deviations[i] * l.getEntry(i, j);
        }
      }
      first += n;
    }
    return factor;
  }

  /** Index of a resonance that wanders among the numbers. */
  int numberOfWandering(int resonance) {
    String name = wandering.get(resonance).name();
    return IntStream.range(0, numbers.size())
        .filter(j -> numbers.get(j).name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Prior standard deviation of a number. */
  double deviation(int number) {
    double sum = 0;
    for (double part : factor[number]) {
      sum += part * part;
    }
    return Math.sqrt(sum);
  }

  /** Relative rms error of the powers of a chain's tones, as far as it was measured. */
  double repeatability() {
    return base.wander(base.chains().get(node.index())).repeatability();
  }

  /** z of a chip; an exact number keeps its value. */
  double[] z(Calibration chip) {
    double[] z = new double[numbers.size()];
    for (int j = 0; j < z.length; j++) {
      double off = numbers.get(j).of(chip) - numbers.get(j).of(known);
      for (int k = 0; k < j; k++) {
        off -= factor[j][k] * z[k];
      }
      z[j] = factor[j][j] > 0 ? off / factor[j][j] : 0;
    }
    return z;
  }

  /** The chip for z. */
  Calibration chip(double[] z) {
    Calibration chip = base;
    for (int j = 0; j < z.length; j++) {
      TwinNumber number = numbers.get(j);
      double move = number.of(known) - number.of(base);
      for (int k = 0; k <= j; k++) {
        move += factor[j][k] * z[k];
      }
      if (move != 0) {
        chip = number.moved(chip, move);
      }
    }
    return chip;
  }

  /** The chip for z after changes. */
  Calibration chip(double[] z, List<Hypothesis> changes) {
    Calibration chip = chip(z);
    for (Hypothesis change : changes) {
      chip = change.suspicion().applied(chip, change.size());
    }
    return chip;
  }
}
