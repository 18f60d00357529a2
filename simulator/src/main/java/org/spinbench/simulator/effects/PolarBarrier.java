package org.spinbench.simulator.effects;

import org.spinbench.simulator.physics.BarrierLaw;
import org.spinbench.simulator.physics.Checks;

/**
 * Breakdown of an MgO barrier that depends on the polarity: the E model for positive voltages, a
 * power law for negative ones, and a shorter life where the polarity alternates.
 *
 * <pre>
 *   t₊ = 1 s · e^{−γ (V − V₊)} a^{−1/β},   t₋ = 1 s · (V₋/|V|)ⁿ a^{−1/β}
 * </pre>
 *
 * t life that 63 % of the barriers do not reach (s); V voltage (V); V₊, V₋ voltages of a life of 1
 * s (V); γ acceleration (1/V); n exponent; a area over that of the reference; β shape of the
 * Weibull distribution. There is no voltage that breaks at once.
 *
 * <p>Valid as an empirical law: which law holds for which polarity is published (IEEE International
 * Reliability Physics Symposium 2012), and that bipolar stress shortens the life; the values are
 * invented. E model: J. W. McPherson, H. C. Mogul, doi:10.1063/1.368217.
 *
 * @param positiveVoltage V₊, V
 * @param acceleration γ, 1/V
 * @param negativeVoltage V₋, V
 * @param exponent n
 * @param area a
 * @param alternating factor on the life once both polarities have stressed the barrier
 * @param shape β
 */
public record PolarBarrier(
    double positiveVoltage,
    double acceleration,
    double negativeVoltage,
    double exponent,
    double area,
    double alternating,
    double shape)
    implements BarrierLaw {
  public PolarBarrier {
    Checks.positive("voltage of a life of 1 s", positiveVoltage, "V");
    Checks.notNegative("voltage acceleration", acceleration, "1/V");
    Checks.positive("voltage of a life of 1 s", negativeVoltage, "V");
    Checks.notNegative("exponent", exponent, "");
    Checks.positive("area", area, "");
    Checks.positive("factor of alternating stress", alternating, "");
    Checks.positive("Weibull shape", shape, "");
  }

  @Override
  public double lifeAt(double volts) {
    double scale = StrictMath.pow(area, -1 / shape);
    return volts < 0
        ? scale * StrictMath.pow(negativeVoltage / -volts, exponent)
        : scale * StrictMath.exp(-acceleration * (volts - positiveVoltage));
  }

  @Override
  public double wall() {
    return Double.POSITIVE_INFINITY;
  }
}
