package org.spinbench.calibration.refit;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.Chips;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;

/** A chip drawn from what is believed beforehand, read with the declared noise. */
final class DrawnChip {
  static final BenchFile FILE = wide(Chips.bench());

  /** Every chain fed by the inputs, and every neuron read: three networks on one chip. */
  static final BenchFile SIDE_BY_SIDE = wide(Chips.oneLayer());

  /**
   * Neurons lose magnetoresistance with the voltage, and their frequencies bend with the current.
   */
  static final BenchFile BENT = bent(FILE);

  /** Emission frequencies are spread, and fluctuate from reading to reading. */
  static final BenchFile NOISY = spread(FILE, 0.3e6);

  /** The same without the fluctuation. */
  static final BenchFile STEADY = spread(FILE, 0);

  private final BenchFile file;

  private final Calibration truth;
  private final RandomGenerator random;
  private final boolean hidden;
  final double noise;

  DrawnChip(Calibration truth, boolean hidden, double noise, RandomGenerator random) {
    this(FILE, truth, hidden, noise, random);
  }

  DrawnChip(
      BenchFile file, Calibration truth, boolean hidden, double noise, RandomGenerator random) {
    this.file = file;
    this.truth = truth;
    this.hidden = hidden;
    this.noise = noise;
    this.random = random;
  }

  /** A bench with devices spread by 20 %. */
  private static BenchFile wide(BenchFile file) {
    ChipDesign design = file.design().orElseThrow();
    return file.withDesign(design.withSpread(new ChipDesign.Spread(0.2, 2.5e6, 0, 0)));
  }

  private static BenchFile spread(BenchFile file, double frequencyNoise) {
    ChipDesign design = file.design().orElseThrow();
    ChipDesign.NeuronDesign n = design.neuron();
    return file.withDesign(
        new ChipDesign(
            design.synapse(),
            new ChipDesign.NeuronDesign(
                n.q(),
                n.maximumPower(),
                n.thresholdPower(),
                n.pulling(),
                Double.POSITIVE_INFINITY,
                frequencyNoise),
            new ChipDesign.Spread(0.2, 2.5e6, 2e6, 0),
            design.beyond(),
            design.readNoise()));
  }

  private static BenchFile bent(BenchFile file) {
    ChipDesign design = file.design().orElseThrow();
    ChipDesign.NeuronDesign n = design.neuron();
    ChipDesign.Beyond b = design.beyond();
    return file.withDesign(
        new ChipDesign(
            design.synapse(),
            new ChipDesign.NeuronDesign(
                n.q(), n.maximumPower(), n.thresholdPower(), n.pulling(), 0.45, 0),
            new ChipDesign.Spread(0.2, 2.5e6, 0, 0, 0.5),
            new ChipDesign.Beyond(
                b.symmetric(),
                b.crosstalk(),
                b.quadratic(),
                b.powerShift(),
                b.saturation(),
                b.q(),
                0.3,
                1.0),
            design.readNoise()));
  }

  static double[] parameters(RandomGenerator random) {
    double[] p = new double[9];
    for (int i = 0; i < 9; i++) {
      p[i] = i < 6 ? 5e-3 * (2 * random.nextDouble() - 1) : (3 + 5 * random.nextDouble()) * 1e-3;
    }
    return p;
  }

  static double[] input(RandomGenerator random) {
    return new double[] {120e-6 * random.nextDouble(), 120e-6 * random.nextDouble()};
  }

  ChipObservation read(double[] parameters, double[] input) {
    double frequencyNoise = file.design().orElseThrow().neuron().frequencyNoise();
    Calibration now = frequencyNoise > 0 ? truth.fluctuated(frequencyNoise, random) : truth;
    Nodes exact = Twin.of(now, file).forward(parameters, input);
    Nodes full = DesignPrior.fullScale(file);
    double[] voltages = exact.chainVoltages().clone();
    double[] powers = exact.powers().clone();
    for (int c = 0; c < 3; c++) {
      voltages[c] =
          hidden
              ? Double.NaN
              : voltages[c] + noise * full.chainVoltages()[c] * random.nextGaussian();
    }
    for (int n = 0; n < 3; n++) {
      boolean shown = file.readout().neurons().contains(file.neurons().get(n).name());
      powers[n] = shown ? powers[n] + noise * full.powers()[n] * random.nextGaussian() : Double.NaN;
    }
    return new ChipObservation(parameters, input, new Nodes(voltages, powers));
  }

  List<ChipObservation> read(int number) {
    List<ChipObservation> readings = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      readings.add(read(parameters(random), input(random)));
    }
    return readings;
  }
}
