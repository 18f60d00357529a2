package org.spinbench.app.command;

import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.sweep.Rehearsal;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Reports the number of points and the time of a large plan before it begins, and refuses a huge
 * one.
 */
public final class PlanSize {
  /** Most points of a plan that nobody has asked for by name: some days, and gigabytes. */
  public static final String MOST = "10000000";

  /** Of a plan with more points its time is said before it begins. */
  private static final long LARGE = 100_000;

  /** Time for a look at how long a plan takes, s. */
  private static final double PATIENCE = 1;

  private PlanSize() {}

  /**
   * Judges the size of a plan.
   *
   * @param bench bench file, as something to simulate
   * @param most points that it may have
   * @param remedy what to do about more
   * @throws IllegalArgumentException saying how many points it has and what they would take
   */
  public static void require(
      Plan plan, BenchFile bench, long most, String remedy, Progress progress) {
    if (plan.points() <= Math.min(most, LARGE)) {
      return;
    }
    String size =
        "the plan \"" + plan.name() + "\" has " + plan.points() + " points" + time(plan, bench);
    if (plan.points() > most) {
      throw new IllegalArgumentException(
          size + ". It is refused, and nothing was set: more than " + most + " points " + remedy);
    }
    progress.say(size);
  }

  private static String time(Plan plan, BenchFile bench) {
    SimulatedBench copy = new SimulatedBench(bench, 1);
    try (Bench opened = Bench.open(bench, copy, copy.clock())) {
      Rehearsal.Forecast forecast = Rehearsal.forecast(opened, plan, new SystemClock(), PATIENCE);
      return ": checking them takes about "
          + Durations.text(forecast.judging())
          + ", and measuring about "
          + Durations.text(forecast.measuring());
    } catch (RuntimeException unknown) {
      return ""; // what is wrong with the plan or the bench is said when they are judged
    }
  }
}
