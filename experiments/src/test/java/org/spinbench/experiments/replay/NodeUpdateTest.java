package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.file.BenchFile;

/** Chain 1 of the default bench, as designed, with readings that were made up. */
class NodeUpdateTest {
  private static final BenchFile FILE = RecordedChips.FILE;
  private static final double RATE = 4e8;
  private static final double NOISE = 2e-6;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
  private final Calibration known = ReferenceCalibration.designed(FILE);
  private final NodeModel model = new NodeModel(new Node(true, 0), known, known, FILE);

  private LinearNode linear(List<Hypothesis> changes, double[] z) {
    return new LinearNode(model, MadeUpReadings.of(model, known, FILE, NOISE, random), z, changes);
  }

  private NodeSolver.Solution solution(List<Hypothesis> changes) {
    LinearNode linear = linear(changes, new double[model.numbers.size()]);
    return new NodeSolver.Solution(linear, RATE, 1, linear.filter(RATE, 1));
  }

  private Calibration updated(NodeSolver.Solution solution) {
    return new NodeUpdate(model, solution).applied(known);
  }

  /** Mean of the states by all readings at once, as one normal distribution. */
  private static double[] posterior(LinearNode linear) {
    int n = MadeUpReadings.NUMBER;
    int states = linear.means.length;
    int wandering = linear.model.wandering.size();
    double[] times = linear.data.times();
    RealMatrix shared = new Array2DRowRealMatrix(states, n);
    RealMatrix covariance = new Array2DRowRealMatrix(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = i == j ? linear.data.variances()[i] + linear.fluctuations[i] : 0;
        for (int k = 0; k < states; k++) {
          double prior = linear.deviations[k] * linear.deviations[k];
          prior += k < wandering ? RATE * Math.min(times[i], times[j]) : 0;
          sum += linear.slopes[i][k] * prior * linear.slopes[j][k];
        }
        covariance.setEntry(i, j, sum);
      }
      for (int k = 0; k < states; k++) {
        double prior = linear.deviations[k] * linear.deviations[k];
        shared.setEntry(
            k, i, (prior + (k < wandering ? RATE * times[i] : 0)) * linear.slopes[i][k]);
      }
    }
    RealVector rest =
        new ArrayRealVector(linear.residuals)
            .subtract(
                new Array2DRowRealMatrix(linear.slopes).operate(new ArrayRealVector(linear.means)));
    RealVector weighed = new LUDecomposition(covariance, 1e-40).getSolver().solve(rest);
    return shared.operate(weighed).add(new ArrayRealVector(linear.means)).toArray();
  }

  private static Value value(Calibration of, TwinNumber number) {
    return number.value().apply(of);
  }

  /** x = μ + L z with the posterior mean of z, and of the drift of the resonances. */
  @Test
  void numbersAreThePosteriorMeansAndStayAsUncertainAsTheyWere() {
    NodeSolver.Solution solution = solution(List.of());
    double[] states = posterior(solution.linear());
    Calibration updated = updated(solution);
    int wandering = model.wandering.size();
    for (int j = 0; j < model.numbers.size(); j++) {
      TwinNumber number = model.numbers.get(j);
      double expected = number.of(known);
      for (int k = 0; k <= j; k++) {
        expected += model.factor[j][k] * states[wandering + k];
      }
      double drift = 0;
      for (int k = 0; k < wandering; k++) {
        if (model.wandering.get(k).name().equals(number.name())) {
          expected += states[k];
          drift = solution.filtered().covariance()[k][k];
          assertTrue(
              drift > 0 && drift < RATE * (1 + 0.25 * MadeUpReadings.NUMBER),
              "variance of the drift");
        }
      }
      double deviation = model.deviation(j);
      Value found = value(updated, number);
      assertEquals(expected, found.value(), 1e-6 * deviation + 1e-12 * Math.abs(expected));
      assertEquals(Math.sqrt(deviation * deviation + drift), found.deviation(), 1e-9 * deviation);
    }
    assertEquals(known.chains().get(1), updated.chains().get(1), "other chains");
    assertEquals(known.neurons(), updated.neurons());
  }

  /** A change adds its size, and its variance; two numbers that it scales err together. */
  @Test
  void aChangeOfSensitivityScalesBothPartsOfALine() {
    Suspicion weaker = new Suspicion(0, 1, Change.Kind.SENSITIVITY);
    NodeSolver.Solution solution = solution(List.of(new Hypothesis(weaker, -0.1, 8)));
    LinearNode linear = solution.linear();
    double size = solution.changes().get(0).size();
    double unit = linear.scale(0);
    int state = linear.firstChange();
    double variance = unit * unit * solution.filtered().covariance()[state][state];
    Calibration still = linear.model.chip(solution.z());
    ChainResponse chain = updated(solution).chains().get(0);
    SynapseResponse before = still.chains().get(0).synapses().get(1);
    SynapseResponse after = chain.synapses().get(1);
    assertEquals(
        (1 + size) * before.antisymmetric().value(),
        after.antisymmetric().value(),
        1e-9 * Math.abs(before.antisymmetric().value()));
    double a = before.antisymmetric().value();
    double s = before.symmetric().value();
    double priorA = deviation("antisymmetric");
    double priorS = deviation("symmetric");
    assertEquals(
        Math.sqrt(priorA * priorA + a * a * variance),
        after.antisymmetric().deviation(),
        1e-6 * priorA);
    FitReport fit = chain.fit();
    int i = fit.parameters().indexOf("synapse 2 antisymmetric");
    int j = fit.parameters().indexOf("synapse 2 symmetric");
    double together = fit.covariance().get(i).get(j);
    assertEquals(a * s * variance, together, 1e-6 * (priorA * priorS + Math.abs(a * s) * variance));
    assertEquals(MadeUpReadings.NUMBER, fit.degreesOfFreedom());
  }

  private double deviation(String which) {
    for (int j = 0; j < model.numbers.size(); j++) {
      if (model.numbers.get(j).name().equals("synapse 2 " + which)) {
        return model.deviation(j);
      }
    }
    throw new IllegalArgumentException(which);
  }

  @Test
  void aDetunedResonanceIsWhereItWasFound() {
    Suspicion detuned = new Suspicion(0, 0, Change.Kind.RESONANCE);
    NodeSolver.Solution solution = solution(List.of(new Hypothesis(detuned, 3e6, 8)));
    double size = solution.changes().get(0).size();
    double drift = solution.filtered().mean()[0];
    Calibration still = solution.linear().model.chip(solution.z());
    double expected = still.chains().get(0).synapses().get(0).resonance().value() + size + drift;
    SynapseResponse after = updated(solution).chains().get(0).synapses().get(0);
    assertEquals(expected, after.resonance().value(), 1);
    double[][] covariance = solution.filtered().covariance();
    int state = solution.linear().firstChange();
    double unit = solution.linear().scale(0);
    double prior = known.chains().get(0).synapses().get(0).resonance().deviation();
    double variance =
        prior * prior
            + covariance[0][0]
            + unit * unit * covariance[state][state]
            + 2 * unit * covariance[0][state];
    assertEquals(Math.sqrt(variance), after.resonance().deviation(), 1e-6 * prior);
  }

  /** ⟨(x − x̄)²⟩ of a random walk of rate r over a time T is r T/6. */
  @Test
  void theScatterOfTheResonancesIsThatOfTheWalk() {
    double scatter = updated(solution(List.of())).chains().get(0).resonanceNoise();
    assertEquals(Math.sqrt(RATE * 0.25 * (MadeUpReadings.NUMBER - 1) / 6), scatter, 1e-6 * scatter);
  }
}
