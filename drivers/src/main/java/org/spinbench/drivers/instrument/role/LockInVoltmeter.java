package org.spinbench.drivers.instrument.role;

import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;

/**
 * A lock-in amplifier as the voltmeter of a chain. Its synchronous output switches the tones of the
 * chain on and off, for half a period each, so that the chain's voltage is a square wave between
 * V₀, without tones, and V₀ + V. Its first harmonic has the rms value √2 V/π (Fourier series of a
 * square wave, 2V/π its amplitude), in phase with the output. A reading is V = π X/√2, the voltage
 * that the tones cause, without offsets and drifts of a DC meter.
 */
public final class LockInVoltmeter implements VoltageMeter {
  /** Height of a square wave over the rms value of its first harmonic. */
  private static final double HEIGHT = Math.PI / Math.sqrt(2);

  /** Power-line frequency for a time constant in cycles, Hz: the lower one, so the longer time. */
  private static final double LINE = 50;

  private final LockIn lockIn;

  public LockInVoltmeter(LockIn lockIn) {
    this.lockIn = lockIn;
  }

  /** {@inheritDoc} The time constant is the integration time. */
  @Override
  public void prepare(double range, double integration) {
    double harmonic = range / HEIGHT;
    NumberSetting sensitivity = lockIn.sensitivity();
    lockIn.prepare(sensitivity.atLeast(harmonic), timeConstant(integration));
  }

  @Override
  public void integrate(double cycles) {
    lockIn.timeConstant().ensure(timeConstant(cycles));
  }

  private double timeConstant(double cycles) {
    return lockIn.timeConstant().atLeast(cycles / LINE);
  }

  @Override
  public void initiate() {
    lockIn.settle();
  }

  @Override
  public Reading fetch() {
    Reading x = lockIn.read().x();
    return new Reading(
        name(),
        "voltage",
        HEIGHT * x.value(),
        Unit.VOLT,
        HEIGHT * x.uncertainty(),
        x.time(),
        HEIGHT * x.range(),
        x.integration(),
        x.overload(),
        x.compliance(),
        x.settled());
  }

  @Override
  public double response() {
    return lockIn.response();
  }

  @Override
  public boolean settle() {
    return lockIn.settle();
  }

  @Override
  public String name() {
    return lockIn.name();
  }

  @Override
  public Settings settings() {
    return lockIn.settings();
  }
}
