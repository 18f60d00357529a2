package org.spinbench.simulator.effects;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Parameters without a meaning are refused with their name, value and unit; limits are exact. */
class EffectParametersTest {
  private static Arguments row(String message, Supplier<?> effect) {
    return Arguments.of(message, effect);
  }

  private static Stream<Arguments> meaningless() {
    List<Heating.Pole> poles = Heating.USUAL_POLES;
    return Stream.of(
        row(
            "thermal resistance is -1.0 K/W, but must be finite and not negative",
            () -> new Heating(-1, 0, 0, poles)),
        row(
            "temperature coefficient is NaN 1/K, but must be a finite number",
            () -> new Heating(1, 0, Double.NaN, poles)),
        row(
            "half voltage is 0.0 V, but must be finite and above zero",
            () -> new BiasDependence(0.5, 0)),
        row(
            "width of the hysteresis is -2.0E-4 A, but must be finite and not negative",
            () -> new PlayOperator(-2e-4)),
        row("distance is 0.0 m, but must be finite and above zero", () -> DipolarCoupling.at(0)),
        row(
            "coupling is -1.0 Hz, but must be finite and not negative",
            () -> new DipolarCoupling(-1)),
        row(
            "isolation is -0.1, but must be finite and not negative",
            () -> new Backaction(-0.1, 1)),
        row(
            "locking range is Infinity Hz/√W, but must be finite and not negative",
            () -> new Backaction(1, Double.POSITIVE_INFINITY)),
        row(
            "spread of the 1/f noise is -1.0, but must be finite and not negative",
            () -> new ElectricalNoise(1, -1, 1, 2)),
        row(
            "area is 0.0, but must be finite and above zero",
            () -> new PolarBarrier(1.2, 30, 1.1, 40, 0, 0.3, 1.5)),
        row(
            "shortest dwell time is 0.0 s, but must be finite and above zero",
            () -> new Fluctuators(1, 0, 1, 0, 1)),
        row(
            "a share of 1.5, sizes from 0.0 to 1.0 and dwell times from 1.0 to 2.0 s are no"
                + " population; the share is at most 1, and the second of a pair is not smaller",
            () -> new Fluctuators(1.5, 0, 1, 1, 2)),
        row(
            "a share of 1.0, sizes from 2.0 to 1.0 and dwell times from 1.0 to 2.0 s are no"
                + " population; the share is at most 1, and the second of a pair is not smaller",
            () -> new Fluctuators(1, 2, 1, 1, 2)),
        row(
            "a share of 1.0, sizes from 0.0 to 1.0 and dwell times from 2.0 to 1.0 s are no"
                + " population; the share is at most 1, and the second of a pair is not smaller",
            () -> new Fluctuators(1, 0, 1, 2, 1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("meaningless")
  void isRefused(String message, Supplier<?> effect) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, effect::get).getMessage());
  }

  /** Lines far apart against the coupling are pushed by Ω²/(2 · half their distance). */
  @Test
  void aWeakDipoleIsOfSecondOrder() {
    DipolarCoupling weak = new DipolarCoupling(37);
    double half = 5e6;
    assertEquals(37 * 37 / (2 * half), weak.shift(305e6, 295e6), 1e-7);
    assertEquals(-37 * 37 / (2 * half), weak.shift(295e6, 305e6), 1e-7);
    assertEquals(0, new DipolarCoupling(0).shift(300e6, 301e6), 1e-12);
  }

  /** Far from a foreign tone the pull is Δ²/(2 δ), towards it from either side. */
  @Test
  void pullingFallsWithTheDistance() {
    Backaction link = new Backaction(1e-2, 5.3e8);
    double half = 5.3e8 * Math.sqrt(1e-2 * 1e-6);
    double expected = half * half / (2 * 10e6);
    assertEquals(-expected, link.pulled(310e6, 300e6, 1e-6) - 310e6, 1e-3 * expected);
    assertEquals(expected, link.pulled(290e6, 300e6, 1e-6) - 290e6, 1e-3 * expected);
    assertEquals(310e6, link.pulled(310e6, 300e6, 0), "nothing pulls without power");
  }

  /** One tone has harmonics and no partner; an ideal amplifier makes no product. */
  @Test
  void toneMixingOfOneToneAndOfAnIdealAmplifier() {
    ToneMixing mixing = new ToneMixing(0, 0.1, 0.01, Double.POSITIVE_INFINITY);
    double[][] one = mixing.mix(new double[] {250e6}, new double[] {2e-6});
    assertEquals(List.of(250e6, 500e6, 750e6), boxed(one[0]));
    assertEquals(List.of(2e-6, 2e-7, 2e-8), boxed(one[1]));
    double[][] two = mixing.mix(new double[] {250e6, 300e6}, new double[] {1, 1});
    assertEquals(0, two[1][4], "2 f₁ − f₂");
    assertEquals(0, mixing.size(0));
  }

  private static List<Double> boxed(double[] values) {
    return java.util.Arrays.stream(values).map(x -> Math.rint(x * 1e12) / 1e12).boxed().toList();
  }

  /** e^3 more 0.1 V below it for positive voltages, 2^40 more at half of it for negative ones. */
  @Test
  void eachPolarityHasALifeOfOneSecondAtItsOwnVoltage() {
    PolarBarrier law = new PolarBarrier(1.2, 30, 1.1, 40, 1, 0.3, 1.5);
    assertEquals(1, law.lifeAt(1.2), 1e-12);
    assertEquals(1, law.lifeAt(-1.1), 1e-12);
    assertEquals(Math.exp(3), law.lifeAt(1.1), 1e-9);
    assertEquals(Math.pow(2, 40), law.lifeAt(-0.55), 1);
    assertEquals(Double.POSITIVE_INFINITY, law.wall(), "no voltage breaks at once");
  }
}
