package org.spinbench.app.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.study.drone.DroneTrainer;
import org.spinbench.experiments.study.drone.TrainerOptions;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.OscillatorModel;
import org.spinbench.simulator.network.RfNetwork;
import org.spinbench.simulator.network.SynapseModel;
import org.spinbench.simulator.network.TunedNetwork;
import org.spinbench.simulator.network.Workers;

/**
 * Measures the speed of training and evaluation of large RF networks. The spectra are random,
 * because their content does not affect the time.
 */
public final class NetworkSpeed {
  /** Number of training spectra in the published study. */
  private static final int SAMPLES = 702;

  private static final int BATCH = 256;
  private static final int INFERENCES = 4096;
  private static final int GROWTH_CHAINS = 4;
  private static final int GROWTH_SAMPLES = 16;
  private static final double INPUT_POWER = 50e-6;
  private static final double NANO = 1e-9;

  /**
   * Warm-up time before a measurement, for each of its rounds, s; it lets the code be compiled
   * well.
   */
  private static final double WARM_UP = 0.15;

  private final Clock clock;
  private final int rounds;
  private final RandomGenerator random = Seeds.generator(1, 0);

  /**
   * @param clock for the measurement
   * @param rounds number of measurements of each time; figures are medians
   */
  public NetworkSpeed(Clock clock, int rounds) {
    this.clock = clock;
    this.rounds = rounds;
  }

  /**
   * Time of one training step (forward, backward, Adam) of four chains on sixteen samples, with as
   * many tones as junctions in a chain.
   *
   * @param length junctions in a chain
   * @param fast with an error of sums of 1e-6, s
   * @param direct with every sum term by term, s
   */
  public record Step(int length, double fast, double direct) {}

  /**
   * The figures.
   *
   * @param epoch an epoch of the published network (256-128-10, 702 samples in batches of 256), s
   * @param inferences samples that it evaluates per second
   * @param steps one per length, shortest first
   * @param largeSynapses junctions of the large network
   * @param largeEpoch an epoch of the large network on 702 samples, s
   * @param heap largest heap during the work on the large network, bytes; includes garbage that was
   *     not yet collected
   */
  public record Figures(
      double epoch,
      double inferences,
      List<Step> steps,
      int largeSynapses,
      double largeEpoch,
      long heap) {
    public Figures {
      steps = List.copyOf(steps);
    }

    /**
     * The exponent with which the time of a step grows with the length, from one length to the
     * next.
     *
     * @param index of the longer one in {@link #steps}
     */
    public double exponent(int index) {
      Step shorter = steps.get(index - 1);
      Step longer = steps.get(index);
      return StrictMath.log(longer.fast / shorter.fast)
          / StrictMath.log((double) longer.length / shorter.length);
    }
  }

  /**
   * Measures, on all cores.
   *
   * @param lengths of the chains, ascending
   * @param largeWidths inputs, oscillators and outputs of the large network
   * @param progress receives the name of the present measurement
   */
  public Figures measure(int[] lengths, int[] largeWidths, Consumer<String> progress) {
    try (Workers workers = Workers.ofMachine()) {
      progress.accept("published network");
      RfNetwork published = RfNetwork.published(128);
      double epoch = epoch(published, Numerics.EXACT, workers, SAMPLES, BATCH);
      double inferences = inferences(published, workers);
      List<Step> steps = new ArrayList<>();
      for (int length : lengths) {
        progress.accept("chains of " + length);
        steps.add(
            new Step(
                length,
                step(length, Numerics.FAST, workers),
                step(length, Numerics.EXACT, workers)));
      }
      RfNetwork large = network(largeWidths);
      progress.accept("network of " + large.synapses() + " synapses");
      List<MemoryPoolMXBean> heap =
          ManagementFactory.getMemoryPoolMXBeans().stream()
              .filter(pool -> pool.getType() == MemoryType.HEAP)
              .toList();
      heap.forEach(MemoryPoolMXBean::resetPeakUsage);
      double largeEpoch = epoch(large, Numerics.FAST, workers, SAMPLES, BATCH);
      long peak = heap.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
      return new Figures(epoch, inferences, steps, large.synapses(), largeEpoch, peak);
    }
  }

  private static RfNetwork network(int... widths) {
    return RfNetwork.of(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, widths);
  }

  private double step(int length, Numerics numerics, Workers workers) {
    return epoch(network(length, GROWTH_CHAINS), numerics, workers, GROWTH_SAMPLES, GROWTH_SAMPLES);
  }

  /** Median time of an epoch, after warm-up epochs. */
  private double epoch(
      RfNetwork network, Numerics numerics, Workers workers, int samples, int batch) {
    DroneTrainer.initialise(network, 1);
    TrainerOptions options = new TrainerOptions(1e-5, batch, 0, 0, 1);
    DroneTrainer trainer = new DroneTrainer(network, options, workers, numerics);
    double[][] powers = powers(samples, network.inputs());
    int[] labels = random.ints(samples, 0, network.outputs()).toArray();
    long start = clock.nanos();
    do {
      trainer.epoch(powers, labels);
    } while ((clock.nanos() - start) * NANO < WARM_UP * rounds);
    double[] times = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long begin = clock.nanos();
      trainer.epoch(powers, labels);
      times[round] = (clock.nanos() - begin) * NANO;
    }
    return median(times);
  }

  private double inferences(RfNetwork network, Workers workers) {
    TunedNetwork tuned = new TunedNetwork(network, workers);
    double[][] powers = powers(INFERENCES, network.inputs());
    long start = clock.nanos();
    do {
      tuned.infer(powers);
    } while ((clock.nanos() - start) * NANO < WARM_UP * rounds);
    double[] times = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      long begin = clock.nanos();
      tuned.infer(powers);
      times[round] = (clock.nanos() - begin) * NANO;
    }
    return INFERENCES / median(times);
  }

  private double[][] powers(int samples, int inputs) {
    double[][] powers = new double[samples][];
    for (int s = 0; s < samples; s++) {
      powers[s] = random.doubles(inputs, 0, INPUT_POWER).toArray();
    }
    return powers;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
