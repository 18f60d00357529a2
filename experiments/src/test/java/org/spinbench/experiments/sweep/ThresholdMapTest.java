package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.sweep.adaptive.AdaptiveModel;
import org.spinbench.experiments.sweep.adaptive.PointChoice;
import org.spinbench.experiments.sweep.plan.Adaptive;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.ChipTruth;

/**
 * Maps of a neuron's threshold on simulated benches. A tone gives chain 1 a voltage, the amplifier
 * adds a current in proportion, and so the bias at which neuron 1 begins to emit falls from line to
 * line.
 */
class ThresholdMapTest {
  private static final boolean HELD_OUT = Boolean.getBoolean("spinbench.held-out");
  private static final int CHIPS = HELD_OUT ? 20 : 2;

  /** The chips of the profile held-out were used for nothing else. */
  private static final long FIRST = HELD_OUT ? 901 : 1;

  private static final BenchFile FILE =
      BenchFile.parse(
          DefaultBench.text().replace("fidelity = \"full\"", "fidelity = \"static\""), "bench");

  private static final double LOW = 1.5e-3;
  private static final double HIGH = 7e-3;
  private static final double[] POWERS = {1e-6, 3e-6, 5e-6, 7e-6, 9e-6};

  private static final String BIAS = "neuron 1.bias";

  private static Axis biases(int count) {
    return Axis.linear(BIAS, LOW, HIGH, count);
  }

  private static Plan map(Axis bias) {
    return Plan.named("a threshold map")
        .set("input 1.frequency", 246e6)
        .sweep(Axis.list("input 1.power", POWERS))
        .sweep(bias)
        .read("neuron 1.power");
  }

  private record Measured(List<Point> points, ChipTruth.NeuronTruth neuron) {}

  private static Measured measured(Plan plan, long chip) {
    List<Point> points = new ArrayList<>();
    SimulatedBench simulated = new SimulatedBench(FILE, chip);
    try (Bench bench = Bench.open(FILE, simulated, simulated.clock())) {
      new Sweep(bench, plan).run(points::add);
    }
    return new Measured(points, simulated.truth().neurons().get(0));
  }

  /** The biases at which the neuron itself begins to emit, by the voltages of the chain. */
  private static double[] truth(long chip) {
    Plan voltages =
        Plan.named("voltages")
            .set("input 1.frequency", 246e6)
            .sweep(Axis.list("input 1.power", POWERS))
            .read("chain 1.voltage");
    Measured measured = measured(voltages, chip);
    ChipTruth.NeuronTruth neuron = measured.neuron();
    return measured.points().stream()
        .mapToDouble(
            point ->
                neuron.threshold()
                    - neuron.transconductance()
                        * (point.readings().get(0).value() + neuron.offset()))
        .toArray();
  }

  /** The thresholds that a map tells, line by line. */
  private static List<Value> told(List<Point> points, Axis candidates) {
    double[] values = new double[candidates.points().count()];
    Arrays.setAll(values, candidates.points()::at);
    List<PointChoice.Found> earlier = new ArrayList<>();
    List<Value> places = new ArrayList<>();
    int each = points.size() / POWERS.length;
    for (int line = 0; line < POWERS.length; line++) {
      PointChoice choice = new PointChoice(AdaptiveModel.THRESHOLD, earlier, POWERS[line], values);
      for (Point point : points.subList(line * each, (line + 1) * each)) {
        Mean mean = point.readings().get(0);
        choice.tell(point.place().indices().get(1), mean.value(), mean.uncertainty());
      }
      places.add(choice.place().orElseThrow());
      earlier.add(choice.found(POWERS[line]).orElseThrow());
    }
    return places;
  }

  /**
   * Compared with the threshold of the simulated neuron itself: 15 chosen points of a line and 120
   * equally spaced ones, over 20 chips with the profile held-out, over a few of them here.
   */
  @Test
  @Tag("slow")
  @Tag("held-out")
  void anEighthOfThePointsTellsAsMuchAboutTheThresholds() {
    Axis grid = biases(120);
    Axis chosen = biases(481).adaptive(new Adaptive(AdaptiveModel.THRESHOLD, 15, true, ""));
    double ofGrid = 0;
    double ofChosen = 0;
    double stated = 0;
    for (long chip = FIRST; chip < FIRST + CHIPS; chip++) {
      double[] truth = truth(chip);
      List<Point> few = measured(map(chosen), chip).points();
      assertEquals(15 * POWERS.length, few.size());
      List<Value> byChosen = told(few, biases(481));
      List<Value> byGrid = told(measured(map(grid), chip).points(), grid);
      for (int line = 0; line < POWERS.length; line++) {
        ofChosen += Math.pow(byChosen.get(line).value() - truth[line], 2);
        ofGrid += Math.pow(byGrid.get(line).value() - truth[line], 2);
        stated += Math.pow(byChosen.get(line).deviation() / byGrid.get(line).deviation(), 2);
      }
    }
    int lines = CHIPS * POWERS.length;
    String found =
        "rms error of chosen points "
            + Math.sqrt(ofChosen / lines)
            + " A, of the grid "
            + Math.sqrt(ofGrid / lines)
            + " A; stated deviations "
            + Math.sqrt(stated / lines)
            + " of those of the grid";
    assertTrue(ofChosen <= ofGrid && stated <= lines, found);
  }
}
