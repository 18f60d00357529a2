package org.spinbench.calibration.procedure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.NeuronReading;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
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

  /** What a fit takes off its readings, the twin adds to its output: of all lines together. */
  @Test
  void theTwinAddsWhatTheFitTakesOff() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(6);
    Calibration narrow = Chips.drawn(FILE, random);
    double[] p = {1e-3, -2e-3, 2e-3, 1e-3, -1e-3, 2e-3, 7e-3, 7.5e-3, 6e-3};
    Twin emits = Twin.of(narrow, FILE);
    Nodes emitted = emits.forward(p, new double[] {60e-6, 90e-6});
    double[] frequencies = new double[3];
    for (int n = 0; n < 3; n++) {
      double current = emits.neuronCurrent(n, p[6 + n], emitted.chainVoltages()[n]);
      frequencies[n] = emits.emissionFrequency(n, current);
    }
    Setpoint set = new CharacterizationPlan(FILE).rest();
    MeasuredPoint read =
        new MeasuredPoint(
            set,
            new double[3],
            new double[3],
            emitted.powers(),
            new double[3],
            frequencies,
            new double[3],
            new boolean[3]);
    double leak =
        new Wires(FILE)
            .neuronReadings(
                2,
                List.of(read),
                narrow.chains().get(2),
                narrow.neurons().toArray(NeuronResponse[]::new))
            .get(0)
            .leak();
    List<NeuronResponse> lines = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      lines.add(narrow.neurons().get(n).withLinewidth(Value.exact(0.3e6), emitted.powers()[n]));
    }
    Twin reads = Twin.of(narrow.with(narrow.chains(), lines), FILE);
    double added = reads.forward(p, new double[] {60e-6, 90e-6}).powers()[2] - emitted.powers()[2];
    // the parts of both signs, each some 0.4 % of the power, nearly cancel here
    assertEquals(0.3e6 * leak, added, 1e-6 * emitted.powers()[2]);
  }
}
