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
 * @param unit number of this unit of its model, so that two units on a bench differ in serial
 *     number; 0 for the serial number in the model's identity
 * @param clock the bench's clock
 * @param noise source of measurement noise
 * @param noisy whether there is measurement noise
 * @param outputChanged called after each change of an output, and before a change that erases the
 *     past output, such as of a limit; the bench advances to the moment of each call
 */
public record Surroundings(
    long unit, BenchClock clock, RandomGenerator noise, boolean noisy, Runnable outputChanged) {
  /** Units with numbers below this have different serial numbers. */
  public static final int UNITS = 1000;

  private static final Pattern LAST_DIGITS = Pattern.compile("\\d+(?=\\D*$)");
  private static final int SERIAL = 2;

  /** For an instrument without a bench. */
  public Surroundings(
      BenchClock clock, RandomGenerator noise, boolean noisy, Runnable outputChanged) {
    this(0, clock, noise, noisy, outputChanged);
  }

  /** A standard normal number; zero without noise. */
  public double gaussian() {
    return noisy ? noise.nextGaussian() : 0;
  }

  /**
   * The answer of this unit to {@code *IDN?}.
   *
   * @param ofModel the model's answer: maker, model, serial number, firmware
   */
  public String identity(String ofModel) {
    String[] fields = ofModel.split(",", -1);
    fields[SERIAL] = serial(fields[SERIAL]);
    return String.join(",", Arrays.asList(fields));
  }

  /**
   * The serial number of this unit. It differs from the model's in its last digits, at least three.
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
   * The front panel of this unit, with every standard command.
   *
   * @param ofModel the model's answer to {@code *IDN?}
   * @param wording format of errors
   * @param depth number of errors that its queue holds
   * @param tree its commands
   * @param reset the effect of {@code *RST}
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

  /** These surroundings, with an additional action after a command that changed an output. */
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
