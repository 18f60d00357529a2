package org.spinbench.drivers.safety;

import java.util.Arrays;
import java.util.List;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Passes of a source through levels, by the settings that its driver declares. A pass is judged
 * before anything is sent. Afterwards the source has its earlier level.
 */
public final class LevelSweep {
  /** Relative difference between a level and its answer due to rounding. */
  private static final double ROUNDING = 1e-6;

  /** A model's commands for passes. */
  public interface Sweeper {
    /** Largest number of levels. */
    int most();

    /**
     * Stores these levels, ready to start; levels that are already stored are not sent.
     *
     * @param dwell at each, s
     * @param levels as they are sent
     * @throws SettingException if it has stored another number of levels
     */
    void load(double dwell, List<String> levels);

    /** Starts the prepared pass. */
    void start();

    /** Queries whether a pass is in progress. */
    boolean running();

    /** Ends any pass, so that no trigger can start one. */
    void end();
  }

  private final BiasSource source;
  private final Ramp ramp;
  private final NumberSetting dwell;
  private final Sweeper sweeper;

  /** Whether a pass may have to be ended. */
  private boolean open;

  /**
   * Passes of a source; sends nothing.
   *
   * @param ramp largest rate of change of its level
   * @param dwell allowed time at a level, s
   */
  public LevelSweep(BiasSource source, Ramp ramp, NumberSetting dwell, Sweeper sweeper) {
    this.source = source;
    this.ramp = ramp;
    this.dwell = dwell;
    this.sweeper = sweeper;
  }

  /** Largest number of levels in a pass. */
  public int most() {
    return sweeper.most();
  }

  /** See {@link org.spinbench.drivers.instrument.role.SweptBiasSource#preparePass}. */
  public void prepare(double seconds, double... levels) {
    if (levels.length < 2 || levels.length > most()) {
      throw new IllegalArgumentException(
          source.name() + " goes through 2 to " + most() + " levels, not " + levels.length);
    }
    ramp.requireRoundTrip(source.name(), source.level(), levels);
    dwell.check(seconds);
    if (!source.output().get()) {
      throw new SettingException(source.name() + ": its output is off; switch it on before a pass");
    }
    open = true;
    sweeper.load(
        seconds,
        Arrays.stream(levels).map(source.level()::rounded).mapToObj(ScpiNumber::format).toList());
  }

  /**
   * Starts the prepared pass.
   *
   * @throws IllegalStateException if there is none
   */
  public void start() {
    if (!open) {
      throw new IllegalStateException(source.name() + " has no pass that could be started");
    }
    sweeper.start();
  }

  /** Queries whether a pass is in progress. */
  public boolean running() {
    return open && sweeper.running();
  }

  /** Ends a pass that another program may have started. */
  public void takeOver() {
    open = true;
    abandon();
  }

  /** Ends a pass without restoring the level, for a source that is brought to rest. */
  public void abandon() {
    if (open) {
      sweeper.end();
      open = false;
    }
  }

  /**
   * Ends a pass and restores the level and the output of the source.
   *
   * @throws SettingException if the instrument does not confirm the level
   */
  public void end() {
    if (!open) {
      return;
    }
    double before = source.level().current();
    abandon();
    if (source.output().get()) {
      source.level().set(before);
    } else {
      source.level().set(0);
      source.output().set(true);
      source.ramp(before);
    }
    double has = source.level().get();
    if (Math.abs(has - before) > ROUNDING * Math.abs(before)) {
      throw new SettingException(
          source.level().label()
              + " was set to "
              + before
              + " after a pass, and is "
              + has
              + "; look at its front panel");
    }
  }
}
