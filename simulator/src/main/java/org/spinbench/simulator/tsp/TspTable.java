package org.spinbench.simulator.tsp;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;

/**
 * An object of the instrument, such as {@code smua} or {@code smua.source}: a model binds
 * attributes and functions by name, and numbers by index if it is a buffer. Scripts cannot add
 * anything; an unknown name is a runtime error. A table that a script makes holds what it puts in.
 */
public final class TspTable {
  /** Values of one table of a script. */
  private static final int MOST_OWN = 10_000;

  private record Attribute(Supplier<Object> get, Consumer<Object> set) {}

  /** Takes a number for an index. */
  @FunctionalInterface
  public interface ElementSetter {
    /**
     * @param index from 1
     */
    void set(int index, double value);
  }

  private final String name;

  /** The values that a script keeps in it; null in an object of the instrument. */
  private Map<Object, Object> own;

  private final Map<String, Attribute> attributes = new LinkedHashMap<>();
  private IntSupplier length;
  private IntFunction<Object> element;
  private ElementSetter elementSetter;
  private TspFunction call;

  /**
   * @param name as in a script, for messages
   */
  public TspTable(String name) {
    this.name = name;
  }

  /** A table that a script makes, with numbers by index from 1. */
  static TspTable of(Object... values) {
    TspTable table = new TspTable("table");
    table.own = new HashMap<>();
    for (int k = 0; k < values.length; k++) {
      table.set((double) (k + 1), values[k]);
    }
    table.length = table::lengthOfOwn;
    table.element = index -> table.own.get((double) index);
    return table;
  }

  boolean isOfScript() {
    return own != null;
  }

  /** What a script keeps in it. */
  Collection<Object> contents() {
    return own == null ? List.of() : own.values();
  }

  /** The number of its values by index before the first that is missing. */
  private int lengthOfOwn() {
    int count = 0;
    while (own.containsKey((double) (count + 1))) {
      count++;
    }
    return count;
  }

  private void setOwn(Object key, Object value) {
    if (key == null) {
      throw new ScriptException("index of a table is nil");
    }
    if (value == null) {
      own.remove(key);
      return;
    }
    if (own.size() >= MOST_OWN && !own.containsKey(key)) {
      throw new ScriptException("not enough memory for another value of a table");
    }
    own.put(key, value);
  }

  /** The name as in a script. */
  public String name() {
    return name;
  }

  /** Binds a new object and returns it. */
  public TspTable table(String key) {
    TspTable table = new TspTable(name.isEmpty() ? key : name + "." + key);
    bind(key, table);
    return table;
  }

  /** Binds an object that is also bound elsewhere. */
  public void bind(String key, TspTable table) {
    add(key, new Attribute(() -> table, null));
  }

  /** Binds a number that never changes, such as {@code OUTPUT_DCAMPS}. */
  public void constant(String key, double value) {
    add(key, new Attribute(() -> value, null));
  }

  /** Binds a read-only attribute: a number, a string, a boolean or an object. */
  public void readOnly(String key, Supplier<Object> get) {
    add(key, new Attribute(get, null));
  }

  /** Binds a numeric attribute; the setter refuses bad values. */
  public void attribute(String key, DoubleSupplier get, DoubleConsumer set) {
    add(key, new Attribute(get::getAsDouble, value -> set.accept(number(value))));
  }

  /** Binds a text; a longer one gives error -223. */
  public void text(String key, int longest, Supplier<String> get, Consumer<String> set) {
    add(
        key,
        new Attribute(
            get::get,
            value -> {
              if (!(value instanceof String text)) {
                throw new CommandException(StandardError.DATA_TYPE_ERROR);
              }
              if (text.length() > longest) {
                throw new CommandException(StandardError.TOO_MUCH_DATA);
              }
              set.accept(text);
            }));
  }

  /** Binds a switch, which scripts set to a boolean or to 0 or 1. */
  public void flag(String key, BooleanSupplier get, Consumer<Boolean> set) {
    add(
        key,
        new Attribute(
            get::getAsBoolean,
            value -> set.accept(value instanceof Boolean on ? on : number(value) != 0)));
  }

  /** Binds a list of numbers with limits; outside them, error -222. */
  public void list(
      String key, double least, double most, Supplier<double[]> get, Consumer<double[]> set) {
    add(
        key,
        new Attribute(
            () -> of(DoubleStream.of(get.get()).boxed().toArray()),
            value -> {
              if (!(value instanceof TspTable table)) {
                throw new CommandException(StandardError.DATA_TYPE_ERROR);
              }
              double[] numbers = table.numbers();
              for (double number : numbers) {
                requireWithin(number, least, most);
              }
              set.accept(numbers);
            }));
  }

