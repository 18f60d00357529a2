package org.spinbench.simulator.instrument.sourcemeter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;
import org.spinbench.simulator.scpi.PresetSettings;

/** The buffers of a 2450 by name (reference manual, section 6, TRACe). */
class NamedBuffersTest {
  private final PartPanel part = new PartPanel();
  private final NamedBuffers buffers = new NamedBuffers(new PresetSettings(part.tree()));

  @BeforeEach
  void declare() {
    buffers.declare(part.tree());
    part.tree().query("LATest", 0, 9, call -> buffers.latest(call, buffer -> {}));
  }

  private void add(String buffer, double... values) {
    for (double value : values) {
      buffers.named(buffer).add(new NamedBuffers.Row(value, 2 * value, value, "V", 8, "A", 128));
    }
  }

  @Test
  void twoAreAlwaysThere() {
    add("defbuffer1", 1, 2);
    assertEquals("2;0", part.ask("TRAC:ACT?;ACT? 'DEFBUFFER2'"));
    assertEquals(-224, part.error("TRAC:DEL 'defbuffer2'"));
    assertEquals(-224, part.error("TRAC:ACT? 'mine'"));
    part.ask("TRAC:CLE");
    assertEquals("0", part.ask("TRAC:ACT?"));
  }

  @Test
  void aProgramMakesAndDeletesOthers() {
    part.ask("TRAC:MAKE 'mine',10");
    assertEquals(-221, part.error("TRAC:MAKE 'Mine',20"), "the name is taken");
    add("MINE", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    assertEquals("10;2.000000E+00", part.ask("TRAC:ACT? 'mine';DATA? 1,1,'mine'"));
    part.ask("TRAC:DEL 'mine'");
    assertEquals(-224, part.error("TRAC:DEL 'mine'"));
    for (int k = 3; k <= 20; k++) {
      part.ask("TRAC:MAKE 'b" + k + "',10");
    }
    assertEquals(-221, part.error("TRAC:MAKE 'b21',10"), "twenty in all");
    buffers.preset();
    assertEquals(-224, part.error("TRAC:ACT? 'b3'"));
  }

  @Test
  void elementsComeInTheOrderAskedFor() {
    add("defbuffer1", -1.5, 3);
    assertEquals("-1.500000E+00,3.000000E+00", part.ask("TRAC:DATA? 1,2"));
    assertEquals(
        "6.000000E+00,3,3.000000E+00 V,8,128,A,V",
        part.ask("TRAC:DATA? 2,2,'defbuffer1',SOUR,REL,FORM,STAT,SOURSTAT,SOURUNIT,UNIT"));
    assertEquals(-222, part.error("TRAC:DATA? 1,3"));
    assertEquals("3.000000E+00", part.ask("LAT?"));
    assertEquals(-230, part.error("LAT? 'defbuffer2'"));
  }

  @Test
  void statisticsAreOfOneBuffer() {
    add("defbuffer2", 1, 2, 3, 4);
    String of = "TRAC:STAT:%s? 'defbuffer2'";
    assertEquals("2.500000E+00", part.ask(of.formatted("AVER")));
    assertEquals("4.000000E+00", part.ask(of.formatted("MAX")));
    assertEquals("1.000000E+00", part.ask(of.formatted("MIN")));
    assertEquals("1.290994E+00", part.ask(of.formatted("STDD")));
    assertEquals(-230, part.error("TRAC:STAT:AVER?"));
    part.ask("TRAC:STAT:CLE 'defbuffer2'");
    assertEquals("0", part.ask("TRAC:ACT? 'defbuffer2'"));
  }

  @Test
  void anotherSizeEmptiesABuffer() {
    add("defbuffer1", 1);
    part.ask("TRAC:POIN 25");
    assertEquals("25;0", part.ask("TRAC:POIN?;ACT?"));
  }
}
