package org.spinbench.drivers.bench.file;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.bench.file.BenchFile.Input;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.bench.file.BenchFile.Settling;
import org.spinbench.drivers.bench.file.BenchFile.StripLine;
import org.spinbench.drivers.bench.file.BenchFile.Synapse;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.text.Spelling;

/**
 * Plausible ranges of the numbers in a bench file, against slips: {@code neuron_current = 9}
 * instead of 9 mA would allow everything. A number outside its range is refused, unless the section
 * {@code [safety.plausible]} has a wider range for its key.
 */
final class Plausibility {

  /**
   * One number of a bench file.
   *
   * @param reason of the range
   */
  private record Plausible(double least, double most, String unit, String reason) {}

  private static final String PILLAR =
      "a pillar of 50 nm to 1 um with 1 to 100 ohm um2 has 5 ohm to 50 kohm";
  private static final String BREAKS = "a tunnel barrier breaks below 1 V";
  private static final String JUNCTION_CURRENT = "1 V across the smallest pillar resistance";
  private static final String TONE = "instruments and junctions of this kind work there";
  private static final String CABLES = "cables, attenuators and amplifiers of a bench";

  /** Ranges by key; a key has the same meaning in every section. */
  private static final Map<String, Plausible> TABLE = new TreeMap<>();

  static {
    put("timeout", 0.01, 600, "s", "the longest sweep that an exchange waits for");
    put("junction_resistance", 5, 50e3, "ohm", PILLAR);
    put("field_line_resistance", 0.1, 100e3, "ohm", "a strip line with its series resistor");
    put("neuron_voltage", 1e-3, 1, "V", BREAKS);
    put("synapse_peak_voltage", 1e-3, 1, "V", BREAKS);
    put("absolute_voltage", 1e-3, 1, "V", BREAKS);
    put("neuron_current", 1e-6, 50e-3, "A", JUNCTION_CURRENT);
    put("synapse_power", 1e-9, 10e-3, "W", "10 mW heats a junction by hundreds of kelvin");
    put("field_line_current", 1e-6, 0.2, "A", "an on-chip line melts above that");
    put("slew", 1e-3, 1e6, "V/s", "sources of bias are slower");
    put("loss_db", -60, 100, "dB", CABLES);
    put("frequency", 1e3, 100e9, "Hz", TONE);
    put("minimum_power", 0, 10e-3, "W", "the card's largest power of a tone");
    put("maximum_power", 1e-15, 10e-3, "W", "the card's largest power of a tone");
    put("strip_line_power", 1e-9, 1, "W", "an on-chip line melts above that");
    put("pulse", 1e-9, 10, "s", "a pulse that reverses a core");
    put("splitting", 1e3, 10e9, "Hz", TONE);
    put("threshold", 1e-6, 50e-3, "A", JUNCTION_CURRENT);
    put("maximum_current", 1e-6, 50e-3, "A", JUNCTION_CURRENT);
    put("bias_current", -50e-3, 50e-3, "A", JUNCTION_CURRENT);
    put("current", -0.2, 0.2, "A", "an on-chip line melts above that");
    put("transconductance", -1e3, 1e3, "A/V", "an amplifier from microvolts to milliamperes");
    put("link_gain_db", -60, 60, "dB", CABLES);
    put("monitor_gain_db", -100, 60, "dB", CABLES);
    put("bandwidth", 1, 100e9, "Hz", "spectrum analyzers");
    put("resolution_bandwidth", 1, 100e6, "Hz", "spectrum analyzers");
    put("shortest_integration", 1e-4, 1e3, "power-line cycles", "voltmeters");
    put("amplifier_limit", 1e-9, 50e-3, "A", JUNCTION_CURRENT);
    put("total_limit", 1e-9, 50e-3, "A", JUNCTION_CURRENT);
    put(
        "valid_for",
        1,
        366 * 86_400.0,
        "s",
        "a calibration takes seconds, and no chip waits a year");
    put("settling", 0, 600, "s", "nothing on a bench settles more slowly");
  }

  private final BenchFile file;
  private final TomlProblems problems;

  private Plausibility(BenchFile file, TomlProblems problems) {
    this.file = file;
    this.problems = problems;
  }

  private static void put(String key, double least, double most, String unit, String reason) {
    TABLE.put(key, new Plausible(least, most, unit, reason));
  }

  /** Adds every implausible number, and every link that can overload a chain. */
  static void check(BenchFile file, TomlProblems problems) {
    Plausibility checks = new Plausibility(file, problems);
    checks.ranges();
    checks.instruments();
    checks.times();
    if (file.isRack()) {
      return;
    }
    checks.chip();
    checks.network();
    checks.links();
  }

  private void ranges() {
    for (String key : file.safety().plausible().keySet()) {
      if (!TABLE.containsKey(key)) {
        problems.add(
            "safety.plausible." + key,
            "no number of a bench file has this name"
                + Spelling.nearest(key, TABLE.keySet())
                    .map(name -> "; did you mean \"" + name + "\"?")
                    .orElse("; there are " + String.join(", ", TABLE.keySet())));
      }
    }
  }

  private void number(String where, String key, double value) {
    number(where + "." + key, key, key, value);
  }

