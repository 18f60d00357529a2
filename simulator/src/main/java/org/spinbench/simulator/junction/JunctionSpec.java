package org.spinbench.simulator.junction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spinbench.drivers.bench.file.TomlTable;
import org.spinbench.simulator.dynamics.Excitation;

/**
 * One simulation of a junction as data, read from a TOML file.
 *
 * <pre>
 *   model = "macrospin"     # oscillator, vortex or macrospin, with a table of that name
 *   duration = 20e-9        # s
 *   step = 1e-12            # s
 *   settle = 5e-9           # s that means and spectra leave out; 0 if absent
 *   every = 10              # steps between two points of the trace; 1 if absent
 *   temperature = 300.0     # K; 0 if absent
 *   seed = 1                # of the thermal noise; 1 if absent
 *
 *   [current]               # through the junction; none if absent
 *   dc = 1e-3               # A
 *   [[current.tones]]
 *   amplitude = 1e-4        # A, peak
 *   frequency = 5e9         # Hz
 *   phase = 0.0             # rad; 0 if absent
 *
 *   [sweep]                 # one simulation for each value, if there is one
 *   parameter = "current.dc"
 *   values = [1e-3, 2e-3]   # or from, to and points
 * </pre>
 *
 * <p>Everything is in SI units. {@link DeviceTables} knows the tables of the models.
 *
 * @param duration s, above zero
 * @param settle s, from 0 to below the duration
 * @param every steps between two points of the trace, at least 1
 * @param load into which the emitted power goes, Ω
 */
