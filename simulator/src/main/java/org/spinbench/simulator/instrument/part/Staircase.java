package org.spinbench.simulator.instrument.part;

import java.util.ArrayList;
import java.util.List;

/**
 * The levels of a sweep: from start to stop with equal steps or equal ratios, up or down; or those
 * of a list.
 */
public final class Staircase {
  private double start;
  private double stop;
  private int points;
  private boolean logarithmic;
  private boolean down;
  private List<Double> list = List.of();

  public Staircase(int points) {
    this.points = points;
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

  /** Sets the step, and so the number of points that fit. */
  public void setStep(double step) {
    points = step == 0 ? 1 : (int) Math.floor(Math.abs((stop - start) / step) * (1 + 1e-12)) + 1;
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

  /** The levels between start and stop, both inclusive. */
  public List<Double> levels() {
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
