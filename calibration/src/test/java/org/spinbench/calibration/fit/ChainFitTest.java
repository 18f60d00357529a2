package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

@Tag("any-jdk")
class ChainFitTest {
  private static final List<ChainFit.Design> DESIGNS =
      List.of(
          new ChainFit.Design("synapse 1", 1, 0, 250e6, 250e6),
          new ChainFit.Design("synapse 2", 2, 1, 330e6, 330e6));
  private static final double FIELD = 10e-3;

  /** Resonances move by as much power, Hz/W. */
  private double powerShift;

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(31);

  /** Two junctions head to tail: f₀, Δ, A, S, a, b, κ. */
  private final double[][] truth = {
    {254e6, 5.3e6, 63, 8, 3.1e9, 1.2e10, 0.05}, {322e6, 4.6e6, -55, -7, 2.8e9, 0.8e10, 0.06}
  };

  @Test
  void findsBothJunctionsFromNothingAndItsDeviationsAreHonest() {
    int n = 30;
    double[] squares = new double[14];
    for (int trial = 0; trial < n; trial++) {
      ChainFit.Result result = fit(2e-6);
      assertEquals(Set.of(), result.silent());
      for (int k = 0; k < 2; k++) {
        Value[] fitted = values(result.response().synapses().get(k));
        for (int i = 0; i < 7; i++) {
          double pull = (fitted[i].value() - truth[k][i]) / fitted[i].deviation();
          assertTrue(Math.abs(pull) < 5, "synapse " + k + " parameter " + i + " pull " + pull);
          squares[7 * k + i] += pull * pull / n;
        }
      }
    }
    for (double square : squares) {
      assertTrue(square > 0.3 && square < 2.2, "mean square pull " + square);
    }
  }

  @Test
  void aNegativeTuningIsFound() {
    truth[1][4] = -3.3e9;
    ChainFit.Result result = fit(1e-6);
    assertEquals(-3.3e9, result.response().synapses().get(1).tuning().value(), 0.05e9);
  }

  @Test
  void gainOfTheSecondToneAndSaturationAreFound() {
    ChainFit.Result result = fit(0.2e-6);
    assertEquals(1.06, result.response().toneGains().get(1).value(), 0.01);
    assertEquals(200, result.response().saturation().value(), 20);
    assertEquals(3e-7, result.response().offset().value(), 2e-7);
  }

  /**
   * By 0.3 half widths at the largest power, which [design.beyond] of the default bench expects.
   */
  @Test
  void aShiftOfTheResonancesByPowerIsFoundAndNotTakenForScatter() {
    powerShift = 0.3 * 5e6 / 160e-6;
    double squares = 0;
    for (int trial = 0; trial < 10; trial++) {
      ChainFit.Result result = fit(2e-6);
      for (int k = 0; k < 2; k++) {
        Value[] fitted = values(result.response().synapses().get(k));
        for (int i = 0; i < 7; i++) {
          double pull = (fitted[i].value() - truth[k][i]) / fitted[i].deviation();
          assertTrue(Math.abs(pull) < 5, "synapse " + k + " parameter " + i + " pull " + pull);
        }
        Value shift = result.response().synapses().get(k).powerShift();
        squares += Math.pow((shift.value() - powerShift) / shift.deviation(), 2) / 20;
        assertTrue(shift.deviation() < 0.2 * powerShift, shift.toString());
      }
      assertTrue(result.response().resonanceNoise() < 60e3, "noise of resonances");
      assertEquals(1, result.response().fit().reducedChiSquare(), 0.5);
    }
    assertTrue(squares > 0.3 && squares < 2.5, "mean square pull " + squares);
  }

  @Test
  void withoutAShiftByPowerNoneIsFitted() {
    for (int trial = 0; trial < 10; trial++) {
      for (SynapseResponse synapse : fit(2e-6).response().synapses()) {
        assertEquals(Value.exact(0), synapse.powerShift());
      }
    }
  }

  @Test
  void aJunctionThatDoesNotRectifyIsNamed() {
    truth[0][2] = 0;
    truth[0][3] = 0;
    ChainFit.Result result = fit(0.1e-6);
    assertEquals(Set.of(0), result.silent());
    assertEquals(0, result.response().synapses().get(0).antisymmetric().value());
    assertEquals(322e6, result.response().synapses().get(1).resonance().value(), 0.2e6);
  }

  @Test
  void noiseAloneIsNoJunction() {
    for (double[] junction : truth) {
      junction[2] = 0;
      junction[3] = 0;
    }
    ChainFit.Result result = fit(0.1e-6);
    assertEquals(Set.of(0, 1), result.silent());
  }

  private static Value[] values(SynapseResponse s) {
    return new Value[] {
      s.resonance(),
      s.halfWidth(),
      s.antisymmetric(),
      s.symmetric(),
      s.tuning(),
      s.tuningQuadratic(),
      s.crosstalk()
    };
  }

  private ChainFit.Result fit(double noise) {
    List<ChainFit.Sweep> sweeps = new ArrayList<>();
    for (int tone = 0; tone < 2; tone++) {
      for (double field : new double[] {0, 3e-3}) {
        List<ChainReading> readings = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
          double[] f = {250e6, 330e6};
          double[] p = {0, 0};
          f[tone] *= 1 + 0.085 * (i / 8.0 - 1);
          p[tone] = 160e-6;
          readings.add(read(new double[] {field, field}, f, p, noise));
        }
        sweeps.add(new ChainFit.Sweep(tone, readings));
      }
    }
    List<ChainReading> others = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      others.add(
          read(
              new double[] {between(-FIELD, FIELD), between(-FIELD, FIELD)},
              new double[] {252e6, 327e6},
              new double[] {between(0, 160e-6), between(0, 160e-6)},
              noise));
    }
    return ChainFit.fit("chain 1", DESIGNS, FIELD, WidePriors.CHAIN, sweeps, others);
  }

  private ChainReading read(double[] fields, double[] f, double[] p, double noise) {
    double[] power = {p[0], 1.06 * p[1]};
    double v = 0;
    for (int k = 0; k < 2; k++) {
      double[] j = truth[k];
      double fr = j[0] + j[4] * (fields[k] + j[6] * fields[1 - k]) + j[5] * fields[k] * fields[k];
      double pull = 0;
      for (int t = 0; t < 2; t++) {
        double x = (f[t] - fr) / j[1];
        pull += powerShift * power[t] / (1 + x * x);
      }
      fr += pull;
      double rectified = 0;
      double absorbed = 0;
      for (int t = 0; t < 2; t++) {
        double x = (f[t] - fr) / j[1];
        rectified += power[t] * (j[3] + j[2] * x) / (1 + x * x);
        absorbed += power[t] / (1 + x * x);
      }
      v += rectified / (1 + 200 * absorbed);
    }
    double read = 3e-7 + v + noise * random.nextGaussian();
    return new ChainReading(fields, f, p, new double[2], read, noise);
  }

  private double between(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
