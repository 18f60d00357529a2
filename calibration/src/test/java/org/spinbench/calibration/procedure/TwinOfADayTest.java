package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * The twin of a calibration beside the chip, read through its instruments at random settings:
 * fresh, after a day in which every resonance wanders by a half width, and after a calibration of
 * the chains that the readings show to have moved.
 *
 * <p>{@code -Dspinbench.twins=FIRST,CHIPS} sets the chips (seeds); the results are printed.
 */
@Tag("slow")
class TwinOfADayTest {
  private static final BenchFile FILE = Chips.bench();
  private static final int SETTINGS = 42;

  /** Mean square of a chain's residuals over their stated variance from which it has moved. */
  private static final double MOVED = 4;

  /** Relative error of the power in the skirts of lines that a neuron's fit allows for. */
  private static final double SKIRT_ERROR = 0.2;

  /**
   * A setting, and what the bench reads there.
   *
   * @param uncertainties that the instruments state of the chain voltages and the output power
   */
  private record Read(double[] parameters, double[] input, Nodes nodes, double[] uncertainties) {}

  /**
   * A prediction beside its reading.
   *
   * @param off errors of the chain voltages, then of the output power
   * @param stated their standard deviations
   */
  private record Compared(double[] off, double[] stated) {}

  /** The chip of a seed on its bench. */
  private static final class Chip implements AutoCloseable {
    private final SimulatedBench simulated;
    private final Bench bench;
    private final ChipPorts ports;
    private final RandomGenerator random;
    private Calibration calibration;

    Chip(long seed) {
      simulated = new SimulatedBench(FILE, seed);
      bench = Bench.open(FILE, simulated, simulated.clock());
      ports = bench.ports();
      random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      calibration = calibrated(Selection.ALL);
    }

    private Calibration calibrated(Selection selection) {
      return ChipCharacterization.calibrate(
          ports,
          new ChipCharacterization.Options(Duration.ofHours(48), List.of(), selection, false),
          (stage, done, total) -> {},
          one -> {});
    }

    Instant now() {
      return bench.clock().now();
    }

    void calibrateAgain(String chain) {
      calibration = calibrated(new Selection(false, chain, Optional.of(calibration)));
    }

    List<Read> read() {
      double[] upper = Twin.of(calibration, FILE).upper();
      List<Read> all = new ArrayList<>();
      for (int i = 0; i < SETTINGS; i++) {
        double[] p = new double[upper.length];
        for (int j = 0; j < p.length; j++) {
          double least = j < 6 ? -upper[j] : 0.6 * upper[j];
          p[j] = least + (upper[j] - least) * random.nextDouble();
        }
        double[] x = {120e-6 * (0.01 + 0.99 * random.nextDouble()), 120e-6 * random.nextDouble()};
        for (int s = 0; s < 6; s++) {
          ports.fieldCurrent(s, p[s]);
        }
        for (int n = 0; n < 3; n++) {
          ports.bias(n, p[6 + n]);
        }
        for (int t = 0; t < 2; t++) {
          ports.tone(t, calibration.toneFrequencies().get(t), x[t]);
        }
        List<Reading> readings = new ArrayList<>(List.of(ports.chainVoltages()));
        readings.add(ports.emittedPower(2));
        double[] values = readings.stream().mapToDouble(Reading::value).toArray();
        Nodes nodes = new Nodes(Arrays.copyOf(values, 3), new double[] {0, 0, values[3]});
        all.add(
            new Read(p, x, nodes, readings.stream().mapToDouble(Reading::uncertainty).toArray()));
      }
      ports.rest();
      return all;
    }

