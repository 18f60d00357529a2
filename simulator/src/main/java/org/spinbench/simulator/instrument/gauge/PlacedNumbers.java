package org.spinbench.simulator.instrument.gauge;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.spinbench.simulator.scpi.Call;
import org.spinbench.simulator.scpi.Choice;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.NumberRange;
import org.spinbench.simulator.scpi.Quantity;

/**
 * The numbers of one command for each of several places, such as the inputs of a controller: {@code
 * PID 1,50,20,0}, and {@code PID? 1} for all numbers of the place.
 */
final class PlacedNumbers {
  /** One number: whether it is whole, its range, and its value after a reset. */
  record Parameter(boolean whole, double min, double max, double preset) {
    static Parameter whole(int min, int max, int preset) {
      return new Parameter(true, min, max, preset);
    }

    static Parameter real(double min, double max, double preset) {
      return new Parameter(false, min, max, preset);
    }

    double read(Call call) {
      return whole
          ? call.integer((int) min, (int) max)
          : call.number(new NumberRange(Quantity.NUMBER, min, max, preset));
    }

    private String written(double value) {
      return whole ? Integer.toString((int) value) : LakeShore.fixed(value, 3);
    }
  }

  private final List<String> places;
  private final List<Parameter> parameters;
  private final double[][] values;

  /**
   * Numbers with their values after a reset.
   *
   * @param places the words of the first parameter, with bars between them; empty for a command
   *     without places
   */
  PlacedNumbers(String places, Parameter... parameters) {
    this.places = places.isEmpty() ? List.of() : List.of(places.split("\\|"));
    this.parameters = List.of(parameters);
    values = new double[Math.max(1, this.places.size())][parameters.length];
    preset();
  }

  /** Sets all to their values after a reset. */
  void preset() {
    double[] presets = parameters.stream().mapToDouble(Parameter::preset).toArray();
    for (int place = 0; place < values.length; place++) {
      values[place] = presets.clone();
    }
  }

  /**
   * Declares the command and its query.
   *
   * @param before called before a change
   */
  void declare(CommandTree tree, String header, Runnable before) {
    command(tree, header, before);
    int named = places.isEmpty() ? 0 : 1;
    tree.query(header, named, named, call -> written(place(call)));
  }

  /** Declares the command alone. */
  void command(CommandTree tree, String header, Runnable before) {
    int all = parameters.size() + (places.isEmpty() ? 0 : 1);
    tree.command(
        header,
        all,
        all,
        call -> {
          int place = place(call);
          double[] read = parameters.stream().mapToDouble(one -> one.read(call)).toArray();
          before.run();
          values[place] = read;
        });
  }

  private String written(int place) {
    StringJoiner all = new StringJoiner(",");
    for (int k = 0; k < parameters.size(); k++) {
      all.add(parameters.get(k).written(values[place][k]));
    }
    return all.toString();
  }

  /** The place that the next parameter names, from 0. */
  int place(Call call) {
    if (places.isEmpty()) {
      return 0;
    }
    return places.get(0).equals("1")
        ? call.integer(1, places.size()) - 1
        : places.indexOf(call.choice(Choice.of(String.join("|", places))));
  }

  /** One number of a place, both from 0. */
  double get(int place, int parameter) {
    return values[place][parameter];
  }

  /** Sets one number of a place. */
  void set(int place, int parameter, double value) {
    values[place][parameter] = value;
  }

  /** Sets one number of every place. */
  void setAll(int parameter, double value) {
    Arrays.stream(values).forEach(numbers -> numbers[parameter] = value);
  }
}
