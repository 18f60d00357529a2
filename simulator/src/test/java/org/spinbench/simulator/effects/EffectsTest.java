package org.spinbench.simulator.effects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.device.NonlinearLine;
import org.spinbench.simulator.physics.Breakdown;

/** Each effect against its closed form, or against numbers that were computed apart. */
class EffectsTest {
  private static final double MHZ = 1e6;

  private static RandomGenerator chance(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @Test
  void aJunctionWarmsWithItsTwoTimeConstants() {
    Heating heating = new Heating(1e4, 0.1, -5e-4, Heating.USUAL_POLES);
    Heating.Rise rise = heating.cold();
    double watts = 1e-3;
    rise.advance(watts, true, 4e-9);
    rise.advance(watts, true, 6e-9);
    double expected = 11 * (0.7 * (1 - Math.exp(-2)) + 0.3 * (1 - Math.exp(-0.01)));
    assertEquals(expected, rise.kelvins(), 1e-12, "10 ns after the beginning, in two steps");
    rise.advance(watts, true, 1e-3);
    assertEquals(11, rise.kelvins(), 1e-9, "R P, 10 % more for this polarity");
    assertEquals(-5.5e-3, rise.relative(), 1e-12);
    rise.advance(watts, false, 1e-3);
    assertEquals(9, rise.kelvins(), 1e-9, "10 % less for the other");
  }

  @Test
  void magnetoresistanceHalvesAtAVoltageOfEachPolarity() {
    BiasDependence bias = new BiasDependence(0.5, 0.45);
    assertEquals(1, bias.factor(0));
    assertEquals(0.5, bias.factor(0.5), 1e-15);
    assertEquals(0.5, bias.factor(-0.45), 1e-15);
    assertEquals(0.8, bias.factor(0.25), 1e-15);
  }

  /** Mean, variance and correlation of S. Machlup's closed forms. */
  @Test
  void telegraphNoiseHasItsStationaryMomentsAndMemory() {
    double up = 3e-3;
    double down = 1e-3;
    Telegraph noise = new Telegraph(2, up, down, chance(1));
    int samples = 200_000;
    double step = 1e-3;
    double sum = 0;
    double squares = 0;
    double products = 0;
    double last = 0;
    for (int i = 0; i < samples; i++) {
      noise.advance(step, 0);
      double x = noise.value();
      assertEquals(1, Math.abs(x), "one of two values");
      sum += x;
      squares += (x - 0.5) * (x - 0.5);
      products += i == 0 ? 0 : (x - 0.5) * (last - 0.5);
      last = x;
    }
    assertEquals(0.5, sum / samples, 0.01, "(τ₊ − τ₋)/(τ₊ + τ₋)");
    double variance = 4 * up * down / ((up + down) * (up + down));
    assertEquals(variance, squares / samples, 0.01);
    double memory = Math.exp(-step * (1 / up + 1 / down));
    assertEquals(variance * memory, products / samples, 0.01, "memory of 1/(1/τ₊ + 1/τ₋)");
  }

  @ParameterizedTest
  @CsvSource({"0.02, jumps drawn one by one", "1.0, too many jumps to draw"})
  void aLongReadingAveragesTelegraphNoise(double reading, String how) {
    double up = 3e-3;
    double down = 1e-3;
    Telegraph noise = new Telegraph(2, up, down, chance(2));
    int samples = 20_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < samples; i++) {
      noise.advance(0.1, reading);
      sum += noise.value();
      squares += (noise.value() - 0.5) * (noise.value() - 0.5);
    }
    double memory = up * down / (up + down);
    double share = memory / reading; // variance of a mean over a time: 2 v τ/T [1 − τ/T (1 − e)]
    double variance = 2 * 0.75 * share * (1 - share * (1 - Math.exp(-1 / share)));
    assertEquals(0.5, sum / samples, 0.02, how);
    assertEquals(1, squares / samples / variance, 0.05, how);
  }

  /** The dwell times themselves are exponential, so that many fluctuators give 1/f together. */
  @Test
  void populationsAreDrawnBetweenTheirEnds() {
    Fluctuators population = new Fluctuators(0.25, 1, 3, 1e-3, 10);
    int having = 0;
    int fast = 0;
    int chips = 20_000;
    RandomGenerator random = chance(3);
    for (int i = 0; i < chips; i++) {
      Telegraph one = population.draw(2, random);
      double size = 2 * Math.abs(one.value());
      if (size > 0) {
        having++;
        assertTrue(size >= 2 && size <= 6, "size " + size);
      }
      one.advance(0, 0.1);
      fast += Math.abs(one.value()) < size / 2 ? 1 : 0;
    }
    assertEquals(0.25, having / (double) chips, 0.01);
    assertTrue(
        fast > 0.3 * having && fast < 0.9 * having, "dwell times over four decades: " + fast);
  }

