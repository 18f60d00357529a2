package org.spinbench.drivers.instrument.role;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;

/**
 * Role: a source of DC current or voltage that measures both at its terminals. The driver fixes
 * which of the two it sources.
 *
 * <p>A reading starts when all changes have settled, including its own level, after the
 * instrument's own source delay, and is the mean over the integration time that follows. If its
 * meter chooses the range, that is part of the measurement. Its averaging filter is off after
 * {@link #prepare}; while a moving filter contains conversions from before the last change,
 * readings are marked as not settled.
 *
 * <p>A preparation for a level has an order that keeps the device safe: function, range,
 * compliance, sense and integration with the output off, then the level, then the output.
 */
public interface SourceMeter extends BiasSource, CurrentMeter {
  /** The quantity that it sources. */
  SourceFunction function();

  /** Limit of the other quantity, V for a current source, A for a voltage source. */
  NumberSetting compliance();

  /** Range of the level, A or V (full scale); constant while the output is on. */
  NumberSetting range();

  /** Four-wire (remote) sensing; constant while the output is on. */
  SwitchSetting fourWire();

  /** Integration time of a measurement, power-line cycles. */
  NumberSetting integration();

  /** {@inheritDoc} The compliance is the driver's. */
  @Override
  void prepare(double largest);

  /**
   * Measures the voltage at the terminals, V.
   *
   * @throws SettingException if the output is off; nothing is measured, and nothing switched on
   */
  Reading voltage();

  /** Both quantities at one level. */
  record Measured(Reading voltage, Reading current) {}

  /** Largest number of levels in a pass. */
  int longestPass();

  /**
   * Makes a pass through levels, and measures at each. Its output must be on. Because a source
   * returns to its level at the end, the first and the last level must be that level, and each must
   * be within one step of the ramp from the previous one.
   *
   * @param settling from a level to its measurement, s
   * @param wait sleeps during the pass
   * @param levels in A or V, at most {@link #longestPass}
   * @return one measurement per level, each with its own compliance mark
   * @throws LimitException if a limit refuses a level; then the pass has not begun
   * @throws IllegalArgumentException if the levels do not form a pass
   */
  List<Measured> pass(double settling, Consumer<Duration> wait, double... levels);

  /** Whether it answers queries during a pass. */
  boolean answersDuringPass();
}
