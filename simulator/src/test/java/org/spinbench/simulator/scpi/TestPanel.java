package org.spinbench.simulator.scpi;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** A front panel with one command for every kind of header and parameter. */
final class TestPanel {
  /** A setting for every quantity, in the order of their declaration. */
  private static final String[] UNITS = {
    "NUMBer",
    "FREQuency",
    "RESistance",
    "VOLTage",
    "CURRent",
    "TIME",
    "DB",
    "ANGLe",
    "RADians",
    "PERCent",
    "LEVel",
    "PEAK",
    "WATTs",
    "CAPacitance",
    "INDuctance",
    "TEMPerature"
  };

  private final Map<String, Double> values = new HashMap<>();
  private final CommandTree tree = new CommandTree(Replies::plain);
  private int triggers;
  private boolean blocked;
  private FrontPanel panel;

  FrontPanel panel(BenchClock clock, Wording wording, int depth) {
    declareSettings();
    declareEchoes();
    declareTrigger();
    LongSupplier end = () -> clock.nanos() + 2_000_000_000L;
    tree.event("INITiate", () -> panel.overlap(end.getAsLong()));
    tree.event("OPERate", () -> panel.operate(8, end.getAsLong()));
    tree.command("CONDition:SET", 1, 1, c -> panel.questionable().condition(c.integer(0, 65535)));
    tree.command("RAISe", 1, 1, call -> raise(call.integer(-999, 0)));
    panel = new FrontPanel("M,T,S,1", wording, depth, clock, tree, () -> values.clear());
    panel.addMemory(0, 2);
    return panel;
  }

  private void declareSettings() {
    for (int i = 0; i < UNITS.length; i++) {
      number("[:UNIT]:" + UNITS[i], new NumberRange(Quantity.values()[i], -1e30, 1e30, 5));
    }
    number(
        "[:SOURce]:POWer[:LEVel][:IMMediate|:DIRect]", new NumberRange(Quantity.NUMBER, 0, 10, 2));
    number("BANDwidth|:BWIDth[:RESolution]", new NumberRange(Quantity.FREQUENCY, 1, 1e6, 1));
    number("MY_NODE", new NumberRange(Quantity.NUMBER, 0, 10, 0));
    number("LIMit", new NumberRange(Quantity.NUMBER, 0, Double.POSITIVE_INFINITY, 1));
    NumberRange steps = new NumberRange(Quantity.NUMBER, 0, 10, 0);
    tree.stepped(
        "STEP", () -> steps, () -> 1, () -> value("step"), value -> values.put("step", value));
    tree.flag("SWITch[:STATe]", () -> value("s") != 0, on -> values.put("s", on ? 1.0 : 0.0));
    tree.command("CALCulate#:MARKer#:X", 1, 1, this::placeMarker);
    tree.query("CALCulate#:MARKer#:X", () -> "first");
    tree.query("CALCulate#:MARKer#:VALue", 0, 0, call -> Replies.plain(value("x")));
  }

  private void number(String pattern, NumberRange range) {
    tree.number(pattern, range, () -> value(pattern), value -> values.put(pattern, value));
  }

  private double value(String name) {
    return values.getOrDefault(name, 0.0);
  }

  private void placeMarker(Call call) {
    int number = 100 * call.suffix(0, 4) + call.suffix(1, 12);
    values.put("x", number + call.number(new NumberRange(Quantity.NUMBER, 0, 0.5, 0)));
  }

  private void declareEchoes() {
    tree.query("ECHO:TEXT", 1, 1, call -> Replies.quoted(call.quoted()));
    tree.query("ECHO:BLOCk", 1, 1, call -> Integer.toString(call.block().length()));
    tree.query("ECHO:WORD", 1, 1, Call::word);
    tree.query("ECHO:CHOice", 1, 1, call -> call.choice(Choice.of("NORMal|SWAPped")));
    tree.query("ECHO:LIST", 1, 1, call -> Arrays.toString(call.channels(24)));
    tree.query("ECHO:MATRix", 1, 1, call -> Arrays.deepToString(call.channelList(4, 4)));
    tree.query("ECHO:INTeger", 1, 1, call -> Integer.toString(call.integer(0, 255)));
    tree.query("ECHO:PAIR", 2, 2, call -> call.integer(0, 9) + "/" + call.integer(0, 9));
    tree.query("ECHO:LONG", () -> "x".repeat(1 << 20));
    NumberRange level = new NumberRange(Quantity.POWER_DBM, -200, 200, 0);
    tree.query(
        "ECHO:DBM", 1, 1, call -> Replies.plain(StrictMath.rint(call.number(level) * 100) / 100));
  }

  private void declareTrigger() {
    tree.event("*TRG", this::trigger);
    tree.query("TRIGger:COUNt", () -> Integer.toString(triggers));
    tree.command("TRIGger:BLOCk", 1, 1, call -> blocked = call.flag());
  }

  private void trigger() {
    if (blocked) {
      throw new CommandException(StandardError.TRIGGER_IGNORED);
    }
    triggers++;
  }

  private static void raise(int code) {
    for (StandardError error : StandardError.values()) {
      if (error.code() == code) {
        throw new CommandException(error);
      }
    }
  }
}
