package org.spinbench.simulator.dynamics;

import static org.spinbench.simulator.dynamics.MacrospinState.ACROSS;
import static org.spinbench.simulator.dynamics.MacrospinState.ACTING;
import static org.spinbench.simulator.dynamics.MacrospinState.ALPHA;
import static org.spinbench.simulator.dynamics.MacrospinState.BLOCK;
import static org.spinbench.simulator.dynamics.MacrospinState.FIELD;
import static org.spinbench.simulator.dynamics.MacrospinState.M;
import static org.spinbench.simulator.dynamics.MacrospinState.P;
import static org.spinbench.simulator.dynamics.MacrospinState.RATE;
import static org.spinbench.simulator.dynamics.MacrospinState.SLANTED;
import static org.spinbench.simulator.dynamics.MacrospinState.STAGE;
import static org.spinbench.simulator.dynamics.MacrospinState.SUM;
import static org.spinbench.simulator.dynamics.MacrospinState.TORQUE;
import static org.spinbench.simulator.dynamics.MacrospinState.TOWARDS;
import static org.spinbench.simulator.dynamics.MacrospinState.WIDEST;
import static org.spinbench.simulator.dynamics.MacrospinState.XX;
import static org.spinbench.simulator.dynamics.MacrospinState.XY;
import static org.spinbench.simulator.dynamics.MacrospinState.XZ;
import static org.spinbench.simulator.dynamics.MacrospinState.Y;
import static org.spinbench.simulator.dynamics.MacrospinState.YY;
import static org.spinbench.simulator.dynamics.MacrospinState.YZ;
import static org.spinbench.simulator.dynamics.MacrospinState.Z;
import static org.spinbench.simulator.dynamics.MacrospinState.ZZ;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Some layers at once, with the vector instructions of the processor. */
final class VectorKernel implements MacrospinKernel {
  private static final VectorSpecies<Double> DOUBLES =
      DoubleVector.SPECIES_PREFERRED.length() > MacrospinState.WIDEST
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;

  @Override
  public void open(MacrospinState state, int at, double dt) {
    stage(state, at, 0, 1, dt);
  }

  @Override
  public void proceed(MacrospinState state, double weight, double dt) {
    stage(state, MacrospinState.STAGE, 1, weight, dt);
  }

  @Override
  public void close(MacrospinState state, double dt) {
    stage(state, MacrospinState.STAGE, 1, 1, 0);
    double[] d = state.data;
    for (int block = 0; block < d.length; block += BLOCK) {
      for (int at = block; at < block + WIDEST; at += DOUBLES.length()) {
        DoubleVector x = DoubleVector.fromArray(DOUBLES, d, at + SUM).mul(dt);
        DoubleVector y = DoubleVector.fromArray(DOUBLES, d, at + SUM + Y).mul(dt);
        DoubleVector z = DoubleVector.fromArray(DOUBLES, d, at + SUM + Z).mul(dt);
        x = DoubleVector.fromArray(DOUBLES, d, at + M).add(x);
        y = DoubleVector.fromArray(DOUBLES, d, at + M + Y).add(y);
        z = DoubleVector.fromArray(DOUBLES, d, at + M + Z).add(z);
        DoubleVector length = x.mul(x).add(y.mul(y)).add(z.mul(z)).sqrt();
        DoubleVector scale = DoubleVector.broadcast(DOUBLES, 1).div(length);
        x.mul(scale).intoArray(d, at + M);
        y.mul(scale).intoArray(d, at + M + Y);
        z.mul(scale).intoArray(d, at + M + Z);
      }
    }
  }

