package org.spinbench.experiments.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.sweep.Plan;
import org.spinbench.experiments.sweep.Point;

/** The measurements that have a name: each makes a plan, and has an analysis for its points. */
public enum Recipe {
  SPIN_DIODE,
  OSCILLATOR,
  IV,
  NOISE,
  S21;

  /** The name that commands and plans use, such as {@code spin-diode}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The analysis that a plan asks for; one without findings if it names no recipe.
   *
   * @throws IllegalArgumentException if there is no such recipe, or the plan does not measure what
   *     its analysis needs
   */
  public static Analysis analysis(Plan plan, BenchFile file) {
    if (plan.recipe().isEmpty()) {
      return new Nothing();
    }
    return switch (of(plan.recipe())) {
      case SPIN_DIODE -> new SpinDiode(plan, file);
      case OSCILLATOR -> new Oscillator(plan, file);
      case IV -> new CurrentVoltage(plan);
      case NOISE -> new Noise(plan);
      case S21 -> new Transmission(plan);
    };
  }

  /** The names of all. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Recipe::word).toList();
  }

  private static Recipe of(String word) {
    for (Recipe recipe : values()) {
      if (recipe.word().equals(word)) {
        return recipe;
      }
    }
    throw new IllegalArgumentException(
        "the plan asks for the recipe \"" + word + "\"; " + Spelling.choices(word, words()));
  }

  private static final class Nothing implements Analysis {
    @Override
    public void point(Point point) {
      // A plan without a recipe is only recorded.
    }

    @Override
    public List<Finding> findings() {
      return List.of();
    }
  }
}
