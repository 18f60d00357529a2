package org.spinbench.app.house.planted.experiments.door;

import java.util.Random;

/** Chance without a seed. */
public final class ThrowsDice {
  Random random = new Random();
}
