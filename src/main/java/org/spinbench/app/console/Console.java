package org.spinbench.app.console;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.scpi.DesynchronisedException;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.scpi.ReplyFormatException;
import org.spinbench.drivers.scpi.ScpiError;
import org.spinbench.drivers.scpi.format.MessageUnit;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.transport.TransportException;

/**
 * Passes SCPI from a person to an instrument of a bench.
 *
 * <ul>
 *   <li>A query is sent as typed, unless it could make a source give an output: {@code READ?},
 *       {@code MEASure?}, {@code *TST?} and the like.
 *   <li>{@code print(...)} of an instrument that speaks TSP is a query if it prints a declared
 *       setting.
 *   <li>A command whose header the driver declares is not sent: the driver's setting is set, so
 *       that every limit of instrument, station and chip judges it. A level is ramped. An output of
 *       a current or voltage is switched on at level zero only.
 *   <li>Of other commands only those that do not affect outputs are sent: {@code *CLS}, {@code
 *       *ESE}, {@code *SRE}, {@code *OPC}, {@code *WAI}.
 *   <li>The rest is refused, unless the person is an expert. Then it is sent as typed, no limit
 *       judges it, and the driver reads the instrument's settings again.
 * </ul>
 */
public final class Console {
  private static final Set<String> HARMLESS = Set.of("*CLS", "*ESE", "*SRE", "*OPC", "*WAI");

  /** Queries with side effects, by the first three letters of their first mnemonic. */
  private static final Set<String> ACTING =
      Set.of("REA", "MEA", "INI", "TRI", "CAL", "TES", "DIA", "*TS", "*CA");

  private static final Pattern CHANNEL = Pattern.compile("channel (\\d+) (.+)");

  private final Instrument instrument;
  private final boolean expert;
  private final boolean watch;
  private final boolean source;

  /**
   * A console for one instrument of an opened bench.
   *
   * @param expert whether to send messages that no limit can judge
   * @param watch whether the instrument may belong to another program: only queries without side
   *     effects are sent, and the error queue is left to the owner
   */
  public Console(Instrument instrument, boolean expert, boolean watch) {
    this.instrument = instrument;
    this.expert = expert;
    this.watch = watch;
    source =
        instrument instanceof RfSource
            || instrument instanceof BiasSource
            || instrument instanceof Channels<?>;
  }

  /**
   * Executes a line.
   *
   * @return lines to print: replies, refusals with reasons, and errors from the queue
   */
  public List<String> execute(String line) {
    List<String> printed = new ArrayList<>();
    try {
      for (MessageUnit unit : MessageUnit.parse(line)) {
        execute(unit, printed);
      }
    } catch (InstrumentErrorException e) {
      e.errors().forEach(error -> printed.add("error " + error));
    } catch (TransportException | DesynchronisedException | ReplyFormatException e) {
      printed.add("failed: " + e.getMessage());
      reportErrors(printed);
    } catch (IllegalArgumentException | IllegalStateException | SettingException e) {
      printed.add("refused: " + e.getMessage());
    }
    return printed;
  }

  private void execute(MessageUnit unit, List<String> printed) {
    if (unit.query() || unit.printed() != null) {
      query(unit, printed);
      return;
    }
    Setting setting = declared(unit);
    if (setting != null) {
      printed.add(set(setting, unit.argument().replaceFirst("^=\\s*", "")));
    } else if (expert
        || HARMLESS.contains(unit.root()) && instrument.session().hasCommonCommands()) {
      instrument.session().command(unit.text());
      relearn();
    } else {
      throw new IllegalArgumentException(unknown(unit));
    }
  }

  private void query(MessageUnit unit, List<String> printed) {
    boolean plain = isPlain(unit);
    if (!expert && !plain) {
      throw new IllegalArgumentException(
          unit.text()
              + " may have side effects; only a single question that the driver of "
              + instrument.name()
              + " declares is sent ('settings' lists them); --expert sends anything");
    }
    if (source && !expert && isActing(unit)) {
      throw new IllegalArgumentException(
          unit.text()
              + " may make "
              + instrument.name()
              + " put something out; add --expert to send it");
    }
    if (watch && isActing(unit)) {
      throw new IllegalArgumentException(
          unit.text()
              + " may change what "
              + instrument.name()
              + " does, and it may belong to another program; open the console without --watch");
    }
    if (!plain || isActing(unit)) {
      instrument.session().noteCommand();
    }
    printed.add(instrument.session().query(unit.text()));
    if (!watch) {
      reportErrors(printed);
    }
  }

  private boolean isPlain(MessageUnit unit) {
    return instrument
        .session()
        .onlyAsks(unit.text(), header -> declaredHeaders().anyMatch(header::equals));
  }

  private static boolean isActing(MessageUnit unit) {
    String root = unit.root();
    return ACTING.contains(root.substring(0, Math.min(3, root.length())));
  }

