package org.spinbench.app.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Version;
import org.spinbench.app.command.measure.PlanRunner;
import org.spinbench.app.live.EventHub;
import org.spinbench.app.live.Subscription;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.runner.Backend;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import org.spinbench.experiments.runner.RunControl;
import org.spinbench.experiments.runner.RunFollower;
import org.spinbench.experiments.sweep.plan.Axis;
import org.spinbench.experiments.sweep.plan.Plan;

/**
 * Measures what events cost a run: processor time of the thread of the experiment, without events,
 * with events, and with a listener that never reads. The three take turns within each run, some
 * hundred points each, in every order equally often, so that they meet the same caches, clock rates
 * and neighbours. Prints the median of the ratios within each turn of three, with its 95 % interval
 * (bootstrap). Arguments: turns, points of each part.
 */
public final class EventCost {
  private static final BenchFile FILE = BenchFile.parse(DefaultBench.text(), "the default bench");

  /** Number of events at a time: fewer than the hub keeps, so that none is dropped. */
  private static final int BATCH = 4000;

  /** Turns of three in each run, so that no file grows large: a multiple of the six orders. */
  private static final int TURNS = 60;

  /** Turns at the start of the first run that are not counted. */
  private static final int WARM = 30;

  private static final int RESAMPLES = 4000;

  /** Records of a point of one reading: its reading and itself. */
  private static final int RECORDS = 2;

  private static final int[][] ORDERS = {
    {0, 1, 2}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}, {2, 0, 1}, {1, 0, 2}
  };

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
    int turns = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 900;
    int points = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
    List<double[]> seconds = new ArrayList<>();
    int warm = WARM;
    while (seconds.size() < turns) {
      try (EventHub hub = new EventHub();
          EventHub watched = new EventHub();
          Subscription asleep = watched.subscribe(Set.of())) {
        Turns run = new Turns(List.of(RunFollower.NONE, hub, watched), points);
        measure(run, points);
        seconds.addAll(run.seconds.subList(warm, run.seconds.size()));
        asleep.takeDropped();
      }
      warm = 0;
    }
    String[] names = {"without events", "with events", "with a listener that never reads"};
    for (int which = 0; which < 3; which++) {
      double[] ratios = new double[seconds.size()];
      double[] times = new double[seconds.size()];
      for (int turn = 0; turn < ratios.length; turn++) {
        times[turn] = seconds.get(turn)[which];
        ratios[turn] = times[turn] / seconds.get(turn)[0];
      }
      double[] interval = interval(ratios);
      System.out.printf(
          Locale.ROOT,
          "%s: %.2f us a point; over that without events %.4f (%.4f to %.4f), %d turns%n",
          names[which],
          1e6 * median(times) / points,
          median(ratios),
          interval[0],
          interval[1],
          ratios.length);
    }
    direct(median(seconds.stream().mapToDouble(one -> one[0]).toArray()) / points);
  }

  /** The 95 % interval of the median: that of the medians of resampled values. */
  private static double[] interval(double[] values) {
    SplittableRandom random = new SplittableRandom(1);
    double[] medians = new double[RESAMPLES];
    double[] drawn = new double[values.length];
    for (int k = 0; k < RESAMPLES; k++) {
      for (int i = 0; i < drawn.length; i++) {
        drawn[i] = values[random.nextInt(values.length)];
      }
      medians[k] = median(drawn);
    }
    Arrays.sort(medians);
    return new double[] {medians[RESAMPLES / 40], medians[RESAMPLES - 1 - RESAMPLES / 40]};
  }

  /**
   * Passes what is recorded to one follower after the other, and notes the processor time of the
   * thread of the experiment for each. Not counted is what a run without followers saves besides:
   * the calls of this.
   */
  private static final class Turns implements RunFollower {
    private final java.lang.management.ThreadMXBean threads =
        java.lang.management.ManagementFactory.getThreadMXBean();
    private final List<RunFollower> followers;
    private final int records;
    private final List<double[]> seconds = new ArrayList<>();
    private double[] turn = new double[3];
    private int place;
    private int recorded;
    private long begin;

    /** With so many points for each. */
    Turns(List<RunFollower> followers, int points) {
      this.followers = followers;
      records = RECORDS * points;
    }

    private int present() {
      return ORDERS[seconds.size() % ORDERS.length][place];
    }

    @Override
    public void began(RunFile run, Bench bench, RunControl control) {
      followers.forEach(one -> one.began(run, bench, control));
    }

    @Override
    public void recorded(Supplier<?> what) {
      if (recorded % records == 0) {
        long now = threads.getCurrentThreadCpuTime();
        if (recorded > 0) {
          turn[present()] = (now - begin) * 1e-9;
          place = (place + 1) % 3;
          if (place == 0) {
            seconds.add(turn);
            turn = new double[3];
          }
        }
        begin = now;
      }
      recorded++;
      followers.get(present()).recorded(what);
    }

    @Override
    public void progress(String stage, double share, String detail) {
      followers.get(present()).progress(stage, share, detail);
    }

    @Override
    public void said(String line) {}

    @Override
    public void failed(RuntimeException failure) {}

    @Override
    public void ended() {
      followers.forEach(RunFollower::ended);
    }
  }

  /** Number of readings that the hub has told; none was dropped if it is that of all. */
  private static long counted(EventHub hub) {
    return Json.tree(hub.stateJson()).path("counts").path("reading").asLong();
  }

  /**
   * Prints what the thread of the experiment pays for events by itself: the processor time to leave
   * as many as a point of one reading has, over that of a point.
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
    double[] interval = interval(nanos);
    System.out.printf(
        Locale.ROOT,
        "leaving an event: median %.0f ns (%.0f to %.0f); %d for a point of %.1f us: %.2f %%%n",
        median(nanos),
        interval[0],
        interval[1],
        RECORDS,
        point * 1e6,
        100 * RECORDS * median(nanos) * 1e-9 / point);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** A sweep that is long enough for all turns. */
  private static void measure(Turns turns, int points) throws Exception {
    Plan plan =
        Plan.named("cost")
            .set("input 1.power", 1.5e-5)
            .sweep(Axis.linear("input 1.frequency", 2.1e8, 2.9e8, 3 * points * TURNS + points))
            .read("chain 1.voltage");
    Path folder = Files.createTempDirectory("cost");
    ExperimentRunner runner =
        new ExperimentRunner(folder, Version.program(), Display.NONE).followedBy(turns);
    try (Backend backend = Backends.simulated(FILE, 1)) {
      PlanRunner.measure(runner, backend, plan);
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
