package org.spinbench.simulator.instrument.sourcemeter;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * A trigger model of numbered blocks, executed in order unless one branches to another (2450
 * reference manual 2450-901-01, section 6, TRIGger:BLOCk). Not simulated: branches on limits and
 * differences, events of timers, of blenders and of the source's limit.
 */
final class TriggerBlocks {
  private static final int MOST_BLOCKS = 63;
  private static final int LINES = 63;
  private static final int MOST_TIMES = 1_000_000;

  /** Maximum number of blocks in one run in virtual time. */
  private static final long MOST_STEPS = 1_000_000;

  /**
   * Events that a block may wait for. Those of lines and keys never come: nothing is connected, and
   * nobody presses a key.
   */
  private static final Choice EVENTS =
      Choice.of(
          Stream.of(
                  Stream.of("NONE", "COMMand", "DISPlay"),
                  numbered("NOTify", 8),
                  numbered("DIGio", 6),
                  numbered("TSPLink", 3),
                  numbered("LAN", 8))
              .flatMap(names -> names)
              .collect(Collectors.joining("|")));

  private static final String COMMAND = "COMM";
  private static final String NOTIFY = "NOT";

  /** Time between two looks for an event, s. */
  private static final double LOOK = 1e-3;

  /** So many blocks take at least a millisecond. */
  private static final int STEPS_PER_MILLISECOND = 1000;

  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 10_000, 0);

  /** The instrument's part of the blocks. */
  interface Actions {
    /** Clears a buffer; refuses an unknown one. */
    void clear(String buffer);

    /** Takes a reading into a buffer; refuses an unknown one. */
    void measure(String buffer);

    /** Number of points of a list of levels or configurations; refuses an unknown one. */
    int length(String list);

    /** Sets a point of such a list; the index counts from 1. */
    void recall(String list, int index);

    /** Switches the output. */
    void output(boolean on);
  }

  /** A block; gives the number of the block to branch to, or 0. */
  private interface Block {
    int carryOut(Run run);
  }

  /**
   * The state of a run: passes through each counter, the position in each list, the block that
   * waits, and the events that no block has waited for yet.
   */
  private static final class Run {
    private final Map<Integer, Integer> passes = new TreeMap<>();
    private final Map<String, Integer> places = new TreeMap<>();
    private final Set<String> events = new HashSet<>();
    private int waiting;
  }

  private final TreeMap<Integer, Block> blocks = new TreeMap<>();
  private final Actions actions;
  private final DoubleConsumer wait;
  private final String usualBuffer;
  private Run run = new Run();
  private boolean beside;
  private int at;

  /**
   * @param wait waits for a time, s
   */
  TriggerBlocks(Actions actions, DoubleConsumer wait, String usualBuffer) {
    this.actions = actions;
    this.wait = wait;
    this.usualBuffer = usualBuffer;
  }

  void declare(CommandTree tree) {
    String block = "TRIGger:BLOCk";
    tree.command(block + ":BUFFer:CLEar", 1, 2, this::clear);
    tree.command(block + ":MEASure", 1, 2, this::measure);
    tree.command(block + ":CONFig:RECall", 2, 3, this::recall);
    tree.command(block + ":CONFig:NEXT", 2, 2, this::next);
    tree.command(block + ":DELay:CONStant", 2, 2, this::delay);
    tree.command(block + ":BRANch:COUNter", 3, 3, this::count);
    tree.command(block + ":BRANch:ALWays", 2, 2, this::branch);
    tree.command(block + ":SOURce:STATe", 2, 2, this::output);
    tree.command(block + ":NOP", 1, 1, call -> blocks.put(number(call), run -> 0));
    tree.command(block + ":WAIT", 2, 6, this::await);
    tree.command(block + ":BRANch:EVENt", 3, 3, this::branchOnEvent);
    declareSignals(tree, block);
    declareRareBranches(tree, block);
  }

  /** Forgets the run before; events from now on count. */
  void begin() {
    run = new Run();
  }

  /** An event from a client. */
  void trigger() {
    run.events.add(COMMAND);
  }

  /**
   * Waits for one event, or for one or all of up to three. An event that came before counts unless
   * it is to be cleared on entry.
   */
  private void await(Call call) {
    int number = number(call);
    Set<String> wanted = new HashSet<>(List.of(call.choice(EVENTS)));
    boolean clears = call.more() && call.choice(Choice.of("ENTer|NEVer")).equals("ENT");
    boolean all = call.more() && call.choice(Choice.of("AND|OR")).equals("AND");
    while (call.more()) {
      wanted.add(call.choice(EVENTS));
    }
    blocks.put(
        number,
        run -> {
          if (clears && run.waiting != number) {
            run.events.removeAll(wanted);
          }
          boolean come =
              all ? run.events.containsAll(wanted) : wanted.stream().anyMatch(run.events::contains);
          run.waiting = come ? 0 : number;
          if (come) {
            run.events.removeAll(wanted);
            return 0;
          }
          if (!beside) {
            throw new CommandException(StandardError.TRIGGER_DEADLOCK);
          }
          wait.accept(LOOK);
          return number;
        });
  }

  private void branchOnEvent(Call call) {
    int number = number(call);
    String event = call.choice(EVENTS);
    int to = number(call);
    blocks.put(number, run -> run.events.remove(event) ? to : 0);
  }

  void empty() {
    blocks.clear();
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  private static int number(Call call) {
    return call.integer(1, MOST_BLOCKS);
  }

  private String buffer(Call call) {
    return call.more() ? call.quoted() : usualBuffer;
  }

  private void clear(Call call) {
    int number = number(call);
    String buffer = buffer(call);
    blocks.put(
        number,
        run -> {
          actions.clear(buffer);
          return 0;
        });
  }

  private void measure(Call call) {
    int number = number(call);
    String buffer = buffer(call);
    blocks.put(
        number,
        run -> {
          actions.measure(buffer);
          return 0;
        });
  }

  private void recall(Call call) {
    int number = number(call);
    String list = call.quoted();
    int length = actions.length(list);
    int index = call.more() ? call.integer(1, Math.max(1, length)) : 1;
    blocks.put(number, run -> at(run, list, index));
  }

  /** Recalls the next level; after the last, or in a list without a recall, the first. */
  private void next(Call call) {
    int number = number(call);
    String list = call.quoted();
    actions.length(list);
    blocks.put(
        number,
        run -> {
          int place = run.places.getOrDefault(list, 0);
          return at(run, list, place >= actions.length(list) ? 1 : place + 1);
        });
  }

  private int at(Run run, String list, int index) {
    if (index > actions.length(list)) {
      throw new CommandException(
          StandardError.DATA_OUT_OF_RANGE); // the list may have become shorter
    }
    run.places.put(list, index);
    actions.recall(list, index);
    return 0;
  }

  private void delay(Call call) {
    int number = number(call);
    double seconds = call.number(DELAY);
    blocks.put(
        number,
        run -> {
          wait.accept(seconds);
          return 0;
        });
  }

  /** Counts passes; after the last one it restarts. */
  private void count(Call call) {
    int number = number(call);
    int times = call.integer(1, MOST_TIMES);
    int to = number(call);
    blocks.put(
        number,
        run -> {
          int passed = run.passes.merge(number, 1, Integer::sum);
          if (passed < times) {
            return to;
          }
          run.passes.remove(number);
          return 0;
        });
  }

  private void branch(Call call) {
    int number = number(call);
    int to = number(call);
    blocks.put(number, run -> to);
  }

  private void output(Call call) {
    int number = number(call);
    boolean on = call.flag();
    blocks.put(
        number,
        run -> {
          actions.output(on);
          return 0;
        });
  }

  /**
   * Executes all blocks, after {@link #begin}.
   *
   * @param besideClients whether clients send messages meanwhile. Else nothing ends a wait or an
   *     endless loop, so that a wait, and a run of very many blocks, ends with an error.
   */
  void run(boolean besideClients) {
    beside = besideClients;
    at = 1;
    for (long steps = 1; at <= MOST_BLOCKS && (beside || steps <= MOST_STEPS); steps++) {
      Block block = blocks.get(at);
      int to = block == null ? 0 : block.carryOut(run);
      at = to == 0 ? at + 1 : to;
      if (steps % STEPS_PER_MILLISECOND == 0) {
        wait.accept(1e-3);
      }
    }
    if (at <= MOST_BLOCKS) {
      throw new CommandException(StandardError.TRIGGER_DEADLOCK);
    }
  }

  /** The number of the present block, or of the last one. */
  int at() {
    return blocks.isEmpty() ? 0 : Math.min(at, blocks.lastKey());
  }

  /** Blocks whose effect leaves the instrument, where nothing is connected. */
  private void declareSignals(CommandTree tree, String block) {
    tree.command(
        block + ":NOTify",
        2,
        2,
        call -> {
          int number = number(call);
          String event = NOTIFY + call.integer(1, 8);
          blocks.put(
              number,
              run -> {
                run.events.add(event);
                return 0;
              });
        });
    tree.command(
        block + ":DIGital:IO",
        2,
        3,
        call ->
            place(
                call,
                call.integer(1, MOST_BLOCKS),
                c -> {
                  c.integer(0, LINES);
                  if (c.more()) {
                    c.integer(0, LINES);
                  }
                }));
    tree.command(
        block + ":LOG:EVENt",
        3,
        3,
        call ->
            place(
                call,
                call.integer(1, MOST_BLOCKS),
                c -> {
                  c.choice(Choice.of("INFO1|INFO2|INFO3|WARN1|WARN2|WARN3|ERR1|ERR2|ERR3"));
                  c.quoted();
                }));
    tree.query(
        block + ":LIST",
        () ->
            Replies.quoted(
                blocks.keySet().stream()
                    .map(number -> "block " + number)
                    .collect(Collectors.joining(", "))));
  }

  /** Places a block without effect, after the checks of its further parameters. */
  private void place(Call call, int number, Consumer<Call> parameters) {
    parameters.accept(call);
    blocks.put(number, run -> 0);
  }

  private static Stream<String> numbered(String name, int most) {
    return IntStream.rangeClosed(1, most).mapToObj(number -> name + number);
  }

  private void declareRareBranches(CommandTree tree, String block) {
    tree.command(block + ":BRANch:ONCE", 2, 2, call -> once(call, true));
    tree.command(block + ":BRANch:ONCE:EXCLuded", 2, 2, call -> once(call, false));
    tree.command(block + ":CONFig:PREVious", 2, 2, this::previous);
    tree.command(
        block + ":BRANch:COUNter:RESet",
        2,
        2,
        call -> {
          int number = number(call);
          int counter = number(call);
          blocks.put(
              number,
              run -> {
                run.passes.remove(counter);
                return 0;
              });
        });
  }

  /** Branches the first time only, or every time but the first. */
  private void once(Call call, boolean first) {
    int number = number(call);
    int to = number(call);
    blocks.put(number, run -> (run.passes.merge(number, 1, Integer::sum) == 1) == first ? to : 0);
  }

  /** Recalls the level before; before the first, or in a list without a recall, the last. */
  private void previous(Call call) {
    int number = number(call);
    String list = call.quoted();
    actions.length(list);
    blocks.put(
        number,
        run -> {
          int at = run.places.getOrDefault(list, 1);
          return at(run, list, at <= 1 ? actions.length(list) : at - 1);
        });
  }
}
