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
 * <p>A pulse at the trigger input starts a reading if the system waits for one. Pulses during a
 * reading are lost.
 *
 * <p>The system takes readings when it is queried, each as of its due time; so several meters
 * measure in parallel. A full memory keeps the last readings.
 */
public final class TriggerSystem implements TriggerInput {
  static final String IMMEDIATE = "IMM";
  private static final String EXTERNAL = "EXT";
  private static final String BUS = "BUS";
  private static final String TIMER = "TIM";
  private static final double TIMER_PRESET = 0.1;
  private static final int MEASURING = 1 << 4;
  private static final int WAITING_FOR_TRIGGER = 1 << 5;

  /** Four months in ns: longer than any wait, and within the range of a clock. */
  private static final double LONGEST = 1e16;

  /** A reading, and the earliest start of the next one. */
  public record Taken(double value, long end) {}

  /** Takes readings for a meter. */
  public interface Reader {
    /** Expected duration of a reading, ns. */
    long period();

    /** Takes a reading from its start, and waits until it is complete. */
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

  /** Moments of the pulses whose readings have not begun, except the current one. */
  private final Deque<Long> pulses = new ArrayDeque<>();

  /** Moment of the current pulse, and the end of the readings of the last pulse. */
  private long pulse;

  private long busyUntil;

  /**
   * @param panel gives the meter's front panel
   * @param capacity number of readings that the memory holds
   * @param wholeRuns whether a run with more readings is refused
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
   * Declares the commands that all meters share: {@code INITiate}, {@code ABORt}, {@code *TRG} and
   * {@code TRIGger:SOURce}.
   *
   * @param sources its trigger sources, as a {@link Choice}; only {@code IMMediate}, {@code
   *     EXTernal}, {@code BUS} and {@code TIMer} ever trigger
   */
  public void declare(CommandTree tree, String sources) {
    tree.event("INITiate#[:IMMediate]", this::initiate);
    tree.event("ABORt", this::abort);
    tree.event("*TRG", this::trigger);
    tree.choice(
        "TRIGger#[:SEQuence#]:SOURce", Choice.of(sources), () -> source, word -> source = word);
  }

  /** Declares {@code INITiate:CONTinuous}. */
  public void declareContinuous(CommandTree tree) {
    tree.flag("INITiate#:CONTinuous", () -> continuous, this::continuous);
  }

  /** Declares {@code TRIGger:DELay}, 0 to a maximum, s. */
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

  /** Declares {@code TRIGger:TIMer}, the interval of the timer, up to a maximum, s. */
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

  /** Sets the number of triggers for each {@code INITiate}. */
  public void triggers(int count) {
    triggers = count;
  }

  /** Sets its trigger source, the short form of a word of {@link #declare}. */
  public void source(String word) {
    source = word;
  }

  public int triggers() {
    return triggers;
  }

  /** Sets the number of readings for each trigger. */
  public void samples(int count) {
    samples = count;
  }

  public int samples() {
    return samples;
  }

  /** The state after a reset: one reading for each {@code INITiate}, and an empty memory. */
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

  /** Ends measuring; keeps the readings taken so far. */
  public void abort() {
    triggersLeft = 0;
    readingsLeft = 0;
    pulses.clear();
    panel.get().cancelPending();
    panel.get().operation().condition(0);
  }

  /** Arms it, or starts its readings if its trigger is immediate. */
  public void initiate() {
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

  /** Whether a trigger from the bus would start a reading. */
  public boolean waitsForBus() {
    takeDue();
    return triggersLeft > 0 && readingsLeft == 0 && source.equals(BUS);
  }

  /** A trigger from the bus. */
  public void trigger() {
    takeDue();
    if (triggersLeft == 0 || readingsLeft > 0 || !source.equals(BUS)) {
      throw new CommandException(StandardError.TRIGGER_IGNORED);
    }
    triggersLeft--;
    start(samples);
  }

  /** A trigger that does not wait for the event of its source. */
  public void force() {
    takeDue();
    if (triggersLeft == 0 || readingsLeft > 0) {
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

  /** Time between the readings of one trigger and the next trigger of the timer, ns. */
  private long pause() {
    long busy = samples * reader.period();
    return source.equals(TIMER) ? Math.max(0, Math.round(timer * 1e9) - busy) : 0;
  }

  /** Takes the readings that are due; skips those that the memory would lose. */
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

  /** The answer to {@code READ?}: {@link #initiate}, then {@link #fetch}. */
  public List<Double> read() {
    if (continuous) {
      throw new CommandException(StandardError.INIT_IGNORED);
    }
    abort();
    initiate();
    return fetch();
  }

  /**
   * The answer to {@code FETCh?}: waits for the readings since the last {@code INITiate}, and gives
   * all.
   */
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

  /** A reading that begins now, for a meter that measures continuously. */
  public double fresh() {
    keep(reader.take(clock.nanos()).value);
    return memory.getLast();
  }

  /** Whether a reading is in progress. */
  public boolean measuring() {
    return readingsLeft > 0;
  }

  /** The number of readings so far. */
  public int points() {
    takeDue();
    return memory.size();
  }

  /** The newest reading; NaN if there is none. */
  public double latest() {
    takeDue();
    return memory.isEmpty() ? Double.NaN : memory.getLast();
  }

  /** Removes up to so many readings from the memory, the oldest first. */
  public List<Double> remove(int most) {
    takeDue();
    List<Double> removed = new ArrayList<>();
    while (removed.size() < most && !memory.isEmpty()) {
      removed.add(memory.removeFirst());
    }
    return removed;
  }

  /** Like {@link #remove}, but first waits for so many readings. */
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
