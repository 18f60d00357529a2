package org.spinbench.experiments.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedsTest {

  @Test
  void samePathGivesTheSameNumbersAndAnyOtherPathOthers() {
    assertEquals(Seeds.generator(7, 1, 2).nextLong(), Seeds.generator(7, 1, 2).nextLong());
    Set<Long> seen = new HashSet<>();
    int paths = 0;
    for (long seed = -5; seed <= 5; seed++) {
      seen.add(Seeds.generator(seed).nextLong());
      paths++;
      for (int i = 0; i < 20; i++) {
        seen.add(Seeds.generator(seed, i).nextLong());
        seen.add(Seeds.generator(seed, 1, i).nextLong());
        paths += 2;
      }
    }
    assertEquals(paths, seen.size());
  }
}
