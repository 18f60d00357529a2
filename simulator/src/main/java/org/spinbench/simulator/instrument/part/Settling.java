package org.spinbench.simulator.instrument.part;

/**
 * A level on its way to its setpoint: a first-order lag,
 *
 * <p>y(t) = y₁ + (y₀ − y₁) exp(−(t − t₀)/τ), with τ = T/ln 1000,
 *
 * <p>so that 0.1 % of the step is left after the settling time T; or a linear ramp. It remembers
 * recent moves, so that a reading knows the level during its integration.
 */
public final class Settling {
  private static final int REMEMBERED = 64;

  /** Number of settling times after which a level is at its target. */
  public static final double DONE = 5;

  private static final double LN_1000 = StrictMath.log(1000);

  /**
   * Moves of the same duration, ns, one after another: approaches with this settling time if they
   * {@code lag}, otherwise ramps.
   */
  private record Moves(
      double[] from,
      double[] to,
      long[] starts,
      double duration,
      boolean lag,
      Moves before,
      int depth) {
    double at(long nanos) {
      int last = lastFrom(nanos);
      return last < 0 ? from[0] : at(last, nanos);
    }

    double at(int number, long nanos) {
      double part = duration > 0 ? (nanos - starts[number]) / duration : Double.POSITIVE_INFINITY;
      if (lag) {
        return approached(from[number], to[number], part);
      }
      return part >= 1 ? to[number] : from[number] + (to[number] - from[number]) * part;
    }

    /** The last move that starts by this moment; -1 if none does. */
    int lastFrom(long nanos) {
      int low = 0;
      int high = starts.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (starts[middle] > nanos) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low - 1;
    }

    Moves alone() {
      return new Moves(from, to, starts, duration, lag, null, 0);
    }
  }

  /** The level after this part of the settling time of an approach. */
  public static double approached(double from, double to, double part) {
    return part >= DONE ? to : to + (from - to) * StrictMath.exp(-LN_1000 * part);
  }

  private volatile Moves latest;

  public Settling(double level, long now) {
    latest = one(level, level, now, 0, true, null);
  }

  /** Approaches a level; 0.1 % of the step is left after the settling time, s. */
  public void approach(double level, long start, double settlingTime) {
    move(level, start, settlingTime, true);
  }

  /** Ramps to a level linearly in a given time, s. */
  public void ramp(double level, long start, double duration) {
    move(level, start, duration, false);
  }

  /**
   * Approaches one level after another. Each approach starts at its moment, even before the last
   * one has ended. A later move cancels the remaining ones.
   *
   * @param starts ns, in order
   */
  public void follow(double[] levels, long[] starts, double settlingTime) {
    follow(levels, starts, settlingTime, true);
  }

  /** The same as linear ramps of a given duration, s. */
  public void followRamps(double[] levels, long[] starts, double duration) {
    follow(levels, starts, duration, false);
  }

  private void follow(double[] levels, long[] starts, double seconds, boolean lag) {
    if (levels.length == 0) {
      return;
    }
    Moves before = remembered();
    double[] from = new double[levels.length];
    Moves path = new Moves(from, levels, starts, seconds * 1e9, lag, before, before.depth + 1);
    from[0] = at(starts[0]);
    for (int k = 1; k < levels.length; k++) {
      from[k] = path.at(k - 1, starts[k]);
    }
    latest = path;
  }

  private void move(double level, long start, double seconds, boolean lag) {
    latest = one(at(start), level, start, seconds * 1e9, lag, remembered());
  }

  private Moves remembered() {
    return latest.depth < REMEMBERED ? latest : latest.alone();
  }

  private static Moves one(
      double from, double to, long start, double duration, boolean lag, Moves before) {
    int depth = before == null ? 0 : before.depth + 1;
    double[] levels = {to};
    return new Moves(new double[] {from}, levels, new long[] {start}, duration, lag, before, depth);
  }

  /** The level at a moment of the clock. */
  public double at(long nanos) {
    Moves moves = latest;
    while (moves.starts[0] > nanos && moves.before != null) {
      moves = moves.before;
    }
    return moves.at(nanos);
  }

  /**
   * The first later moment at which a move starts; {@link Long#MAX_VALUE} if there is none. Between
   * two such moments the level is monotonic. After a jump, the level at that moment is already the
   * new one.
   */
  public long turn(long after) {
    long turn = Long.MAX_VALUE;
    for (Moves moves = latest; moves != null; moves = moves.before) {
      int next = moves.lastFrom(after) + 1;
      if (next < moves.starts.length) {
        turn = Math.min(turn, moves.starts[next]);
      }
      if (next > 0) {
        break;
      }
    }
    return turn;
  }

  /** The level of the last move. */
  public double target() {
    return latest.to[latest.to.length - 1];
  }
}
