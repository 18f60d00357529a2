package org.spinbench.drivers.bench.guard;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.SafetyRules.OnlyWhile;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.safety.State;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * The sources with interlocks in the bench file. A higher level, or switching on, is refused unless
 * the condition would then be true; lowering and switching off never are.
 */
final class RuledSources {
  /** Largest age of a reading that judges a change, ns. */
  private static final long OLDEST = 1_000_000_000L;

  private final BenchFile file;
  private final ChipWiring wiring;
  private final Map<String, Instrument> instruments;
  private final Quantities quantities;
  private final Map<OnlyWhile, List<Instrument>> sources = new LinkedHashMap<>();
  private final Map<Setting, List<OnlyWhile>> rules = new IdentityHashMap<>();

  /** Levels of tones, with the outputs that switch them. */
  private final Map<Setting, SwitchSetting> outputs = new IdentityHashMap<>();

  private volatile boolean ignoringReadings;
  private volatile boolean ignoringPowers;

  /**
   * @throws IllegalArgumentException naming a wrong source, or a condition that cannot be judged
   */
  RuledSources(
      BenchFile file,
      ChipWiring wiring,
      Map<String, Instrument> instruments,
      Quantities quantities) {
    this.file = file;
    this.wiring = wiring;
    this.instruments = instruments;
    this.quantities = quantities;
    file.safety().rules().interlocks().forEach(this::add);
  }

  private void add(OnlyWhile rule) {
    String key = "safety.interlock.\"" + rule.name() + "\".";
    quantities.declare(key + "only_while", rule.onlyWhile());
    List<Instrument> held = new ArrayList<>();
    for (String name : rule.sources()) {
      held.addAll(named(key + "sources", name));
    }
    sources.put(rule, held);
    for (Instrument source : held) {
      if (source instanceof RfSource rf) {
        hold(rf.power(), rule);
        hold(rf.output(), rule);
        outputs.put(rf.power(), rf.output());
      } else {
        hold(((BiasSource) source).level(), rule);
        hold(((BiasSource) source).output(), rule);
      }
    }
  }

  private void hold(Setting setting, OnlyWhile rule) {
    rules.computeIfAbsent(setting, s -> new ArrayList<>()).add(rule);
  }

  private List<Instrument> named(String key, String name) {
    int input = file.indexOfInput(name);
    int neuron = file.indexOfNeuron(name);
    int synapse = file.indexOfSynapse(name);
    if (input >= 0) {
      return List.of(wiring.inputs().get(input));
    }
    if (neuron >= 0) {
      return List.of(wiring.biases().get(neuron));
    }
    if (synapse >= 0) {
      return List.of(wiring.fields().get(synapse));
    }
    for (int line = 0; line < file.stripLines().size(); line++) {
      if (file.stripLines().get(line).name().equals(name)) {
        return List.of(wiring.stripLines().get(line));
      }
    }
    return ofInstrument(key, SourceName.parse(name), name);
  }

  private List<Instrument> ofInstrument(String key, SourceName source, String name) {
    Instrument whole = instruments.get(source.instrument());
    List<Instrument> found = new ArrayList<>();
    if (whole instanceof Channels<?> channels) {
      if (source.channel() > 0) {
        found.add((Instrument) channels.channel(source.channel()));
      } else {
        SourceName.wiredChannels(file, source.instrument())
            .forEach(channel -> found.add((Instrument) channels.channel(channel)));
      }
    } else if (source.channel() == 0) {
      found.add(whole);
    }
    if (found.isEmpty()
        || !found.stream().allMatch(one -> one instanceof RfSource || one instanceof BiasSource)) {
      throw new IllegalArgumentException(
          key
              + " in the bench file: "
              + name
              + " has no output that an interlock could hold back; name an RF source, a source of"
              + " bias, or a channel of one");
    }
    return found;
  }

  /** Counts conditions on readings as fulfilled, for a rehearsal on a copy. */
  void ignoreReadings() {
    ignoringReadings = true;
  }

  /**
   * Counts conditions on powers of neurons as fulfilled, for judging messages of other programs.
   */
  void ignorePowers() {
    ignoringPowers = true;
  }

  /** Whether a change raises a source that has an interlock. */
  boolean concern(Setting setting, double value) {
    if (!rules.containsKey(setting)) {
      return false;
    }
    if (setting instanceof NumberSetting number) {
      SwitchSetting output = outputs.get(setting);
      return !number.lowers(value) && (output == null || output.perhapsOn());
    }
    return value != 0;
  }

  /**
   * Refuses a change after which a condition would be false.
   *
   * @throws LimitException naming interlock, condition and values
   */
  void check(Setting setting, double value) {
    if (!concern(setting, value)) {
      return;
    }
    for (OnlyWhile rule : rules.get(setting)) {
      if (ignoringReadings && quantities.reads(rule.onlyWhile())
          || ignoringPowers && quantities.namesPowers(rule.onlyWhile())) {
        continue;
      }
      String why;
      try {
        Function<String, OptionalDouble> values =
            quantities.in(State.after(setting, value), OLDEST);
        if (rule.onlyWhile().holds(values)) {
          continue;
        }
        why = rule.onlyWhile().because(values, quantities::unit);
      } catch (LostReadingException lost) {
        why = lost.getMessage();
      }
      throw refusal(setting, value, rule, why);
    }
  }

  private static LimitException refusal(Setting setting, double value, OnlyWhile rule, String why) {
    String change =
        setting instanceof NumberSetting number
            ? " was not raised to " + ScpiNumber.format(value) + " " + number.unit().symbol()
            : " was not switched on";
    return new LimitException(
        LimitException.Level.STATION,
        setting.label()
            + change
            + ": the interlock \""
            + rule.name()
            + "\" of the bench file allows that only while "
            + rule.onlyWhile()
            + ", and "
            + why
            + ". Meet that condition first, or change safety.interlock in the bench file");
  }

  /** Whether a source with an interlock is on. */
  boolean live(OnlyWhile rule) {
    return sources.get(rule).stream().anyMatch(RuledSources::live);
  }

  private static boolean live(Instrument source) {
    if (source instanceof RfSource rf) {
      return rf.output().current();
    }
    BiasSource bias = (BiasSource) source;
    return bias.output().current() && bias.level().current() != 0;
  }
}