  private void number(String at, String key, String shown, double value) {
    Plausible plausible = TABLE.get(key);
    LimitRange own = file.safety().plausible().get(key);
    double least = plausible.least;
    double most = plausible.most;
    if (own != null) {
      least = own.min() == null ? least : Math.min(least, own.min());
      most = own.max() == null ? most : Math.max(most, own.max());
    }
    if (value >= least && value <= most) {
      return;
    }
    problems.add(
        at,
        ScpiNumber.format(value)
            + " "
            + plausible.unit
            + " is outside "
            + ScpiNumber.format(least)
            + " to "
            + ScpiNumber.format(most)
            + " "
            + plausible.unit
            + " ("
            + plausible.reason
            + "); correct it, or give the bench a wider range: "
            + shown
            + " = { min = ..., max = ... } in [safety.plausible]");
  }

  private void number(String where, String key, Double value) {
    if (value != null) {
      number(where, key, value.doubleValue());
    }
  }

  private void instruments() {
    file.instruments()
        .forEach((name, entry) -> number("instruments." + name, "timeout", entry.timeout()));
  }

  /** Checks a number that is zero if it is absent. */
  private void optional(String where, String key, double value) {
    if (value != 0) {
      number(where, key, value);
    }
  }

  private void chip() {
    DeviceCard card = file.chip().limits();
    number("chip", "junction_resistance", file.chip().junctionResistance());
    optional("chip", "field_line_resistance", file.chip().fieldLineResistance());
    String limits = "chip.limits";
    optional(limits, "neuron_voltage", card.neuronVoltage());
    optional(limits, "neuron_current", card.neuronCurrent());
    number(limits, "synapse_peak_voltage", card.synapsePeakVoltage());
    number(limits, "synapse_power", card.synapsePower());
    optional(limits, "field_line_current", card.fieldLineCurrent());
    number(limits, "absolute_voltage", card.absoluteVoltage());
    number(limits, "slew", card.slew());
  }

  private void times() {
    number("calibration", "valid_for", file.validity().validFor());
    Settling settling = file.settling();
    settling("tone", settling.tone());
    settling("field_line", settling.fieldLine());
    settling("bias", settling.bias());
    settling("coupling", settling.coupling());
  }

  private void settling(String key, double value) {
    number("settling." + key, "settling", "settling", value);
  }

  private void network() {
    for (Input input : file.inputs()) {
      String where = item("inputs", input.name());
      number(where, "loss_db", input.lossDb());
      number(where, "frequency", input.frequency());
      number(where, "minimum_power", input.minimumPower());
      number(where, "maximum_power", input.maximumPower());
    }
    for (Chain chain : file.chains()) {
      for (Synapse synapse : chain.synapses()) {
        String where = item("chains", chain.name()) + "." + item("synapses", synapse.name());
        number(where, "frequency", synapse.frequency());
        number(where, "current", synapse.current());
      }
    }
    for (StripLine line : file.stripLines()) {
      String where = item("strip_lines", line.name());
      number(where, "loss_db", line.lossDb());
      number(where + ".maximum_power", "strip_line_power", "strip_line_power", line.maximumPower());
      number(where, "pulse", line.pulse());
      number(where, "splitting", line.splitting());
    }
    for (Neuron neuron : file.neurons()) {
      String where = item("neurons", neuron.name());
      number(where, "frequency", neuron.frequency());
      number(where, "threshold", neuron.threshold());
      number(where, "maximum_current", neuron.maximumCurrent());
      number(where, "transconductance", neuron.transconductance());
      number(where, "link_gain_db", neuron.linkGainDb());
      number(where, "monitor_gain_db", neuron.monitorGainDb());
      number(where, "bias_current", neuron.biasCurrent());
    }
    if (!file.readout().analyzer().isEmpty()) {
      number("readout", "bandwidth", file.readout().bandwidth());
      number("readout", "resolution_bandwidth", file.readout().resolutionBandwidth());
      number("readout", "shortest_integration", file.readout().shortestIntegration());
    }
    Coupling coupling = file.coupling();
    optional("coupling", "amplifier_limit", coupling.amplifierLimit());
    optional("coupling", "total_limit", coupling.totalLimit());
  }

  private static String item(String list, String name) {
    return list + ".\"" + name + "\"";
  }

  /**
   * Checks that the maximum emission of all neurons through their links does not overload the
   * synapses of the next chain. No source on the bench has a level for it, so it is checked when
   * the file is read.
   */
  private void links() {
    DeviceCard card = file.chip().limits();
    Emission emission = new Emission(file);
    for (Chain chain : file.chains()) {
      List<Neuron> tones = emission.neurons(chain);
      if (tones.isEmpty()) {
        continue;
      }
      double power = emission.power(chain);
      double peak = emission.peak(chain);
      overload(chain, tones, power, card.synapsePower(), "W", "synapse_power");
      double most = Math.min(card.synapsePeakVoltage(), card.absoluteVoltage());
      overload(chain, tones, peak, most, "V, peak", "synapse_peak_voltage");
    }
  }

  private void overload(
      Chain chain, List<Neuron> tones, double load, double most, String unit, String limit) {
    if (load <= most) {
      return;
    }
    String names = String.join(", ", tones.stream().map(Neuron::name).toList());
    problems.add(
        item("neurons", tones.get(0).name()) + ".link_gain_db",
        "when "
            + names
            + " emit their most, the synapses of "
            + chain.name()
            + " get "
            + ScpiNumber.format(load)
            + " "
            + unit
            + ", and chip.limits."
            + limit
            + " is "
            + ScpiNumber.format(most)
            + "; choose a smaller link_gain_db");
  }
}
