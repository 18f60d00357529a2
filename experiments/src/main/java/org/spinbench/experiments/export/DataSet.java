package org.spinbench.experiments.export;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Variables with shared named dimensions, as in xarray and netCDF.
 *
 * @param sizes of the dimensions, by name; each dimension has a variable of the same name, its
 *     coordinates
 * @param variables in the order in which people should see them
 * @param attributes of the data set: text, Long or Double
 */
public record DataSet(
    Map<String, Integer> sizes, List<Variable> variables, Map<String, Object> attributes) {

  public DataSet {
    Set<String> names = new HashSet<>();
    for (Variable variable : variables) {
      if (!names.add(variable.name())) {
        throw new IllegalArgumentException("two variables are called " + variable.name());
      }
      long count = 1;
      for (String dimension : variable.dimensions()) {
        count *= sizes.get(dimension);
      }
      if (count != variable.values().count()) {
        throw new IllegalArgumentException(
            variable.name()
                + " has "
                + variable.values().count()
                + " values; its dimensions "
                + variable.dimensions()
                + " hold "
                + count);
      }
    }
    for (String dimension : sizes.keySet()) {
      if (variables.stream().noneMatch(one -> isCoordinateOf(dimension, one))) {
        throw new IllegalArgumentException("no variable holds the coordinates of " + dimension);
      }
    }
  }

  /** Whether a variable is the coordinate of a dimension. */
  static boolean isCoordinateOf(String dimension, Variable variable) {
    return variable.name().equals(dimension) && variable.dimensions().equals(List.of(dimension));
  }

  /** The variable with a name. */
  Variable variable(String name) {
    return variables.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
