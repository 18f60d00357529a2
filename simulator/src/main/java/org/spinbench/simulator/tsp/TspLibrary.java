package org.spinbench.simulator.tsp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.StandardError;

/**
 * Functions of the language that concern no terminal: {@code math}, {@code bit}, {@code timer},
 * {@code dataqueue}, {@code userstring} and {@code os.time} (2600B reference manual 2600BS-901-01,
 * section 7).
 */
final class TspLibrary {
  private static final int BITS = 32;
  private static final double LARGEST = (1L << BITS) - 1;

  /** Maximum number of values in the data queue. */
  private static final int CAPACITY = 128;

  private static final int MOST_STRINGS = 256;
  private static final int LARGEST_DRAWN = 1_000_000_000;
  private static final RandomGeneratorFactory<RandomGenerator> GENERATORS =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final Object[] NOTHING = {};

  private final FrontPanel panel;
  private final BenchClock clock;
  private final Deque<Object> queue = new ArrayDeque<>();
  private final Map<String, String> strings = new HashMap<>();
  private RandomGenerator chance = GENERATORS.create(1);
  private long timed;

  TspLibrary(FrontPanel panel, BenchClock clock) {
    this.panel = panel;
    this.clock = clock;
    timed = clock.nanos();
  }

  void bind(TspTable globals) {
    bindMath((TspTable) globals.get("math"));
    TspStrings.bind(globals);
    bindBits(globals.table("bit"));
    TspTable timer = globals.table("timer");
    timer.event("reset", () -> timed = clock.nanos());
    timer.table("measure").function("t", arguments -> one((clock.nanos() - timed) * 1e-9));
    globals.table("os").function("time", arguments -> one(Math.floor(clock.nanos() * 1e-9)));
    bindQueue(globals.table("dataqueue"));
    TspTable texts = globals.table("userstring");
    texts.function("add", this::addString);
    texts.function("get", arguments -> one(strings.get(arguments.text(1))));
    texts.function(
        "delete",
        arguments -> {
          strings.remove(arguments.text(1));
          return NOTHING;
        });
  }

  /** The rest of the mathematics of Lua 5.0, which TSP is: manual section 7, math. */
  private void bindMath(TspTable math) {
    function(math, "acos", StrictMath::acos);
    function(math, "asin", StrictMath::asin);
    function(math, "atan", StrictMath::atan);
    function(math, "deg", StrictMath::toDegrees);
    function(math, "rad", StrictMath::toRadians);
    function(math, "tan", StrictMath::tan);
    function(math, "atan2", StrictMath::atan2);
    function(math, "pow", StrictMath::pow);
    function(math, "mod", (a, b) -> a % b);
    math.function("max", arguments -> one(all(arguments).max().orElseThrow()));
    math.function("min", arguments -> one(all(arguments).min().orElseThrow()));
    math.function("random", this::random);
    math.function(
        "randomseed",
        arguments -> {
          chance = GENERATORS.create((long) arguments.number(1));
          return NOTHING;
        });
  }

  private static void function(TspTable math, String name, DoubleUnaryOperator of) {
    math.function(name, arguments -> one(of.applyAsDouble(arguments.number(1))));
  }

  private static void function(TspTable math, String name, DoubleBinaryOperator of) {
    math.function(
        name, arguments -> one(of.applyAsDouble(arguments.number(1), arguments.number(2))));
  }

  /** All arguments, at least one. */
  private static DoubleStream all(Arguments arguments) {
    return IntStream.rangeClosed(1, Math.max(1, arguments.count())).mapToDouble(arguments::number);
  }

  /** From 0 to 1, from 1 to a whole number, or between two; the same after each start. */
  private Object[] random(Arguments arguments) {
    if (arguments.count() == 0) {
      return one(chance.nextDouble());
    }
    int first = arguments.count() == 1 ? 1 : arguments.integer(1, -LARGEST_DRAWN, LARGEST_DRAWN);
    int last = arguments.integer(arguments.count() == 1 ? 1 : 2, first, LARGEST_DRAWN);
    return one((double) chance.nextInt(first, last + 1));
  }

