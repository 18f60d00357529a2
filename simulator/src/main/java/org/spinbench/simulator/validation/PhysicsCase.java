package org.spinbench.simulator.validation;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * A known quantity and its computation.
 *
 * @param model oscillator, vortex or macrospin
 * @param quantity its name
 * @param unit SI; empty for a number
 * @param expected the known value, not zero
 * @param tolerance largest relative difference of the computed value
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
   * A computed case.
   *
   * @param computed value, in the unit of the case
   */
  public record Row(PhysicsCase known, double computed) {
    /** (computed − expected)/expected. */
    public double difference() {
      return computed / known.expected() - 1;
    }

    public boolean holds() {
      return Math.abs(difference()) <= known.tolerance();
    }
  }

  public Row compute() {
    return new Row(this, computation.getAsDouble());
  }

  /** All cases. */
  public static List<PhysicsCase> all() {
    return Stream.of(
            OscillatorCases.all(),
            DiodeCases.all(),
            VortexCases.all(),
            MacrospinCases.all(),
            TorqueCases.all())
        .flatMap(List::stream)
        .toList();
  }
}
