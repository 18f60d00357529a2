package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/**
 * Ten tones 55 MHz apart up to 1.2 GHz: a sweep by 8.5 % would reach two neighbours to either side,
 * and every junction's skirt is seen under every tone.
 */
@Tag("any-jdk")
class LongChainTest {
  private static final int SIZE = 10;
  private static final double SPACING = 55e6;
  private static final double LOWEST = 700e6;
  private static final double FIELD = 10e-3;
  private static final double FULL = 5e-6;
  private static final double NOISE = 2e-7;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
  private final double[] f0 = new double[SIZE];
  private final double[] width = new double[SIZE];
  private final double[] odd = new double[SIZE];
  private final double[] even = new double[SIZE];
  private final double[] tuning = new double[SIZE];
  private final double[] crosstalk = new double[SIZE];

  private double about(double value, double part) {
    return value * (1 + part * random.nextGaussian());
  }

  private static double tone(int t) {
    return LOWEST + SPACING * t;
  }

  private void draw() {
    for (int k = 0; k < SIZE; k++) {
      f0[k] = tone(k) + 4e6 * random.nextGaussian();
      width[k] = about(5e6, 0.1);
      odd[k] = about(k % 2 == 0 ? 60 : -60, 0.1);
      even[k] = about(k % 2 == 0 ? 8 : -8, 0.1);
      tuning[k] = about(3e9, 0.05);
      crosstalk[k] = about(0.05, 0.1);
    }
  }

  private ChainReading read(double[] fields, double[] frequencies, double[] powers) {
    double sum = 0;
    for (int k = 0; k < SIZE; k++) {
      double beside = (k > 0 ? fields[k - 1] : 0) + (k + 1 < SIZE ? fields[k + 1] : 0);
      double resonance = f0[k] + tuning[k] * (fields[k] + crosstalk[k] * beside);
      for (int t = 0; t < SIZE; t++) {
        double x = (frequencies[t] - resonance) / width[k];
        sum += powers[t] * (even[k] + odd[k] * x) / (1 + x * x);
      }
    }
    return new ChainReading(
        fields, frequencies, powers, new double[SIZE], sum + NOISE * random.nextGaussian(), NOISE);
  }

  private static double[] tones() {
    return IntStream.range(0, SIZE).mapToDouble(LongChainTest::tone).toArray();
  }

  private static double[] all(double value) {
    double[] values = new double[SIZE];
    Arrays.fill(values, value);
    return values;
  }

  private ChainFit.Result fit() {
    List<ChainFit.Design> designs = new ArrayList<>();
    List<ChainFit.Sweep> sweeps = new ArrayList<>();
    for (int k = 0; k < SIZE; k++) {
      designs.add(
          new ChainFit.Design("synapse " + (k + 1), k + 1, k, tone(k), SPACING / (2 * 0.085)));
      for (double field : new double[] {0, 0.3 * FIELD}) {
        List<ChainReading> readings = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
          double[] frequencies = tones();
          frequencies[k] += SPACING / 2 * (i / 8.0 - 1);
          double[] powers = new double[SIZE];
          powers[k] = FULL;
          readings.add(read(all(field), frequencies, powers));
        }
        sweeps.add(new ChainFit.Sweep(k, readings));
      }
    }
    List<ChainReading> others = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      others.add(
          read(
              random.doubles(SIZE, -FIELD, FIELD).toArray(),
              tones(),
              random.doubles(SIZE, 0, FULL).toArray()));
    }
    return ChainFit.fit("chain 1", List.copyOf(designs), FIELD, WidePriors.CHAIN, sweeps, others);
  }

  @Test
  void everyJunctionIsFoundWithinItsDeviation() {
    draw();
    ChainFit.Result result = fit();
    assertEquals(Set.of(), result.silent());
    for (int k = 0; k < SIZE; k++) {
      SynapseResponse fitted = result.response().synapses().get(k);
      assertPull(f0[k], fitted.resonance(), fitted.name());
      assertPull(width[k], fitted.halfWidth(), fitted.name());
      assertPull(odd[k], fitted.antisymmetric(), fitted.name());
      assertPull(even[k], fitted.symmetric(), fitted.name());
      assertPull(tuning[k], fitted.tuning(), fitted.name());
      assertPull(crosstalk[k], fitted.crosstalk(), fitted.name());
      assertTrue(fitted.resonance().deviation() < 0.2e6, fitted.resonance().toString());
    }
  }

  private static void assertPull(double truth, Value fitted, String name) {
    double pull = (fitted.value() - truth) / fitted.deviation();
    assertTrue(Math.abs(pull) < 5, name + ": " + fitted + " instead of " + truth);
  }

  @Test
  void aDeadJunctionAmongManyIsNamed() {
    draw();
    odd[4] = 0;
    even[4] = 0;
    ChainFit.Result result = fit();
    assertEquals(Set.of(4), result.silent());
    assertEquals(f0[5], result.response().synapses().get(5).resonance().value(), 1e6);
  }
}
