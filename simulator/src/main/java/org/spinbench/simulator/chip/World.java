package org.spinbench.simulator.chip;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.TomlTable;
import org.spinbench.simulator.effects.ChipEffects;

/**
 * A world file: what simulated chips are, where that is not what a bench file says of them. It is
 * laid over the section {@code [simulation]} and nothing else, so that nothing that plans, fits or
 * trains ever sees it.
 *
 * @param name as the file gives it
 * @param text of the file
 * @param origin what error messages call it
 * @param sections of {@code [simulation]}, each with the keys that it replaces
 */
public record World(String name, String text, String origin, Map<String, Object> sections) {
  private static final String PATH = "simulation.";

  /** The sections that a world may replace keys of. */
  private static final List<String> SECTIONS =
      List.of(
          "synapse",
          "neuron",
          "link",
          "circuit",
          "coupling",
          "polarity",
          "breakdown",
          "spread",
          "noise",
          "drift",
          "effects");

  /** The spreads that chips without instruments know. */
  private static final List<String> VIRTUAL_SPREADS =
      List.of(
          "resistance",
          "frequency",
          "threshold",
          "tuning",
          "sensitivity",
          "width",
          "emitted_power",
          "gain_db",
          "transconductance",
          "q");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> ANYTHING = new TypeReference<>() {};

  /** The world of the bench file: nothing is replaced. */
  public static final World NONE = new World("", "", "", Map.of());

  /**
   * Reads the text of a world file.
   *
   * @throws org.spinbench.drivers.bench.file.BenchFileException naming all that is wrong
   */
  public static World parse(String text, String origin) {
    World world = TomlTable.parse(text, origin, table -> read(table, text, origin));
    try {
      world.effects();
    } catch (SimulationException e) {
      throw BenchFile.refusal(text, origin, e.problems());
    }
    return world;
  }

  private static World read(TomlTable table, String text, String origin) {
    String name = table.text("name");
    Map<String, Object> sections = new LinkedHashMap<>();
    for (String section : SECTIONS) {
      JsonNode node = table.uninterpreted(section);
      if (node != null && !node.isObject()) {
        throw table.refused(section, "must be a table, [" + section + "]");
      }
      if (node != null) {
        sections.put(section, JSON.convertValue(node, ANYTHING));
      }
    }
    return new World(name, text, origin, sections);
  }

  /**
   * Demands that chips without instruments can be of this world.
   *
   * @throws org.spinbench.drivers.bench.file.BenchFileException naming all that they have not
   */
  public void requireVirtual() {
    Map<String, String> wrong = new TreeMap<>();
    for (String section : sections.keySet()) {
      if (!section.equals("spread") && !section.equals("effects")) {
        wrong.put(
            section, "is of chips behind instruments; virtual chips take [spread] and [effects]");
      }
    }
    if (effects().barrier().isPresent()) {
      wrong.put("effects.barrier", "is of chips behind instruments; virtual chips do not break");
    }
    if (sections.get("spread") instanceof Map<?, ?> spread) {
      Section section = new Section("spread", spread);
      for (String key : VIRTUAL_SPREADS) {
        section.numberIfAny(key, 0, key.equals("gain_db") ? Double.MAX_VALUE : 1, 0);
      }
      section.sectionIfAny("with_frequency").ifPresent(EffectsSection::correlations);
      section.end();
      wrong.putAll(section.problems());
    }
    if (!wrong.isEmpty()) {
      throw BenchFile.refusal(text, origin, wrong);
    }
  }

  /** A spread that virtual chips have; another one where this world does not say. */
  public double spread(String key, double otherwise) {
    return sections.get("spread") instanceof Map<?, ?> spread
            && spread.get(key) instanceof Number number
        ? number.doubleValue()
        : otherwise;
  }

  /** Correlation of a spread with that of the frequency; 0 if this world does not say. */
  public double correlation(String key) {
    return sections.get("spread") instanceof Map<?, ?> spread
            && spread.get("with_frequency") instanceof Map<?, ?> all
            && all.get(key) instanceof Number number
        ? number.doubleValue()
        : 0;
  }

  /** The effects that it switches on. */
  public ChipEffects effects() {
    if (!(sections.get("effects") instanceof Map<?, ?> effects)) {
      return ChipEffects.NONE;
    }
    Section section = new Section("effects", effects);
    ChipEffects read = EffectsSection.parse(section);
    section.throwAny();
    return read;
  }

  /**
   * A bench file whose simulated chip is of this world; for the simulator alone.
   *
   * @throws org.spinbench.drivers.bench.file.BenchFileException naming all that is wrong with the
   *     world on this bench
   */
  public BenchFile over(BenchFile file) {
    if (sections.isEmpty()) {
      return file;
    }
    Map<String, Object> merged = merged(UsualSimulation.section(file), sections);
    try {
      Simulation.parse(merged);
    } catch (SimulationException e) {
      Map<String, String> own = new TreeMap<>();
      e.problems().forEach((key, problem) -> add(own, file, key, problem));
      throw own.isEmpty() ? e : BenchFile.refusal(text, origin, own);
    }
    return file.withSimulation(merged);
  }

  /** Adds a problem if this file makes it, with its key in this file. */
  private void add(Map<String, String> own, BenchFile file, String key, String problem) {
    String here = key.startsWith(PATH) ? key.substring(PATH.length()) : key;
    String section = here.replaceFirst("\\..*", "");
    if (sections.containsKey(section) && !file.simulation().containsKey(section)) {
      own.put(here, problem + "; the bench file has no [simulation." + section + "] to begin with");
    } else if (has(sections, here)) {
      own.put(here, problem);
    }
  }

  private static boolean has(Map<?, ?> table, String path) {
    Object at = table;
    for (String key : path.split("\\.")) {
      if (!(at instanceof Map<?, ?> inner) || !inner.containsKey(key)) {
        return false;
      }
      at = inner.get(key);
    }
    return true;
  }

  private static Map<String, Object> merged(Map<?, ?> below, Map<?, ?> above) {
    Map<String, Object> merged = new LinkedHashMap<>();
    below.forEach((key, value) -> merged.put(key.toString(), value));
    above.forEach(
        (key, value) ->
            merged.merge(
                key.toString(),
                value,
                (old, other) ->
                    old instanceof Map<?, ?> one && other instanceof Map<?, ?> two
                        ? merged(one, two)
                        : other));
    return merged;
  }
}
