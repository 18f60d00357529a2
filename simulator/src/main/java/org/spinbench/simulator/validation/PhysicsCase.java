package org.spinbench.simulator.validation;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * A quantity that is known, and how it is computed here.
 *
 * @param model oscillator, vortex or macrospin
 * @param quantity what it is
 * @param unit SI; empty for a number
 * @param expected the known value, above or below zero
 * @param tolerance largest share by which the computed value may differ
 * @param source of the known value: the equation or the paper
 * @param computation of the value
 */
public record PhysicsCase(
    String model,
    String quantity,
    String unit,
    double expected,
    double tolerance,
    String source,
    DoubleSupplier computation) {

  /**
   * A case that was computed.
   *
   * @param computed value, in the unit of the case
   */
  public record Row(PhysicsCase known, double computed) {
    /** (computed − expected)/expected. */
    public double difference() {
      return computed / known.expected() - 1;
    }

    /** Whether the difference is within the tolerance. */
    public boolean holds() {
      return Math.abs(difference()) <= known.tolerance();
    }
  }

  /** Computes the value. */
  public Row compute() {
    return new Row(this, computation.getAsDouble());
  }

  /** Every case there is. */
  public static List<PhysicsCase> all() {
    return Stream.of(OscillatorCases.all(), VortexCases.all(), MacrospinCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
