package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Integrated drives and what is taken from the closed form between them. */
class DrivenRectifierTest {
  private static final double[] SILENT = new double[2];

  /** A model that counts how often it is integrated. */
  private static final class Counted implements JunctionMotion.Model {
    private final JunctionMotion.Model model;
    private final List<Double> resonances = new ArrayList<>();

    Counted(JunctionMotion.Model model) {
      this.model = model;
    }

    @Override
    public JunctionMotion driven(
        double resonance,
        double bias,
        double thermal,
        double[] frequencies,
        double[] powers,
        double re,
        double im) {
      resonances.add(resonance);
      return model.driven(resonance, bias, thermal, frequencies, powers, re, im);
    }

    @Override
    public JunctionMotion free(double current, double re) {
      return model.free(current, re);
    }
  }

  private static JunctionMotion.Model model(JunctionModel model) {
    return model == JunctionModel.VORTEX
        ? new VortexMotionModel(Discs.DIODE)
        : new AmplitudeModel(Discs.DIODE);
  }

  /** Against the same drives, each integrated as it is: to parts of a thousand of the peak. */
  @ParameterizedTest
  @CsvSource({
    "OSCILLATOR, 0, 1e-4",
    "OSCILLATOR, 3.2e-3, 1e-3",
    "VORTEX, 0, 1e-3",
    "VORTEX, 2e-3, 2e-3"
  })
  void betweenGridDrivesTheClosedFormFollowsTheModel(
      JunctionModel kind, double bias, double bound) {
    DrivenRectifier diode = new DrivenRectifier(Discs.DIODE, model(kind));
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    for (int i = 0; i < 12; i++) {
      double resonance = 250e6 + 20e6 * (random.nextDouble() - 0.5);
      double[] tones = {250e6 + 8e6 * (random.nextDouble() - 0.5), 330e6};
      double[] powers = {1e-6 * (1 + 114 * random.nextDouble()), 50e-6};
      double found = diode.voltage(resonance, tones, powers, SILENT, bias);
      double exact = diode.integrate(resonance, tones, powers, bias);
      assertEquals(exact, found, bound * 10 * (powers[0] + powers[1]), "drive " + i);
    }
  }

  /** Drift of 1 kHz and noise of a thousandth cost one integration, a step of 1 MHz another. */
  @Test
  void driftAndNoiseCostNoIntegration() {
    Counted counted = new Counted(new AmplitudeModel(Discs.DIODE));
    DrivenRectifier diode = new DrivenRectifier(Discs.DIODE, counted);
    double before = 0;
    for (int i = 0; i < 20; i++) {
      double[] tones = {255.02e6, 330.01e6};
      double[] powers = {100e-6 * (1 + 1e-5 * i), 50e-6};
      double now = diode.voltage(250e6 + 100 * i, tones, powers, SILENT, 0);
      assertTrue(now != before, "the voltage follows");
      before = now;
    }
    int integrated = counted.resonances.size();
    assertTrue(integrated <= 2, integrated + " of 20 drives: they cross one line of the grid");
    diode.voltage(251e6, new double[] {255.02e6, 330.01e6}, new double[] {1e-4, 5e-5}, SILENT, 0);
    assertEquals(integrated + 1, counted.resonances.size());
  }

  /** What was computed before changes nothing, also where the memory has overflown. */
  @Test
  void theVoltageDependsOnTheDriveAlone() {
    double[] powers = {80e-6, 50e-6};
    double[] tones = {254.3e6, 331e6};
    DrivenRectifier fresh = new DrivenRectifier(Discs.DIODE, new AmplitudeModel(Discs.DIODE));
    double expected = fresh.voltage(250.1e6, tones, powers, SILENT, 0);
    DrivenRectifier used = new DrivenRectifier(Discs.DIODE, new AmplitudeModel(Discs.DIODE));
    for (int i = 0; i < 300; i++) {
      used.voltage(250.1e6 + 1e5 * (i - 150), tones, powers, SILENT, 0);
    }
    assertEquals(expected, used.voltage(250.1e6, tones, powers, SILENT, 0));
    assertEquals(expected, fresh.voltage(250.1e6, tones, powers, SILENT, 0));
  }
}
