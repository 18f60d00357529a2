package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.SpectrumTrace;

@Tag("any-jdk")
class LineFitTest {
  private static final double CENTRE = 300e6;
  private static final double SPAN = 50e6;
  private static final double FILTER = 300e3;
  private static final int POINTS = 501;
  private static final double FLOOR = 1e-12;
  private static final double POWER = 2e-6;
  private static final double FREQUENCY = 301.2345e6;

  /** A trace of a line, each point with its own relative scatter. */
  private static SpectrumTrace trace(double width, double power, double scatter, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double noiseBandwidth = FILTER * Math.sqrt(Math.PI / (4 * StrictMath.log(2)));
    double[] levels = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double f = CENTRE - SPAN / 2 + SPAN * i / (POINTS - 1);
      double line = power * noiseBandwidth * VoigtProfile.density(f - FREQUENCY, width, FILTER);
      double factor = StrictMath.exp(scatter * random.nextGaussian());
      levels[i] = Units.dbmOfWatts((line + FLOOR) * factor);
    }
    return new SpectrumTrace(
        CENTRE - SPAN / 2, CENTRE + SPAN / 2, FILTER, levels, Instant.EPOCH, false);
  }

  @Test
  void aCleanLineIsFoundAsItIs() {
    for (double width : new double[] {100e3, 300e3, 1e6, 5e6}) {
      LineFit fit = LineFit.of(trace(width, POWER, 0, 1)).orElseThrow();
      assertEquals(FREQUENCY, fit.frequency().value(), 100);
      assertEquals(width, fit.width().value(), 2e-3 * width);
      assertEquals(POWER, fit.power().value(), 2e-3 * POWER);
    }
  }

  /** The floor of the fitted stretch has 7 % of a faint line's power, and is no part of it. */
  @Test
  void theFloorOfAFaintLineIsTakenOff() {
    LineFit fit = LineFit.of(trace(400e3, 3e-10, 0, 1)).orElseThrow();
    assertEquals(FLOOR, fit.floor().value(), 0.03 * FLOOR);
    assertEquals(3e-10, fit.power().value(), 3e-3 * 3e-10);
    assertEquals(400e3, fit.width().value(), 4e-3 * 400e3);
    assertTrue(fit.floor().deviation() > 0 && fit.floor().deviation() < 0.1 * FLOOR, "" + fit);
  }

  /** The widths and frequencies of many noisy lines lie about the truth as is stated. */
  @Test
  void uncertaintiesAreAsStated() {
    List<Double> pulls = new ArrayList<>();
    for (int seed = 0; seed < 60; seed++) {
      LineFit fit = LineFit.of(trace(400e3, POWER, 0.12, seed)).orElseThrow();
      pulls.add(pull(fit.width(), 400e3));
      pulls.add(pull(fit.frequency(), FREQUENCY));
    }
    double rms = Math.sqrt(pulls.stream().mapToDouble(p -> p * p).average().orElseThrow());
    assertTrue(rms > 0.7 && rms < 1.4, "rms " + rms + " of " + pulls);
  }

  private static double pull(Value measured, double truth) {
    return (measured.value() - truth) / measured.deviation();
  }

  @Test
  void noiseAloneIsNoLine() {
    assertEquals(Optional.empty(), LineFit.of(trace(400e3, 0, 0.12, 1)));
  }

  @Test
  void anUnresolvedLineIsNarrowerThanTheFilter() {
    LineFit fit = LineFit.of(trace(1e3, POWER, 0.05, 4)).orElseThrow();
    assertTrue(fit.width().value() < 0.1 * FILTER, fit.toString());
    assertEquals(FREQUENCY, fit.frequency().value(), 5e3);
  }

  /** A trace of so many points that far apart, about a line in their middle, Hz. */
  private static SpectrumTrace coarse(double spacing, double beside, double weaker) {
    int points = 201;
    double[] levels = new double[points];
    double noiseBandwidth = FILTER * Math.sqrt(Math.PI / (4 * StrictMath.log(2)));
    for (int i = 0; i < points; i++) {
      double f = (i - 100) * spacing;
      double lines =
          VoigtProfile.density(f, 400e3, FILTER)
              + weaker * VoigtProfile.density(f - beside, 400e3, FILTER);
      levels[i] = Units.dbmOfWatts(POWER * noiseBandwidth * lines + FLOOR);
    }
    return new SpectrumTrace(
        CENTRE - 100 * spacing, CENTRE + 100 * spacing, FILTER, levels, Instant.EPOCH, false);
  }

  /** It is fitted on six of its shown widths to either side, to seven points at least. */
  @Test
  void tooFewPointsAreNoLine() {
    assertTrue(LineFit.of(coarse(0.4e6, 0, 0)).isPresent());
    assertTrue(LineFit.of(coarse(1e6, 0, 0)).isEmpty(), "three or five points");
  }

  /** A line half as strong, 8 MHz away, is no part of the fit. */
  @Test
  void anotherLineFarAwayDoesNotMatter() {
    LineFit alone = LineFit.of(coarse(100e3, 0, 0)).orElseThrow();
    LineFit beside = LineFit.of(coarse(100e3, 8e6, 0.5)).orElseThrow();
    assertEquals(alone.frequency().value(), beside.frequency().value(), 5e3);
    assertEquals(alone.width().value(), beside.width().value(), 5e-2 * alone.width().value());
    assertEquals(POWER, beside.power().value(), 3e-2 * POWER);
  }
}
