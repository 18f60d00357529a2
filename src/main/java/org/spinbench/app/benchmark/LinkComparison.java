package org.spinbench.app.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.spinbench.app.benchmark.Contender.Budget;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.server.Servers;
import org.spinbench.simulator.server.Servers.Link;

/**
 * Measures every link to a simulated instrument, and a bare Java socket with the same bytes.
 *
 * <p>The contenders take turns, round by round, so that a busy machine slows all of them equally. A
 * figure is the median of the rounds, and a ratio the median of the rounds' ratios. The links are
 * measured one after another, each with its own bare socket, because a program that uses a single
 * link is compiled for it.
 */
public final class LinkComparison {
  private static final int WARM_UP_ROUNDS = 3;
  private static final Budget WARM_UP = new Budget(3, 30_000, 0.25);
  private static final Budget SMALL = new Budget(3, 500, 0.05);
  private static final Budget LARGE = new Budget(2, 20, 0.1);

  private LinkComparison() {}

  /**
   * The times of one contender with one workload.
   *
   * @param p50 median time, s
   * @param p99 99th percentile, s
   * @param ratio median time over that of the bare socket
   */
  public record Figures(double p50, double p99, double ratio) {}

  /** All figures of one contender. */
  public record Result(String name, Map<LinkWorkload, Figures> figures) {}

  /**
   * Measures.
   *
   * @param rounds number of rounds after the warm-up
   * @param progress receives the completed fraction
   * @return one result per contender: first the bare socket of the first link, then that link's
   *     session
   */
  public static List<Result> measure(int rounds, DoubleConsumer progress) {
    BenchmarkInstrument instrument = new BenchmarkInstrument();
    Map<String, byte[]> answers = instrument.answers();
    List<Result> results = new ArrayList<>();
    try (Servers servers =
        new Servers(
            List.of(new Servers.Instrument("benchmark", "SGS100A", true, instrument)),
            Servers.Ports.loopback())) {
      Map<Link, ResourceName> resources = servers.instruments().get(0).resources();
      int done = 0;
      for (Map.Entry<Link, ResourceName> link : new EnumMap<>(resources).entrySet()) {
        double before = done;
        try (Contenders contenders =
            new Contenders(answers, link.getKey(), link.getValue(), servers.linkSettings())) {
          List<Result> own =
              measure(
                  contenders.all(),
                  rounds,
                  share -> progress.accept((before + share) / resources.size()));
          results.addAll(results.isEmpty() ? own : own.subList(1, own.size()));
        }
        done++;
      }
    }
    return results;
  }

  private static List<Result> measure(
      List<Contender> contenders, int rounds, DoubleConsumer progress) {
    List<Map<LinkWorkload, Samples>> samples = new ArrayList<>();
    contenders.forEach(contender -> samples.add(new EnumMap<>(LinkWorkload.class)));
    int warmUp = Math.min(WARM_UP_ROUNDS, rounds);
    int total = warmUp + rounds;
    for (int round = 0; round < total; round++) {
      if (round == warmUp) {
        samples.forEach(Map::clear);
      }
      for (LinkWorkload workload : LinkWorkload.values()) {
        for (int c = 0; c < samples.size(); c++) {
          Budget budget = budget(workload, round < warmUp && rounds >= WARM_UP_ROUNDS);
          double[] times = contenders.get(c).measure(workload, budget);
          samples.get(c).computeIfAbsent(workload, w -> new Samples()).add(times);
        }
      }
      progress.accept((round + 1.0) / total);
    }
    return results(contenders, samples);
  }

  /**
   * Sends ten thousand messages before the timing, so that they are compiled well. A measurement of
   * fewer rounds than the usual warm-up only shows that everything works, and warms up briefly.
   */
  private static Budget budget(LinkWorkload workload, boolean warmingUp) {
    if (workload == LinkWorkload.BLOCK) {
      return LARGE;
    }
    return warmingUp ? WARM_UP : SMALL;
  }

  private static List<Result> results(
      List<Contender> contenders, List<Map<LinkWorkload, Samples>> samples) {
    List<Result> results = new ArrayList<>();
    Map<LinkWorkload, Samples> bare = samples.get(0);
    for (int c = 0; c < samples.size(); c++) {
      Map<LinkWorkload, Figures> figures = new EnumMap<>(LinkWorkload.class);
      samples
          .get(c)
          .forEach((workload, own) -> figures.put(workload, own.beside(bare.get(workload))));
      results.add(new Result(contenders.get(c).name(), figures));
    }
    return results;
  }

  /** The medians of the rounds, and all times. */
  private static final class Samples {
    private final List<Double> medians = new ArrayList<>();
    private double[] all = {};

    void add(double[] times) {
      medians.add(quantile(times, 0.5));
      int before = all.length;
      all = Arrays.copyOf(all, before + times.length);
      System.arraycopy(times, 0, all, before, times.length);
    }

    Figures beside(Samples bare) {
      double[] ratios = new double[medians.size()];
      for (int round = 0; round < ratios.length; round++) {
        ratios[round] = medians.get(round) / bare.medians.get(round);
      }
      double[] rounds = medians.stream().mapToDouble(median -> median).toArray();
      return new Figures(quantile(rounds, 0.5), quantile(all, 0.99), quantile(ratios, 0.5));
    }

    private static double quantile(double[] values, double share) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }
  }
}
