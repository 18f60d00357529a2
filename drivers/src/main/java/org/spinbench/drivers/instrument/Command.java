package org.spinbench.drivers.instrument;

import java.util.function.BooleanSupplier;

/** What the three kinds of settings have in common: one SCPI command and its query. */
final class Command {
  private final Settings settings;
  private final String name;
  private final String header;
  private BooleanSupplier allowed = () -> true;
  private String otherwise = "";
  private boolean overlapped;

  Command(Settings settings, String name, String header) {
    this.settings = settings;
    this.name = name;
    this.header = header;
  }

  String name() {
    return settings.prefix() + name;
  }

  /** Name as the driver declared it, without the channel. */
  String baseName() {
    return name;
  }

  String header() {
    return header;
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
    return settings.session().query(header + "?");
  }

  void check(Setting setting, double value) {
    settings.guard().check(setting, value);
  }

  /** Lets the guard judge the change, then sends it and waits until the instrument has made it. */
  void send(Setting setting, double value, String text, Runnable before, Runnable after) {
    settings.guard().change(setting, value, () -> sendNow(text, before, after));
  }

  private void sendNow(String text, Runnable before, Runnable after) {
    if (!allowed.getAsBoolean()) {
      throw new SettingException(label() + " cannot be changed to " + text + " now: " + otherwise);
    }
    before.run();
    settings.session().command(header + " " + text);
    if (overlapped) {
      settings.session().query("*OPC?");
    }
    after.run();
  }

  SettingException unexpected(String answer, String expected) {
    return new SettingException(
        label()
            + ": the instrument answered \""
            + answer
            + "\" to "
            + header
            + "?, expected "
            + expected);
  }
}
