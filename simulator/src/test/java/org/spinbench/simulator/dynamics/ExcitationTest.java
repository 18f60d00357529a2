package org.spinbench.simulator.dynamics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Signals in time, vectors, tensors and streams of random numbers. */
class ExcitationTest {
  @Test
  void aConstantAndTones() {
    Excitation signal = Excitation.constant(2).plus(3, 1e9, 0).plus(1, 2e9, Math.PI / 2);
    assertEquals(5, signal.at(0), 1e-12);
    assertEquals(2 - 3, signal.at(0.5e-9), 1e-12);
    assertEquals(2 + 0 + 1 * Math.cos(2 * Math.PI * 0.5 + Math.PI / 2), signal.at(0.25e-9), 1e-12);
    assertEquals(2, Excitation.constant(2).at(1e3));
  }

  /** After a second of 5 GHz the phase is still right to 1e-6: whole turns are taken off first. */
  @Test
  void phasesStayExact() {
    Excitation tone = Excitation.NONE.plus(1, 5e9, 0);
    assertEquals(1, tone.at(1.0), 1e-6);
    assertEquals(-1, tone.at(1.0 + 1e-10), 1e-4);
  }

  @Test
  void negativeFrequenciesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> Excitation.NONE.plus(1, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> Excitation.constant(Double.NaN));
  }

  @Test
  void vectors() {
    Vector3 v = Vector3.direction(Math.PI / 2, Math.PI / 2);
    assertEquals(1, v.y(), 1e-15);
    assertEquals(5, new Vector3(3, 0, 4).length());
    assertEquals(0.6, new Vector3(3, 0, 4).unit().x(), 1e-15);
    assertEquals(1, new Vector3(3, 0, 4).unit().length(), 1e-15);
    assertEquals(11, new Vector3(1, 2, 3).dot(new Vector3(3, 1, 2)));
    assertThrows(IllegalArgumentException.class, Vector3.ZERO::unit);
  }

  @Test
  void tensors() {
    SymmetricTensor t = new SymmetricTensor(1, 2, 3, 4, 5, 6);
    assertEquals(new Vector3(1 + 8 + 15, 4 + 4 + 18, 5 + 12 + 9), t.times(new Vector3(1, 2, 3)));
    SymmetricTensor dyad = SymmetricTensor.dyad(new Vector3(0.6, 0, 0.8));
    assertEquals(0.6 * 5, dyad.times(new Vector3(3, 7, 4)).x(), 1e-12);
    assertEquals(
        new Vector3(3, 2, 4),
        t.plus(SymmetricTensor.diagonal(2, 0, 0))
            .plus(new SymmetricTensor(0, 0, 0, -2, -1, 0))
            .times(Vector3.X));
  }

  /** A stream depends on its seed and number alone. */
  @Test
  void streams() {
    List<RandomGenerator> three = RandomStreams.several(7, 3);
    double[] first = new double[3];
    for (int k = 0; k < 3; k++) {
      first[k] = three.get(k).nextGaussian();
      assertEquals(first[k], RandomStreams.of(7, k).nextGaussian());
    }
    assertNotEquals(first[0], first[1]);
    assertNotEquals(first[0], RandomStreams.of(8, 0).nextGaussian());
  }

  /** Streams beside each other are not correlated: |r| below 4 standard deviations. */
  @Test
  void streamsAreIndependent() {
    RandomGenerator a = RandomStreams.of(1, 0);
    RandomGenerator b = RandomStreams.of(1, 1);
    RandomGenerator c = RandomStreams.of(2, 0);
    int count = 100_000;
    double ab = 0;
    double ac = 0;
    for (int i = 0; i < count; i++) {
      double x = a.nextGaussian();
      ab += x * b.nextGaussian();
      ac += x * c.nextGaussian();
    }
    assertEquals(0, ab / Math.sqrt(count), 4);
    assertEquals(0, ac / Math.sqrt(count), 4);
  }
}
