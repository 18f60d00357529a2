package org.spinbench.drivers.instrument;

import java.util.List;
import org.spinbench.drivers.scpi.ScpiSession;

/** The common interface of all drivers, in addition to roles. Making a driver sends nothing. */
public interface Instrument {
  /** Name on the bench, such as {@code rf_1}; of a channel, {@code field:3}. */
  default String name() {
    return session().name();
  }

  /** The settings this driver declares, in order of declaration. */
  Settings settings();

  /** The session with the instrument. */
  default ScpiSession session() {
    return settings().session();
  }

  /**
   * Queries the options that narrow the ranges of its settings. Changes nothing.
   *
   * @throws SettingException if the answer is unknown; then the ranges stay as wide as those of any
   *     unit of the model
   */
  default void readOptions() {}

  /**
   * Prepares an instrument that another program has left for resting: reads the options if
   * possible, and ends a running pass.
   */
  default void takeOver() {
    try {
      readOptions();
    } catch (SettingException unknown) {
      // The ranges stay as wide as those of any unit of the model.
    }
  }

  /**
   * Reads the state of the outputs after {@link #readOptions}, so that limits and ramps start from
   * it. Changes nothing.
   *
   * @throws SettingException if the instrument's state does not allow its role
   */
  default void inspect() {}

  /** Notes for its user about the protection of the chip; may be empty. */
  default List<String> notices() {
    return List.of();
  }

  /**
   * Settling time of its output after a change with the present settings, s. Zero if no manual
   * states it, and for meters: then only the times of the bench file apply. May query unknown
   * settings.
   */
  default double settling() {
    return 0;
  }

  /** Its outputs; empty for a meter. Sends nothing. */
  default List<Output> outputs() {
    return List.of();
  }

  /**
   * Repairs something after a failure while the sources of the bench are on, with short timeouts. A
   * further failure is suppressed in the first one.
   */
  default void inHaste(RuntimeException failure, Runnable exchanges) {
    session().inHaste(failure, exchanges);
  }

  /**
   * Brings the outputs that are used or were set to rest: level ramped to zero (or to the lowest RF
   * level), output off, each verified by a query. Meters do nothing.
   *
   * @throws RuntimeException if the instrument could not be brought to rest, or does not confirm it
   */
  default void safe() {}

  /**
   * Brings the outputs that {@link Rest} selects to rest, like {@link #safe()}. An instrument with
   * several outputs decides for each.
   *
   * @throws RuntimeException as {@link #safe()} says
   */
  default void safe(Rest rest) {
    if (rest.concerns(this, name(), true)) {
      safe();
    }
  }
}
