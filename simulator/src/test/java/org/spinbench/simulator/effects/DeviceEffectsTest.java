package org.spinbench.simulator.effects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The effects of one junction together: what each of them moves, and what it leaves alone. */
class DeviceEffectsTest {
  private static final double HALF_WIDTH = 5e6;
  private static final Heating HEATING = new Heating(1e4, 0.1, -5e-4, Heating.USUAL_POLES);
  private static final BiasDependence BIAS = new BiasDependence(0.5, 0.45);
  private static final Fluctuators TELEGRAPH = new Fluctuators(1, 0.02, 0.02, 1e-3, 1e-3);
  private static final Fluctuators HOPS = new Fluctuators(1, 2, 2, 1e-3, 1e-3);
  private static final ElectricalNoise ELECTRICAL = new ElectricalNoise(1e-4, 0, 1e-3, 1e2);

  private static ChipEffects effects(
      Heating heating,
      BiasDependence bias,
      Fluctuators telegraph,
      Fluctuators hops,
      double hysteresis,
      double asymmetry,
      ElectricalNoise electrical) {
    return new ChipEffects(
        Optional.ofNullable(heating),
        Optional.ofNullable(bias),
        Optional.ofNullable(telegraph),
        Optional.ofNullable(hops),
        hysteresis,
        asymmetry,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.ofNullable(electrical),
        Optional.empty(),
        Optional.empty());
  }

  /** A generator for each purpose of device {@code number}, as a chip has them. */
  private static Function<String, RandomGenerator> draws(long number) {
    return purpose ->
        RandomGeneratorFactory.of("L64X128MixRandom").create(31 * number + purpose.hashCode());
  }

  private static DeviceEffects device(ChipEffects effects, long number) {
    return new DeviceEffects(effects, HALF_WIDTH, draws(number));
  }

  @Test
  void withoutEffectsEveryFactorIsExactlyOne() {
    DeviceEffects none = device(ChipEffects.NONE, 1);
    none.advance(1, 1);
    none.heat(1, true, 1);
    assertEquals(0, none.rotation());
    assertEquals(3e-3, none.field(3e-3));
    assertEquals(0, none.shift(300e6));
    assertEquals(1, none.resistance());
    assertEquals(1, none.rectified(0.4));
    assertEquals(1, none.emitted(0.4));
  }

  /** c R_th (1 ± b) P of the frequency: 5.5 K of 1 mW lower 300 MHz by 1.65 MHz. */
  @Test
  void heatLowersAFrequencyInProportionToIt() {
    DeviceEffects warm = device(effects(HEATING, null, null, null, 0, 0, null), 1);
    warm.heat(1e-3, true, 1);
    assertEquals(-5e-4 * 11 * 300e6, warm.shift(300e6), 1);
    assertEquals(-5e-4 * 11 * 200e6, warm.shift(200e6), 1);
    warm.heat(1e-3, false, 1);
    assertEquals(-5e-4 * 9 * 300e6, warm.shift(300e6), 1);
    warm.heat(0, true, 1);
    assertEquals(0, warm.shift(300e6), 1e-6);
    assertEquals(1, warm.rectified(0), "heat changes no swing");
  }

  /** A hop moves the mode by its size in half widths, whatever the frequency of the mode. */
  @Test
  void aModeHopsBetweenTwoFrequencies() {
    DeviceEffects hopping = device(effects(null, null, null, HOPS, 0, 0, null), 2);
    int up = 0;
    int readings = 4000;
    for (int i = 0; i < readings; i++) {
      hopping.advance(10e-3, 0);
      double shift = hopping.shift(300e6);
      assertEquals(HALF_WIDTH, Math.abs(shift), 1e-6);
      assertEquals(shift, hopping.shift(200e6));
      up += shift > 0 ? 1 : 0;
    }
    // Equal dwell times: a binomial share, with five deviations.
    assertEquals(0.5, up / (double) readings, 5 * 0.5 / Math.sqrt(readings));
  }

