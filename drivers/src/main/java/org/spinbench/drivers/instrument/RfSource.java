package org.spinbench.drivers.instrument;

/** Role: a source of one RF tone. */
public interface RfSource extends Instrument {
  /** Carrier frequency, Hz. */
  NumberSetting frequency();

  /** Level at the connector, dBm. */
  NumberSetting power();

  /** RF output on or off. */
  SwitchSetting output();

  @Override
  default void inspect() {
    frequency().get();
    power().get();
    output().get();
  }

  /** {@inheritDoc} The lowest level is the lowest that instrument and station allow. */
  @Override
  default void safe() {
    new Steps()
        .run(() -> power().set(power().minimum()))
        .run(() -> output().set(false))
        .verify("output off", () -> !output().get())
        .verify("lowest level", () -> power().get() <= power().minimum())
        .finish(name());
  }
}
