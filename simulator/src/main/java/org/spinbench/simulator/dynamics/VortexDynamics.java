package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.physics.Checks.finite;
import static org.spinbench.simulator.physics.Checks.notNegative;
import static org.spinbench.simulator.physics.Checks.positive;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The core of one vortex in time.
 *
 * <p>Without temperature a step is one of the classical Runge-Kutta method of fourth order (10 ps
 * and 300 MHz: 1e-6 of an orbit). With temperature it is one of Heun's method with a force F_i =
 * √(2 D k_B T/Δt) N(0, 1) along each axis, constant over the step, whose response is taken at the
 * step's end: the kinetic convention, which keeps the Boltzmann distribution where D depends on the
 * orbit (P. Hänggi, H. Thomas, Phys. Rep. 88, 207 (1982), doi:10.1016/0370-1573(82)90045-X, section
 * 4).
 */
public final class VortexDynamics {
  private final VortexModel model;
  private final double temperature;
  private final RandomGenerator random;
  private Excitation density = Excitation.NONE;
  private double x;
  private double y;
  private int polarity = 1;
  private int reversals;
  private boolean expelled;
  private double time;
  private double slopeX;
  private double slopeY;

  /**
   * A core in the middle of its disc, of polarity +1.
   *
   * @param temperature K, not negative
   * @param random the noise of this junction; not used at 0 K
   */
  public VortexDynamics(VortexModel model, double temperature, RandomGenerator random) {
    notNegative("temperature", temperature, "K");
    this.model = model;
    this.temperature = temperature;
    this.random = random;
  }

  /** Sets the DC current density, A/m². */
  public void current(double value) {
    density = new Excitation(value, density.tones());
  }

  /** Sets the sinusoidal parts of the current density, A/m²: each amplitude cos(2π f t + phase). */
  public void tones(List<Excitation.Tone> sinusoids) {
    density = new Excitation(density.constant(), sinusoids);
  }

  /** Puts the core somewhere, m from the middle, with a polarity of +1 or −1. */
  public void place(double toX, double toY, int newPolarity) {
    finite("x", toX, "m");
    finite("y", toY, "m");
    if (Math.abs(newPolarity) != 1) {
      throw new IllegalArgumentException("polarity is " + newPolarity + ", but must be +1 or -1");
    }
    x = toX;
    y = toY;
    polarity = newPolarity;
    expelled = false;
  }

  /** Position of the core, m from the middle. */
  public double x() {
    return x;
  }

  /** Position of the core, m from the middle. */
  public double y() {
    return y;
  }

  /** s = |X|/R. */
  public double orbit() {
    return StrictMath.hypot(x, y) / model.radius();
  }

  /** Polarity of the core, +1 or −1. */
  public int polarity() {
    return polarity;
  }

  /** How often the core has reversed its polarity. */
  public int reversals() {
    return reversals;
  }

  /** Whether the core has left the disc: it stays where it left until it is placed again. */
  public boolean expelled() {
    return expelled;
  }

  /** Time since the beginning, s. */
  public double time() {
    return time;
  }

  /**
   * In-plane moment of the disc along x, in units of M_s V: −⅔ C y/R for a core that moves without
   * changing its shape. The resistance follows it.
   */
  public double moment() {
    return -2.0 / 3 * model.chirality() * y / model.radius();
  }

  /**
   * Lets a time pass.
   *
   * @param seconds the step, above zero; a tenth of a radian of the gyration or less
   */
  public void advance(double seconds, long steps) {
    positive("time step", seconds, "s");
    for (long i = 0; i < steps && !expelled; i++) {
      if (temperature > 0) {
        heun(seconds);
      } else {
        rungeKutta(seconds);
      }
      watch();
    }
  }

  private void rungeKutta(double dt) {
    double middle = density.at(time + dt / 2);
    slope(x, y, density.at(time), 0, 0);
    double ax = slopeX;
    double ay = slopeY;
    slope(x + ax * dt / 2, y + ay * dt / 2, middle, 0, 0);
    double bx = slopeX;
    double by = slopeY;
    slope(x + bx * dt / 2, y + by * dt / 2, middle, 0, 0);
    double cx = slopeX;
    double cy = slopeY;
    slope(x + cx * dt, y + cy * dt, density.at(time + dt), 0, 0);
    x += dt / 6 * (ax + 2 * bx + 2 * cx + slopeX);
    y += dt / 6 * (ay + 2 * by + 2 * cy + slopeY);
    time += dt;
  }

  private void heun(double dt) {
    double forceX = random.nextGaussian();
    double forceY = random.nextGaussian();
    double strength = 2 * PhysicalConstants.BOLTZMANN * temperature / dt;
    double now = density.at(time);
    double then = density.at(time + dt);
    slope(x, y, now, 0, 0);
    double driftX = slopeX;
    double driftY = slopeY;
    double here = Math.sqrt(strength * damping(x, y));
    slope(x, y, now, here * forceX, here * forceY);
    double nextX = x + slopeX * dt;
    double nextY = y + slopeY * dt;
    double there = Math.sqrt(strength * damping(nextX, nextY));
    slope(nextX, nextY, then, there * forceX, there * forceY);
    double kickedX = slopeX;
    double kickedY = slopeY;
    slope(nextX, nextY, then, 0, 0);
    x += dt * (kickedX + (driftX - slopeX) / 2);
    y += dt * (kickedY + (driftY - slopeY) / 2);
    time += dt;
  }

  private double damping(double atX, double atY) {
    return model.damping().at(squared(atX, atY));
  }

  private double squared(double atX, double atY) {
    return (atX * atX + atY * atY) / (model.radius() * model.radius());
  }

  /** The velocity at a place, a current density and under a force, into the slopes. */
  private void slope(double atX, double atY, double now, double forceX, double forceY) {
    double squared = squared(atX, atY);
    double k = model.stiffness(squared, now);
    double torque = model.torque() * now;
    double fx = -k * atX - torque * atY + model.inPlaneForce() * now + forceX;
    double fy = -k * atY + torque * atX + forceY;
    double g = polarity * model.gyration().at(squared);
    double d = model.damping().at(squared);
    double norm = g * g + d * d;
    slopeX = (d * fx + g * fy) / norm;
    slopeY = (d * fy - g * fx) / norm;
  }

  private void watch() {
    if (squared(x, y) >= model.largestOrbit() * model.largestOrbit()) {
      expelled = true;
      return;
    }
    if (Double.isInfinite(model.criticalSpeed())) {
      return;
    }
    slope(x, y, density.at(time), 0, 0);
    if (slopeX * slopeX + slopeY * slopeY > model.criticalSpeed() * model.criticalSpeed()) {
      polarity = -polarity;
      reversals++;
    }
  }
}
