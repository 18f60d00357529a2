package org.spinbench.drivers.keysight;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;

/**
 * The pulse modulator of an {@link AnalogSource}: an option, UNU, UNW or 1E6, without which its
 * settings are not declared, because the instrument does not know them.
 */
final class PulseModulator {
  private static final List<String> OPTIONS = List.of("UNU", "UNW", "1E6");

  /** The option for amplitude, frequency and phase modulation, which also permits pulses alone. */
  private static final String ANALOG = "UNT";

  private final Settings table;
  private final List<SwitchSetting> others = new ArrayList<>();
  private SwitchSetting state;
  private ChoiceSetting source;
  private ChoiceSetting polarity;

  PulseModulator(Settings table) {
    this.table = table;
  }

  /** Takes notice of the options that the instrument has named. */
  void fitted(Set<String> options) {
    if (state != null || OPTIONS.stream().noneMatch(options::contains)) {
      return;
    }
    state = table.onOff("pulse_modulation", ":SOUR:PULM:STAT");
    source = table.choice("pulse_source", ":SOUR:PULM:SOUR", "INT", "EXT");
    polarity = table.choice("pulse_polarity", ":SOUR:PULM:EXT:POL", "NORM", "INV");
    if (options.contains(ANALOG)) {
      for (String kind : List.of("AM", "FM", "PM")) {
        for (int path = 1; path <= 2; path++) {
          others.add(table.onOff(kind + path, ":SOUR:" + kind + path + ":STAT"));
        }
      }
    }
  }

  /**
   * Has the tone pass while the pulse input is high, and nothing else modulate it.
   *
   * @param whole the switch of all modulations together
   * @throws SettingException if there is no modulator
   */
  void open(SwitchSetting whole) {
    if (state == null) {
      throw new SettingException(
          whole.label()
              + ": the instrument has no pulse modulator, which is option UNU, UNW or 1E6; take"
              + " `pulsed` out of its entry in the bench file");
    }
    others.forEach(modulation -> modulation.ensure(false));
    source.ensure("EXT");
    polarity.ensure("NORM");
    state.ensure(true);
    whole.ensure(true);
  }
}
