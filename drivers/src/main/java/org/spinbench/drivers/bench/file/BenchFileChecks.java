package org.spinbench.drivers.bench.file;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.bench.file.BenchFile.Input;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.bench.file.BenchFile.Readout;
import org.spinbench.drivers.bench.file.BenchFile.StripLine;
import org.spinbench.drivers.bench.file.BenchFile.Synapse;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.text.Spelling;

/** Checks relations between the entries of a bench file. */
final class BenchFileChecks {
  /** No junction of this kind survives more, even if its card states more, V. */
  private static final double HIGHEST_VOLTAGE = 0.8;

  private final BenchFile file;
  private final TomlProblems problems;
  private final boolean allTuned;
  private final boolean allFixed;
  private boolean saidThatNotAllAreTuned;
  private final Set<String> inputs = new LinkedHashSet<>();
  private final Set<String> chains = new LinkedHashSet<>();
  private final Set<String> neurons = new LinkedHashSet<>();

  private BenchFileChecks(BenchFile file, TomlProblems problems) {
    this.file = file;
    this.problems = problems;
    this.allTuned = file.synapses().stream().noneMatch(synapse -> synapse.fieldLine().isEmpty());
    this.allFixed = !file.hasFieldLines();
  }

  /** Adds every violated relation. */
  static void check(BenchFile file, TomlProblems problems) {
    BenchFileChecks checks = new BenchFileChecks(file, problems);
    checks.names();
    file.labels().tags().stream()
        .filter(tag -> !RunLabels.isTag(tag))
        .forEach(tag -> problems.add("run.tags", RunLabels.refusal(tag)));
    InstrumentChecks.check(file, problems);
    if (file.isRack()) {
      SafetyRuleChecks.check(file, problems);
      Plausibility.check(file, problems);
      return;
    }
    checks.card();
    checks.inputs();
    checks.chains();
    checks.stripLines();
    checks.parts();
    checks.neurons();
    checks.readout();
    checks.wiredOnce();
    SafetyRuleChecks.check(file, problems);
    Plausibility.check(file, problems);
    if (problems.isEmpty()) {
      checks.layers();
    }
  }

  private void names() {
    Set<String> tones = new HashSet<>();
    Set<String> synapses = new HashSet<>();
    for (Input input : file.inputs()) {
      inputs.add(input.name());
      once(tones, input.name(), "inputs", item("inputs", input.name()));
    }
    for (Neuron neuron : file.neurons()) {
      neurons.add(neuron.name());
      once(tones, neuron.name(), "neurons", item("neurons", neuron.name()));
    }
    for (Chain chain : file.chains()) {
      String key = item("chains", chain.name());
      once(chains, chain.name(), "chains", key);
      for (Synapse synapse : chain.synapses()) {
        String at = key + "." + item("synapses", synapse.name());
        once(synapses, synapse.name(), "synapses", at);
      }
    }
  }

  private void once(Set<String> names, String name, String key, String item) {
    if (!names.add(name)) {
      problems.addAgain(
          key, item, "the name \"" + name + "\" is given twice; every name must be unique");
    }
  }

  private void card() {
    DeviceCard card = file.chip().limits();
    if (card.absoluteVoltage() > HIGHEST_VOLTAGE) {
      problems.addFirst(
          "chip.limits.absolute_voltage",
          card.absoluteVoltage() + " V is above the highest that is accepted, 0.8 V");
    }
    notAboveAbsolute("neuron_voltage", card.neuronVoltage(), card);
    notAboveAbsolute("synapse_peak_voltage", card.synapsePeakVoltage(), card);
  }

  private void notAboveAbsolute(String key, double voltage, DeviceCard card) {
    if (voltage > card.absoluteVoltage()) {
      String problem = " V is above absolute_voltage, " + card.absoluteVoltage() + " V";
      problems.addFirst("chip.limits." + key, voltage + problem);
    }
  }

