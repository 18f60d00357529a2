package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.PriorInfluence;
import org.spinbench.calibration.StationaryDistribution;
import org.spinbench.calibration.Value;

@Tag("any-jdk")
class NeuronFitTest {
  private static final NeuronFit.Design DESIGN =
      new NeuronFit.Design("neuron 1", 7, 4e-3, 300e6, 0.75, true, 4e-3, 9e-3, WidePriors.NEURON);
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(21);

  @Test
  void deviationsAreHonest() {
    int n = 60;
    double[] squares = new double[6];
    double powerNoise = 0;
    double frequencyNoise = 0;
    for (int trial = 0; trial < n; trial++) {
      NeuronResponse fitted =
          NeuronFit.fit(DESIGN, readings(0.75, 0.1e-3)).orElseThrow().response();
      double[] pulls = {
        pull(fitted.threshold(), 3.85e-3),
        pull(fitted.slope(), 0.13),
        pull(fitted.frequency(), 303e6),
        pull(fitted.pulling(), 1.9e9),
        pull(fitted.transconductance(), 0.75),
        pull(fitted.offset(), 0.1e-3)
      };
      for (int i = 0; i < pulls.length; i++) {
        squares[i] += pulls[i] * pulls[i] / n;
        assertTrue(Math.abs(pulls[i]) < 5, "pull " + i + " is " + pulls[i]);
      }
      powerNoise += fitted.powerNoise() / n;
      frequencyNoise += fitted.frequencyNoise() / n;
    }
    assertEquals(0.02, powerNoise, 0.03 * 0.02);
    assertEquals(20e3, frequencyNoise, 0.03 * 20e3);
    for (int i = 0; i < squares.length; i++) {
      assertTrue(
          squares[i] > 0.1 && squares[i] < 2, "mean square of pull " + i + ": " + squares[i]);
    }
  }

  /**
   * The chain's voltage changes between its reading and that of the emission by up to 2 % of its
   * range, much where a line is steep, not at all at its extremum. The readings state twice as much
   * as happens.
   */
  @Test
  void aVoltageThatChangesBeforeTheEmissionIsReadIsAllowedFor() {
    int n = 40;
    double[] stated = new double[4];
    double[] silent = new double[4];
    for (int trial = 0; trial < n; trial++) {
      List<NeuronReading> readings = new ArrayList<>();
      List<NeuronReading> unaware = new ArrayList<>();
      for (NeuronReading r : readings(0.75, 0.1e-3)) {
        double most = r.chainVoltage() == 0 ? 0 : 0.2e-3 * random.nextDouble();
        double read = r.chainVoltage() + most / 2 * random.nextGaussian();
        readings.add(wandering(r, read, most));
        unaware.add(wandering(r, read, 0));
      }
      add(stated, readings, n);
      add(silent, unaware, n);
    }
    for (int i = 0; i < stated.length; i++) {
      assertTrue(stated[i] > 0.3 && stated[i] < 1.8, "mean square of pull " + i + ": " + stated[i]);
    }
    assertTrue(silent[3] > 2, "transconductance is too sure: " + silent[3]);
  }

  private void add(double[] squares, List<NeuronReading> readings, int trials) {
    NeuronResponse fitted = NeuronFit.fit(DESIGN, readings).orElseThrow().response();
    double[] pulls = {
      pull(fitted.threshold(), 3.85e-3),
      pull(fitted.slope(), 0.13),
      pull(fitted.q(), 2.1),
      pull(fitted.transconductance(), 0.75)
    };
    for (int i = 0; i < pulls.length; i++) {
      squares[i] += pulls[i] * pulls[i] / trials;
    }
  }

  private static NeuronReading wandering(NeuronReading r, double voltage, double most) {
    return new NeuronReading(
        r.bias(),
        voltage,
        0,
        most,
        r.power(),
        r.powerDeviation(),
        r.frequency(),
        r.frequencyDeviation(),
        0,
        0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 6})
  void unusualDampingsAreFound(double q) {
    for (int trial = 0; trial < 10; trial++) {
      List<NeuronReading> readings = readings(0.75, 0, q);
      NeuronResponse fitted = NeuronFit.fit(DESIGN, readings).orElseThrow().response();
      assertEquals(0, pull(fitted.q(), q), 4.5, "Q");
      assertEquals(0, pull(fitted.threshold(), 3.85e-3), 4.5, "threshold");
      assertEquals(0, pull(fitted.slope(), 0.13), 4.5, "slope");
      assertFalse(fitted.fit().priors().get("q").dominated());
    }
  }

