package org.spinbench.app.house.planted.experiments.door;

import java.util.Collections;
import java.util.List;

/** Chance hidden in a library call. */
public final class Shuffles {
  public void mix(List<String> cards) {
    Collections.shuffle(cards);
  }
}