  private void inputs() {
    for (Input input : file.inputs()) {
      String key = item("inputs", input.name());
      port(key + ".source", input.source());
      if (input.minimumPower() > input.maximumPower()) {
        problems.addFirst(
            key + ".minimum_power",
            ScpiNumber.format(input.minimumPower())
                + " W is above maximum_power, "
                + ScpiNumber.format(input.maximumPower())
                + " W");
      }
      double most = file.chip().limits().synapsePower();
      if (input.maximumPower() > most) {
        problems.addFirst(
            key + ".maximum_power",
            input.maximumPower() + " W is above chip.limits.synapse_power, " + most + " W");
      }
    }
  }

  private void chains() {
    for (Chain chain : file.chains()) {
      String key = item("chains", chain.name());
      port(key + ".voltmeter", chain.voltmeter());
      for (String tone : chain.tones()) {
        if (!inputs.contains(tone) && !neurons.contains(tone)) {
          List<String> known = Stream.concat(inputs.stream(), neurons.stream()).toList();
          problems.addFirst(
              key + ".tones",
              "no input or neuron is called \""
                  + tone
                  + "\": "
                  + InstrumentChecks.join(known)
                  + Spelling.hint(tone, known));
        }
      }
      for (Synapse synapse : chain.synapses()) {
        String at = key + "." + item("synapses", synapse.name());
        if (!problems.concern(key + ".tones")) {
          problems.requireOneOf(at + ".tone", synapse.tone(), chain.tones(), "tone of the chain");
        }
        fieldLine(at + ".field_line", chain, synapse);
        Double current = synapse.current();
        double most = file.chip().limits().fieldLineCurrent();
        if (current != null && Math.abs(current) > most) {
          problems.addFirst(
              at + ".current",
              ScpiNumber.format(current)
                  + " A is beyond chip.limits.field_line_current, "
                  + ScpiNumber.format(most)
                  + " A");
        }
      }
    }
  }

  private void neurons() {
    for (Neuron neuron : file.neurons()) {
      String key = item("neurons", neuron.name());
      problems.requireOneOf(key + ".chain", neuron.chain(), chains, "chain");
      port(key + ".bias", neuron.bias());
      if (neuron.threshold() >= neuron.maximumCurrent()) {
        problems.addFirst(
            key + ".maximum_current",
            ScpiNumber.format(neuron.maximumCurrent())
                + " A is not above the threshold, "
                + ScpiNumber.format(neuron.threshold())
                + " A");
      }
      double most = file.chip().limits().neuronCurrent();
      if (neuron.maximumCurrent() > most) {
        String problem =
            ScpiNumber.format(neuron.maximumCurrent())
                + " A is above chip.limits.neuron_current, "
                + ScpiNumber.format(most)
                + " A";
        problems.addFirst(key + ".maximum_current", problem);
      }
      Double bias = neuron.biasCurrent();
      if (bias != null && Math.abs(bias) > neuron.maximumCurrent()) {
        String problem =
            ScpiNumber.format(bias)
                + " A is beyond maximum_current, "
                + ScpiNumber.format(neuron.maximumCurrent())
                + " A";
        problems.addFirst(key + ".bias_current", problem);
      }
    }
  }

  /**
   * Requires that field lines tune all junctions, or strip lines program all, or none of either: a
   * bench for measurements alone.
   */
  private void fieldLine(String key, Chain chain, Synapse synapse) {
    boolean tuned = !synapse.fieldLine().isEmpty();
    if (tuned) {
      port(key, synapse.fieldLine());
    }
    if (tuned && !allTuned && !saidThatNotAllAreTuned) {
      problems.addFirst(key, "is given, but not for every synapse; field lines tune all or none");
      saidThatNotAllAreTuned = true;
    }
    boolean fixed = allFixed && file.stripLines().isEmpty() && file.neurons().isEmpty();
    if (!tuned && !fixed && chain.stripLine().isEmpty()) {
      String remedy = "or a strip_line of " + chain.name() + " that programs it";
      problems.addFirst(
          key, "missing; the source of the synapse's field line is expected, " + remedy);
    }
  }

