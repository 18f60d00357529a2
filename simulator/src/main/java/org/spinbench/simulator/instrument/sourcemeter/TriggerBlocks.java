package org.spinbench.simulator.instrument.sourcemeter;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
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
 * reference manual 2450-901-01, section 6, TRIGger:BLOCk). Not simulated: branches on limits,
 * events and differences, waits and signals.
 */
final class TriggerBlocks {
  private static final int MOST_BLOCKS = 63;
  private static final int LINES = 63;
  private static final int MOST_TIMES = 1_000_000;

  /** Maximum number of blocks in one run in virtual time. */
  static final long MOST_STEPS = 1_000_000;

  /** So many blocks take at least a millisecond. */
  private static final int STEPS_PER_MILLISECOND = 1000;

  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 10_000, 0);

  /** The instrument's part of the blocks. */
  interface Actions {
    /** Clears a buffer; refuses an unknown one. */
    void clear(String buffer);

    /** Takes a reading into a buffer; refuses an unknown one. */
    void measure(String buffer);

    /** Number of levels in a configuration list; refuses an unknown one. */
    int length(String list);

    /** Sets a level of a configuration list; the index counts from 1. */
    void recall(String list, int index);

    /** Switches the output. */
    void output(boolean on);
  }

  /** A block; gives the number of the block to branch to, or 0. */
  private interface Block {
    int carryOut(Run run);
  }

  /** The state of a run: passes through each counter, and the position in each list. */
  private static final class Run {
    private final Map<Integer, Integer> passes = new TreeMap<>();
    private final Map<String, Integer> places = new TreeMap<>();
  }

  private final TreeMap<Integer, Block> blocks = new TreeMap<>();
  private final Actions actions;
  private final DoubleConsumer wait;
  private final String usualBuffer;
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
    declareSignals(tree, block);
    declareRareBranches(tree, block);
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
    int index = call.more() ? call.integer(1, length) : 1;
    blocks.put(number, run -> at(run, list, index));
  }

  /** Recalls the next level; after the last, or in a list without a recall, the first. */
  private void next(Call call) {
    int number = number(call);
    String list = call.quoted();
    actions.length(list);
    blocks.put(
        number, run -> at(run, list, run.places.getOrDefault(list, 0) % actions.length(list) + 1));
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
   * Executes all blocks. A longer run ends with an error.
   *
   * @param most number of blocks
   */
  void run(long most) {
    Run run = new Run();
    at = 1;
    for (long steps = 1; at <= MOST_BLOCKS && steps <= most; steps++) {
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
        call -> place(call, call.integer(1, MOST_BLOCKS), c -> c.integer(1, 8)));
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
