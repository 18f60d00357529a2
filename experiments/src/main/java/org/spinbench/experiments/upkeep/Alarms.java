package org.spinbench.experiments.upkeep;

import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;

/**
 * Detects problems of a working chip: its last readings deviate three times as much from the twin
 * as the first ones (chi-square), or too many of its answers are wrong or expected to be.
 *
 * <p>Each alarm is followed by a pause, which gets longer each time. Wrong answers have a pause of
 * their own, which is short again after good ones: a chip that answers wrongly must not wait for
 * the pause of earlier alarms that had another reason.
 */
final class Alarms {
  private static final int WINDOW = 32;
  private static final int BASELINE = 64;
  private static final int ANSWERS = 100;
  private static final double STRANGE = 3;

  /** Chi-square above which a device may be dead, so that anchors do not help. */
  private static final double DEADLY = 6;

  /** Number of deviations below the target at which too many answers are wrong. */
  private static final double BELOW = 3;

  /** Evaluations between the first alarm and the next; doubles from alarm to alarm. */
  private static final int PATIENCE = 200;

  private static final long MOST_PATIENCE = 5000;
  private static final int RETRAIN_AFTER = 5;

  private final int[] outputs;
  private final double target;
  private final RecentAnswers answers = new RecentAnswers(ANSWERS);
  private Residuals residuals;
  private final Pause aboutModel = new Pause();
  private final Pause aboutAnswers = new Pause();
  private long nextProbe;
  private int number;

  /**
   * No alarm yet.
   *
   * @param outputs indices of the output neurons
   * @param target accuracy below which the chip is out of tune, 0 to 1
   */
  Alarms(int[] outputs, double target) {
    this.outputs = outputs.clone();
    this.target = target;
    restart();
  }

  /** A time without alarms after each alarm. */
  private static final class Pause {
    private long until;
    private long patience = PATIENCE;

    void begin(long evaluations) {
      until = evaluations + patience;
      patience = Math.min(MOST_PATIENCE, 2 * patience);
    }
  }

  /**
   * An alarm.
   *
   * @param reason for people
   * @param answered whether too many answers were wrong
   * @param strange whether readings deviate from the twin
   * @param deadly whether they deviate so much that a device may be dead
   */
  record Alarm(String reason, boolean answered, boolean strange, boolean deadly) {}

  /** Makes the next readings the reference for later ones. */
  void restart() {
    residuals = new Residuals(outputs, BASELINE, WINDOW);
  }

  /** Notes a reading, with the twin of the chip as believed. */
  void read(Twin twin, double[] parameters, double[] input, Nodes nodes) {
    residuals.add(twin, parameters, input, nodes);
  }

  /** Notes an answer. */
  void answered(boolean right) {
    answers.add(right);
  }

  /** The alarm for an expected accuracy, unless the last answers contradict it. */
  Optional<Alarm> expecting(double accuracy, long evaluations) {
    boolean contradicted = answers.isFull() && answers.right() > target * ANSWERS;
    if (accuracy >= target || contradicted || evaluations < aboutModel.until) {
      return Optional.empty();
    }
    String text = "%.3f of decisions right is expected of the parameters";
    return Optional.of(new Alarm(String.format(Locale.ROOT, text, accuracy), false, false, false));
  }

  /** The alarm that is due at this number of evaluations. */
  Optional<Alarm> due(long evaluations) {
    double chiSquare = residuals.chiSquare();
    boolean deadly = chiSquare > DEADLY && evaluations >= nextProbe;
    if (chiSquare > STRANGE && (evaluations >= aboutModel.until || deadly)) {
      String text = "chi-square of the last %d readings against the twin is %.1f";
      return Optional.of(
          new Alarm(String.format(Locale.ROOT, text, WINDOW, chiSquare), false, true, deadly));
    }
    if (!answers.isFull()) {
      return Optional.empty();
    }
    double sigma = Math.sqrt(target * (1 - target) * ANSWERS);
    if (answers.right() >= target * ANSWERS - BELOW * sigma) {
      aboutAnswers.patience = PATIENCE;
      return Optional.empty();
    }
    if (evaluations < aboutAnswers.until) {
      return Optional.empty();
    }
    String text = "%d of the last %d answers were right";
    return Optional.of(
        new Alarm(String.format(Locale.ROOT, text, answers.right(), ANSWERS), true, false, false));
  }

  /** Notes that an alarm is raised. */
  void raised(Alarm alarm, long evaluations) {
    number++;
    if (alarm.deadly()) {
      nextProbe = evaluations + MOST_PATIENCE;
    }
  }

  /**
   * Notes that an alarm was handled: earlier readings and answers no longer count.
   *
   * @return whether there were so many alarms that another training is due
   */
  boolean handled(Alarm alarm, long evaluations) {
    residuals.forget();
    answers.forget();
    (alarm.answered() ? aboutAnswers : aboutModel).begin(evaluations);
    return number == RETRAIN_AFTER;
  }
}
