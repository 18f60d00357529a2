package org.spinbench.experiments.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Coupling.Mode;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.record.Manner;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.simulator.bench.SimulatedBench;

/** On an ideal chip, whose responses are the design values of the default bench file. */
@Tag("any-jdk")
class BenchNetworkTest {
  private static final List<Double> TONES = List.of(250e6, 330e6);

  private static BenchFile ideal(Mode mode) {
    String text = DefaultBench.text().replace("fidelity = \"full\"", "fidelity = \"ideal\"");
    return BenchFile.parse(text, "ideal").withCoupling(mode);
  }

  private static Nodes measure(Mode mode, double[] parameters, double[] input) {
    BenchFile file = ideal(mode);
    SimulatedBench simulated = new SimulatedBench(file, 1);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      BenchNetwork network = new BenchNetwork(bench.ports(), TONES);
      network.apply(parameters);
      return network.forward(input);
    }
  }

  /**
   * V(f) = P [S Δ² + A Δ (f − f_r)] / [(f − f_r)² + Δ²] with S = 7.5 V/W, A = 60 V/W, Δ = 5 MHz.
   */
  private static double rectified(double power, double detuning) {
    double width = 5e6;
    return power
        * (7.5 * width * width + 60 * width * detuning)
        / (detuning * detuning + width * width);
  }

  /**
   * -14.2829... dBm at the junctions and 6 dB of loss are kept to a hundredth of a decibel: what is
   * noted is what the source has, not what was asked for.
   */
  @ParameterizedTest
  @CsvSource({"READINGS_ARE_MARKED, true", "READINGS_WAIT, false"})
  void anEvaluationIsNotedWithThePowersThatTheSourcesKeep(Manner manner, boolean kept) {
    BenchFile file = ideal(Mode.ANALOG);
    SimulatedBench simulated = new SimulatedBench(file, 1);
    double[] asked = {37.3e-6, 91.7e-6};
    List<double[]> noted = new ArrayList<>();
    EvaluationLog log =
        new EvaluationLog() {
          @Override
          public void parameters(double[] parameters) {}

          @Override
          public void evaluation(long number, Purpose purpose, double[] input, int label) {
            noted.add(input);
          }

          @Override
          public void reading(long number, Purpose purpose, Reading reading) {}
        };
    try (Bench bench = Bench.open(file, simulated, simulated.clock(), manner)) {
      RememberedNetwork network = new RememberedNetwork(new BenchNetwork(bench.ports(), TONES), 10);
      Evaluations chip = new Evaluations(network, new Ledger(10), log);
      chip.apply(new double[9]);
      chip.evaluate(Purpose.TRAIN, asked, 0);
      double[] input = noted.get(0);
      for (int i = 0; i < asked.length; i++) {
        double level = bench.ports().source(i).power().get() - file.inputs().get(i).lossDb();
        double has = 1e-3 * Math.pow(10, level / 10);
        assertTrue(Math.abs(asked[i] - has) > 1e-5 * has, "no rounding to be seen");
        assertEquals(asked[i], has, 1.2e-3 * has);
        assertEquals(kept ? has : asked[i], input[i], 1e-9 * has);
        assertEquals(input[i], network.readings().get(0).input()[i]);
        assertEquals(input[i], chip.kept(input)[i], "kept once more it is the same");
      }
    }
  }

  @Test
  void readsTheFirstLayerAsTheLineShapesSay() {
    // 1 mA in the field line of synapse 1 moves it by 3 MHz/mA · 1 mA + 0.01 MHz, and synapse 2 by
    // 5 % of that; the second junction is wired the other way round.
    double[] parameters = {1e-3, 0, 0, 0, 0, 0, 0, 0, 0};
    double[] input = {100e-6, 40e-6};
    double first = 250e6 + 3.01e6;
    double second = 330e6 + 0.15e6;
    double expected =
        rectified(input[0], 250e6 - first)
            + rectified(input[1], 330e6 - first)
            - rectified(input[0], 250e6 - second)
            - rectified(input[1], 330e6 - second);
    double voltage = measure(Mode.ANALOG, parameters, input).chainVoltages()[0];
    assertEquals(expected, voltage, 0.04 * Math.abs(expected));
  }

  @Test
  void emitsAboveThresholdAndNotBelow() {
    double[] input = {20e-6, 20e-6};
    double[] below = {0, 0, 0, 0, 0, 0, 0, 0, 3e-3};
    double[] above = {0, 0, 0, 0, 0, 0, 0, 0, 6e-3};
    // 2 µW at 8 mA; K I² (ξ − 1)/(ξ + 2) gives 0.64 µW at 6 mA.
    double power = measure(Mode.ANALOG, above, input).powers()[2];
    assertEquals(0.64e-6, power, 0.05e-6);
    assertTrue(measure(Mode.ANALOG, below, input).powers()[2] < 0.02 * power);
  }

  /** A signal near zero in the first layer, where neither limiter nor offset enters. */
  @Test
  void givesTheSameWithMeasuredCouplingAsThroughTheAmplifier() {
    double[] parameters = {1e-3, -1e-3, 0.5e-3, 1e-3, 1e-3, -2e-3, 6e-3, 5.5e-3, 5e-3};
    double[] input = {60e-6, 50e-6};
    Nodes analog = measure(Mode.ANALOG, parameters, input);
    Nodes measured = measure(Mode.MEASURED, parameters, input);
    for (int chain = 0; chain < 3; chain++) {
      double expected = analog.chainVoltages()[chain];
      assertEquals(expected, measured.chainVoltages()[chain], 0.02 * Math.abs(expected) + 2e-6);
    }
    assertEquals(analog.powers()[2], measured.powers()[2], 0.03 * analog.powers()[2]);
  }

  @Test
  void leavesHiddenNeuronsUnread() {
    double[] powers = measure(Mode.ANALOG, new double[9], new double[] {1e-5, 1e-5}).powers();
    assertTrue(Double.isNaN(powers[0]) && Double.isNaN(powers[1]));
    assertTrue(powers[2] >= 0);
  }
}
