package org.spinbench.experiments.sweep.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Meter;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.CurrentMeter;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.VoltageMeter;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.sweep.plan.PlanName;

/** Finds the instrument that owns a name in a plan. */
public final class NameOwners {
  /** The components of a lock-in's reading, by their numbers in the reader. */
  static final List<String> PHASOR = List.of("x", "y", "r", "theta");

  private final Bench bench;
  private final BenchFile file;
  private final ChipPorts ports;

  NameOwners(Bench bench) {
    this.bench = bench;
    file = bench.file();
    ports = bench.ports();
  }

  /** The RF source with this frequency setting. */
  Optional<Instrument> steps(String setting) {
    PlanName name = PlanName.of(setting);
    int input = file.indexOfInput(name.owner());
    if (input >= 0) {
      return name.item().equals("frequency") ? Optional.of(ports.source(input)) : Optional.empty();
    }
    if (isOfChip(name.owner())) {
      return Optional.empty();
    }
    Instrument instrument = instrument(name.owner(), setting);
    boolean frequency =
        instrument instanceof RfSource source
            && setting(instrument, name.item()) == source.frequency();
    return frequency ? Optional.of(instrument) : Optional.empty();
  }

  /**
   * A setting that is a level.
   *
   * @param source of the level
   * @param perUnit level for one unit of the setting
   */
  record Level(BiasSource source, double perUnit) {}

  /** The level of a setting: a neuron's bias, a field line, or a source's own level. */
  Optional<Level> level(String setting) {
    PlanName name = PlanName.of(setting);
    int neuron = file.indexOfNeuron(name.owner());
    if (neuron >= 0 && name.item().equals("bias")) {
      return Optional.of(new Level(ports.biasSource(neuron), 1));
    }
    int synapse = file.indexOfSynapse(name.owner());
    if (synapse >= 0 && name.item().equals("current")) {
      double perAmpere = ports.fieldLevelPerAmpere(synapse);
      return Optional.of(new Level(ports.fieldSource(synapse), perAmpere));
    }
    if (isOfChip(name.owner())) {
      return Optional.empty();
    }
    Instrument instrument = instrument(name.owner(), setting);
    return instrument instanceof BiasSource source
            && setting(instrument, name.item()) == source.level()
        ? Optional.of(new Level(source, 1))
        : Optional.empty();
  }

  /** The source meter of a reading of voltage or current. */
  Optional<SourceMeter> sourceMeterOf(String reading) {
    PlanName name = PlanName.of(reading);
    return isOfChip(name.owner()) || !List.of("voltage", "current").contains(name.item())
        ? Optional.empty()
        : sourceMeter(instrument(name.owner(), reading));
  }

  private static Optional<SourceMeter> sourceMeter(Instrument instrument) {
    return instrument instanceof SourceMeter meter ? Optional.of(meter) : Optional.empty();
  }

  /**
   * Settling time of a point of a setting in a source's own pass, s.
   *
   * @param source its settings are queried if readings wait for it
   */
  double listSettling(String setting, Instrument source) {
    String owner = PlanName.of(setting).owner();
    BenchFile.Settling times = file.settling();
    if (file.indexOfNeuron(owner) >= 0) {
      return ports.settling(times.bias(), source);
    }
    if (file.indexOfSynapse(owner) >= 0) {
      return ports.settling(times.fieldLine(), source);
    }
    return ports.settling(isOfChip(owner) ? times.tone() : longest(), source);
  }

  /** The longest settling time of a source in the bench file, s. */
  private double longest() {
    BenchFile.Settling times = file.settling();
    return Math.max(times.tone(), Math.max(times.fieldLine(), times.bias()));
  }

  /** Time to wait after a setting of an instrument if readings do not wait, s. */
  double setterSettling() {
    return longest() + file.settling().coupling();
  }

  /** The meter of a reading; empty for a setting that is read back. */
  public Optional<Meter> meter(String reading) {
    PlanName name = PlanName.of(reading);
    int chain = file.indexOfChain(name.owner());
    if (chain >= 0) {
      return Optional.of(ports.voltmeter(chain));
    }
    if (file.indexOfNeuron(name.owner()) >= 0) {
      return meter(bench.instruments().get(file.readout().analyzer()));
    }
    Instrument instrument = instrument(name.owner(), reading);
    return ofRoles(instrument).contains(name.item()) ? meter(instrument) : Optional.empty();
  }

