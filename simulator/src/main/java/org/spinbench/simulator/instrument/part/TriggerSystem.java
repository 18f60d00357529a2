package org.spinbench.simulator.instrument.part;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.spinbench.simulator.instrument.TriggerInput;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.StandardError;

/**
 * The trigger system and the reading memory of a meter (SCPI-99 volume 2 chapter 24): idle until it
 * is initiated, then waiting for a trigger, then taking one reading after another.
 *
 * <p>A pulse at the trigger input starts a reading if one is waited for; while it takes one, pulses
 * are lost.
 *
 * <p>Readings are taken when somebody asks for them, as of the time at which they were due; so
 * several meters measure side by side. Of more readings than the memory holds the last ones stay.
 */
public final class TriggerSystem implements TriggerInput {
  static final String IMMEDIATE = "IMM";
  private static final String EXTERNAL = "EXT";
  private static final String BUS = "BUS";
  private static final String TIMER = "TIM";
  private static final double TIMER_PRESET = 0.1;
  private static final int MEASURING = 1 << 4;
  private static final int WAITING_FOR_TRIGGER = 1 << 5;

  /** Four months in ns: longer than anybody waits, and short of what a clock counts. */
  private static final double LONGEST = 1e16;

  /** A reading and the moment at which the next may begin. */
  public record Taken(double value, long end) {}

  /** How the meter takes a reading. */
  public interface Reader {
    /** How long one is expected to take, ns. */
    long period();

    /** Takes one that begins at a moment, and waits until it is complete. */
    Taken take(long start);
  }

  private final BenchClock clock;
  private final Supplier<FrontPanel> panel;
  private final Reader reader;
  private final int capacity;
  private final boolean wholeRuns;
  private final Deque<Double> memory = new ArrayDeque<>();
  private boolean continuous;
  private String source = IMMEDIATE;
  private int triggers = 1;
  private int samples = 1;
  private double delay;
  private double timer = TIMER_PRESET;
  private long triggered;
  private int triggersLeft;
  private long readingsLeft;
  private long next;

  /** Moments of the pulses whose readings have not begun, without the one at hand. */
  private final Deque<Long> pulses = new ArrayDeque<>();

  /** Moment of the pulse at hand, and when the readings of the last pulse will be complete. */
  private long pulse;

  private long busyUntil;

  /**
   * @param panel the meter's front panel, once it is made
   * @param capacity how many readings the memory holds
   * @param wholeRuns whether it refuses to be initiated for more
   */
  public TriggerSystem(
      BenchClock clock,
      Supplier<FrontPanel> panel,
      Reader reader,
      int capacity,
      boolean wholeRuns) {
    this.clock = clock;
    this.panel = panel;
    this.reader = reader;
    this.capacity = capacity;
    this.wholeRuns = wholeRuns;
  }

  /**
   * Declares what every meter calls the same: {@code INITiate}, {@code ABORt}, {@code *TRG} and
   * {@code TRIGger:SOURce}.
   *
   * @param sources the trigger sources that it has, as a {@link Choice}; only {@code IMMediate},
   *     {@code EXTernal}, {@code BUS} and {@code TIMer} ever come
   */
  public void declare(CommandTree tree, String sources) {
    tree.event("INITiate[:IMMediate]", this::initiate);
    tree.event("ABORt", this::abort);
    tree.event("*TRG", this::trigger);
    tree.choice(
        "TRIGger#[:SEQuence#]:SOURce", Choice.of(sources), () -> source, word -> source = word);
  }

  /** Declares {@code INITiate:CONTinuous}. */
  public void declareContinuous(CommandTree tree) {
    tree.flag("INITiate:CONTinuous", () -> continuous, this::continuous);
  }

  /** Declares {@code TRIGger:DELay} from 0 to a longest, s. */
  public void declareDelay(CommandTree tree, double longest, Runnable changed) {
    tree.number(
        "TRIGger#[:SEQuence#]:DELay",
        new NumberRange(Quantity.TIME, 0, longest, 0),
        () -> delay,
        seconds -> {
          delay = seconds;
          changed.run();
        });
  }

  /** Declares {@code TRIGger:TIMer}, the time between triggers of the timer, up to a longest, s. */
  public void declareTimer(CommandTree tree, double longest) {
    tree.number(
        "TRIGger#[:SEQuence#]:TIMer",
        new NumberRange(Quantity.TIME, 0, longest, TIMER_PRESET),
        () -> timer,
        seconds -> timer = seconds);
  }

  public void continuous(boolean on) {
    abort();
    continuous = on;
  }

  public boolean continuous() {
    return continuous;
  }

  /** Triggers that it takes for each {@code INITiate}. */
  public void triggers(int count) {
    triggers = count;
  }

  public int triggers() {
    return triggers;
  }

  /** Readings for each trigger. */
  public void samples(int count) {
    samples = count;
  }

  public int samples() {
    return samples;
  }

  void source(String word) {
    source = word;
  }

  /** Time from a trigger to its first reading, s. */
  void delay(double seconds) {
    delay = seconds;
  }

  double delay() {
    return delay;
  }

  /** What a reset leaves: one reading for each {@code INITiate}, and an empty memory. */
  public void preset() {
    continuous = false;
    source = IMMEDIATE;
    triggers = 1;
    samples = 1;
    delay = 0;
    timer = TIMER_PRESET;
    triggersLeft = 0;
    readingsLeft = 0;
    pulses.clear();
    memory.clear();
  }

  /** Ends whatever goes on; readings that have been taken stay. */
  public void abort() {
    triggersLeft = 0;
    readingsLeft = 0;
    pulses.clear();
    panel.get().cancelPending();
    panel.get().operation().condition(0);
  }

