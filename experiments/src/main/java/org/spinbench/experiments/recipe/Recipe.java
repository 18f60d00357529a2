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

/** The measurements with a name: each makes a plan, and analyses its points. */
public enum Recipe {
  SPIN_DIODE,
  OSCILLATOR,
  IV,
  NOISE,
  S21,
  HYSTERESIS,
  SWITCHING,
  FMR,
  LOCKING,
  INTERMODULATION,
  NOISE_SPECTRUM;

  /** The name in commands and plans, such as {@code spin-diode}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The analysis that a plan names; without a recipe, one without findings. It receives no doubtful
   * readings (overloaded, limited by compliance, not settled).
   *
   * @param columns names and units of the numbers; empty before a bench is opened, to check only
   *     whether the analysis is possible
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
          case HYSTERESIS -> new HysteresisRecipe(plan, columns);
          case SWITCHING -> new SwitchingRecipe(plan, columns);
          case FMR -> new ResonanceFieldRecipe(plan);
          case LOCKING -> new LockingRecipe(plan, columns);
          case INTERMODULATION -> new IntermodulationRecipe(plan, columns);
          case NOISE_SPECTRUM -> new NoiseSpectrumRecipe(plan, columns);
        };
    return new Sound(analysis, plan);
  }

  /** The names of all recipes. */
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
