package org.spinbench.drivers.instrument.role;

/**
 * Role: an RF source with a pulse input, with which a lock-in amplifier can switch its tone. While
 * the input is high the source gives its tone, otherwise nothing; so it never exceeds what limits
 * have judged.
 */
public interface PulsedRfSource extends RfSource {
  /** Prepares it for one tone that is on only while its pulse input is high. */
  void preparePulsed();
}
