package org.spinbench.simulator.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.bench.VirtualClock;
import org.spinbench.simulator.coverage.CommandList.Command;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.SimulatedInstrument;

/** How many commands of a model's list its twin takes. */
final class Coverage {
  /** Instead of a message: the list is wrong, because the instrument has no such form. */
  private static final String NONE = "-";

  private final String model;
  private final List<String> refused = new ArrayList<>();
  private int essential;
  private int essentialTaken;
  private int all;
  private int allTaken;

  private Coverage(String model) {
    this.model = model;
  }

  /**
   * Sends every command of the list to a twin that was switched on for it.
   *
   * @param prepared by header, a message to send before each message of it
   * @param instead by header, messages to send instead of guessed ones; a question mark ends the
   *     header of a query
   */
  static Coverage of(
      String model,
      List<Command> commands,
      Map<String, String> prepared,
      Map<String, String> instead) {
    Coverage coverage = new Coverage(model);
    Messages messages = Messages.of(model);
    for (Command command : commands) {
      coverage.count(command, messages, prepared.getOrDefault(command.header(), ""), instead);
    }
    return coverage;
  }

  private void count(
      Command command, Messages messages, String before, Map<String, String> instead) {
    String why = "";
    Twin twin = new Twin(model);
    if (command.set() && !NONE.equals(instead.get(command.header()))) {
      String given = instead.get(command.header());
      List<List<String>> groups =
          given == null ? messages.settings(command) : List.of(List.of(given));
      why = twin.refusal(groups, before, false);
    }
    boolean asked = command.query() && !NONE.equals(instead.get(command.header() + '?'));
    if (asked && why.isEmpty()) {
      String given = instead.get(command.header() + '?');
      List<List<String>> groups =
          given == null ? messages.queries(command) : List.of(List.of(given));
      why = twin.refusal(groups, before, true);
    }
    boolean taken = why.isEmpty();
    all++;
    allTaken += taken ? 1 : 0;
    if (command.essential()) {
      essential++;
      essentialTaken += taken ? 1 : 0;
    }
    if (!taken) {
      refused.add((command.essential() ? "* " : "  ") + command.header() + "   " + why);
    }
  }

  /** The model, and how many of the essential and of all commands its twin takes. */
  String row() {
    return String.format(
        Locale.ROOT,
        "%-9s %3d of %3d (%5.1f %%)  %3d of %3d (%5.1f %%)",
        model,
        essentialTaken,
        essential,
        100.0 * essentialTaken / Math.max(1, essential),
        allTaken,
        all,
        100.0 * allTaken / all);
  }

  int essentialTaken() {
    return essentialTaken;
  }

  int allTaken() {
    return allTaken;
  }

  /** The refused commands, each with its first refusal; a star marks the essential ones. */
  List<String> refused() {
    return refused;
  }

  /** A simulated instrument with something at every port. */
  private static final class Twin {
    private final SimulatedInstrument instrument;

    Twin(String model) {
      instrument =
          Laboratory.connected(
              SimulatedModel.of(model).orElseThrow(),
              Laboratory.surroundings(new VirtualClock(), 1));
    }

    /** Why it does not take a message of each group; empty if it does. */
    String refusal(List<List<String>> groups, String before, boolean answers) {
      for (List<String> group : groups) {
        String first = "";
        boolean taken = false;
        for (int i = 0; i < group.size() && !taken; i++) {
          String why = refusal(group.get(i), before, answers);
          taken = why.isEmpty();
          first = first.isEmpty() ? why : first;
        }
        if (!taken && !answers && group.size() > 1) {
          taken = takesItsOwnAnswer(group.get(0).split(" ")[0], before);
        }
        if (!taken) {
          return first;
        }
      }
      return "";
    }

    /** Whether it takes its own answer as a value, where the list does not say which it takes. */
    private boolean takesItsOwnAnswer(String header, String before) {
      String answer = MessageTable.exchange(instrument.endpoint(), header + '?').strip();
      instrument.panel().clearErrors();
      return !answer.isEmpty() && refusal(header + ' ' + answer, before, false).isEmpty();
    }

    private String refusal(String message, String before, boolean answers) {
      if (!before.isEmpty()) {
        MessageTable.exchange(instrument.endpoint(), before);
        instrument.panel().clearErrors();
      }
      String reply = MessageTable.exchange(instrument.endpoint(), message);
      List<String> errors = instrument.queuedErrors();
      instrument.panel().clearErrors();
      if (!errors.isEmpty()) {
        return message + " -> " + errors.get(0);
      }
      boolean answered = !reply.isBlank() && !reply.strip().equals("nil");
      return answered || !answers ? "" : message + " -> no answer";
    }
  }
}
