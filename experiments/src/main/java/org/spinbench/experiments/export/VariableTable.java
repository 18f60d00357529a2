package org.spinbench.experiments.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the variables of a data set, dimension by dimension. */
final class VariableTable {
  private final Map<String, Integer> sizes = new LinkedHashMap<>();
  private final List<Variable> variables = new ArrayList<>();

  /** Adds a dimension with numbered indices. */
  void dimension(String name, long[] numbers, String longName) {
    sizes.put(name, numbers.length);
    add(name, List.of(name), true, new Values.Integers(numbers, Long.BYTES), "1", longName);
  }

  /** Adds a dimension with named indices. */
  void dimension(String name, List<String> names, String longName) {
    sizes.put(name, names.size());
    add(name, List.of(name), true, new Values.Texts(names.toArray(String[]::new)), "", longName);
  }

  /** Adds a coordinate. */
  void coordinate(
      String name, List<String> dimensions, Values values, String unit, String longName) {
    add(name, dimensions, true, values, unit, longName);
  }

  /** Adds data. */
  void values(String name, List<String> dimensions, Values values, String unit, String longName) {
    add(name, dimensions, false, values, unit, longName);
  }

  private void add(
      String name,
      List<String> dimensions,
      boolean coordinate,
      Values values,
      String unit,
      String longName) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("long_name", longName);
    if (!unit.isEmpty()) {
      attributes.put("units", unit);
    }
    variables.add(new Variable(name, dimensions, coordinate, values, attributes));
  }

  /**
   * The data set. By the CF conventions, an attribute of each variable names its coordinates whose
   * names differ from its dimensions.
   */
  DataSet dataSet(Map<String, Object> attributes) {
    variables.stream()
        .filter(variable -> !variable.coordinate())
        .forEach(
            variable -> {
              List<String> others =
                  variables.stream()
                      .filter(Variable::coordinate)
                      .filter(one -> !sizes.containsKey(one.name()))
                      .filter(one -> variable.dimensions().containsAll(one.dimensions()))
                      .map(Variable::name)
                      .toList();
              if (!others.isEmpty()) {
                variable.attributes().put("coordinates", String.join(" ", others));
              }
            });
    return new DataSet(sizes, variables, attributes);
  }
}
