package org.spinbench.experiments.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Normal;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.bench.SimulatedBench;

@Tag("any-jdk")
class AveragingTest {
  private static final BenchFile FILE = file("");
  private static final BenchFile SHORT = file("shortest_integration = 0.1\n");

  private static BenchFile file(String more) {
    return BenchFile.parse(
        DefaultBench.text().replace("[coupling]\nmode", more + "\n[coupling]\nmode"), "default");
  }

  /** White noise: half as much takes four times as long; hum wants whole cycles. */
  @ParameterizedTest
  @CsvSource({
    "1e-6, 1, 1e-6, 1",
    "2e-6, 1, 1e-6, 4",
    "1.1e-6, 1, 1e-6, 2",
    "0.1e-6, 1, 1e-6, 1",
    "1e-6, 0.1, 2e-6, 0.1",
    "1e-6, 0.1, 0.5e-6, 0.4",
    "1e-6, 0.1, 0.2e-6, 3",
  })
  void integratesForAsLongAsWhiteNoiseAsksFor(
      double noise, double present, double allowed, double cycles) {
    assertEquals(cycles, Averaging.cyclesFor(noise, present, allowed), 1e-12);
  }

  /** Nine of ten times the true deviation is below what it is said to be at most. */
  @Test
  void theBoundOfADeviationHoldsAsOftenAsItSays() {
    RandomGenerator random = Seeds.generator(5);
    int below = 0;
    for (int trial = 0; trial < 4000; trial++) {
      double[] values = new double[12];
      Arrays.setAll(values, i -> 3 + 2 * Normal.draw(random));
      below += Averaging.atMost(values) > 2 ? 1 : 0;
    }
    assertEquals(0.9, below / 4000.0, 0.015);
    assertEquals(0, Averaging.atMost(new double[] {7, 7, 7}));
  }

  /** Six times what readings for training may have takes 36 cycles, for anchors nine times that. */
  @Test
  void theNoisiestChainDecidesAndAnchorsTakeLonger() {
    double[] full = DesignPrior.fullScale(FILE).chainVoltages();
    double allowed = 0.3 * 0.02 * full[1];
    Averaging averaging = Averaging.of(FILE, new double[] {0, 6 * allowed, 0});
    for (Purpose purpose : Purpose.values()) {
      double expected = purpose == Purpose.ANCHOR ? 324 : 36;
      assertEquals(expected, averaging.cycles(purpose), purpose.toString());
    }
    assertTrue(
        averaging.text().startsWith("chains are integrated for 36 power-line cycles, for 324 "),
        averaging.text());
  }

  /** Nothing is gained by less than the shortest that is allowed. */
  @Test
  void quietMetersIntegrateForTheShortestThatTheBenchAllows() {
    assertEquals(1, Averaging.of(FILE, new double[3]).cycles(Purpose.TRAIN));
    assertEquals(0.1, Averaging.of(SHORT, new double[3]).cycles(Purpose.TRAIN));
    assertEquals(1, Averaging.oneCycle().cycles(Purpose.ANCHOR));
  }

  /** A nanovoltmeter is quiet enough, and a reading of a tenth of a cycle takes a tenth. */
  @Test
  void measuresTheNoiseOfABench() {
    double[] seconds = new double[2];
    int k = 0;
    for (BenchFile file : new BenchFile[] {FILE, SHORT}) {
      SimulatedBench simulated = new SimulatedBench(file, 3);
      try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
        Averaging averaging = Averaging.of(bench.ports());
        assertEquals(
            file.readout().shortestIntegration(), averaging.cycles(Purpose.TRAIN), averaging::text);
        BenchNetwork network = new BenchNetwork(bench.ports(), List.of(250e6, 330e6), averaging);
        network.apply(new double[9]);
        network.measureFor(Purpose.TRAIN);
        network.forward(new double[] {10e-6, 10e-6});
        long begin = bench.clock().nanos();
        network.forward(new double[] {20e-6, 20e-6});
        seconds[k++] = (bench.clock().nanos() - begin) * 1e-9;
      }
    }
    // 3 ms to settle; the voltmeter takes three apertures of 20 ms, or of 2 ms.
    assertEquals(0.063, seconds[0], 1e-3);
    assertEquals(0.009, seconds[1], 1e-3);
  }

  @Test
  void aBenchWithoutADesignIsLeftAtOneCycle() {
    String text = DefaultBench.text().replaceAll("(?ms)^\\[design.*?(?=^\\[(?!design)|\\z)", "");
    BenchFile file = BenchFile.parse(text, "without design");
    SimulatedBench simulated = new SimulatedBench(file, 3);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      long before = bench.messagesSent();
      assertEquals(1, Averaging.of(bench.ports()).cycles(Purpose.CERTIFY));
      assertEquals(before, bench.messagesSent());
    }
  }
}
