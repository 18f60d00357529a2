package org.spinbench.drivers.instrument.role;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** Role: an RF source that can also step through any list of frequencies, and speaks SCPI. */
public interface ListRfSource extends SweptRfSource {
  /** Bit of the operation status for a sweep (SCPI-99 volume 1 section 9.3). */
  int SWEEPING = 1 << 3;

  /** {@code CW} (on some models also {@code FIX}), or the kind of steps. */
  ChoiceSetting frequencyMode();

  /** Offsets and factors between displayed and real levels and frequencies. */
  List<NumberSetting> shifts();

  /**
   * Prepares a pass over any frequencies, in their order, at the present level. The source stays at
   * the first until the pass starts.
   *
   * @param dwell time at each, s; the model may need more to switch
   * @param frequencies Hz, at least one
   * @throws LimitException if the source or the bench file does not allow it; then nothing is
   *     prepared
   */
  void prepareList(double dwell, double... frequencies);

  /** Formats frequencies after each has passed every limit. */
  default String checked(double... frequencies) {
    Arrays.stream(frequencies).forEach(frequency()::check);
    return Arrays.stream(frequencies).mapToObj(ScpiNumber::format).collect(Collectors.joining(","));
  }

  @Override
  default boolean sweeping() {
    return ((int) session().queryNumber(":STAT:OPER:COND?") & SWEEPING) != 0;
  }

  @Override
  default void endSweep() {
    frequencyMode().ensure("CW");
  }

  /**
   * {@inheritDoc}
   *
   * @throws SettingException also if the output is on and steps through frequencies, or if
   *     displayed levels or frequencies differ from those at its connector
   */
  @Override
  default void inspect() {
    SweptRfSource.super.inspect();
    RfSource.requireUnshifted(shifts());
    String mode = frequencyMode().get();
    boolean tone = mode.equals("CW") || mode.equals("FIX");
    if (!tone && output().current()) {
      throw new SettingException(
          frequencyMode().label()
              + " is "
              + mode
              + " and the output is on; the bench needs a plain tone and will not change a live"
              + " output. Switch the output off at the instrument, then open the bench again");
    }
  }
}
