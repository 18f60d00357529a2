package org.spinbench.simulator.dynamics;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Some layers at once, with the vector instructions of the processor. */
final class VectorKernel implements MacrospinKernel {
  private static final VectorSpecies<Double> DOUBLES =
      DoubleVector.SPECIES_PREFERRED.length() > MacrospinState.WIDEST
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_PREFERRED;

  @Override
  public void open(MacrospinState state, Components at, double dt) {
    stage(state, at, 0, 1, dt);
  }

  @Override
  public void proceed(MacrospinState state, double weight, double dt) {
    stage(state, state.stage, 1, weight, dt);
  }

  @Override
  public void close(MacrospinState state, double dt) {
    stage(state, state.stage, 1, 1, 0);
    Components m = state.m;
    Components sum = state.sum;
    for (int i = 0; i < state.count; i += DOUBLES.length()) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, sum.x, i).mul(dt);
      DoubleVector y = DoubleVector.fromArray(DOUBLES, sum.y, i).mul(dt);
      DoubleVector z = DoubleVector.fromArray(DOUBLES, sum.z, i).mul(dt);
      x = DoubleVector.fromArray(DOUBLES, m.x, i).add(x);
      y = DoubleVector.fromArray(DOUBLES, m.y, i).add(y);
      z = DoubleVector.fromArray(DOUBLES, m.z, i).add(z);
      DoubleVector length = x.mul(x).add(y.mul(y)).add(z.mul(z)).sqrt();
      DoubleVector scale = DoubleVector.broadcast(DOUBLES, 1).div(length);
      x.mul(scale).intoArray(m.x, i);
      y.mul(scale).intoArray(m.y, i);
      z.mul(scale).intoArray(m.z, i);
    }
  }

  /** sum = keep sum + weight k, stage = m + dt k. */
  private static void stage(
      MacrospinState a, Components at, double keep, double weight, double dt) {
    Components given = a.given(at);
    Tensors inner = a.inner;
    Components polariser = a.polariser;
    Components m = a.m;
    Components sum = a.sum;
    Components stage = a.stage;
    for (int i = 0; i < a.count; i += DOUBLES.length()) {
      DoubleVector x = DoubleVector.fromArray(DOUBLES, at.x, i);
      DoubleVector y = DoubleVector.fromArray(DOUBLES, at.y, i);
      DoubleVector z = DoubleVector.fromArray(DOUBLES, at.z, i);
      DoubleVector px = DoubleVector.fromArray(DOUBLES, polariser.x, i);
      DoubleVector py = DoubleVector.fromArray(DOUBLES, polariser.y, i);
      DoubleVector pz = DoubleVector.fromArray(DOUBLES, polariser.z, i);
      DoubleVector along = px.mul(x).add(py.mul(y)).add(pz.mul(z));
      DoubleVector torque =
          DoubleVector.fromArray(DOUBLES, a.torque, i)
              .div(DoubleVector.fromArray(DOUBLES, a.slanted, i).mul(along).add(1));
      DoubleVector xx = DoubleVector.fromArray(DOUBLES, inner.xx, i);
      DoubleVector yy = DoubleVector.fromArray(DOUBLES, inner.yy, i);
      DoubleVector zz = DoubleVector.fromArray(DOUBLES, inner.zz, i);
      DoubleVector xy = DoubleVector.fromArray(DOUBLES, inner.xy, i);
      DoubleVector xz = DoubleVector.fromArray(DOUBLES, inner.xz, i);
      DoubleVector yz = DoubleVector.fromArray(DOUBLES, inner.yz, i);
      DoubleVector ownX = xx.mul(x).add(xy.mul(y)).add(xz.mul(z));
      DoubleVector ownY = xy.mul(x).add(yy.mul(y)).add(yz.mul(z));
      DoubleVector ownZ = xz.mul(x).add(yz.mul(y)).add(zz.mul(z));
      DoubleVector hx = DoubleVector.fromArray(DOUBLES, given.x, i).add(ownX);
      DoubleVector hy = DoubleVector.fromArray(DOUBLES, given.y, i).add(ownY);
      DoubleVector hz = DoubleVector.fromArray(DOUBLES, given.z, i).add(ownZ);
      DoubleVector across = DoubleVector.fromArray(DOUBLES, a.across, i);
      DoubleVector towards = DoubleVector.fromArray(DOUBLES, a.towards, i);
      DoubleVector tx = across.mul(px).add(towards.mul(y.mul(pz).sub(z.mul(py))));
      DoubleVector ty = across.mul(py).add(towards.mul(z.mul(px).sub(x.mul(pz))));
      DoubleVector tz = across.mul(pz).add(towards.mul(x.mul(py).sub(y.mul(px))));
      DoubleVector alpha = DoubleVector.fromArray(DOUBLES, a.alpha, i);
      DoubleVector wx = hx.add(alpha.mul(y.mul(hz).sub(z.mul(hy)))).add(tx.mul(torque));
      DoubleVector wy = hy.add(alpha.mul(z.mul(hx).sub(x.mul(hz)))).add(ty.mul(torque));
      DoubleVector wz = hz.add(alpha.mul(x.mul(hy).sub(y.mul(hx)))).add(tz.mul(torque));
      DoubleVector rate = DoubleVector.fromArray(DOUBLES, a.rate, i);
      DoubleVector kx = rate.mul(y.mul(wz).sub(z.mul(wy)));
      DoubleVector ky = rate.mul(z.mul(wx).sub(x.mul(wz)));
      DoubleVector kz = rate.mul(x.mul(wy).sub(y.mul(wx)));
      DoubleVector sumX = DoubleVector.fromArray(DOUBLES, sum.x, i).mul(keep);
      DoubleVector sumY = DoubleVector.fromArray(DOUBLES, sum.y, i).mul(keep);
      DoubleVector sumZ = DoubleVector.fromArray(DOUBLES, sum.z, i).mul(keep);
      sumX.add(kx.mul(weight)).intoArray(sum.x, i);
      sumY.add(ky.mul(weight)).intoArray(sum.y, i);
      sumZ.add(kz.mul(weight)).intoArray(sum.z, i);
      DoubleVector.fromArray(DOUBLES, m.x, i).add(kx.mul(dt)).intoArray(stage.x, i);
      DoubleVector.fromArray(DOUBLES, m.y, i).add(ky.mul(dt)).intoArray(stage.y, i);
      DoubleVector.fromArray(DOUBLES, m.z, i).add(kz.mul(dt)).intoArray(stage.z, i);
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