  private void stripLines() {
    Set<String> lines = new LinkedHashSet<>();
    for (StripLine line : file.stripLines()) {
      once(lines, line.name(), "strip_lines", item("strip_lines", line.name()));
      port(item("strip_lines", line.name()) + ".source", line.source());
    }
    for (Chain chain : file.chains()) {
      if (!chain.stripLine().isEmpty()) {
        String key = item("chains", chain.name()) + ".strip_line";
        problems.requireOneOf(key, chain.stripLine(), lines, "strip line");
      }
    }
  }

  /** Checks the entries for parts that not every chip has. */
  private void parts() {
    DeviceCard card = file.chip().limits();
    if (file.hasFieldLines()) {
      given("chip.field_line_resistance", file.chip().fieldLineResistance(), "field lines");
      given("chip.limits.field_line_current", card.fieldLineCurrent(), "field lines");
    }
    if (!file.neurons().isEmpty()) {
      given("chip.limits.neuron_voltage", card.neuronVoltage(), "neurons");
      given("chip.limits.neuron_current", card.neuronCurrent(), "neurons");
      given("readout.bandwidth", file.readout().bandwidth(), "neurons");
      given("coupling.total_limit", file.coupling().totalLimit(), "neurons");
    }
  }

  private void given(String key, double value, String parts) {
    if (value == 0) {
      problems.addFirst(key, "missing; a number is expected on a bench with " + parts);
    }
  }

  private void readout() {
    if (file.readout().equals(Readout.NONE)) {
      return;
    }
    instrument("readout.analyzer", file.readout().analyzer());
    Set<String> read = new HashSet<>();
    for (String neuron : file.readout().neurons()) {
      problems.requireOneOf("readout.neurons", neuron, neurons, "neuron");
      if (!read.add(neuron)) {
        problems.addFirst(
            "readout.neurons", "\"" + neuron + "\" is given twice; each is read once");
      }
    }
    if (file.readout().resolutionBandwidth() > file.readout().bandwidth()) {
      problems.addFirst(
          "readout.resolution_bandwidth",
          file.readout().resolutionBandwidth()
              + " Hz is above readout.bandwidth, "
              + file.readout().bandwidth()
              + " Hz");
    }
  }

  private void wiredOnce() {
    Set<String> wires = new HashSet<>();
    Set<String> driven = new HashSet<>();
    Set<Integer> junctions = new HashSet<>();
    for (Input input : file.inputs()) {
      wiredOnce(wires, input.source(), item("inputs", input.name()) + ".source");
    }
    for (Chain chain : file.chains()) {
      String key = item("chains", chain.name());
      wiredOnce(wires, chain.voltmeter(), key + ".voltmeter");
      for (Synapse synapse : chain.synapses()) {
        String at = key + "." + item("synapses", synapse.name());
        if (!synapse.fieldLine().isEmpty()) {
          wiredOnce(wires, synapse.fieldLine(), at + ".field_line");
        }
        wiredOnce(junctions, synapse.junction(), at + ".junction");
      }
    }
    for (StripLine line : file.stripLines()) {
      wiredOnce(wires, line.source(), item("strip_lines", line.name()) + ".source");
    }
    for (Neuron neuron : file.neurons()) {
      String key = item("neurons", neuron.name());
      wiredOnce(wires, neuron.bias(), key + ".bias");
      wiredOnce(driven, neuron.chain(), key + ".chain");
      wiredOnce(junctions, neuron.junction(), key + ".junction");
    }
  }

  private <T> void wiredOnce(Set<T> wires, T wire, String key) {
    if (!wires.add(wire)) {
      problems.addFirst(key, wire + " is used twice; it can be wired to one place only");
    }
  }

  private void layers() {
    try {
      file.layers();
    } catch (IllegalStateException e) {
      problems.addFirst("chains", e.getMessage());
    }
  }

  private void port(String key, String text) {
    SourceName name = SourceName.parse(text);
    instrument(key, name.instrument());
    if (name.channel() < 0) {
      String expected = "an instrument, or instrument:channel as field:3, is expected, not ";
      problems.addFirst(key, expected + text);
    }
  }

  private void instrument(String key, String name) {
    problems.requireOneOf(key, name, file.instruments().keySet(), "instrument");
  }

  private static String item(String list, String name) {
    return list + ".\"" + name + "\"";
  }
}
