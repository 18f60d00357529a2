package org.spinbench.drivers.bench;

import java.util.HashSet;
import java.util.Set;

/**
 * Counts evaluations. One evaluation is a set of readings at unchanged settings, each quantity
 * once. The next one begins with the first reading after a change, or when a quantity is read
 * again.
 */
final class EvaluationCount {
  private final Set<String> readSinceChange = new HashSet<>();
  private boolean changed = true;
  private long count;

  /** Notes a change of a setting. */
  void change() {
    changed = true;
  }

  /** Notes a reading of a quantity. */
  void count(String quantity) {
    if (changed || readSinceChange.contains(quantity)) {
      count++;
      changed = false;
      readSinceChange.clear();
    }
    readSinceChange.add(quantity);
  }

  long soFar() {
    return count;
  }
}
