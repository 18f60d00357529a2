package org.spinbench.calibration.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.Wander;

/** Chains whose resonances walk at a rate that is known here alone, by the spin-diode formula. */
@Tag("any-jdk")
class ChainWanderTest {
  private static final FitReport NONE = new FitReport(List.of(), List.of(), 0, 1);
  private static final double OFFSET = 2e-6;
  private static final double[] DEVIATIONS = {20e3, 20e3, 0.1, 0.1, 1e7};

  /** f₀, Δ, A, S, a of each junction; the third is dead. */
  private static final double[][] JUNCTIONS = {
    {250e6, 5e6, 60, 8, 3e9}, {330e6, 4e6, -50, 6, 2.5e9}, {410e6, 9e6, 0, 0, 0}
  };

  /** What is done to the chain, and how the world departs from what is set and stated. */
  private static final class World {
    private double rate;
    private double setting;
    private double toneNoise;
    private double noise = 1e-8;
    private double stated = 1e-8;

    /** Hz in this world over Hz in another one that gives the same voltages. */
    private double scale = 1;

    private final List<ChainReading> readings = new ArrayList<>();
    private final List<Double> times = new ArrayList<>();

    /** At random fields and powers; each eighth one in the dark. */
    private void read(int number, long seed) {
      RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      double[] walked = new double[JUNCTIONS.length];
      double time = 0;
      for (int i = 0; i < number; i++) {
        double step = random.nextDouble(0.2, 1.8);
        time += step;
        double[] fields = random.doubles(3, -2e-3, 2e-3).toArray();
        double[] frequencies = {253e6, 326e6, 410e6};
        double[] powers = random.doubles(3, i % 8 == 0 ? 0 : 20e-6, 160e-6).toArray();
        double voltage = OFFSET + noise * random.nextGaussian();
        for (int t = 0; t < 3; t++) {
          powers[t] = i % 8 == 0 ? 0 : powers[t];
        }
        double[] acting = powers.clone();
        for (int t = 0; t < 3; t++) {
          acting[t] *= 1 + setting * random.nextGaussian() + toneNoise * random.nextGaussian();
        }
        for (int k = 0; k < JUNCTIONS.length; k++) {
          double[] j = JUNCTIONS[k];
          walked[k] += rate * Math.sqrt(step) * random.nextGaussian();
          for (int t = 0; t < 3; t++) {
            double x = (frequencies[t] - j[0] - j[4] * fields[k] - walked[k]) / j[1];
            voltage += acting[t] * (j[3] + j[2] * x) / (1 + x * x);
          }
        }
        for (int t = 0; t < 3; t++) {
          frequencies[t] *= scale;
        }
        double[] fluctuation = {toneNoise, toneNoise, toneNoise};
        readings.add(new ChainReading(fields, frequencies, powers, fluctuation, voltage, stated));
        times.add(time);
      }
    }

    /** As a fit would give it whose every number is off by so many of its deviations. */
    private ChainResponse fitted(double off) {
      List<SynapseResponse> synapses = new ArrayList<>();
      for (int k = 0; k < JUNCTIONS.length; k++) {
        Value[] values = new Value[5];
        for (int i = 0; i < 5; i++) {
          double unit = i == 2 || i == 3 ? 1 : scale;
          double deviation = k == 2 ? 0 : DEVIATIONS[i];
          double sign = (i + k) % 2 == 0 ? 1 : -1;
          values[i] =
              new Value(unit * (JUNCTIONS[k][i] + sign * off * deviation), unit * deviation);
        }
        synapses.add(
            new SynapseResponse(
                "synapse " + (k + 1),
                k,
                values[0],
                values[1],
                values[2],
                values[3],
                values[4],
                Value.exact(0),
                Value.exact(0),
                Value.exact(0)));
      }
      return new ChainResponse(
          "chain 1",
          new Value(OFFSET + off * 1e-7, 1e-7),
          Value.exact(0),
          List.of(Value.exact(1), new Value(1 + off * 1e-3, 1e-3), Value.exact(1)),
          synapses,
          0,
          NONE);
    }

