package org.spinbench.simulator.tsp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.DoubleStream;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.StandardError;

/**
 * Trigger objects of an instrument and the events between them: event generators, timers, event
 * blenders, and lines that lead out of the instrument (2600B reference manual 2600BS-901-01,
 * section 3, "Triggering"). Nothing is connected to the lines, so that no event arrives by them.
 *
 * <p>An object does not count its events: {@link Event#next} says when the next one after a moment
 * is. So timers cost nothing until a script waits for them.
 */
public final class TspEvents {
  private static final long NEVER = Long.MAX_VALUE;
  private static final double LONGEST = 100_000;
  private static final double SHORTEST = 0.5e-6;
  private static final int MOST_REPETITIONS = 1_048_575;
  private static final int MOST_DELAYS = 1000;
  private static final int BLENDED = 4;

  /** Depth from which objects that trigger each other in a circle have no event. */
  private static final int DEEPEST = 32;

  private final FrontPanel panel;
  private final BenchClock clock;
  private final TspStored stored = new TspStored();
  private final List<Event> events = new ArrayList<>();
  private final List<Runnable> presets = new ArrayList<>();
  private long last;
  private int depth;

  /** Trigger objects of a panel; there are none yet. */
  public TspEvents(FrontPanel panel, BenchClock clock) {
    this.panel = panel;
    this.clock = clock;
  }

  /** An object that has events, and detects the first one since it was cleared. */
  private final class Event {
    private final LongUnaryOperator source;
    private long since = now();
    private boolean overrun;

    Event(LongUnaryOperator source) {
      this.source = source;
      events.add(this);
    }

    /** The moment of the next event after a moment, ns; {@link #NEVER} if there is none. */
    long next(long after) {
      if (after == NEVER || depth >= DEEPEST) {
        return NEVER;
      }
      depth++;
      try {
        return source.applyAsLong(after);
      } finally {
        depth--;
      }
    }

    void clear() {
      since = now();
      overrun = false;
    }

    boolean hasOverrun() {
      return overrun || next(next(since)) <= now();
    }

    /** Waits for an event; false if there is none within the time. */
    boolean await(double seconds) {
      long begin = now();
      overrun = hasOverrun();
      long at = next(since);
      if (at <= begin) {
        since = begin;
        return true;
      }
      long end = begin + Math.round(1e9 * Math.max(0, Math.min(LONGEST, seconds)));
      panel.await(Math.min(at, end));
      if (at > end) {
        return false;
      }
      since = at;
      return true;
    }

    void bind(TspTable table) {
      table.constant("EVENT_ID", events.size());
      table.event("clear", this::clear);
      table.readOnly("overrun", this::hasOverrun);
      table.function("wait", arguments -> new Object[] {await(arguments.number(1))});
    }
  }

  /** The present moment, ns; after an event of the same moment. */
  private long now() {
    return Math.max(last, clock.nanos());
  }

  /** The event of a number, which a stimulus names; 0 is none. */
  private long next(int number, long after) {
    return number == 0 ? NEVER : events.get(number - 1).next(after);
  }

  private int event(double number) {
    int wanted = (int) StrictMath.rint(number);
    if (!(wanted >= 0 && wanted <= events.size())) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return wanted;
  }

  /** Lines that lead out, such as {@code digio.trigger}; modes by number from 0. */
  public void lines(TspTable trigger, int count, int modes) {
    trigger.items(
        count,
        (number, line) -> {
          Event event = new Event(after -> NEVER);
          event.bind(line);
          stored.number(line, "mode", 0, modes, 0);
          stored.number(line, "pulsewidth", 0, LONGEST, 10e-6);
          int[] stimulus = new int[1];
          presets.add(() -> stimulus[0] = 0);
          line.attribute("stimulus", () -> stimulus[0], id -> stimulus[0] = event(id));
          line.event("assert", () -> {});
          line.event("release", () -> {});
          line.event("reset", event::clear);
        });
  }

  /** Binds a detector of events that do not occur in simulation, such as keys of the panel. */
  public void silent(TspTable table) {
    new Event(after -> NEVER).bind(table);
  }