public record JunctionSpec(
    Device device,
    JunctionConditions conditions,
    double duration,
    double settle,
    int every,
    double load) {
  private static final TomlMapper TOML = new TomlMapper();

  /** More points than this are no plot but a mistake. */
  private static final double MOST_POINTS = 1e8;

  private enum Model {
    OSCILLATOR,
    VORTEX,
    MACROSPIN
  }

  /**
   * A parameter that takes several values, one simulation each.
   *
   * @param parameter key in the file, with dots: {@code current.dc}, {@code
   *     macrospin.layers.0.damping}
   * @param values in the unit of that key
   */
  public record Sweep(String parameter, List<Double> values) {
    public Sweep {
      values = List.copyOf(values);
    }
  }

  /** A file: its simulation, and the sweep if it has one. */
  public record Contents(JunctionSpec spec, Optional<Sweep> sweep) {}

  /**
   * Reads a file.
   *
   * @param origin where the text comes from, for messages
   * @throws org.spinbench.drivers.bench.file.BenchFileException naming everything that is wrong
   */
  public static Contents parse(String toml, String origin) {
    return TomlTable.parse(
        toml,
        origin,
        table -> {
          Optional<Sweep> sweep = table.tableOrNone("sweep", JunctionSpec::sweep);
          sweep.ifPresent(one -> requireNumber(table, toml, one.parameter()));
          return new Contents(read(table), sweep);
        });
  }

  private static void requireNumber(TomlTable table, String toml, String parameter) {
    try {
      if (!find(TOML.readTree(toml), parameter).isNumber()) {
        throw table.refused(
            "sweep.parameter",
            "the file has no number at "
                + parameter
                + "; write one there, which the sweep replaces (elements of lists count from 0:"
                + " macrospin.layers.0.damping)");
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the text was read before", e);
    }
  }

  private static JsonNode find(JsonNode tree, String parameter) {
    JsonNode at = tree;
    for (String key : parameter.split("\\.")) {
      at = key.matches("\\d{1,4}") ? at.path(Integer.parseInt(key)) : at.path(key);
    }
    return at;
  }

  /**
   * The simulation of one value of a sweep.
   *
   * @param toml the file
   * @throws org.spinbench.drivers.bench.file.BenchFileException if the file has no number there, or
   *     it cannot have this value
   */
  public static JunctionSpec at(String toml, String origin, String parameter, double value) {
    String changed;
    try {
      JsonNode tree = TOML.readTree(toml);
      put(tree, parameter, value);
      changed = TOML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(origin + ": " + e.getOriginalMessage(), e);
    }
    return parse(changed, origin + " with " + parameter + " = " + value).spec();
  }

  private static void put(JsonNode tree, String parameter, double value) {
    int dot = parameter.lastIndexOf('.');
    JsonNode parent = dot < 0 ? tree : find(tree, parameter.substring(0, dot));
    String key = parameter.substring(dot + 1);
    boolean integral = find(tree, parameter).isIntegralNumber() && value == Math.rint(value);
    JsonNode number = integral ? LongNode.valueOf((long) value) : DoubleNode.valueOf(value);
    if (parent instanceof ArrayNode list) {
      list.set(Integer.parseInt(key), number);
    } else {
      ((ObjectNode) parent).set(key, number);
    }
  }

  private static Sweep sweep(TomlTable table) {
    String parameter = table.text("parameter");
    List<Double> values = new ArrayList<>();
    if (table.has("values")) {
      JsonNode list = table.uninterpreted("values");
      if (!list.isArray() || list.isEmpty()) {
        throw table.refused("values", "a list of numbers is expected, not " + list);
      }
      for (JsonNode one : list) {
        if (!one.isNumber() || !Double.isFinite(one.doubleValue())) {
          throw table.refused("values", "a list of finite numbers is expected, not " + list);
        }
        values.add(one.doubleValue());
      }
    } else {
      double from = table.number("from");
      double to = table.number("to");
      int points = table.integer("points");
      if (points < 2) {
        throw table.refused("points", "at least 2 are expected, not " + points);
      }
      for (int i = 0; i < points; i++) {
        values.add((from * (points - 1 - i) + to * i) / (points - 1));
      }
    }
    return new Sweep(parameter, values);
  }

  private static JunctionSpec read(TomlTable table) {
    Model model = table.word("model", Model.class);
    double duration = table.positive("duration");
    double step = table.positive("step");
    double settle = table.notNegativeOr("settle", 0);
    int every = table.integerOr("every", 1);
    double temperature = table.notNegativeOr("temperature", 0);
    int seed = table.integerOr("seed", 1);
    double load = table.positiveOr("load", 50);
    Excitation current =
        table.tableOrNone("current", JunctionSpec::current).orElse(Excitation.NONE);
    Device device = model == null ? null : device(table, model);
    if (every < 1) {
      throw table.refused("every", "at least 1 is expected, not " + every);
    }
    if (settle >= duration) {
      throw table.refused(
          "settle",
          settle
              + " s is not shorter than the duration of "
              + duration
              + " s; choose a shorter one");
    }
    if (duration / (step * every) > MOST_POINTS) {
      throw table.refused(
          "every",
          "the trace would have "
              + duration / (step * every)
              + " points; at most 1e8; set it higher");
    }
    if (step * every > duration - settle) {
      throw table.refused(
          "every",
          "the trace has no point after the settling; points are "
              + step * every
              + " s apart; set it lower");
    }
    if (device instanceof OscillatorDevice one && 1 / (2 * step * every) < 1.2 * one.resonance()) {
      throw table.refused(
          "every",
          "points "
              + step * every
              + " s apart do not resolve the resonance of "
              + one.resonance()
              + " Hz in the trace; use at most "
              + 1 / (2.4 * one.resonance())
              + " s (step times every)");
    }
    return new JunctionSpec(
        device,
        Double.isNaN(step) ? null : new JunctionConditions(current, temperature, step, seed),
        duration,
        settle,
        every,
        load);
  }

  private static Device device(TomlTable table, Model model) {
    return switch (model) {
      case OSCILLATOR -> table.table("oscillator", DeviceTables::oscillator);
      case VORTEX -> table.table("vortex", DeviceTables::vortex);
      case MACROSPIN -> table.table("macrospin", DeviceTables::macrospin);
    };
  }

  private static Excitation current(TomlTable table) {
    double direct = table.numberOr("dc", 0);
    List<Excitation.Tone> tones =
        table.listOrNone(
            "tones",
            tone ->
                new Excitation.Tone(
                    tone.number("amplitude"),
                    tone.notNegative("frequency"),
                    tone.numberOr("phase", 0)));
    return new Excitation(direct, tones);
  }
}
