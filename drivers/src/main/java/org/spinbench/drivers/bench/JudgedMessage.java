package org.spinbench.drivers.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.table.BenchDrivers;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.Language;
import org.spinbench.drivers.scpi.format.MessageUnit;

/**
 * A message of another program to an instrument, as {@link Judge} judges it: its queries and
 * changes in the language of the instrument.
 */
final class JudgedMessage {
  private static final Set<String> HARMLESS = Set.of("*CLS", "*ESE", "*SRE", "*OPC", "*WAI");

  /** Queries with side effects, by the first three letters of their first mnemonic. */
  private static final Set<String> ACTING =
      Set.of("REA", "MEA", "INI", "TRI", "CAL", "TES", "DIA", "*TS", "*CA");

  private final Instrument instrument;
  private final JudgedInstrument judged;
  private final Object client;
  private final Consumer<byte[]> pass;
  private final BiConsumer<String, String> heard;
  private final Dialect dialect;
  private final BiasSteps steps;

  /**
   * A message that is still to be judged.
   *
   * @param client the sender
   * @param pass sends a message to the instrument
   * @param heard receives the name of the instrument and its answer to a query of its measurement
   */
  JudgedMessage(
      BenchFile file,
      Instrument instrument,
      JudgedInstrument judged,
      Object client,
      Consumer<byte[]> pass,
      BiConsumer<String, String> heard) {
    this.instrument = instrument;
    this.judged = judged;
    this.client = client;
    this.pass = pass;
    this.heard = heard;
    dialect = BenchDrivers.of(file.instruments().get(instrument.name())).dialect();
    steps = new BiasSteps(file);
  }

  /**
   * Whether a SCPI query has side effects. {@code :TRIG:SOUR?} and {@code :INIT:CONT?} have none,
   * although {@code :TRIG} and {@code :INIT:IMM} act.
   */
  static boolean acts(String question) {
    String text = question.startsWith(":") ? question.substring(1) : question;
    String[] mnemonics = text.toUpperCase(Locale.ROOT).split("[:?\\s]+");
    String root = mnemonics.length == 0 ? "" : mnemonics[0];
    if (root.isEmpty()) {
      return true; // No mnemonic says what it asks for.
    }
    if (root.startsWith("CALC")
        || !ACTING.contains(root.substring(0, Math.min(3, root.length())))) {
      return false;
    }
    boolean arms = root.startsWith("TRI") || root.startsWith("INI");
    return !arms || mnemonics.length < 2 || mnemonics[1].startsWith("IMM");
  }

  /** Judges it and passes it; throws as {@link Judge#pass} says. */
  void judge(String text) {
    judged.begin();
    switch (dialect.language()) {
      case SCPI, MNEMONICS -> units(text);
      case TSP -> script(text);
      default -> letters(text);
    }
  }

