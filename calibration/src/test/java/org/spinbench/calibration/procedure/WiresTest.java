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
   * about its centre: 0.38 % for 0.3 MHz in 50 MHz. Nothing of others is in it.
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
    for (NeuronReading reading : readings) {
      assertEquals(outside, width * reading.outside(), 1e-4 * outside);
      assertEquals(0, reading.leak());
    }
  }

  /**
   * Neuron 1 alone emits, at the middle of its band. In that of neuron 3, 30 to 80 MHz away, is
   * w/(2π) (1/30 − 1/80) of its power, seen 8 dB stronger; with half of the current and a sixteenth
   * of the power its orbit is half as large in each direction, and its line almost four times as
   * wide. Without a current there is no line.
   */
  @Test
  void aNeighboursSkirtGrowsAsItsOrbitShrinks() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
    Calibration drawn = Chips.drawn(FILE, random);
    double most = 2e-6;
    List<MeasuredPoint> points = List.of(point(most), point(most / 16), point(most / 100));
    points.forEach(m -> m.powers()[2] = 1e-9);
    points.get(1).set().biases()[0] = 3e-3;
    points.get(2).set().biases()[0] = 0;
    List<NeuronReading> readings =
        new Wires(FILE)
            .neuronReadings(
                2, points, drawn.chains().get(2), drawn.neurons().toArray(NeuronResponse[]::new));
    double part = (1 / 30e6 - 1 / 80e6) / (2 * Math.PI);
    double expected = Math.pow(10, 0.8) * most * part;
    assertEquals(expected, readings.get(0).leak(), 1e-9 * expected);
    double wider = 40 / (1 + 39 / 4.0);
    assertEquals(expected / 16 * wider, readings.get(1).leak(), 1e-6 * expected);
    assertEquals(0, readings.get(2).leak());
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
    Arrays.fill(set.biases(), 6e-3);
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
    NeuronReading reading =
        new Wires(FILE)
            .neuronReadings(
                2,
                List.of(read),
                narrow.chains().get(2),
                narrow.neurons().toArray(NeuronResponse[]::new))
            .get(0);
    double skirts = reading.leak() - emitted.powers()[2] * reading.outside();
    List<NeuronResponse> lines = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      lines.add(narrow.neurons().get(n).withLinewidth(Value.exact(0.3e6), emitted.powers()[n]));
    }
    Twin reads = Twin.of(narrow.with(narrow.chains(), lines), FILE);
    double added = reads.forward(p, new double[] {60e-6, 90e-6}).powers()[2] - emitted.powers()[2];
    // the parts of both signs, each some 0.4 % of the power, nearly cancel here
    assertEquals(0.3e6 * skirts, added, 1e-6 * emitted.powers()[2]);
  }
}
