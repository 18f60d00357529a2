package org.spinbench.experiments.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values read in each evaluation of a short run, by its number. */
public final class RunValues {
  private RunValues() {}

  public static Map<Long, List<Double>> of(RunFile run) {
    Map<Long, List<Double>> values = new HashMap<>();
    run.eachReading(
        reading ->
            reading
                .evaluation()
                .ifPresent(
                    number ->
                        values
                            .computeIfAbsent(number, n -> new ArrayList<>())
                            .add(reading.overload() ? Double.NaN : reading.value())));
    return values;
  }
}
