package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;
import org.spinbench.simulator.scpi.CommandException;
import org.spinbench.simulator.scpi.StandardError;

/** The arm and the trigger layer of a 2400 (user's manual, section 11). */
class ArmTriggerModelTest {
  private final PartPanel part = new PartPanel();
  private int runs;
  private final ArmTriggerModel model =
      new ArmTriggerModel(part.tree(), 2500, () -> runs++, () -> {});

  @BeforeEach
  void declareInitiate() {
    part.tree().event("INITiate", model::initiate);
  }

  @Test
  void withImmediateSourcesItRunsAtOnce() {
    part.ask("INIT;INIT");
    assertEquals(2, runs);
    assertEquals(1, model.readings());
  }

  @Test
  void itWaitsForATriggerFromTheBus() {
    part.ask("ARM:SOUR BUS;COUN 3;:TRIG:COUN 4");
    part.ask("INIT");
    assertEquals(0, runs);
    assertEquals(12, model.readings());
    assertEquals(-213, part.error("INIT"), "it waits already");
    part.ask("*TRG");
    assertEquals(1, runs);
    assertEquals(-211, part.error("*TRG"), "nothing waits any more");
  }

  @Test
  void abortAndClearEndTheWait() {
    for (String end : new String[] {"ABOR", "TRIG:CLE"}) {
      part.ask("ARM:SOUR BUS;:INIT;:" + end);
      assertEquals(-211, part.error("*TRG"));
    }
    assertEquals(0, runs);
  }

  @Test
  void moreReadingsThanTheMemoryHoldsAreRefused() {
    part.ask("ARM:COUN 50;:TRIG:COUN 51");
    assertEquals(-221, part.error("INIT"), "2550 readings");
    part.ask("TRIG:COUN 50;:INIT");
    assertEquals(1, runs);
  }

  @Test
  void readAtOnceIsADeadlockWhileItWouldWait() {
    model.requireImmediate();
    part.ask("TRIG:SOUR TLIN");
    CommandException refused = assertThrows(CommandException.class, model::requireImmediate);
    assertEquals(StandardError.TRIGGER_DEADLOCK, refused.error());
  }

  /** CONFigure chooses sources and counts; *RST everything. */
  @Test
  void configureLeavesTheDelayAndAPresetDoesNot() {
    part.ask("ARM:SOUR BUS;COUN 3;TIM 2;:TRIG:DEL 0.5;COUN 2");
    model.configure();
    assertEquals(1, model.readings());
    model.requireImmediate();
    assertEquals(0.5, model.delay());
    model.preset();
    assertEquals(0, model.delay());
    assertEquals("0.1", part.ask("ARM:TIM?"));
  }
}
