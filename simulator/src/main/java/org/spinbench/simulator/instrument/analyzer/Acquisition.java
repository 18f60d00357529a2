package org.spinbench.simulator.instrument.analyzer;

import java.util.function.Supplier;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The measurements of an analyzer: single or continuous, in progress or complete. A command starts
 * a measurement, and the bench's clock ends it. A query of its result waits for it. A change of
 * settings restarts a running measurement.
 */
final class Acquisition {
  private static final int SWEEPING = 1 << 3;

  /** The kind of measurement. */
  enum Kind {
    SPECTRUM,
    CHANNEL_POWER,
    ADJACENT_POWER,
    COMPLEX_SPECTRUM,
    WAVEFORM
  }

  private final Surroundings surroundings;
  private final SpectrumInput input;
  private final Supplier<SpectrumSweep.Settings> settings;
  private FrontPanel panel;
  private Kind kind = Kind.SPECTRUM;
  private boolean continuous;
  private boolean restarts;
  private boolean measuring;
  private long started;
  private long ends;
  private SpectrumSweep latest;
  private Kind latestKind;

  /**
   * An analyzer without a measurement.
   *
   * @param settings gives the settings of a measurement that starts now
   */
  Acquisition(
      Surroundings surroundings, SpectrumInput input, Supplier<SpectrumSweep.Settings> settings) {
    this.surroundings = surroundings;
    this.input = input;
    this.settings = settings;
  }

  /** Sets the front panel whose status shows a sweep in progress. */
  void connect(FrontPanel frontPanel) {
    panel = frontPanel;
    panel.onClear(this::abort);
  }

  /** The kind of the next measurement. */
  Kind kind() {
    return kind;
  }

  /** Ends the measurement in progress, and selects the kind of the next one. */
  void select(Kind next) {
    abort();
    kind = next;
  }

  /** Discards the last measurement. The next one is a spectrum. */
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

  /** Changes settings, and restarts a running measurement; one that has ended stays as it was. */
  void changed(Runnable change) {
    keepWhatHasEnded();
    change.run();
    if (measuring) {
      begin();
    }
  }

  private void keepWhatHasEnded() {
    if (measuring && !continuous && now() >= ends) {
      complete();
    }
  }

  /**
   * {@code INITiate} while sweeps are continuous starts the next one, as a Rohde &amp; Schwarz
   * analyzer does; otherwise it is an error.
   */
  Acquisition restartsContinuousSweeps() {
    restarts = true;
    return this;
  }

  /** Starts a measurement unless one is in progress. */
  void initiate() {
    boolean refused = continuous ? !restarts : measuring && now() < ends;
    if (refused) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    begin();
  }

  /** Starts a measurement, and ends any in progress. */
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

  /** Starts a measurement of this kind unless one is in progress. */
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
   * Waits for the measurement in progress and returns it, or else the last one.
   *
   * @throws CommandException if it is of another kind, or if there is none
   */
  SpectrumSweep fetch(Kind wanted) {
    SpectrumSweep sweep = fetch();
    if (latestKind != wanted) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return sweep;
  }

  /** The last complete measurement of any kind; null before the first one. */
  SpectrumSweep last() {
    return continuous && !measuring ? fetch() : latest;
  }

  /** The last complete spectrum; null before the first one, and after another measurement. */
  SpectrumSweep lastSpectrum() {
    keepWhatHasEnded();
    SpectrumSweep sweep = last();
    return latestKind == Kind.SPECTRUM ? sweep : null;
  }

  /**
   * The last complete spectrum of single sweeps, which the traces keep until the next one; null
   * while sweeps are continuous, and as {@link #lastSpectrum} says.
   */
  SpectrumSweep kept() {
    keepWhatHasEnded();
    return !continuous && latestKind == Kind.SPECTRUM ? latest : null;
  }

  /**
   * Waits for the measurement in progress and returns it, or else the last one; null before the
   * first one.
   */
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