  /** Event generators, such as {@code trigger.generator}. */
  public void generators(TspTable generator, int count) {
    generator.items(
        count,
        (number, one) -> {
          List<Long> asserted = new ArrayList<>();
          Event event =
              new Event(
                  after ->
                      asserted.stream()
                          .mapToLong(t -> t)
                          .filter(t -> t > after)
                          .min()
                          .orElse(NEVER));
          event.bind(one);
          one.event(
              "assert",
              () -> {
                last = now() + 1;
                asserted.add(last);
                if (asserted.size() > MOST_DELAYS) {
                  asserted.remove(0);
                }
              });
        });
  }

  /** Timers, such as {@code trigger.timer}. */
  public void timers(TspTable timer, int count) {
    timer.items(count, (number, one) -> new Timer().bind(one));
  }

  /** After each event of its stimulus, a number of events at the distance of its delays. */
  private final class Timer {
    private final Event event = new Event(this::next);
    private double[] delays = {10e-6};
    private int repetitions = 1;
    private int stimulus;
    private boolean passes;
    private long armed = now();

    private void preset() {
      delays = new double[] {10e-6};
      repetitions = 1;
      setStimulus(0);
      passes = false;
      event.clear();
    }

    /** Events of its stimulus while it runs start nothing. */
    private long next(long after) {
      for (long start = startAfter(armed); start != NEVER; start = startAfter(start + length())) {
        if (passes && start > after) {
          return start;
        }
        long at = nextOfRun(start, after);
        if (at != NEVER) {
          return at;
        }
      }
      return NEVER;
    }

    private long startAfter(long moment) {
      return TspEvents.this.next(stimulus, moment);
    }

    /** Duration of a run, ns. */
    private long length() {
      return Math.round(1e9 * DoubleStream.of(delays).sum() * repetitions / delays.length);
    }

    private long nextOfRun(long start, long after) {
      double period = DoubleStream.of(delays).sum();
      long whole = Math.max(0, (long) ((after - start) * 1e-9 / period) - 1);
      double seconds = whole * period;
      for (long k = whole * delays.length; repetitions == 0 || k < repetitions; k++) {
        seconds += delays[(int) (k % delays.length)];
        long at = start + Math.round(1e9 * seconds);
        if (at > after) {
          return at;
        }
      }
      return NEVER;
    }

    void bind(TspTable table) {
      event.bind(table);
      presets.add(this::preset);
      table.event("reset", this::preset);
      table.attribute(
          "delay", SHORTEST, LONGEST, () -> delays[0], seconds -> delays = new double[] {seconds});
      table.list("delaylist", SHORTEST, LONGEST, () -> delays, this::setDelays);
      table.attribute(
          "count", 0, MOST_REPETITIONS, () -> repetitions, times -> repetitions = (int) times);
      table.attribute("stimulus", () -> stimulus, this::setStimulus);
      table.flag("passthrough", () -> passes, on -> passes = on);
    }

    private void setStimulus(double number) {
      stimulus = event(number);
      armed = now();
    }

    private void setDelays(double... wanted) {
      if (wanted.length == 0 || wanted.length > MOST_DELAYS) {
        throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
      }
      delays = wanted.clone();
    }
  }

  /** Event blenders, such as {@code trigger.blender}: all of up to four events, or any of them. */
  public void blenders(TspTable blender, int count) {
    blender.items(
        count,
        (number, one) -> {
          int[] stimuli = new int[BLENDED];
          boolean[] any = new boolean[1];
          Event event = new Event(after -> blended(stimuli, any[0], after));
          event.bind(one);
          one.flag("orenable", () -> any[0], on -> any[0] = on);
          one.table("stimulus")
              .elements(BLENDED, k -> stimuli[k - 1], (k, id) -> stimuli[k - 1] = event(id));
          Runnable preset =
              () -> {
                Arrays.fill(stimuli, 0);
                any[0] = false;
                event.clear();
              };
          presets.add(preset);
          one.event("reset", preset);
        });
  }

  private long blended(int[] stimuli, boolean any, long after) {
    long first = NEVER;
    long latest = 0;
    int used = 0;
    for (int stimulus : stimuli) {
      if (stimulus > 0) {
        long at = next(stimulus, after);
        first = Math.min(first, at);
        latest = Math.max(latest, at);
        used++;
      }
    }
    return any || used == 0 ? first : latest;
  }

  /** The state after a reset of the instrument. */
  public void reset() {
    stored.reset();
    presets.forEach(Runnable::run);
    events.forEach(Event::clear);
  }
}
