package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;

/** A neuron whose emission walks at a rate that is known here alone, f = f_th + c (I − I_th). */
@Tag("any-jdk")
class NeuronWanderTest {
  private static final double THRESHOLD = 4e-3;
  private static final double FREQUENCY = 300e6;
  private static final double PULLING = 2e9;
  private static final double GAIN = 0.8;
  private static final double OFFSET = 1e-4;

  /** The bias reaches beyond what the neuron is given at most, 8.2 mA. */
  private static final NeuronFit.Design DESIGN =
      new NeuronFit.Design(
          "neuron 1", 1, 4.2e-3, 295e6, 0.75, true, 1.5e-3, 8.2e-3, WidePriors.NEURON);

  private double rate;
  private double scatter;
  private double noise = 1e3;
  private double drift;
  private double dim;
  private boolean outages;
  private final List<NeuronReading> readings = new ArrayList<>();
  private double[] times;

  /**
   * Limits whose corners are rounded over 0.2 %, as {@link NeuronAmplifier} says; hard far from
   * them.
   */
  private static double current(double bias, double voltage) {
    double signal = Math.max(-1.5e-3, Math.min(1.5e-3, GAIN * (voltage + OFFSET)));
    return Math.min(8.2e-3, bias + signal);
  }

  private void read(int number, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    readings.clear();
    times = new double[number];
    double walked = 0;
    double time = 0;
    for (int i = 0; i < number; i++) {
      double step = random.nextDouble(0.2, 1.8);
      time += step;
      times[i] = time;
      walked += rate * Math.sqrt(step) * random.nextGaussian();
      double bias = i % 10 == 0 ? 11e-3 : random.nextDouble(5e-3, 6e-3);
      double voltage = i % 10 == 5 ? 3e-3 : random.nextDouble(-1e-3, 1e-3);
      double then = voltage + drift * random.nextGaussian();
      double line = FREQUENCY + PULLING * (current(bias, then) - THRESHOLD) + walked;
      line += line * scatter * random.nextGaussian() + noise * random.nextGaussian();
      double power = 1e-6;
      if (i % 7 == 3 && dim > 0) {
        power = dim;
        line += random.nextBoolean() ? 20e6 : -20e6;
      }
      if (i % 6 == 4 && outages) {
        power = i % 12 == 4 ? Double.NaN : power;
        line = Double.NaN;
      }
      readings.add(new NeuronReading(bias, voltage, drift, power, 1e-9, line, 1e3));
    }
  }

  /** Found by a fit whose frequency and pulling are off by so many of their deviations. */
  private WanderFit.Found found(double off) {
    NeuronResponse neuron =
        new NeuronResponse(
            "neuron 1",
            1,
            Value.exact(THRESHOLD),
            Value.exact(0.1),
            Value.exact(2),
            Value.exact(1e-9),
            new Value(FREQUENCY + off * 2e3, 2e3),
            new Value(PULLING - off * 1e6, 1e6),
            Value.exact(GAIN),
            Value.exact(OFFSET),
            0,
            0,
            new FitReport(List.of(), List.of(), 0, 1));
    return NeuronWander.of(DESIGN, neuron, readings, times);
  }

  /** 10 kHz/√s, beside lines that scatter by 20 ppm: over ten walks. */
  @Test
  void aWalkIsFoundWithinItsDeviationBesideLinesThatScatter() {
    double pulls = 0;
    double errors = 0;
    int walks = 10;
    rate = 10e3;
    scatter = 2e-5;
    for (int seed = 1; seed <= walks; seed++) {
      read(200, seed);
      WanderFit.Found found = found(2);
      assertTrue(found.seen(), found.toString());
      assertTrue(found.deviation() < 0.3 * found.rate(), found.toString());
      pulls += (found.rate() - 10e3) / found.deviation() / walks;
      errors += found.repeatability() / walks;
    }
    assertEquals(0, pulls, 4 / Math.sqrt(walks));
    assertEquals(2e-5, errors, 3e-6);
  }

