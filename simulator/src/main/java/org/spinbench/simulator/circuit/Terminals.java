package org.spinbench.simulator.circuit;

/**
 * Voltage and current between the terminals of a loaded source.
 *
 * @param voltage V
 * @param current from the source, A
 * @param limited whether the source is in compliance: it holds the limit, not the level
 */
public record Terminals(double voltage, double current, boolean limited) {
  /** Terminals without voltage and current. */
  public static final Terminals NOTHING = new Terminals(0, 0, false);
}
