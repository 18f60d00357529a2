package org.spinbench.drivers.bench;

import java.util.HashSet;
import java.util.Set;

/**
 * Counts evaluations. One evaluation is all that is read at unchanged settings, each quantity once:
 * the next begins with the first reading after a change, or when a quantity is read again.
 */
final class EvaluationCount {
  private final Set<String> readSinceChange = new HashSet<>();
  private boolean changed = true;
  private long count;

  /** A setting was changed. */
  void change() {
    changed = true;
  }

  /** A quantity was read. */
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
