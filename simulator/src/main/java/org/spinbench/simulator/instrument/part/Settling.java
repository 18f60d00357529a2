package org.spinbench.simulator.instrument.part;

/**
 * A level on its way to its setpoint: a first-order lag,
 *
 * <p>y(t) = y₁ + (y₀ − y₁) exp(−(t − t₀)/τ), with τ = T/ln 1000,
 *
 * <p>so that 0.1 % of the step is left after the settling time T; or a straight ramp. Remembers
 * recent moves, so that a reading can be asked what the level was during its integration.
 */
public final class Settling {
  private static final int REMEMBERED = 64;

  /** Settling times until a level is at its target. */
  public static final double DONE = 5;

  private static final double LN_1000 = StrictMath.log(1000);

  /** One move; {@code lag} tells a lag of that settling time from a ramp of that duration, ns. */
  private record Move(
      double from, double to, long start, double duration, boolean lag, Move before, int depth) {
    double at(long nanos) {
      double part = duration > 0 ? (nanos - start) / duration : Double.POSITIVE_INFINITY;
      if (!lag) {
        return part >= 1 ? to : from + (to - from) * part;
      }
      return part >= DONE ? to : to + (from - to) * StrictMath.exp(-LN_1000 * part);
    }

    Move alone() {
      return new Move(from, to, start, duration, lag, null, 0);
    }
  }

  private volatile Move latest = new Move(0, 0, 0, 0, true, null, 0);

  public Settling(double level, long now) {
    latest = new Move(level, level, now, 0, true, null, 0);
  }

  /** Heads for a level, of which 0.1 % of the step is left after the settling time, s. */
  public void approach(double level, long start, double settlingTime) {
    move(level, start, settlingTime, true);
  }

  /** Goes to a level in a straight line that takes so long, s. */
  public void ramp(double level, long start, double duration) {
    move(level, start, duration, false);
  }

  /**
   * Heads for one level after another, each of which is approached at its moment and may be left
   * before it is reached. A move that is made before the last moment takes it off that way.
   *
   * @param starts ns, in order
   */
  public void follow(double[] levels, long[] starts, double settlingTime) {
    follow(levels, starts, settlingTime, true);
  }

  /** The same in straight lines that take so long, s. */
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
   * The first moment, later than one, at which it sets out for another level; {@link
   * Long#MAX_VALUE} if there is none. Between two of them the level goes one way. One that jumps
   * there is at the new level at that moment already.
   */
  public long turn(long after) {
    long turn = Long.MAX_VALUE;
    for (Move move = latest; move != null && move.start > after; move = move.before) {
      turn = Math.min(turn, move.start);
    }
    return turn;
  }

  /** The level it is heading for. */
  public double target() {
    return latest.to;
  }
}
