package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class ChainModelTest {
  private static final int TONES = 3;
  private static final int SYNAPSES = 4;
  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
  private final ChainModel model = new ChainModel(TONES, SYNAPSES);

  private double about(double value) {
    return value * (0.8 + 0.4 * random.nextDouble());
  }

  private double[] parameters() {
    double[] p = new double[model.parameters()];
    p[ChainModel.OFFSET] = about(1e-6);
    p[ChainModel.SATURATION] = about(500);
    for (int t = 1; t < TONES; t++) {
      p[ChainModel.GAINS + t - 1] = about(1);
    }
    double[] typical = {250e6, 5e6, 60, 10, 3e9, 2e10, 0.1, 1.2e10};
    for (int k = 0; k < SYNAPSES; k++) {
      for (int i = 0; i < typical.length; i++) {
        p[model.index(k, i)] = about(typical[i]);
      }
      p[model.index(k, ChainModel.RESONANCE)] = 250e6 + 4e6 * k;
    }
    return p;
  }

  private ChainReading reading() {
    double[] currents = random.doubles(SYNAPSES, -5e-3, 5e-3).toArray();
    double[] frequencies = random.doubles(TONES, 235e6, 275e6).toArray();
    double[] powers = random.doubles(TONES, 0, 1e-4).toArray();
    return new ChainReading(currents, frequencies, powers, new double[TONES], 0, 1);
  }

  @Test
  void derivativesAreThoseOfTheVoltage() {
    for (int trial = 0; trial < 20; trial++) {
      double[] p = parameters();
      ChainReading reading = reading();
      double[] slopes = new double[p.length];
      model.addSlopes(p, reading, 2.5, slopes);
      for (int j = 0; j < p.length; j++) {
        double step = 1e-5 * Math.abs(p[j]);
        double[] above = p.clone();
        double[] below = p.clone();
        above[j] += step;
        below[j] -= step;
        double change = model.voltage(above, reading) - model.voltage(below, reading);
        // a number that hardly matters is compared with the voltage's own rounding
        double expected = 2.5 * change / (2 * step);
        double tolerance = 1e-5 * Math.abs(expected) + 1e-13 * 2.5 / step;
        assertEquals(expected, slopes[j], tolerance, "trial " + trial + ", parameter " + j);
      }
    }
  }

  @Test
  void derivativesAreAddedToWhatStandsThere() {
    double[] p = parameters();
    ChainReading reading = reading();
    double[] once = new double[p.length];
    model.addSlopes(p, reading, 1, once);
    double[] onTop = new double[p.length];
    Arrays.fill(onTop, 3);
    model.addSlopes(p, reading, 1, onTop);
    for (int j = 0; j < p.length; j++) {
      assertEquals(once[j], onTop[j] - 3, 1e-12 * Math.max(1, Math.abs(onTop[j])));
    }
  }

  /** By hand: one tone on resonance, unsaturated, rectifies the symmetric part alone. */
  @Test
  void onResonanceTheSymmetricPartAloneIsSeen() {
    ChainModel one = new ChainModel(1, 1);
    double[] p = {1e-6, 0, 250e6, 5e6, 60, 10, 3e9, 0, 0, 0};
    ChainReading lit =
        new ChainReading(
            new double[] {1e-3}, new double[] {253e6}, new double[] {1e-4}, new double[1], 0, 1);
    assertEquals(1e-6 + 10 * 1e-4, one.voltage(p, lit), 1e-15);
    double[] slopes = new double[p.length];
    one.addSlopes(p, lit, 1, slopes);
    assertEquals(1, slopes[ChainModel.OFFSET]);
    assertEquals(1e-4, slopes[one.index(0, ChainModel.SYMMETRIC)], 1e-18);
    assertEquals(0, slopes[one.index(0, ChainModel.ANTISYMMETRIC)], 1e-18);
    // A P dx/df₀ = −A P/Δ, and through the tuning by the current
    assertEquals(-60 * 1e-4 / 5e6, slopes[one.index(0, ChainModel.RESONANCE)], 1e-20);
    assertEquals(-60 * 1e-4 / 5e6 * 1e-3, slopes[one.index(0, ChainModel.TUNING)], 1e-22);
  }

  /**
   * By hand: a tone of 0.1 mW on resonance moves it by η P = 5 MHz, one half width, and then lies
   * one half width below.
   */
  @Test
  void whatAJunctionAbsorbsMovesItsResonance() {
    ChainModel one = new ChainModel(1, 1);
    double[] p = {0, 0, 250e6, 5e6, 60, 10, 3e9, 0, 0, 5e10};
    ChainReading lit =
        new ChainReading(
            new double[1], new double[] {250e6}, new double[] {1e-4}, new double[1], 0, 1);
    assertEquals((10 - 60) / 2.0 * 1e-4, one.voltage(p, lit), 1e-15);
  }

  /** Without shift by power, the equation's own derivative: ∂V/∂fₖ of each junction, squared. */
  @Test
  void leverageIsTheSumOfTheSquaredSlopes() {
    for (int trial = 0; trial < 20; trial++) {
      double[] p = parameters();
      p[ChainModel.SATURATION] = 0;
      still(p);
      ChainReading reading = reading();
      double expected = 0;
      for (int k = 0; k < SYNAPSES; k++) {
        double[] above = p.clone();
        double[] below = p.clone();
        above[model.index(k, ChainModel.RESONANCE)] += 10;
        below[model.index(k, ChainModel.RESONANCE)] -= 10;
        double slope = (model.voltage(above, reading) - model.voltage(below, reading)) / 20;
        expected += slope * slope;
      }
      assertEquals(expected, model.resonanceLeverage(p, reading), 1e-5 * expected);
    }
  }

  private void still(double[] p) {
    for (int k = 0; k < SYNAPSES; k++) {
      p[model.index(k, ChainModel.POWER_SHIFT)] = 0;
    }
  }

  /** By differences of the equation, in which a tone also moves the resonances. */
  @Test
  void powerVarianceIsThatOfTheVoltageAsAFunctionOfEachPower() {
    double[] noise = {0.1, 0.02, 0.3};
    for (int trial = 0; trial < 20; trial++) {
      double[] p = parameters();
      p[ChainModel.SATURATION] = 0;
      ChainReading r = reading();
      double expected = 0;
      for (int t = 0; t < TONES; t++) {
        double step = 1e-4 * r.powers()[t];
        double change =
            model.voltage(p, brighter(r, t, step)) - model.voltage(p, brighter(r, t, -step));
        double part = noise[t] * r.powers()[t] * change / (2 * step);
        expected += part * part;
      }
      ChainReading all =
          new ChainReading(r.fieldCurrents(), r.frequencies(), r.powers(), noise, 0, 1);
      assertEquals(expected, model.powerVariance(p, all), 1e-5 * expected);
    }
  }

  private static ChainReading brighter(ChainReading r, int tone, double by) {
    double[] powers = r.powers().clone();
    powers[tone] += by;
    return new ChainReading(r.fieldCurrents(), r.frequencies(), powers, new double[TONES], 0, 1);
  }

  /** Without saturation each tone's part of the voltage fluctuates as its power does. */
  @Test
  void powerVarianceIsThatOfEachTonesPart() {
    double[] noise = {0.1, 0.02, 0.3};
    for (int trial = 0; trial < 20; trial++) {
      double[] p = parameters();
      p[ChainModel.SATURATION] = 0;
      still(p);
      ChainReading r = reading();
      double expected = 0;
      for (int t = 0; t < TONES; t++) {
        double[] alone = new double[TONES];
        alone[t] = r.powers()[t];
        ChainReading one = new ChainReading(r.fieldCurrents(), r.frequencies(), alone, noise, 0, 1);
        double part = noise[t] * (model.voltage(p, one) - p[ChainModel.OFFSET]);
        expected += part * part;
      }
      ChainReading all =
          new ChainReading(r.fieldCurrents(), r.frequencies(), r.powers(), noise, 0, 1);
      assertEquals(expected, model.powerVariance(p, all), 1e-9 * expected);
    }
  }
}
