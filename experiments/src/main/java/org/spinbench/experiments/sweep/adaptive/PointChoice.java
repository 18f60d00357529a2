package org.spinbench.experiments.sweep.adaptive;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spinbench.calibration.Value;

/**
 * Chooses the points of one pass, by what has been read: ask with {@link #next}, answer with {@link
 * #tell}. After a first look at equally spaced candidates, the next is the one whose reading is
 * expected to tell most about the place of the model: ½ ln(1 + B/W), with the variance B that
 * differences between possible places cause in the reading, and the variance W of everything else,
 * its noise included, both as for Gaussians (D. J. C. MacKay, "Information-based objective
 * functions for active data selection", Neural Computation 4, 590 (1992), DOI
 * 10.1162/neco.1992.4.4.590). A candidate may be chosen repeatedly.
 *
 * <p>The same readings lead to the same choices, on every machine.
 */
public final class PointChoice {
  /** Equally spaced candidates of the first look. */
  private static final int LOOK = 9;

  /** Parameters of either model, at most. */
  private static final int PARAMETERS = 6;

  /** Deviation of a place from that of the pass before, if only one is known, over the range. */
  private static final double FAR = 1.0 / 8;

  /** Deviation of the change of a place from that of a straight line, relative to the change. */
  private static final double BENT = 0.25;

  /** Deviation of a shape from that of the pass before, relative. */
  private static final double WIDENED = 0.2;

  /**
   * Where the first look is, beside an expected place, in widths of what is expected: as many
   * different points as there are parameters.
   */
  private static final double[] ASIDE = {-1, 1, -0.3, 0.3, -3, 3};

  /** Largest shape for that, over the range. */
  private static final double WIDEST = 0.1;

  /** Noise of a reading that states none, relative to the range of readings. */
  private static final double LEAST = 1e-4;

  /** Noise where all readings are equal; its square is still a number. */
  private static final double SMALLEST = 1e-100;

  private final AdaptiveModel model;
  private final double[] candidates;
  private final boolean[] dead;
  private final double low;
  private final double high;
  private final double spacing;
  private final List<double[]> told = new ArrayList<>();
  private final Optional<Hypotheses.Expected> expected;
  private int asked;

  /**
   * What a pass found, for those that follow it over the same candidates.
   *
   * @param at value of the setting that changes from pass to pass
   * @param place over the range of the candidates, from -0.5 to 0.5
   * @param logShape natural logarithm of the shape, over the range
   * @param spread of the readings
   */
  public record Found(double at, Value place, Value logShape, double spread) {}

  /**
   * A pass without readings.
   *
   * @param candidates possible values of the setting, at least two different ones
   */
  public PointChoice(AdaptiveModel model, double... candidates) {
    this(model, List.of(), 0, candidates);
  }

  /**
   * A pass without readings that expects the place where earlier ones lead, and their shape.
   *
   * @param earlier passes over the same candidates, in their order; the last two count
   * @param at value of the setting that changes from pass to pass
   */
  public PointChoice(AdaptiveModel model, List<Found> earlier, double at, double... candidates) {
    this.model = model;
    this.candidates = candidates.clone();
    dead = new boolean[candidates.length];
    low = Arrays.stream(candidates).min().orElseThrow();
    high = Arrays.stream(candidates).max().orElseThrow();
    if (!(high > low)) {
      throw new IllegalArgumentException(
          "an adaptive sweep needs at least two different values to choose from");
    }
    spacing = 1.0 / (candidates.length - 1);
    expected = expected(earlier, at);
  }

  /** A straight line through the places of the last two passes; of one, its surroundings. */
  private Optional<Hypotheses.Expected> expected(List<Found> earlier, double at) {
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    Found last = earlier.get(earlier.size() - 1);
    double place = last.place().value();
    double deviation = StrictMath.hypot(last.place().deviation(), 2 * spacing);
    if (at != last.at()) {
      Found before = null;
      for (Found one : earlier) {
        before = one.at() == last.at() ? before : one;
      }
      if (before == null) {
        deviation = StrictMath.hypot(deviation, FAR);
      } else {
        double ratio = (at - last.at()) / (last.at() - before.at());
        double change = ratio * (place - before.place().value());
        place += change;
        deviation = StrictMath.hypot(deviation * (1 + Math.abs(ratio)), BENT * change);
        deviation = StrictMath.hypot(deviation, ratio * before.place().deviation());
      }
    }
    double shape = StrictMath.hypot(last.logShape().deviation(), WIDENED);
    return Optional.of(
        new Hypotheses.Expected(
            new Value(place, deviation), new Value(last.logShape().value(), shape), last.spread()));
  }

