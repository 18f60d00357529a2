package org.spinbench.simulator.scpi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/**
 * Settings of an instrument. One declaration defines a setting's commands, its value and its value
 * after a reset.
 *
 * <p>{@link #through} adds an action around every change by command.
 */
public final class PresetSettings {
  /**
   * One setting.
   *
   * @param <T> its type: a number, a flag, or the short form of a word
   */
  public static final class Value<T> {
    private final T preset;
    private T value;

    private Value(T preset) {
      this.preset = preset;
      value = preset;
    }

    /** The present value. */
    public T get() {
      return value;
    }

    /** Sets it directly, without the action around a change by command. */
    public void set(T newValue) {
      value = newValue;
    }

    /** Whether it has this value. */
    public boolean is(T other) {
      return value.equals(other);
    }
  }

  private final CommandTree tree;
  private final Consumer<Runnable> change;
  private final List<Value<?>> values;
  private final List<StoredSettings> tables = new ArrayList<>();

  /** An empty group, whose commands are added to this tree. */
  public PresetSettings(CommandTree tree) {
    this(tree, Runnable::run, new ArrayList<>());
  }

  private PresetSettings(CommandTree tree, Consumer<Runnable> change, List<Value<?>> values) {
    this.tree = tree;
    this.change = change;
    this.values = values;
  }

  /**
   * The same group, with an action around changes of settings.
   *
   * @param around runs the given change, and whatever comes before and after it
   */
  public PresetSettings through(Consumer<Runnable> around) {
    return new PresetSettings(tree, around, values);
  }

  /** Sets every setting of the group to its value after a reset. */
  public void preset() {
    values.forEach(PresetSettings::preset);
    tables.forEach(StoredSettings::preset);
  }

  /** Adds the commands of a table. */
  public StoredSettings table(String name) {
    return table(name, 1);
  }

  /** Adds the commands of a table for a model with so many channels. */
  public StoredSettings table(String name, int channels) {
    StoredSettings table = StoredSettings.of(tree, name, channels);
    tables.add(table);
    return table;
  }

  private static <T> void preset(Value<T> value) {
    value.value = value.preset;
  }

  private <T> Value<T> kept(T preset) {
    Value<T> value = new Value<>(preset);
    values.add(value);
    return value;
  }

  private <T> void set(Value<T> value, T wanted) {
    change.accept(() -> value.value = wanted);
  }

  /** A boolean setting. */
  public Value<Boolean> flag(String pattern, boolean preset) {
    Value<Boolean> value = kept(preset);
    tree.flag(pattern, value::get, state -> set(value, state));
    return value;
  }

  /**
   * A setting that is one of several words.
   *
   * @param words as for {@link Choice#of}
   * @param preset the short form of one word
   */
  public Value<String> choice(String pattern, String words, String preset) {
    return choice(pattern, words, preset, UnaryOperator.identity());
  }

  /** Like {@link #choice}; some words are stored as other words. */
  public Value<String> choice(
      String pattern, String words, String preset, UnaryOperator<String> kept) {
    Value<String> value = kept(preset);
    tree.choice(pattern, Choice.of(words), value::get, word -> set(value, kept.apply(word)));
    return value;
  }

  /** A whole number. */
  public Value<Integer> integer(String pattern, int min, int max, int preset) {
    Value<Integer> value = kept(preset);
    tree.integer(pattern, min, max, value::get, number -> set(value, (int) number));
    return value;
  }

  /** A number, after a reset the preset of its range. */
  public Value<Double> number(String pattern, NumberRange range) {
    return number(pattern, range, DoubleUnaryOperator.identity());
  }

  /** Like {@link #number}, for an instrument that rounds its settings. */
  public Value<Double> number(String pattern, NumberRange range, DoubleUnaryOperator rounding) {
    Value<Double> value = kept(range.preset());
    tree.number(pattern, range, value::get, number -> set(value, rounding.applyAsDouble(number)));
    return value;
  }
}
