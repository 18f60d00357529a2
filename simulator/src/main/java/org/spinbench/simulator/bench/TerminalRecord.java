package org.spinbench.simulator.bench;

import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;

/** Keeps what {@link TerminalTruth} tells of one output. */
final class TerminalRecord {
  private final String name;
  private double voltage;
  private double current;
  private double power;
  private boolean live;
  private boolean everLive;
  private long lastLive;
  private long lastSeen;

  TerminalRecord(String name) {
    this.name = name;
  }

  /** Notes a voltage and a current of any sign, V and A. */
  void noteDirect(double volts, double amperes) {
    voltage = larger(voltage, Math.abs(volts));
    current = larger(current, Math.abs(amperes));
  }

  /** Notes an RF power, W. */
  void notePower(double watts) {
    power = larger(power, watts);
  }

  private static double larger(double before, double now) {
    return now > before ? now : before;
  }

  /** Whether it is live now and was not before, or the other way round. */
  boolean turns(boolean liveNow) {
    return liveNow != live;
  }

  /**
   * Notes that it has become live, or is live no more.
   *
   * @param before a moment at which it was as it was
   * @param moment at which it is as it is
   * @param seen the computer's clock when an output of the bench was last changed, ns
   * @param liveAt whether it was live at any moment between, of which there is one change
   */
  void turn(long before, long moment, long seen, LongPredicate liveAt) {
    live = !live;
    everLive = true;
    if (!live) {
      lastLive = lastLive(before, moment, liveAt);
      lastSeen = seen;
    }
  }

  private static long lastLive(long before, long moment, LongPredicate liveAt) {
    long yes = before;
    long no = moment;
    while (no - yes > 1) {
      long middle = yes + (no - yes) / 2;
      if (liveAt.test(middle)) {
        yes = middle;
      } else {
        no = middle;
      }
    }
    return yes;
  }

  /**
   * @param now on the bench's clock, up to which is recorded
   * @param seen the computer's clock now, ns
   * @param bench dates of moments of the bench's clock
   * @param computer dates of moments of the computer's clock
   */
  TerminalTruth truth(
      long now, long seen, LongFunction<Instant> bench, LongFunction<Instant> computer) {
    return new TerminalTruth(
        name,
        voltage,
        current,
        power,
        everLive ? Optional.of(bench.apply(live ? now : lastLive)) : Optional.empty(),
        everLive ? Optional.of(computer.apply(live ? seen : lastSeen)) : Optional.empty());
  }
}
