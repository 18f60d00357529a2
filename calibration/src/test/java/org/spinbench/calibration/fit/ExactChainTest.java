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
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/**
 * Chains whose voltages are exact, or scatter in one way only: what the fit must then say of each
 * number and of its scatter.
 */
@Tag("any-jdk")
class ExactChainTest {
  private static final double FIELD = 10e-3;
  private static final double FULL = 160e-6;
  private static final double[] TONES = {250e6, 330e6};
  private static final FitReport NONE = new FitReport(List.of(), List.of(), 0, 1);

  /** f₀, Δ, A, S, a, b, κ. */
  private static final double[][] TWO = {
    {254e6, 5.3e6, 63, 8, 3.1e9, 1.2e10, 0.05}, {322e6, 4.6e6, -55, -7, 2.8e9, 0.8e10, 0.06}
  };

  private static double square(double x) {
    return x * x;
  }

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(77);
  private final List<List<ChainReading>> sweeps = new ArrayList<>();
  private final List<ChainReading> others = new ArrayList<>();
  private double[][] junctions = TWO;
  private double saturation = 200;
  private double gain = 1.06;
  private double stated = 1e-9;

  /** How the world departs from the exact: voltmeter, V; resonances, Hz; powers, relative. */
  private double noise;

  private double wander;
  private double toneNoise;

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

  private ChainReading read(double[] fields, double[] frequencies, double[] powers) {
    double v = 3e-7;
    double[] power = new double[powers.length];
    for (int t = 0; t < power.length; t++) {
      power[t] = powers[t] * (t == 0 ? 1 : gain) * (1 + toneNoise * random.nextGaussian());
    }
    for (int k = 0; k < junctions.length; k++) {
      double[] j = junctions[k];
      double beside = junctions.length == 1 ? 0 : fields[1 - k];
      double resonance = j[0] + j[4] * (fields[k] + j[6] * beside) + j[5] * square(fields[k]);
      resonance += wander * random.nextGaussian();
      double rectified = 0;
      double absorbed = 0;
      for (int t = 0; t < power.length; t++) {
        double x = (frequencies[t] - resonance) / j[1];
        rectified += power[t] * (j[3] + j[2] * x) / (1 + x * x);
        absorbed += power[t] / (1 + x * x);
      }
      v += rectified / (1 + saturation * absorbed);
    }
    double[] fluctuation = new double[powers.length];
    Arrays.fill(fluctuation, toneNoise);
    return new ChainReading(
        fields, frequencies, powers, fluctuation, v + noise * random.nextGaussian(), stated);
  }

  private void measure() {
    int n = junctions.length;
    for (int tone = 0; tone < n; tone++) {
      List<ChainReading> sweep = new ArrayList<>();
      for (double field : new double[] {0, 3e-3}) {
        for (int i = 0; i < 17; i++) {
          double[] f = Arrays.copyOf(TONES, n);
          double[] p = new double[n];
          double[] fields = new double[n];
          f[tone] *= 1 + 0.085 * (i / 8.0 - 1);
          p[tone] = FULL;
          Arrays.fill(fields, field);
          sweep.add(read(fields, f, p));
        }
      }
      sweeps.add(sweep);
    }
    for (int i = 0; i < 80; i++) {
      double[] f = {252e6, 327e6};
      others.add(
          read(
              random.doubles(n, -FIELD, FIELD).toArray(),
              Arrays.copyOf(f, n),
              random.doubles(n, 0, FULL).toArray()));
    }
  }

  private ChainFit.Result fit() {
    List<ChainFit.Design> designs =
        IntStream.range(0, junctions.length)
            .mapToObj(k -> new ChainFit.Design("synapse " + (k + 1), k + 1, k, TONES[k], TONES[k]))
            .toList();
    List<ChainFit.Sweep> own =
        IntStream.range(0, sweeps.size())
            .mapToObj(k -> new ChainFit.Sweep(k, sweeps.get(k)))
            .toList();
    return ChainFit.fit("chain 1", designs, FIELD, WidePriors.CHAIN, own, others);
  }

  private void assertTruth(ChainResponse fitted, double part) {
    for (int k = 0; k < junctions.length; k++) {
      Value[] found = values(fitted.synapses().get(k));
      for (int i = 0; i < 7; i++) {
        String what = "synapse " + (k + 1) + " number " + i;
        assertEquals(junctions[k][i], found[i].value(), part * Math.abs(junctions[k][i]), what);
      }
    }
  }