  /** What frequency and pulling are off by is no walk, and no scatter. */
  @Test
  void anUndetectedWalkGivesAnUpperLimit() {
    scatter = 2e-5;
    read(200, 11);
    for (double off : new double[] {0, 10}) {
      WanderFit.Found still = found(off);
      assertFalse(still.seen(), still.toString());
      assertTrue(still.deviation() > 0 && still.deviation() < 1.5e3, still.toString());
      assertEquals(2e-5, still.repeatability(), 4 * 2e-5 / Math.sqrt(2 * 200), still.toString());
    }
    rate = 5 * found(0).deviation();
    read(200, 11);
    assertTrue(found(0).seen(), "five times the limit");
  }

  /** Lines of a twentieth of the power are the neuron's own no more; readings may have none. */
  @Test
  void dimAndMissingLinesArePassedOver() {
    scatter = 2e-5;
    dim = 0.05e-6;
    outages = true;
    read(200, 12);
    WanderFit.Found found = found(0);
    assertFalse(found.seen(), found.toString());
    assertEquals(2e-5, found.repeatability(), 5e-6, found.toString());
    // The same readings without them say the same.
    List<NeuronReading> all = List.copyOf(readings);
    double[] then = times;
    readings.clear();
    List<Double> kept = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      NeuronReading r = all.get(i);
      if (r.power() > 0.1e-6 && Double.isFinite(r.frequency())) {
        readings.add(r);
        kept.add(then[i]);
      }
    }
    times = kept.stream().mapToDouble(Double::doubleValue).toArray();
    assertEquals(found, found(0));
  }

  /**
   * The chain's voltage moves by 0.1 mV meanwhile, as stated: 160 kHz that are no scatter of the
   * line, which is as large.
   */
  @Test
  void aVoltageThatMovesMeanwhileIsNoScatterOfTheLine() {
    drift = 0.1e-3;
    scatter = 5e-4;
    read(400, 13);
    WanderFit.Found found = found(0);
    assertFalse(found.seen(), found.toString());
    assertEquals(5e-4, found.repeatability(), 1e-4, found.toString());
  }

  /**
   * The mean of n lines at equal times refers to the last one. A walk with the mean square D Δ in a
   * step moves it by D Δ Σ (k/n)² = D Δ (n − 1)(2 n − 1)/(6 n), in addition to σ²/n; σ = 5 kHz is 3
   * kHz of the reading and 4 kHz of the line.
   */
  @Test
  void aWalkAddsItsOwnErrorToTheMeanOfTheLines() {
    int n = 40;
    double meanSquare = 2.5e5;
    readings.clear();
    times = new double[n];
    for (int i = 0; i < n; i++) {
      times[i] = 0.5 * i;
      double line = FREQUENCY + PULLING * (6e-3 - THRESHOLD);
      readings.add(new NeuronReading(6e-3 - GAIN * OFFSET, 0, 0, 1e-6, 1e-9, line, 3e3));
    }
    double independent = 25e6 / n;
    NeuronResponse fitted =
        new NeuronResponse(
            "neuron 1",
            1,
            Value.exact(THRESHOLD),
            Value.exact(0.1),
            Value.exact(2),
            Value.exact(1e-9),
            new Value(FREQUENCY, Math.sqrt(independent)),
            Value.exact(PULLING),
            Value.exact(GAIN),
            Value.exact(OFFSET),
            0,
            4e3,
            new FitReport(List.of("frequency"), List.of(List.of(independent)), n, n));
    NeuronResponse honest = NeuronWander.honest(DESIGN, fitted, readings, times, meanSquare);
    double walk = meanSquare * 0.5 * (n - 1) * (2 * n - 1) / (6.0 * n);
    assertEquals(
        Math.sqrt(independent + walk),
        honest.frequency().deviation(),
        1e-4 * Math.sqrt(independent + walk));
    assertEquals(FREQUENCY, honest.frequency().value());
    assertEquals(fitted.threshold(), honest.threshold());
    NeuronResponse still = NeuronWander.honest(DESIGN, fitted, readings, times, 0);
    assertEquals(fitted.frequency().deviation(), still.frequency().deviation(), 1e-9);
  }
}
