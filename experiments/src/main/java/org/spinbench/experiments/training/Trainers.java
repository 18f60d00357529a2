package org.spinbench.experiments.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.transport.Clock;

/** The ways of training that a run can name. */
public final class Trainers {
  /** The one that is used when none is named. */
  public static final String DEFAULT = "bring-up";

  private static final Map<String, Way> WAYS = ways();

  private Trainers() {}

  /** What a trainer may believe of the chip before its first evaluation. */
  enum Prior {
    /** A full calibration of every device, made first. */
    MEASURED,
    /** The design that the bench file declares. */
    DESIGNED
  }

  /** Makes a trainer for one run; the clock gives its steps their time. */
  interface Maker {
    Trainer of(TrainingOptions options, Clock clock, TrainingProgress progress);
  }

  /** A way of training, from what it begins with. */
  record Way(Prior prior, Maker maker) {}

  private static Map<String, Way> ways() {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("bring-up", new Way(Prior.MEASURED, BringUpTrainer::new));
    return ways;
  }

  /** All names. */
  public static List<String> names() {
    return new ArrayList<>(WAYS.keySet());
  }

  /**
   * The way of training of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Way named(String name) {
    Way way = WAYS.get(name);
    if (way == null) {
      throw new IllegalArgumentException(
          "there is no trainer '" + name + "'; there are " + names());
    }
    return way;
  }
}