    /**
     * The twin at readings, with the error that its calibration and the instruments state.
     *
     * @param at the time for which it is stated
     */
    List<Compared> compared(List<Read> readings, Instant at) {
      Twin twin = Twin.of(calibration, FILE);
      List<Twin> deviated =
          deviated(calibration.aged(at)).stream().map(other -> Twin.of(other, FILE)).toList();
      List<Compared> all = new ArrayList<>();
      for (Read read : readings) {
        double[] foretold = values(twin.forward(read.parameters(), read.input()));
        double[] got = values(read.nodes());
        double[] off = new double[4];
        double[] variances = Arrays.stream(read.uncertainties()).map(u -> u * u).toArray();
        Arrays.setAll(off, k -> foretold[k] - got[k]);
        for (Twin other : deviated) {
          double[] moved = values(other.forward(read.parameters(), read.input()));
          Arrays.setAll(variances, k -> variances[k] + square(moved[k] - foretold[k]));
        }
        all.add(new Compared(off, Arrays.stream(variances).map(Math::sqrt).toArray()));
      }
      return all;
    }

    @Override
    public void close() {
      bench.close();
    }
  }

  private static double[] values(Nodes nodes) {
    double[] v = nodes.chainVoltages();
    return new double[] {v[0], v[1], v[2], nodes.powers()[2]};
  }

  private static double square(double x) {
    return x * x;
  }

  /**
   * The calibration with each of its errors of one deviation, and each fluctuation from reading to
   * reading that it states, one after another.
   */
  private static List<Calibration> deviated(Calibration calibration) {
    List<Calibration> all = new ArrayList<>();
    for (int c = 0; c < calibration.chains().size(); c++) {
      ChainResponse chain = calibration.chains().get(c);
      for (int s = 0; s < chain.synapses().size(); s++) {
        List<Value> values = chain.synapses().get(s).values();
        for (int i = 0; i < values.size(); i++) {
          all.add(with(calibration, c, s, i, values.get(i).deviation()));
        }
        all.add(with(calibration, c, s, 0, chain.resonanceNoise()));
      }
    }
    for (int n = 0; n < calibration.neurons().size(); n++) {
      NeuronResponse neuron = calibration.neurons().get(n);
      for (NeuronResponse other : neuron.deviated()) {
        all.add(with(calibration, n, other));
      }
      double power = neuron.slope().value() * neuron.powerNoise() * student(calibration, neuron);
      all.add(with(calibration, n, neuron.with(moved(neuron.values(), 1, power))));
      List<Value> off = moved(neuron.values(), 4, neuron.frequencyNoise());
      all.add(with(calibration, n, neuron.with(off)));
      Value lines = neuron.linewidth();
      Value wider = new Value((1 + SKIRT_ERROR) * lines.value(), lines.deviation());
      all.add(with(calibration, n, neuron.withLinewidth(wider, neuron.brightest())));
    }
    return all;
  }

  /**
   * The 95 % interval of a fluctuation that so many degrees of freedom tell, over that of a known
   * one (Student 1908, doi:10.2307/2331554).
   */
  private static double student(Calibration calibration, NeuronResponse neuron) {
    double degrees = calibration.provenance().powerDegrees(neuron.name());
    return new TDistribution(degrees).inverseCumulativeProbability(0.975) / 1.96;
  }

  private static List<Value> moved(List<Value> values, int number, double by) {
    List<Value> moved = new ArrayList<>(values);
    Value was = values.get(number);
    moved.set(number, new Value(was.value() + by, was.deviation()));
    return moved;
  }

  private static Calibration with(
      Calibration calibration, int chain, int synapse, int number, double by) {
    ChainResponse was = calibration.chains().get(chain);
    List<SynapseResponse> synapses = new ArrayList<>(was.synapses());
    SynapseResponse one = synapses.get(synapse);
    synapses.set(synapse, one.with(moved(one.values(), number, by)));
    List<ChainResponse> chains = new ArrayList<>(calibration.chains());
    chains.set(chain, was.with(synapses));
    return calibration.with(chains, calibration.neurons());
  }

  private static Calibration with(Calibration calibration, int n, NeuronResponse other) {
    List<NeuronResponse> neurons = new ArrayList<>(calibration.neurons());
    neurons.set(n, other);
    return calibration.with(calibration.chains(), neurons);
  }

  /** Largest power of the output in readings, W. */
  private static double fullScale(List<Read> readings) {
    return readings.stream().mapToDouble(read -> read.nodes().powers()[2]).max().orElseThrow();
  }

