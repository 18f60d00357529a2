package org.spinbench.drivers.bench.guard;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Input;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.scpi.format.ScpiNumber;

/**
 * Checks that the instruments reach the values in the bench file. A loss of 90 dB instead of 9 dB
 * would need more power than a source has; with that loss, every tone would pass the limits.
 */
public final class Reach {
  private static final MathContext FIGURES = new MathContext(4);

  private final List<String> problems = new ArrayList<>();

  private Reach() {}

  /** Requires that a source can be brought to zero within the limits of its station. */
  public static void requireZero(NumberSetting level) {
    if (level.minimum() > 0 || level.maximum() < 0) {
      throw new IllegalArgumentException(
          level.label()
              + ": the station's limit, "
              + level.minimum()
              + " to "
              + level.maximum()
              + ", must contain zero, because otherwise the source could not be brought to "
              + "rest; change it in the bench file");
    }
  }

  /**
   * Checks sources of biases, before the bench is read: a range that a killed program has left does
   * not show what the source can reach.
   *
   * @throws IllegalArgumentException naming every number that an instrument does not reach
   */
  public static void requireOfBiases(BenchFile file, ChipWiring wiring) {
    Reach reach = new Reach();
    for (int neuron = 0; neuron < file.neurons().size(); neuron++) {
      Neuron entry = file.neurons().get(neuron);
      NumberSetting level = wiring.biases().get(neuron).level();
      reach.most(entry.name() + ", maximum_current", level, entry.maximumCurrent());
    }
    reach.end();
  }

  /**
   * Checks sources of inputs, when their options are known.
   *
   * @throws IllegalArgumentException naming every number that an instrument does not reach
   */
  public static void requireOfInputs(BenchFile file, ChipWiring wiring) {
    Reach reach = new Reach();
    for (int input = 0; input < file.inputs().size(); input++) {
      reach.input(file.inputs().get(input), wiring.inputs().get(input));
    }
    reach.end();
  }

  private void end() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("; ", problems)
              + ". Correct the number, or the limits of the instrument in the bench file");
    }
  }

  private void input(Input input, RfSource source) {
    NumberSetting frequency = source.frequency();
    String what = input.name() + ", frequency";
    most(what, frequency, input.frequency());
    if (input.frequency() < frequency.minimum()) {
      problems.add(beyond(what, frequency, input.frequency(), "at least", frequency.minimum()));
    }
    double level = Units.dbmOfWatts(input.maximumPower()) + input.lossDb();
    most(input.name() + ", maximum_power in front of its loss_db", source.power(), level);
  }

  private void most(String what, NumberSetting setting, double value) {
    if (value > setting.maximum()) {
      problems.add(beyond(what, setting, value, "at most", setting.maximum()));
    }
  }

  private static String beyond(
      String what, NumberSetting setting, double value, String bound, double limit) {
    String symbol = " " + setting.unit().symbol();
    return what
        + ": "
        + figure(value)
        + symbol
        + " are wanted, and "
        + setting.label()
        + " is "
        + bound
        + " "
        + figure(limit)
        + symbol;
  }

  private static String figure(double value) {
    return ScpiNumber.format(new BigDecimal(value).round(FIGURES).doubleValue());
  }
}
