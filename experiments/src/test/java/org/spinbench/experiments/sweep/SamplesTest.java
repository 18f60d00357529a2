package org.spinbench.experiments.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.experiments.sweep.plan.Mean;
import org.spinbench.experiments.sweep.plan.Measurand;
import org.spinbench.experiments.task.Seeds;

class SamplesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static Reading reading(double value, double uncertainty) {
    return new Reading("v", "voltage", value, Unit.VOLT, uncertainty, NOON.plusSeconds(1), false);
  }

  @Test
  void oneSampleKeepsTheUncertaintyThatItsInstrumentStates() {
    Samples samples = new Samples(Measurand.once("v.voltage"), "V", NOON);
    assertTrue(samples.unfinished());
    samples.add(reading(2, 0.5));
    assertFalse(samples.unfinished());
    assertEquals(new Mean(2, 0.5, 1, false, NOON.plusSeconds(1)), samples.mean());
  }

  @Test
  void aScatterLargerThanStatedCounts() {
    Samples samples = new Samples(Measurand.times("v.voltage", 4), "V", NOON);
    for (double value : new double[] {1, 3, 1, 3}) {
      samples.add(reading(value, 0.1));
    }
    assertEquals(2, samples.mean().value());
    // Standard deviation 2/√3, over √4.
    assertEquals(2 / Math.sqrt(3) / 2, samples.mean().uncertainty(), 1e-15);
  }

  @Test
  void aScatterSmallerThanStatedDoesNotCount() {
    Samples samples = new Samples(Measurand.times("v.voltage", 4), "V", NOON);
    for (int i = 0; i < 4; i++) {
      samples.add(reading(1e9, 0.1));
    }
    assertEquals(0.05, samples.mean().uncertainty(), 1e-15);
  }

  @Test
  void samplesAreTakenUntilTheMeanIsKnownWellEnough() {
    RandomGenerator random = Seeds.generator(1);
    Samples samples = new Samples(Measurand.untilKnownTo("v.voltage", 0.1, 1000), "V", NOON);
    int taken = 0;
    while (samples.unfinished()) {
      samples.add(reading(5 + random.nextGaussian(), 1));
      taken++;
    }
    assertEquals(taken, samples.mean().samples());
    assertTrue(taken >= 100 && taken < 140, taken + " samples of deviation 1 for an error of 0.1");
    assertTrue(samples.mean().uncertainty() <= 0.1);
  }

  @Test
  void andNoMoreThanTheMost() {
    Samples samples = new Samples(Measurand.untilKnownTo("v.voltage", 1e-9, 7), "V", NOON);
    int taken = 0;
    while (samples.unfinished()) {
      samples.add(reading(taken++, 1));
    }
    assertEquals(7, taken);
  }

  @Test
  void nothingToReadIsNoNumber() {
    Samples samples = new Samples(Measurand.times("v.voltage", 2), "V", NOON);
    samples.add(null);
    assertTrue(samples.unfinished());
    samples.add(null);
    assertFalse(samples.unfinished());
    assertEquals(new Mean(Double.NaN, Double.NaN, 0, false, NOON), samples.mean());
  }

  @Test
  void anOverloadIsRemembered() {
    Samples samples = new Samples(Measurand.times("v.voltage", 2), "V", NOON);
    samples.add(new Reading("v", "voltage", 9.9e37, Unit.VOLT, 1, NOON, true));
    samples.add(reading(1, 1));
    assertTrue(samples.mean().overload());
  }

  @Test
  void aLimitedSourceIsRememberedThoughOtherSamplesWereNot() {
    Samples samples = new Samples(Measurand.times("smu.voltage", 2), "V", NOON);
    samples.add(
        new Reading("smu", "voltage", 1, Unit.VOLT, 1, NOON, Double.NaN, Double.NaN, false, true));
    samples.add(reading(1, 1));
    assertTrue(samples.mean().compliance());
    assertFalse(samples.mean().overload());
  }

  /** 1 µW and 3 µW: -30 and -25.23 dBm, whose mean is 0.62 dB below that of the powers. */
  @Test
  void levelsAreAveragedAsPowers() {
    Samples samples = new Samples(Measurand.times("analyzer.band_power", 2), "dBm", NOON);
    for (double level : new double[] {-30, -30 + 10 * Math.log10(3)}) {
      samples.add(new Reading("a", "band power", level, Unit.DBM, 0.1, NOON, false));
    }
    assertEquals(-30 + 10 * Math.log10(2), samples.mean().value(), 1e-12);
    // The powers scatter by √2 µW about 2 µW, their mean by 1 µW: half of it.
    assertEquals(0.5 * 10 / Math.log(10), samples.mean().uncertainty(), 1e-12);
  }

  @Test
  void oneLevelIsItsOwnMeanToTheLastBit() {
    Samples samples = new Samples(Measurand.once("analyzer.band_power"), "dBm", NOON);
    samples.add(new Reading("a", "band power", -31.7, Unit.DBM, 0.1, NOON, false));
    assertEquals(new Mean(-31.7, 0.1, 1, false, NOON), samples.mean());
  }
}
