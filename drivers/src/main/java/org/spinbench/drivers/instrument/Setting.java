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

  /** Instrument and name, for messages: {@code rf_1 power}. */
  public final String label() {
    return command.label();
  }

  /** Number of the channel that it belongs to, from 1; 0 if it belongs to the whole instrument. */
  public final int channel() {
    return command.channel();
  }

  /** Queries the instrument and returns its answer as text. */
  public String ask() {
    return command.ask();
  }

  /** Whether it protects the chip, so that its required value must not be changed. */
  public boolean protects() {
    return false;
  }

  /**
   * Queries the instrument, and compares the answer with the last known value.
   *
   * @return the new and the old value, for messages; empty if they are equal or the old one is
   *     unknown
   */
  public abstract Optional<String> strayed();

  /** The value last set or read, as text, without a query; empty if it is unknown. */
  public abstract Optional<String> lastKnownText();

  /** Whether this program has sent a change of it. */
  public final boolean wasSet() {
    return command.wasSet();
  }

  /**
   * Judges a value from another program, as if it were set here, and passes it.
   *
   * @param text the value on the wire
   * @param pass receives the message in this driver's form; nothing else of the bench changes
   *     meanwhile
   * @return to be run when the instrument has confirmed it
   * @throws LimitException naming the limit that refuses it
   * @throws IllegalArgumentException if it is not a value
   */
  public abstract Runnable relay(String text, Consumer<String> pass);

  /** Takes the instrument's answer to another program's query. */
  public abstract void learn(String answer);

  /** Queries the instrument if the value is unknown and others depend on it. */
  public void refresh() {}

  /** Its query in the driver's spelling, such as {@code :SOUR:POW?}. */
  public final String question() {
    return command.question();
  }

  /** The value in a message that sets it in the driver's spelling; empty for any other message. */
  public final Optional<String> valueIn(String message) {
    return command.valueIn(message);
  }

  /**
   * The message that selects its part of the instrument and precedes every other; empty for none.
   */
  public final String selection() {
    return command.selection();
  }
}
