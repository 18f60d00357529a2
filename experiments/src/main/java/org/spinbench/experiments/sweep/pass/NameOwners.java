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
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.sweep.plan.PlanName;

/** Whose the names of a plan are: which instrument sets or reads what they stand for. */
public final class NameOwners {
  /** The components of a lock-in's reading, by the numbers that its reader knows them by. */
  static final List<String> PHASOR = List.of("x", "y", "r", "theta");

  private final Bench bench;
  private final BenchFile file;
  private final ChipPorts ports;

  NameOwners(Bench bench) {
    this.bench = bench;
    file = bench.file();
    ports = bench.ports();
  }

  /** The RF source whose frequency a setting is. */
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
   * The level that a setting is.
   *
   * @param source whose level
   * @param perUnit level for one unit of the setting
   */
  record Level(BiasSource source, double perUnit) {}

  /** The level whose setting this is: of a neuron's bias, of a field line, or a source's own. */
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

  /** The source meter whose reading of voltage or current a name is. */
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
   * How long a point of that setting has to settle when its source steps by itself, s.
   *
   * @param source is asked how it is set, if readings wait for it
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

  /** How long whoever sets something at an instrument waits, where readings do not, s. */
  double setterSettling() {
    return longest() + file.settling().coupling();
  }

  /** The meter that takes a reading; empty for a setting that is read back. */
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

  /** Whether a setting is one of a meter. */
  public boolean isOfMeter(String setting) {
    String owner = PlanName.of(setting).owner();
    return !isOfChip(owner) && instrument(owner, setting) instanceof Meter;
  }

  private static Optional<Meter> meter(Instrument instrument) {
    return instrument instanceof Meter meter ? Optional.of(meter) : Optional.empty();
  }

  /** The voltmeter that takes a reading. */
  Optional<Voltmeter> voltmeter(String reading) {
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

  /** What an instrument reads by its role. */
  static List<String> ofRoles(Instrument instrument) {
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

  /** Whether the chip has something of that name. */
  boolean isOfChip(String owner) {
    return file.indexOfInput(owner) >= 0
        || file.indexOfSynapse(owner) >= 0
        || file.indexOfNeuron(owner) >= 0
        || file.indexOfChain(owner) >= 0;
  }

  /**
   * The instrument, or the channel, of that name.
   *
   * @param name for which it is looked up
   * @throws IllegalArgumentException naming what there is instead
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
              + " is no channel; write an instrument of several, a colon, a number");
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

  /** By its whole name, or by that which the driver gave it within its channel. */
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

  /** Those that are numbers. */
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
