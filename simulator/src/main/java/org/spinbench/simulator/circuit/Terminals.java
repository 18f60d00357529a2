package org.spinbench.simulator.circuit;

/**
 * What is between the terminals of a source under load.
 *
 * @param voltage V
 * @param current that the source puts out, A
 * @param limited whether the source is in compliance: the limit holds, not the level
 */
public record Terminals(double voltage, double current, boolean limited) {
  /** Of a source that puts nothing out, with nothing behind its terminals. */
  public static final Terminals NOTHING = new Terminals(0, 0, false);
}