  private Stream<String> declaredHeaders() {
    return StreamSupport.stream(instrument.settings().spliterator(), false).map(Setting::header);
  }

  private void reportErrors(List<String> printed) {
    try {
      for (ScpiError error : instrument.session().errors()) {
        printed.add("error " + error);
      }
    } catch (TransportException | DesynchronisedException | ReplyFormatException e) {
      printed.add("the error queue cannot be read: " + e.getMessage());
    }
  }

  /** Reads settings again that an expert's message may have changed. */
  private void relearn() {
    if (expert) {
      instrument.inspect();
    }
  }

  private Setting declared(MessageUnit unit) {
    for (Setting setting : instrument.settings()) {
      if (unit.isHeader(setting.header())) {
        return setting;
      }
    }
    return null;
  }

  private String set(Setting setting, String value) {
    if (setting instanceof NumberSetting number) {
      double wanted = number(number, value);
      BiasSource.ofLevel(instrument, number)
          .ifPresentOrElse(source -> source.ramp(wanted), () -> number.set(wanted));
      return setting.label()
          + " = "
          + ScpiNumber.format(number.current())
          + " "
          + number.unit().symbol();
    }
    if (setting instanceof ChoiceSetting choice) {
      String word = word(choice, value);
      choice.set(word);
      return setting.label() + " = " + word;
    }
    boolean on = set((SwitchSetting) setting, value);
    return setting.label() + (on ? " = ON" : " = OFF");
  }

  private static double number(NumberSetting setting, String value) {
    String symbol = setting.unit().symbol();
    String bare = value;
    if (!symbol.isEmpty()
        && value.toUpperCase(Locale.ROOT).endsWith(symbol.toUpperCase(Locale.ROOT))) {
      bare = value.substring(0, value.length() - symbol.length()).strip();
    }
    try {
      return ScpiNumber.parse(bare);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          setting.label()
              + ": \""
              + value
              + "\" is not a number that can be checked; give one in "
              + (symbol.isEmpty() ? "plain digits" : symbol),
          e);
    }
  }

  /** The word of a choice. A long form begins with its short form, which is sent. */
  private static String word(ChoiceSetting choice, String value) {
    String bare = value.replace("\"", "").replace("'", "").toUpperCase(Locale.ROOT);
    return choice.words().stream().filter(bare::startsWith).findFirst().orElse(bare);
  }

  private boolean set(SwitchSetting setting, String value) {
    String upper = value.toUpperCase(Locale.ROOT);
    boolean on = upper.equals("1") || upper.equals("ON");
    if (!on && !upper.equals("0") && !upper.equals("OFF")) {
      throw new IllegalArgumentException(setting.label() + ": give ON or OFF, not " + value);
    }
    if (on && instrument instanceof BiasSource bias && bias.output() == setting && !setting.get()) {
      double level = bias.level().get();
      if (level != 0) {
        throw new IllegalArgumentException(
            setting.label()
                + ": its level is "
                + level
                + " "
                + bias.level().unit().symbol()
                + ", and switching it on would be a step; set the level to 0, switch on, then"
                + " raise it");
      }
    }
    setting.set(on);
    return on;
  }

  private String unknown(MessageUnit unit) {
    return unit.text()
        + ": the driver of "
        + instrument.name()
        + " declares no such setting, so no limit can check it; 'settings' lists those that it"
        + " declares, and --expert sends anything";
  }

  /**
   * The declared settings, one line each: header, name, range. A last line names the channels whose
   * settings and ranges equal those of the first.
   */
  public List<String> settings() {
    List<String> lines = new ArrayList<>();
    Map<String, String> ofFirst = new HashMap<>();
    int highest = 1;
    for (Setting setting : instrument.settings()) {
      Matcher channel = CHANNEL.matcher(setting.name());
      boolean alike = false;
      if (channel.matches()) {
        int number = Integer.parseInt(channel.group(1));
        highest = Math.max(highest, number);
        String first = ofFirst.putIfAbsent(channel.group(2), range(setting));
        alike = number > 1 && range(setting).equals(first);
      }
      if (!alike) {
        lines.add(
            String.format(
                Locale.ROOT, "%-32s %-26s %s", setting.header(), setting.name(), range(setting)));
      }
    }
    if (highest > 1) {
      lines.add("channels 2 to " + highest + " have the same where nothing else is listed");
    }
    return lines;
  }

  private static String range(Setting setting) {
    if (setting instanceof NumberSetting number) {
      return ScpiNumber.format(number.minimum())
          + " to "
          + ScpiNumber.format(number.maximum())
          + " "
          + number.unit().symbol();
    }
    return setting instanceof ChoiceSetting choice ? String.join(", ", choice.words()) : "ON, OFF";
  }
}
