package org.spinbench.simulator.instrument.dcsource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.spinbench.simulator.instrument.dcsource.Qdac2Generator.Run;
import org.spinbench.simulator.instrument.dcsource.Qdac2Generator.Shape;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;
import org.spinbench.simulator.scpi.Replies;
import org.spinbench.simulator.scpi.StandardError;
import org.spinbench.simulator.scpi.StoredSettings;

/** The traces of a QDAC-II, and the runs that its settings describe. */
final class Qdac2Waveforms {
  static final NumberRange FREQUENCY = new NumberRange(Quantity.FREQUENCY, 1 / 3600.0, 5e5, 1e3);

  private static final int LONGEST = 100_000;
  private static final NumberRange POINT = new NumberRange(Quantity.NUMBER, -1, 1, 0);

  private final StoredSettings settings;
  private final Map<String, List<Double>> traces = new LinkedHashMap<>();

  Qdac2Waveforms(CommandTree tree, StoredSettings settings) {
    this.settings = settings;
    tree.command("TRACe:DEFine", 2, 2, this::define);
    tree.command("TRACe:DATA", 2, LONGEST + 1, this::fill);
    tree.query(
        "TRACe:CATalog",
        () ->
            traces.isEmpty()
                ? "\"\""
                : traces.keySet().stream().map(Replies::quoted).collect(Collectors.joining(",")));
    tree.event("TRACe:REMove:ALL", traces::clear);
  }

  private void define(Call call) {
    String name = call.quoted();
    traces.put(name, Collections.nCopies(call.integer(1, LONGEST), 0.0));
  }

  private void fill(Call call) {
    List<Double> trace = named(call.quoted());
    List<Double> points = call.values(POINT);
    if (points.size() > trace.size()) {
      throw new CommandException(StandardError.TOO_MUCH_DATA);
    }
    points.addAll(trace.subList(points.size(), trace.size()));
    traces.replaceAll((name, old) -> old == trace ? List.copyOf(points) : old);
  }

  private List<Double> named(String name) {
    List<Double> trace = traces.get(name);
    if (trace == null) {
      throw new CommandException(StandardError.ILLEGAL_PARAMETER_VALUE);
    }
    return trace;
  }

  private static String header(Shape shape, String setting) {
    return "[:SOURce#]:" + shape.word + ":" + setting;
  }

  double number(Shape shape, String setting, int channel) {
    return settings.number(header(shape, setting), channel);
  }

  /** Where its trigger comes from. */
  String source(Shape shape, int channel) {
    return settings.text(header(shape, "TRIGger:SOURce"), channel);
  }

  boolean continuous(Shape shape, int channel) {
    return settings.flag(header(shape, "INITiate:CONTinuous"), channel);
  }

  /** The run of a channel's generator, as it is set now, from a moment. */
  Run run(Shape shape, int channel, long now) {
    long start = now + Math.round(1e9 * number(shape, "DELay", channel));
    int count = (int) number(shape, "COUNt", channel);
    double offset = number(shape, "OFFSet", channel);
    if (shape == Shape.ARBITRARY) {
      List<Double> samples = named(settings.text(header(shape, "DEFine"), channel));
      double scale = number(shape, "SCALe", channel);
      double period = samples.size() * Qdac2Generator.SAMPLE;
      return new Run(shape, start, period, count, offset, 0, scale, 0, samples);
    }
    boolean inverted = settings.text(header(shape, "POLarity"), channel).equals("INV");
    double swing = (inverted ? -0.5 : 0.5) * number(shape, "SPAN", channel);
    double period = number(shape, "PERiod", channel);
    if (shape == Shape.SINE) {
      return new Run(shape, start, period, count, offset, 0, swing, 0, List.of());
    }
    double middle =
        switch (settings.text(header(shape, "TYPe"), channel)) {
          case "POS" -> swing;
          case "NEG" -> -swing;
          default -> 0;
        };
    double duty = number(shape, "DCYCle", channel) / 100;
    return new Run(shape, start, period, count, offset, middle, swing, duty, List.of());
  }
}
