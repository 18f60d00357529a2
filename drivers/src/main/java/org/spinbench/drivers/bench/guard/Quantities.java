package org.spinbench.drivers.bench.guard;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.Condition;
import org.spinbench.drivers.bench.file.SafetyRules.Sensor;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.CurrentMeter;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.safety.State;
import org.spinbench.drivers.scpi.DesynchronisedException;
import org.spinbench.drivers.scpi.InstrumentErrorException;
import org.spinbench.drivers.scpi.OverloadException;
import org.spinbench.drivers.scpi.ReplyFormatException;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.RestedByServerException;
import org.spinbench.drivers.transport.TransportException;

/**
 * The settings and readings in the conditions of a bench file. A setting has its last value. A
 * reading is taken when it is needed and the last one is old. The network's own readings (voltages
 * of chains, powers of neurons) are never taken for a condition, only noted when the run takes
 * them.
 */
final class Quantities {
  private static final String VOLTAGE = "voltage";
  private static final String CURRENT = "current";
  private static final String POWER = "power";
  private static final String RESISTANCE = "resistance";
  private static final String LIMITED = "limited";
  private static final List<String> PHASOR = List.of("x", "y", "r", "theta");

  /** A resistance cannot be measured with a smaller current, A. */
  private static final double SMALLEST = 1e-6;

  /** A setting: its unit, and its value in a state of the bench. */
  private record OfSettings(String unit, Function<State, Double> in) {}

  /** A value of a reading, and its time, ns. */
  private record Seen(OptionalDouble value, long time) {}

  private final BenchFile file;
  private final ChipWiring wiring;
  private final Map<String, Instrument> instruments;
  private final Clock clock;
  private final Map<String, Sensor> sensors = new HashMap<>();
  private final Map<String, OfSettings> settings = new HashMap<>();

  /** Meters by the names of the readings that can be taken at any time. */
  private final Map<String, Instrument> meters = new HashMap<>();

  private final Map<String, Seen> seen = new ConcurrentHashMap<>();
  private final Set<Instrument> prepared = ConcurrentHashMap.newKeySet();

  Quantities(BenchFile file, ChipWiring wiring, Map<String, Instrument> instruments, Clock clock) {
    this.file = file;
    this.wiring = wiring;
    this.instruments = instruments;
    this.clock = clock;
    file.safety().rules().sensors().forEach(sensor -> sensors.put(sensor.name(), sensor));
  }

  /**
   * Looks up the names in a condition; sends nothing.
   *
   * @param key of the condition in the bench file, for messages
   * @throws IllegalArgumentException naming a quantity that an instrument does not have
   */
  void declare(String key, Condition condition) {
    for (String name : condition.quantities()) {
      try {
        find(canonical(name));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(key + " in the bench file: " + e.getMessage(), e);
      }
    }
  }

  /** Whether a condition names a reading. */
  boolean reads(Condition condition) {
    return condition.quantities().stream().anyMatch(name -> !settings.containsKey(canonical(name)));
  }

  /** Whether a condition names a quantity that only the program which runs the network knows. */
  boolean namesPowers(Condition condition) {
    return condition.quantities().stream()
        .map(this::canonical)
        .anyMatch(name -> file.indexOfNeuron(owner(name)) >= 0 && item(name).equals(POWER));
  }

  /** The instruments that conditions read. */
  Collection<Instrument> meters() {
    return meters.values();
  }

  /** Whether a condition can only be judged if one of these instruments answers. */
  boolean needs(Condition condition, Collection<? extends Instrument> busy) {
    return condition.quantities().stream()
        .map(this::canonical)
        .map(this::asked)
        .flatMap(Optional::stream)
        .anyMatch(needed -> busy.stream().anyMatch(one -> one.session() == needed.session()));
  }

  /** The instrument that gives a quantity; empty for one that only the run notes. */
  private Optional<Instrument> asked(String name) {
    String owner = owner(name);
    int input = file.indexOfInput(owner);
    int synapse = file.indexOfSynapse(owner);
    int neuron = file.indexOfNeuron(owner);
    if (meters.containsKey(name)) {
      return Optional.of(meters.get(name));
    }
    if (!settings.containsKey(name)) {
      return Optional.empty();
    }
    return Optional.of(
        input >= 0
            ? wiring.inputs().get(input)
            : synapse >= 0
                ? wiring.fields().get(synapse)
                : neuron >= 0 ? wiring.biases().get(neuron) : instrument(owner));
  }

  /** Whether a condition names a quantity. */
  boolean names(Condition condition, String name) {
    return condition.quantities().stream().anyMatch(one -> canonical(one).equals(canonical(name)));
  }