  private static double number(Object value) {
    if (!(value instanceof Double number)) {
      throw new CommandException(StandardError.DATA_TYPE_ERROR);
    }
    return number;
  }

  private static void requireWithin(double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
    }
  }

  /** Binds a numeric attribute with limits; outside them, error -222. */
  public void attribute(
      String key, double least, double most, DoubleSupplier get, DoubleConsumer set) {
    attribute(
        key,
        get,
        value -> {
          requireWithin(value, least, most);
          set.accept(value);
        });
  }

  /** Binds a function. */
  public void function(String key, TspFunction function) {
    add(key, new Attribute(() -> function, null));
  }

  /** Binds a function without results. */
  public void event(String key, Runnable event) {
    function(
        key,
        arguments -> {
          event.run();
          return new Object[0];
        });
  }

  /** Makes this a buffer with numbers by index from 1; {@code n} is their count. */
  public void elements(IntSupplier count, IntToDoubleFunction get) {
    length = count;
    element = get::applyAsDouble;
    readOnly("n", () -> (double) count.getAsInt());
  }

  /** Makes this a list of numbers that scripts can set, by index from 1. */
  public void elements(int count, IntToDoubleFunction get, ElementSetter set) {
    length = () -> count;
    element = get::applyAsDouble;
    elementSetter = set;
  }

  /** Makes this a list of new objects by index from 1, and gives each to a model to bind. */
  public void items(int count, BiConsumer<Integer, TspTable> bind) {
    TspTable[] items = new TspTable[count];
    for (int k = 1; k <= count; k++) {
      items[k - 1] = new TspTable(name + "[" + k + "]");
      bind.accept(k, items[k - 1]);
    }
    length = () -> count;
    element = index -> items[index - 1];
  }

  /** Every number that scripts can set, with its present value; restores them in this order. */
  public Runnable snapshot(String... without) {
    List<Runnable> restore = new ArrayList<>();
    attributes.forEach(
        (key, attribute) -> {
          Object value = attribute.get.get();
          if (value instanceof TspTable table && attribute.set == null && table.element == null) {
            restore.add(table.snapshot(without));
          } else if (attribute.set != null && !List.of(without).contains(key)) {
            restore.add(() -> attribute.set.accept(value));
          }
        });
    return () -> restore.forEach(Runnable::run);
  }

  /** Makes this object callable. */
  void callable(TspFunction function) {
    call = function;
  }

  private void add(String key, Attribute attribute) {
    if (attributes.putIfAbsent(key, attribute) != null) {
      throw new IllegalArgumentException("two declarations of " + name + "." + key);
    }
  }

  boolean has(String key) {
    return attributes.containsKey(key);
  }

  /** The value of an attribute or an element. */
  public Object get(Object key) {
    if (own != null) {
      return "n".equals(key) && !own.containsKey(key) ? (double) lengthOfOwn() : own.get(key);
    }
    if (key instanceof Double index && element != null) {
      return isInside(index) ? element.apply(index.intValue()) : null;
    }
    Attribute attribute = attributes.get(key);
    if (attribute == null) {
      throw new ScriptException("attempt to read " + Text.quoted(path(key)) + ", which is unknown");
    }
    return attribute.get.get();
  }

  private boolean isInside(double index) {
    return index >= 1 && index <= length.getAsInt() && index == StrictMath.rint(index);
  }

  void set(Object key, Object value) {
    if (own != null) {
      setOwn(key, value);
      return;
    }
    if (key instanceof Double index && elementSetter != null && isInside(index)) {
      elementSetter.set(index.intValue(), number(value));
      return;
    }
    Attribute attribute = attributes.get(key);
    if (attribute == null) {
      throw new ScriptException("attempt to set " + Text.quoted(path(key)) + ", which is unknown");
    }
    if (attribute.set == null) {
      throw new ScriptException("attempt to set " + Text.quoted(path(key)) + ", which is constant");
    }
    attribute.set.accept(value);
  }

  private String path(Object key) {
    String last = key instanceof String text ? text : Text.plain(key);
    return name.isEmpty() ? last : name + "." + last;
  }

  /** The function of a callable object; null if it is not callable. */
  TspFunction call() {
    return call;
  }

  /**
   * The numbers in it.
   *
   * @throws CommandException if it is neither a buffer nor a table of a script
   */
  public double[] numbers() {
    if (length == null) {
      throw new CommandException(StandardError.DATA_TYPE_ERROR);
    }
    return IntStream.rangeClosed(1, length.getAsInt()).mapToDouble(this::element).toArray();
  }

  /** The number of its numbers; -1 if it is not a buffer. */
  int length() {
    return length == null ? -1 : length.getAsInt();
  }

  double element(int index) {
    return number(element.apply(index));
  }
}
