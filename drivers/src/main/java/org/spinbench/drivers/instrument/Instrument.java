package org.spinbench.drivers.instrument;

import java.util.List;
import org.spinbench.drivers.scpi.ScpiSession;

/** What every driven instrument offers beside its role. Making a driver sends nothing. */
public interface Instrument {
  /** Name on this bench, such as {@code rf_1}; of a channel, {@code field:3}. */
  default String name() {
    return session().name();
  }

  /** The settings this driver declares, in order of declaration. */
  Settings settings();

  /** The session with the instrument. */
  ScpiSession session();

  /**
   * Asks which options it has, where they narrow the ranges of its settings. Changes nothing.
   *
   * @throws SettingException if its answer is none that is known; then the ranges stay as wide as
   *     those of any of the model
   */
  default void readOptions() {}

  /**
   * For whoever brings to rest what another program has left: reads the options as far as they are
   * known, and ends what the instrument goes through by itself.
   */
  default void takeOver() {
    try {
      readOptions();
    } catch (SettingException unknown) {
      // The ranges stay as wide as those of any of its model.
    }
  }

  /**
   * Asks what the outputs do, so that limits and ramps start from what the instrument says, after
   * {@link #readOptions}. Changes nothing.
   *
   * @throws SettingException if the instrument is in a state that its role cannot work with
   */
  default void inspect() {}

  /** What its user should know of how it protects the chip; empty for nothing. */
  default List<String> notices() {
    return List.of();
  }

  /**
   * How long what it puts out takes to settle after a change, as the instrument is set, s. Zero
   * where no manual at hand says so, and for what only measures: then the times of the bench file
   * hold alone. May ask the instrument for settings that are not known.
   */
  default double settling() {
    return 0;
  }

  /** Its outputs, the first first; empty for what only measures. Asks nothing. */
  default List<Output> outputs() {
    return List.of();
  }

  /**
   * Puts something right after a failure, while the sources of the bench are live. Nobody waits
   * long for an instrument that does not answer. What fails is suppressed in that failure.
   */
  default void inHaste(RuntimeException failure, Runnable exchanges) {
    session().inHaste(failure, exchanges);
  }

  /**
   * Brings the outputs that somebody here uses or has set to rest: level ramped to zero (or to the
   * lowest RF level), output off, each verified by asking the instrument. Instruments that only
   * measure do nothing.
   *
   * @throws RuntimeException if the instrument could not be brought to rest, or says that it is not
   */
  default void safe() {}

  /**
   * Brings the outputs of this extent to rest, as {@link #safe()} does. An instrument of more
   * outputs than one decides for each.
   *
   * @throws RuntimeException as {@link #safe()} says
   */
  default void safe(Rest rest) {
    if (rest.concerns(this, name(), true)) {
      safe();
    }
  }
}
