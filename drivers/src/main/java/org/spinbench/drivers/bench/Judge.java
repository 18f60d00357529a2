package org.spinbench.drivers.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.guard.OnlyDown;
import org.spinbench.drivers.bench.guard.Tripped;
import org.spinbench.drivers.bench.guard.Trips;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.Language;
import org.spinbench.drivers.scpi.MessageUnit;
import org.spinbench.drivers.scpi.ScpiNumber;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;

/**
 * Judges every message that other programs send to the instruments of a bench, with the bench's own
 * file: its device card, its wiring, its stations' limits. What the others believe of the bench
 * does not count.
 *
 * <p>A message is passed on if every unit of it is a question that only asks, a change of a setting
 * that the instrument's driver declares and every limit allows, one of the common commands that
 * touch no output, or something else that the driver declares. A change is passed on as the driver
 * would have sent it, and not as it came. All else is refused.
 *
 * <p>What instruments have is known from what has passed and what they have confirmed since; what
 * is not known is asked for over links of the judge's own.
 *
 * <p>Several threads may pass messages, those for one instrument one at a time.
 */
public final class Judge {
  private static final Set<String> HARMLESS = Set.of("*CLS", "*ESE", "*SRE", "*OPC", "*WAI");

  /** Questions that do something, by the first three letters of their first mnemonic. */
  private static final Set<String> ACTING =
      Set.of("REA", "MEA", "INI", "TRI", "CAL", "TES", "DIA", "*TS", "*CA");

  /** Relative difference between levels that is only rounding. */
  private static final double ROUNDING = 1e-6;

  private final BenchFile file;
  private final Transports own;
  private final Clock clock;
  private final Map<String, Judged> all = new ConcurrentHashMap<>();
  private Bench bench;

  /** Instruments of a bench that does not open. */
  private final Map<String, Instrument> alone = new ConcurrentHashMap<>();

  /** What is known of the messages to one instrument. */
  private static final class Judged {
    private final List<Runnable> unconfirmed = new ArrayList<>();
    private final Map<Object, String> selections = new WeakHashMap<>();
    private Consumer<String> answer = text -> {};

    /** Whether it was told to measure or to go through levels, and has answered nothing since. */
    private volatile boolean atWork;

    /** Whether the last question was another one than whether a command was accepted. */
    private boolean measures;
  }

  /**
   * A judge that has asked nothing yet.
   *
   * @param own opens links to the instruments beside those of the others
   */
  public Judge(BenchFile file, Transports own, Clock clock) {
    this.file = file;
    this.own = own;
    this.clock = clock;
  }

  /**
   * Looks how the bench stands, if it has not done so yet. While it cannot be opened as a whole,
   * each of its instruments can only be asked, lowered and switched off.
   *
   * @return why it cannot be opened; empty when it is
   */
  public synchronized Optional<String> open() {
    if (bench == null) {
      try {
        bench = Bench.open(file, own, clock);
        bench.ignorePowers();
        closeAlone();
      } catch (RuntimeException reason) {
        closeAlone();
        return Optional.of(reason.getMessage());
      }
    }
    return Optional.empty();
  }

  private synchronized Instrument instrument(String name) {
    if (bench != null) {
      return bench.instruments().get(name);
    }
    Instrument known = alone.get(name);
    if (known == null) {
      Optional<String> reason = open();
      known =
          reason.isEmpty()
              ? bench.instruments().get(name)
              : Bench.alone(file, name, own, clock, new OnlyDown(reason.get()));
      if (reason.isPresent()) {
        alone.put(name, known);
      }
    }
    return known;
  }

  private void closeAlone() {
    alone.values().forEach(one -> one.session().close());
    alone.clear();
  }

  /** Forgets how the bench stands, because others than those that it judges have changed it. */
  public synchronized void forget() {
    if (bench != null) {
      bench.abandon();
      bench = null;
    }
    closeAlone();
    all.clear();
  }

  /**
   * Judges a message and has it passed on.
   *
   * @param name of the instrument in the bench file
   * @param client whoever sends it: the same object each time
   * @param pass sends a message to the instrument; may be called more than once, or not at all
   * @throws LimitException naming value, unit and limit, if a limit refuses the message
   * @throws IllegalArgumentException saying why, if it cannot be judged
   * @throws RuntimeException others if the instrument or another that matters cannot be asked
   */
  public void pass(String name, Object client, byte[] message, Consumer<byte[]> pass) {
    Pass one = new Pass(name, client, pass);
    one.judge(text(message));
  }

