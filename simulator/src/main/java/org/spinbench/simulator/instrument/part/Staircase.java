package org.spinbench.simulator.instrument.part;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The levels of a sweep: from start to stop with equal steps or equal ratios, up or down; or those
 * of a list.
 */
public final class Staircase {
  private double start;
  private double stop;
  private final int most;
  private int points;
  private boolean logarithmic;
  private boolean down;
  private List<Double> list = List.of();

  /**
   * Levels at zero.
   *
   * @param points their number
   * @param most largest number that the instrument sweeps over
   */
  public Staircase(int points, int most) {
    this.points = points;
    this.most = most;
  }

  public double start() {
    return start;
  }

  public double stop() {
    return stop;
  }

  public int points() {
    return points;
  }

  public double step() {
    return points > 1 ? (stop - start) / (points - 1) : 0;
  }

  public List<Double> list() {
    return list;
  }

  public void setStart(double level) {
    start = level;
  }

  public void setStop(double level) {
    stop = level;
  }

  public void setPoints(int count) {
    points = count;
  }

  /** Sets the step, and so the number of points that fit, at most the largest integer. */
  public void setStep(double step) {
    double steps = step == 0 ? 0 : Math.floor(Math.abs((stop - start) / step) * (1 + 1e-12));
    points = (int) (steps + 1);
  }

  public void setLogarithmic(boolean equalRatios) {
    logarithmic = equalRatios;
  }

  public boolean isDown() {
    return down;
  }

  public void setDown(boolean fromStop) {
    down = fromStop;
  }

  public void setList(List<Double> levels) {
    list = List.copyOf(levels);
  }

  /**
   * The levels between start and stop, both inclusive.
   *
   * @throws CommandException if the step gives more than the instrument sweeps over
   */
  public List<Double> levels() {
    if (points > most) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    List<Double> levels = new ArrayList<>(points);
    for (int k = 0; k < points; k++) {
      double part = points > 1 ? (double) k / (points - 1) : 0;
      levels.add(at(down ? 1 - part : part));
    }
    return levels;
  }

  private double at(double part) {
    if (logarithmic && start * stop > 0) {
      return start * StrictMath.pow(stop / start, part);
    }
    return start + (stop - start) * part;
  }
}
