package org.spinbench.simulator.network;

import java.util.Arrays;

/**
 * The rectification of every tone by every junction of a chain, summed term by term in double
 * precision.
 *
 * <p>With x = f − f_r, D = α f_r and d = D² + x² the response of {@link SynapseModel} and its
 * slopes are
 *
 * <pre>
 * G       =  (A D x + S D²) / d
 * ∂G/∂f_r =  α f   [A (x² − D²) + 2 S x D] / d²
 * ∂G/∂f   = −α f_r [A (x² − D²) + 2 S x D] / d²
 * </pre>
 *
 * the real parts of (A − iS) α f_r / (f − z) and its derivatives, z = f_r (1 + iα). The loops have
 * one store, no array offsets and a reciprocal shared by several terms, so that the compiler
 * vectorises them.
 */
final class DirectSum {
  private DirectSum() {}

  /** Writes W_i = Σ_k ρ_k G(f_i, f_k); see {@link Arithmetic#values}. */
  static void values(
      SynapseModel model, double[] tones, double[] resonances, double[] weights, double[] out) {
    Arrays.fill(out, 0);
    int k = 0;
    for (; k + 3 < resonances.length; k += 4) {
      addFour(model, tones, resonances, weights, k, out);
    }
    for (; k < resonances.length; k++) {
      addOne(model, tones, resonances[k], weights[k], out);
    }
  }

  private static void addFour(
      SynapseModel model,
      double[] tones,
      double[] resonances,
      double[] weights,
      int k,
      double[] out) {
    double f1 = resonances[k];
    double f2 = resonances[k + 1];
    double f3 = resonances[k + 2];
    double f4 = resonances[k + 3];
    double q1 = square(model.damping() * f1);
    double q2 = square(model.damping() * f2);
    double q3 = square(model.damping() * f3);
    double q4 = square(model.damping() * f4);
    double scale = model.antisymmetric() * model.damping();
    double a1 = scale * weights[k] * f1;
    double a2 = scale * weights[k + 1] * f2;
    double a3 = scale * weights[k + 2] * f3;
    double a4 = scale * weights[k + 3] * f4;
    double s1 = model.symmetric() * weights[k] * q1;
    double s2 = model.symmetric() * weights[k + 1] * q2;
    double s3 = model.symmetric() * weights[k + 2] * q3;
    double s4 = model.symmetric() * weights[k + 3] * q4;
    int count = tones.length;
    for (int i = 0; i < count; i++) {
      double x1 = tones[i] - f1;
      double x2 = tones[i] - f2;
      double x3 = tones[i] - f3;
      double x4 = tones[i] - f4;
      double d1 = q1 + x1 * x1;
      double d2 = q2 + x2 * x2;
      double d3 = q3 + x3 * x3;
      double d4 = q4 + x4 * x4;
      double d12 = d1 * d2;
      double d34 = d3 * d4;
      out[i] +=
          (((a1 * x1 + s1) * d2 + (a2 * x2 + s2) * d1) * d34
                  + ((a3 * x3 + s3) * d4 + (a4 * x4 + s4) * d3) * d12)
              * (1.0 / (d12 * d34));
    }
  }

  private static void addOne(
      SynapseModel model, double[] tones, double resonance, double weight, double[] out) {
    double q = square(model.damping() * resonance);
    double a = model.antisymmetric() * model.damping() * weight * resonance;
    double s = model.symmetric() * weight * q;
    int count = tones.length;
    for (int i = 0; i < count; i++) {
      double x = tones[i] - resonance;
      out[i] += (a * x + s) * (1.0 / (q + x * x));
    }
  }

  /**
   * Adds Σ_i g_i ∂G(f_i, f_k)/∂f_k, without ρ_k; see {@link Arithmetic#slopes}.
   *
   * @param squares scratch, one element per resonator
   */
  static void slopes(
      SynapseModel model,
      double[] tones,
      double[] gradient,
      double[] resonances,
      double[] squares,
      double[] out) {
    for (int k = 0; k < resonances.length; k++) {
      squares[k] = square(model.damping() * resonances[k]);
    }
    double a = model.antisymmetric() * model.damping();
    double s = 2 * model.symmetric() * square(model.damping());
    for (int i = 0; i < tones.length; i += 2) {
      int j = Math.min(i + 1, tones.length - 1);
      double h1 = tones[i] * gradient[i];
      double h2 = j > i ? tones[j] * gradient[j] : 0;
      addSlopes(tones[i], tones[j], a * h1, a * h2, s * h1, s * h2, resonances, squares, out);
    }
  }

  /**
   * Adds the slopes of two tones. All cases are in one method, which makes it too long for the
   * compiler to inline (more than 325 bytes of bytecode): the compiler vectorises it only when it
   * is not inlined.
   */
  private static void addSlopes(
      double t1,
      double t2,
      double h1,
      double h2,
      double s1,
      double s2,
      double[] resonances,
      double[] squares,
      double[] out) {
    int count = resonances.length;
    if (s1 == 0 && s2 == 0) {
      for (int k = 0; k < count; k++) {
        double x1 = t1 - resonances[k];
        double x2 = t2 - resonances[k];
        double xx1 = x1 * x1;
        double xx2 = x2 * x2;
        double d1 = xx1 + squares[k];
        double d2 = xx2 + squares[k];
        double n1 = h1 * (xx1 - squares[k]);
        double n2 = h2 * (xx2 - squares[k]);
        double d12 = d1 * d2;
        out[k] += (n1 * (d2 * d2) + n2 * (d1 * d1)) * (1.0 / (d12 * d12));
      }
    } else {
      for (int k = 0; k < count; k++) {
        double x = t1 - resonances[k];
        double xx = x * x;
        double d = xx + squares[k];
        double antisymmetric = h1 * (xx - squares[k]);
        double symmetric = s1 * x * resonances[k];
        out[k] += (antisymmetric + symmetric) * (1.0 / (d * d));
      }
      for (int k = 0; k < count; k++) {
        double x = t2 - resonances[k];
        double xx = x * x;
        double d = xx + squares[k];
        double antisymmetric = h2 * (xx - squares[k]);
        double symmetric = s2 * x * resonances[k];
        out[k] += (antisymmetric + symmetric) * (1.0 / (d * d));
      }
    }
  }

  /**
   * Writes ∂W_i/∂f_i = Σ_k ρ_k ∂G(f_i, f_k)/∂f_i for one chain: the derivative of a tone's weight
   * by its own frequency.
   *
   * @param out one slope per tone, V/(W Hz)
   */
  static void toneSlopes(
      SynapseModel model, double[] tones, double[] resonances, double[] weights, double[] out) {
    Arrays.fill(out, 0);
    int count = tones.length;
    for (int k = 0; k < resonances.length; k++) {
      double resonance = resonances[k];
      double width = model.damping() * resonance;
      double q = square(width);
      double a = -weights[k] * width * model.antisymmetric();
      double s = -weights[k] * q * 2 * model.symmetric();
      for (int i = 0; i < count; i++) {
        double x = tones[i] - resonance;
        double d = q + x * x;
        out[i] += (a * (x * x - q) + s * x) * (1.0 / (d * d));
      }
    }
  }

  private static double square(double x) {
    return x * x;
  }
}
