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

  private static final Map<String, Maker> MAKERS = makers();

  private Trainers() {}

  private interface Maker {
    Trainer of(TrainingOptions options, Clock clock, TrainingProgress progress);
  }

  private static Map<String, Maker> makers() {
    Map<String, Maker> makers = new LinkedHashMap<>();
    makers.put("bring-up", BringUpTrainer::new);
    return makers;
  }

  /** All names. */
  public static List<String> names() {
    return new ArrayList<>(MAKERS.keySet());
  }

  /**
   * The trainer that the options name.
   *
   * @param clock gives its steps their time
   * @throws IllegalArgumentException if there is none of that name
   */
  static Trainer of(TrainingOptions options, Clock clock, TrainingProgress progress) {
    Maker maker = MAKERS.get(options.trainer());
    if (maker == null) {
      throw new IllegalArgumentException(
          "there is no trainer '" + options.trainer() + "'; there are " + names());
    }
    return maker.of(options, clock, progress);
  }
}
