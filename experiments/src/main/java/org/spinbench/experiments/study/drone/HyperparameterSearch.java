package org.spinbench.experiments.study.drone;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.task.Seeds;

/**
 * Random search for good settings (J. Bergstra, Y. Bengio, J. Mach. Learn. Res. 13, 281 (2012)).
 */
public final class HyperparameterSearch {
  private HyperparameterSearch() {}

  /**
   * A setting to search.
   *
   * @param name of the setting
   * @param low lower end
   * @param high upper end
   * @param logarithmic whether its logarithm is uniformly distributed, rather than itself
   */
  public record Range(String name, double low, double high, boolean logarithmic) {
    public Range {
      if (!(low <= high) || logarithmic && !(low > 0) || !Double.isFinite(high - low)) {
        throw new IllegalArgumentException(
            "range of " + name + ": " + low + " to " + high + " cannot be searched");
      }
    }

    private double draw(RandomGenerator random) {
      double place = random.nextDouble();
      return logarithmic ? low * StrictMath.pow(high / low, place) : low + (high - low) * place;
    }
  }

  /**
   * One trial.
   *
   * @param settings value of every setting, by name
   * @param score result; more is better
   */
  public record Trial(Map<String, Double> settings, double score) {}

  /**
   * Tries settings.
   *
   * @param trials their number
   * @param seed of the settings
   * @param objective scores settings; more is better
   * @return all trials, best first, equals in the order tried
   */
  public static List<Trial> run(
      List<Range> ranges, int trials, long seed, ToDoubleFunction<Map<String, Double>> objective) {
    List<Trial> results = new ArrayList<>();
    for (int trial = 0; trial < trials; trial++) {
      RandomGenerator random = Seeds.generator(seed, trial);
      Map<String, Double> settings = new LinkedHashMap<>();
      for (Range range : ranges) {
        settings.put(range.name(), range.draw(random));
      }
      results.add(new Trial(settings, objective.applyAsDouble(settings)));
    }
    results.sort(Comparator.comparingDouble(Trial::score).reversed());
    return results;
  }
}
