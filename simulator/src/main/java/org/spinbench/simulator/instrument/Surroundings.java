package org.spinbench.simulator.instrument;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spinbench.simulator.scpi.BenchClock;
import org.spinbench.simulator.scpi.CommandTree;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.scpi.ScpiVariant;
import org.spinbench.simulator.scpi.Wording;

/**
 * What a simulated instrument shares with its bench.
 *
 * @param unit which unit of its model it is, so that no two of a bench have the same serial number;
 *     0 for that whose serial number the model's identity shows
 * @param clock the bench's clock
 * @param noise where measurement noise is drawn from
 * @param noisy whether there is measurement noise at all
 * @param outputChanged called after each change of an output, and before one that leaves no trace
 *     of what was put out until then, such as of a limit: the bench counts the time up to each call
 */
public record Surroundings(
    long unit, BenchClock clock, RandomGenerator noise, boolean noisy, Runnable outputChanged) {
  /** Units whose numbers differ by less than this have different serial numbers. */
  public static final int UNITS = 1000;

  private static final Pattern LAST_DIGITS = Pattern.compile("\\d+(?=\\D*$)");
  private static final int SERIAL = 2;

  /** Of an instrument alone. */
  public Surroundings(
      BenchClock clock, RandomGenerator noise, boolean noisy, Runnable outputChanged) {
    this(0, clock, noise, noisy, outputChanged);
  }

  /** A standard normal number; zero where there is no noise. */
  public double gaussian() {
    return noisy ? noise.nextGaussian() : 0;
  }

  /**
   * This unit's answer to {@code *IDN?}.
   *
   * @param ofModel an answer of the model: maker, model, serial number, firmware
   */
  public String identity(String ofModel) {
    String[] fields = ofModel.split(",", -1);
    fields[SERIAL] = serial(fields[SERIAL]);
    return String.join(",", Arrays.asList(fields));
  }

  /**
   * This unit's serial number: the last digits, at least three of them, are its own.
   *
   * @param ofModel a serial number of the model
   */
  public String serial(String ofModel) {
    Matcher digits = LAST_DIGITS.matcher(ofModel);
    if (unit == 0 || !digits.find()) {
      return ofModel;
    }
    int length = digits.group().length();
    String own = "0".repeat(length) + unit;
    return digits.replaceFirst(own.substring(own.length() - length));
  }

  /**
   * The front panel of this unit, which answers every standard command.
   *
   * @param ofModel an answer of the model to {@code *IDN?}
   * @param wording how errors are answered
   * @param depth how many errors its queue holds
   * @param tree its commands
   * @param reset what {@code *RST} does
   */
  public FrontPanel frontPanel(
      String ofModel, Wording wording, int depth, CommandTree tree, Runnable reset) {
    return frontPanel(ofModel, ScpiVariant.of(wording), depth, tree, reset);
  }

  /** The same for a model that departs from the standard. */
  public FrontPanel frontPanel(
      String ofModel, ScpiVariant variant, int depth, CommandTree tree, Runnable reset) {
    return new FrontPanel(identity(ofModel), variant, depth, clock, tree, reset);
  }

  /** These surroundings, with something more to do after a command that changed an output. */
  public Surroundings andThen(Runnable more) {
    return new Surroundings(
        unit,
        clock,
        noise,
        noisy,
        () -> {
          outputChanged.run();
          more.run();
        });
  }
}
