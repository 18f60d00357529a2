package org.spinbench.drivers.bench.file;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.bench.file.BenchFile.GpibEntry;
import org.spinbench.drivers.bench.file.BenchFile.Input;
import org.spinbench.drivers.bench.file.BenchFile.InstrumentEntry;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.bench.file.BenchFile.Readout;
import org.spinbench.drivers.bench.file.BenchFile.StripLine;
import org.spinbench.drivers.bench.file.BenchFile.Synapse;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.scpi.ScpiNumber;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.transport.resource.GpibController;
import org.spinbench.drivers.transport.resource.ResourceName;

/** What has to hold between the entries of a bench file. */
final class BenchFileChecks {
  /** Above this no junction of the kind survives, whatever its card says, V. */
  private static final double HIGHEST_VOLTAGE = 0.8;

  /** So many names are listed. */
  private static final int NAMED = 40;

  private final BenchFile file;
  private final TomlProblems problems;
  private final boolean allTuned;
  private boolean saidThatNotAllAreTuned;
  private final Set<String> inputs = new LinkedHashSet<>();
  private final Set<String> chains = new LinkedHashSet<>();
  private final Set<String> neurons = new LinkedHashSet<>();

  private BenchFileChecks(BenchFile file, TomlProblems problems) {
    this.file = file;
    this.problems = problems;
    this.allTuned = file.synapses().stream().noneMatch(synapse -> synapse.fieldLine().isEmpty());
  }

  /** Adds everything that does not hold. */
  static void check(BenchFile file, TomlProblems problems) {
    BenchFileChecks checks = new BenchFileChecks(file, problems);
    checks.names();
    checks.resources();
    checks.card();
    checks.ranges();
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

  private void resources() {
    Map<ResourceName, String> used = new HashMap<>();
    file.instruments()
        .forEach(
            (name, entry) -> {
              String key = "instruments." + name;
              resource(key, entry)
                  .map(resource -> used.putIfAbsent(resource, name))
                  .ifPresent(
                      other -> {
                        String problem =
                            "is that of " + other + " too; give each instrument one entry";
                        error(key + ".resource", entry.resource() + " " + problem);
                      });
              if (Drivers.models().contains(entry.model())) {
                source(key, entry);
              } else {
                error(
                    key + ".model",
                    entry.model()
                        + " is unknown"
                        + Spelling.nearest(entry.model(), Drivers.models())
                            .map(model -> "; did you mean \"" + model + "\"?")
                            .orElse("; known are " + join(Drivers.models())));
              }
              pulsed(name, entry);
              entry
                  .triggeredBy()
                  .ifPresent(
                      trigger -> {
                        instrument(key + ".triggered_by", trigger);
                      });
            });
    boards(used);
  }

  private void pulsed(String name, InstrumentEntry entry) {
    boolean input =
        file.inputs().stream()
            .anyMatch(one -> SourceName.parse(one.source()).instrument().equals(name));
    if (entry.pulsed() && !input) {
      error(
          "instruments." + name + ".pulsed",
          "is for RF sources of inputs, and this instrument is not one");
    }
  }

  private void source(String key, InstrumentEntry entry) {
    List<SourceFunction> functions = Drivers.of(entry.model()).functions();
    if (entry.source().isPresent() && !functions.contains(entry.source().get())) {
      String can =
          functions.isEmpty()
              ? " is not a bias source; omit this key"
              : " can be a source of "
                  + functions.stream()
                      .map(function -> function.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", "))
                  + " only";
      error(key + ".source", entry.model() + can);
    }
  }

  private Optional<ResourceName> resource(String key, InstrumentEntry entry) {
    Optional<ResourceName> parsed = resourceName(key + ".resource", entry.resource());
    parsed.ifPresent(name -> checkLink(key, entry, name));
    return parsed;
  }

