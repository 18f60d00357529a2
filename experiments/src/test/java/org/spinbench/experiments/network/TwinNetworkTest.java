package org.spinbench.experiments.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.task.Seeds;

class TwinNetworkTest {
  private static final double[] INPUT = {100e-6, 40e-6};
  private static final int[] READOUT = {2};

  private static double[] middle(Twin twin) {
    double[] parameters = new double[twin.parameters()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = i < 6 ? 1e-3 : 6e-3;
    }
    return parameters;
  }

  @Test
  void isTheTwinWhenNothingFluctuates() {
    Twin twin = Twin.of(Chips.drawn(1), Chips.file());
    TwinNetwork network = new TwinNetwork(twin, READOUT, 0, 0, Seeds.generator(1));
    network.apply(middle(twin));
    Nodes expected = twin.forward(middle(twin), INPUT);
    Nodes read = network.forward(INPUT);
    assertArrayEquals(expected.chainVoltages(), read.chainVoltages());
    assertEquals(expected.powers()[2], read.powers()[2]);
    assertTrue(Double.isNaN(read.powers()[0]) && Double.isNaN(read.powers()[1]));
  }

  @Test
  void fluctuatesByTheGivenNoise() {
    Twin twin = Twin.of(Chips.drawn(1), Chips.file());
    TwinNetwork network = new TwinNetwork(twin, READOUT, 0, 0.02, Seeds.generator(1));
    network.apply(middle(twin));
    double steady = twin.forward(middle(twin), INPUT).powers()[2];
    double squares = 0;
    for (int i = 0; i < 5000; i++) {
      double relative = network.forward(INPUT).powers()[2] / steady - 1;
      squares += relative * relative;
    }
    assertEquals(0.02, Math.sqrt(squares / 5000), 0.001);
  }
}