    private WanderFit.Found found(double off) {
      return ChainWander.of(
          fitted(off), readings, times.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  /** 2 kHz/√s, beside tones that are set to a thousandth: over ten walks. */
  @Test
  void aWalkIsFoundWithinItsDeviationBesideWhatTonesDoNotRepeat() {
    double pulls = 0;
    double errors = 0;
    int walks = 10;
    for (int seed = 1; seed <= walks; seed++) {
      World world = new World();
      world.rate = 2e3;
      world.setting = 1e-3;
      world.read(150, seed);
      WanderFit.Found found = world.found(1);
      assertTrue(found.seen(), found.toString());
      assertTrue(found.deviation() < 0.3 * found.rate(), found.toString());
      pulls += (found.rate() - 2e3) / found.deviation() / walks;
      errors += found.repeatability() / walks;
    }
    assertEquals(0, pulls, 4 / Math.sqrt(walks));
    assertEquals(1e-3, errors, 1e-4);
  }

  /** Hertz may be of any size: the rate goes with them as long as the voltages stay. */
  @Test
  void aTenTimesFasterWalkOfTenTimesBroaderLinesLooksTheSame() {
    WanderFit.Found[] found = new WanderFit.Found[2];
    for (int i = 0; i < 2; i++) {
      World world = new World();
      world.rate = 2e3;
      world.setting = 1e-3;
      world.scale = i == 0 ? 1 : 10;
      world.read(60, 3);
      found[i] = world.found(0);
    }
    assertEquals(10 * found[0].rate(), found[1].rate(), 1e-3 * found[1].rate());
    assertEquals(10 * found[0].deviation(), found[1].deviation(), 1e-2 * found[1].deviation());
    assertEquals(found[0].repeatability(), found[1].repeatability(), 1e-6);
  }

  /** Numbers of the fit that are off by several of their deviations are no walk, nor errors. */
  @Test
  void aFitThatIsOffIsNoWalk() {
    World world = new World();
    world.setting = 1e-3;
    world.read(150, 4);
    WanderFit.Found exact = world.found(0);
    WanderFit.Found off = world.found(3);
    for (WanderFit.Found found : List.of(exact, off)) {
      assertFalse(found.seen(), found.toString());
      assertEquals(0, found.rate());
      assertEquals(1e-3, found.repeatability(), 2e-4, found.toString());
      assertTrue(found.deviation() > 0 && found.deviation() < 500, found.toString());
    }
    World walking = new World();
    walking.setting = 1e-3;
    walking.rate = 5 * exact.deviation();
    walking.read(150, 4);
    assertTrue(walking.found(0).seen(), "five times the limit");
  }

  /** Three times the noise that the voltmeter states, as what it reads in the dark shows. */
  @Test
  void noiseThatTheDarkShowsIsNeitherWalkNorErrorOfTheTones() {
    World world = new World();
    world.noise = 3e-6;
    world.stated = 1e-6;
    world.setting = 5e-4;
    world.read(400, 5);
    WanderFit.Found found = world.found(0);
    assertFalse(found.seen(), found.toString());
    assertTrue(found.repeatability() < 1e-3, found.toString());
  }

  /** Tones that are said to fluctuate by 1 % do so, and are set as well as others. */
  @Test
  void fluctuationsThatAreStatedAreNoErrorsOfTheTones() {
    World world = new World();
    world.toneNoise = 0.01;
    world.read(150, 6);
    WanderFit.Found found = world.found(0);
    assertFalse(found.seen(), found.toString());
    assertTrue(found.repeatability() < 4e-3, found.toString());
  }

  @Test
  void aChainWithoutRectifyingJunctionsHasNoWander() {
    World world = new World();
    world.read(10, 7);
    ChainResponse whole = world.fitted(0);
    SynapseResponse silent = whole.synapses().get(2);
    ChainResponse dead = whole.with(List.of(silent, silent, silent));
    assertEquals(
        "chain 1: no junction rectifies, so that no reading shows how its resonances wander",
        assertThrows(
                IllegalArgumentException.class,
                () -> ChainWander.of(dead, world.readings, new double[10]))
            .getMessage());
  }

  private static ChainWander.Own own(String name, double scale, WanderFit.Found found) {
    World world = new World();
    world.scale = scale;
    ChainResponse chain = world.fitted(0);
    return new ChainWander.Own(
        new ChainResponse(
            name, chain.offset(), chain.saturation(), chain.toneGains(), chain.synapses(), 0, NONE),
        found,
        "7 readings over 3 s");
  }

  /**
   * Mean half widths are 4.5 MHz times 1, 2, and 4; the dead junction has no say. Of two chains
   * that wander by 3 and 4 widths of a thousandth in √s, the rms is 3.5355 of them.
   */
  @Test
  void aChainThatShowsNothingWandersLikeTheOthersInHalfWidths() {
    List<Wander> all =
        ChainWander.together(
            List.of(
                own("a", 1, new WanderFit.Found(3 * 4.5e3, 0.3 * 4.5e3, 1e-3, 20)),
                own("b", 2, new WanderFit.Found(4 * 9e3, 0.8 * 9e3, 2e-3, 30)),
                own("c", 4, new WanderFit.Found(0, 1234.5, 3e-3, 40))));
    assertEquals(
        new Wander("a", 13.5e3, 1350, 1e-3, 20, true, "by 7 readings over 3 s"), all.get(0));
    assertEquals(new Wander("b", 36e3, 7200, 2e-3, 30, true, "by 7 readings over 3 s"), all.get(1));
    Wander other = all.get(2);
    assertEquals("c", other.device());
    assertEquals(18e3 * Math.sqrt(12.5), other.rate(), 1e-6);
    // Relative deviations of 0.1 and 0.2 of two chains: the mean is known to half their hypotenuse.
    assertEquals(other.rate() * Math.hypot(0.1, 0.2) / 2, other.deviation(), 1e-6);
    assertEquals(3e-3, other.repeatability());
    assertEquals(40, other.degrees());
    assertTrue(other.measured());
    assertEquals(
        "as the other chains, in half widths; 7 readings over 3 s would show no less than"
            + " 1.23 kHz/√s",
        other.source());
  }

  @Test
  void whereNoChainShowsAnythingEachHasItsLimit() {
    List<Wander> all =
        ChainWander.together(List.of(own("a", 1, new WanderFit.Found(0, 700, 1e-3, 20))));
    assertEquals(
        List.of(
            new Wander(
                "a",
                0,
                700,
                1e-3,
                20,
                true,
                "7 readings over 3 s show none; that is what they would show")),
        all);
  }
}
