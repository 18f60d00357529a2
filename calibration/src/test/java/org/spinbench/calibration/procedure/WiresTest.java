package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.fit.NeuronReading;
import org.spinbench.drivers.bench.file.BenchFile;

@Tag("any-jdk")
class WiresTest {
  private static final BenchFile FILE = Chips.bench();

  /** The first neuron alone emits, with a line at the middle of its band. */
  private static MeasuredPoint point(double power) {
    int neurons = FILE.neurons().size();
    double[] powers = unread(neurons);
    double[] frequencies = unread(neurons);
    powers[0] = power;
    frequencies[0] = FILE.neurons().get(0).frequency();
    Setpoint set = new CharacterizationPlan(FILE).rest();
    set.biases()[0] = 6e-3;
    int chains = FILE.chains().size();
    return new MeasuredPoint(
        set,
        new double[chains],
        new double[chains],
        powers,
        unread(neurons),
        frequencies,
        unread(neurons),
        new boolean[neurons]);
  }

  private static double[] unread(int n) {
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  /**
   * A Lorentzian of full width w has 1 − (2/π) atan(B/w) of its power outside of a band of width B
   * about its centre: 0.38 % for 0.3 MHz in 50 MHz. At a quarter of the power the line is twice as
   * wide.
   */
  @Test
  void theSkirtsOfItsOwnLineAreOutsideOfItsBand() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    Calibration drawn = Chips.drawn(FILE, random);
    double most = 2e-6;
    List<NeuronReading> readings =
        new Wires(FILE)
            .neuronReadings(
                0,
                List.of(point(most), point(most / 4)),
                drawn.chains().get(0),
                drawn.neurons().toArray(NeuronResponse[]::new));
    double width = 0.3e6;
    double band = FILE.readout().bandwidth();
    double outside = 1 - 2 / Math.PI * Math.atan(band / width);
    assertEquals(-outside * most, width * readings.get(0).leak(), 1e-4 * outside * most);
    double twice = 1 - 2 / Math.PI * Math.atan(band / (2 * width));
    assertEquals(-twice * most / 4, width * readings.get(1).leak(), 1e-4 * twice * most);
  }
}
