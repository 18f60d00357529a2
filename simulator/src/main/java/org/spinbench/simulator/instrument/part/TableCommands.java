package org.spinbench.simulator.instrument.part;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.bench.file.table.DriverTable.Item;
import org.spinbench.drivers.bench.file.table.DriverTable.Kind;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.InstrumentError;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.Wording;

/**
 * The front panel of a twin that a user's driver table describes: every setting is stored within
 * its range and answered.
 *
 * <p>The level of a source is limited by its range, and rounded to the resolution of that range.
 */
public final class TableCommands {
  private static final int ERRORS = 30;
  private static final int MOST_CHANNELS = 999;
  private static final Pattern NODE = Pattern.compile("[A-Z]+[a-z]*(?![\\w])");

  private final DriverTable table;
  private final CommandTree tree = new CommandTree(Replies::plain);
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, String> longForms = new HashMap<>();
  private final Consumer<String> changed;
  private FrontPanel panel;

  /**
   * @param changed receives the name of a setting after each change, and "" after a reset
   */
  public TableCommands(DriverTable table, Consumer<String> changed) {
    this.table = table;
    this.changed = changed;
    preset();
    messages().forEach(this::learn);
    table.settings().forEach(this::declare);
    if (table.errors().startsWith(":")) {
      query(table.errors(), this::nextError);
    }
  }

  /** The front panel; called once, after all declarations. */
  public FrontPanel panel(Surroundings surroundings) {
    panel =
        surroundings.frontPanel(
            "User," + table.identities().get(0) + ",100001,1.0",
            Wording.STANDARD,
            ERRORS,
            tree,
            () -> {
              preset();
              changed.accept("");
            });
    return panel;
  }

  private String nextError() {
    return panel.takeError().map(TableCommands::text).orElse(Wording.STANDARD.none());
  }

  private static String text(InstrumentError error) {
    return error.code() + "," + Replies.quoted(error.text());
  }

  private void preset() {
    table
        .settings()
        .forEach(
            (name, item) ->
                values.put(
                    name,
                    switch (item.kind()) {
                      case SWITCH -> item.preset().equals("on");
                      case CHOICE -> item.preset();
                      default -> Double.parseDouble(item.preset());
                    }));
  }

  private void declare(String name, Item item) {
    String pattern = completed(item.pattern());
    if (!item.arguments().equals("%v")) {
      declareWithChannel(pattern, name, item);
    } else if (item.kind() == Kind.SWITCH) {
      tree.flag(pattern, () -> flag(name), on -> set(name, on));
    } else if (item.kind() == Kind.CHOICE) {
      tree.choice(pattern, choice(item), () -> word(name), word -> set(name, word));
    } else {
      tree.number(
          pattern, () -> range(name, item), () -> number(name), value -> set(name, item, value));
    }
  }

  private static Choice choice(Item item) {
    return Choice.of(String.join("|", item.words()));
  }

  /** A setting whose commands name a channel, the only one that the twin has. */
  private void declareWithChannel(String pattern, String name, Item item) {
    tree.command(
        pattern,
        2,
        2,
        call -> {
          requireChannel(call, item.before());
          Runnable change = change(call, name, item);
          requireChannel(call, item.after());
          change.run();
        });
    tree.query(
        pattern,
        1,
        1,
        call -> {
          requireChannel(call, item.before() + item.after());
          return switch (item.kind()) {
            case SWITCH -> Replies.flag(flag(name));
            case CHOICE -> word(name);
            default -> Replies.plain(number(name));
          };
        });
  }

  private Runnable change(Call call, String name, Item item) {
    if (item.kind() == Kind.SWITCH) {
      boolean on = call.flag();
      return () -> set(name, on);
    }
    if (item.kind() == Kind.CHOICE) {
      String word = call.choice(choice(item));
      return () -> set(name, word);
    }
    double value = call.number(range(name, item));
    return () -> set(name, item, value);
  }

  private static void requireChannel(Call call, String channel) {
    if (channel.isEmpty()) {
      return;
    }
    boolean right =
        channel.startsWith("(")
            ? channel.equals("(@" + call.channels(MOST_CHANNELS)[0] + ")")
            : channel.equalsIgnoreCase(call.word());
    if (!right) {
      throw new CommandException(StandardError.HEADER_SUFFIX_OUT_OF_RANGE);
    }
  }

