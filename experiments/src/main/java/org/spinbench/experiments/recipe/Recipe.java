package org.spinbench.experiments.recipe;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.sweep.plan.Plan;
import org.spinbench.experiments.sweep.plan.Point;

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
   * The analysis that a plan asks for; one without findings if it names no recipe. What is not what
   * it says (overloaded, limited by compliance, not settled) is kept from it.
   *
   * @param columns names and units of the numbers; empty where no bench has been opened yet, and
   *     the analysis is only to say whether it can be made
   * @throws IllegalArgumentException if there is no such recipe, or the plan does not measure what
   *     its analysis needs
   */
  public static Analysis analysis(Plan plan, BenchFile file, Optional<Columns> columns) {
    if (plan.recipe().isEmpty()) {
      return new Nothing();
    }
    Analysis analysis =
        switch (of(plan.recipe())) {
          case SPIN_DIODE -> new SpinDiodeRecipe(plan, file);
          case OSCILLATOR -> new OscillatorRecipe(plan, file);
          case IV -> new CurrentVoltageRecipe(plan, columns);
          case NOISE -> new NoiseRecipe(plan, columns);
          case S21 -> new TransmissionRecipe(plan);
        };
    return new Sound(analysis, plan);
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
