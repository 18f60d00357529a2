package org.spinbench.simulator.physics;

/**
 * The dielectric breakdown of a tunnel barrier, immediate or time-dependent.
 *
 * <pre>
 *   t_bd(V) = t₀ e^{−g (V − V₀)},   damage = ∫ dt / t_bd(|V|),   broken when damage ≥ s or |V| > V₀
 * </pre>
 *
 * V voltage across the barrier (V); V₀ breakdown voltage (V); t₀ characteristic life at V₀ (s); g
 * voltage acceleration (1/V); s strength of this barrier, drawn from a Weibull distribution of
 * scale 1: F(s) = 1 − e^{−s^β}, so that at a constant voltage the time to breakdown is Weibull
 * distributed with shape β and scale t_bd. A broken barrier is a permanent short circuit.
 *
 * <p>Valid as an empirical law (linear field, cumulative exposure) for MgO barriers of 0.9 to 1.2
 * nm, where V₀ is 0.9 to 1.5 V.
 *
 * <p>Reference: J. W. McPherson, H. C. Mogul, "Underlying physics of the thermochemical E model in
 * describing low-field time-dependent dielectric breakdown in SiO₂ thin films", J. Appl. Phys. 84,
 * 1513 (1998), doi:10.1063/1.368217.
 */
public final class Breakdown {
  /**
   * The law of a family of barriers.
   *
   * @param voltage V₀, V
   * @param life t₀, s
   * @param acceleration g, 1/V
   */
  public record Law(double voltage, double life, double acceleration) implements BarrierLaw {
    public Law {
      Checks.positive("breakdown voltage", voltage, "V");
      Checks.positive("life at breakdown voltage", life, "s");
      Checks.notNegative("voltage acceleration", acceleration, "1/V");
    }

    @Override
    public double lifeAt(double volts) {
      return life * StrictMath.exp(-acceleration * (Math.abs(volts) - voltage));
    }

    @Override
    public double wall() {
      return voltage;
    }
  }

  private final BarrierLaw law;
  private final double strength;
  private double damage;
  private double stressVoltage;
  private double stressLife;
  private boolean stressedUp;
  private boolean stressedDown;
  private boolean broken;

  /**
   * A fresh barrier.
   *
   * @param strength s; 1 for a typical barrier
   */
  public Breakdown(BarrierLaw law, double strength) {
    Checks.positive("strength", strength, "");
    this.law = law;
    this.strength = strength;
    this.stressLife = law.lifeAt(stressVoltage);
  }

  /**
   * Strength s of Weibull shape β for a number drawn uniformly from [0, 1).
   *
   * @param shape β, above zero
   */
  public static double strength(double shape, double uniform) {
    Checks.positive("Weibull shape", shape, "");
    double exposure = -StrictMath.log1p(-uniform);
    return Math.max(StrictMath.pow(exposure, 1 / shape), Double.MIN_NORMAL);
  }

  /** Applies a voltage (V) across the barrier for a time (s, not negative). */
  public void stress(double volts, double seconds) {
    if (broken) {
      return;
    }
    if (volts != stressVoltage) {
      stressVoltage = volts;
      stressedUp |= volts > 0;
      stressedDown |= volts < 0;
      double factor = stressedUp && stressedDown ? law.alternating() : 1;
      stressLife = factor * law.lifeAt(volts);
    }
    damage += seconds / stressLife;
    if (Math.abs(volts) > law.wall() || damage >= strength) {
      broken = true;
    }
  }

  /** Makes the barrier a short circuit. */
  public void destroy() {
    broken = true;
  }

  public boolean broken() {
    return broken;
  }
}
