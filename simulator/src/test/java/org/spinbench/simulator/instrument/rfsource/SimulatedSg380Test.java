package org.spinbench.simulator.instrument.rfsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.Tone;
import org.spinbench.simulator.instrument.rfsource.SimulatedSg380.Kind;

class SimulatedSg380Test {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSg380 source =
      new SimulatedSg380(laboratory.surroundings(true), Kind.SG384);
  private final RfOutput output = source.rfOutputs().get(0);

  @TestFactory
  Stream<DynamicTest> manual() {
    return Stream.of(Kind.values())
        .flatMap(
            kind ->
                MessageTable.tests(
                    MessageTable.class,
                    kind.name().toLowerCase(Locale.ROOT) + ".csv",
                    () -> new SimulatedSg380(new Laboratory().surroundings(true), kind).endpoint())
                    .stream());
  }

  private Tone after(String message) {
    laboratory.send(source, message);
    laboratory.elapse(0.1);
    assertEquals(List.of(), source.queuedErrors());
    return output.tone(laboratory.nanos());
  }

  @Test
  void theTypeNOutputFollowsItsOwnSettings() {
    assertEquals(Laboratory.tone(1e9, 0), after("FREQ 1E9;AMPR 0"));
    assertEquals(Laboratory.tone(1e9, 1e-3), after("ENBR 1"));
    assertEquals(1e-2, after("AMPR 10").power(), 1e-9);
    assertEquals(0, after("FREQ 9E5").power(), 1e-9, "below its band");
    assertEquals(1e-2, after("FREQ 1E6").power(), 1e-9);
    assertEquals(1e-2, after("AMPL 13;ENBL 1").power(), 1e-9, "the BNC is another output");
  }

  @Test
  void pulseAndBlankAreEachOthersOpposite() {
    after("FREQ 1E9;AMPR 0;ENBR 1;PPER 1E-3;PWID 2.5E-4;TYPE 4");
    assertEquals(0.25e-3, after("MODL 1").power(), 1e-12);
    assertEquals(0.75e-3, after("TYPE 5").power(), 1e-12);
    assertEquals(1e-3, after("PFNC 5").power(), 1e-12);
    assertEquals(0, output.gated(laboratory.nanos()).power(), 1e-12);
    assertEquals(0, after("TYPE 4").power(), 1e-12);
    assertEquals(1e-3, output.gated(laboratory.nanos()).power(), 1e-12);
    assertEquals(0.5e-3, after("PFNC 4").power(), 1e-12);
    assertEquals(1e-3, after("MODL 0").power(), 1e-12);
  }

  @Test
  void isEnergisedWhileAnOutputIsOn() {
    assertFalse(source.energised());
    after("FREQ 1E9;ENBR 1");
    assertTrue(source.energised());
    after("ENBR 0;ENBL 1");
    assertTrue(source.energised());
    after("*RST");
    assertFalse(source.energised());
  }
}
