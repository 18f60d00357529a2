package org.spinbench.experiments.upkeep;

import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;

/**
 * Decides when something is wrong with a chip at work: its last readings deviate three times as
 * much from the twin as the first did (chi-square), too many of its last answers are wrong, or too
 * many are expected to be. After an alarm there is quiet, for longer each time.
 */
final class Alarms {
  private static final int WINDOW = 32;
  private static final int BASELINE = 64;
  private static final int ANSWERS = 100;
  private static final double STRANGE = 3;

  /** Chi-square above which a device may be dead, and no reading of an anchor helps. */
  private static final double DEADLY = 6;

  /** Deviations below the target at which answers are too often wrong. */
  private static final double BELOW = 3;

  /** Evaluations after the first alarm before the next; doubles from alarm to alarm. */
  private static final int PATIENCE = 200;

  private static final long MOST_PATIENCE = 5000;
  private static final int RETRAIN_AFTER = 5;

  private final int[] outputs;
  private final double target;
  private final RecentAnswers answers = new RecentAnswers(ANSWERS);
  private Residuals residuals;
  private long quietUntil;
  private long patience = PATIENCE;
  private long nextProbe;
  private int number;

  /**
   * No alarm yet.
   *
   * @param outputs indices of the output neurons
   * @param target accuracy below which the chip is no longer in tune, 0 to 1
   */
  Alarms(int[] outputs, double target) {
    this.outputs = outputs.clone();
    this.target = target;
    restart();
  }

  /**
   * An alarm.
   *
   * @param reason for people
   * @param strange whether readings deviate from the twin
   * @param deadly whether they deviate so much that a device may be dead
   */
  record Alarm(String reason, boolean strange, boolean deadly) {}

  /** The first readings from now on set the measure for the later ones. */
  void restart() {
    residuals = new Residuals(outputs, BASELINE, WINDOW);
  }

  /** The chip was read; the twin is that of the chip as it is believed to be now. */
  void read(Twin twin, double[] parameters, double[] input, Nodes nodes) {
    residuals.add(twin, parameters, input, nodes);
  }

  /** An answer was right or wrong. */
  void answered(boolean right) {
    answers.add(right);
  }

  /** An alarm about an accuracy that is expected of the chip, unless the last answers deny it. */
  Optional<Alarm> expecting(double accuracy, long evaluations) {
    boolean contradicted = answers.isFull() && answers.right() > target * ANSWERS;
    if (accuracy >= target || contradicted || evaluations < quietUntil) {
      return Optional.empty();
    }
    String text = "%.3f of decisions right is expected of the parameters";
    return Optional.of(new Alarm(String.format(Locale.ROOT, text, accuracy), false, false));
  }

  /** The alarm that is due after so many evaluations. */
  Optional<Alarm> due(long evaluations) {
    double chiSquare = residuals.chiSquare();
    boolean deadly = chiSquare > DEADLY && evaluations >= nextProbe;
    if (evaluations < quietUntil && !deadly) {
      return Optional.empty();
    }
    if (chiSquare > STRANGE) {
      String text = "chi-square of the last %d readings against the twin is %.1f";
      return Optional.of(
          new Alarm(String.format(Locale.ROOT, text, WINDOW, chiSquare), true, deadly));
    }
    double sigma = Math.sqrt(target * (1 - target) * ANSWERS);
    if (answers.isFull() && answers.right() < target * ANSWERS - BELOW * sigma) {
      String text = "%d of the last %d answers were right";
      return Optional.of(
          new Alarm(String.format(Locale.ROOT, text, answers.right(), ANSWERS), false, false));
    }
    return Optional.empty();
  }

  /** An alarm is raised. */
  void raised(Alarm alarm, long evaluations) {
    number++;
    if (alarm.deadly()) {
      nextProbe = evaluations + MOST_PATIENCE;
    }
  }

  /**
   * What an alarm asks for is done: the readings and answers before it no longer count.
   *
   * @return whether there were so many alarms that another training is due
   */
  boolean handled(long evaluations) {
    residuals.forget();
    answers.forget();
    quietUntil = evaluations + patience;
    patience = Math.min(MOST_PATIENCE, 2 * patience);
    return number == RETRAIN_AFTER;
  }
}
