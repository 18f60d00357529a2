package org.spinbench.simulator.tsp;

import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.DeviceError;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.Wording;

/** A source-measure unit that knows one of everything a model can bind. */
final class TestUnit {
  private final FrontPanel panel;
  private TspLanguage language;
  private double level;
  private double output;
  private double[] readings = {};

  TestUnit(BenchClock clock) {
    CommandTree tree = new CommandTree(Replies::plain);
    panel = new FrontPanel("K,2601,1,1", Wording.STANDARD, 5, clock, tree, () -> language.reset());
    panel.speak(
        common -> {
          language = new TspLanguage(panel, clock, common);
          return language;
        });
    bind(language.globals());
  }

  private void bind(TspTable globals) {
    globals.event("reset", this::reset);
    globals.table("localnode").readOnly("model", () -> "2601B");
    TspTable unit = globals.table("smua");
    unit.constant("OUTPUT_ON", 1);
    unit.event("reset", this::reset);
    TspTable source = unit.table("source");
    source.attribute("levelv", -40, 40, () -> level, volts -> level = volts);
    source.attribute("output", 0, 2, () -> output, this::switchOutput);
    source.readOnly("compliance", () -> Math.abs(level) > 10);
    TspTable measure = unit.table("measure");
    measure.function("v", arguments -> new Object[] {level});
    measure.function("iv", arguments -> new Object[] {level / 50, level});
    measure.function(
        "overlappedv", arguments -> fill(arguments.table(1), arguments.integer(2, 1, 100)));
    TspTable buffer = unit.table("nvbuffer1");
    buffer.elements(() -> readings.length, i -> readings[i - 1]);
    TspTable inner = buffer.table("readings");
    inner.elements(() -> readings.length, i -> readings[i - 1]);
    globals.table("other").bind("smua", unit);
  }

  private void switchOutput(double state) {
    if (level > 39) {
      throw new CommandException(DeviceError.execution(802, "OUTPUT blocked by interlock"));
    }
    output = state;
  }

  private Object[] fill(TspTable buffer, int count) {
    readings = new double[count];
    for (int i = 0; i < count; i++) {
      readings[i] = level + i;
    }
    return new Object[0];
  }

  private void reset() {
    level = 0;
    output = 0;
    readings = new double[0];
    language.reset();
  }

  FrontPanel panel() {
    return panel;
  }
}
