package org.spinbench.drivers.bench.file;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.Chip;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.bench.file.BenchFile.Input;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.bench.file.BenchFile.Readout;
import org.spinbench.drivers.bench.file.BenchFile.Safety;
import org.spinbench.drivers.bench.file.BenchFile.Settling;
import org.spinbench.drivers.bench.file.BenchFile.StripLine;
import org.spinbench.drivers.bench.file.BenchFile.Synapse;
import org.spinbench.drivers.bench.file.ChipDesign.Beyond;
import org.spinbench.drivers.bench.file.ChipDesign.NeuronDesign;
import org.spinbench.drivers.bench.file.ChipDesign.Spread;
import org.spinbench.drivers.bench.file.ChipDesign.SynapseDesign;
import org.spinbench.drivers.bench.file.table.DriverTable;
import org.spinbench.drivers.instrument.role.SourceFunction;

/**
 * Converts the text of a bench file to records; one method per record, in the order of the file.
 */
final class BenchFileReader {
  private static final double DEFAULT_TIMEOUT = 1;

  /** The sections of a chip; a file without any describes a rack. */
  private static final List<String> PARTS =
      List.of(
          "chip", "inputs", "chains", "neurons", "strip_lines", "readout", "coupling", "design");

  /** The name of a rack that has none. */
  private static final String RACK = "rack";

  private static final TomlMapper TOML = new TomlMapper();
  private static final TypeReference<Map<String, Object>> ANYTHING = new TypeReference<>() {};

  private BenchFileReader() {}

  static BenchFile parse(String toml, String origin) {
    return TomlTable.parse(toml, origin, BenchFileReader::benchFile, BenchFileChecks::check);
  }

  private static BenchFile benchFile(TomlTable table) {
    boolean rack = PARTS.stream().noneMatch(table::has);
    Map<String, DriverTable> drivers = DriverTableReader.all(table);
    return new BenchFile(
        rack ? table.textOr("name", RACK) : table.text("name"),
        Collections.unmodifiableMap(table.tables("instruments", one -> instrument(one, drivers))),
        LinkSections.boards(table),
        table.tableOrNone("zmq", LinkSections::keys),
        rack ? Chip.NONE : table.table("chip", BenchFileReader::chip),
        rack ? List.of() : table.list("inputs", BenchFileReader::input),
        rack ? List.of() : table.list("chains", BenchFileReader::chain),
        table.listOrNone("neurons", BenchFileReader::neuron),
        table.listOrNone("strip_lines", BenchFileReader::stripLine),
        table.tableOrNone("readout", BenchFileReader::readout).orElse(Readout.NONE),
        table.tableOrNone("coupling", BenchFileReader::coupling).orElse(Coupling.NONE),
        rack && !table.has("settling")
            ? Settling.NONE
            : table.table("settling", BenchFileReader::settling),
        table.tableOrNone("design", BenchFileReader::design),
        table
            .tableOrNone("calibration", BenchFileReader::validity)
            .orElse(CalibrationValidity.USUAL),
        table.tableOrNone("safety", BenchFileReader::safety).orElse(Safety.USUAL),
        table.tableOrNone("run", BenchFileReader::labels).orElse(RunLabels.NONE),
        anything(table.uninterpreted("simulation")));
  }

  private static RunLabels labels(TomlTable table) {
    return new RunLabels(
        table.textOr("sample", ""),
        table.textOr("operator", ""),
        table.has("tags") ? table.texts("tags") : List.of(),
        table.listOrNone("notify", BenchFileReader::notice));
  }

  private static RunLabels.Notice notice(TomlTable table) {
    List<RunLabels.Moment> on = table.words("on", RunLabels.Moment.class);
    RunLabels.Notice notice =
        new RunLabels.Notice(
            Collections.unmodifiableSet(new LinkedHashSet<>(on)),
            table.has("command") ? table.texts("command") : List.of(),
            table.textOr("webhook", ""),
            table.positiveOr("timeout", RunLabels.Notice.USUAL_TIMEOUT));
    Optional<String> wrong = notice.refusal();
    if (wrong.isPresent()) {
      throw table.refused(wrong.get());
    }
    return notice;
  }

