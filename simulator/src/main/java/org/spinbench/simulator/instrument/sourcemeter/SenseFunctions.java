package org.spinbench.simulator.instrument.sourcemeter;

import java.util.EnumSet;
import java.util.Set;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The functions that a 2400 measures: several at once, or a single one (2400 Series user's manual
 * 2400S-900-01, {@code SENSe:FUNCtion}).
 */
final class SenseFunctions {
  private final Set<MeasureFunction> on = EnumSet.noneOf(MeasureFunction.class);
  private boolean concurrent;

  SenseFunctions() {
    preset();
  }

  void declare(CommandTree tree) {
    String function = "[:SENSe#]:FUNCtion";
    tree.command(function + "[:ON]", 1, 3, this::enable);
    tree.query(function + "[:ON]", this::answer);
    tree.event(function + "[:ON]:ALL", () -> on.addAll(EnumSet.allOf(MeasureFunction.class)));
    tree.command(function + ":OFF", 1, 3, call -> on.removeAll(MeasureFunction.named(call)));
    tree.event(function + ":OFF:ALL", on::clear);
    tree.query(function + ":OFF", () -> MeasureFunction.list(off(), MeasureFunction::answer));
    tree.query(function + ":OFF:COUNt", () -> Integer.toString(off().size()));
    tree.query(function + "[:ON]:COUNt", () -> Integer.toString(on.size()));
    tree.query(
        function + ":STATe",
        1,
        1,
        call -> Replies.flag(on.contains(MeasureFunction.named(call.quoted()))));
    tree.flag(function + ":CONCurrent", () -> concurrent, this::setConcurrent);
  }

  private Set<MeasureFunction> off() {
    return EnumSet.complementOf(
        EnumSet.copyOf(on.isEmpty() ? EnumSet.noneOf(MeasureFunction.class) : on));
  }

  /** Concurrent measurement, with current selected. */
  void preset() {
    only(MeasureFunction.CURR);
    concurrent = true;
  }

  /** Selects a single function. */
  void only(MeasureFunction function) {
    on.clear();
    on.add(function);
  }

  /** Whether it measures a function; resistance needs voltage and current. */
  boolean measures(MeasureFunction function) {
    return on.contains(function) || on.contains(MeasureFunction.RES);
  }

  /** One bit for each selected function, in order from a position. */
  int bits(int place) {
    return on.stream().mapToInt(function -> 1 << place + function.ordinal()).sum();
  }

  /** Their names. */
  String answer() {
    return MeasureFunction.list(on, MeasureFunction::answer);
  }

  private void enable(Call call) {
    Set<MeasureFunction> named = MeasureFunction.named(call);
    if (!concurrent) {
      if (named.size() > 1) {
        throw new CommandException(StandardError.SETTINGS_CONFLICT);
      }
      on.clear();
    }
    on.addAll(named);
  }

  /** Switches concurrent measurement. Without it, voltage is measured. */
  private void setConcurrent(boolean state) {
    concurrent = state;
    if (!state) {
      only(MeasureFunction.VOLT);
    }
  }
}
