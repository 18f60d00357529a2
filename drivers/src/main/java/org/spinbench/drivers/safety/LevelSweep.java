package org.spinbench.drivers.safety;

import java.util.Arrays;
import java.util.List;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Passes that a source makes through levels by itself, by what its driver declares. What a pass may
 * be is judged before anything is sent; afterwards the source has the level that it had before.
 */
public final class LevelSweep {
  /** Relative difference between a level that was set and what is answered: only rounding. */
  private static final double ROUNDING = 1e-6;

  /** How a model goes through levels. */
  public interface Sweeper {
    /** Most levels. */
    int most();

    /**
     * Has the instrument keep these levels, ready to be started; what it keeps already is not sent.
     *
     * @param dwell on each, s
     * @param levels as they are sent
     * @throws SettingException if it has not kept as many
     */
    void load(double dwell, List<String> levels);

    /** Starts what was made ready. */
    void start();

    /** Asks whether it is under way. */
    boolean running();

    /** Ends it, whatever it is at, and leaves none behind that a trigger could start. */
    void end();
  }

  private final BiasSource source;
  private final Ramp ramp;
  private final NumberSetting dwell;
  private final Sweeper sweeper;

  /** Whether there may be something to end. */
  private boolean open;

  /**
   * Passes of this source; sends nothing.
   *
   * @param ramp how fast its level may move
   * @param dwell time on a level, s, for its range
   */
  public LevelSweep(BiasSource source, Ramp ramp, NumberSetting dwell, Sweeper sweeper) {
    this.source = source;
    this.ramp = ramp;
    this.dwell = dwell;
    this.sweeper = sweeper;
  }

  /** Most levels of a pass. */
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
      throw new SettingException(
          source.name() + ": its output is off; switch it on before it goes through levels");
    }
    open = true;
    sweeper.load(
        seconds,
        Arrays.stream(levels).map(source.level()::rounded).mapToObj(ScpiNumber::format).toList());
  }

  /**
   * Starts the pass that was made ready.
   *
   * @throws IllegalStateException if none was
   */
  public void start() {
    if (!open) {
      throw new IllegalStateException(source.name() + " has no pass that could be started");
    }
    sweeper.start();
  }

  /** Asks whether a pass is under way. */
  public boolean running() {
    return open && sweeper.running();
  }

  /** Ends a pass that another program may have begun. */
  public void takeOver() {
    open = true;
    abandon();
  }

  /** Ends a pass and nothing else, for a source that is brought to rest. */
  public void abandon() {
    if (open) {
      sweeper.end();
      open = false;
    }
  }

  /**
   * Ends a pass and brings the source back to the level and the output that it had.
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
