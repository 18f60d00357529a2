package org.spinbench.drivers.instrument;

/** Role: a source of one RF tone. */
public interface RfSource extends Instrument {
  /** Carrier frequency, Hz. */
  NumberSetting frequency();

  /** Level at the connector, dBm. */
  NumberSetting power();

  /** RF output on or off. */
  SwitchSetting output();
}
