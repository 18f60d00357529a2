package org.spinbench.simulator.circuit;

/**
 * A resistor, such as a field line. Open terminals are an infinite resistance.
 *
 * @param resistance Ω, above zero; infinite for open terminals
 */
public record Resistor(double resistance) implements TwoTerminal {
  /** An open circuit. */
  public static final Resistor OPEN = new Resistor(Double.POSITIVE_INFINITY);

  public Resistor {
    if (!(resistance > 0)) {
      throw new IllegalArgumentException(
          "a load of " + resistance + " Ω; it has to be above zero, infinite for open terminals");
    }
  }

  @Override
  public double voltage(double current) {
    return current == 0 ? 0 : current * resistance;
  }

  @Override
  public double current(double voltage) {
    return voltage / resistance;
  }
}
