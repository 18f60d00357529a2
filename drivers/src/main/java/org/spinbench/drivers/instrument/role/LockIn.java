package org.spinbench.drivers.instrument.role;

import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Steps;

/**
 * Role: a lock-in amplifier with a voltage input and an internal oscillator.
 *
 * <p>Its readings come from a low-pass filter of one to four equal RC stages, see {@link RcChain}.
 * A reading waits until {@value #REMAINDER} of a step remains at the filter's output. That takes
 * 9.2, 11.8, 13.9 or 15.9 time constants with one to four stages; the synchronous filter adds a
 * period of the reference. The remainder is part of the uncertainty. Readings at unchanged settings
 * also wait for one another until their noise is independent: 4.6, 6.6, 8.4 or 10.0 time constants.
 */
public interface LockIn extends Meter {
  /** The fraction of a step that may remain at the output of the filter when a reading is taken. */
  double REMAINDER = 1e-4;

  /** Time constant of the low-pass filter, s. */
  NumberSetting timeConstant();

  /** Sensitivity, V rms at full scale. */
  NumberSetting sensitivity();

  /** {@code INT} for the internal oscillator, {@code EXT} for the reference input. */
  ChoiceSetting referenceSource();

  /** Frequency of the oscillator, Hz; with an external reference it can only be queried. */
  NumberSetting frequency();

  /** Phase of the reference, degrees. */
  NumberSetting phase();

  /** Amplitude of the oscillator's output, V rms. On many models the minimum is not zero. */
  NumberSetting amplitude();

  /**
   * Prepares it for the voltage between its inputs, with the internal oscillator.
   *
   * @param sensitivity V rms at full scale, a possible value
   * @param timeConstant s, a possible value
   */
  void prepare(double sensitivity, double timeConstant);

  /** One reading of both components at the same instant, after the filter has settled. */
  Phasor read();

  /**
   * A voltage in two components, and in polar form.
   *
   * @param x in phase with the reference, V rms
   * @param y 90 degrees ahead of it, V rms
   * @param r magnitude, V rms
   * @param theta phase, degrees from -180 to 180
   */
  record Phasor(Reading x, Reading y, Reading r, Reading theta) {}

  @Override
  default void inspect() {
    referenceSource().get();
    frequency().get();
    amplitude().get();
  }

  /** {@inheritDoc} It is that of the oscillator. */
  @Override
  default List<Output> outputs() {
    return List.of(new Output(name(), amplitude(), Optional.empty()));
  }

  /** {@inheritDoc} The oscillator is set to its lowest amplitude. */
  @Override
  default void safe() {
    new Steps()
        .run(() -> amplitude().set(amplitude().minimum()))
        .verify("lowest amplitude", () -> amplitude().get() <= amplitude().minimum())
        .finish(name());
  }
}