  /** The symbol of a quantity's unit. */
  String unit(String name) {
    if (sensors.containsKey(name)) {
      return sensors.get(name).unit();
    }
    String reading = canonical(name);
    OfSettings setting = settings.get(reading);
    if (setting == null && meters.get(reading) instanceof Gauge gauge) {
      return gauge.quantities().get(item(reading)).symbol();
    }
    return setting == null ? unitOfReading(item(name)) : setting.unit();
  }

  private static String unitOfReading(String item) {
    return switch (item) {
      case VOLTAGE, "x", "y", "r" -> "V";
      case CURRENT -> "A";
      case POWER -> "W";
      case RESISTANCE -> "ohm";
      case "theta" -> "deg";
      default -> "";
    };
  }

  /**
   * The values of quantities in a state of the settings.
   *
   * @param oldest age at which a reading is taken again, ns
   */
  Function<String, OptionalDouble> in(State state, long oldest) {
    return name -> {
      Sensor sensor = sensors.get(name);
      OptionalDouble raw = value(canonical(name), state, oldest);
      return sensor == null || raw.isEmpty()
          ? raw
          : OptionalDouble.of(sensor.offset() + sensor.scale() * raw.getAsDouble());
    };
  }

  private OptionalDouble value(String name, State state, long oldest) {
    OfSettings setting = settings.get(name);
    if (setting != null) {
      return OptionalDouble.of(setting.in().apply(state));
    }
    Seen last = seen.get(name);
    Instrument meter = meters.get(name);
    if (meter != null && (last == null || isOld(meter, last, oldest))) {
      look(meter, item(name));
      last = seen.get(name);
    }
    return last == null ? OptionalDouble.empty() : last.value();
  }

  /** Whether a reading is too old, or was taken before a change of its own source. */
  private boolean isOld(Instrument meter, Seen last, long oldest) {
    long age = clock.nanos() - last.time();
    return age > oldest || meter.settings().changes().since(meter.name()) * 1e9 < age;
  }

  /** Notes a reading of the run. */
  void note(String name, double value) {
    seen.put(name, new Seen(OptionalDouble.of(value), clock.nanos()));
  }

  /** Discards every reading, because the sources have changed. */
  void forget() {
    seen.clear();
  }

  private void look(Instrument meter, String wanted) {
    Map<String, OptionalDouble> values;
    try {
      values = read(meter, wanted);
    } catch (RestedByServerException rested) {
      throw rested; // The bench server names the cause; this meter is sound.
    } catch (TransportException
        | SettingException
        | InstrumentErrorException
        | DesynchronisedException
        | OverloadException
        | ReplyFormatException e) {
      throw new LostReadingException(meter.name(), e);
    }
    long now = clock.nanos();
    values.forEach((item, value) -> seen.put(meter.name() + "." + item, new Seen(value, now)));
  }

  /** Reads an instrument; of a gauge, only what is wanted, because a sensor may be absent. */
  private Map<String, OptionalDouble> read(Instrument meter, String wanted) {
    if (meter instanceof Gauge gauge) {
      return Map.of(wanted, OptionalDouble.of(gauge.read(wanted).value()));
    }
    if (meter instanceof BiasSource source && !source.output().current()) {
      Map<String, OptionalDouble> nothing = new HashMap<>();
      readings(meter).forEach(item -> nothing.put(item, OptionalDouble.empty()));
      return nothing;
    }
    if (meter instanceof SourceMeter source) {
      return both(source.voltage(), source.current());
    }
    if (meter instanceof CurrentMeter one) {
      return Map.of(CURRENT, OptionalDouble.of(one.current().value()));
    }
    if (meter instanceof PowerMeter one) {
      if (prepared.add(one)) {
        one.prepare(one.frequency().current(), one.averaging().current());
      }
      return Map.of(POWER, OptionalDouble.of(one.read().value()));
    }
    if (meter instanceof Voltmeter one) {
      if (prepared.add(one)) {
        one.prepare(one.range().current(), one.integration().current());
      }
      one.settle();
      one.initiate();
      return Map.of(VOLTAGE, OptionalDouble.of(one.fetch().value()));
    }
    LockIn.Phasor phasor = ((LockIn) meter).read();
    return Map.of(
        "x", OptionalDouble.of(phasor.x().value()),
        "y", OptionalDouble.of(phasor.y().value()),
        "r", OptionalDouble.of(phasor.r().value()),
        "theta", OptionalDouble.of(phasor.theta().value()));
  }

