package org.spinbench.simulator.tsp;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;

/**
 * An object of the instrument, such as {@code smua} or {@code smua.source}: a model binds
 * attributes and functions by name, and numbers by index if it is a buffer. Scripts cannot add
 * anything; an unknown name is a runtime error.
 */
public final class TspTable {
  private record Attribute(Supplier<Object> get, DoubleConsumer set) {}

  private final String name;
  private final Map<String, Attribute> attributes = new HashMap<>();
  private IntSupplier length;
  private IntToDoubleFunction element;
  private TspFunction call;

  /**
   * @param name as in a script, for messages
   */
  public TspTable(String name) {
    this.name = name;
  }

  /** A table of numbers that a script contains. */
  static TspTable of(Object... values) {
    double[] numbers = new double[values.length];
    for (int k = 0; k < numbers.length; k++) {
      if (!(values[k] instanceof Double number)) {
        throw new CommandException(StandardError.DATA_TYPE_ERROR);
      }
      numbers[k] = number;
    }
    TspTable table = new TspTable("table");
    table.elements(() -> numbers.length, index -> numbers[index - 1]);
    return table;
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
    add(key, new Attribute(get::getAsDouble, set));
  }

  /** Binds a numeric attribute with limits; outside them, error -222. */
  public void attribute(
      String key, double least, double most, DoubleSupplier get, DoubleConsumer set) {
    attribute(
        key,
        get,
        value -> {
          if (!(value >= least && value <= most)) {
            throw new CommandException(StandardError.DATA_OUT_OF_RANGE);
          }
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
    element = get;
    readOnly("n", () -> (double) count.getAsInt());
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

  Object get(Object key) {
    if (key instanceof Double index && element != null) {
      boolean inside = index >= 1 && index <= length.getAsInt() && index == StrictMath.rint(index);
      return inside ? element.applyAsDouble(index.intValue()) : null;
    }
    Attribute attribute = attributes.get(key);
    if (attribute == null) {
      throw new ScriptException("attempt to read " + Text.quoted(path(key)) + ", which is unknown");
    }
    return attribute.get.get();
  }

  void set(Object key, Object value) {
    Attribute attribute = attributes.get(key);
    if (attribute == null) {
      throw new ScriptException("attempt to set " + Text.quoted(path(key)) + ", which is unknown");
    }
    if (attribute.set == null) {
      throw new ScriptException("attempt to set " + Text.quoted(path(key)) + ", which is constant");
    }
    if (!(value instanceof Double number)) {
      throw new CommandException(StandardError.DATA_TYPE_ERROR);
    }
    attribute.set.accept(number);
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
    return IntStream.rangeClosed(1, length.getAsInt()).mapToDouble(element).toArray();
  }

  /** The number of its numbers; -1 if it is not a buffer. */
  int length() {
    return length == null ? -1 : length.getAsInt();
  }

  double element(int index) {
    return element.applyAsDouble(index);
  }
}
