package org.spinbench.simulator.instrument.analyzer;

import java.util.function.Supplier;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.StandardError;

/**
 * When an analyzer measures, once or without end, and what it measured last. A measurement starts
 * with a command and ends on the bench's clock; whoever asks for its result waits for it. A change
 * of settings starts a running measurement again.
 */
final class Acquisition {
  private static final int SWEEPING = 1 << 3;

  /** What is measured. */
  enum Kind {
    SPECTRUM,
    CHANNEL_POWER
  }

  private final Surroundings surroundings;
  private final SpectrumInput input;
  private final Supplier<SpectrumSweep.Settings> settings;
  private FrontPanel panel;
  private Kind kind = Kind.SPECTRUM;
  private boolean continuous;
  private boolean measuring;
  private long started;
  private long ends;
  private SpectrumSweep latest;
  private Kind latestKind;

  /**
   * An analyzer that has not measured yet.
   *
   * @param settings gives those of the measurement that would start now
   */
  Acquisition(
      Surroundings surroundings, SpectrumInput input, Supplier<SpectrumSweep.Settings> settings) {
    this.surroundings = surroundings;
    this.input = input;
    this.settings = settings;
  }

  /** The front panel whose status shows that a sweep is under way. */
  void connect(FrontPanel frontPanel) {
    panel = frontPanel;
    panel.onClear(this::abort);
  }

  /** What is measured from now on. */
  Kind kind() {
    return kind;
  }

  /** Ends the measurement under way; the next one is of this kind. */
  void select(Kind next) {
    abort();
    kind = next;
  }

  /** Forgets the last measurement; the next one is of a spectrum. */
  void reset(boolean sweepContinuously) {
    if (panel != null) {
      abort();
    }
    measuring = false;
    latest = null;
    kind = Kind.SPECTRUM;
    continuous = sweepContinuously;
  }

  /** Declares {@code INITiate} and {@code ABORt}. */
  void declare(CommandTree tree) {
    tree.stored(() -> kind, saved -> kind = saved);
    tree.event("INITiate[:IMMediate]", this::initiate);
    tree.flag("INITiate:CONTinuous", () -> continuous, this::setContinuous);
    tree.event("ABORt", this::abort);
  }

  private void setContinuous(boolean state) {
    abort();
    continuous = state;
  }

  /** Makes a change of settings, and starts a running measurement again. */
  void changed(Runnable change) {
    change.run();
    if (measuring) {
      begin();
    }
  }

  /** Starts a measurement where none is under way. */
  void initiate() {
    if (continuous || measuring && now() < ends) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    begin();
  }

  /** Starts a measurement whatever is under way. */
  void begin() {
    measuring = true;
    started = now();
    ends = started + Math.round(settings.get().duration() * 1e9);
    if (continuous) {
      panel.operation().condition(SWEEPING);
    } else {
      panel.operate(SWEEPING, ends);
    }
  }

  void abort() {
    measuring = false;
    panel.cancelPending();
    panel.operation().condition(0);
  }

  /** Starts a measurement where none is under way, of this kind. */
  void initiate(Kind next) {
    kind = next;
    initiate();
  }

  /** Starts a measurement of this kind and waits for it. */
  SpectrumSweep read(Kind next) {
    select(next);
    begin();
    return complete();
  }

  /**
   * The measurement under way once it is complete, or the last one.
   *
   * @throws CommandException if it is of another kind, or there is none
   */
  SpectrumSweep fetch(Kind wanted) {
    SpectrumSweep sweep = fetch();
    if (latestKind != wanted) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return sweep;
  }

  /** What has been measured last, of whatever kind; null before the first measurement. */
  SpectrumSweep last() {
    return continuous && !measuring ? fetch() : latest;
  }

  /** The measurement under way once it is complete, or the last one; null before the first. */
  SpectrumSweep completed() {
    return measuring ? complete() : last();
  }

  private SpectrumSweep fetch() {
    if (measuring) {
      return complete();
    }
    if (continuous) {
      long duration = Math.round(settings.get().duration() * 1e9);
      return record(now() - duration, now());
    }
    if (latest == null) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return latest;
  }

  private SpectrumSweep complete() {
    panel.await(ends);
    measuring = false;
    panel.operation().condition(0);
    return record(started, ends);
  }

  private SpectrumSweep record(long from, long to) {
    latest = new SpectrumSweep(settings.get(), input.lines(from, to), surroundings);
    latestKind = kind;
    return latest;
  }

  private long now() {
    return surroundings.clock().nanos();
  }
}
