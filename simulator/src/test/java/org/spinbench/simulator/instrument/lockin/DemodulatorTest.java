package org.spinbench.simulator.instrument.lockin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.VoltageInput;

class DemodulatorTest {
  private static final double TAU = 0.1;

  private final Laboratory laboratory = new Laboratory();
  private double signal = 1e-3;

  private final VoltageInput input =
      new VoltageInput() {
        @Override
        public double mean(long from, long to) {
          return 0;
        }

        @Override
        public double harmonic(long from, long to) {
          return signal;
        }
      };

  private Demodulator demodulator(boolean noisy, int stages) {
    Demodulator made = new Demodulator(laboratory.surroundings(noisy), input, 5e-9);
    made.internal = true;
    made.harmonic = 1;
    made.timeConstant = TAU;
    made.stages = stages;
    return made;
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  /** Step response of n equal RC stages: 1 − e⁻ˢ Σ sʲ/j!, j &lt; n. */
  @ParameterizedTest
  @CsvSource({"1, 0.63212", "2, 0.26424", "3, 0.080301", "4, 0.018988"})
  void aStepSettlesAsTheStagesSay(int stages, double partAfterOneTimeConstant) {
    Demodulator atOnce = demodulator(false, stages);
    atOnce.advance(nanos(TAU));
    assertEquals(1e-3 * partAfterOneTimeConstant, atOnce.x(), 1e-8);
    Demodulator oftenAsked = demodulator(false, stages);
    for (int k = 1; k <= 50; k++) {
      oftenAsked.advance(nanos(TAU * k / 50));
    }
    assertEquals(atOnce.x(), oftenAsked.x(), 1e-15, "however often it is asked");
  }

  @Test
  void afterALongTimeItIsTheInput() {
    Demodulator settled = demodulator(false, 4);
    settled.advance(nanos(1e6));
    assertEquals(1e-3, settled.x(), 1e-12);
    assertEquals(0, settled.y(), 1e-18);
    signal = 0;
    settled.advance(nanos(2e6));
    assertEquals(0, settled.x(), 1e-15);
  }

  @Test
  void thePhaseTurnsTheReference() {
    Demodulator turned = demodulator(false, 1);
    turned.phase = 30;
    turned.advance(nanos(10));
    assertEquals(1e-3 * Math.cos(Math.PI / 6), turned.x(), 1e-12);
    assertEquals(-1e-3 * Math.sin(Math.PI / 6), turned.y(), 1e-12);
  }

  @Test
  void harmonicsAreThoseOfASquareWave() {
    Demodulator third = demodulator(false, 1);
    third.harmonic = 3;
    third.advance(nanos(10));
    assertEquals(1e-3 / 3, third.x(), 1e-12);
    Demodulator second = demodulator(false, 1);
    second.harmonic = 2;
    second.advance(nanos(10));
    assertEquals(0, second.x(), 1e-15);
  }

  @Test
  void withoutReferenceThereIsNoSignal() {
    Demodulator external = demodulator(false, 1);
    external.internal = false;
    external.advance(nanos(10));
    assertEquals(0, external.x());
  }

  @Test
  void noiseIsThatOfTheBandwidthAndCorrelated() {
    signal = 0;
    for (int stages = 1; stages <= Demodulator.MOST_STAGES; stages++) {
      Demodulator noisy = demodulator(true, stages);
      double expected = 5e-9 * Math.sqrt(noisy.bandwidth());
      assertEquals(expected, noisy.noise());
      List<Double> values = new ArrayList<>();
      for (int k = 1; k <= 2000; k++) {
        noisy.advance(nanos(10 * k));
        values.add(noisy.x());
      }
      double rms = Math.sqrt(values.stream().mapToDouble(v -> v * v).average().orElseThrow());
      assertEquals(expected, rms, 0.06 * expected);
      double before = noisy.x();
      noisy.advance(nanos(20_000.000_1));
      assertTrue(Math.abs(noisy.x() - before) < 0.3 * expected, "no jump within 0.1 ms");
    }
  }
}
