package org.spinbench.simulator.instrument.rfsource;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.Tone;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.instrument.part.Settling;
import org.spinbench.simulator.scpi.FrontPanel;

/**
 * The common part of the simulated RF sources: a carrier whose level and frequency settle to their
 * setpoints. Pulses reduce its mean power, and it can step through frequencies.
 *
 * <p>It reports every change to the bench. Overlapped operations of the front panel last until it
 * has settled.
 */
final class Carrier implements RfOutput {
  /** Bit of the operation status (SCPI-99 volume 1 section 9.3). */
  private static final int SWEEPING = 1 << 3;

  private final Surroundings surroundings;
  private final double settlingTime;
  private final Settling power;
  private final Settling gatedPower;

  /** Power during a pulse; equal to the mean power unless pulses pass in part. */
  private Settling crest;

  private Settling gatedCrest;
  private final Settling tuning;
  private FrontPanel panel;
  private boolean on;
  private double frequency;
  private double level;
  private double limit = Double.POSITIVE_INFINITY;
  private double passed = 1;
  private double passedGated = 1;
  private volatile RfSweep pass;
  private final List<TriggerInput> triggered = new ArrayList<>();

  /**
   * A carrier that is off.
   *
   * @param settlingTime until 0.1 % of a change remains, s
   * @param frequency Hz
   * @param level at the connector, dBm
   */
  Carrier(Surroundings surroundings, double settlingTime, double frequency, double level) {
    this.surroundings = surroundings;
    this.settlingTime = settlingTime;
    this.frequency = frequency;
    this.level = level;
    long now = surroundings.clock().nanos();
    power = new Settling(0, now);
    gatedPower = new Settling(0, now);
    crest = power;
    gatedCrest = gatedPower;
    tuning = new Settling(frequency, now);
  }

  /** Sets an initial limit, dBm. */
  Carrier limited(double dbm) {
    limit = dbm;
    return this;
  }

  /** Makes changes overlapped operations of a front panel, which last until they have settled. */
  Carrier overlapping(FrontPanel shown) {
    panel = shown;
    return this;
  }

  boolean on() {
    return on;
  }

  double frequency() {
    return frequency;
  }

  /** Level setpoint at the connector, dBm. */
  double level() {
    return level;
  }

  /** Limit of the level at the connector, dBm. */
  double limit() {
    return limit;
  }

  void on(boolean state) {
    if (pass != null) {
      surroundings.outputChanged().run();
    }
    on = state;
    settle();
  }

  void frequency(double hertz) {
    frequency = hertz;
    settle();
  }

  void level(double dbm) {
    level = dbm;
    settle();
  }

  void limit(double dbm) {
    surroundings.outputChanged().run();
    limit = dbm;
    settle();
  }

  /**
   * Sets the part of the power that pulses let through.
   *
   * @param open part while the external pulse input is open or low, 0 to 1
   * @param high part while it is high
   */
  void pulses(double open, double high) {
    surroundings.outputChanged().run();
    passed = open;
    passedGated = high;
    if (crest == power && (isPart(open) || isPart(high))) {
      long now = surroundings.clock().nanos();
      crest = new Settling(power.at(now), now);
      gatedCrest = new Settling(gatedPower.at(now), now);
    }
    settle();
  }

  private static boolean isPart(double share) {
    return share > 0 && share < 1;
  }

  /** Off, at this frequency and level, without pulses or steps. */
  void preset(double hertz, double dbm) {
    surroundings.outputChanged().run();
    on = false;
    frequency = hertz;
    level = dbm;
    passed = 1;
    passedGated = 1;
    pass = null;
    settle();
  }

  /** Connects an instrument that every point of later passes triggers. */
  void triggers(TriggerInput input) {
    triggered.add(input);
  }

  /** Sets the pass to step through, and ends the current one; null for none. */
  void step(RfSweep next) {
    surroundings.outputChanged().run();
    boolean busy = stepping();
    if (busy) {
      triggered.forEach(input -> input.noneAfter(surroundings.clock().nanos()));
    }
    if (panel != null && busy) {
      panel.cancelPending();
    }
    pass = next;
    settle();
    if (panel != null) {
      int others = panel.operation().condition() & ~SWEEPING;
      panel.operation().condition(stepping() ? others | SWEEPING : others);
    }
  }

  /** Starts the waiting pass, or restarts the completed one. */
  void startPass() {
    RfSweep next = pass.startedAt(surroundings.clock().nanos());
    step(next);
    if (panel != null && !next.again()) {
      panel.operate(SWEEPING, next.end());
    }
    if (!next.again()) {
      long[] moments = next.moments();
      triggered.forEach(input -> input.pulses(moments));
    }
  }

  /** The current or completed pass; null for none. */
  RfSweep steps() {
    return pass;
  }

  /** Whether a pass is in progress. */
  boolean stepping() {
    RfSweep present = pass;
    return present != null && present.running(surroundings.clock().nanos());
  }

  private void settle() {
    long now = surroundings.clock().nanos();
    double full = on ? watts(level) : 0;
    power.approach(full * passed, now, settlingTime);
    gatedPower.approach(full * passedGated, now, settlingTime);
    if (crest != power) {
      crest.approach(passed > 0 ? full : 0, now, settlingTime);
      gatedCrest.approach(passedGated > 0 ? full : 0, now, settlingTime);
    }
    tuning.approach(frequency, now, settlingTime);
    if (panel != null) {
      panel.overlap(now + Math.round(settlingTime * 1e9));
    }
    surroundings.outputChanged().run();
  }

  private double watts(double dbm) {
    return 1e-3 * StrictMath.pow(10, Math.min(dbm, limit) / 10);
  }

  @Override
  public Tone tone(long nanos) {
    return tone(nanos, power, crest, passed);
  }

  @Override
  public Tone gated(long nanos) {
    return tone(nanos, gatedPower, gatedCrest, passedGated);
  }

  private Tone tone(long nanos, Settling mean, Settling most, double part) {
    RfSweep present = pass;
    boolean waits = present == null || nanos < present.armed();
    int point = waits ? 0 : present.point(nanos);
    double frequency = waits ? tuning.at(nanos) : present.frequencies()[point];
    if (waits || present.levels().length == 0) {
      double watts = mean.at(nanos);
      return new Tone(frequency, watts, most == mean ? watts : most.at(nanos));
    }
    double watts = on ? watts(present.levels()[point]) : 0;
    double highest = on && present.endless(nanos) ? watts(present.highest()) : watts;
    return new Tone(frequency, watts * part, part > 0 ? highest : 0);
  }

  @Override
  public long turn(long after) {
    long turn = Math.min(crest.turn(after), gatedCrest.turn(after));
    RfSweep present = pass;
    boolean own = present != null && present.levels().length > 0;
    return own ? Math.min(turn, present.turn(after)) : turn;
  }
}
