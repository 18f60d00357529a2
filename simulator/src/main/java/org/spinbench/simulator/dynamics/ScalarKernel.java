package org.spinbench.simulator.dynamics;

/** Layer after layer, in plain Java. */
final class ScalarKernel implements MacrospinKernel {
  static final ScalarKernel INSTANCE = new ScalarKernel();

  @Override
  public void open(MacrospinState state, Components at, double dt) {
    stage(state, at, 0, 1, dt, false);
  }

  @Override
  public void proceed(MacrospinState state, double weight, double dt) {
    stage(state, state.stage, 1, weight, dt, false);
  }

  @Override
  public void close(MacrospinState state, double dt) {
    stage(state, state.stage, 1, 1, dt, true);
  }

  /** sum = keep sum + weight k, and then stage = m + dt k or the end of the step. */
  private static void stage(
      MacrospinState a, Components at, double keep, double weight, double dt, boolean closing) {
    Components given = a.given(at);
    Tensors inner = a.inner;
    Components polariser = a.polariser;
    Components m = a.m;
    Components sum = a.sum;
    Components stage = a.stage;
    for (int i = 0; i < a.count; i++) {
      double x = at.x[i];
      double y = at.y[i];
      double z = at.z[i];
      double px = polariser.x[i];
      double py = polariser.y[i];
      double pz = polariser.z[i];
      double torque = a.torque[i];
      if (a.slanting) {
        torque /= 1 + a.slanted[i] * (px * x + py * y + pz * z);
      }
      double xy = inner.xy[i];
      double xz = inner.xz[i];
      double yz = inner.yz[i];
      double hx = given.x[i] + (inner.xx[i] * x + xy * y + xz * z);
      double hy = given.y[i] + (xy * x + inner.yy[i] * y + yz * z);
      double hz = given.z[i] + (xz * x + yz * y + inner.zz[i] * z);
      double alpha = a.alpha[i];
      double across = a.across[i];
      double towards = a.towards[i];
      // W = H + α m × H + [(β − α) p + (1 + α β) m × p] a_DL, dm/dt = −γ₀/(1 + α²) m × W. The last
      // factor is known late.
      double wx =
          hx + alpha * (y * hz - z * hy) + (across * px + towards * (y * pz - z * py)) * torque;
      double wy =
          hy + alpha * (z * hx - x * hz) + (across * py + towards * (z * px - x * pz)) * torque;
      double wz =
          hz + alpha * (x * hy - y * hx) + (across * pz + towards * (x * py - y * px)) * torque;
      double rate = a.rate[i];
      double kx = rate * (y * wz - z * wy);
      double ky = rate * (z * wx - x * wz);
      double kz = rate * (x * wy - y * wx);
      double sumX = keep * sum.x[i] + weight * kx;
      double sumY = keep * sum.y[i] + weight * ky;
      double sumZ = keep * sum.z[i] + weight * kz;
      if (closing) {
        double ex = m.x[i] + dt * sumX;
        double ey = m.y[i] + dt * sumY;
        double ez = m.z[i] + dt * sumZ;
        double scale = 1 / Math.sqrt(ex * ex + ey * ey + ez * ez);
        m.x[i] = ex * scale;
        m.y[i] = ey * scale;
        m.z[i] = ez * scale;
      } else {
        sum.x[i] = sumX;
        sum.y[i] = sumY;
        sum.z[i] = sumZ;
        stage.x[i] = m.x[i] + dt * kx;
        stage.y[i] = m.y[i] + dt * ky;
        stage.z[i] = m.z[i] + dt * kz;
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
