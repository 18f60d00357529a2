package org.spinbench.app.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.PlanRunner;
import org.spinbench.app.live.EventHub;
import org.spinbench.app.live.Subscription;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;

/**
 * Measures what events cost a run: processor time of the thread of the experiment, without events,
 * with events, and with a listener that never reads, in turns. Prints medians, and the 95 %
 * interval of that of the ratios of each round. Arguments: rounds, points.
 */
public final class EventCost {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");

  /** Number of events at a time: fewer than the hub keeps, so that none is dropped. */
  private static final int BATCH = 4000;

  private static final NotedReading READING =
      new NotedReading(
          Instant.EPOCH,
          Purpose.MEASURE,
          OptionalLong.of(1),
          "chain 1.voltage",
          "voltmeter_1",
          "voltage",
          1e-6,
          "V",
          1e-9,
          Double.NaN,
          Double.NaN,
          Optional.of(true),
          false,
          Optional.of(false));

  private EventCost() {}

  /** Prints the medians. */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
    int points = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 6000;
    double[][] seconds = new double[3][rounds];
    try (EventHub hub = new EventHub();
        EventHub watched = new EventHub();
        Subscription asleep = watched.subscribe(Set.of())) {
      for (int round = -2; round < rounds; round++) {
        for (int which = 0; which < 3; which++) {
          int shifted = (which + round + 3) % 3;
          double time = run(shifted == 0 ? null : shifted == 1 ? hub : watched, points);
          if (round >= 0) {
            seconds[shifted][round] = time;
          }
        }
      }
      asleep.takeDropped();
    }
    String[] names = {"without events", "with events", "with a listener that never reads"};
    double base = median(seconds[0]);
    for (int which = 0; which < 3; which++) {
      System.out.printf(
          Locale.ROOT,
          "%s: median %.3f s, ratio %.3f, of each round %.3f (%.3f to %.3f), of the lowest %.3f%n",
          names[which],
          median(seconds[which]),
          median(seconds[which]) / base,
          median(ratios(seconds[which], seconds[0])),
          ofMedian(ratios(seconds[which], seconds[0]), -1),
          ofMedian(ratios(seconds[which], seconds[0]), 1),
          lowest(seconds[which]) / lowest(seconds[0]));
    }
    direct(base / points);
  }

  /** Number of readings that the hub has told; none was dropped if it is that of all. */
  private static long counted(EventHub hub) {
    return Json.tree(hub.stateJson()).path("counts").path("reading").asLong();
  }

  /**
   * Prints what the thread of the experiment pays for events by itself: the processor time to leave
   * three of them, as many as a point of one reading has, over that of a point.
   */
  private static void direct(double point) throws Exception {
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    double[] nanos = new double[200];
    try (EventHub hub = new EventHub()) {
      for (int batch = -200; batch < nanos.length; batch++) {
        long begin = threads.getCurrentThreadCpuTime();
        for (int k = 0; k < BATCH; k++) {
          hub.recorded(() -> READING);
        }
        long spent = threads.getCurrentThreadCpuTime() - begin;
        if (batch >= 0) {
          nanos[batch] = (double) spent / BATCH;
        }
        while (counted(hub) < (batch + 201L) * BATCH) {
          Thread.sleep(5);
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "leaving an event: median %.0f ns (%.0f to %.0f); three for a point of %.1f us: %.2f %%%n",
        median(nanos),
        ofMedian(nanos, -1),
        ofMedian(nanos, 1),
        point * 1e6,
        300 * median(nanos) * 1e-9 / point);
  }

  private static double[] ratios(double[] times, double[] bases) {
    double[] ratios = new double[times.length];
    Arrays.setAll(ratios, round -> times[round] / bases[round]);
    return ratios;
  }

  /**
   * An end of the 95 % interval of a median: the values whose ranks are 0.98 roots of the number
   * from the middle (David and Nagaraja, Order Statistics, 7.1).
   */
  private static double ofMedian(double[] values, int side) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double rank = (sorted.length - 1) / 2.0 + side * 0.98 * StrictMath.sqrt(sorted.length);
    long nearest = side < 0 ? (long) Math.floor(rank) : (long) Math.ceil(rank);
    return sorted[(int) Math.max(0, Math.min(sorted.length - 1, nearest))];
  }

  private static double lowest(double[] times) {
    return Arrays.stream(times).min().orElseThrow();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double run(EventHub hub, int points) throws Exception {
    Plan plan =
        Plan.named("cost")
            .set("input 1.power", 1.5e-5)
            .sweep(Axis.linear("input 1.frequency", 2.1e8, 2.9e8, points))
            .read("chain 1.voltage");
    Path folder = Files.createTempDirectory("cost");
    ExperimentRunner bare = new ExperimentRunner(folder, Version.program(), Display.NONE);
    ExperimentRunner runner = hub == null ? bare : bare.followedBy(hub);
    var threads = java.lang.management.ManagementFactory.getThreadMXBean();
    long begin = threads.getCurrentThreadCpuTime();
    try (Backend backend = Backends.simulated(FILE, 1)) {
      PlanRunner.measure(runner, backend, plan);
    }
    double seconds = (threads.getCurrentThreadCpuTime() - begin) * 1e-9;
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
    return seconds;
  }
}
