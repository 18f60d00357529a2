package org.spinbench.experiments.export;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Variables that share named dimensions, as xarray and netCDF know them.
 *
 * @param sizes of the dimensions, by name; each has a variable of its name, its coordinates
 * @param variables in the order in which people should see them
 * @param attributes of the whole: text, Long or Double
 */
public record DataSet(
    Map<String, Integer> sizes, List<Variable> variables, Map<String, Object> attributes) {

  /** Checks that every variable fits its dimensions, and every dimension has its coordinates. */
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

  /** Whether a variable is what a dimension's places are called. */
  static boolean isCoordinateOf(String dimension, Variable variable) {
    return variable.name().equals(dimension) && variable.dimensions().equals(List.of(dimension));
  }

  /** The variable of a name. */
  Variable variable(String name) {
    return variables.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }
}
