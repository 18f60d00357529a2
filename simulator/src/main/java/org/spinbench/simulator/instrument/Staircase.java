package org.spinbench.simulator.instrument;

import java.util.ArrayList;
import java.util.List;

/**
 * The levels of a sweep: from a start to a stop with equal steps or equal ratios, either way; or
 * those of a list.
 */
final class Staircase {
  private double start;
  private double stop;
  private int points;
  private boolean logarithmic;
  private boolean down;
  private List<Double> list = List.of();

  Staircase(int points) {
    this.points = points;
  }

  double start() {
    return start;
  }

  double stop() {
    return stop;
  }

  int points() {
    return points;
  }

  double step() {
    return points > 1 ? (stop - start) / (points - 1) : 0;
  }

  List<Double> list() {
    return list;
  }

  void setStart(double level) {
    start = level;
  }

  void setStop(double level) {
    stop = level;
  }

  void setPoints(int count) {
    points = count;
  }

  /** Takes as many points as steps of this size fit in. */
  void setStep(double step) {
    points = step == 0 ? 1 : (int) Math.floor(Math.abs((stop - start) / step) * (1 + 1e-12)) + 1;
  }

  void setLogarithmic(boolean equalRatios) {
    logarithmic = equalRatios;
  }

  boolean isDown() {
    return down;
  }

  void setDown(boolean fromStop) {
    down = fromStop;
  }

  void setList(List<Double> levels) {
    list = List.copyOf(levels);
  }

  /** The levels between start and stop, both included. */
  List<Double> levels() {
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
