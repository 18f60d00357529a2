package org.spinbench.simulator.instrument.dcsource;

import java.util.StringJoiner;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandTree;

/**
 * Declares commands of a QDAC-II that a numeric suffix or a channel list after the parameters
 * addresses to channels.
 */
final class Qdac2Channels {
  private final CommandTree tree;
  private final Qdac2Output[] channels;
  private final Runnable changed;

  /**
   * @param changed called after an action that can change an output
   */
  Qdac2Channels(CommandTree tree, Qdac2Output[] channels, Runnable changed) {
    this.tree = tree;
    this.channels = channels;
    this.changed = changed;
  }

  /** Declares a command without parameters that changes outputs. */
  void action(String pattern, Consumer<Qdac2Output> action) {
    tree.command(
        pattern,
        0,
        1,
        call -> {
          for (Qdac2Output channel : named(call)) {
            action.accept(channel);
          }
          changed.run();
        });
  }

  /** Declares a command that sets a value of each named channel. */
  <T> void every(String pattern, Function<Call, T> value, BiConsumer<Qdac2Output, T> set) {
    tree.command(
        pattern,
        1,
        2,
        call -> {
          T wanted = value.apply(call);
          for (Qdac2Output channel : named(call)) {
            set.accept(channel, wanted);
          }
        });
  }

  /** Declares a query with one answer for each named channel, in the order of the list. */
  void each(String pattern, Function<Qdac2Output, String> answer) {
    tree.query(
        pattern,
        0,
        1,
        call -> {
          StringJoiner answers = new StringJoiner(",");
          for (Qdac2Output channel : named(call)) {
            answers.add(answer.apply(channel));
          }
          return answers.toString();
        });
  }

  /** The channels that the remaining parameters name. */
  Qdac2Output[] named(Call call) {
    if (!call.more()) {
      return new Qdac2Output[] {channels[call.suffix(0, channels.length) - 1]};
    }
    int[] numbers = call.channels(channels.length);
    Qdac2Output[] named = new Qdac2Output[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      named[i] = channels[numbers[i] - 1];
    }
    return named;
  }
}