  @Test
  void exactReadingsGiveEveryNumberExactly() {
    measure();
    ChainFit.Result result = fit();
    ChainResponse fitted = result.response();
    assertEquals(Set.of(), result.silent());
    assertTruth(fitted, 1e-4);
    assertEquals(gain, fitted.toneGains().get(1).value(), 1e-6);
    assertEquals(Value.exact(1), fitted.toneGains().get(0));
    assertEquals(2, fitted.toneGains().size());
    assertEquals(saturation, fitted.saturation().value(), 1e-3 * saturation);
    assertEquals(3e-7, fitted.offset().value(), 1e-10);
    assertEquals(0, fitted.resonanceNoise());
    // Sweeps and others together, less offset, saturation, one gain and seven numbers a junction,
    // of which gain, saturation, and quadratic tuning and cross-talk of both have priors.
    assertEquals(2 * 34 + 80 - 17 + 6, fitted.fit().degreesOfFreedom());
    assertTrue(fitted.fit().parameters().contains("gain of tone 2"), "" + fitted.fit());
  }

  @Test
  void aReadingThatIsGivenTwiceCountsOnce() {
    measure();
    int once = fit().response().fit().degreesOfFreedom();
    sweeps.forEach(others::addAll);
    assertEquals(once, fit().response().fit().degreesOfFreedom());
  }

  @Test
  void aJunctionAloneHasNoNeighbour() {
    junctions = new double[][] {{254e6, 5.3e6, 63, 8, 3.1e9, 1.2e10, 0}};
    measure();
    ChainResponse fitted = fit().response();
    assertTruth(fitted, 1e-4);
    assertEquals(Value.exact(0), fitted.synapses().get(0).crosstalk());
  }

  /** A junction of less than a tenth of the best one's sensitivity does not rectify. */
  @Test
  void whereTheLineBetweenWeakAndSilentIs() {
    for (double part : new double[] {0.08, 0.13}) {
      sweeps.clear();
      others.clear();
      junctions = new double[][] {TWO[0], TWO[1].clone()};
      double best = StrictMath.hypot(63, 8);
      double own = StrictMath.hypot(55, 7);
      junctions[1][2] *= part * best / own;
      junctions[1][3] *= part * best / own;
      measure();
      ChainFit.Result result = fit();
      assertEquals(part < 0.1 ? Set.of(1) : Set.of(), result.silent(), part + " of the best");
      SynapseResponse other = result.response().synapses().get(1);
      if (part < 0.1) {
        assertEquals(Value.exact(0), other.antisymmetric());
        assertEquals(Value.exact(TONES[1]), other.resonance());
        assertEquals(Value.exact(0), other.tuning());
        assertEquals(Value.exact(0.016 * TONES[1]), other.halfWidth());
      }
    }
  }

  /** Nothing rectifies: the offset is left, and what it cannot know it states as exact. */
  @Test
  void aChainOfDeadJunctionsHasAnOffset() {
    junctions = new double[][] {TWO[0].clone(), TWO[1].clone()};
    for (double[] junction : junctions) {
      junction[2] = 0;
      junction[3] = 0;
    }
    noise = 1e-8;
    stated = 1e-8;
    measure();
    ChainFit.Result result = fit();
    assertEquals(Set.of(0, 1), result.silent());
    assertEquals(3e-7, result.response().offset().value(), 5e-9);
    assertEquals(Value.exact(0), result.response().saturation());
    assertEquals(Value.exact(1), result.response().toneGains().get(1));
  }

  /** Resonances that scatter by 60 kHz from reading to reading are found to do so. */
  @Test
  void theScatterOfTheResonancesIsFound() {
    double sum = 0;
    int trials = 6;
    for (int trial = 0; trial < trials; trial++) {
      sweeps.clear();
      others.clear();
      wander = 60e3;
      noise = 1e-9;
      measure();
      ChainResponse fitted = fit().response();
      sum += fitted.resonanceNoise() / trials;
    }
    assertEquals(60e3, sum, 0.05 * 60e3);
  }

  /** What looks like more than a twentieth of the narrowest half width is misfit. */
  @Test
  void resonancesScatterByATwentiethOfAWidthAtMost() {
    wander = 600e3;
    noise = 1e-9;
    measure();
    ChainResponse fitted = fit().response();
    double narrowest =
        fitted.synapses().stream().mapToDouble(s -> s.halfWidth().value()).min().orElseThrow();
    assertEquals(0.05 * narrowest, fitted.resonanceNoise(), 0.01 * 0.05 * narrowest);
  }

  /** The tone's own frequency is known to 0.4 MHz only, and so is the resonance that it finds. */
  @Test
  void aResonanceIsKnownNoBetterThanItsTone() {
    measure();
    ChainResponse fitted = fit().response();
    List<ChainReading> all = new ArrayList<>(others);
    sweeps.forEach(all::addAll);
    List<ChainReading> moved =
        all.stream()
            .map(
                r -> {
                  double[] f = r.frequencies().clone();
                  f[0] += 0.4e6;
                  return new ChainReading(
                      r.fieldCurrents(), f, r.powers(), r.powerNoise(), r.voltage(), r.deviation());
                })
            .toList();
    ChainResponse honest =
        ChainErrors.of(
            fitted,
            List.of("synapse 1", "synapse 2"),
            all,
            new double[all.size()],
            List.of(moved),
            0,
            0);
    assertEquals(0.4e6, honest.synapses().get(0).resonance().deviation(), 0.01e6);
    assertTrue(honest.synapses().get(1).resonance().deviation() < 0.04e6);
  }

