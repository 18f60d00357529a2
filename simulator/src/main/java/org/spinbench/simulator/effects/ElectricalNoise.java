package org.spinbench.simulator.effects;

import java.util.random.RandomGenerator;
import org.spinbench.simulator.physics.Checks;
import org.spinbench.simulator.physics.FlickerNoise;

/**
 * The 1/f noise of a junction's voltage (Hooge).
 *
 * <pre>   S_V(f) = V² α_H/(A f)</pre>
 *
 * S_V one-sided density of the voltage noise (V²/Hz); V voltage (V); α_H Hooge's parameter (m²); A
 * area of the junction (m²); f frequency (Hz), between the two corners. α_H varies log-normally
 * from device to device.
 *
 * <p>Form: arXiv:1906.10190; spread between nominally equal devices: IEEE Trans. Magn. 37, 2028
 * (2001).
 *
 * @param relative α_H/A
 * @param spread one standard deviation of the logarithm of α_H
 * @param slowest lower corner, Hz
 * @param fastest upper corner, Hz
 */
public record ElectricalNoise(double relative, double spread, double slowest, double fastest) {
  public ElectricalNoise {
    Checks.notNegative("1/f noise", relative, "");
    Checks.notNegative("spread of the 1/f noise", spread, "");
  }

  /** Relative noise of one device, by which its voltage is multiplied. */
  FlickerNoise draw(RandomGenerator random) {
    double own = relative * StrictMath.exp(spread * random.nextGaussian());
    double sigma = Math.sqrt(own * StrictMath.log(fastest / slowest));
    return new FlickerNoise(sigma, slowest, fastest, random);
  }
}
