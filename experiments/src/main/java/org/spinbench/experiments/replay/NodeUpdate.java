package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.Value;

/**
 * Updates the calibration of a node with the result after the last reading. Its numbers keep their
 * uncertainty, plus that of changes and drift, because readings at a few settings, with a twin that
 * is only as good as its equations, do not make numbers more precise than the calibration.
 */
final class NodeUpdate {
  private final NodeModel model;
  private final NodeSolver.Solution solution;

  /**
   * An update.
   *
   * @param model of the calibration to update
   * @param solution that explains the readings
   */
  NodeUpdate(NodeModel model, NodeSolver.Solution solution) {
    this.model = model;
    this.solution = solution;
  }

  /** The updated calibration. */
  Calibration applied(Calibration to) {
    LinearNode linear = solution.linear();
    Calibration chip = linear.model.chip(solution.z(), solution.changes());
    RealMatrix covariance = covariance(chip);
    Calibration updated = to;
    for (int j = 0; j < model.numbers.size(); j++) {
      TwinNumber number = model.numbers.get(j);
      double deviation = Math.sqrt(Math.max(0, covariance.getEntry(j, j)));
      Value value = new Value(number.of(chip) + wandered(number), deviation);
      updated = number.with().with(updated, value);
    }
    return noted(updated, covariance);
  }

  private double wandered(TwinNumber number) {
    for (int k = 0; k < model.wandering.size(); k++) {
      if (model.wandering.get(k).name().equals(number.name())) {
        return solution.filtered().mean()[k];
      }
    }
    return 0;
  }

  /** Covariance: of the numbers as before, of drift and changes as found. */
  private RealMatrix covariance(Calibration chip) {
    RealMatrix before = new Array2DRowRealMatrix(model.factor, false);
    int[] found =
        IntStream.range(0, solution.filtered().mean().length)
            .filter(state -> !solution.linear().isNumber(state))
            .toArray();
    RealMatrix byState = byState(chip, found);
    RealMatrix some =
        new Array2DRowRealMatrix(solution.filtered().covariance(), false)
            .getSubMatrix(found, found);
    return before
        .multiply(before.transpose())
        .add(byState.multiply(some).multiply(byState.transpose()));
  }

  /** Derivative of every number by some states of the filter. */
  private RealMatrix byState(Calibration chip, int[] states) {
    RealMatrix byState = new Array2DRowRealMatrix(model.numbers.size(), states.length);
    for (int s = 0; s < states.length; s++) {
      int change = states[s] - solution.linear().firstChange();
      for (int j = 0; j < model.numbers.size(); j++) {
        TwinNumber number = model.numbers.get(j);
        double slope = 0;
        if (states[s] < model.wandering.size()) {
          slope = model.wandering.get(states[s]).name().equals(number.name()) ? 1 : 0;
        } else if (change >= 0) {
          slope = number.of(moved(change)) - number.of(chip);
        }
        byState.setEntry(j, s, slope);
      }
    }
    return byState;
  }

  private Calibration moved(int change) {
    List<Hypothesis> changes = new ArrayList<>(solution.changes());
    Hypothesis one = changes.get(change);
    changes.set(change, one.ofSize(one.size() + solution.linear().scale(change)));
    return solution.linear().model.chip(solution.z(), changes);
  }

  /** The calibration with the scatters found, and the covariance of its numbers. */
  private Calibration noted(Calibration updated, RealMatrix covariance) {
    double[] innovations = solution.filtered().innovations();
    double chiSquare = Arrays.stream(innovations).map(nu -> nu * nu).sum();
    int readings = innovations.length;
    Calibration noted = updated;
    int first = 0;
    int node = model.node.index();
    if (model.node.chain()) {
      int size = TwinNumber.ofChain(model.known, node).size();
      FitReport report = report(covariance, 0, size, chiSquare, readings);
      double[] times = solution.linear().data.times();
      double seconds = Math.abs(times[readings - 1] - times[0]);
      // Mean square of a random walk around its own mean.
      double scatter = Math.sqrt(solution.rate() * seconds / 6);
      noted = TwinNumber.withChain(noted, node, c -> TwinNumber.noted(c, scatter, report));
      first = size;
    }
    for (int neuron : model.node.neurons(model.file)) {
      int size = TwinNumber.ofNeuron(neuron).size();
      FitReport report = report(covariance, first, first + size, chiSquare, readings);
      // The scatter of an output has more causes than its neuron.
      double larger = model.node.chain() ? Math.sqrt(solution.fluctuation()) : 1;
      noted =
          TwinNumber.withNeuron(
              noted, neuron, n -> TwinNumber.noted(n, n.powerNoise() * larger, report));
      first += size;
    }
    return noted;
  }

  private FitReport report(RealMatrix all, int from, int to, double chiSquare, int readings) {
    int[] free = IntStream.range(from, to).filter(j -> all.getEntry(j, j) > 0).toArray();
    return new FitReport(
        IntStream.of(free).mapToObj(j -> model.numbers.get(j).name()).toList(),
        IntStream.of(free)
            .mapToObj(j -> IntStream.of(free).mapToObj(k -> all.getEntry(j, k)).toList())
            .toList(),
        chiSquare,
        readings);
  }
}
