package org.spinbench.drivers.instrument.role;

import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Steps;

/**
 * Role: a lock-in amplifier with a voltage input and an oscillator of its own.
 *
 * <p>Its readings come from a low-pass filter of one to four equal RC stages, which has to forget
 * what was there before: see {@link RcChain}. A reading waits until {@value #REMAINDER} of a step
 * is left at the filter's output, which takes 9.2, 11.8, 13.9 or 15.9 time constants with one to
 * four stages, and a period of the reference more with the synchronous filter. What is left then is
 * part of its uncertainty. Readings at unchanged settings wait for one another as well, until their
 * noise is independent: 4.6, 6.6, 8.4 or 10.0 time constants.
 */
public interface LockIn extends Meter {
  /** The part of a step that may be left at the output of the filter when a reading is taken. */
  double REMAINDER = 1e-4;

  /** Time constant of the low-pass filter, s. */
  NumberSetting timeConstant();

  /** Sensitivity, V rms at full scale. */
  NumberSetting sensitivity();

  /** {@code INT} for the oscillator of its own, {@code EXT} for the reference input. */
  ChoiceSetting referenceSource();

  /** Frequency of the oscillator, Hz; with an external reference only asked for. */
  NumberSetting frequency();

  /** Phase of the reference, degrees. */
  NumberSetting phase();

  /** Amplitude of the oscillator's output, V rms. Many models cannot go down to zero. */
  NumberSetting amplitude();

  /**
   * Makes it measure the voltage between its inputs with the oscillator of its own.
   *
   * @param sensitivity V rms at full scale, one that the model has
   * @param timeConstant s, one that the model has
   */
  void prepare(double sensitivity, double timeConstant);

  /** One reading of both components at the same instant, when the filter has settled. */
  Phasor read();

  /**
   * A voltage in two components, and the same in polar form.
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

  /** {@inheritDoc} That is the one of its oscillator. */
  @Override
  default List<Output> outputs() {
    return List.of(new Output(name(), amplitude(), Optional.empty()));
  }

  /** {@inheritDoc} The oscillator goes to the lowest amplitude it has. */
  @Override
  default void safe() {
    new Steps()
        .run(() -> amplitude().set(amplitude().minimum()))
        .verify("lowest amplitude", () -> amplitude().get() <= amplitude().minimum())
        .finish(name());
  }
}
