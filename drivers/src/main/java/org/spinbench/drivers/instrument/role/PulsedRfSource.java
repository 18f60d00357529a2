package org.spinbench.drivers.instrument.role;

/**
 * Role: an RF source with a pulse input, by which a lock-in amplifier can switch its tone. While
 * the input is high it gives the tone that is set, otherwise nothing: never more than limits have
 * judged.
 */
public interface PulsedRfSource extends RfSource {
  /** Makes it give one tone while its pulse input is high, and nothing otherwise. */
  void preparePulsed();
}
