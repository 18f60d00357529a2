package org.spinbench.app.card;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.WeakHashMap;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;

/**
 * The default bench with other sources, drawn at random from all models, and no limit of the
 * station: the device card alone stands between them and the chip.
 *
 * <p>The junctions are ideal, and break at once just above what the card allows. So a broken one
 * says that loads together were too much for it, which the record of no single terminal can say.
 */
final class RandomRack {
  private static final List<String> RF =
      List.of(
          "SGS100A", "SMB100A", "N5171B", "N5173B", "N5181B", "N5183B", "E8257D", "SG382", "SG384",
          "SG386", "SynthHD", "MG3692C");
  private static final List<String> BIAS =
      List.of("GS200", "2400", "2450", "B2901A", "B2912A", "2602B", "6221");
  private static final List<String> LINES = List.of("QDAC-II", "2602B", "B2912A", "2400", "GS200");
  private static final int SYNAPSES = 6;

  private static final Map<BenchFile, String> TEXTS = new WeakHashMap<>();

  private final RandomGenerator random;
  private final StringBuilder instruments = new StringBuilder();
  private String text;

  private RandomRack(RandomGenerator random, String text) {
    this.random = random;
    this.text = text;
  }

  /** A bench file; its device card is {@link #CARD}. */
  static BenchFile of(RandomGenerator random) {
    RandomRack rack = new RandomRack(random, DefaultBench.text());
    String text = rack.build();
    BenchFile file = BenchFile.parse(text, "random rack");
    TEXTS.put(file, text);
    return file;
  }

  /** The same with the device card and the junctions of the default bench, for whole runs. */
  static BenchFile usual(RandomGenerator random) {
    RandomRack rack = new RandomRack(random, DefaultBench.text());
    String text = rack.instruments();
    BenchFile file = BenchFile.parse(text, "random rack");
    TEXTS.put(file, text);
    return file;
  }

  /** The text of a bench file that was made here. */
  static String text(BenchFile file) {
    return TEXTS.get(file);
  }

  /** What a program believes of such a bench that wants more of it than its card allows. */
  static BenchFile hostile(BenchFile file) {
    String text =
        TEXTS
            .get(file)
            .replaceAll("neuron_voltage = .*", "neuron_voltage = 0.8")
            .replaceAll("neuron_current = .*", "neuron_current = 50e-3")
            .replaceAll("synapse_peak_voltage = .*", "synapse_peak_voltage = 0.8")
            .replaceAll("synapse_power = .*", "synapse_power = 9e-3")
            .replaceAll("field_line_current = .*", "field_line_current = 50e-3")
            .replaceAll("absolute_voltage = .*", "absolute_voltage = 0.8")
            .replaceAll("slew = .*", "slew = 1e6")
            .replaceAll("junction_resistance = .*", "junction_resistance = 10.0")
            .replaceAll("amplifier_limit = .*", "amplifier_limit = 20e-3")
            .replaceAll("total_limit = .*", "total_limit = 50e-3");
    BenchFile hostile = BenchFile.parse(text, "hostile");
    TEXTS.put(hostile, text);
    return hostile;
  }

  /** A bench file that brings its bench to rest again and again, and puts its sources back. */
  static BenchFile withConditions(RandomGenerator random) {
    BenchFile file = of(random);
    String text =
        TEXTS.get(file)
            + interlock("tone", "input 1", "neuron 1.bias > " + 2e-3 * random.nextDouble())
            + interlock("bias", "neuron 2", "synapse 3.current within -5e-3 to 5e-3")
            + trip("tone", "input 2.power > " + 400e-6 * random.nextDouble(), "pause")
            + trip("bias", "neuron 1.bias > " + 5e-3 * random.nextDouble(), "pause")
            + trip("chain", "chain 1.voltage outside -2e-3 to 2e-3", "pause")
            + trip("line", "synapse 2.current > 9e-3", "rest");
    return BenchFile.parse(text, "random rack with conditions");
  }

  private static String interlock(String name, String source, String condition) {
    return String.format(
        Locale.ROOT,
        "%n[[safety.interlock]]%nname = \"%s\"%nsources = [\"%s\"]%nonly_while = \"%s\"%n",
        name,
        source,
        condition);
  }

  private static String trip(String name, String condition, String then) {
    String how = "resume_after = 0.01\ngive_up_after = 0.1\npauses = 1000\n";
    return String.format(
        Locale.ROOT,
        "%n[[safety.trip]]%nname = \"%s\"%nwhen = \"%s\"%nthen = \"%s\"%nevery = 0.02%n%s",
        name,
        condition,
        then,
        then.equals("pause") ? how : "");
  }