  /** {@link MacrospinState#given} of some layers at once. */
  private static int given(MacrospinState a, int m) {
    if (a.isGivenByFields()) {
      return FIELD;
    }
    double[] d = a.data;
    for (int b = 0; b < d.length / BLOCK; b++) {
      for (int j = 0; j < WIDEST; j += DOUBLES.length()) {
        int at = b * BLOCK + j;
        DoubleVector x = DoubleVector.fromArray(DOUBLES, d, at + FIELD);
        DoubleVector y = DoubleVector.fromArray(DOUBLES, d, at + FIELD + Y);
        DoubleVector z = DoubleVector.fromArray(DOUBLES, d, at + FIELD + Z);
        if (a.normals != null) {
          int i = b * WIDEST + j;
          DoubleVector sigma = DoubleVector.fromArray(DOUBLES, a.sigma, i);
          x = x.add(sigma.mul(DoubleVector.fromArray(DOUBLES, a.normals.x, i)));
          y = y.add(sigma.mul(DoubleVector.fromArray(DOUBLES, a.normals.y, i)));
          z = z.add(sigma.mul(DoubleVector.fromArray(DOUBLES, a.normals.z, i)));
        }
        for (int k = a.tiles.first[b]; k < a.tiles.first[b + 1]; k++) {
          int source = MacrospinState.at(a.tiles.from[k]) + m;
          int t = k * WIDEST + j;
          double ox = d[source];
          double oy = d[source + Y];
          double oz = d[source + Z];
          DoubleVector xx = DoubleVector.fromArray(DOUBLES, a.tiles.tensors.xx, t);
          DoubleVector yy = DoubleVector.fromArray(DOUBLES, a.tiles.tensors.yy, t);
          DoubleVector zz = DoubleVector.fromArray(DOUBLES, a.tiles.tensors.zz, t);
          DoubleVector xy = DoubleVector.fromArray(DOUBLES, a.tiles.tensors.xy, t);
          DoubleVector xz = DoubleVector.fromArray(DOUBLES, a.tiles.tensors.xz, t);
          DoubleVector yz = DoubleVector.fromArray(DOUBLES, a.tiles.tensors.yz, t);
          x = x.add(xx.mul(ox).add(xy.mul(oy)).add(xz.mul(oz)));
          y = y.add(xy.mul(ox).add(yy.mul(oy)).add(yz.mul(oz)));
          z = z.add(xz.mul(ox).add(yz.mul(oy)).add(zz.mul(oz)));
        }
        x.intoArray(d, at + ACTING);
        y.intoArray(d, at + ACTING + Y);
        z.intoArray(d, at + ACTING + Z);
      }
    }
    return ACTING;
  }

  /** sum = keep sum + weight k, stage = m + dt k. */
  private static void stage(MacrospinState a, int m, double keep, double weight, double dt) {
    int given = given(a, m);
    double[] d = a.data;
    for (int block = 0; block < d.length; block += BLOCK) {
      for (int at = block; at < block + WIDEST; at += DOUBLES.length()) {
        DoubleVector x = DoubleVector.fromArray(DOUBLES, d, at + m);
        DoubleVector y = DoubleVector.fromArray(DOUBLES, d, at + m + Y);
        DoubleVector z = DoubleVector.fromArray(DOUBLES, d, at + m + Z);
        DoubleVector px = DoubleVector.fromArray(DOUBLES, d, at + P);
        DoubleVector py = DoubleVector.fromArray(DOUBLES, d, at + P + Y);
        DoubleVector pz = DoubleVector.fromArray(DOUBLES, d, at + P + Z);
        DoubleVector along = px.mul(x).add(py.mul(y)).add(pz.mul(z));
        DoubleVector torque =
            DoubleVector.fromArray(DOUBLES, d, at + TORQUE)
                .div(DoubleVector.fromArray(DOUBLES, d, at + SLANTED).mul(along).add(1));
        DoubleVector xx = DoubleVector.fromArray(DOUBLES, d, at + XX);
        DoubleVector yy = DoubleVector.fromArray(DOUBLES, d, at + YY);
        DoubleVector zz = DoubleVector.fromArray(DOUBLES, d, at + ZZ);
        DoubleVector xy = DoubleVector.fromArray(DOUBLES, d, at + XY);
        DoubleVector xz = DoubleVector.fromArray(DOUBLES, d, at + XZ);
        DoubleVector yz = DoubleVector.fromArray(DOUBLES, d, at + YZ);
        DoubleVector ownX = xx.mul(x).add(xy.mul(y)).add(xz.mul(z));
        DoubleVector ownY = xy.mul(x).add(yy.mul(y)).add(yz.mul(z));
        DoubleVector ownZ = xz.mul(x).add(yz.mul(y)).add(zz.mul(z));
        DoubleVector hx = DoubleVector.fromArray(DOUBLES, d, at + given).add(ownX);
        DoubleVector hy = DoubleVector.fromArray(DOUBLES, d, at + given + Y).add(ownY);
        DoubleVector hz = DoubleVector.fromArray(DOUBLES, d, at + given + Z).add(ownZ);
        DoubleVector across = DoubleVector.fromArray(DOUBLES, d, at + ACROSS);
        DoubleVector towards = DoubleVector.fromArray(DOUBLES, d, at + TOWARDS);
        DoubleVector tx = across.mul(px).add(towards.mul(y.mul(pz).sub(z.mul(py))));
        DoubleVector ty = across.mul(py).add(towards.mul(z.mul(px).sub(x.mul(pz))));
        DoubleVector tz = across.mul(pz).add(towards.mul(x.mul(py).sub(y.mul(px))));
        DoubleVector alpha = DoubleVector.fromArray(DOUBLES, d, at + ALPHA);
        DoubleVector wx = hx.add(alpha.mul(y.mul(hz).sub(z.mul(hy)))).add(tx.mul(torque));
        DoubleVector wy = hy.add(alpha.mul(z.mul(hx).sub(x.mul(hz)))).add(ty.mul(torque));
        DoubleVector wz = hz.add(alpha.mul(x.mul(hy).sub(y.mul(hx)))).add(tz.mul(torque));
        DoubleVector rate = DoubleVector.fromArray(DOUBLES, d, at + RATE);
        DoubleVector kx = rate.mul(y.mul(wz).sub(z.mul(wy)));
        DoubleVector ky = rate.mul(z.mul(wx).sub(x.mul(wz)));
        DoubleVector kz = rate.mul(x.mul(wy).sub(y.mul(wx)));
        DoubleVector sumX = DoubleVector.fromArray(DOUBLES, d, at + SUM).mul(keep);
        DoubleVector sumY = DoubleVector.fromArray(DOUBLES, d, at + SUM + Y).mul(keep);
        DoubleVector sumZ = DoubleVector.fromArray(DOUBLES, d, at + SUM + Z).mul(keep);
        sumX.add(kx.mul(weight)).intoArray(d, at + SUM);
        sumY.add(ky.mul(weight)).intoArray(d, at + SUM + Y);
        sumZ.add(kz.mul(weight)).intoArray(d, at + SUM + Z);
        DoubleVector.fromArray(DOUBLES, d, at + M).add(kx.mul(dt)).intoArray(d, at + STAGE);
        DoubleVector.fromArray(DOUBLES, d, at + M + Y).add(ky.mul(dt)).intoArray(d, at + STAGE + Y);
        DoubleVector.fromArray(DOUBLES, d, at + M + Z).add(kz.mul(dt)).intoArray(d, at + STAGE + Z);
      }
    }
  }