  private void checkLink(String key, InstrumentEntry entry, ResourceName name) {
    if (entry.serial().isPresent()) {
      requireSerial(key, name);
    }
    if (name instanceof ResourceName.Gpib instrument
        && !file.gpib().containsKey(instrument.board())) {
      String section = "[gpib." + instrument.board() + "]";
      String problem = " is on a GPIB bus, and no section " + section + " says how it is reached";
      error(key + ".resource", entry.resource() + problem);
    }
  }

  private Optional<ResourceName> resourceName(String key, String text) {
    try {
      return Optional.of(ResourceName.parse(text));
    } catch (IllegalArgumentException e) {
      error(key, e.getMessage());
      return Optional.empty();
    }
  }

  private void requireSerial(String key, ResourceName name) {
    if (!(name instanceof ResourceName.Serial)) {
      String problem = "settings of a serial line, but " + name + " is not a serial port, ASRL...";
      error(key + ".serial", problem);
    }
  }

  private void boards(Map<ResourceName, String> used) {
    file.gpib()
        .forEach(
            (board, entry) -> {
              String key = "gpib." + board;
              resourceName(key + ".controller", entry.controller())
                  .ifPresent(name -> board(key, entry, name, used));
            });
  }

  private void board(
      String key, GpibEntry entry, ResourceName name, Map<ResourceName, String> used) {
    if (entry.serial().isPresent()) {
      requireSerial(key, name);
    }
    try {
      if (entry.firmware() != null) {
        new GpibController(name, entry.firmware());
      }
    } catch (IllegalArgumentException e) {
      error(key + ".controller", e.getMessage());
    }
    String other = used.putIfAbsent(name, key);
    if (other != null) {
      String problem = "is that of " + other + " too; it can serve only one purpose";
      error(key + ".controller", entry.controller() + " " + problem);
    }
  }

  private void card() {
    DeviceCard card = file.chip().limits();
    if (card.absoluteVoltage() > HIGHEST_VOLTAGE) {
      error(
          "chip.limits.absolute_voltage",
          card.absoluteVoltage() + " V is above the highest that is accepted, 0.8 V");
    }
    notAboveAbsolute("neuron_voltage", card.neuronVoltage(), card);
    notAboveAbsolute("synapse_peak_voltage", card.synapsePeakVoltage(), card);
  }

  private void notAboveAbsolute(String key, double voltage, DeviceCard card) {
    if (voltage > card.absoluteVoltage()) {
      String problem = " V is above absolute_voltage, " + card.absoluteVoltage() + " V";
      error("chip.limits." + key, voltage + problem);
    }
  }

  private void ranges() {
    file.instruments()
        .forEach(
            (name, entry) ->
                entry
                    .limits()
                    .forEach(
                        (setting, range) -> {
                          String key = "instruments." + name + ".limits." + setting;
                          if (range.min() == null && range.max() == null) {
                            error(key, "min, max or both are expected");
                          }
                          notInverted(key, range);
                        }));
    file.safety()
        .plausible()
        .forEach((number, range) -> notInverted("safety.plausible." + number, range));
  }

  private void notInverted(String key, BenchFile.Range range) {
    if (range.lowest() > range.highest()) {
      error(
          key,
          "min, "
              + ScpiNumber.format(range.min())
              + ", is above max, "
              + ScpiNumber.format(range.max()));
    }
  }

