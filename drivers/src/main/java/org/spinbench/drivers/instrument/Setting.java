package org.spinbench.drivers.instrument;

import java.util.Optional;
import java.util.function.Consumer;

/** One setting of an instrument: one command and its query. */
public abstract sealed class Setting permits NumberSetting, SwitchSetting, ChoiceSetting {
  final Command command;

  Setting(Command command) {
    this.command = command;
  }

  /** Name within the instrument, such as {@code power} or {@code channel 3 voltage}. */
  public final String name() {
    return command.name();
  }

  /** Header of command and query, such as {@code :SOUR:POW}. */
  public final String header() {
    return command.header();
  }

  /** Instrument and name, as messages to people say it: {@code rf_1 power}. */
  public final String label() {
    return command.label();
  }

  /** Number of the channel that it belongs to, from 1; 0 if it belongs to the whole instrument. */
  public final int channel() {
    return command.channel();
  }

  /** Asks the instrument and returns its answer as text. */
  public String ask() {
    return command.ask();
  }

  /** Whether it keeps the chip from harm, so that nothing may change it from what it has to be. */
  public boolean protects() {
    return false;
  }

  /**
   * Asks the instrument, and compares its answer with what it was last known to have.
   *
   * @return what it has instead, and what it had, for messages; empty if it has that still, or
   *     nothing is known of it
   */
  public abstract Optional<String> strayed();

  /** Whether this program has sent a change of it. */
  public final boolean wasSet() {
    return command.wasSet();
  }

  /**
   * Judges a value that another program has sent, as if it were set here, and has it passed on.
   *
   * @param text the value as it is on the wire
   * @param pass is given the message as this driver would have sent it; nothing else of the bench
   *     changes meanwhile
   * @return is to be run when the instrument has confirmed it
   * @throws LimitException naming the limit that refuses it
   * @throws IllegalArgumentException if it is no value
   */
  public abstract Runnable relay(String text, Consumer<String> pass);

  /** Takes what the instrument has answered to another program that asked for it. */
  public abstract void learn(String answer);

  /** Asks the instrument, if nothing is known of it and others depend on it. */
  public void refresh() {}

  /** The message that asks for it, as its driver spells it, such as {@code :SOUR:POW?}. */
  public final String question() {
    return command.question();
  }

  /** The value in a message that sets it as its driver spells it; empty for any other message. */
  public final Optional<String> valueIn(String message) {
    return command.valueIn(message);
  }

  /** The message that selects what it belongs to, and goes before every other; empty for none. */
  public final String selection() {
    return command.selection();
  }
}
