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
   * One move. With {@code lag}, a lag with this settling time; otherwise a ramp of this duration,
   * ns.
   */
  private record Move(
      double from, double to, long start, double duration, boolean lag, Move before, int depth) {
    double at(long nanos) {
      double part = duration > 0 ? (nanos - start) / duration : Double.POSITIVE_INFINITY;
      if (!lag) {
        return part >= 1 ? to : from + (to - from) * part;
      }
      return approached(from, to, part);
    }

    Move alone() {
      return new Move(from, to, start, duration, lag, null, 0);
    }
  }

  /** The level after this part of the settling time of an approach. */
  public static double approached(double from, double to, double part) {
    return part >= DONE ? to : to + (from - to) * StrictMath.exp(-LN_1000 * part);
  }

  private volatile Move latest = new Move(0, 0, 0, 0, true, null, 0);

  public Settling(double level, long now) {
    latest = new Move(level, level, now, 0, true, null, 0);
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
    Move before = latest.depth < REMEMBERED ? latest : latest.alone();
    for (int k = 0; k < levels.length; k++) {
      double from = before.start > starts[k] ? at(starts[k]) : before.at(starts[k]);
      int depth = latest.depth + 1;
      before = new Move(from, levels[k], starts[k], seconds * 1e9, lag, before, depth);
    }
    latest = before;
  }

  private void move(double level, long start, double seconds, boolean lag) {
    Move before = latest.depth < REMEMBERED ? latest : latest.alone();
    latest = new Move(at(start), level, start, seconds * 1e9, lag, before, before.depth + 1);
  }

  /** The level at a moment of the clock. */
  public double at(long nanos) {
    Move move = latest;
    while (move.start > nanos && move.before != null) {
      move = move.before;
    }
    return move.start > nanos ? move.from : move.at(nanos);
  }

  /**
   * The first later moment at which a move starts; {@link Long#MAX_VALUE} if there is none. Between
   * two such moments the level is monotonic. After a jump, the level at that moment is already the
   * new one.
   */
  public long turn(long after) {
    long turn = Long.MAX_VALUE;
    for (Move move = latest; move != null && move.start > after; move = move.before) {
      turn = Math.min(turn, move.start);
    }
    return turn;
  }

  /** The level of the last move. */
  public double target() {
    return latest.to;
  }
}