  @Override
  public void normals(NormalStreams streams, double[] cosines, double[] sines) {
    squares(streams);
    directions(streams, cosines, sines);
  }

  /** Squares of radii: −2 ln u, with the logarithm of the mantissa as 2 artanh f. */
  private static void squares(NormalStreams s) {
    for (int k = 0; k < s.count; k += DOUBLES.length()) {
      DoubleVector mantissa = DoubleVector.fromArray(DOUBLES, s.mantissa, k);
      DoubleVector f = mantissa.sub(1).div(mantissa.add(1));
      DoubleVector q = f.mul(f);
      DoubleVector artanh =
          q.mul(NormalStreams.ARTANH_11)
              .add(NormalStreams.ARTANH_9)
              .mul(q)
              .add(NormalStreams.ARTANH_7)
              .mul(q)
              .add(NormalStreams.ARTANH_5)
              .mul(q)
              .add(NormalStreams.ARTANH_3)
              .mul(q)
              .add(1)
              .mul(f.add(f));
      DoubleVector.fromArray(DOUBLES, s.exponent, k)
          .mul(NormalStreams.LN_2)
          .add(artanh)
          .mul(-2)
          .intoArray(s.square, k);
    }
  }

  private static void directions(NormalStreams s, double[] cosines, double[] sines) {
    for (int k = 0; k < s.count; k += DOUBLES.length()) {
      DoubleVector radius = DoubleVector.fromArray(DOUBLES, s.square, k).sqrt();
      radius = radius.mul(DoubleVector.fromArray(DOUBLES, s.sign, k));
      DoubleVector angle = DoubleVector.fromArray(DOUBLES, s.angle, k);
      DoubleVector q = angle.mul(angle);
      DoubleVector sine =
          q.mul(NormalStreams.SINE_13)
              .add(NormalStreams.SINE_11)
              .mul(q)
              .add(NormalStreams.SINE_9)
              .mul(q)
              .add(NormalStreams.SINE_7)
              .mul(q)
              .add(NormalStreams.SINE_5)
              .mul(q)
              .add(NormalStreams.SINE_3)
              .mul(q)
              .add(1)
              .mul(angle);
      DoubleVector cosine =
          q.mul(NormalStreams.COSINE_14)
              .add(NormalStreams.COSINE_12)
              .mul(q)
              .add(NormalStreams.COSINE_10)
              .mul(q)
              .add(NormalStreams.COSINE_8)
              .mul(q)
              .add(NormalStreams.COSINE_6)
              .mul(q)
              .add(NormalStreams.COSINE_4)
              .mul(q)
              .add(NormalStreams.COSINE_2)
              .mul(q)
              .add(1);
      radius.mul(cosine).intoArray(cosines, k);
      radius.mul(sine).intoArray(sines, k);
    }
  }
}