  private static Map<String, Object> anything(JsonNode node) {
    return node == null ? Map.of() : Collections.unmodifiableMap(TOML.convertValue(node, ANYTHING));
  }

  private static InstrumentEntry instrument(TomlTable table, Map<String, DriverTable> drivers) {
    String model = table.text("model");
    return new InstrumentEntry(
        model,
        table.text("resource"),
        table.positiveOr("timeout", DEFAULT_TIMEOUT),
        Collections.unmodifiableMap(table.tablesOrNone("limits", BenchFileReader::range)),
        table.tableOrNone("serial", LinkSections::line),
        Optional.ofNullable(table.wordOr("source", SourceFunction.class, null)),
        table.yesNoOr("pulsed", false),
        table.has("triggered_by") ? Optional.of(table.text("triggered_by")) : Optional.empty(),
        Optional.ofNullable(drivers.get(model)));
  }

  private static LimitRange range(TomlTable table) {
    return new LimitRange(table.numberOrNull("min"), table.numberOrNull("max"));
  }

  private static Chip chip(TomlTable table) {
    return new Chip(
        table.text("name"),
        table.positive("junction_resistance"),
        table.positiveOr("field_line_resistance", 0),
        table.table("limits", BenchFileReader::deviceCard));
  }

  private static DeviceCard deviceCard(TomlTable table) {
    return new DeviceCard(
        table.positiveOr("neuron_voltage", 0),
        table.positiveOr("neuron_current", 0),
        table.positive("synapse_peak_voltage"),
        table.positive("synapse_power"),
        table.positiveOr("field_line_current", 0),
        table.positive("absolute_voltage"),
        table.positive("slew"));
  }

  private static Input input(TomlTable table) {
    return new Input(
        table.text("name"),
        table.text("source"),
        table.number("loss_db"),
        table.positive("frequency"),
        table.notNegative("minimum_power"),
        table.positive("maximum_power"));
  }

  private static Chain chain(TomlTable table) {
    return new Chain(
        table.text("name"),
        table.texts("tones"),
        table.text("voltmeter"),
        table.textOr("strip_line", ""),
        table.list("synapses", BenchFileReader::synapse));
  }

  private static StripLine stripLine(TomlTable table) {
    return new StripLine(
        table.text("name"),
        table.text("source"),
        table.number("loss_db"),
        table.positive("maximum_power"),
        table.positive("pulse"),
        table.positive("splitting"));
  }

  private static Synapse synapse(TomlTable table) {
    return new Synapse(
        table.text("name"),
        table.integer("junction"),
        table.text("tone"),
        table.textOr("field_line", ""),
        table.positive("frequency"),
        table.numberOrNull("current"));
  }

  private static Neuron neuron(TomlTable table) {
    return new Neuron(
        table.text("name"),
        table.integer("junction"),
        table.text("chain"),
        table.text("bias"),
        table.positive("frequency"),
        table.positive("threshold"),
        table.positive("maximum_current"),
        table.number("transconductance"),
        table.number("link_gain_db"),
        table.number("monitor_gain_db"),
        table.numberOrNull("bias_current"));
  }

  private static Readout readout(TomlTable table) {
    return new Readout(
        table.text("analyzer"),
        table.texts("neurons"),
        table.positive("bandwidth"),
        table.positive("resolution_bandwidth"),
        table.positiveOr("shortest_integration", Readout.NONE.shortestIntegration()));
  }

  private static Coupling coupling(TomlTable table) {
    return new Coupling(
        table.word("mode", Coupling.Mode.class),
        table.positive("amplifier_limit"),
        table.positive("total_limit"));
  }

  private static Settling settling(TomlTable table) {
    return new Settling(
        table.notNegative("tone"),
        table.notNegativeOr("field_line", 0),
        table.notNegativeOr("bias", 0),
        table.notNegativeOr("coupling", 0));
  }

  private static CalibrationValidity validity(TomlTable table) {
    return new CalibrationValidity(
        table.positiveOr("valid_for", CalibrationValidity.USUAL.validFor()),
        table.wordOr(
            "expired", CalibrationValidity.Expired.class, CalibrationValidity.USUAL.expired()),
        table
            .tableOrNone("priors", BenchFileReader::priors)
            .orElse(CalibrationValidity.Priors.WIDE));
  }

