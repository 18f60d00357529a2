package org.spinbench.simulator.instrument.sourcemeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.spinbench.simulator.instrument.part.Staircase;
import org.spinbench.simulator.instrument.sourcemeter.NamedBuffers.Buffer;
import org.spinbench.simulator.instrument.sourcemeter.NamedBuffers.Row;
import org.spinbench.simulator.instrument.sourcemeter.SourceMeasureUnit.Side;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The trigger model of a 2450: a loop of readings, a sweep or a list of levels that a command
 * loads, or blocks that a program composes (2450 reference manual 2450-901-01, section 6, {@code
 * TRIGger:LOAD}, {@code TRIGger:STATe} and {@code SOURce:SWEep}). {@code INITiate} starts a run
 * beside the messages.
 *
 * <p>The levels of a list form a source configuration list, which blocks recall.
 */
final class LoadedTriggerModel {
  private static final int MOST_POINTS = 1_000_000;
  private static final int LONGEST_PART = 100;
  private static final int LONGEST_LIST = 2500;
  private static final NumberRange DURATION = new NumberRange(Quantity.TIME, 0, 100_000, 10);
  private static final NumberRange DELAY = new NumberRange(Quantity.TIME, 0, 167_772, 0);

  private final SourceMeasureUnit unit;
  private final NamedBuffers buffers;
  private final Supplier<Row> reading;
  private final DoubleSupplier sourceDelay;
  private final DoubleConsumer wait;
  private final Supplier<FrontPanel> panel;
  private final Function<String, List<Runnable>> configurations;
  private final TriggerBlocks blocks;
  private final Map<String, List<Double>> lists = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private List<Double> levels = List.of();
  private int readings;
  private double delay;

  /** No reading begins after this time, s. */
  private double lasts = Double.POSITIVE_INFINITY;

  private String buffer = NamedBuffers.USUAL;
  private String state = "IDLE";

  /**
   * An empty model.
   *
   * @param reading takes one reading
   * @param sourceDelay from a level to its reading, s
   * @param wait waits for a time, s
   * @param panel gives the front panel, beside whose messages a run continues
   * @param configurations the points of a configuration list by its name; null without such a list
   */
  LoadedTriggerModel(
      SourceMeasureUnit unit,
      NamedBuffers buffers,
      Supplier<Row> reading,
      DoubleSupplier sourceDelay,
      DoubleConsumer wait,
      Supplier<FrontPanel> panel,
      Function<String, List<Runnable>> configurations) {
    this.panel = panel;
    this.configurations = configurations;
    this.unit = unit;
    this.buffers = buffers;
    this.reading = reading;
    this.sourceDelay = sourceDelay;
    this.wait = wait;
    blocks = new TriggerBlocks(new Actions(), wait, NamedBuffers.USUAL);
  }

  /** Discards the model and the lists. */
  void preset() {
    load(List.of(), 0, 0, NamedBuffers.USUAL);
    lists.clear();
  }

  void declare(CommandTree tree) {
    declareSweeps(tree, "VOLTage", "VoltCustomSweepList", unit.voltage());
    declareSweeps(tree, "CURRent", "CurrCustomSweepList", unit.current());
    tree.command("TRIGger:LOAD", 1, 4, this::loadModel);
    blocks.declare(tree);
    tree.event("INITiate[:IMMediate]", this::initiate);
    tree.event("ABORt", () -> panel.get().cancelPending());
    tree.promptQuery("TRIGger:STATe", 0, 0, call -> answerState());
    tree.event("*TRG", blocks::trigger);
  }

  private void declareSweeps(CommandTree tree, String quantity, String list, Side side) {
    String sweep = "SOURce#:SWEep:" + quantity;
    tree.command(sweep + ":LINear", 3, 9, call -> loadSweep(call, side, false, false));
    tree.command(sweep + ":LINear:STEP", 3, 9, call -> loadSweep(call, side, false, true));
    tree.command(sweep + ":LOG", 3, 10, call -> loadSweep(call, side, true, false));
    String header = "SOURce#:LIST:" + quantity;
    tree.command(header, 1, LONGEST_PART, call -> setList(list, call, side, List.of()));
    tree.command(
        header + ":APPend",
        1,
        LONGEST_PART,
        call -> setList(list, call, side, lists.getOrDefault(list, List.of())));
    tree.query(
        header, () -> Replies.list(lists.getOrDefault(list, List.of()), NamedBuffers::number));
    tree.query(
        header + ":POINts", () -> Integer.toString(lists.getOrDefault(list, List.of()).size()));
    tree.command(sweep + ":LIST", 1, 5, call -> loadList(call, side, list));
  }

  private void setList(String list, Call call, Side side, List<Double> before) {
    List<Double> all = new ArrayList<>(before);
    while (call.more()) {
      all.add(call.number(side.ranges()));
    }
    if (all.size() > LONGEST_LIST) {
      throw new CommandException(StandardError.TOO_MUCH_DATA);
    }
    lists.put(list, all);
  }

  private void load(List<Double> newLevels, int newReadings, double newDelay, String into) {
    blocks.empty();
    levels = newLevels;
    readings = newReadings;
    delay = newDelay;
    buffer = into;
    lasts = Double.POSITIVE_INFINITY;
  }