  /** Up to fifty times the noise emission that the prior expects. */
  @ParameterizedTest
  @ValueSource(doubles = {10e-9, 40e-9, 100e-9})
  void aLargePowerAtThresholdIsFound(double thresholdPower) {
    for (int trial = 0; trial < 10; trial++) {
      List<NeuronReading> readings = readings(0.75, 0, 5, thresholdPower);
      NeuronResponse fitted = NeuronFit.fit(DESIGN, readings).orElseThrow().response();
      assertEquals(0, pull(fitted.threshold(), 3.85e-3), 3.5, "threshold");
      assertEquals(0, pull(fitted.thresholdPower(), thresholdPower), 3.5, "power at threshold");
      assertEquals(0, pull(fitted.q(), 5), 3.5, "Q");
    }
  }

  /**
   * As nine-junction-300k reads a neuron: few readings lie near its threshold, where it emits 2.5 %
   * of its largest power. Descents from hardly any noise ended without any, or did not end.
   */
  @Test
  void fewReadingsNearThresholdAreEnough() {
    double prior = OscillatorPower.loss(45, 0.6);
    NeuronFit.Design warm =
        new NeuronFit.Design(
            "neuron 2",
            8,
            4e-3,
            395e6,
            2.7,
            true,
            4e-3,
            9e-3,
            new Value(prior, 0.6 * prior),
            new Value(0, 2.5e11),
            WidePriors.NEURON);
    for (int trial = 0; trial < 20; trial++) {
      List<NeuronReading> readings = warm(OscillatorPower.loss(45, 0.5));
      NeuronResponse fitted = NeuronFit.fit(warm, readings).orElseThrow().response();
      assertEquals(0, pull(fitted.threshold(), 4.1e-3), 4, "threshold");
      assertEquals(0, pull(fitted.thresholdPower(), 65e-9), 4, "power at threshold");
    }
  }

