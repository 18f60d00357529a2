package org.spinbench.simulator.instrument.rfsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.RfOutput;

class SimulatedMg3692cTest {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedMg3692c source = new SimulatedMg3692c(laboratory.surroundings(true));
  private final RfOutput output = source.rfOutputs().get(0);

  @TestFactory
  List<DynamicTest> manual() {
    return MessageTable.tests(
        MessageTable.class,
        "mg3692c.csv",
        () -> new SimulatedMg3692c(new Laboratory().surroundings(true)).endpoint());
  }

  @Test
  void theOutputSettles() {
    laboratory.send(source, "FREQ 3 GHZ;POW 0;:OUTP ON");
    double half = output.tone(laboratory.nanos() + 500_000).power();
    assertEquals(1e-3 * (1 - Math.pow(1000, -0.1)), half, 1e-12);
    assertEquals("1\r", laboratory.ask(source, "*OPC?"));
    laboratory.elapse(0.1);
    assertEquals(Laboratory.tone(3e9, 1e-3), output.tone(laboratory.nanos()));
  }

  @Test
  void isEnergisedWhileRfIsOn() {
    assertFalse(source.energised());
    laboratory.send(source, "OUTP ON");
    assertTrue(source.energised());
    laboratory.send(source, "*RST");
    assertFalse(source.energised());
    assertEquals(List.of(), source.queuedErrors());
  }
}
