package org.spinbench.drivers.instrument;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.spinbench.drivers.scpi.ScpiSession;

/** The common part of the three kinds of settings: one command and its query. */
final class Command {
  private final Settings settings;
  private final String name;
  private final String header;
  private final Syntax syntax;
  private final String question;
  private BooleanSupplier allowed = () -> true;
  private String otherwise = "";

  /** Longest duration of an overlapped change, s. */
  private static final double OVERLAPPED = 5;

  private boolean overlapped;
  private volatile boolean sent;

  Command(Settings settings, String name, String header) {
    this.settings = settings;
    this.name = name;
    this.header = header;
    syntax = settings.syntax();
    question = syntax.question(header);
  }

  String name() {
    return settings.prefix() + name;
  }

  /** The name in the driver, without the channel. */
  String baseName() {
    return name;
  }

  int channel() {
    return settings.channelNumber();
  }

  String header() {
    return header;
  }

  String question() {
    return question;
  }

  /** Instrument and setting, for messages: {@code rf_1 power}. */
  String label() {
    return settings.instrument() + " " + name();
  }

  String instrument() {
    return settings.instrument();
  }

  void only(BooleanSupplier condition, String why) {
    allowed = condition;
    otherwise = why;
  }

  void overlapped() {
    overlapped = true;
  }

  String ask() {
    ScpiSession session = settings.session();
    return syntax.select().isEmpty()
        ? session.query(question)
        : session.exclusively(
            () -> {
              session.command(syntax.select());
              return session.query(question);
            });
  }

  void check(Setting setting, double value) {
    settings.guard().check(setting, value);
  }

  /**
   * Lets the guard judge a change, then sends it and waits for the confirmation; in a batch it does
   * not wait.
   *
   * @param forget runs before it is sent
   * @param learn runs after the confirmation
   */
  void send(Setting setting, double value, String text, Runnable forget, Runnable learn) {
    settings.guard().change(setting, value, () -> sendNow(text, forget, learn));
  }

  /** Lets the guard judge a change of another program, and passes it. */
  void relay(Setting setting, double value, String text, Runnable forget, Consumer<String> pass) {
    settings
        .guard()
        .change(
            setting,
            value,
            () -> {
              requireAllowed(text);
              forget.run();
              pass.accept(syntax.command(header, text));
            });
  }

  private void requireAllowed(String text) {
    if (!allowed.getAsBoolean()) {
      throw new SettingException(label() + " cannot be changed to " + text + " now: " + otherwise);
    }
  }

  private void sendNow(String text, Runnable forget, Runnable learn) {
    requireAllowed(text);
    sent = true;
    forget.run();
    settings.changes().begin(settings.owner());
    transmit(syntax.command(header, text), () -> finish(learn));
  }

  private void finish(Runnable learn) {
    if (overlapped) {
      ScpiSession session = settings.session();
      session.lasting(OVERLAPPED, () -> session.query("*OPC?"));
    }
    learn.run();
    settings.changes().end(settings.owner());
  }

  private void transmit(String message, Runnable confirmed) {
    ScpiSession session = settings.session();
    if (syntax.select().isEmpty()) {
      session.command(message, confirmed);
    } else {
      session.exclusively(
          () -> {
            session.command(syntax.select());
            session.command(message, confirmed);
            return null;
          });
    }
  }

  double age() {
    return settings.changes().since(settings.owner());
  }

  boolean wasSet() {
    return sent;
  }

  /** Waits for the confirmation of a batch's change. */
  void confirmSent() {
    settings.session().confirmSent();
  }

  /**
   * False for an instrument that reports no errors: it must be asked whether it has made a change.
   */
  boolean reportsErrors() {
    return settings.session().reportsErrors();
  }

  Optional<String> valueIn(String message) {
    return syntax.value(header, message);
  }

  String selection() {
    return syntax.select();
  }

  /**
   * The value in a text of another program.
   *
   * @throws IllegalArgumentException if it is not a value
   */
  <T> T judged(String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (SettingException wrong) {
      throw new IllegalArgumentException(
          label() + ": \"" + text + "\" is no value that can be judged", wrong);
    }
  }

  /** The index in an answer, below a size. */
  int index(double number, int size, String answer) {
    if (!(number >= 0 && number < size) || number != Math.rint(number)) {
      throw unexpected(answer, "a number from 0 to " + (size - 1));
    }
    return (int) number;
  }

  SettingException notTaken(String wanted, Object has) {
    return new SettingException(
        label()
            + ": set to "
            + wanted
            + ", the instrument says it is "
            + has
            + ", without an error; check whether its other settings allow the value");
  }

  SettingException unexpected(String answer, String expected) {
    return new SettingException(
        label()
            + ": the instrument answered \""
            + answer
            + "\" to "
            + question
            + ", expected "
            + expected);
  }
}
