package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The configuration lists of the source or of the measurement of a 2450 (reference manual
 * 2450-901-01, section 6, {@code CONFiguration:LIST}): named lists of saved settings, counted from
 * 1.
 */
final class ConfigurationLists {
  private static final int MOST = 32;
  private static final int LONGEST = 300_000;

  private final Map<String, List<Runnable>> lists = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param header {@code SOURce#} or {@code [:SENSe#]}
   * @param save saves the present settings; the result restores them
   */
  ConfigurationLists(CommandTree tree, String header, Supplier<Runnable> save) {
    String list = header + ":CONFiguration:LIST:";
    tree.command(list + "CREate", 1, 1, this::create);
    tree.command(list + "DELete", 1, 2, this::delete);
    tree.command(list + "STORe", 1, 2, call -> store(call, save));
    tree.command(list + "RECall", 1, 2, this::recall);
    tree.query(list + "SIZE", 1, 1, call -> Integer.toString(named(call).size()));
    tree.query(list + "QUERy", 1, 3, this::describe);
    tree.query(
        list + "CATalog",
        () -> lists.keySet().stream().map(Replies::quoted).collect(Collectors.joining(",")));
  }

  void preset() {
    lists.clear();
  }

  /** What restores each point of a list; null without such a list. */
  List<Runnable> points(String name) {
    return lists.get(name);
  }

  private List<Runnable> named(Call call) {
    List<Runnable> list = points(call.quoted());
    if (list == null) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    return list;
  }

  private void create(Call call) {
    String name = call.quoted();
    if (lists.size() == MOST || lists.putIfAbsent(name, new ArrayList<>()) != null) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
  }

  private void delete(Call call) {
    String name = call.quoted();
    List<Runnable> list = lists.get(name);
    if (list == null) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    if (call.more()) {
      list.remove(call.integer(1, list.size()) - 1);
    } else {
      lists.remove(name);
    }
  }

  private void store(Call call, Supplier<Runnable> save) {
    List<Runnable> list = named(call);
    int index = call.more() ? call.integer(1, Math.min(LONGEST, list.size() + 1)) : list.size() + 1;
    if (index > list.size()) {
      list.add(save.get());
    } else {
      list.set(index - 1, save.get());
    }
  }

  private void recall(Call call) {
    List<Runnable> list = named(call);
    list.get((call.more() ? call.integer(1, list.size()) : oneOf(list)) - 1).run();
  }

  private static int oneOf(List<Runnable> list) {
    if (list.isEmpty()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    return 1;
  }

  /** How many settings a point has; their values are asked after a recall. */
  private String describe(Call call) {
    List<Runnable> list = named(call);
    int index = call.integer(1, list.size());
    return Replies.quoted("configuration " + index + " of " + list.size());
  }
}
