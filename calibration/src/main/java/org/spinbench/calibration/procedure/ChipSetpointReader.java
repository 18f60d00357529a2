package org.spinbench.calibration.procedure;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.spinbench.calibration.fit.EmissionLine;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SpectrumTrace;

/** Applies setpoints to the chip and reads every chain and every neuron that has a bias. */
final class ChipSetpointReader implements SetpointReader {
  /** Least distance of a complete line from the end of a band, in resolution bandwidths. */
  private static final double MARGIN = 4;

  /** Peak over floor from which on a line is the neuron's own, and not a neighbour's skirt. */
  private static final double CLEAR = 100;

  /** Peak over floor from which on a line at the end of a band counts as cut off. */
  private static final double STRONG = 300;

  private final ChipPorts ports;
  private Optional<Instant> time = Optional.empty();

  /** Powers of the tones at the setpoint before, W. */
  private double[] before = {};

  ChipSetpointReader(ChipPorts ports) {
    this.ports = ports;
  }

  @Override
  public MeasuredPoint at(Setpoint set) {
    apply(set);
    Reading[] read = ports.chainVoltages();
    time = Optional.of(read[0].time());
    int neurons = set.biases().length;
    MeasuredPoint measured =
        new MeasuredPoint(
            kept(set.copy()),
            Arrays.stream(read).mapToDouble(r -> isSound(r) ? r.value() : Double.NaN).toArray(),
            Arrays.stream(read).mapToDouble(Reading::uncertainty).toArray(),
            unread(neurons),
            unread(neurons),
            unread(neurons),
            unread(neurons),
            new boolean[neurons]);
    for (int n = 0; n < neurons; n++) {
      if (set.biases()[n] > 0) {
        emission(measured, n);
      }
    }
    return measured;
  }

  /** The setpoint with the tone powers that the sources give. */
  private Setpoint kept(Setpoint set) {
    double[] powers = ports.noted(set.tonePowers());
    return new Setpoint(set.toneFrequencies(), powers, set.fieldCurrents(), set.biases());
  }

  @Override
  public Optional<Instant> time() {
    return time;
  }

  /** Whether a tone goes off that was on at the setpoint before. */
  private boolean ends(Setpoint set) {
    for (int i = 0; i < before.length; i++) {
      if (before[i] > 0 && set.tonePowers()[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private void apply(Setpoint set) {
    if (ends(set)) {
      ports.requireStillOn();
    }
    before = set.tonePowers().clone();
    for (int i = 0; i < set.tonePowers().length; i++) {
      if (set.tonePowers()[i] > 0) {
        ports.tone(i, set.toneFrequencies()[i], set.tonePowers()[i]);
      } else {
        ports.tonePower(i, 0);
      }
    }
    for (int s = 0; s < set.fieldCurrents().length; s++) {
      ports.fieldCurrent(s, set.fieldCurrents()[s]);
    }
    for (int n = 0; n < set.biases().length; n++) {
      ports.bias(n, set.biases()[n]);
    }
  }

  private void emission(MeasuredPoint measured, int neuron) {
    Reading power = ports.emittedPower(neuron);
    SpectrumTrace trace = ports.emission(neuron);
    Optional<EmissionLine> line = EmissionLine.of(trace);
    boolean atEnd = line.isPresent() && atEnd(trace, line.get());
    if (atEnd && line.get().peakOverFloor() > STRONG) {
      measured.leaving()[neuron] = true;
      return;
    }
    if (!isSound(power) || trace.overload()) {
      return;
    }
    measured.powers()[neuron] = power.value();
    measured.powerDeviations()[neuron] = power.uncertainty();
    if (line.isPresent() && !atEnd && line.get().peakOverFloor() > CLEAR) {
      measured.frequencies()[neuron] = line.get().frequency();
      measured.frequencyDeviations()[neuron] = line.get().frequencyDeviation();
    }
  }

  /** Whether a reading can be used; a fit would attribute any other to the chip. */
  private static boolean isSound(Reading reading) {
    return !reading.overload() && reading.settled() && !reading.compliance();
  }

  /** Whether a line is so close to the end of its band that the band does not contain all of it. */
  private static boolean atEnd(SpectrumTrace trace, EmissionLine line) {
    double inside = Math.min(line.top() - trace.start(), trace.stop() - line.top());
    return inside < MARGIN * trace.resolutionBandwidth();
  }

  private static double[] unread(int n) {
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
