package org.spinbench.app.command;

import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.Durations;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.sweep.Rehearsal;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * Reports the number of points and the time of a large plan before it begins, and refuses a huge
 * one.
 */
public final class PlanSize {
  /** Default maximum number of points: some days, and gigabytes. */
  public static final String MOST = "10000000";

  /** Number of points above which the time of a plan is printed before it begins. */
  private static final long LARGE = 100_000;

  /** Time for the estimate of a plan's duration, s. */
  private static final double PATIENCE = 1;

  private PlanSize() {}

  /**
   * Checks the size of a plan.
   *
   * @param bench bench file for a simulation
   * @param most maximum number of points
   * @param remedy what to do about more
   * @throws IllegalArgumentException with the number of points and their time
   */
  public static void require(
      Plan plan, BenchFile bench, long most, String remedy, Display progress) {
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
      return ""; // problems of the plan or the bench are reported by their own checks
    }
  }
}
