package org.spinbench.experiments.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.drivers.bench.file.BenchFile;

/** Chain 1 of the default bench, with readings of a chip that is not as designed. */
class NodeSolverTest {
  private static final BenchFile FILE = RecordedChips.FILE;
  private static final double NOISE = 2e-6;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(23);
  private final Calibration known = ReferenceCalibration.designed(FILE);
  private final NodeModel model = new NodeModel(new Node(true, 0), known, known, FILE);
  private final int numbers = model.numbers.size();

  /** Half a deviation away from the design in every number. */
  private NodeReadings readings() {
    double[] z = new double[numbers];
    Arrays.setAll(z, k -> k % 2 == 0 ? 0.5 : -0.5);
    NodeReadings designed = MadeUpReadings.of(model, known, FILE, NOISE, random);
    LinearNode there = new LinearNode(model, designed, z, List.of());
    LinearNode here = new LinearNode(model, designed, new double[numbers], List.of());
    double[] values = designed.values().clone();
    Arrays.setAll(values, i -> values[i] + here.residuals[i] - there.residuals[i]);
    return new NodeReadings(
        designed.setpoints(), designed.recorded(), designed.times(), values, designed.variances());
  }

  private NodeSolver.Solution solved(NodeReadings data) {
    return new NodeSolver(model, new double[numbers]).unchanged(data);
  }

  /** Residuals of readings that are explained are noise: chi-square is their number. */
  @Test
  void whatIsFoundExplainsTheReadings() {
    NodeReadings data = readings();
    double before = chiSquare(data, new double[numbers]);
    double after = chiSquare(data, solved(data).z());
    assertTrue(before > 1000 * MadeUpReadings.NUMBER, "chi-square before " + before);
    assertTrue(after < 2 * MadeUpReadings.NUMBER, "chi-square after " + after);
  }

  private double chiSquare(NodeReadings data, double[] z) {
    LinearNode linear = new LinearNode(model, data, z, List.of());
    return Arrays.stream(linear.residuals).map(r -> r * r).sum() / (NOISE * NOISE);
  }

  /** A chip at rest: the rate is at the lower end of its range, and no larger one is likelier. */
  @Test
  void resonancesOfAChipAtRestDoNotWander() {
    NodeSolver.Solution solution = solved(readings());
    for (double faster : new double[] {3, 30, 1000}) {
      double rate = faster * Math.max(solution.rate(), 1e5);
      double other = solution.linear().filter(rate, solution.fluctuation()).logLikelihood();
      assertTrue(other < solution.logLikelihood() + 0.1, rate + " Hz²/s is likelier");
    }
    assertEquals(List.of(), solution.changes());
  }

  /** What half of the readings showed explains the other half. */
  @Test
  void aSolutionCarriesOverToOtherReadings() {
    NodeReadings data = readings();
    NodeReadings half = data.part(0, MadeUpReadings.NUMBER / 2);
    NodeReadings rest = data.part(MadeUpReadings.NUMBER / 2, MadeUpReadings.NUMBER);
    NodeSolver solver = new NodeSolver(model, new double[numbers]);
    NodeSolver.Solution carried = solver.of(rest, solver.unchanged(half));
    assertEquals(rest, carried.linear().data);
    assertTrue(chiSquare(rest, carried.linear().z) < 0.01 * chiSquare(rest, new double[numbers]));
  }

  /**
   * Resonances that walk by several percent of a width bend their lines away from the tangents at
   * the beginning. Taken for a drift along these, that seems a faster walk.
   */
  @Test
  void aLongWalkIsAsFastAsItWas() {
    double rate = 80e3 * 80e3;
    NodeReadings still = MadeUpReadings.of(model, known, FILE, 1e-7, random);
    int n = still.size();
    double[][] walked = new double[n][2];
    for (int i = 0; i < n; i++) {
      double step = Math.sqrt(rate * (still.times()[i] - (i == 0 ? 0 : still.times()[i - 1])));
      for (int k = 0; k < 2; k++) {
        walked[i][k] = (i == 0 ? 0 : walked[i - 1][k]) + step * random.nextGaussian();
      }
    }
    double[] values = still.values().clone();
    double[] before =
        model.node.predicted(known, FILE, still.setpoints(), still.recorded(), new double[n][0]);
    double[] after = model.node.predicted(known, FILE, still.setpoints(), still.recorded(), walked);
    Arrays.setAll(values, i -> values[i] + after[i] - before[i]);
    NodeReadings data =
        new NodeReadings(
            still.setpoints(), still.recorded(), still.times(), values, still.variances());
    NodeSolver solver = new NodeSolver(model, new double[numbers]);
    NodeSolver.Solution tangent = solver.unchanged(data);
    NodeSolver.Solution drifting = solver.drifting(tangent);
    assertTrue(
        tangent.rate() > 1.5 * rate, Math.sqrt(tangent.rate()) + " Hz/√s along the tangents");
    assertEquals(80e3, Math.sqrt(drifting.rate()), 0.15 * 80e3);
    LinearNode.Track track = drifting.linear().track(drifting.rate(), drifting.fluctuation());
    for (int k = 0; k < 2; k++) {
      TwinNumber resonance = model.wandering.get(k);
      double off = resonance.of(model.chip(drifting.z())) - resonance.of(known);
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double error = off + track.drifts()[i][k] - walked[i][k];
        squares += error * error / track.variances()[i][k] / n;
      }
      assertTrue(squares < 2 && squares > 0.3, "resonance " + k + ": mean squared pull " + squares);
    }
  }
}