  @Test
  void aFieldLineLagsByHalfTheWidthOfItsLoop() {
    PlayOperator play = new PlayOperator(0.2e-3);
    assertEquals(0, play.move(0.05e-3), "inside the loop nothing moves");
    assertEquals(4.9e-3, play.move(5e-3), 1e-15);
    assertEquals(4.9e-3, play.move(4.85e-3), 1e-15, "on the way back it stays at first");
    assertEquals(1.1e-3, play.move(1e-3), 1e-15, "then it lags on the other side");
    assertEquals(1.1e-3, play.move(1e-3), 1e-15, "time changes nothing");
  }

  @Test
  void tonesBringHarmonicsAndThirdOrderProducts() {
    ToneMixing mixing = new ToneMixing(0, 1e-3, 1e-4, 10e-3);
    double[][] all = mixing.mix(new double[] {250, 330}, new double[] {1e-4, 2e-4});
    assertEquals(
        List.of(250.0, 330.0, 500.0, 750.0, 170.0, 660.0, 990.0, 410.0),
        java.util.Arrays.stream(all[0]).boxed().toList());
    double[] powers = {1e-4, 2e-4, 1e-7, 1e-8, 1e-8 * 2e-4 / 1e-4, 2e-7, 2e-8, 4e-8 * 1e-4 / 1e-4};
    for (int i = 0; i < powers.length; i++) {
      assertEquals(powers[i], all[1][i], 1e-12 * powers[i], "tone " + i);
    }
    assertEquals(all[0].length, mixing.size(2));
  }

  /**
   * Extrema of the algebraic line at 10 mV/mW, N/2π = 27 MHz, Q = 2, D = 5 MHz, solved apart from
   * this project.
   */
  @ParameterizedTest
  @CsvSource({"115e-6, 5.8, 1.109e-3, -4.9, -1.109e-3", "50e-6, 5.4, 0.4915e-3, -4.9, -0.4915e-3"})
  void theLineBendsAsItsEquationSays(
      double power, double up, double most, double down, double least) {
    Foldover line = new Foldover(27 * MHZ, 2, 0.040 / 115e-6);
    double highest = 0;
    double lowest = 0;
    double at = 0;
    double below = 0;
    for (double detuning = -12; detuning <= 12; detuning += 0.02) {
      double voltage = voltage(line.diode(0, 20, 5 * MHZ), detuning, power);
      if (voltage > highest) {
        highest = voltage;
        at = detuning;
      }
      if (voltage < lowest) {
        lowest = voltage;
        below = detuning;
      }
    }
    assertEquals(most, highest, 0.01 * most);
    assertEquals(least, lowest, -0.01 * least);
    assertEquals(up, at, 0.1, "MHz");
    assertEquals(down, below, 0.1, "MHz");
  }

  private static double voltage(NonlinearLine diode, double detuning, double power) {
    return diode.voltage(
        300 * MHZ, new double[] {300 * MHZ + detuning * MHZ}, new double[] {power});
  }

  @Test
  void aSmallOrbitGivesTheLinearLine() {
    NonlinearLine diode = new Foldover(27 * MHZ, 2, 348).diode(3, 20, 5 * MHZ);
    double power = 1e-12;
    assertEquals(power * (3 + 20) / 2, voltage(diode, 5, power), 1e-6 * power * 11.5);
  }

  /** Above F_c the line is hysteretic: the way up and the way down differ; below they do not. */
  @ParameterizedTest
  @CsvSource({"0.9, false", "1.3, true"})
  void theLineFoldsOverAboveItsCriticalDrive(double part, boolean folds) {
    double shift = 30;
    double width = 5;
    double critical = 8 * Math.pow(width, 3) / (3 * Math.sqrt(3) * shift);
    Foldover line = new Foldover(shift * MHZ, 0, 1);
    double power = part * critical / (width * width); // o P D² = F²
    NonlinearLine rising = line.diode(1, 0, width * MHZ);
    NonlinearLine falling = line.diode(1, 0, width * MHZ);
    double largest = 0;
    double[] up = new double[401];
    for (int i = 0; i <= 400; i++) {
      up[i] = voltage(rising, i * 0.05, power);
    }
    for (int i = 400; i >= 0; i--) {
      largest = Math.max(largest, Math.abs(up[i] / voltage(falling, i * 0.05, power) - 1));
    }
    assertEquals(folds, largest > 0.1, "ways up and down differ by " + largest);
    assertEquals(!folds, largest < 1e-3, "ways up and down differ by " + largest);
  }

