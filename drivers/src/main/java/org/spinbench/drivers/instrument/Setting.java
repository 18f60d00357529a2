package org.spinbench.drivers.instrument;

/** One setting of an instrument: one SCPI command and its query. */
public sealed interface Setting permits NumberSetting, SwitchSetting, ChoiceSetting {
  /** Name within the instrument, such as {@code power}. */
  String name();

  /** SCPI header, such as {@code :SOUR:POW}. */
  String header();

  /** Asks the instrument and returns its answer as text. */
  String ask();
}
