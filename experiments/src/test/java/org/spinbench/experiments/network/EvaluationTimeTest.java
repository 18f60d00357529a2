package org.spinbench.experiments.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.record.Manner;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.bench.SimulatedBench;

/** That readings wait by themselves makes training no slower than when settings waited. */
@Tag("any-jdk")
class EvaluationTimeTest {
  private static final int EVALUATIONS = 60;

  /** Seconds of the bench's time, a third of the evaluations with other parameters. */
  private static double seconds(BenchFile file, Manner waits) {
    SimulatedBench simulated = new SimulatedBench(file, 1);
    RandomGenerator random = Seeds.generator(7);
    double[] parameters = new double[9];
    try (Bench bench = Bench.open(file, simulated, simulated.clock(), waits)) {
      BenchNetwork network = new BenchNetwork(bench.ports(), List.of(250e6, 330e6));
      long begin = 0;
      for (int k = 0; k <= EVALUATIONS; k++) {
        if (k % 3 == 0) {
          Arrays.setAll(parameters, i -> (i < 6 ? 1e-3 : 7e-3) * (0.8 + 0.2 * random.nextDouble()));
          network.apply(parameters);
        }
        network.forward(new double[] {120e-6 * random.nextDouble(), 120e-6 * random.nextDouble()});
        begin = k == 0 ? bench.clock().nanos() : begin;
      }
      return (bench.clock().nanos() - begin) * 1e-9;
    }
  }

  @Test
  void anEvaluationTakesNoLongerThanItDid() {
    for (String coupling : new String[] {"analog", "measured"}) {
      BenchFile file =
          BenchFile.parse(
              DefaultBench.text().replace("mode = \"analog\"", "mode = \"" + coupling + "\""),
              coupling);
      double setters = seconds(file, Manner.SETTERS_WAIT);
      double readings = seconds(file, Manner.PRESENT);
      assertTrue(readings <= setters + 1e-6, coupling + ": " + readings + " s, not " + setters);
      assertEquals(setters, readings, 0.02 * setters, "and hardly less is physics");
    }
  }
}
