package org.spinbench.simulator.instrument.part;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;

/** The reading buffer of the 2400 and the 2182A, as their user's manuals describe it. */
class ReadingBufferTest {
  private final PartPanel part = new PartPanel();
  private final List<Integer> sizes = new ArrayList<>();
  private int asked;
  private final ReadingBuffer<Double> buffer =
      new ReadingBuffer<>(3, () -> asked++, changed -> sizes.add(changed.size()));

  ReadingBufferTest() {
    buffer.declare(part.tree(), 2, 5);
  }

  @Test
  void itKeepsNothingUntilItIsFed() {
    buffer.offer(1.0);
    assertEquals(List.of(), buffer.readings());
    assertEquals("NEV", part.ask("TRAC:FEED:CONT?"));
  }

  @Test
  void itIsFedUntilItIsFull() {
    part.ask("TRAC:FEED:CONT NEXT");
    for (double reading = 1; reading <= 4; reading++) {
      buffer.offer(reading);
    }
    assertEquals(List.of(1.0, 2.0, 3.0), buffer.readings(), "the fourth is lost");
    assertTrue(buffer.isFull());
    assertEquals("NEV", part.ask("DATA:FEED:CONT?"), "it stops by itself");
    assertEquals(List.of(0, 1, 2, 3), sizes, "emptied first, then one after another");
  }

  @Test
  void feedingAgainBeginsWithAnEmptyBuffer() {
    part.ask("TRAC:FEED:CONT NEXT");
    buffer.offer(1.0);
    part.ask("TRAC:FEED:CONT NEV");
    assertEquals(List.of(1.0), buffer.readings(), "what is stored stays");
    part.ask("TRAC:FEED:CONT NEXT");
    assertEquals(List.of(), buffer.readings());
  }

  @Test
  void anotherSizeEmptiesIt() {
    part.ask("TRAC:FEED:CONT NEXT");
    buffer.offer(1.0);
    part.ask("TRAC:POIN 5");
    assertEquals(0, buffer.size());
    assertEquals(5, buffer.capacity());
    assertEquals(-222, part.error("TRAC:POIN 6"));
    assertEquals("5", part.ask("TRAC:POIN?"));
    part.ask("TRAC:CLE");
    assertFalse(buffer.isFull());
  }

  @Test
  void readingsThatAreDueComeFirst() {
    part.panel();
    asked = 0;
    buffer.readings();
    part.ask("TRAC:FEED:CONT?;:TRAC:CLE");
    assertEquals(3, asked, "before each look and each change");
  }

  @Test
  void aPresetGivesTheFirstSizeBack() {
    part.ask("TRAC:POIN 5;FEED:CONT NEXT");
    buffer.offer(1.0);
    buffer.preset();
    assertEquals("3;NEV", part.ask("TRAC:POIN?;FEED:CONT?"));
    assertEquals(0, buffer.size());
    assertThrows(UnsupportedOperationException.class, () -> buffer.readings().add(1.0));
  }
}