  /** Takes what an instrument has answered to the last message that was passed. */
  public void answered(String name, byte[] response) {
    Judged judged = all.get(name);
    if (judged == null) {
      return;
    }
    judged.atWork &= !judged.measures;
    Consumer<String> answer = judged.answer;
    judged.answer = text -> {};
    try {
      answer.accept(new String(response, StandardCharsets.ISO_8859_1).strip());
    } catch (RuntimeException unclear) {
      // It stays unknown, and is asked for when it matters.
    }
  }

  /**
   * Judges those trips and interlocks of the bench file that are due, by readings of the judge's
   * own and by those that were heard. Not while a client has an answer of a meter to read, or has
   * told it to measure: then next time.
   *
   * @param hold keeps the exchanges of others with an instrument from coming between; false if that
   *     cannot be now
   * @param release ends that
   * @return what is met
   */
  public Optional<Tripped> look(Predicate<String> hold, Consumer<String> release) {
    Optional<Bench> open = opened();
    Optional<Trips> trips = open.flatMap(Bench::trips);
    if (trips.isEmpty() || !trips.get().isDue()) {
      return Optional.empty();
    }
    return holding(open.get(), hold, release, trips.get()::met).orElse(Optional.empty());
  }

  /**
   * Whether what has tripped has cleared.
   *
   * @param hold as for {@link #look}
   * @param release as for {@link #look}
   */
  public boolean isClear(Tripped tripped, Predicate<String> hold, Consumer<String> release) {
    if (open().isPresent()) {
      return false;
    }
    Bench open = opened().orElseThrow();
    return open.trips().isEmpty()
        || holding(open, hold, release, () -> open.trips().get().isClear(tripped)).orElse(false);
  }

  private synchronized Optional<Bench> opened() {
    return Optional.ofNullable(bench);
  }

  private <T> Optional<T> holding(
      Bench open, Predicate<String> hold, Consumer<String> release, Supplier<T> work) {
    List<String> held = new ArrayList<>();
    try {
      for (String meter : open.metersOfConditions()) {
        Judged judged = all.get(meter);
        if (judged != null && judged.atWork || !hold.test(meter)) {
          return Optional.empty();
        }
        held.add(meter);
      }
      return Optional.of(work.get());
    } finally {
      held.forEach(release);
    }
  }

  /** Notes what a voltmeter of a chain has answered to a question for its measurement. */
  private void hear(String name, String answer) {
    Optional<Trips> trips = opened().flatMap(Bench::trips);
    for (BenchFile.Chain chain : file.chains()) {
      if (trips.isPresent() && chain.voltmeter().equals(name)) {
        String last =
            answer.substring(Math.max(answer.lastIndexOf(','), answer.lastIndexOf(';')) + 1);
        trips.get().note(chain.name() + ".voltage", ScpiNumber.parse(last));
      }
    }
  }

  /**
   * Whether a question of SCPI makes an instrument do something. {@code :TRIG:SOUR?} and {@code
   * :INIT:CONT?} ask for settings of what {@code :TRIG} and {@code :INIT:IMM} do.
   */
  static boolean acts(String question) {
    String text = question.startsWith(":") ? question.substring(1) : question;
    String[] mnemonics = text.toUpperCase(Locale.ROOT).split("[:?\\s]+");
    String root = mnemonics[0];
    if (root.startsWith("CALC")
        || !ACTING.contains(root.substring(0, Math.min(3, root.length())))) {
      return false;
    }
    boolean arms = root.startsWith("TRI") || root.startsWith("INI");
    return !arms || mnemonics.length < 2 || mnemonics[1].startsWith("IMM");
  }

