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
    voltage = Math.max(voltage, Math.abs(volts));
    current = Math.max(current, Math.abs(amperes));
  }

  /** Notes an RF power, W. */
  void notePower(double watts) {
    power = Math.max(power, watts);
  }

  /**
   * Notes whether something is put out at a moment, not earlier than any before.
   *
   * @param seen the computer's clock, ns
   * @param liveAt the same of any moment since the one before, at the end of which it is one way
   */
  void noteLive(boolean liveNow, long moment, long seen, LongPredicate liveAt) {
    if (liveNow) {
      lastLive = moment;
      lastSeen = seen;
      everLive = true;
    } else if (live) {
      lastLive = lastLive(moment, liveAt);
    }
    live = liveNow;
  }

  /** By bisection, from the last moment at which it was found live. */
  private long lastLive(long moment, LongPredicate liveAt) {
    long yes = lastLive;
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
   * @param bench dates of moments of the bench's clock
   * @param computer dates of moments of the computer's clock
   */
  TerminalTruth truth(LongFunction<Instant> bench, LongFunction<Instant> computer) {
    return new TerminalTruth(
        name,
        voltage,
        current,
        power,
        everLive ? Optional.of(bench.apply(lastLive)) : Optional.empty(),
        everLive ? Optional.of(computer.apply(lastSeen)) : Optional.empty());
  }
}