  private static void bindBits(TspTable bit) {
    both(bit, "bitand", (a, b) -> a & b);
    both(bit, "bitor", (a, b) -> a | b);
    both(bit, "bitxor", (a, b) -> a ^ b);
    place(bit, "clear", (value, mask) -> value & ~mask);
    place(bit, "set", (value, mask) -> value | mask);
    place(bit, "toggle", (value, mask) -> value ^ mask);
    place(bit, "get", (value, mask) -> value & mask);
    bit.function("test", arguments -> one((whole(arguments, 1) & mask(arguments, 1)) != 0));
    bit.function(
        "getfield",
        arguments ->
            one((double) ((whole(arguments, 1) & field(arguments)) >> index(arguments) - 1)));
    bit.function("setfield", TspLibrary::setField);
  }

  private static void both(TspTable bit, String name, LongBinaryOperator operator) {
    bit.function(
        name,
        arguments -> one((double) operator.applyAsLong(whole(arguments, 1), whole(arguments, 2))));
  }

  private static void place(TspTable bit, String name, LongBinaryOperator operator) {
    bit.function(
        name,
        arguments -> one((double) operator.applyAsLong(whole(arguments, 1), mask(arguments, 1))));
  }

  private static Object[] setField(Arguments arguments) {
    long wanted = whole(arguments, 4);
    long field = field(arguments);
    if (wanted > mask(arguments, arguments.integer(3, 1, BITS)) >> index(arguments) - 1) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return one((double) (whole(arguments, 1) & ~field | wanted << index(arguments) - 1));
  }

  /** A whole number from 0 to 2^32 - 1. */
  private static long whole(Arguments arguments, int place) {
    double value = arguments.number(place);
    if (!(value >= 0 && value <= LARGEST)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return (long) value;
  }

  private static int index(Arguments arguments) {
    return arguments.integer(2, 1, BITS);
  }

  /** So many bits from the index that the second argument names. */
  private static long mask(Arguments arguments, int width) {
    int index = index(arguments);
    if (index + width - 1 > BITS) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
    return (1L << width) - 1 << index - 1;
  }

  private static long field(Arguments arguments) {
    return mask(arguments, arguments.integer(3, 1, BITS));
  }

  private void bindQueue(TspTable data) {
    data.constant("CAPACITY", CAPACITY);
    data.readOnly("count", () -> (double) queue.size());
    data.event("clear", queue::clear);
    data.function("add", this::enqueue);
    data.function("next", this::dequeue);
  }

  /** Adds a value; with a time limit, waits that long where the queue is full. */
  private Object[] enqueue(Arguments arguments) {
    if (arguments.value(1) == null) {
      throw new CommandException(StandardError.MISSING_PARAMETER);
    }
    boolean fits = queue.size() < CAPACITY;
    if (fits) {
      queue.add(arguments.value(1));
    } else {
      await(arguments, 2);
    }
    return one(fits);
  }

  /** The oldest value; nil where there is none within the time limit. */
  private Object[] dequeue(Arguments arguments) {
    if (queue.isEmpty()) {
      await(arguments, 1);
    }
    return one(queue.poll());
  }

  private void await(Arguments arguments, int place) {
    if (arguments.count() >= place) {
      double seconds = Math.max(0, Math.min(TspLanguage.LONGEST_DELAY, arguments.number(place)));
      panel.await(clock.nanos() + Math.round(seconds * 1e9));
    }
  }

  private Object[] addString(Arguments arguments) {
    String name = arguments.text(1);
    String value = Text.plain(arguments.value(2));
    if (strings.size() >= MOST_STRINGS && !strings.containsKey(name)) {
      throw new CommandException(StandardError.OUT_OF_MEMORY);
    }
    strings.put(name, value);
    return NOTHING;
  }

  private static Object[] one(Object value) {
    return new Object[] {value};
  }
}
