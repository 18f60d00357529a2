package org.spinbench.simulator.chip;

import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.circuit.TwoTerminal;

/**
 * The node of a neuron as its bias source sees it: the junction to ground; the amplifier of its
 * chain, which adds to the current of the source or takes from it as far as its limiter for the
 * total lets it; and the oscillator of a lock-in, if one is joined.
 *
 * <pre>
 *   V = k R (I + a(I) + V_s/R_s),   k = 1/(1 + R/R_s),   a(I) = A limited to |I + a(I)| ≤ T
 * </pre>
 *
 * The amplifier cannot stop a source that exceeds T by itself.
 *
 * @param junction R, Ω
 * @param amplifier A, A
 * @param totalLimit T, A
 * @param injected V_s/R_s, A
 * @param part k
 */
record BiasNode(double junction, double amplifier, double totalLimit, double injected, double part)
    implements TwoTerminal {

  /**
   * @param junction infinite for an open one, in which nothing flows
   * @param sine in parallel
   * @param voltage of it at the moment, V
   */
  static BiasNode of(
      double junction, double amplifier, double totalLimit, Sine sine, double voltage) {
    if (junction == Double.POSITIVE_INFINITY) {
      return new BiasNode(junction, 0, totalLimit, 0, 0);
    }
    if (sine == Sine.NONE) {
      return new BiasNode(junction, amplifier, totalLimit, 0, 1);
    }
    double resistance = sine.resistance();
    return new BiasNode(
        junction, amplifier, totalLimit, voltage / resistance, 1 / (1 + junction / resistance));
  }

  /** Current in the junction when the source puts out a current, A. */
  double through(double current) {
    double most = Math.max(0, totalLimit - current);
    double least = Math.min(0, -totalLimit - current);
    return part * (current + Math.max(least, Math.min(most, amplifier)) + injected);
  }

  @Override
  public double voltage(double current) {
    return part == 0 ? Resistor.OPEN.voltage(current) : through(current) * junction;
  }

  @Override
  public double current(double voltage) {
    if (part == 0) {
      return 0;
    }
    double total = voltage / (part * junction) - injected;
    boolean adds = amplifier >= 0 ? total <= totalLimit : total >= -totalLimit;
    return adds ? total - amplifier : total;
  }
}
