package org.spinbench.simulator.scpi;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** A front panel with one command for every kind of header and parameter. */
final class TestPanel {
  private static final String[] UNITS = {
    "NUMBer",
    "FREQuency",
    "RESistance",
    "VOLTage",
    "CURRent",
    "TIME",
    "DB",
    "ANGLe",
    "PERCent",
    "LEVel"
  };

  private final Map<String, Double> values = new HashMap<>();

  FrontPanel panel(BenchClock clock, Wording wording, int depth) {
    CommandTree tree = new CommandTree(Replies::plain);
    for (int i = 0; i < UNITS.length; i++) {
      String name = UNITS[i];
      NumberRange range = new NumberRange(Quantity.values()[i], -1e30, 1e30, 5);
      tree.number(
          "[:UNIT]:" + name, range, () -> values.getOrDefault(name, 0.0), v -> values.put(name, v));
    }
    tree.number(
        "[:SOURce]:POWer[:LEVel][:IMMediate|:DIRect]",
        new NumberRange(Quantity.NUMBER, 0, 10, 2),
        () -> values.getOrDefault("p", 0.0),
        v -> values.put("p", v));
    tree.command(
        "CALCulate#:MARKer#:X",
        1,
        1,
        call ->
            values.put(
                "x",
                100.0 * call.suffix(0, 4)
                    + call.suffix(1, 12)
                    + call.number(new NumberRange(Quantity.NUMBER, 0, 0.5, 0))));
    tree.query("CALCulate#:MARKer#:X", () -> "first");
    tree.query("CALCulate#:MARKer#:VALue", 0, 0, call -> Replies.plain(values.get("x")));
    tree.flag("SWITch[:STATe]", () -> values.getOrDefault("s", 0.0) != 0, this::setSwitch);
    tree.query("ECHO:TEXT", 1, 1, call -> Replies.quoted(call.quoted()));
    tree.query("ECHO:BLOCk", 1, 1, call -> Integer.toString(call.block().length()));
    tree.query("ECHO:WORD", 1, 1, Call::word);
    tree.query("ECHO:CHOice", 1, 1, call -> call.choice(Choice.of("NORMal|SWAPped")));
    tree.query("ECHO:LIST", 1, 1, call -> Arrays.toString(call.channels(24)));
    tree.query("ECHO:INTeger", 1, 1, call -> Integer.toString(call.integer(0, 255)));
    tree.query("ECHO:PAIR", 2, 2, call -> call.integer(0, 9) + "/" + call.integer(0, 9));
    tree.query("ECHO:LONG", () -> "x".repeat(1 << 20));
    FrontPanel panel = new FrontPanel("M,T,S,1", wording, depth, clock, tree, () -> values.clear());
    LongSupplier end = () -> clock.nanos() + 2_000_000_000L;
    tree.event("INITiate", () -> panel.overlap(end.getAsLong()));
    tree.event("CONDition:SET", () -> panel.questionable().condition(2));
    tree.event("CONDition:CLEar", () -> panel.questionable().condition(0));
    return panel;
  }

  private void setSwitch(boolean on) {
    values.put("s", on ? 1.0 : 0.0);
  }
}