  private static String text(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1).strip();
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "a message that holds other characters than printable ones may be more than one message");
    }
    return text;
  }

  /** One message on its way. */
  private final class Pass {
    private final Instrument instrument;
    private final Object client;
    private final Consumer<byte[]> pass;
    private final Dialect dialect;
    private final Judged judged;

    Pass(String name, Object client, Consumer<byte[]> pass) {
      instrument = instrument(name);
      this.client = client;
      this.pass = pass;
      dialect = Drivers.of(file.instruments().get(name).model()).dialect();
      judged = all.computeIfAbsent(name, missing -> new Judged());
    }

    void judge(String text) {
      judged.answer = answer -> {};
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
        judged.atWork |= declares && !unit.query();
        if (unit.query()) {
          // Its answer is the last one, unless another question follows.
          learn = () -> listen(unit.text(), declares ? null : setting);
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

    /** The setting that a question asks for, in short or long form; null for none. */
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

    /** The value that a unit gives a setting; several settings may share a header. */
    private Optional<String> value(Setting setting, MessageUnit unit) {
      if (unit.isHeader(setting.header())) {
        return setting.valueIn(setting.header() + " " + unit.argument());
      }
      boolean begins = unit.text().startsWith(setting.header());
      return begins ? setting.valueIn(unit.text()) : Optional.empty();
    }

    private void requireHarmless(MessageUnit unit, Setting setting) {
      if (setting == null
          && (acts(unit.text()) || !dialect.onlyAsks(unit.text(), header -> false))) {
        throw new IllegalArgumentException(
            unit.text()
                + " may do more than ask, and the driver of "
                + instrument.name()
                + " does not declare it");
      }
    }

    /** Of a script, only whole messages that the driver sends are known. */
    private void script(String text) {
      for (Setting setting : instrument.settings()) {
        var value = setting.valueIn(text);
        if (text.equals(setting.question())) {
          listen(text, setting);
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
        judged.atWork |= !text.startsWith("print(");
      }
      listen(text, null);
      send(text);
    }

    /** Letters belong to the channel that the same client has selected last. */
    private void letters(String text) {
      if (dialect.identification().questions().contains(text)) {
        send(text);
        return;
      }
      for (Setting setting : instrument.settings()) {
        if (!setting.selection().isEmpty() && setting.selection().equals(text)) {
          judged.selections.put(client, text);
          select(text);
          return;
        }
      }
      String selection = judged.selections.getOrDefault(client, "");
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
            listen(text, setting);
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

    /** The judge's own questions may have selected another channel meanwhile. */
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
        BiasSource.ofLevel(instrument, level).ifPresent(source -> requireStep(source, value));
      } else if (setting instanceof SwitchSetting output) {
        requireNoStep(output, value);
      }
      judged.unconfirmed.add(setting.relay(value, send));
    }

    /** Field lines are no junctions, and take steps. */
    private boolean biases(BiasSource source) {
      return file.neurons().stream().anyMatch(neuron -> neuron.bias().equals(source.name()));
    }

    /**
     * The level of a live source that biases a neuron goes in steps of its ramp, but for what is
     * nearer to zero.
     */
    private void requireStep(BiasSource source, String value) {
      NumberSetting level = source.level();
      double wanted = level.parse(value);
      if (!biases(source) || !source.output().current()) {
        return;
      }
      double from = level.current();
      boolean towardsZero = wanted * from >= 0 && Math.abs(wanted) <= Math.abs(from);
      double most = source.step() * (1 + ROUNDING) + level.resolution();
      if (!towardsZero && Math.abs(wanted - from) > most) {
        throw new LimitException(
            LimitException.Level.CHIP,
            level.label()
                + ": from "
                + from
                + " to "
                + wanted
                + " "
                + level.unit().symbol()
                + " is more than one step of its ramp, "
                + source.step()
                + "; take smaller steps");
      }
    }

    /** An output is switched on at no more than one step from zero. */
    private void requireNoStep(SwitchSetting output, String value) {
      boolean on = value.matches("1|(?i)ON");
      BiasSource source = BiasSource.owning(instrument, output).orElse(null);
      boolean judged = on && source != null && source.output() == output && biases(source);
      if (!judged || output.current()) {
        return;
      }
      double level = source.level().current();
      if (Math.abs(level) > source.step() * (1 + ROUNDING)) {
        throw new LimitException(
            LimitException.Level.CHIP,
            output.label()
                + ": its level is "
                + level
                + " "
                + source.level().unit().symbol()
                + ", and switching it on would be a step; set the level to 0 first");
      }
    }

    /** Learns from the answer what was confirmed, or what a setting is. */
    private void listen(String question, Setting setting) {
      judged.measures = !question.equals(dialect.errorCheck().query());
      if (question.equals(dialect.errorCheck().query())) {
        judged.answer =
            answer -> {
              List<Runnable> confirmed = List.copyOf(judged.unconfirmed);
              judged.unconfirmed.clear();
              if (dialect.errorCheck().reader().apply(last(answer)).isEmpty()) {
                confirmed.forEach(Runnable::run);
              }
            };
      } else if (setting != null) {
        judged.answer = answer -> setting.learn(last(answer));
      } else if (question.matches("(?i):?(SENS:)?(FETC|READ|DATA:FRES).*")) {
        judged.answer = answer -> hear(instrument.name(), answer);
      }
    }

    /** Marks come before the answer to the last question; a semicolon in quotes ends none. */
    private String last(String answer) {
      if (dialect.language() != Language.SCPI) {
        return answer;
      }
      boolean quoted = false;
      int begin = 0;
      for (int k = 0; k < answer.length(); k++) {
        char c = answer.charAt(k);
        quoted ^= c == '"';
        begin = c == ';' && !quoted ? k + 1 : begin;
      }
      return answer.substring(begin);
    }

    private IllegalArgumentException undeclared(String text) {
      return new IllegalArgumentException(
          text
              + ": the driver of "
              + instrument.name()
              + " declares no such message, so no limit can judge it");
    }
  }
}
