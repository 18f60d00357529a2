package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AdamTest {

  /** The first step moves every parameter by the rate against its gradient's sign. */
  @Test
  void firstStepHasTheLengthOfTheRate() {
    double[] parameters = {1, 1, 1};
    Adam.ofChip(3).step(parameters, new double[] {4, -1e-3, 0}, 0.1);
    // m/(1-b1) = g, v/(1-b2) = g²: the step is 0.1 g/(|g| + 1e-8).
    assertEquals(1 - 0.1 * 4 / (4 + 1e-8), parameters[0], 1e-15);
    assertEquals(1 + 0.1 * 1e-3 / (1e-3 + 1e-8), parameters[1], 1e-15);
    assertEquals(1, parameters[2]);
  }

  /** Two steps with gradients 1 and 3, worked out by hand with β₁ = 0.9 and β₂ = 0.99. */
  @Test
  void secondStepWeighsTheGradientsByTheirAge() {
    double[] parameters = {0};
    Adam adam = Adam.ofChip(1);
    adam.step(parameters, new double[] {1}, 0.5);
    assertEquals(-0.5, parameters[0], 1e-8);
    adam.step(parameters, new double[] {3}, 0.5);
    // m = 0.9·0.1 + 0.1·3 = 0.39, over 1 − 0.81: 2.0526…; v = 0.99·0.01 + 0.01·9 = 0.0999,
    // over 1 − 0.9801: 5.0201…, root 2.24057…; step 0.5·0.91612… = 0.45806…
    assertEquals(-0.95806, parameters[0], 1e-5);
  }

  @Test
  void continuesFromAState() {
    double[] whole = {0.3, -0.2};
    double[] parts = {0.3, -0.2};
    Adam once = Adam.ofChip(2);
    Adam first = Adam.ofChip(2);
    for (int i = 0; i < 5; i++) {
      once.step(whole, new double[] {Math.sin(i), i}, 0.01);
      first.step(parts, new double[] {Math.sin(i), i}, 0.01);
    }
    Adam second = Adam.ofChip(2);
    second.restore(first.state());
    for (int i = 5; i < 9; i++) {
      once.step(whole, new double[] {Math.sin(i), i}, 0.01);
      second.step(parts, new double[] {Math.sin(i), i}, 0.01);
    }
    assertArrayEquals(whole, parts);
  }
}