  void initiate() {
    takeDue();
    if (continuous || readingsLeft > 0 || triggersLeft > 0) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    double readings = (double) triggers * samples;
    if (wholeRuns && readings > capacity
        || readings * reader.period() + (double) triggers * pause() > LONGEST) {
      throw new CommandException(StandardError.SETTINGS_CONFLICT);
    }
    memory.clear();
    busyUntil = clock.nanos();
    triggersLeft = triggers;
    panel.get().operation().condition(WAITING_FOR_TRIGGER);
    if (source.equals(IMMEDIATE) || source.equals(TIMER)) {
      triggersLeft = 0;
      start((long) triggers * samples);
    }
  }

  @Override
  public void pulses(long... moments) {
    if (!source.equals(EXTERNAL)) {
      return;
    }
    long wait = Math.round(delay * 1e9);
    for (long moment : moments) {
      if (triggersLeft > 0 && moment >= busyUntil) {
        triggersLeft--;
        if (readingsLeft == 0) {
          pulse = moment;
          next = moment + wait;
        } else {
          pulses.add(moment);
        }
        readingsLeft += samples;
        busyUntil = moment + wait + samples * reader.period();
      }
    }
  }

  @Override
  public void noneAfter(long moment) {
    takeDue();
    while (!pulses.isEmpty() && pulses.getLast() > moment) {
      pulses.removeLast();
      callOff();
    }
    if (readingsLeft == samples && pulse > moment) {
      callOff();
    }
  }

  private void callOff() {
    readingsLeft -= samples;
    triggersLeft++;
  }

  /** A trigger from the bus. */
  void trigger() {
    takeDue();
    if (triggersLeft == 0 || readingsLeft > 0 || !source.equals(BUS)) {
      throw new CommandException(StandardError.TRIGGER_IGNORED);
    }
    triggersLeft--;
    start(samples);
  }

  private void start(long readings) {
    readingsLeft = readings;
    triggered = clock.nanos();
    next = triggered + Math.round(delay * 1e9);
    panel.get().operation().condition(0);
    long pauses = readings / samples - 1;
    panel.get().operate(MEASURING, next + readings * reader.period() + pauses * pause());
  }

  /** How long the timer keeps the next trigger waiting after the readings of one, ns. */
  private long pause() {
    long busy = samples * reader.period();
    return source.equals(TIMER) ? Math.max(0, Math.round(timer * 1e9) - busy) : 0;
  }

  /** Takes the readings whose time has passed; those that the memory would lose are left out. */
  private void takeDue() {
    long late = readingsLeft == 0 ? 0 : (clock.nanos() - next) / reader.period() - capacity;
    leaveOut(late);
    while (readingsLeft > 0 && next + reader.period() <= clock.nanos()) {
      takeNext();
    }
  }

  private void leaveOut(long readings) {
    long left = Math.min(readings, readingsLeft - capacity);
    if (left > 0 && !source.equals(EXTERNAL)) {
      readingsLeft -= left;
      next += left * reader.period();
    }
  }

  private void takeNext() {
    Taken taken = reader.take(next);
    keep(taken.value);
    next = taken.end;
    readingsLeft--;
    if (readingsLeft == 0) {
      panel.get().operation().condition(triggersLeft > 0 ? WAITING_FOR_TRIGGER : 0);
    } else if (readingsLeft % samples == 0 && !pulses.isEmpty()) {
      pulse = pulses.remove();
      next = pulse + Math.round(delay * 1e9);
    } else if (readingsLeft % samples == 0) {
      if (source.equals(TIMER)) {
        triggered = Math.max(next, triggered + Math.round(timer * 1e9));
        next = triggered;
      }
      next += Math.round(delay * 1e9);
    }
  }

  private void keep(double reading) {
    if (memory.size() == capacity) {
      memory.removeFirst();
    }
    memory.addLast(reading);
  }

  /** What {@code READ?} gives: as {@link #initiate} and {@link #fetch}. */
  public List<Double> read() {
    if (continuous) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    abort();
    initiate();
    return fetch();
  }

  /** What {@code FETCh?} gives: every reading since the last {@code INITiate}, waiting for them. */
  public List<Double> fetch() {
    if (continuous) {
      keep(reader.take(clock.nanos() - reader.period()).value);
      return List.of(memory.getLast());
    }
    leaveOut(readingsLeft - capacity);
    while (readingsLeft > 0) {
      takeNext();
    }
    if (memory.isEmpty()) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    return List.copyOf(memory);
  }

  /** A reading that begins now, for a meter that runs continuously. */
  public double fresh() {
    keep(reader.take(clock.nanos()).value);
    return memory.getLast();
  }

  /** Whether a reading is under way. */
  public boolean measuring() {
    return readingsLeft > 0;
  }

  /** How many readings there are by now. */
  public int points() {
    takeDue();
    return memory.size();
  }

  /** The newest reading; NaN if there is none. */
  public double latest() {
    takeDue();
    return memory.isEmpty() ? Double.NaN : memory.getLast();
  }

  /** Takes up to so many readings out of the memory, the oldest first. */
  public List<Double> remove(int most) {
    takeDue();
    List<Double> removed = new ArrayList<>();
    while (removed.size() < most && !memory.isEmpty()) {
      removed.add(memory.removeFirst());
    }
    return removed;
  }

  /** As {@link #remove}, after waiting until there are so many. */
  public List<Double> removeAll(int count) {
    if (count > memory.size() + readingsLeft) {
      throw new CommandException(StandardError.DATA_CORRUPT_OR_STALE);
    }
    while (memory.size() < count) {
      takeNext();
    }
    return remove(count);
  }
}