  /** The index of the candidate to measure next. */
  public int next() {
    int look = Math.min(LOOK, candidates.length);
    int turn = asked;
    asked++;
    if (expected.isPresent() && turn < ASIDE.length) {
      return nearest(ASIDE[turn]);
    }
    if (expected.isEmpty() && turn < look) {
      return (int) ((2L * turn + 1) * candidates.length / (2L * look));
    }
    if (told.size() < 2) {
      return turn % candidates.length;
    }
    Hypotheses belief = belief();
    int best = 0;
    double most = -1;
    for (int k = 0; k < candidates.length; k++) {
      double gain = dead[k] ? -1 : belief.gain(relative(candidates[k]), noise(candidates[k]));
      if (gain > most) {
        most = gain;
        best = k;
      }
    }
    return best;
  }

  /** The candidate nearest to a point beside the expected place, in widths of what is expected. */
  private int nearest(double aside) {
    Hypotheses.Expected about = expected.orElseThrow();
    double shape = Math.min(StrictMath.exp(about.logShape().value()), WIDEST);
    double scale = StrictMath.hypot(shape, about.place().deviation());
    double wanted = about.place().value() + aside * scale;
    int best = 0;
    for (int k = 1; k < candidates.length; k++) {
      double off = Math.abs(relative(candidates[k]) - wanted);
      best = off < Math.abs(relative(candidates[best]) - wanted) ? k : best;
    }
    return best;
  }

  /**
   * The reading at a candidate.
   *
   * @param value a finite number
   * @param deviation one standard deviation; zero if none is known
   */
  public void tell(int index, double value, double deviation) {
    told.add(new double[] {candidates[index], value, deviation});
  }

  /** A candidate cannot be read and is not chosen again. */
  public void tellNothing(int index) {
    dead[index] = true;
  }

  /** What is known about the place of the model; empty before there are readings enough. */
  public Optional<Value> place() {
    if (told.size() <= PARAMETERS) {
      return Optional.empty();
    }
    Value place = belief().place();
    double range = high - low;
    return Optional.of(
        new Value((low + high) / 2 + range * place.value(), range * place.deviation()));
  }

  /**
   * What later passes can expect; empty before there are readings enough.
   *
   * @param at value of the setting that changes from pass to pass
   */
  public Optional<Found> found(double at) {
    if (told.size() <= PARAMETERS) {
      return Optional.empty();
    }
    Hypotheses belief = belief();
    return Optional.of(new Found(at, belief.place(), belief.logShape(), belief.spread()));
  }

  /** With the noise that the readings show, if they scatter more than they state. */
  private Hypotheses belief() {
    Hypotheses stated = belief(1);
    int free = told.size() - PARAMETERS;
    double excess = free > 0 ? stated.squares() / free : 1;
    return excess > 1 ? belief(Math.sqrt(excess)) : stated;
  }

  private Hypotheses belief(double factor) {
    double least = least();
    Hypotheses.Told all =
        new Hypotheses.Told(
            told.stream().mapToDouble(one -> relative(one[0])).toArray(),
            told.stream().mapToDouble(one -> one[1]).toArray(),
            told.stream().mapToDouble(one -> Math.max(one[2], least)).toArray());
    return new Hypotheses(model, all, spacing, factor, expected);
  }

  /** From -0.5 to 0.5 over the range of the candidates. */
  private double relative(double x) {
    return (x - low) / (high - low) - 0.5;
  }

  private double least() {
    double lowest = told.stream().mapToDouble(one -> one[1]).min().orElse(0);
    double highest = told.stream().mapToDouble(one -> one[1]).max().orElse(0);
    return Math.max(LEAST * (highest - lowest), SMALLEST);
  }

  /** That of the nearest reading. */
  private double noise(double x) {
    double nearest = Double.POSITIVE_INFINITY;
    double noise = 0;
    for (double[] one : told) {
      if (Math.abs(one[0] - x) < nearest) {
        nearest = Math.abs(one[0] - x);
        noise = one[2];
      }
    }
    return Math.max(noise, least());
  }
}
