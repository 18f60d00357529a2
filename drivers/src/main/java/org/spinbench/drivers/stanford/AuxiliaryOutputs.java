package org.spinbench.drivers.stanford;

import static org.spinbench.drivers.instrument.Units.mV;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Output;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.instrument.Syntax;
import org.spinbench.drivers.instrument.Unit;

/**
 * The four auxiliary outputs at the rear of a lock-in, ±10.5 V in steps of 1 mV, without switches
 * (SR830 and SR860 manuals, {@code AUXV}). Nothing here sets them but to zero, so they are no
 * settings of the instrument; other programs and its front panel set them.
 */
final class AuxiliaryOutputs {
  private static final int COUNT = 4;
  private static final double MOST = 10.5;

  private final Instrument lockIn;
  private final List<NumberSetting> levels = new ArrayList<>();

  /**
   * Sends nothing.
   *
   * @param first number of the first output in commands
   */
  AuxiliaryOutputs(Instrument lockIn, Settings settings, int first) {
    this.lockIn = lockIn;
    Settings own = new Settings(lockIn.session());
    for (int i = 0; i < COUNT; i++) {
      int number = first + i;
      Syntax syntax = new Syntax("%h " + number + ",%v", "%h? " + number);
      settings.sends("AUXV " + number + ",0");
      String name = "aux_out_" + (i + 1);
      levels.add(
          own.spelled(syntax).number(name, "AUXV", Unit.VOLT, -MOST, MOST).resolution(1 * mV));
    }
  }

  List<Output> outputs() {
    return levels.stream().map(level -> Output.of(lockIn, level)).toList();
  }

  /** Brings those to zero that are not. */
  void safe(Rest rest, Steps steps) {
    for (Output output : outputs()) {
      if (rest.concerns(lockIn, output.name(), false)) {
        NumberSetting level = output.level();
        steps
            .run(
                () -> {
                  if (level.get() != 0) {
                    level.set(0);
                  }
                })
            .verify(level.label() + " zero", () -> level.get() == 0);
      }
    }
  }
}