  /** A voltage that a fitted chain gives is that of the equation, by hand. */
  @Test
  void theVoltageOfAFittedChain() {
    ChainResponse chain = byHand();
    // At 1 mA in both lines: 250 + 3 · (1 + 0.1) MHz and 330 + 2 · (1 + 0.2) MHz; each tone one
    // half width above its resonance, and on the skirt of the other.
    double[] frequencies = {253.3e6 + 5e6, 332.4e6 + 4e6};
    ChainReading one =
        new ChainReading(
            new double[] {1e-3, 1e-3}, frequencies, new double[] {1e-4, 0}, new double[2], 0, 1);
    double first = 1e-4 * (10 + 60) / 2 / (1 + 400 * 1e-4 / 2);
    double x = (frequencies[0] - 332.4e6) / 4e6;
    double skirt = 1e-4 * (8 + 40 * x) / (1 + x * x) / (1 + 400 * 1e-4 / (1 + x * x));
    assertEquals(2e-6 + first + skirt, ChainFit.voltage(chain, one), 1e-12);
    ChainReading both =
        new ChainReading(
            new double[] {1e-3, 1e-3},
            frequencies,
            new double[] {0, 1e-4},
            new double[] {0.3, 0.1},
            0,
            1);
    // A tone of gain two, unsaturated, fluctuates by a tenth.
    ChainResponse linear =
        new ChainResponse(
            "chain 1",
            chain.offset(),
            Value.exact(0),
            chain.toneGains(),
            chain.synapses(),
            0,
            NONE);
    x = (frequencies[1] - 253.3e6) / 5e6;
    double signal = 2e-4 * ((8 + 40) / 2.0 + (10 + 60 * x) / (1 + x * x));
    assertEquals(2e-6 + signal, ChainFit.voltage(linear, both), 1e-12);
    assertEquals(0.1 * signal, ChainFit.scatter(linear, both), 1e-12);
  }

  private static ChainResponse byHand() {
    SynapseResponse one =
        new SynapseResponse(
            "synapse 1",
            1,
            Value.exact(250e6),
            Value.exact(5e6),
            Value.exact(60),
            Value.exact(10),
            Value.exact(3e9),
            Value.exact(0),
            Value.exact(0.1),
            Value.exact(0));
    SynapseResponse two =
        new SynapseResponse(
            "synapse 2",
            2,
            Value.exact(330e6),
            Value.exact(4e6),
            Value.exact(40),
            Value.exact(8),
            Value.exact(2e9),
            Value.exact(0),
            Value.exact(0.2),
            Value.exact(0));
    return new ChainResponse(
        "chain 1",
        Value.exact(2e-6),
        Value.exact(400),
        List.of(Value.exact(1), Value.exact(2)),
        List.of(one, two),
        0,
        NONE);
  }

  /**
   * Readings in the dark tell how far the voltmeter's noise exceeds its statement: Σ (r/σ)² over
   * one less than their number, and never less than one.
   */
  @Test
  void readingsInTheDarkTellTheVoltmetersOwnNoise() {
    ChainReading dark = lit(0);
    ChainReading faint = lit(0.99e-8);
    ChainReading bright = lit(1e-8);
    List<ChainReading> mixed = List.of(dark, bright, faint, dark);
    assertEquals(12.0 / 2, ChainFit.inflation(mixed, new double[] {4, 100, 4, 4}), 1e-12);
    assertEquals(1, ChainFit.inflation(mixed, new double[] {1, 100, -1, 1}), 1e-12);
    assertEquals(1, ChainFit.inflation(List.of(dark, bright), new double[] {9, 9}));
    assertEquals(32.0 / 4, ChainFit.inflation(List.of(dark, dark), new double[] {4, 4}), 1e-12);
  }

  private static ChainReading lit(double power) {
    return new ChainReading(
        new double[] {0}, new double[] {1e8}, new double[] {power}, new double[1], 0, 2);
  }

  /** Tones that fluctuate by 2 % are said to, and so explain what is left. */
  @Test
  void fluctuatingTonesAreNoScatterOfTheResonances() {
    toneNoise = 0.02;
    noise = 1e-9;
    measure();
    ChainResponse fitted = fit().response();
    assertTrue(fitted.resonanceNoise() < 20e3, "Hz: " + fitted.resonanceNoise());
    assertEquals(1, fitted.fit().reducedChiSquare(), 0.25);
  }
}