  /** Whether a setting belongs to a meter. */
  public boolean isOfMeter(String setting) {
    if (setting.indexOf('.') < 0) {
      return false;
    }
    String owner = PlanName.of(setting).owner();
    return !isOfChip(owner) && instrument(owner, setting) instanceof Meter;
  }

  private static Optional<Meter> meter(Instrument instrument) {
    return instrument instanceof Meter meter ? Optional.of(meter) : Optional.empty();
  }

  /** The voltmeter of a reading. */
  Optional<VoltageMeter> voltmeter(String reading) {
    PlanName name = PlanName.of(reading);
    int chain = file.indexOfChain(name.owner());
    if (chain >= 0) {
      return name.item().equals("voltage") ? Optional.of(ports.voltmeter(chain)) : Optional.empty();
    }
    if (isOfChip(name.owner()) || !name.item().equals("voltage")) {
      return Optional.empty();
    }
    return instrument(name.owner(), reading) instanceof Voltmeter meter
        ? Optional.of(meter)
        : Optional.empty();
  }

  /** The readings of an instrument's role. */
  static List<String> ofRoles(Instrument instrument) {
    if (instrument instanceof Gauge gauge) {
      return List.copyOf(gauge.quantities().keySet());
    }
    if (instrument instanceof Voltmeter) {
      return List.of("voltage");
    }
    if (instrument instanceof SpectrumAnalyzer) {
      return List.of("band_power");
    }
    if (instrument instanceof SourceMeter) {
      return List.of("voltage", "current");
    }
    if (instrument instanceof CurrentMeter) {
      return List.of("current");
    }
    if (instrument instanceof PowerMeter) {
      return List.of("power");
    }
    return instrument instanceof LockIn ? PHASOR : List.of();
  }

  /** Whether a part of the chip has this name. */
  boolean isOfChip(String owner) {
    return file.indexOfInput(owner) >= 0
        || file.indexOfSynapse(owner) >= 0
        || file.indexOfNeuron(owner) >= 0
        || file.indexOfChain(owner) >= 0;
  }

  /**
   * The instrument or channel with this name.
   *
   * @param name in the plan, for messages
   * @throws IllegalArgumentException naming the existing ones
   */
  Instrument instrument(String owner, String name) {
    int colon = owner.indexOf(':');
    Instrument whole = bench.instruments().get(colon < 0 ? owner : owner.substring(0, colon));
    if (whole == null) {
      throw new IllegalArgumentException(
          name
              + ": nothing on this bench is called \""
              + owner
              + "\"; there are the instruments "
              + String.join(", ", bench.instruments().keySet())
              + " and on the chip "
              + String.join(", ", chipNames())
              + Spelling.hint(
                  owner,
                  Stream.concat(bench.instruments().keySet().stream(), chipNames().stream())
                      .toList()));
    }
    if (colon < 0) {
      return whole;
    }
    String channel = owner.substring(colon + 1);
    if (!(whole instanceof Channels<?> channels && channel.matches("[1-9][0-9]{0,3}"))) {
      throw new IllegalArgumentException(
          name
              + ": "
              + owner
              + " is no channel; write an instrument with channels, a colon and a number");
    }
    return (Instrument) channels.channel(Integer.parseInt(channel));
  }

  private List<String> chipNames() {
    List<String> names = new ArrayList<>();
    file.inputs().forEach(one -> names.add(one.name()));
    file.chains().forEach(one -> names.add(one.name()));
    file.synapses().forEach(one -> names.add(one.name()));
    file.neurons().forEach(one -> names.add(one.name()));
    return names;
  }

  /** A setting by its whole name, or by its name within a channel. */
  static Setting setting(Instrument instrument, String item) {
    for (Setting setting : instrument.settings()) {
      if (setting.name().equals(item)
          || setting.name().replaceFirst("^channel \\d+ ", "").equals(item)
              && isOfChannel(instrument)) {
        return setting;
      }
    }
    return null;
  }

  private static boolean isOfChannel(Instrument instrument) {
    return instrument.name().indexOf(':') >= 0;
  }

  /** All settings of an instrument, for messages. */
  static String settingsOf(Instrument instrument) {
    TreeSet<String> names = new TreeSet<>();
    instrument.settings().forEach(setting -> names.add(setting.name()));
    return String.join(", ", names);
  }

  /** The numeric ones. */
  static String numbersOf(Instrument instrument) {
    TreeSet<String> names = new TreeSet<>();
    instrument
        .settings()
        .forEach(
            setting -> {
              if (setting instanceof NumberSetting) {
                names.add(setting.name());
              }
            });
    return String.join(", ", names);
  }
}
