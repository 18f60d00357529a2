package org.spinbench.drivers.instrument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.text.Spelling;

/**
 * The settings of one driver: a table with one line per command. Declaring a setting sends nothing.
 */
public final class Settings implements Iterable<Setting> {
  private final ScpiSession session;
  private final Settings whole;
  private final int channel;
  private final String prefix;
  private final Syntax syntax;
  private final Map<String, Setting> declared = new LinkedHashMap<>();
  private final List<Message> messages = new ArrayList<>();
  private Guard guard = Guard.NONE;
  private Changes changes = Changes.NONE;

  /** An empty table for one instrument, in SCPI. */
  public Settings(ScpiSession session) {
    this(session, Syntax.SCPI);
  }

  /** An empty table for one instrument in another spelling. */
  public Settings(ScpiSession session, Syntax syntax) {
    this.session = session;
    this.whole = this;
    this.channel = 0;
    this.prefix = "";
    this.syntax = syntax;
  }

  private Settings(Settings whole, int channel, Syntax syntax) {
    this.session = whole.session;
    this.whole = whole;
    this.channel = channel;
    this.prefix = channel == 0 ? "" : "channel " + channel + " ";
    this.syntax = syntax;
  }

  /**
   * The part of the table for one channel: its settings appear in the whole table as {@code channel
   * 3 voltage}.
   */
  public Settings channel(int number) {
    return new Settings(whole, number, syntax);
  }

  /** The same part of the table, for settings with another spelling. */
  public Settings spelled(Syntax other) {
    return new Settings(whole, channel, other);
  }

  /**
   * Declares a number.
   *
   * @param name such as {@code power}
   * @param header such as {@code :SOUR:POW}, which replaces {@code %h} in the table's syntax
   * @param lowest smallest value that the instrument takes
   * @param highest largest value that the instrument takes
   */
  public NumberSetting number(
      String name, String header, Unit unit, double lowest, double highest) {
    return register(new NumberSetting(new Command(this, name, header), unit, lowest, highest));
  }

  /** Declares a switch. */
  public SwitchSetting onOff(String name, String header) {
    return register(new SwitchSetting(new Command(this, name, header), false));
  }

  /** An output without a switch, which is always on. It has no command and no line in the table. */
  public SwitchSetting alwaysOn(String name) {
    return new SwitchSetting(new Command(this, name, ""), true);
  }

  /** Declares a choice of words, each in the short form in which it is sent. */
  public ChoiceSetting choice(String name, String header, String... words) {
    return register(new ChoiceSetting(new Command(this, name, header), List.of(words)));
  }

  private <S extends Setting> S register(S setting) {
    if (whole.declared.putIfAbsent(setting.name(), setting) != null) {
      throw new IllegalStateException("setting declared twice: " + setting.label());
    }
    return setting;
  }

  /**
   * Declares messages of the driver other than settings, which change no level, limit or output. A
   * server passes only declared messages and settings.
   *
   * @param messages with {@code %n} for a number
   */
  public Settings sends(String... messages) {
    for (String message : messages) {
      sends(message, numbers -> {});
    }
    return this;
  }

  /**
   * Declares a message with numbers that must be judged, or that is allowed only in some states.
   *
   * @param message with {@code %n} for a number, {@code %l} for several, comma separated
   * @param judge receives the numbers; throws {@link LimitException} or {@link SettingException} to
   *     refuse them
   */
  public Settings sends(String message, Consumer<double[]> judge) {
    whole.messages.add(Message.of(message, syntax.select(), judge));
    return this;
  }

  /**
   * Whether a message is declared that is not a setting.
   *
   * @param selected the last message that selected a part of the instrument; empty for none
   * @throws LimitException if it is declared and its numbers are refused
   * @throws SettingException if it is declared and not allowed now
   */
  public boolean declares(String message, String selected) {
    return whole.messages.stream().anyMatch(one -> one.admits(message, selected));
  }

  /**
   * Sets the limits of the bench file on a number, in the setting's own unit. A name without a
   * channel means that setting of every channel.
   *
   * @throws IllegalArgumentException naming the settings that exist, if there is no such number
   */
  public void limit(String name, double lowest, double highest) {
    boolean found = false;
    for (Setting setting : this) {
      if (setting instanceof NumberSetting number
          && (number.name().equals(name) || number.baseName().equals(name))) {
        number.stationRange(lowest, highest);
        found = true;
      }
    }
    if (!found) {
      throw new IllegalArgumentException(
          instrument()
              + " has no numeric setting "
              + name
              + "; it has "
              + String.join(", ", numbers())
              + Spelling.hint(name, numbers()));
    }
  }

  private Collection<String> numbers() {
    Collection<String> names = new TreeSet<>();
    for (Setting setting : this) {
      if (setting instanceof NumberSetting number) {
        names.add(number.baseName());
      }
    }
    return names;
  }

  /**
   * Copies the range (as narrowed by options) and the known value of every setting of the same name
   * in another table. Sends nothing. For a rehearsal on a copy of an instrument.
   */
  public void startFrom(Settings other) {
    for (Setting setting : this) {
      Setting there = other.whole.declared.get(setting.name());
      if (setting instanceof NumberSetting number && there instanceof NumberSetting its) {
        number.startFrom(its);
      } else if (setting instanceof ChoiceSetting choice && there instanceof ChoiceSetting its) {
        choice.startFrom(its);
      } else if (setting instanceof SwitchSetting onOff && there instanceof SwitchSetting its) {
        onOff.startFrom(its);
      }
    }
  }

  /** Installs a guard for every change of every setting of this table. */
  public void guardedBy(Guard newGuard) {
    whole.guard = newGuard;
  }

  /** Installs a recorder of changes, for which readings wait. */
  public void reportTo(Changes newChanges) {
    whole.changes = newChanges;
  }

  /** The recorder of changes. */
  public Changes changes() {
    return whole.changes;
  }

  /** Reports a change of the output by a command that is not a setting. */
  public void changed() {
    whole.changes.begin(owner());
    whole.changes.end(owner());
  }

  /** The name of the instrument on the bench, with the channel of this table. */
  String owner() {
    return channel == 0 ? instrument() : instrument() + ":" + channel;
  }

  /** Queries every setting: name to answer. */
  public Map<String, String> snapshot() {
    Map<String, String> answers = new LinkedHashMap<>();
    for (Setting setting : this) {
      answers.put(setting.name(), setting.ask());
    }
    return Collections.unmodifiableMap(answers);
  }

  /**
   * The settings in order of declaration: of the whole instrument, including channels; of a
   * channel, only its own.
   */
  @Override
  public Iterator<Setting> iterator() {
    return whole.declared.values().stream().filter(s -> s.name().startsWith(prefix)).iterator();
  }

  String instrument() {
    return session.name();
  }

  int channelNumber() {
    return channel;
  }

  String prefix() {
    return prefix;
  }

  Syntax syntax() {
    return syntax;
  }

  public ScpiSession session() {
    return session;
  }

  Guard guard() {
    return whole.guard;
  }
}
