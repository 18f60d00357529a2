package org.spinbench.experiments.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.calibration.refit.OperatingPoint;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * An order of settings in which slow sources change rarely and little. The time of a change has two
 * parts: the messages that must wait for one another (every step of the longest bias ramp, every
 * field line of the instrument with the most changes, one for tones), and the longest settling time
 * of the changes.
 *
 * <p>The order begins with the setting nearest to the present one, continues with the nearest
 * remaining one, and is then improved by reversing parts while that helps (2-opt: Croes 1958,
 * doi:10.1287/opre.6.6.791). It never takes longer than the given order.
 */
public final class SettingOrder {
  /** Time for an instrument to execute and confirm a message: 1 to 7 ms, s. */
  private static final double MESSAGE = 5e-3;

  /** Steps of a ramp over the whole range of a bias. */
  private static final int RAMP_STEPS = 20;

  private final BenchFile file;
  private final int synapses;
  private final int[] fieldSource;
  private final int fieldSources;
  private final double rampStep;

  /** An order for settings of a bench's network. */
  public SettingOrder(BenchFile file) {
    this.file = file;
    synapses = file.synapses().size();
    rampStep = file.chip().limits().neuronCurrent() / RAMP_STEPS;
    Map<String, Integer> numbers = new HashMap<>();
    fieldSource =
        file.synapses().stream()
            .mapToInt(
                synapse ->
                    numbers.computeIfAbsent(
                        synapse.fieldLine().split(":", -1)[0], name -> numbers.size()))
            .toArray();
    fieldSources = numbers.size();
  }

  /** Time from one setting to another, s. */
  public double seconds(OperatingPoint from, OperatingPoint to) {
    int[] lines = new int[fieldSources];
    int longest = 0;
    double settling = 0;
    for (int s = 0; s < synapses; s++) {
      if (from.parameters()[s] != to.parameters()[s]) {
        longest = Math.max(longest, ++lines[fieldSource[s]]);
        settling = Math.max(settling, file.settling().fieldLine());
      }
    }
    int steps = 0;
    for (int i = synapses; i < to.parameters().length; i++) {
      double change = Math.abs(from.parameters()[i] - to.parameters()[i]);
      if (change > 0) {
        steps = Math.max(steps, (int) Math.ceil(change / rampStep - 1e-9));
        settling = Math.max(settling, file.settling().bias());
      }
    }
    int tones = 0;
    for (int i = 0; i < to.input().length; i++) {
      if (from.input()[i] != to.input()[i]) {
        tones = 1;
        settling = Math.max(settling, file.settling().tone());
      }
    }
    return MESSAGE * (longest + steps + tones) + settling;
  }

  /** Time of a whole order from the present setting, s. */
  public double seconds(OperatingPoint now, List<OperatingPoint> order) {
    double sum = 0;
    OperatingPoint last = now;
    for (OperatingPoint next : order) {
      sum += seconds(last, next);
      last = next;
    }
    return sum;
  }

  /**
   * The same settings in an order that takes at most as long.
   *
   * @param now present setting of the bench
   */
  public List<OperatingPoint> arranged(OperatingPoint now, List<OperatingPoint> settings) {
    List<OperatingPoint> order = nearestFirst(now, settings);
    boolean better = true;
    while (better) {
      better = false;
      for (int i = 0; i + 1 < order.size(); i++) {
        for (int j = i + 1; j < order.size(); j++) {
          if (gain(now, order, i, j) > 1e-9) {
            Collections.reverse(order.subList(i, j + 1));
            better = true;
          }
        }
      }
    }
    return seconds(now, order) < seconds(now, settings) ? List.copyOf(order) : settings;
  }

  private List<OperatingPoint> nearestFirst(OperatingPoint now, List<OperatingPoint> settings) {
    List<OperatingPoint> left = new ArrayList<>(settings);
    List<OperatingPoint> order = new ArrayList<>();
    OperatingPoint last = now;
    while (!left.isEmpty()) {
      int nearest = 0;
      for (int k = 1; k < left.size(); k++) {
        nearest = seconds(last, left.get(k)) < seconds(last, left.get(nearest)) ? k : nearest;
      }
      last = left.remove(nearest);
      order.add(last);
    }
    return order;
  }

  /**
   * Time saved by reversing the part from i to j; a change takes the same time in both directions.
   */
  private double gain(OperatingPoint now, List<OperatingPoint> order, int i, int j) {
    OperatingPoint before = i == 0 ? now : order.get(i - 1);
    double is = seconds(before, order.get(i));
    double turned = seconds(before, order.get(j));
    if (j + 1 < order.size()) {
      is += seconds(order.get(j), order.get(j + 1));
      turned += seconds(order.get(i), order.get(j + 1));
    }
    return is - turned;
  }
}
