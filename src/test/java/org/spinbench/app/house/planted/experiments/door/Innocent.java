package org.spinbench.app.house.planted.experiments.door;

import java.util.Locale;
import java.util.Random;

/** Seeds, locales and strict functions are welcome. */
public final class Innocent {
  public String text(double value) {
    return String.format(Locale.ROOT, "%f", StrictMath.sin(new Random(1).nextDouble() * value));
  }
}
