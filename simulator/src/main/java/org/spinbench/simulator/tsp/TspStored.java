package org.spinbench.simulator.tsp;

import java.util.ArrayList;
import java.util.List;

/** Attributes that a script sets and reads, and that have no other effect in simulation. */
public final class TspStored {
  private final List<Runnable> presets = new ArrayList<>();

  /** A number with limits and the value after a reset. */
  public void number(TspTable table, String key, double least, double most, double preset) {
    double[] value = {preset};
    presets.add(() -> value[0] = preset);
    table.attribute(key, least, most, () -> value[0], number -> value[0] = number);
  }

  /** A text with its greatest length and the value after a reset. */
  public void text(TspTable table, String key, int longest, String preset) {
    String[] value = {preset};
    presets.add(() -> value[0] = preset);
    table.text(key, longest, () -> value[0], text -> value[0] = text);
  }

  /** The values after a reset. */
  public void reset() {
    presets.forEach(Runnable::run);
  }
}
