package org.spinbench.simulator.instrument.sourcemeter;

import java.util.function.LongFunction;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Reading;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.PresetSettings;

/**
 * The averaging filter of a SCPI source meter: its settings and its stack of conversions. A change
 * of a setting empties the stack.
 */
final class AveragingFilter {
  private final ConversionStack stack = new ConversionStack(true);
  private final PresetSettings settings;
  private final PresetSettings.Value<Boolean> on;
  private final PresetSettings.Value<String> type;
  private final PresetSettings.Value<Integer> count;

  /**
   * A filter that is off.
   *
   * @param header such as {@code [:SENSe#]:AVERage}
   */
  AveragingFilter(CommandTree tree, String header) {
    settings =
        new PresetSettings(tree)
            .through(
                change -> {
                  change.run();
                  stack.clear();
                });
    on = settings.flag(header + "[:STATe]", false);
    type = settings.choice(header + ":TCONtrol", "REPeat|MOVing", "REP");
    count = settings.integer(header + ":COUNt", 1, 100, 10);
  }

  /** Off and empty, as after a reset. */
  void preset() {
    settings.preset();
    stack.clear();
  }

  boolean on() {
    return on.get();
  }

  /**
   * A reading: one conversion, or the mean of the stack.
   *
   * @param start of the first conversion, ns
   * @param conversion makes a conversion from its start
   */
  Reading read(long start, LongFunction<Reading> conversion) {
    return stack.read(on() ? count.get() : 1, on() && type.is("MOV"), start, conversion);
  }
}