  /** Loads a simple loop, or the empty model. */
  private void loadModel(Call call) {
    String name = call.quoted().toUpperCase(Locale.ROOT);
    blocks.empty();
    if (name.equals("EMPTY")) {
      readings = 0;
      return;
    }
    if (name.equals("DURATIONLOOP")) {
      double duration = call.number(DURATION);
      double pause = call.more() ? call.number(DELAY) : 0;
      load(List.of(), MOST_POINTS, pause, buffers.nextName(call));
      lasts = duration;
      return;
    }
    if (!name.equals("SIMPLELOOP")) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    int count = call.integer(1, MOST_POINTS);
    double pause = call.more() ? call.number(DELAY) : 0;
    load(List.of(), count, pause, buffers.nextName(call));
  }

  /**
   * Loads a sweep: start, stop, points or step, delay, count, range type, fail abort, dual, buffer,
   * asymptote.
   */
  private void loadSweep(Call call, Side side, boolean logarithmic, boolean byStep) {
    requireSourced(side);
    Staircase staircase = new Staircase(1, MOST_POINTS);
    staircase.setLogarithmic(logarithmic);
    staircase.setStart(call.number(side.ranges()));
    staircase.setStop(call.number(side.ranges()));
    if (byStep) {
      staircase.setStep(call.number(side.ranges()));
      if (staircase.points() > MOST_POINTS) {
        throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
      }
    } else {
      staircase.setPoints(call.integer(2, MOST_POINTS));
    }
    double pause = call.more() ? call.stepped(DELAY, 0, 0) : 0;
    int sweeps = call.more() ? call.integer(1, 1000) : 1;
    String ranging = call.more() ? call.choice(Choice.of("AUTO|BEST|FIXed")) : "BEST";
    if (call.more()) {
      call.flag();
    }
    boolean back = call.more() && call.flag();
    String into = buffers.nextName(call);
    List<Double> all = new ArrayList<>(staircase.levels());
    if (back) {
      for (int k = all.size() - 1; k >= 0; k--) {
        all.add(all.get(k));
      }
    }
    double largest = Math.max(Math.abs(staircase.start()), Math.abs(staircase.stop()));
    unit.rangeForSweep(ranging, largest);
    load(all, all.size() * sweeps, pause, into);
  }

  /** Loads a list: start index, delay, count, fail abort, buffer; in the present range. */
  private void loadList(Call call, Side side, String list) {
    List<Double> all = levels(list);
    requireSourced(side);
    int start = call.integer(1, all.size());
    double pause = call.more() ? call.number(DELAY) : 0;
    int sweeps = call.more() ? call.integer(1, 1000) : 1;
    if (call.more()) {
      call.flag();
    }
    List<Double> part = all.subList(start - 1, all.size());
    load(part, part.size() * sweeps, pause, buffers.nextName(call));
  }

  private void requireSourced(Side side) {
    if (side != unit.sourced()) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
  }

  private List<Double> levels(String list) {
    List<Double> found = lists.get(list);
    if (found == null) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    return found;
  }

  /** Refuses a measurement beside a run. */
  void requireIdle() {
    if (panel.get().operates()) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
  }

  private void initiate() {
    requireIdle();
    if (isEmpty()) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    state = "RUNNING";
    blocks.begin();
    panel.get().start(this::run);
  }

  private boolean isEmpty() {
    return blocks.isEmpty() && readings == 0;
  }

  private void run() {
    try {
      if (blocks.isEmpty()) {
        takeReadings();
      } else {
        blocks.run(panel.get().operates());
      }
      state = "IDLE";
    } catch (CommandException failed) {
      state = "FAILED";
      throw failed;
    }
  }

  private String answerState() {
    boolean stopped = state.equals("RUNNING") && !panel.get().operates();
    String shown = isEmpty() ? "EMPTY" : stopped ? "ABORTED" : state;
    return shown + ';' + shown + ';' + blocks.at();
  }

  private void takeReadings() {
    boolean sweeps = !levels.isEmpty();
    unit.setOn(unit.on() || sweeps);
    Buffer into = buffers.named(buffer);
    double begun = Double.NaN;
    for (int k = 0; k < readings; k++) {
      if (sweeps) {
        step(levels.get(k % levels.size()));
      }
      wait.accept(sweeps && delay == 0 ? sourceDelay.getAsDouble() : delay);
      Row row = reading.get();
      into.add(row);
      begun = k == 0 ? row.seconds() - delay : begun;
      if (row.seconds() - begun >= lasts) {
        break;
      }
    }
    if (sweeps) {
      unit.setOn(false);
    }
  }

  /** Sets a level, and waits while the source changes its range. */
  private void step(double level) {
    Side side = unit.sourced();
    double range = side.sourceRange();
    unit.setLevel(side, level);
    if (side.sourceRange() != range) {
      panel.get().await(unit.settled());
    }
  }

  /** The actions of the blocks; a level includes the delay of the source. */
  private final class Actions implements TriggerBlocks.Actions {
    @Override
    public void clear(String name) {
      buffers.named(name).clear();
    }

    @Override
    public void measure(String name) {
      buffers.named(name).add(reading.get());
    }

    @Override
    public int length(String list) {
      List<Runnable> points = configurations.apply(list);
      return points == null ? levels(list).size() : points.size();
    }

    @Override
    public void recall(String list, int index) {
      List<Runnable> points = configurations.apply(list);
      if (points == null) {
        unit.setLevel(unit.sourced(), levels(list).get(index - 1));
      } else {
        points.get(index - 1).run();
      }
      wait.accept(sourceDelay.getAsDouble());
    }

    @Override
    public void output(boolean on) {
      unit.setOn(on);
    }
  }
}
