package org.spinbench.drivers.bench.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.RfSource;

/**
 * The state of every source of a bench, to restore it after a rest: field lines and others first,
 * then biases by their ramps from zero, then tones. Every limit applies.
 */
final class SourceStates {
  private record Bias(BiasSource source, double level, boolean on) {}

  private record Tone(RfSource source, double power, boolean on) {}

  private record Other(NumberSetting setting, double value) {}

  private final List<Bias> biases = new ArrayList<>();
  private final List<Tone> tones = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();

  /** The present state of the sources. */
  SourceStates(Collection<Instrument> instruments) {
    for (Instrument instrument : instruments) {
      for (Setting setting : instrument.settings()) {
        Instrument owner = Channels.of(instrument, setting.channel());
        if (owner instanceof RfSource rf) {
          if (rf.power() == setting) {
            tones.add(new Tone(rf, rf.power().current(), rf.output().current()));
          }
        } else if (owner instanceof BiasSource source) {
          if (source.level() == setting) {
            biases.add(new Bias(source, source.level().current(), source.output().current()));
          }
        } else if (setting instanceof NumberSetting number) {
          OptionalDouble known = number.lastKnown();
          known.ifPresent(value -> others.add(new Other(number, value)));
        }
      }
    }
  }

  /**
   * Restores every source.
   *
   * @throws org.spinbench.drivers.instrument.LimitException if a limit or interlock refuses it now
   */
  void putBack() {
    for (Other other : others) {
      if (other.setting().lastKnown().orElse(other.value()) != other.value()) {
        other.setting().set(other.value());
      }
    }
    for (Bias bias : biases) {
      switchOn(bias.source().output(), bias.on());
      bias.source().ramp(bias.level());
    }
    for (Tone tone : tones) {
      tone.source().power().ensure(tone.power());
      switchOn(tone.source().output(), tone.on());
    }
  }

  private static void switchOn(SwitchSetting output, boolean on) {
    if (on && output.exists()) {
      output.ensure(true);
    }
  }
}