  /** Errors of the output over its largest power in the readings. */
  private static double[] outputErrors(List<Read> readings, List<Compared> compared) {
    double full = fullScale(readings);
    return compared.stream().mapToDouble(one -> Math.abs(one.off()[3]) / full).toArray();
  }

  /** Readings of a node that lie within 1.96 stated errors. */
  private static int within(List<Compared> compared, int node) {
    return (int)
        compared.stream()
            .filter(one -> Math.abs(one.off()[node]) < 1.96 * one.stated()[node])
            .count();
  }

  private static double median(List<double[]> errors) {
    double[] all = errors.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    return all[all.length / 2];
  }

  /** Chains whose residuals exceed what the calibration states for its own age. */
  private static Set<String> moved(List<Compared> compared) {
    Set<String> names = new LinkedHashSet<>();
    for (int c = 0; c < 3; c++) {
      int chain = c;
      double[] squares =
          compared.stream()
              .mapToDouble(one -> square(one.off()[chain] / one.stated()[chain]))
              .sorted()
              .toArray();
      // a median is not moved by single settings at which the tangent does not hold
      if (squares[squares.length / 2] > MOVED * 0.455) {
        names.add(FILE.chains().get(c).name());
      }
    }
    return names;
  }

  @Test
  void theTwinHoldsItsErrorAndAgesAndIsRestored() {
    String[] which = System.getProperty("spinbench.twins", "9701,2").split(",");
    long first = Long.parseLong(which[0]);
    int chips = Integer.parseInt(which[1]);
    List<double[]> fresh = new ArrayList<>();
    List<double[]> aged = new ArrayList<>();
    List<double[]> restored = new ArrayList<>();
    int[] within = new int[4];
    int withinADay = 0;
    int movedAtOnce = 0;
    for (int i = 0; i < chips; i++) {
      try (Chip chip = new Chip(first + i)) {
        List<Read> now = chip.read();
        List<Compared> compared = chip.compared(now, chip.now());
        fresh.add(outputErrors(now, compared));
        for (int k = 0; k < 4; k++) {
          within[k] += within(compared, k);
        }
        movedAtOnce += moved(chip.compared(now, chip.calibration.time())).size();
        chip.simulated.clock().sleep(Duration.ofHours(24));
        now = chip.read();
        compared = chip.compared(now, chip.now());
        aged.add(outputErrors(now, compared));
        for (int k = 0; k < 3; k++) {
          withinADay += within(compared, k);
        }
        Set<String> flagged = moved(chip.compared(now, chip.calibration.time()));
        flagged.forEach(chip::calibrateAgain);
        now = chip.read();
        restored.add(outputErrors(now, chip.compared(now, chip.now())));
        System.out.printf(
            Locale.ROOT,
            "chip %d: median error of the output %.4f, a day later %.4f, with %s calibrated again"
                + " %.4f%n",
            first + i,
            median(List.of(fresh.get(i))),
            median(List.of(aged.get(i))),
            flagged,
            median(List.of(restored.get(i))));
      }
    }
    int settings = chips * SETTINGS;
    double voltages = (within[0] + within[1] + within[2]) / (3.0 * settings);
    System.out.printf(
        Locale.ROOT,
        "%d settings: median error of the output %.4f, a day later %.4f, restored %.4f; within the"
            + " stated error: voltages %.3f, a day later %.3f, outputs %.3f; chains that"
            + " moved at once %d%n",
        settings,
        median(fresh),
        median(aged),
        median(restored),
        voltages,
        withinADay / (3.0 * settings),
        (double) within[3] / settings,
        movedAtOnce);
    assertEquals(settings, fresh.stream().mapToInt(errors -> errors.length).sum());
    assertTrue(median(fresh) < 0.02, "fresh " + median(fresh));
    assertTrue(voltages > 0.95, "voltages " + voltages);
    assertTrue(within[3] > 0.9 * settings, within[3] + " of " + settings);
    assertTrue(median(aged) > 2 * median(fresh), "aged " + median(aged));
    assertTrue(median(restored) < 0.02, "restored " + median(restored));
    assertTrue(movedAtOnce <= chips, movedAtOnce + " chains");
  }
}