  /** Rectified voltages follow the swing of the resistance, emitted powers its square. */
  @Test
  void telegraphNoiseMovesResistanceVoltageAndPowerTogether() {
    DeviceEffects noisy = device(effects(null, null, TELEGRAPH, null, 0, 0, null), 3);
    for (int i = 0; i < 20; i++) {
      noisy.advance(10e-3, 0);
      double factor = noisy.resistance();
      assertEquals(0.01, Math.abs(factor - 1), 1e-15);
      assertEquals(factor, noisy.rectified(0), 1e-15);
      assertEquals(factor * factor, noisy.emitted(0), 1e-15);
      assertEquals(0, noisy.shift(300e6), "no frequency moves");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0.5, 0.5", "-0.45, 0.5", "0.25, 0.8", "1.0, 0.2"})
  void biasTakesSwingFromVoltagesAndItsSquareFromPowers(double volts, double left) {
    DeviceEffects biased = device(effects(null, BIAS, null, null, 0, 0, null), 4);
    assertEquals(left, biased.rectified(volts), 1e-15);
    assertEquals(left * left, biased.emitted(volts), 1e-15);
    assertEquals(1, biased.resistance(), "the mean resistance stays");
  }

  /** ∫ 1e-4/f from 1 mHz to 100 Hz: a variance of 1e-4 ln 1e5. */
  @Test
  void electricalNoiseIsInVoltagesAndNotInPowers() {
    ChipEffects noisy = effects(null, null, null, null, 0, 0, ELECTRICAL);
    double squares = 0;
    int devices = 3000;
    for (int i = 0; i < devices; i++) {
      DeviceEffects one = device(noisy, i);
      double factor = one.rectified(0);
      squares += (factor - 1) * (factor - 1) / devices;
      assertEquals(1, one.emitted(0));
      one.advance(1e-3, 20e-3);
      assertNotEquals(factor, one.rectified(0));
    }
    assertEquals(1, squares / (1e-4 * Math.log(1e5)), 0.1);
  }

  @Test
  void linesAreTurnedByAnAngleOfTheirOwn() {
    ChipEffects turned = effects(null, null, null, null, 0, 0.25, null);
    double sum = 0;
    double squares = 0;
    int devices = 4000;
    for (int i = 0; i < devices; i++) {
      double angle = device(turned, i).rotation();
      sum += angle / devices;
      squares += angle * angle / devices;
    }
    assertEquals(0, sum, 5 * 0.25 / Math.sqrt(devices));
    assertEquals(0.25, Math.sqrt(squares), 0.25 * 5 / Math.sqrt(2 * devices));
  }

  @Test
  void aFieldLineRemembersFromWhereItCame() {
    DeviceEffects lagging = device(effects(null, null, null, null, 0.2e-3, 0, null), 5);
    assertEquals(1.9e-3, lagging.field(2e-3), 1e-15);
    assertEquals(-1.9e-3, lagging.field(-2e-3), 1e-15);
    assertEquals(-1.9e-3, lagging.field(-1.9e-3), 1e-15);
  }

  /** Whoever switches one effect on must not draw another chip: each has a generator of its own. */
  @Test
  void oneEffectDoesNotRedrawAnother() {
    DeviceEffects few = device(effects(null, null, TELEGRAPH, null, 0, 0.25, null), 6);
    DeviceEffects many = device(effects(HEATING, BIAS, TELEGRAPH, HOPS, 1e-3, 0.25, ELECTRICAL), 6);
    assertEquals(few.rotation(), many.rotation());
    for (int i = 0; i < 50; i++) {
      few.advance(3e-3, 1e-3);
      many.advance(3e-3, 1e-3);
      assertEquals(few.resistance(), many.resistance());
    }
  }

  /** An ideal chip has no differences between devices; a static one nothing that fluctuates. */
  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void aSimplerChipKeepsWhatIsTheSameEverywhere(boolean varies, boolean fluctuates) {
    ChipEffects all = effects(HEATING, BIAS, TELEGRAPH, HOPS, 1e-3, 0.25, ELECTRICAL);
    ChipEffects simpler = all.on(varies, fluctuates);
    assertEquals(Optional.of(HEATING), simpler.heating());
    assertEquals(Optional.of(BIAS), simpler.bias());
    assertEquals(1e-3, simpler.hysteresis());
    assertEquals(varies ? 0.25 : 0, simpler.asymmetry());
    assertEquals(fluctuates, simpler.telegraph().isPresent());
    assertEquals(fluctuates, simpler.hops().isPresent());
    assertEquals(fluctuates, simpler.electrical().isPresent());
    DeviceEffects device = device(simpler, 7);
    double before = device.rectified(0);
    device.advance(1, 0.1);
    assertTrue(fluctuates || before == device.rectified(0));
  }
}
