package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.dynamics.MacrospinState.ACROSS;
import static org.spinbench.simulator.dynamics.MacrospinState.ALPHA;
import static org.spinbench.simulator.dynamics.MacrospinState.M;
import static org.spinbench.simulator.dynamics.MacrospinState.P;
import static org.spinbench.simulator.dynamics.MacrospinState.RATE;
import static org.spinbench.simulator.dynamics.MacrospinState.SLANTED;
import static org.spinbench.simulator.dynamics.MacrospinState.STAGE;
import static org.spinbench.simulator.dynamics.MacrospinState.SUM;
import static org.spinbench.simulator.dynamics.MacrospinState.TORQUE;
import static org.spinbench.simulator.dynamics.MacrospinState.TOWARDS;
import static org.spinbench.simulator.dynamics.MacrospinState.XX;
import static org.spinbench.simulator.dynamics.MacrospinState.XY;
import static org.spinbench.simulator.dynamics.MacrospinState.XZ;
import static org.spinbench.simulator.dynamics.MacrospinState.Y;
import static org.spinbench.simulator.dynamics.MacrospinState.YY;
import static org.spinbench.simulator.dynamics.MacrospinState.YZ;
import static org.spinbench.simulator.dynamics.MacrospinState.Z;
import static org.spinbench.simulator.dynamics.MacrospinState.ZZ;

/** Layer after layer, in plain Java. */
final class ScalarKernel implements MacrospinKernel {
  static final ScalarKernel INSTANCE = new ScalarKernel();

  @Override
  public void open(MacrospinState state, int at, double dt) {
    stage(state, at, 0, 1, dt, false);
  }

  @Override
  public void proceed(MacrospinState state, double weight, double dt) {
    stage(state, MacrospinState.STAGE, 1, weight, dt, false);
  }

  @Override
  public void close(MacrospinState state, double dt) {
    stage(state, MacrospinState.STAGE, 1, 1, dt, true);
  }

  /** sum = keep sum + weight k, and then stage = m + dt k or the end of the step. */
  private static void stage(
      MacrospinState a, int m, double keep, double weight, double dt, boolean closing) {
    int given = a.given(m);
    double[] d = a.data;
    for (int i = 0; i < a.count; i++) {
      int at = MacrospinState.at(i);
      double x = d[at + m];
      double y = d[at + m + Y];
      double z = d[at + m + Z];
      double px = d[at + P];
      double py = d[at + P + Y];
      double pz = d[at + P + Z];
      double torque = d[at + TORQUE];
      if (a.slanting) {
        torque /= 1 + d[at + SLANTED] * (px * x + py * y + pz * z);
      }
      double xy = d[at + XY];
      double xz = d[at + XZ];
      double yz = d[at + YZ];
      double hx = d[at + given] + (d[at + XX] * x + xy * y + xz * z);
      double hy = d[at + given + Y] + (xy * x + d[at + YY] * y + yz * z);
      double hz = d[at + given + Z] + (xz * x + yz * y + d[at + ZZ] * z);
      double alpha = d[at + ALPHA];
      double across = d[at + ACROSS];
      double towards = d[at + TOWARDS];
      // W = H + α m × H + [(β − α) p + (1 + α β) m × p] a_DL, dm/dt = −γ₀/(1 + α²) m × W. The last
      // factor is known late.
      double wx =
          hx + alpha * (y * hz - z * hy) + (across * px + towards * (y * pz - z * py)) * torque;
      double wy =
          hy + alpha * (z * hx - x * hz) + (across * py + towards * (z * px - x * pz)) * torque;
      double wz =
          hz + alpha * (x * hy - y * hx) + (across * pz + towards * (x * py - y * px)) * torque;
      double rate = d[at + RATE];
      double kx = rate * (y * wz - z * wy);
      double ky = rate * (z * wx - x * wz);
      double kz = rate * (x * wy - y * wx);
      double sumX = keep * d[at + SUM] + weight * kx;
      double sumY = keep * d[at + SUM + Y] + weight * ky;
      double sumZ = keep * d[at + SUM + Z] + weight * kz;
      if (closing) {
        double ex = d[at + M] + dt * sumX;
        double ey = d[at + M + Y] + dt * sumY;
        double ez = d[at + M + Z] + dt * sumZ;
        double scale = 1 / Math.sqrt(ex * ex + ey * ey + ez * ez);
        d[at + M] = ex * scale;
        d[at + M + Y] = ey * scale;
        d[at + M + Z] = ez * scale;
      } else {
        d[at + SUM] = sumX;
        d[at + SUM + Y] = sumY;
        d[at + SUM + Z] = sumZ;
        d[at + STAGE] = d[at + M] + dt * kx;
        d[at + STAGE + Y] = d[at + M + Y] + dt * ky;
        d[at + STAGE + Z] = d[at + M + Z] + dt * kz;
      }
    }
  }

  @Override
  public void normals(NormalStreams s, double[] cosines, double[] sines) {
    for (int k = 0; k < s.count; k++) {
      double f = (s.mantissa[k] - 1) / (s.mantissa[k] + 1);
      double q = f * f;
      double artanh = q * NormalStreams.ARTANH_11 + NormalStreams.ARTANH_9;
      artanh = artanh * q + NormalStreams.ARTANH_7;
      artanh = artanh * q + NormalStreams.ARTANH_5;
      artanh = artanh * q + NormalStreams.ARTANH_3;
      artanh = (artanh * q + 1) * (f + f);
      double radius = Math.sqrt((s.exponent[k] * NormalStreams.LN_2 + artanh) * -2) * s.sign[k];
      double angle = s.angle[k];
      q = angle * angle;
      double sine = q * NormalStreams.SINE_13 + NormalStreams.SINE_11;
      sine = sine * q + NormalStreams.SINE_9;
      sine = sine * q + NormalStreams.SINE_7;
      sine = sine * q + NormalStreams.SINE_5;
      sine = sine * q + NormalStreams.SINE_3;
      sine = (sine * q + 1) * angle;
      double cosine = q * NormalStreams.COSINE_14 + NormalStreams.COSINE_12;
      cosine = cosine * q + NormalStreams.COSINE_10;
      cosine = cosine * q + NormalStreams.COSINE_8;
      cosine = cosine * q + NormalStreams.COSINE_6;
      cosine = cosine * q + NormalStreams.COSINE_4;
      cosine = cosine * q + NormalStreams.COSINE_2;
      cosine = cosine * q + 1;
      cosines[k] = radius * cosine;
      sines[k] = radius * sine;
    }
  }
}
