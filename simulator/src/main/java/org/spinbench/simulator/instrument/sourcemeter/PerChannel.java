package org.spinbench.simulator.instrument.sourcemeter;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ObjDoubleConsumer;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Replies;

/**
 * Declares commands that exist for each channel of an instrument. The first numeric suffix of the
 * header names the channel; without it, channel 1 is meant.
 *
 * @param <C> a channel
 */
final class PerChannel<C> {
  private final CommandTree tree;
  private final DoubleFunction<String> numberFormat;
  private final List<C> channels;

  PerChannel(CommandTree tree, DoubleFunction<String> numberFormat, List<C> channels) {
    this.tree = tree;
    this.numberFormat = numberFormat;
    this.channels = channels;
  }

  private C named(Call call) {
    return channels.get(call.suffix(0, channels.size()) - 1);
  }

  /** A numeric setting with its query, which also takes MIN, MAX and DEF. */
  void number(
      String pattern,
      Function<C, NumberRange> range,
      ToDoubleFunction<C> get,
      ObjDoubleConsumer<C> set) {
    stepped(pattern, range, get, (channel, steps) -> Double.NaN, set);
  }

  /** Like {@link #number}; UP and DOWN stand for the values one step up or down. */
  void stepped(
      String pattern,
      Function<C, NumberRange> range,
      ToDoubleFunction<C> get,
      BiFunction<C, Integer, Double> beside,
      ObjDoubleConsumer<C> set) {
    tree.command(
        pattern,
        1,
        1,
        call -> {
          C channel = named(call);
          double up = beside.apply(channel, 1);
          double down = beside.apply(channel, -1);
          NumberRange allowed = range.apply(channel);
          set.accept(
              channel, Double.isNaN(up) ? call.number(allowed) : call.stepped(allowed, up, down));
        });
    tree.query(
        pattern,
        0,
        1,
        call -> {
          C channel = named(call);
          double value =
              call.more() ? call.limit(range.apply(channel)) : get.applyAsDouble(channel);
          return numberFormat.apply(value);
        });
  }

  /** A boolean setting with its query. */
  void flag(String pattern, Predicate<C> get, BiConsumer<C, Boolean> set) {
    tree.command(pattern, 1, 1, call -> set.accept(named(call), call.flag()));
    query(pattern, channel -> Replies.flag(get.test(channel)));
  }

  /** A setting that is one of several words, with its query. */
  void choice(String pattern, Choice choice, Function<C, String> get, BiConsumer<C, String> set) {
    tree.command(pattern, 1, 1, call -> set.accept(named(call), call.choice(choice)));
    query(pattern, get);
  }

  /** A query without parameters. */
  void query(String pattern, Function<C, String> answer) {
    tree.query(pattern, 0, 0, call -> answer.apply(named(call)));
  }

  /** A command without parameters. */
  void event(String pattern, Consumer<C> event) {
    tree.command(pattern, 0, 0, call -> event.accept(named(call)));
  }
}
