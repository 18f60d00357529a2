package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.keysight.Truevolt;
import org.spinbench.drivers.keysight.U2040x;
import org.spinbench.drivers.stanford.LockInSamples;
import org.spinbench.drivers.stanford.Sr830;
import org.spinbench.drivers.stanford.Sr860;
import org.spinbench.simulator.instrument.lockin.SimulatedSr830;
import org.spinbench.simulator.instrument.lockin.SimulatedSr860;
import org.spinbench.simulator.instrument.meter.SimulatedTruevolt;
import org.spinbench.simulator.instrument.meter.SimulatedTruevolt.Variant;
import org.spinbench.simulator.instrument.meter.SimulatedU2040x;

/** Many readings with one command: drivers and twins of the models that have it. */
@Tag("any-jdk")
class FastReadoutTest {
  private final Laboratory laboratory = new Laboratory();
  private final Surroundings quiet = laboratory.surroundings(false);
  private SimulatedInstrument twin;

  private static final VoltageInput MILLIVOLT =
      new VoltageInput() {
        @Override
        public double mean(long from, long to) {
          return 1e-3;
        }

        @Override
        public double harmonic(long from, long to) {
          return 1e-3;
        }
      };

  @AfterEach
  void nothingWasRefused() {
    assertEquals(List.of(), twin.queuedErrors());
  }

  private static double[] of(double value, int count) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void aMultimetersBurstIsBinary() {
    twin = new SimulatedTruevolt(Variant.M34465A, quiet, MILLIVOLT);
    Truevolt meter = new Truevolt(laboratory.session(twin));
    meter.inspect();
    meter.prepare(0.1, 0.02);
    long sent = meter.session().messagesSent();
    assertArrayEquals(of(1e-3, 5000), meter.burst(5000));
    assertTrue(meter.session().messagesSent() - sent <= 5, "one block, whatever its length");
    assertEquals(5000 * 820e-6, laboratory.nanos() * 1e-9, 1e-9, "two apertures of 0.4 ms each");
    meter.initiate();
    assertEquals(1e-3, meter.fetch().value());
  }

  @Test
  void whatExceedsTheRangeIsInTheBurst() {
    twin = new SimulatedTruevolt(Variant.M34461A, quiet, (from, to) -> -0.2);
    Truevolt meter = new Truevolt(laboratory.session(twin));
    meter.prepare(0.1, 1);
    assertArrayEquals(of(-9.9e37, 3), meter.burst(3));
  }

  @Test
  void theBufferOfTheSr830HoldsTheFiltersWay() {
    twin = new SimulatedSr830(quiet, MILLIVOLT);
    Sr830 lockIn = new Sr830(laboratory.session(twin, Sr830.DIALECT));
    lockIn.prepare(2e-3, 0.1);
    LockInSamples samples = lockIn.record(64, 640);
    assertEquals(1 / 64.0, samples.interval());
    assertEquals(640, samples.x().length);
    double s = 10 / 64.0 / 0.1;
    assertEquals(1e-3 * (1 - Math.exp(-s) * (1 + s)), samples.x()[10], 2e-9, "two stages");
    assertEquals(1e-3, samples.x()[639], 1e-9);
    assertEquals(0, samples.y()[639], 1e-12);
  }

  @Test
  void theCaptureOfTheSr860IsBinary() {
    twin = new SimulatedSr860(quiet, MILLIVOLT);
    Sr860 lockIn = new Sr860(laboratory.session(twin, Sr860.DIALECT));
    lockIn.prepare(2e-3, 0.01);
    LockInSamples samples = lockIn.capture(66, 3);
    assertEquals(66 * 128, samples.x().length);
    double s = 10 * samples.interval() / 0.01;
    assertEquals(1e-3 * (1 - Math.exp(-s) * (1 + s)), samples.x()[10], 1e-9, "two stages");
    assertEquals(1e-3, samples.x()[66 * 128 - 1], 1e-9);
  }

  @Test
  void aPowerSensorsBurstIsOneCommand() {
    twin = new SimulatedU2040x(quiet, (from, to) -> 1e-6);
    U2040x meter = new U2040x(laboratory.session(twin));
    meter.prepare(1e9, 1);
    assertArrayEquals(of(1e-6, 200), meter.burst(200, 1e-3));
    assertEquals(0.2, laboratory.nanos() * 1e-9, 1e-9);
  }
}