  private NumberRange range(String name, Item item) {
    double most = name.equals(table.level()) ? Math.min(item.max(), mostOfRange()) : item.max();
    double least = most < item.max() ? -most : item.min();
    return new NumberRange(quantity(item), least, most, Double.parseDouble(item.preset()));
  }

  private double mostOfRange() {
    boolean ranged = table.has("range") && !table.level().isEmpty();
    return ranged ? table.setting("range").over() * number("range") : Double.POSITIVE_INFINITY;
  }

  private static Quantity quantity(Item item) {
    return switch (item.symbol()) {
      case "", "PLC", "V/s", "T" -> Quantity.NUMBER;
      default -> Quantity.in(item.symbol().toUpperCase(Locale.ROOT));
    };
  }

  private void set(String name, Item item, double value) {
    double held = value;
    if (!item.values().isEmpty()) {
      held = item.values().stream().filter(one -> one >= value).findFirst().orElse(item.max());
    }
    boolean level = name.equals(table.level());
    double step = table.has("range") ? table.setting("range").step() : 0;
    double resolution = level && step > 0 ? step * number("range") : item.resolution();
    set(name, resolution > 0 ? rounded(held, resolution) : held);
    if (name.equals("range") && values.get(table.level()) instanceof Double present) {
      if (Math.abs(present) > mostOfRange()) {
        set(table.level(), 0.0);
      }
    }
  }

  private static double rounded(double value, double resolution) {
    return resolution < 1
        ? StrictMath.rint(value / resolution) / StrictMath.rint(1 / resolution)
        : StrictMath.rint(value / resolution) * resolution;
  }

  private void set(String name, Object value) {
    values.put(name, value);
    changed.accept(name);
  }

  /** The present number of a setting. */
  public double number(String name) {
    return (Double) values.get(name);
  }

  /** The present number of a setting, or another if the table has none of this name. */
  public double numberOr(String name, double absent) {
    return table.has(name) ? number(name) : absent;
  }

  /** The state of a switch. */
  public boolean flag(String name) {
    return (Boolean) values.get(name);
  }

  private String word(String name) {
    return (String) values.get(name);
  }

  /** Declares a command of the table other than a setting, with whatever parameters. */
  public void command(String message, Runnable action) {
    if (!message.isEmpty()) {
      tree.command(pattern(message), 0, 9, call -> action.run());
    }
  }

  /** Declares a query of the table other than a setting. */
  public void query(String message, Supplier<String> answer) {
    tree.query(pattern(message), 0, 9, call -> answer.get());
  }

  /**
   * Declares a query with an answer for each parameter.
   *
   * @param answers by parameter, as it stands in the message; "" for a query without
   */
  public void queries(String message, Map<String, Supplier<String>> answers) {
    tree.query(
        pattern(message),
        0,
        1,
        call -> {
          String parameter = !call.more() ? "" : call.wordNext() ? call.word() : number(call);
          Supplier<String> answer = answers.get(parameter);
          if (answer == null) {
            throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
          }
          return answer.get();
        });
  }

  private static String number(Call call) {
    return Integer.toString(call.integer(0, MOST_CHANNELS));
  }

  /** All commands of the table, and the standard's own that they may share nodes with. */
  private List<String> messages() {
    List<String> all = new ArrayList<>(List.of("STATus:OPERation:QUEStionable:SYSTem:ERRor"));
    table.settings().values().forEach(item -> all.add(item.command()));
    table.gauged().values().forEach(one -> all.add(one.query()));
    table.reading().ifPresent(one -> all.addAll(List.of(one.start(), one.query(), one.zero())));
    return all;
  }

  /** Learns the long form of each node. */
  private void learn(String message) {
    NODE.matcher(header(message))
        .results()
        .map(MatchResult::group)
        .forEach(
            node -> longForms.merge(node.replaceAll("[a-z]", ""), node, TableCommands::longer));
  }

  private static String longer(String one, String other) {
    return other.length() > one.length() ? other : one;
  }

  /** The same pattern with the long form of each node that the table or the standard has. */
  private String completed(String pattern) {
    return NODE.matcher(pattern)
        .replaceAll(node -> longForms.getOrDefault(node.group(), node.group()));
  }

  private String pattern(String message) {
    return completed(header(message));
  }

  /** The header of a message, without its question mark and parameters. */
  private static String header(String message) {
    String header = message.split("[? ]", 2)[0];
    return header.startsWith(":") ? header.substring(1) : header;
  }

  /** The refusal of a query without a measurement. */
  public static CommandException stale() {
    return new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
  }
}