  /** A strong second tone shifts the resonance for the first by twice its own orbit: 2 N p₂. */
  @Test
  void tonesInOneJunctionFeelEachOtherTwice() {
    Foldover line = new Foldover(10 * MHZ, 0, 1);
    NonlinearLine diode = line.diode(0, 1, 5 * MHZ);
    double[] tones = {310 * MHZ, 500 * MHZ};
    double strong = 60;
    diode.voltage(300 * MHZ, tones, new double[] {1e-9, strong});
    double orbit = diode.orbits()[1];
    double detuning = 200 - 10 * orbit;
    assertEquals(strong * 25 / (detuning * detuning + 25), orbit, 1e-9);
    double felt = 10 - 10 * 2 * orbit;
    assertEquals(1e-9 * 25 / (felt * felt + 25), diode.orbits()[0], 1e-15);
  }

  @Test
  void dipolesPushNeighboursApart() {
    assertEquals(37e3, DipolarCoupling.at(2e-6).coupling(), 400);
    assertEquals(37, DipolarCoupling.at(20e-6).coupling(), 0.4, "falls with the cube");
    DipolarCoupling near = new DipolarCoupling(3 * MHZ);
    assertEquals(3 * MHZ, near.shift(300 * MHZ, 300 * MHZ), 1e-6);
    assertEquals(-1 * MHZ, near.shift(296 * MHZ, 304 * MHZ), 1e-6, "√(4² + 3²) − 4");
    assertEquals(1 * MHZ, near.shift(304 * MHZ, 296 * MHZ), 1e-6);
  }

  @Test
  void leakingRfPullsAndLocks() {
    Backaction open = new Backaction(1, 5.3e8);
    double half = 0.53 * MHZ;
    assertEquals(300 * MHZ, open.pulled(300.5 * MHZ, 300 * MHZ, 1e-6), 1e-6, "locked");
    double beat = Math.sqrt(MHZ * MHZ - half * half);
    assertEquals(300 * MHZ + beat, open.pulled(301 * MHZ, 300 * MHZ, 1e-6), 1e-3, "pulled");
    Backaction isolated = new Backaction(1e-4, 5.3e8);
    assertEquals(300.01 * MHZ, isolated.pulled(300.01 * MHZ, 300 * MHZ, 1e-6), 1600, "5.3 kHz");
  }

  @Test
  void electricalNoiseHasHoogesDensity() {
    ElectricalNoise noise = new ElectricalNoise(1e-21 / 1.08e-13, 0, 1e-3, 1e2);
    double squares = 0;
    int devices = 4000;
    for (int i = 0; i < devices; i++) {
      double x = noise.draw(chance(100 + i)).value();
      squares += x * x;
    }
    double density = 9.6e-5 * 9.6e-5; // 9.6e-5/√Hz at 1 Hz
    assertEquals(1, squares / devices / (density * Math.log(1e5)), 0.07);
  }

  @Test
  void barriersDieByAnotherLawForEachPolarity() {
    PolarBarrier law = new PolarBarrier(1.2, 30, 1.1, 40, 1, 0.3, 1.5);
    assertEquals(5.9e9, law.lifeAt(0.45), 0.02 * 5.9e9);
    assertEquals(3.4e15, law.lifeAt(-0.45), 0.02 * 3.4e15);
    assertEquals(1.6e5, law.lifeAt(0.8), 0.03 * 1.6e5);
    assertEquals(3.4e5, law.lifeAt(-0.8), 0.03 * 3.4e5);
    PolarBarrier larger = new PolarBarrier(1.2, 30, 1.1, 40, 8, 0.3, 1.5);
    assertEquals(law.lifeAt(0.8) / 4, larger.lifeAt(0.8), 1e-6 * law.lifeAt(0.8));
  }

  @Test
  void alternatingStressShortensALife() {
    PolarBarrier law = new PolarBarrier(1.2, 30, 1.1, 40, 1, 0.3, 1.5);
    double life = law.lifeAt(0.8);
    Breakdown steady = new Breakdown(law, 1);
    steady.stress(0.8, 0.9 * life);
    assertTrue(!steady.broken());
    Breakdown alternating = new Breakdown(law, 1);
    alternating.stress(-0.1, 1);
    alternating.stress(0.8, 0.29 * life);
    assertTrue(!alternating.broken());
    alternating.stress(0.8, 0.02 * life);
    assertTrue(alternating.broken(), "0.3 of its life after it had felt the other polarity");
  }

  @Test
  void correlatedNumbersKeepTheirVariance() {
    RandomGenerator random = chance(9);
    double square = 0;
    double product = 0;
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      double frequency = random.nextGaussian();
      double z = Correlation.of(0.7, frequency, random.nextGaussian());
      square += z * z / count;
      product += z * frequency / count;
    }
    assertEquals(1, square, 0.02);
    assertEquals(0.7, product, 0.02);
  }
}
