package org.spinbench.app.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.fit.ResonanceFit;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.recipe.Analysis;
import org.spinbench.experiments.recipe.Recipe;
import org.spinbench.experiments.sweep.Sweep;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.World;

/**
 * The plans of docs/examples/plans on simulated benches: the shape of what each measures, compared
 * with the shape that its paper reports. The page docs/published.md lists paper, shape and figure;
 * the figures printed here are those of the page.
 */
@Tag("slow")
class PublishedShapesTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples");
  private static final BenchFile DEFAULT = BenchFile.parse(DefaultBench.text(), "default");

  /** What a plan measured. */
  private record Measured(Plan plan, List<Point> points, Analysis analysis) {
    double setting(Point point, String name) {
      for (int k = 0; k < plan.axes().size(); k++) {
        if (plan.axes().get(k).setting().equals(name)) {
          return point.settings().get(k);
        }
      }
      throw new AssertionError(name + " is not swept");
    }

    /** A reading, or a derived one. */
    double reading(Point point, String name) {
      List<String> names = new ArrayList<>();
      plan.readings().forEach(one -> names.add(one.reading()));
      plan.logic().derived().forEach(one -> names.add(one.name()));
      return point.readings().get(names.indexOf(name)).value();
    }

    double[] settings(String name) {
      return points.stream().mapToDouble(point -> setting(point, name)).toArray();
    }

    double[] readings(String name) {
      return points.stream().mapToDouble(point -> reading(point, name)).toArray();
    }

    /** The points at one value of a setting. */
    Measured at(String name, double value) {
      List<Point> some = points.stream().filter(one -> setting(one, name) == value).toList();
      return new Measured(plan, some, analysis);
    }

    double found(String name) {
      return analysis.findings().stream()
          .filter(one -> one.name().equals(name))
          .mapToDouble(one -> one.value().value())
          .findFirst()
          .orElseThrow(() -> new AssertionError(name + " is not in " + analysis.findings()));
    }
  }

  private static Plan plan(String name) {
    return Plan.read(EXAMPLES.resolve("plans").resolve(name + ".toml"));
  }

  private static BenchFile warm() {
    return BenchFile.parse(DefaultBench.text("nine-junction-300k"), "nine-junction-300k");
  }

  private static Measured measured(BenchFile file, Plan plan) {
    List<Point> points = new ArrayList<>();
    SimulatedBench simulated = new SimulatedBench(file, 1);
    Analysis analysis;
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      Sweep sweep = new Sweep(bench, plan);
      analysis = Recipe.analysis(plan, file, Optional.of(sweep.columns()));
      sweep.run(
          analysis,
          point -> {
            if (!point.reference()) {
              points.add(point);
            }
          });
    }
    assertTrue(simulated.atRest());
    return new Measured(plan, points, analysis);
  }

  private static void say(String what, double... figures) {
    System.out.println(
        what
            + ": "
            + Arrays.stream(figures)
                .mapToObj(one -> String.format(Locale.ROOT, "%.4g", one))
                .toList());
  }

  /** The straight line through logarithms: its slope is the exponent. */
  private static SimpleRegression exponent(double[] x, double[] y) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < x.length; i++) {
      line.addData(Math.log(x[i]), Math.log(y[i]));
    }
    return line;
  }

  private static SimpleRegression line(double[] x, double[] y) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < x.length; i++) {
      line.addData(x[i], y[i]);
    }
    return line;
  }

  /** Where a straight line is zero. */
  private static double zero(SimpleRegression line) {
    return -line.getIntercept() / line.getSlope();
  }

  private static ResonanceFit resonance(Measured line) {
    double[] voltages = line.readings("chain 1.voltage");
    double[] deviations = new double[voltages.length];
    Arrays.fill(deviations, 1e-7);
    return ResonanceFit.of(line.settings("input 1.frequency"), voltages, deviations);
  }

  /** A line is a symmetric and an antisymmetric Lorentzian, 2 half widths between its extremes. */
  @Test
  void theLineOfASpinDiode() {
    Measured measured = measured(DEFAULT, plan("spin-diode-line"));
    ResonanceFit fit = resonance(measured);
    double[] frequencies = measured.settings("input 1.frequency");
    double[] voltages = measured.readings("chain 1.voltage");
    double[][] terms = new double[voltages.length][];
    for (int i = 0; i < terms.length; i++) {
      double u = (frequencies[i] - fit.resonance().value()) / fit.halfWidth().value();
      terms[i] = new double[] {1 / (1 + u * u), u / (1 + u * u), u};
    }
    OLSMultipleLinearRegression lorentzians = new OLSMultipleLinearRegression();
    lorentzians.newSampleData(voltages, terms);
    double low = Arrays.stream(voltages).min().orElseThrow();
    double high = Arrays.stream(voltages).max().orElseThrow();
    double left = lorentzians.estimateRegressionStandardError() / (high - low);
    double[] share = lorentzians.estimateRegressionParameters();
    say("line: rms difference of its height, symmetric part", left, share[1] / (share[2] / 2));
    assertTrue(left < 0.01, left + " of the height is left");
    assertTrue(low < -0.4 * high, "it changes its sign: " + low + ", " + high);
  }

  @Test
  void theVoltageIsProportionalToThePower() {
    Measured measured = measured(DEFAULT, plan("rectification-by-power"));
    SimpleRegression law =
        exponent(measured.settings("input 1.power"), measured.readings("chain 1.voltage"));
    say("exponent of voltage by power", law.getSlope(), law.getSlopeStdErr());
    assertEquals(1, law.getSlope(), 0.01);
  }

  /** A weight has both signs, and is zero once, where the resonance is at the tone. */
  @Test
  void theFieldLineTunesAWeightThroughZero() {
    Measured measured = measured(DEFAULT, plan("weight-by-field-line"));
    double[] weights = measured.readings("weight");
    double[] currents = measured.settings("synapse 1.current");
    double low = Arrays.stream(weights).min().orElseThrow();
    double high = Arrays.stream(weights).max().orElseThrow();
    List<Double> zeros = new ArrayList<>();
    for (int i = 1; i < weights.length; i++) {
      if (weights[i - 1] > 0 != weights[i] > 0) {
        zeros.add((currents[i - 1] + currents[i]) / 2);
      }
    }
    say("weight: largest, smallest, at zero", high, low, zeros.get(0));
    assertEquals(1, zeros.size(), zeros.toString());
    assertTrue(high > 10 && low < -10, low + ", " + high);
    double resonance = resonance(measured(DEFAULT, plan("spin-diode-line"))).resonance().value();
    assertEquals(
        250e6 - resonance,
        3e9 * zeros.get(0),
        2e6,
        "by 3 GHz/A, and beside the resonance by the symmetric part: 0.2 of 5 MHz");
  }

  @Test
  void twoTonesAddTheirProducts() {
    Measured measured = measured(DEFAULT, plan("multiply-and-accumulate"));
    double[] volts = measured.readings("chain 1.voltage");
    double worst = 0;
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 5; j++) {
        double sum = volts[5 * i] + volts[j] - volts[0];
        worst = Math.max(worst, Math.abs(volts[5 * i + j] - sum) / volts[24]);
      }
    }
    say("difference from a sum, of the largest", worst);
    assertTrue(worst < 0.01, worst + " of the largest sum");
  }

  /** Nothing below a power, and above it a rise that is straight within some per cent. */
  @Test
  void aNeuronRectifies() {
    Measured measured = measured(DEFAULT, plan("activation"));
    double[] power = measured.settings("input 1.power");
    double[] emitted = measured.readings("neuron 1.power");
    double largest = Arrays.stream(emitted).max().orElseThrow();
    int first = 0;
    while (emitted[first] < 1e-2 * largest) {
      first++;
    }
    SimpleRegression rise = new SimpleRegression();
    for (int i = first + 1; i < emitted.length; i++) {
      rise.addData(power[i], emitted[i]);
    }
    say("neuron: threshold, contrast, r²", power[first], largest / emitted[0], rise.getRSquare());
    assertTrue(largest / emitted[0] > 1e3, largest + " over " + emitted[0]);
    assertEquals(22e-6, power[first], 8e-6, "the amplifier lifts 3.5 mA to the threshold");
    assertTrue(rise.getRSquare() > 0.95, "r² of the rise: " + rise.getRSquare());
  }

  /** The diode's voltage is its response at the emission's frequency times the emitted power. */
  @Test
  void aDiodeDetectsAnOscillator() {
    Measured measured = measured(DEFAULT, plan("detection-by-diode"));
    List<Double> heights = new ArrayList<>();
    List<Double> volts = new ArrayList<>();
    for (double bias : new double[] {5e-3, 6e-3, 7e-3}) {
      Measured pass = measured.at("neuron 1.bias", bias);
      heights.add(height(pass.readings("responsivity")));
      volts.add(height(pass.readings("chain 3.voltage")));
    }
    double responses = heights.get(2) / heights.get(0);
    double voltages = volts.get(2) / volts.get(0);
    say("diode: ratio of responses and of voltages, 7 to 5 mA", responses, voltages);
    assertEquals(1, responses, 0.06, "the power meter of a reading scatters by 2 %: " + heights);
    assertTrue(voltages > 5, "while the voltages grow with the power: " + volts);
  }

  private static double height(double... values) {
    return Arrays.stream(values).max().orElseThrow() - Arrays.stream(values).min().orElseThrow();
  }

  /** I²/P falls along a straight line, to zero at the threshold. */
  @Test
  void theInversePowerFallsToTheThreshold() throws IOException {
    BenchFile warm = warm();
    Measured below = measured(warm, plan("power-below-threshold"));
    SimpleRegression line = line(below.settings("neuron 1.bias"), below.readings("inverse"));
    Plan above = plan("line-width-by-power");
    double threshold = measured(warm, above).found("threshold of neuron 1");
    say("inverse power: r², zero, threshold from above", line.getRSquare(), zero(line), threshold);
    assertTrue(line.getRSquare() > 0.98, "r² " + line.getRSquare());
    assertEquals(threshold, zero(line), 0.05 * threshold);
  }

  /** The width of a line is inversely proportional to the intensity of the oscillation. */
  @Test
  void theLineNarrowsWithItsIntensity() {
    Measured all = measured(DEFAULT, plan("line-width-by-power"));
    List<Point> above =
        all.points().stream().filter(one -> all.setting(one, "neuron 1.bias") > 5e-3).toList();
    Measured measured = new Measured(all.plan(), above, all.analysis());
    SimpleRegression law =
        exponent(measured.readings("intensity"), measured.readings("neuron 1.line_width"));
    say("exponent of the width by intensity", law.getSlope(), law.getSlopeStdErr());
    assertEquals(-1, law.getSlope(), 0.2);
  }

  /**
   * For 1/f noise the Allan deviation does not depend on time; for white noise it falls to 0.35.
   */
  @Test
  void theFrequencyOfAnOscillatorFlickers() throws IOException {
    Measured measured = measured(warm(), plan("frequency-noise"));
    List<Double> deviations =
        measured.analysis().findings().stream()
            .filter(one -> one.name().startsWith("Allan"))
            .map(one -> one.value().value())
            .toList();
    double ratio = deviations.get(3) / deviations.get(0);
    say("Allan deviation over 8 intervals by that over one", ratio, deviations.get(0));
    assertEquals(1, ratio, 0.35, deviations.toString());
  }

  /** The resonance moves in proportion to the power. */
  @Test
  void theResonanceMovesWithThePower() throws IOException {
    Measured measured = measured(warm(), plan("resonance-shift-by-power"));
    double[] powers =
        Arrays.stream(measured.settings("input 1.power")).distinct().sorted().toArray();
    double[] places = new double[powers.length];
    for (int i = 0; i < powers.length; i++) {
      places[i] = resonance(measured.at("input 1.power", powers[i])).resonance().value();
    }
    SimpleRegression line = line(powers, places);
    say("resonance by power: Hz/W, r²", line.getSlope(), line.getRSquare());
    assertTrue(line.getRSquare() > 0.98, "r² " + line.getRSquare());
    assertTrue(line.getSlope() > 0, "the shift of a vortex is positive: " + line.getSlope());
  }

  /** The density of 1/f noise grows with the square of the voltage. */
  @Test
  void theNoiseOfABarrierGrowsWithTheSquareOfTheVoltage() throws IOException {
    Path file = EXAMPLES.resolve("worlds/barrier-noise.toml");
    World world = World.parse(Files.readString(file), file.toString());
    Measured measured = measured(world.over(DEFAULT), plan("voltage-noise"));
    double[] powers = {20e-6, 40e-6, 60e-6, 80e-6, 100e-6};
    String[] names = {"0.00002", "0.00004", "0.00006", "0.00008", "0.0001"};
    double[] volts = new double[powers.length];
    double[] noise = new double[powers.length];
    for (int i = 0; i < powers.length; i++) {
      noise[i] = measured.found("1/f noise at " + names[i] + " W");
      double[] all = atPower(measured, powers[i]).readings("chain 1.voltage");
      volts[i] = Arrays.stream(all).average().orElseThrow();
    }
    SimpleRegression law = exponent(volts, noise);
    say("exponent of 1/f noise by voltage", law.getSlope(), law.getSlopeStdErr());
    assertEquals(2, law.getSlope(), 0.5);
    assertTrue(measured.found("1/f noise at 0 W") < 0.01 * noise[0], "without a voltage: none");
  }

  /** An attenuator sets the power to the nearest of its steps. */
  private static Measured atPower(Measured measured, double power) {
    ToDoubleFunction<Point> off =
        one -> Math.abs(measured.setting(one, "input 1.power") - power) / power;
    List<Point> some =
        measured.points().stream().filter(one -> off.applyAsDouble(one) < 0.01).toList();
    return new Measured(measured.plan(), some, measured.analysis());
  }

  /**
   * The power that reverses a core is least at its resonance and grows with the square of the
   * distance; at the resonances of its neighbours it stays as it is.
   */
  @Test
  void aMicrowaveReversesACoreAtItsResonance() {
    BenchFile broadcast = BenchFile.parse(DefaultBench.text("broadcast"), "broadcast");
    Measured measured = measured(broadcast, plan("core-reversal"));
    double height = height(measured.readings("chain 1.voltage"));
    List<double[]> reversals = new ArrayList<>();
    for (double level : new double[] {4, 5, 6, 7, 8, 9}) {
      Measured pass = measured.at("writer_1.power", level);
      double[] volts = pass.readings("chain 1.voltage");
      double[] at = pass.settings("writer_1.frequency");
      List<Double> steps = new ArrayList<>();
      for (int i = 1; i < volts.length; i++) {
        if (Math.abs(volts[i] - volts[i - 1]) > height / 3) {
          steps.add(at[i] * 1e-6);
        }
      }
      assertEquals(2, steps.size(), "there at one resonance, back at the other: " + steps);
      reversals.add(new double[] {steps.get(0), Math.pow(10, level / 10)});
    }
    OLSMultipleLinearRegression parabola = new OLSMultipleLinearRegression();
    parabola.newSampleData(
        reversals.stream().mapToDouble(one -> one[1]).toArray(),
        reversals.stream()
            .map(one -> new double[] {one[0] - 250, Math.pow(one[0] - 250, 2)})
            .toArray(double[][]::new));
    double[] c = parabola.estimateRegressionParameters();
    double place = 250 - c[1] / (2 * c[2]);
    double least = c[0] - c[1] * c[1] / (4 * c[2]);
    double fits = parabola.calculateRSquared();
    say("core: resonance MHz, least mW at the source, r²", place, least, fits);
    assertEquals(245, place, 2.5, "the lower of two resonances 10 MHz apart");
    assertEquals(2, least, 0.5, "1 mW behind 3 dB");
    assertTrue(fits > 0.99, "r² " + fits);
  }
}