  private static Map<String, OptionalDouble> both(Reading voltage, Reading current) {
    boolean limited = voltage.compliance() || current.compliance();
    boolean flows = Math.abs(current.value()) >= SMALLEST;
    return Map.of(
        VOLTAGE, OptionalDouble.of(voltage.value()),
        CURRENT, OptionalDouble.of(current.value()),
        LIMITED, OptionalDouble.of(limited ? 1 : 0),
        RESISTANCE,
            flows ? OptionalDouble.of(voltage.value() / current.value()) : OptionalDouble.empty());
  }

  /** The readings of an instrument for conditions. */
  private static List<String> readings(Instrument instrument) {
    if (instrument instanceof Gauge gauge) {
      return List.copyOf(gauge.quantities().keySet());
    }
    if (instrument instanceof SourceMeter) {
      return List.of(VOLTAGE, CURRENT, RESISTANCE, LIMITED);
    }
    if (instrument instanceof CurrentMeter) {
      return List.of(CURRENT);
    }
    if (instrument instanceof PowerMeter) {
      return List.of(POWER);
    }
    if (instrument instanceof LockIn) {
      return PHASOR;
    }
    return instrument instanceof Voltmeter ? List.of(VOLTAGE) : List.of();
  }

  /** The canonical one of several names for a quantity. */
  private String canonical(String name) {
    Sensor sensor = sensors.get(name);
    String reading = sensor == null ? name : sensor.reading();
    int neuron = file.indexOfNeuron(owner(reading));
    if (neuron >= 0 && item(reading).equals(RESISTANCE)) {
      return file.neurons().get(neuron).bias() + "." + RESISTANCE;
    }
    for (BenchFile.Chain chain : file.chains()) {
      if (reading.equals(chain.voltmeter() + "." + VOLTAGE)) {
        return chain.name() + "." + VOLTAGE;
      }
    }
    return reading;
  }

  private static String owner(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  private static String item(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private void find(String name) {
    String owner = owner(name);
    int input = file.indexOfInput(owner);
    int synapse = file.indexOfSynapse(owner);
    int neuron = file.indexOfNeuron(owner);
    if (input >= 0) {
      settings.put(name, ofInput(input, item(name)));
    } else if (synapse >= 0) {
      settings.put(name, new OfSettings("A", state -> fieldCurrent(state, synapse)));
    } else if (neuron >= 0 && item(name).equals("bias")) {
      settings.put(name, new OfSettings("A", state -> bias(state, neuron)));
    } else if (neuron < 0 && file.indexOfChain(owner) < 0) {
      ofInstrument(name);
    }
  }

  private OfSettings ofInput(int input, String item) {
    RfSource source = wiring.inputs().get(input);
    if (item.equals("frequency")) {
      return new OfSettings("Hz", state -> state.level(source.frequency()));
    }
    double loss = file.inputs().get(input).lossDb();
    return new OfSettings(
        "W",
        state ->
            state.on(source.output()) ? Units.wattsOfDbm(state.level(source.power()) - loss) : 0);
  }

  private double fieldCurrent(State state, int synapse) {
    double level = state.level(wiring.fields().get(synapse).level());
    return level / wiring.levelOfFieldAmpere(file, synapse);
  }

  private double bias(State state, int neuron) {
    BiasSource source = wiring.biases().get(neuron);
    return state.on(source.output()) ? state.level(source.level()) : 0;
  }

  private void ofInstrument(String name) {
    Instrument instrument = instrument(owner(name));
    String item = item(name);
    if (readings(instrument).contains(item)) {
      meters.put(name, instrument);
      return;
    }
    Set<String> known = new TreeSet<>(readings(instrument));
    String channel = "channel " + SourceName.parse(owner(name)).channel() + " ";
    for (Setting setting : instrument.settings()) {
      String plain = setting.name().replaceFirst("^" + channel, "");
      if (plain.equals(item) && setting instanceof NumberSetting number) {
        settings.put(name, new OfSettings(number.unit().symbol(), state -> state.level(number)));
        return;
      }
      if (plain.equals(item) && setting instanceof SwitchSetting onOff) {
        settings.put(name, new OfSettings("", state -> state.on(onOff) ? 1.0 : 0.0));
        return;
      }
      if (setting instanceof NumberSetting || setting instanceof SwitchSetting) {
        known.add(plain);
      }
    }
    throw new IllegalArgumentException(
        name + ": of " + owner(name) + " " + Spelling.choices(item, known));
  }

  private Instrument instrument(String owner) {
    SourceName name = SourceName.parse(owner);
    Instrument whole = instruments.get(name.instrument());
    if (name.channel() == 0) {
      return whole;
    }
    if (!(whole instanceof Channels<?> channels)) {
      throw new IllegalArgumentException(name.instrument() + " has no channels, so no " + owner);
    }
    return (Instrument) channels.channel(name.channel());
  }
}
