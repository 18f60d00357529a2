package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class KnownHeadersTest {
  private final KnownHeaders headers = new KnownHeaders();

  @Test
  void theSameHeaderElsewhereInAnotherTextIsTheSameString() {
    String first = headers.of(":SOUR:POW?", 0, 10);
    assertSame(first, headers.of("*CLS;:SOUR:POW?;*OPC?", 5, 15));
  }

  @Test
  void whateverCameBeforeTheCharactersAreThoseOfTheText() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(1, 90);
      for (int k = 0; k < length; k++) {
        text.append((char) ('A' + random.nextInt(3)));
      }
      int begin = random.nextInt(length);
      int end = random.nextInt(begin, length + 1);
      assertEquals(text.substring(begin, end), headers.of(text.toString(), begin, end));
    }
  }

  @Test
  void aVeryLongOneIsNotKept() {
    String text = "A".repeat(100);
    assertNotSame(headers.of(text, 1, 100), headers.of(text, 1, 100));
  }
}