  /** A hostile bench file that has everything wired elsewhere, too. */
  static BenchFile strange(BenchFile file, RandomGenerator random) {
    BenchFile hostile = hostile(file);
    String text = TEXTS.get(hostile);
    for (String key : List.of("\nsource = \"rf", "\nbias = \"bias", " field_line = \"")) {
      text = shuffled(text, Pattern.compile(key + ".*?\""), random);
    }
    return BenchFile.parse(text, "strange");
  }

  /** With what a pattern finds in another order. */
  private static String shuffled(String text, Pattern pattern, RandomGenerator random) {
    List<String> found =
        new ArrayList<>(pattern.matcher(text).results().map(MatchResult::group).toList());
    Collections.shuffle(found, new Random(random.nextLong()));
    return pattern
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(found.remove(found.size() - 1)));
  }

  private String build() {
    card();
    return instruments();
  }

  private String instruments() {
    text = text.replaceAll("(?ms)^\\[instruments\\.(rf|bias|field)\\w*].*?(?=^\\[|^# )", "");
    inputs();
    for (int neuron = 1; neuron <= 3; neuron++) {
      String name = "bias_" + neuron;
      String model = one(BIAS);
      add(name, model, "");
      text = text.replace("bias = \"" + name + '"', "bias = \"" + name + channel(model) + '"');
    }
    lines();
    return text.replace("[chip]\n", instruments + "[chip]\n");
  }

  private void inputs() {
    if (random.nextInt(4) == 0) {
      add("rf_1", "SynthHD", "");
      text =
          text.replace("source = \"rf_1\"", "source = \"rf_1:1\"")
              .replace("source = \"rf_2\"", "source = \"rf_1:2\"");
      return;
    }
    for (int input = 1; input <= 2; input++) {
      String model = one(RF);
      String name = "rf_" + input;
      add(name, model, "");
      if (model.equals("SynthHD")) {
        text = text.replace("source = \"" + name + '"', "source = \"" + name + ":1\"");
      }
    }
    text = text.replace("loss_db = 10.0", "loss_db = " + one(List.of("0.0", "3.0", "10.0")));
  }

  /** One instrument of 24 channels for all field lines, or one for each. */
  private void lines() {
    String model = one(LINES);
    if (model.equals("QDAC-II")) {
      add("field", model, "");
      return;
    }
    for (int synapse = 1; synapse <= SYNAPSES; synapse++) {
      boolean volts = !model.equals("GS200") && random.nextBoolean();
      add("line_" + synapse, model, volts ? "source = \"voltage\"\n" : "");
      text = text.replace("\"field:" + synapse + '"', "\"line_" + synapse + channel(model) + '"');
    }
  }

  private void card() {
    text =
        text.replace("neuron_voltage = 0.45", "neuron_voltage = " + Card.VOLTS)
            .replace("neuron_current = 9e-3", "neuron_current = " + Card.NEURON)
            .replace("synapse_peak_voltage = 0.25", "synapse_peak_voltage = " + Card.VOLTS)
            .replace("absolute_voltage = 0.8", "absolute_voltage = " + Card.VOLTS)
            .replace("maximum_current = 8e-3", "maximum_current = 5e-3")
            .replace("amplifier_limit = 4e-3", "amplifier_limit = 2e-3")
            .replace("total_limit = 9e-3", "total_limit = " + Card.NEURON)
            .replace("fidelity = \"full\"", "fidelity = \"ideal\"")
            .replace("voltage = 0.9  ", "voltage = " + Card.BREAKS + "  ")
            .replace("life = 10e-3", "life = 1e12");
  }

  private static String channel(String model) {
    return switch (model) {
      case "2602B", "B2912A" -> ":1";
      default -> "";
    };
  }

  private void add(String name, String model, String more) {
    instruments.append(
        String.format(
            Locale.ROOT,
            "[instruments.%s]%nmodel = \"%s\"%nresource = \"INPROC::%s::INSTR\"%n%s%n",
            name,
            model,
            name,
            more));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** The instruments of a bench that are sources, by name. */
  static List<String> sources(BenchFile file) {
    List<String> names = new ArrayList<>(file.instruments().keySet());
    names.removeIf(name -> name.startsWith("voltmeter") || name.equals("analyzer"));
    return names;
  }
}
