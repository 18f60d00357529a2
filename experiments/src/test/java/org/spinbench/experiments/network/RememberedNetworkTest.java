package org.spinbench.experiments.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.twin.Nodes;

class RememberedNetworkTest {
  /** Its output is the first parameter times the first input. */
  private static final class Product implements PhysicalNetwork {
    private final List<double[]> applied = new ArrayList<>();

    @Override
    public void apply(double[] parameters) {
      applied.add(parameters.clone());
    }

    @Override
    public Nodes forward(double[] input) {
      double product = applied.get(applied.size() - 1)[0] * input[0];
      return new Nodes(new double[] {Double.NaN}, new double[] {product});
    }
  }

  private static double output(ChipObservation reading) {
    return reading.nodes().powers()[0];
  }

  @Test
  void answersAsTheNetworkDoesAndRemembersTheLatest() {
    Product network = new Product();
    RememberedNetwork remembered = new RememberedNetwork(network, 3);
    assertEquals(List.of(), remembered.readings());
    for (int i = 1; i <= 5; i++) {
      remembered.apply(new double[] {i});
      assertEquals(10.0 * i, remembered.forward(new double[] {10}).powers()[0]);
    }
    assertEquals(5, network.applied.size());
    assertEquals(
        List.of(30.0, 40.0, 50.0),
        remembered.readings().stream().map(RememberedNetworkTest::output).toList());
  }

  /** Callers use their arrays again. */
  @Test
  void keepsWhatWasSetAsItWasThen() {
    RememberedNetwork remembered = new RememberedNetwork(new Product(), 10);
    double[] parameters = {2};
    double[] input = {3};
    remembered.apply(parameters);
    remembered.forward(input);
    parameters[0] = 20;
    input[0] = 30;
    remembered.forward(input);
    assertArrayEquals(new double[] {2}, remembered.readings().get(0).parameters());
    assertArrayEquals(new double[] {3}, remembered.readings().get(0).input());
    assertEquals(6, output(remembered.readings().get(0)));
    assertEquals(60, output(remembered.readings().get(1)), "the parameters that were applied");
  }
}
