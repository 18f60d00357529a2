package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.PriorInfluence;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * What the design, as the prior of a belief, does to one number of a chip that a training taught.
 * Of a number that cannot change its sign the logarithm is normal, so that its deviations are
 * relative ones.
 *
 * @param device synapse, chain or neuron
 * @param number its name
 * @param prior the number by design
 * @param posterior the number after the readings
 * @param without the number by the readings alone; empty if they say nothing
 * @param share part of the number's precision that comes from the design, 0 to 1
 */
public record DesignInfluence(
    String device,
    String number,
    Value prior,
    Value posterior,
    Optional<Value> without,
    double share) {

  /**
   * The influence on each number that the design leaves open.
   *
   * @param taught the chip as a training believes it in the end
   * @throws IllegalArgumentException if the bench file has no section {@code [design]}
   */
  public static List<DesignInfluence> of(BenchFile file, Calibration taught) {
    List<Unknown> before = new ChipModel(file, DesignPrior.of(file)).all();
    List<Unknown> after = new ChipModel(file, taught).all();
    List<DesignInfluence> influences = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).prior().deviation() > 0) {
        influences.add(of(before.get(i), after.get(i).prior()));
      }
    }
    return List.copyOf(influences);
  }

  private static DesignInfluence of(Unknown number, Value posterior) {
    boolean logarithmic = number.kind().positive;
    PriorInfluence influence =
        new PriorInfluence(
            logarithmic ? logarithm(number.prior()) : number.prior(),
            logarithmic ? logarithm(posterior) : posterior);
    return new DesignInfluence(
        number.device(),
        number.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        number.prior(),
        posterior,
        influence.without().map(alone -> logarithmic ? exponential(alone) : alone),
        influence.share());
  }

  private static Value logarithm(Value value) {
    return new Value(StrictMath.log(value.value()), value.deviation() / value.value());
  }

  private static Value exponential(Value logarithm) {
    double value = StrictMath.exp(logarithm.value());
    return new Value(value, value * logarithm.deviation());
  }
}