  private static CalibrationValidity.Priors priors(TomlTable table) {
    CalibrationValidity.Priors wide = CalibrationValidity.Priors.WIDE;
    return new CalibrationValidity.Priors(
        table.positiveOr("threshold", wide.threshold()),
        table.notNegativeOr("q", wide.q()),
        table.positiveOr("q_deviation", wide.qDeviation()),
        table.positiveOr("threshold_power", wide.thresholdPower()),
        table.positiveOr("linewidth", wide.linewidth()),
        table.positiveOr("transconductance", wide.transconductance()),
        table.positiveOr("amplifier_offset", wide.amplifierOffset()),
        table.positiveOr("crosstalk", wide.crosstalk()),
        table.positiveOr("tone_gain", wide.toneGain()),
        table.positiveOr("saturation", wide.saturation()),
        table.positiveOr("quadratic", wide.quadratic()),
        table.positiveOr("power_shift", wide.powerShift()));
  }

  private static Safety safety(TomlTable table) {
    return new Safety(
        table.has("rest_order") ? restOrder(table) : Safety.USUAL.restOrder(),
        table.has("leave")
            ? Collections.unmodifiableSet(new LinkedHashSet<>(table.texts("leave")))
            : Safety.USUAL.leave(),
        Collections.unmodifiableMap(table.tablesOrNone("plausible", BenchFileReader::range)),
        table.yesNoOr("watchdog", Safety.USUAL.watchdog()),
        table.notNegativeOr("reconnect_for", Safety.USUAL.reconnectFor()),
        SafetyRulesReader.read(table));
  }

  private static List<RestGroup> restOrder(TomlTable table) {
    List<RestGroup> order = table.words("rest_order", RestGroup.class);
    if (!order.containsAll(List.of(RestGroup.values()))
        || order.size() > RestGroup.values().length) {
      throw table.refused(
          "rest_order",
          "give each of rf, bias and field once, in the order in which they come to rest");
    }
    return order;
  }

  private static ChipDesign design(TomlTable table) {
    ChipDesign design =
        new ChipDesign(
            table.table("synapse", BenchFileReader::synapseDesign),
            table.table("neuron", BenchFileReader::neuronDesign),
            table.table("spread", BenchFileReader::spread),
            table.table("beyond", BenchFileReader::beyond),
            table.positive("read_noise"));
    if (design.neuron().frequencyNoise() > 0 && design.spread().emission() == 0) {
      throw table.refused(
          "spread",
          "emission is 0 Hz, but frequencies fluctuate by frequency_noise = "
              + design.neuron().frequencyNoise()
              + " Hz; state how far they are spread from device to device");
    }
    return design;
  }

  private static SynapseDesign synapseDesign(TomlTable table) {
    return new SynapseDesign(
        table.positive("half_width"),
        table.positive("sensitivity"),
        table.number("symmetric_fraction"),
        table.positive("tuning"));
  }

  private static NeuronDesign neuronDesign(TomlTable table) {
    return new NeuronDesign(
        table.notNegative("q"),
        table.positive("maximum_power"),
        table.notNegative("threshold_power"),
        table.number("pulling"),
        table.positiveOr("half_voltage", Double.POSITIVE_INFINITY),
        table.notNegativeOr("frequency_noise", 0));
  }

  private static Spread spread(TomlTable table) {
    double relative = table.positive("relative");
    return new Spread(
        relative,
        table.positive("resonance"),
        table.notNegative("emission"),
        table.notNegative("offset"),
        table.notNegativeOr("pulling", relative));
  }

  private static Beyond beyond(TomlTable table) {
    return new Beyond(
        table.notNegative("symmetric"),
        table.notNegative("crosstalk"),
        table.notNegative("quadratic"),
        table.notNegative("power_shift"),
        table.notNegative("saturation"),
        table.notNegative("q"),
        table.notNegativeOr("half_voltage", 0),
        table.notNegativeOr("curvature", 0));
  }
}
