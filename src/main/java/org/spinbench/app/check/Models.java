package org.spinbench.app.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.Gauge;
import org.spinbench.drivers.instrument.role.ListRfSource;
import org.spinbench.drivers.instrument.role.LockIn;
import org.spinbench.drivers.instrument.role.PowerMeter;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SourceMeter;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SteppedRfSource;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.drivers.instrument.role.Voltmeter;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.bench.SimulatedModel;

/** Every model of a bench file, with its driver's settings on its simulated model. */
public final class Models {
  /**
   * One model.
   *
   * @param model in a bench file
   * @param role of the instrument, or of each of its channels
   * @param channels number of channels with a name of their own in a bench file; 1 for the whole
   *     instrument
   * @param settings number of the driver's settings, with one channel counted
   */
  public record Line(String model, String role, int channels, int settings) {}

  private static final Pattern CHANNEL = Pattern.compile("channel (\\d+) ");

  private Models() {}

  /** The table. */
  public static List<Line> all() {
    List<Line> lines = new ArrayList<>();
    try (Bench bench = open()) {
      for (String model : SimulatedModel.names()) {
        Instrument instrument = bench.instruments().get(name(model));
        lines.add(new Line(model, role(instrument), channels(instrument), settings(instrument)));
      }
    }
    return lines;
  }

  /** A simulated bench with an additional, unconnected instrument of every model. */
  static Bench open() {
    StringBuilder text = new StringBuilder(DefaultBench.text());
    for (String model : SimulatedModel.names()) {
      text.append("\n[instruments.").append(name(model)).append("]\nmodel = \"").append(model);
      text.append("\"\nresource = \"INPROC::").append(name(model)).append("::INSTR\"\n");
    }
    BenchFile file = BenchFile.parse(text.toString(), "a bench of every model");
    SimulatedBench simulated = new SimulatedBench(file, 1);
    return Bench.open(file, simulated, simulated.clock());
  }

  /** The name of a model's instrument on that bench. */
  static String name(String model) {
    return "a_" + model.replace('-', '_');
  }

  private static String role(Instrument instrument) {
    Object player = instrument instanceof Channels<?> several ? several.channel(1) : instrument;
    if (player instanceof RfSource) {
      String sweeps = player instanceof SweptRfSource ? ", sweeps" : "";
      String lists = player instanceof SteppedRfSource ? ", lists by triggers" : "";
      return "RF source" + sweeps + (player instanceof ListRfSource ? " and lists" : lists);
    }
    if (player instanceof SourceMeter) {
      return "source meter, lists";
    }
    if (player instanceof BiasSource source) {
      String lists = player instanceof SweptBiasSource ? ", lists" : "";
      return "bias source, " + source.level().unit().symbol() + lists;
    }
    return measures(player);
  }

  private static String measures(Object player) {
    if (player instanceof SpectrumAnalyzer) {
      return "spectrum analyzer";
    }
    if (player instanceof LockIn) {
      return "lock-in amplifier";
    }
    if (player instanceof PowerMeter) {
      return "power meter";
    }
    if (player instanceof Voltmeter) {
      return "voltmeter";
    }
    if (player instanceof Gauge gauge) {
      return "gauge: " + String.join(", ", gauge.quantities().keySet());
    }
    throw new IllegalStateException(player.getClass() + " has no known role");
  }

  private static int channels(Instrument instrument) {
    return Math.max(1, names(instrument).mapToInt(Models::channel).max().orElse(1));
  }

  /** Number of settings of the whole and of the first channel; the other channels have the same. */
  private static int settings(Instrument instrument) {
    return (int) names(instrument).filter(name -> channel(name) <= 1).count();
  }

  private static Stream<String> names(Instrument instrument) {
    return StreamSupport.stream(instrument.settings().spliterator(), false).map(Setting::name);
  }

  /** The channel of a setting: 3 for {@code channel 3 voltage}; 0 without a channel. */
  private static int channel(String setting) {
    Matcher channel = CHANNEL.matcher(setting);
    return channel.lookingAt() ? Integer.parseInt(channel.group(1)) : 0;
  }
}