  private List<NeuronReading> warm(double loss) {
    StationaryDistribution world = StationaryDistribution.of(1.2, 65e-9 / (0.22 * 4.1e-3 * 4.1e-3));
    List<NeuronReading> readings = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      double bias = i < 12 ? 4.48e-3 + 0.32e-3 * i : 4.48e-3 + 3.4e-3 * random.nextDouble();
      double voltage = i < 12 ? 0 : 1e-3 * (2 * random.nextDouble() - 1);
      double current = Math.min(9e-3, bias + Math.max(-4e-3, Math.min(4e-3, 2.65 * voltage)));
      double watts =
          0.22
              * current
              * current
              * world.mean(current / 4.1e-3)
              * OscillatorPower.left(loss, current);
      boolean visible = watts > 100e-9;
      double above = current - 4.1e-3;
      readings.add(
          new NeuronReading(
              bias,
              voltage,
              0,
              0,
              watts * (1 + 0.004 * random.nextGaussian()) + 0.6e-9 * random.nextGaussian(),
              0.023 * watts + 0.6e-9,
              visible
                  ? 391.9e6 + 2e9 * above - 2e11 * above * above + 0.1e6 * random.nextGaussian()
                  : Double.NaN,
              visible ? 90e3 : Double.NaN,
              0,
              1.28e-8));
    }
    return readings;
  }

  /**
   * A neuron that loses magnetoresistance (V_h 0.5 V at 45 Ω) and whose frequency bends by heat. A
   * prior about another half voltage, twice as wide as the distance, finds both; a fit without a
   * bend takes it for scatter.
   */
  @Test
  void aLossOfMagnetoresistanceAndABentFrequencyAreFound() {
    double loss = OscillatorPower.loss(45, 0.5);
    double curvature = -1.2e11;
    double prior = OscillatorPower.loss(45, 0.6);
    NeuronFit.Design bent =
        new NeuronFit.Design(
            "neuron 1",
            7,
            4e-3,
            300e6,
            0.75,
            true,
            4e-3,
            9e-3,
            new Value(prior, 0.6 * prior),
            new Value(0, 2.5e11),
            WidePriors.NEURON);
    for (int trial = 0; trial < 10; trial++) {
      List<NeuronReading> readings =
          readings(0.75, 0.1e-3).stream().map(r -> bent(r, loss, curvature)).toList();
      NeuronResponse fitted = NeuronFit.fit(bent, readings).orElseThrow().response();
      assertEquals(0, pull(fitted.threshold(), 3.85e-3), 4.5, "threshold");
      assertEquals(0, pull(fitted.slope(), 0.13), 4.5, "slope");
      assertEquals(0, pull(fitted.pulling(), 1.9e9), 4.5, "pulling");
      assertEquals(0, pull(fitted.biasLoss(), loss), 4.5, "loss");
      assertEquals(0, pull(fitted.curvature(), curvature), 4.5, "curvature");
      assertTrue(fitted.curvature().deviation() < 0.05 * 1.2e11, fitted.curvature()::toString);
      assertEquals(20e3, fitted.frequencyNoise(), 8e3, "frequency noise");
      List<NeuronReading> curved =
          readings(0.75, 0.1e-3).stream().map(r -> bent(r, 0, curvature)).toList();
      NeuronResponse straight = NeuronFit.fit(DESIGN, curved).orElseThrow().response();
      assertEquals(Value.exact(0), straight.curvature());
      assertTrue(straight.frequencyNoise() > 60e3, "without: " + straight.frequencyNoise());
    }
  }

  /**
   * Of a line of 0.4 MHz in the middle of 50 MHz are 0.5 % outside, and more as it widens with the
   * inverse root of its power; skirts of others add up to 2 %. Without noise only the priors move
   * the numbers.
   */
  @Test
  void theSkirtsOfLinesDoNotMoveTheThreshold() {
    double width = 0.4e6;
    double outside = 2 / 25e6 / (2 * Math.PI);
    StationaryDistribution world =
        StationaryDistribution.of(2.1, 2e-9 / (0.13 * 3.85e-3 * 3.85e-3));
    double most = 0.13 * 64e-6 * world.mean(8e-3 / 3.85e-3);
    List<NeuronReading> readings = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      double bias = 2e-3 + 6e-3 * i / 79;
      double voltage = i == 79 ? 0 : -1.5e-3 * Math.abs(Math.sin(i));
      double current = bias + 0.75 * voltage;
      double power = 0.13 * current * current * world.mean(current / 3.85e-3);
      double wider = Math.sqrt(most / power);
      double leak = 0.02 * 2e-6 / width * (0.5 + 0.5 * Math.cos(3 * i));
      boolean lit = current > 4.2e-3;
      readings.add(
          new NeuronReading(
              bias,
              voltage,
              0,
              0,
              power * (1 - width * wider * outside) + width * leak,
              1e-12,
              lit ? 303e6 + 1.9e9 * (current - 3.85e-3) : Double.NaN,
              lit ? 1e3 : Double.NaN,
              leak,
              outside));
    }
    NeuronResponse fitted = NeuronFit.fit(DESIGN, readings).orElseThrow().response();
    assertEquals(3.85e-3, fitted.threshold().value(), 1.5e-3 * 3.85e-3);
    assertEquals(0.13, fitted.slope().value(), 3e-3 * 0.13);
    assertEquals(width, fitted.linewidth().value(), 0.03 * width);
  }

  private static NeuronReading bent(NeuronReading r, double loss, double curvature) {
    double signal = Math.max(-4e-3, Math.min(4e-3, 0.75 * (r.chainVoltage() + 0.1e-3)));
    double current = Math.min(9e-3, r.bias() + signal);
    double left = 1 / (1 + loss * current * current);
    double above = current - 3.85e-3;
    return new NeuronReading(
        r.bias(),
        r.chainVoltage(),
        r.voltageScatter(),
        r.power() * left * left,
        r.powerDeviation(),
        r.frequency() + curvature * above * above,
        r.frequencyDeviation());
  }

  /** Sure of 2.0, where the readings of a neuron with 2.1 are less sure. */
  @Test
  void aSurePriorSaysThatItDominates() {
    NeuronFit.Priors sure = new NeuronFit.Priors(0.25, 2, 0.02, 0.002, 0.01, 0.2, 0.05);
    NeuronFit.Design design =
        new NeuronFit.Design("neuron 1", 7, 4e-3, 300e6, 0.75, true, 4e-3, 9e-3, sure);
    NeuronResponse usual = NeuronFit.fit(design, readings(0.75, 0)).orElseThrow().response();
    PriorInfluence influence = usual.fit().priors().get("q");
    assertTrue(influence.dominated(), usual.q()::toString);
    assertEquals(2, usual.q().value(), 0.06);
    Value alone = influence.without().orElseThrow();
    assertTrue(alone.deviation() > 2 * usual.q().deviation(), alone::toString);
    assertEquals(0, pull(alone, 2.1), 4.5);
  }

  @Test
  void transconductanceIsFoundToAPerCent() {
    NeuronResponse fitted = NeuronFit.fit(DESIGN, readings(0.72, 0)).orElseThrow().response();
    assertEquals(0.72, fitted.transconductance().value(), 0.0072);
  }

  /**
   * Bright readings that only the emission scatters, one degree of freedom each; dark ones none.
   */
  @Test
  void thePowerNoiseHasADegreeOfFreedomForEachBrightReading() {
    List<NeuronReading> readings = readings(0.75, 0);
    double degrees = NeuronFit.fit(DESIGN, readings).orElseThrow().powerDegrees();
    double brightest = readings.stream().mapToDouble(NeuronReading::power).max().orElseThrow();
    long bright = readings.stream().filter(r -> r.power() > 0.3 * brightest).count();
    long lit = readings.stream().filter(r -> r.power() > 0.01 * brightest).count();
    assertTrue(degrees > 0.5 * bright && degrees <= lit, degrees + " of " + bright + ", " + lit);
  }

  @Test
  void noiseAloneIsNoNeuron() {
    List<NeuronReading> dark = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double p = 1e-11 * (1 + 0.1 * random.nextGaussian());
      dark.add(new NeuronReading(2e-4 * i, 0, 0, p, 1e-12, Double.NaN, Double.NaN));
    }
    assertTrue(NeuronFit.fit(DESIGN, dark).isEmpty());
  }

  private static double pull(Value fitted, double truth) {
    return (fitted.value() - truth) / fitted.deviation();
  }

  private List<NeuronReading> readings(double g, double offset) {
    return readings(g, offset, 2.1);
  }

  private List<NeuronReading> readings(double g, double offset, double q) {
    return readings(g, offset, q, 2e-9);
  }

  private List<NeuronReading> readings(double g, double offset, double q, double thresholdPower) {
    StationaryDistribution world =
        StationaryDistribution.of(q, thresholdPower / (0.13 * 3.85e-3 * 3.85e-3));
    List<NeuronReading> readings = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      double bias = i < 16 ? 3.2e-3 + 4.8e-3 * i / 15 : 4.5e-3 + 3.5e-3 * random.nextDouble();
      double voltage = i < 16 ? 0 : 5e-3 * (2 * random.nextDouble() - 1);
      double signal = Math.max(-4e-3, Math.min(4e-3, g * (voltage + offset)));
      double current = Math.min(9e-3, bias + signal);
      double power = 0.13 * current * current * world.mean(current / 3.85e-3);
      double frequency = 303e6 + 1.9e9 * (current - 3.85e-3) + 20e3 * random.nextGaussian();
      boolean visible = current > 4e-3;
      readings.add(
          new NeuronReading(
              bias,
              voltage,
              0,
              power * (1 + 0.02 * random.nextGaussian()) + 1e-11,
              1e-11,
              visible ? frequency : Double.NaN,
              visible ? 2e3 : Double.NaN));
    }
    return readings;
  }
}
