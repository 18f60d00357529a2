package org.spinbench.app.command.junction;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spinbench.simulator.junction.Device.Channel;
import org.spinbench.simulator.junction.EmissionAnalysis;
import org.spinbench.simulator.junction.JunctionResult;
import org.spinbench.simulator.junction.JunctionResult.Quantity;
import org.spinbench.simulator.junction.JunctionSpec;
import org.spinbench.simulator.junction.JunctionTrace;

/**
 * The results of {@code simulate-junction} as text, CSV and JSON.
 *
 * @param sweep empty for a single simulation
 * @param results one per value of the sweep
 */
record JunctionReport(Optional<JunctionSpec.Sweep> sweep, List<JunctionResult> results) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static JunctionReport of(JunctionResult result) {
    return new JunctionReport(Optional.empty(), List.of(result));
  }

  static JunctionReport of(JunctionSpec.Sweep sweep, List<JunctionResult> results) {
    return new JunctionReport(Optional.of(sweep), List.copyOf(results));
  }

  double[] values() {
    return sweep.orElseThrow().values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** A column for each quantity in any result; NaN if a result lacks it. */
  Map<Channel, double[]> columns() {
    Map<Channel, double[]> columns = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      int row = i;
      results
          .get(i)
          .quantities()
          .forEach(
              (name, quantity) ->
                  columns
                          .computeIfAbsent(new Channel(name, quantity.unit()), channel -> empty())[
                          row] =
                      quantity.value());
    }
    return columns;
  }

  private double[] empty() {
    double[] column = new double[results.size()];
    Arrays.fill(column, Double.NaN);
    return column;
  }

  private static String title(Channel channel) {
    return channel.unit().isEmpty() ? channel.name() : channel.name() + " (" + channel.unit() + ")";
  }

  String text() {
    StringBuilder text = new StringBuilder();
    if (sweep.isPresent()) {
      Map<Channel, double[]> columns = columns();
      text.append(String.format(Locale.ROOT, "%-16s", sweep.get().parameter()));
      columns
          .keySet()
          .forEach(channel -> text.append(String.format(Locale.ROOT, "  %24s", title(channel))));
      text.append(System.lineSeparator());
      for (int i = 0; i < results.size(); i++) {
        text.append(String.format(Locale.ROOT, "%-16.8g", sweep.get().values().get(i)));
        for (double[] column : columns.values()) {
          text.append(String.format(Locale.ROOT, "  %24s", number(column[i])));
        }
        text.append(System.lineSeparator());
      }
    } else {
      results
          .get(0)
          .quantities()
          .forEach(
              (name, quantity) ->
                  text.append(
                      String.format(
                          Locale.ROOT,
                          "%-20s %s%n",
                          name.replace('_', ' '),
                          (number(quantity.value()) + " " + quantity.unit()).strip())));
    }
    Set<String> remarks = new LinkedHashSet<>();
    results.forEach(result -> remarks.addAll(result.remarks()));
    remarks.forEach(remark -> text.append("note: ").append(remark).append(System.lineSeparator()));
    return text.toString();
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.6g", value);
  }

  String csv() {
    StringBuilder text = new StringBuilder();
    if (sweep.isPresent()) {
      Map<Channel, double[]> columns = columns();
      List<String> head = new ArrayList<>(List.of(sweep.get().parameter()));
      columns.keySet().forEach(channel -> head.add(title(channel)));
      text.append(String.join(",", head)).append('\n');
      for (int i = 0; i < results.size(); i++) {
        List<String> row = new ArrayList<>(List.of(sweep.get().values().get(i).toString()));
        for (double[] column : columns.values()) {
          row.add(Double.isNaN(column[i]) ? "" : Double.toString(column[i]));
        }
        text.append(String.join(",", row)).append('\n');
      }
      return text.toString();
    }
    JunctionTrace trace = results.get(0).trace().orElseThrow();
    List<String> head = new ArrayList<>();
    for (Channel channel : trace.columns()) {
      head.add(title(channel));
    }
    text.append(String.join(",", head)).append('\n');
    for (int i = 0; i < trace.points(); i++) {
      for (int k = 0; k < trace.values().length; k++) {
        text.append(k == 0 ? "" : ",").append(trace.values()[k][i]);
      }
      text.append('\n');
    }
    return text.toString();
  }

  String json() throws JsonProcessingException {
    ObjectNode top = JSON.createObjectNode();
    if (sweep.isPresent()) {
      top.put("parameter", sweep.get().parameter());
      ArrayNode rows = top.putArray("rows");
      for (int i = 0; i < results.size(); i++) {
        ObjectNode row = rows.addObject();
        row.put("value", sweep.get().values().get(i));
        add(results.get(i), row);
      }
    } else {
      JunctionResult result = results.get(0);
      add(result, top);
      JunctionTrace trace = result.trace().orElseThrow();
      ObjectNode arrays = top.putObject("trace");
      for (int k = 0; k < trace.values().length; k++) {
        array(arrays.putArray(trace.columns().get(k).name()), trace.values()[k]);
      }
      if (result.spectrum().isPresent()) {
        EmissionAnalysis spectrum = result.spectrum().get();
        ObjectNode node = top.putObject("spectrum");
        array(node.putArray("frequency"), spectrum.frequencies());
        array(node.putArray("density"), spectrum.density());
      }
    }
    return JSON.writeValueAsString(top);
  }

  private static void add(JunctionResult result, ObjectNode node) {
    ObjectNode quantities = node.putObject("quantities");
    ObjectNode units = node.putObject("units");
    for (Map.Entry<String, Quantity> one : result.quantities().entrySet()) {
      if (Double.isNaN(one.getValue().value())) {
        quantities.putNull(one.getKey());
      } else {
        quantities.put(one.getKey(), one.getValue().value());
      }
      units.put(one.getKey(), one.getValue().unit());
    }
    ArrayNode remarks = node.putArray("remarks");
    result.remarks().forEach(remarks::add);
  }

  private static void array(ArrayNode node, double[] values) {
    for (double value : values) {
      node.add(value);
    }
  }
}
