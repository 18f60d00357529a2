package org.spinbench.drivers.instrument.role;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/** Role: an RF source that also steps through any list of frequencies, and speaks SCPI. */
public interface ListRfSource extends SweptRfSource {
  /** Bit of the operation status that says that it sweeps (SCPI-99 volume 1 section 9.3). */
  int SWEEPING = 1 << 3;

  /** {@code CW}, which some call {@code FIX} too, or what it steps through. */
  ChoiceSetting frequencyMode();

  /** What it may show levels and frequencies with that are not those at its connector. */
  List<NumberSetting> shifts();

  /**
   * Makes ready a pass over any frequencies, in their order, at the level that is set. Until it is
   * started the source stands at the first.
   *
   * @param dwell time on each, s; the model may take some more to switch
   * @param frequencies Hz, at least one
   * @throws LimitException if the source or the station does not allow it; then it is not swept
   */
  void prepareList(double dwell, double... frequencies);

  /** Frequencies as they are sent, after each has passed every limit. */
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
   * @throws SettingException also if the output is on and steps through frequencies, or it shows
   *     levels or frequencies that are not those at its connector
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
