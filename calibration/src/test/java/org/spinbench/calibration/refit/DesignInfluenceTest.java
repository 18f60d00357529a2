package org.spinbench.calibration.refit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.drivers.bench.file.BenchFile;

@Tag("any-jdk")
class DesignInfluenceTest {
  private static final BenchFile FILE = Chips.bench();

  private static DesignInfluence of(Calibration taught, String device, String number) {
    return DesignInfluence.of(FILE, taught).stream()
        .filter(one -> one.device().equals(device) && one.number().equals(number))
        .findFirst()
        .orElseThrow();
  }

  private static Calibration with(Calibration chip, int number, Value value) {
    List<NeuronResponse> neurons = new ArrayList<>(chip.neurons());
    List<Value> values = new ArrayList<>(neurons.get(0).values());
    values.set(number, value);
    neurons.set(0, neurons.get(0).with(values));
    return chip.with(chip.chains(), neurons);
  }

  @Test
  void ofADesignAsItIsNothingRemainsWithoutThePrior() {
    Calibration design = DesignPrior.of(FILE);
    List<DesignInfluence> all = DesignInfluence.of(FILE, design);
    assertTrue(all.size() > 60, () -> "numbers: " + all.size());
    for (DesignInfluence one : all) {
      assertEquals(1, one.share(), 1e-12, one.device() + " " + one.number());
      assertTrue(one.without().isEmpty(), one.device() + " " + one.number());
    }
  }

  /**
   * Half of the precision is the prior's where readings as good as the prior say 20 kHz/mA more.
   */
  @Test
  void aNumberHalfWayToItsReadingsGivesThem() {
    Calibration design = DesignPrior.of(FILE);
    Value prior = design.neurons().get(0).pulling();
    double sigma = prior.deviation();
    Value half = new Value(prior.value() + 0.5 * sigma, sigma / Math.sqrt(2));
    DesignInfluence influence = of(with(design, 5, half), "neuron 1", "pulling");
    assertEquals(0.5, influence.share(), 1e-12);
    Value alone = influence.without().orElseThrow();
    assertEquals(prior.value() + sigma, alone.value(), 1e-6 * sigma);
    assertEquals(sigma, alone.deviation(), 1e-6 * sigma);
    assertEquals(prior, influence.prior());
    assertEquals(half, influence.posterior());
  }

  /**
   * A threshold has a logarithmic prior: 4 mA ± 10 %. Readings as good say 4 mA e^0.2, so that the
   * middle of both is 4 mA e^0.1, with the same relative deviation over √2.
   */
  @Test
  void aPositiveNumberIsComparedByItsLogarithm() {
    Calibration design = DesignPrior.of(FILE);
    Value prior = design.neurons().get(0).threshold();
    assertEquals(0.1, prior.deviation() / prior.value(), 1e-12);
    double middle = prior.value() * Math.exp(0.1);
    Value taught = new Value(middle, middle * 0.1 / Math.sqrt(2));
    Value alone = of(with(design, 0, taught), "neuron 1", "threshold").without().orElseThrow();
    assertEquals(prior.value() * Math.exp(0.2), alone.value(), 1e-9);
    assertEquals(0.1 * alone.value(), alone.deviation(), 1e-9);
  }

  @Test
  void aNumberThatTheDesignFixesIsLeftOut() {
    assertFalse(
        DesignInfluence.of(FILE, DesignPrior.of(FILE)).stream()
            .anyMatch(one -> one.number().equals("bias loss")),
        "the default design states no half voltage");
  }
}
