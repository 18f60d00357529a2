package org.spinbench.app.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
  private static final int HIDDEN = 128;
  private static final int INFERENCES = 4096;

  /** Of PyTorch, which computes the weights for each batch of them. */
  private static final int SLOW_INFERENCES = 4 * BATCH;

  /**
   * How long we work for one turn beside PyTorch, s: a load on the machine then slows both alike.
   */
  private static final double TURN = 0.3;

  private static final int GROWTH_CHAINS = 4;
  private static final int GROWTH_SAMPLES = 16;
  private static final double INPUT_POWER = 50e-6;
  private static final double NANO = 1e-9;

  /**
   * Warm-up time before a measurement, for each of its rounds, s; it lets the code be compiled
   * well.
   */
  private static final double WARM_UP = 0.35;

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
   * The published network here, in one precision.
   *
   * @param kernel what computed the sums and products
   * @param epoch of training (256-128-10, 702 samples in batches of 256), s
   * @param inferences samples evaluated per second
   * @param ratios to PyTorch; empty without it
   */
  public record Speed(String kernel, double epoch, double inferences, Optional<Ratios> ratios) {}

  /**
   * Medians of the ratios of each turn, above 1 where ours is faster.
   *
   * @param epoch of the times of an epoch
   * @param inference of our rate of inferences and {@link Torch#inferences}
   * @param keptInference of our rate and {@link Torch#keptInferences}
   * @param logitDifference largest difference of two logits of the same samples, over the largest
   *     logit
   */
  public record Ratios(
      double epoch, double inference, double keptInference, double logitDifference) {}

  /**
   * The published network in PyTorch, in single precision, which took turns with ours.
   *
   * @param version of PyTorch
   * @param epoch as {@link Speed#epoch}, s
   * @param inferences samples that it evaluates per second if it computes the weights for each
   *     batch of 256, as the published code does
   * @param keptInferences the same with weights computed beforehand, as ours are
   */
  public record Torch(String version, double epoch, double inferences, double keptInferences) {}

  /**
   * The figures.
   *
   * @param load of the machine at the beginning: programs that ran or waited for a processor; below
   *     zero if it is unknown
   * @param exact the published network in double precision
   * @param single the same in single precision; empty without vector instructions
   * @param torch the same in PyTorch; empty without it
   * @param steps one per length, shortest first
   * @param largeSynapses junctions of the large network
   * @param largeEpoch an epoch of the large network on 702 samples, s
   * @param heap largest heap during the work on the large network, bytes; includes garbage that was
   *     not yet collected
   */
  public record Figures(
      double load,
      Speed exact,
      Optional<Speed> single,
      Optional<Torch> torch,
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
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    try (Workers workers = Workers.ofMachine()) {
      progress.accept("published network");
      Published published = published(workers);
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
      return new Figures(
          load,
          published.speeds.get(0),
          published.speeds.stream().skip(1).findFirst(),
          published.torch,
          steps,
          large.synapses(),
          largeEpoch,
          peak);
    }
  }

  private static RfNetwork network(int... widths) {
    return RfNetwork.of(SynapseModel.PUBLISHED, OscillatorModel.PUBLISHED, widths);
  }

  private double step(int length, Numerics numerics, Workers workers) {
    return epoch(network(length, GROWTH_CHAINS), numerics, workers, GROWTH_SAMPLES, GROWTH_SAMPLES);
  }

  private record Published(List<Speed> speeds, Optional<Torch> torch) {}

  /** Our engine in one precision. */
  private record Engine(Numerics numerics, Runnable training, Runnable inference) {}

  /** Double precision, then single precision if this virtual machine has it. */
  private Published published(Workers workers) {
    List<Engine> engines = new ArrayList<>();
    engines.add(engine(Numerics.EXACT, workers));
    if (Numerics.vectors()) {
      engines.add(engine(Numerics.SINGLE, workers));
    }
    try (TorchNetwork torch =
        TorchNetwork.start(workers.threads(), SAMPLES, BATCH, HIDDEN).orElse(null)) {
      if (torch != null) {
        return beside(torch, workers, engines);
      }
    }
    List<Speed> speeds = new ArrayList<>();
    for (Engine engine : engines) {
      speeds.add(
          new Speed(
              engine.numerics.kernel(),
              median(times(engine.training)),
              INFERENCES / median(times(engine.inference)),
              Optional.empty()));
    }
    return new Published(speeds, Optional.empty());
  }

  private Engine engine(Numerics numerics, Workers workers) {
    RfNetwork network = RfNetwork.published(HIDDEN);
    Runnable training = training(network, numerics, workers, SAMPLES, BATCH);
    TunedNetwork tuned = new TunedNetwork(network, workers, numerics);
    double[][] powers = powers(INFERENCES, network.inputs());
    Runnable inference = () -> tuned.infer(powers);
    warmUp(training);
    warmUp(inference);
    return new Engine(numerics, training, inference);
  }

  private Published beside(TorchNetwork torch, Workers workers, List<Engine> engines) {
    double[][] epochs = new double[engines.size()][rounds];
    double[][] rates = new double[engines.size()][rounds];
    double[] theirEpochs = new double[rounds];
    double[] theirRates = new double[rounds];
    double[] theirKeptRates = new double[rounds];
    torch.epoch();
    for (int round = 0; round < rounds; round++) {
      theirEpochs[round] = torch.epoch();
      for (int n = 0; n < epochs.length; n++) {
        epochs[n][round] = time(engines.get(n).training, TURN);
      }
      theirRates[round] = torch.inferences(SLOW_INFERENCES, false);
      for (int n = 0; n < epochs.length; n++) {
        rates[n][round] = INFERENCES / time(engines.get(n).inference, TURN);
      }
      theirKeptRates[round] = torch.inferences(INFERENCES, true);
    }
    List<Speed> speeds = new ArrayList<>();
    for (int n = 0; n < epochs.length; n++) {
      Numerics numerics = engines.get(n).numerics;
      speeds.add(
          new Speed(
              numerics.kernel(),
              median(epochs[n]),
              median(rates[n]),
              Optional.of(
                  new Ratios(
                      ratio(theirEpochs, epochs[n]),
                      ratio(rates[n], theirRates),
                      ratio(rates[n], theirKeptRates),
                      torch.difference(HIDDEN, workers, numerics)))));
    }
    return new Published(
        speeds,
        Optional.of(
            new Torch(
                torch.version(), median(theirEpochs), median(theirRates), median(theirKeptRates))));
  }

  private double epoch(
      RfNetwork network, Numerics numerics, Workers workers, int samples, int batch) {
    Runnable training = training(network, numerics, workers, samples, batch);
    warmUp(training);
    return median(times(training));
  }

  /** An epoch of training. */
  private Runnable training(
      RfNetwork network, Numerics numerics, Workers workers, int samples, int batch) {
    DroneTrainer.initialise(network, 1);
    TrainerOptions options = new TrainerOptions(1e-5, batch, 0, 0, 1, numerics);
    DroneTrainer trainer = new DroneTrainer(network, options, workers);
    double[][] powers = powers(samples, network.inputs());
    int[] labels = random.ints(samples, 0, network.outputs()).toArray();
    return () -> trainer.epoch(powers, labels);
  }

  private void warmUp(Runnable work) {
    time(work, WARM_UP * rounds);
  }

  private double[] times(Runnable work) {
    double[] times = new double[rounds];
    Arrays.setAll(times, round -> time(work, 0));
    return times;
  }

  /** Mean time of work that is repeated until a time is over, at least once, s. */
  private double time(Runnable work, double seconds) {
    long start = clock.nanos();
    int repetitions = 0;
    double passed;
    do {
      work.run();
      repetitions++;
      passed = (clock.nanos() - start) * NANO;
    } while (passed < seconds);
    return passed / repetitions;
  }

  private static double ratio(double[] numerators, double[] denominators) {
    double[] ratios = new double[numerators.length];
    Arrays.setAll(ratios, round -> numerators[round] / denominators[round]);
    return median(ratios);
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