  private void send(String text) {
    pass.accept(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void units(String text) {
    List<String> parts = new ArrayList<>();
    Setting change = null;
    String value = "";
    int at = 0;
    Runnable learn = () -> {};
    for (MessageUnit unit : MessageUnit.parse(text)) {
      Setting setting = unit.query() ? asked(unit) : changed(unit);
      boolean declares = instrument.settings().declares(unit.text(), "");
      if (!declares && unit.query()) {
        requireHarmless(unit, setting);
      } else if (!declares && setting != null) {
        if (change != null) {
          throw new IllegalArgumentException(
              text + ": two changes in one message; send them one by one");
        }
        change = setting;
        value = value(setting, unit).orElseThrow();
        at = parts.size();
      } else if (!declares && !HARMLESS.contains(unit.root())) {
        throw undeclared(unit.text());
      }
      judged.work(declares && !unit.query());
      if (unit.query()) {
        // Its answer is the last one, unless another query follows.
        learn = () -> listen(text, unit.text(), declares ? null : setting);
      }
      parts.add(unit.text());
    }
    learn.run();
    if (change == null) {
      send(String.join(";", parts));
    } else {
      int place = at;
      relay(
          change,
          value,
          canonical -> {
            parts.set(place, canonical);
            send(String.join(";", parts));
          });
    }
  }

  /** The setting that a query reads, in short or long form; null for none. */
  private Setting asked(MessageUnit unit) {
    String behind = unit.argument().isEmpty() ? "" : " " + unit.argument();
    for (Setting setting : instrument.settings()) {
      if (unit.isHeader(setting.header())
          && setting.question().equals(setting.header() + "?" + behind)) {
        return setting;
      }
    }
    return null;
  }

  private Setting changed(MessageUnit unit) {
    for (Setting setting : instrument.settings()) {
      if (value(setting, unit).isPresent()) {
        return setting;
      }
    }
    return null;
  }

  /** The value that a unit sets; several settings may share a header. */
  private Optional<String> value(Setting setting, MessageUnit unit) {
    if (unit.isHeader(setting.header())) {
      return setting.valueIn(setting.header() + " " + unit.argument());
    }
    boolean begins = unit.text().startsWith(setting.header());
    return begins ? setting.valueIn(unit.text()) : Optional.empty();
  }

  private void requireHarmless(MessageUnit unit, Setting setting) {
    if (setting == null && (acts(unit.text()) || !dialect.onlyAsks(unit.text(), header -> false))) {
      throw new IllegalArgumentException(
          unit.text()
              + " may have side effects, and the driver of "
              + instrument.name()
              + " does not declare it");
    }
  }

  /** Judges a script: only whole messages of the driver are known. */
  private void script(String text) {
    for (Setting setting : instrument.settings()) {
      var value = setting.valueIn(text);
      if (text.equals(setting.question())) {
        listen(text, text, setting);
        send(text);
        return;
      }
      if (value.isPresent() && !instrument.settings().declares(text, "")) {
        relay(setting, value.get(), this::send);
        return;
      }
    }
    boolean common =
        text.matches("\\*(IDN|ESE|STB|ESR|OPC|SRE)\\?|\\*(CLS|OPC|WAI)|\\*[ES][SR]E \\d+");
    boolean proof = text.matches("print\\(\\d+\\)");
    if (!common && !proof && !text.equals(dialect.errorCheck().query())) {
      if (!instrument.settings().declares(text, "")) {
        throw undeclared(text);
      }
      judged.work(!text.startsWith("print("));
    }
    listen(text, text, null);
    send(text);
  }

  /** Judges letters. They apply to the channel that the same client selected last. */
  private void letters(String text) {
    if (dialect.identification().questions().contains(text)) {
      send(text);
      return;
    }
    for (Setting setting : instrument.settings()) {
      if (!setting.selection().isEmpty() && setting.selection().equals(text)) {
        judged.select(client, text);
        select(text);
        return;
      }
    }
    String selection = judged.selection(client);
    if (instrument.settings().declares(text, selection)) {
      select(selection);
      send(text);
      return;
    }
    for (Setting setting : instrument.settings()) {
      boolean selected = setting.selection().isEmpty() || setting.selection().equals(selection);
      boolean asks = text.equals(setting.question());
      var value = setting.valueIn(text);
      if (selected && (asks || value.isPresent())) {
        if (asks) {
          listen(text, text, setting);
          select(setting.selection());
          send(text);
        } else {
          relay(
              setting,
              value.get(),
              canonical -> {
                select(setting.selection());
                send(canonical);
              });
        }
        return;
      }
    }
    throw undeclared(text);
  }

  /** Restores the client's channel, which the judge's own queries may have changed. */
  private void select(String selection) {
    if (!selection.isEmpty()) {
      send(selection);
    }
  }

  private void relay(Setting setting, String value, Consumer<String> send) {
    for (Setting each : instrument.settings()) {
      if (each.channel() == 0 || each.channel() == setting.channel()) {
        each.refresh();
      }
    }
    if (setting instanceof NumberSetting level) {
      BiasSource.ofLevel(instrument, level)
          .ifPresent(source -> steps.requireStep(source, level.parse(value)));
    } else if (setting instanceof SwitchSetting output) {
      boolean on = value.matches("1|(?i)ON");
      if (on) {
        BiasSource.owning(instrument, output)
            .filter(source -> source.output() == output)
            .ifPresent(steps::requireAtRest);
      }
    }
    judged.confirmLater(setting.relay(value, send));
  }

  /**
   * Learns a setting, or the confirmation of a change, from the answer.
   *
   * @param message whose last query is the question
   */
  private void listen(String message, String question, Setting setting) {
    boolean check = question.equals(dialect.errorCheck().query());
    judged.ask(!check);
    if (check) {
      judged.expect(
          answer ->
              judged.confirm(dialect.errorCheck().reader().apply(last(message, answer)).isEmpty()));
    } else if (setting != null) {
      judged.expect(answer -> setting.learn(last(message, answer)));
    } else if (question.matches("(?i):?(SENS:)?(FETC|READ|DATA:FRES).*")) {
      judged.expect(answer -> heard.accept(instrument.name(), last(message, answer)));
    }
  }

  /** The answer to the last query of a message. */
  private String last(String message, String answer) {
    boolean units = List.of(Language.SCPI, Language.MNEMONICS).contains(dialect.language());
    return units ? MessageUnit.lastAnswer(message, answer) : answer;
  }

  private IllegalArgumentException undeclared(String text) {
    return new IllegalArgumentException(
        text
            + ": the driver of "
            + instrument.name()
            + " declares no such message, so no limit can judge it");
  }
}