  private void inputs() {
    for (Input input : file.inputs()) {
      String key = item("inputs", input.name());
      port(key + ".source", input.source());
      if (input.minimumPower() > input.maximumPower()) {
        error(
            key + ".minimum_power",
            ScpiNumber.format(input.minimumPower())
                + " W is above maximum_power, "
                + ScpiNumber.format(input.maximumPower())
                + " W");
      }
      double most = file.chip().limits().synapsePower();
      if (input.maximumPower() > most) {
        error(
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
          error(
              key + ".tones",
              "no input or neuron is called \""
                  + tone
                  + "\": "
                  + join(known)
                  + Spelling.hint(tone, known));
        }
      }
      for (Synapse synapse : chain.synapses()) {
        String at = key + "." + item("synapses", synapse.name());
        if (!problems.concern(key + ".tones")) {
          oneOf(at + ".tone", synapse.tone(), chain.tones(), "tone of the chain");
        }
        fieldLine(at + ".field_line", chain, synapse);
        Double current = synapse.current();
        double most = file.chip().limits().fieldLineCurrent();
        if (current != null && Math.abs(current) > most) {
          error(
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
      oneOf(key + ".chain", neuron.chain(), chains, "chain");
      port(key + ".bias", neuron.bias());
      if (neuron.threshold() >= neuron.maximumCurrent()) {
        error(
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
        error(key + ".maximum_current", problem);
      }
      Double bias = neuron.biasCurrent();
      if (bias != null && Math.abs(bias) > neuron.maximumCurrent()) {
        String problem =
            ScpiNumber.format(bias)
                + " A is beyond maximum_current, "
                + ScpiNumber.format(neuron.maximumCurrent())
                + " A";
        error(key + ".bias_current", problem);
      }
    }
  }

  /** Every junction is tuned by a field line of its own, or none and strip lines program all. */
  private void fieldLine(String key, Chain chain, Synapse synapse) {
    boolean tuned = !synapse.fieldLine().isEmpty();
    if (tuned) {
      port(key, synapse.fieldLine());
    }
    if (tuned && !allTuned && !saidThatNotAllAreTuned) {
      error(key, "is given, but not for every synapse; field lines tune all or none");
      saidThatNotAllAreTuned = true;
    }
    if (!tuned && chain.stripLine().isEmpty()) {
      String remedy = "or a strip_line of " + chain.name() + " that programs it";
      error(key, "missing; the source of the synapse's field line is expected, " + remedy);
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
        oneOf(key, chain.stripLine(), lines, "strip line");
      }
    }
  }

  /** What the card and the rest of the file have to say of parts that not every chip has. */
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
      error(key, "missing; a number is expected on a bench with " + parts);
    }
  }

  private void readout() {
    if (file.readout().equals(Readout.NONE)) {
      return;
    }
    instrument("readout.analyzer", file.readout().analyzer());
    Set<String> read = new HashSet<>();
    for (String neuron : file.readout().neurons()) {
      oneOf("readout.neurons", neuron, neurons, "neuron");
      if (!read.add(neuron)) {
        error("readout.neurons", "\"" + neuron + "\" is given twice; each is read once");
      }
    }
    if (file.readout().resolutionBandwidth() > file.readout().bandwidth()) {
      error(
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
      error(key, wire + " is used twice; it can be wired to one place only");
    }
  }

  private void layers() {
    try {
      file.layers();
    } catch (IllegalStateException e) {
      error("chains", e.getMessage());
    }
  }

  /** An instrument, or a channel of one. */
  private void port(String key, String text) {
    SourceName name = SourceName.parse(text);
    instrument(key, name.instrument());
    if (name.channel() < 0) {
      String expected = "an instrument, or instrument:channel as field:3, is expected, not ";
      error(key, expected + text);
    }
  }

  private void instrument(String key, String name) {
    oneOf(key, name, file.instruments().keySet(), "instrument");
  }

  private void oneOf(String key, String name, Collection<String> known, String what) {
    if (!known.contains(name)) {
      error(key, "\"" + name + "\" is no " + what + "; " + Spelling.choices(name, known));
    }
  }

  private static String join(Collection<String> names) {
    String more = names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "";
    return names.stream().limit(NAMED).collect(Collectors.joining(", ")) + more;
  }

  private static String item(String list, String name) {
    return list + ".\"" + name + "\"";
  }

  /** Notes what is wrong with a key, unless something is known to be wrong with it already. */
  private void error(String key, String problem) {
    if (!problems.concern(key)) {
      problems.add(key, problem);
    }
  }
}
