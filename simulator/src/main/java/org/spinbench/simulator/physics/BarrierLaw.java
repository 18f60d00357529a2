package org.spinbench.simulator.physics;

/** How long a family of tunnel barriers stands a voltage. */
public interface BarrierLaw {
  /** Characteristic life at a constant voltage of either sign, s. */
  double lifeAt(double volts);

  /** Magnitude of the voltage that breaks at once, V; infinite if there is none. */
  double wall();

  /** Factor on the life once both polarities have stressed the barrier. */
  default double alternating() {
    return 1;
  }
}
