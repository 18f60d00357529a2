package org.spinbench.drivers.instrument;

/** One setting of an instrument: one command and its query. */
public sealed interface Setting permits NumberSetting, SwitchSetting, ChoiceSetting {
  /** Name within the instrument, such as {@code power} or {@code channel 3 voltage}. */
  String name();

  /** Header of command and query, such as {@code :SOUR:POW}. */
  String header();

  /** Instrument and name, as messages to people say it: {@code rf_1 power}. */
  String label();

  /** Asks the instrument and returns its answer as text. */
  String ask();
}
