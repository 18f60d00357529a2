package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.experiments.replay.TwinGap.Part;

/** Differences over their deviations, sorted by a quantity and divided into equal parts. */
final class ResidualBins {
  private ResidualBins() {}

  /**
   * Sorts and divides.
   *
   * @param by quantity to sort by
   * @param z differences over their deviations
   */
  static List<Part> of(double[] by, double[] z, int count) {
    int[] order =
        IntStream.range(0, z.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> by[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Part> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      int from = part * z.length / count;
      int to = (part + 1) * z.length / count;
      if (to > from) {
        double[] some = IntStream.range(from, to).mapToDouble(i -> z[order[i]]).toArray();
        parts.add(
            new Part(
                by[order[from]],
                by[order[to - 1]],
                to - from,
                Arrays.stream(some).average().orElseThrow(),
                meanSquare(some)));
      }
    }
    return List.copyOf(parts);
  }

  /** Difference of chi-square between the parts; 0 if they are sorted by a constant. */
  static double spread(List<Part> parts) {
    double low = parts.stream().mapToDouble(Part::chiSquare).min().orElse(0);
    double high = parts.stream().mapToDouble(Part::chiSquare).max().orElse(0);
    boolean varies = parts.get(0).from() < parts.get(parts.size() - 1).to();
    return varies ? high - low : 0;
  }

  static double meanSquare(double[] values) {
    return Arrays.stream(values).map(x -> x * x).average().orElseThrow();
  }
}
