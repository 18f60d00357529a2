package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Element;
import org.spinbench.simulator.instrument.sourcemeter.ReadingElements.Row;

/** Elements come in one order, whatever order was asked. */
class ReadingElementsTest {
  private static final Row ROW = new Row(1, 2, 3, 4, 5, 6);

  @Test
  void thoseAskedForComeInTheInstrumentsOrder() {
    PartPanel part = new PartPanel();
    ReadingElements elements = new ReadingElements(EnumSet.range(Element.VOLT, Element.STAT));
    elements.declare(part.tree(), "ELEMents", "VOLTage|CURRent|RESistance|TIME|STATus");
    assertEquals(List.of(1.0, 2.0, 3.0, 4.0, 5.0), elements.of(List.of(ROW)), "all but the level");
    part.ask("ELEM STAT,CURRENT");
    assertEquals("CURR,STAT", part.ask("ELEM?"));
    assertEquals(List.of(2.0, 5.0, 2.0, 5.0), elements.of(List.of(ROW, ROW)));
    assertEquals(-141, part.error("ELEM SOUR"), "this instrument has none");
    assertEquals("CURR,STAT", part.ask("ELEM?"));
    assertEquals(-108, part.error("ELEM VOLT,CURR,RES,TIME,STAT,VOLT"), "more than there are");
    elements.preset();
    assertEquals("VOLT,CURR,RES,TIME,STAT", part.ask("ELEM?"));
  }

  @Test
  void theLevelIsTheLast() {
    assertEquals(
        List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
        new ReadingElements(EnumSet.allOf(Element.class)).of(List.of(ROW)));
  }
}
