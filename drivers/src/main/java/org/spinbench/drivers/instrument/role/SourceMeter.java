package org.spinbench.drivers.instrument.role;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;

/**
 * Role: a source of one direct current or voltage that measures both at its terminals. Which of the
 * two it is a source of is decided when the driver is made, and not changed.
 *
 * <p>A reading starts when everything that was changed has settled, its own level among it, after
 * the delay that the instrument itself has for a change of its source, and is the mean over the
 * integration time from then on. Where its meter chooses the range, that is part of the
 * measurement. An averaging filter is off once it is prepared; while a moving one holds conversions
 * from before the last change, readings say that they are not settled.
 *
 * <p>Whatever makes it able to give a level goes in the order that keeps the device safe: function,
 * range, compliance, sense and integration with the output off, then the level, then the output.
 */
public interface SourceMeter extends BiasSource, CurrentMeter {
  /** What it is a source of. */
  SourceFunction function();

  /** Limit of the quantity that it does not source, V for a source of current, A for voltage. */
  NumberSetting compliance();

  /** Range of the level, A or V (full scale); not changed while the output is on. */
  NumberSetting range();

  /** Four-wire (remote) sensing; not changed while the output is on. */
  SwitchSetting fourWire();

  /** Integration time of a measurement, power-line cycles. */
  NumberSetting integration();

  /** {@inheritDoc} The compliance is the one that the driver was made with. */
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

  /** Most levels that it can go through by itself. */
  int longestPass();

  /**
   * Goes through levels by itself, and measures at each. Its output is on. Because a source goes
   * back at the end to the level that it had, the first level is that and the last is the same, and
   * each is within one step of the ramp from the one before.
   *
   * @param settling from a level to its measurement, s
   * @param wait sleeps while the pass lasts
   * @param levels in A or V, {@link #longestPass} at most
   * @return one measurement a level, each with its own word on compliance
   * @throws LimitException if a limit refuses a level; then the pass has not begun
   * @throws IllegalArgumentException if the levels cannot be a pass
   */
  List<Measured> pass(double settling, Consumer<Duration> wait, double... levels);

  /** Whether it answers questions while it goes through levels. */
  boolean answersDuringPass();
}
