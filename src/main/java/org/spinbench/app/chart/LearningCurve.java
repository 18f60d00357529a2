package org.spinbench.app.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.spinbench.experiments.run.Step;

/**
 * The steps of a training that a picture shows: all of a short one. A long one is parted into bins
 * narrower than a pixel; of each its extremes are shown and the last step that was accepted, so
 * that the picture is the same.
 */
final class LearningCurve {
  /** Up to so many steps each of them is shown. */
  static final int MOST = 5000;

  /** A picture is not as wide as this. */
  private static final int BINS = 2000;

  /** Gives all steps in order, as often as it is asked. */
  interface Source {
    /** Tells of each. */
    void each(Consumer<Step> told);
  }

  /**
   * A step.
   *
   * @param number among all, from 1
   */
  record Shown(long number, Step step) {}

  private final List<Shown> shown = new ArrayList<>();
  private long all;

  private LearningCurve() {}

  /** Reads the steps twice, and keeps those that are shown. */
  static LearningCurve of(Source source) {
    LearningCurve curve = new LearningCurve();
    source.each(step -> curve.all++);
    long width = curve.all <= MOST ? 1 : (curve.all + BINS - 1) / BINS;
    Bin[] bins = {new Bin(), new Bin()}; // what the chip has shown, and what a twin expects
    long[] number = new long[1];
    source.each(
        step -> {
          bins[step.byTwin() ? 1 : 0].add(new Shown(++number[0], step));
          if (number[0] % width == 0 || number[0] == curve.all) {
            SortedMap<Long, Shown> sorted = new TreeMap<>();
            for (Bin bin : bins) {
              bin.moveInto(sorted);
            }
            curve.shown.addAll(sorted.values());
          }
        });
    return curve;
  }

  List<Shown> shown() {
    return shown;
  }

  /** Whether each step is shown. */
  boolean isWhole() {
    return all == shown.size();
  }

  /** Some steps one after another. */
  private static final class Bin {
    private Shown leastLoss;
    private Shown mostLoss;
    private Shown leastAccuracy;
    private Shown mostAccuracy;
    private Shown accepted;

    void add(Shown one) {
      boolean first = leastLoss == null;
      Step step = one.step();
      leastLoss = first || step.loss() < leastLoss.step().loss() ? one : leastLoss;
      mostLoss = first || step.loss() > mostLoss.step().loss() ? one : mostLoss;
      leastAccuracy =
          first || step.accuracy() < leastAccuracy.step().accuracy() ? one : leastAccuracy;
      mostAccuracy = first || step.accuracy() > mostAccuracy.step().accuracy() ? one : mostAccuracy;
      accepted = step.accepted() ? one : accepted;
    }

    void moveInto(SortedMap<Long, Shown> to) {
      if (leastLoss != null) {
        for (Shown one : List.of(leastLoss, mostLoss, leastAccuracy, mostAccuracy)) {
          to.put(one.number(), one);
        }
      }
      if (accepted != null) {
        to.put(accepted.number(), accepted);
      }
      leastLoss = null;
      accepted = null;
    }
  }
}
