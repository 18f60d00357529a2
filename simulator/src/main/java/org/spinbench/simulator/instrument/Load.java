package org.spinbench.simulator.instrument;

/**
 * What is joined to the terminals of a simulated DC source: a field line with its series resistor,
 * a junction, or nothing.
 *
 * @param resistance Ω, above zero; infinite for open terminals
 */
public record Load(double resistance) {
  /** Nothing is joined. */
  public static final Load OPEN = new Load(Double.POSITIVE_INFINITY);

  /**
   * What is between the terminals under load.
   *
   * @param voltage V
   * @param current A
   * @param limited whether the source is in compliance: the limit holds, not the level
   */
  public record Terminals(double voltage, double current, boolean limited) {}

  public Load {
    if (!(resistance > 0)) {
      throw new IllegalArgumentException(
          "a load of " + resistance + " Ω; it has to be above zero, infinite for open terminals");
    }
  }

  /** What becomes of a source's level across this load: Ohm's law, up to the source's limit. */
  public Terminals terminals(DcLevel level) {
    if (level.value() == 0) {
      return new Terminals(0, 0, false);
    }
    return level.current() ? driven(level) : held(level);
  }

  private Terminals driven(DcLevel level) {
    double volts = level.value() * resistance;
    if (resistance == Double.POSITIVE_INFINITY || Math.abs(volts) > level.limit()) {
      double most = Math.copySign(level.limit(), level.value());
      return new Terminals(most, most / resistance, true);
    }
    return new Terminals(volts, level.value(), false);
  }

  private Terminals held(DcLevel level) {
    double amperes = level.value() / resistance;
    if (Math.abs(amperes) > level.limit()) {
      double most = Math.copySign(level.limit(), level.value());
      return new Terminals(most * resistance, most, true);
    }
    return new Terminals(level.value(), amperes, false);
  }
}
