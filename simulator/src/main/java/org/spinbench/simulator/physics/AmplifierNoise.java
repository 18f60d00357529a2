package org.spinbench.simulator.physics;

import java.util.List;

/**
 * White noise behind a cascade of amplifiers that ends in a loss.
 *
 * <pre>
 *   F = F₁ + (F₂ − 1)/G₁ + (F₃ − 1)/(G₁ G₂) + ...,   N = k_B T₀ F G,   T₀ = 290 K
 * </pre>
 *
 * Fᵢ noise factor and Gᵢ available gain of stage i, power ratios; F and G those of the whole; N
 * available noise behind it (W/Hz), with that of a source of the temperature T₀. A loss of the same
 * temperature is a stage with F = 1/G.
 *
 * <p>Valid for matched stages below compression, h f ≪ k_B T₀. Reference: H. T. Friis, "Noise
 * Figures of Radio Receivers", Proc. IRE 32, 419 (1944), doi:10.1109/JRPROC.1944.232049.
 */
public final class AmplifierNoise {
  /** T₀, K. */
  public static final double REFERENCE = 290;

  private static final double BOLTZMANN = 1.380649e-23;

  private AmplifierNoise() {}

  /**
   * One stage.
   *
   * @param gain G, a power ratio above zero
   * @param factor F, a power ratio of at least 1
   */
  public record Stage(double gain, double factor) {
    public Stage {
      Checks.positive("gain of a stage", gain, "");
      if (!(factor >= 1 && Double.isFinite(factor))) {
        throw new IllegalArgumentException(
            "noise factor of a stage must be finite and at least 1 (0 dB), not " + factor);
      }
    }

    /** G, dB. */
    public double decibels() {
      return 10 * StrictMath.log10(gain);
    }

    /** A stage by its data sheet, dB. */
    public static Stage decibels(double gain, double noiseFigure) {
      return new Stage(StrictMath.pow(10, gain / 10), StrictMath.pow(10, noiseFigure / 10));
    }
  }

  /** F of a cascade; 1 without stages. */
  public static double factor(List<Stage> stages) {
    double factor = 1;
    double gain = 1;
    for (Stage stage : stages) {
      factor += (stage.factor - 1) / gain;
      gain *= stage.gain;
    }
    return factor;
  }

  /**
   * N behind the stages and the loss that leaves a gain of the whole, W/Hz.
   *
   * @param gain G of the whole, at most that of the stages
   */
  public static double density(List<Stage> stages, double gain) {
    double all = stages.stream().mapToDouble(Stage::gain).reduce(1, (a, b) -> a * b);
    double loss = gain / all;
    double factor = factor(stages) + (loss < 1 ? (1 / loss - 1) / all : 0);
    return BOLTZMANN * REFERENCE * factor * gain;
  }
}
