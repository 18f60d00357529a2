package org.spinbench.drivers.instrument;

import java.util.Optional;

/**
 * One output of an instrument.
 *
 * @param name of the instrument, with the channel if it has several, such as {@code smu:2}; of an
 *     additional output {@code rf_1.bnc_output}
 * @param level its level while it is on
 * @param on its switch; empty if it is always on
 */
public record Output(String name, NumberSetting level, Optional<SwitchSetting> on) {
  /** An output with a switch. */
  public static Output of(String name, NumberSetting level, SwitchSetting on) {
    return new Output(name, level, Optional.of(on));
  }

  /** An output that is always on. An additional output has its level's name. */
  public static Output of(Instrument instrument, NumberSetting level) {
    return new Output(instrument.name() + "." + level.name(), level, Optional.empty());
  }
}
