package org.spinbench.calibration.procedure;

import java.util.Arrays;
import java.util.Optional;
import org.spinbench.calibration.fit.EmissionLine;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.instrument.Reading;

/** Applies setpoints to the chip and reads every chain and every neuron that has a bias. */
final class Meter {
  private final ChipPorts ports;

  Meter(ChipPorts ports) {
    this.ports = ports;
  }

  Measured measure(Setpoint set) {
    apply(set);
    Reading[] read = ports.chainVoltages();
    for (Reading reading : read) {
      if (reading.overload()) {
        throw new IllegalStateException(
            reading.source()
                + " is overloaded: the chain gives more than its range. Lower maximum_power of the"
                + " inputs in the bench file.");
      }
    }
    int neurons = set.biases().length;
    Measured measured =
        new Measured(
            set.copy(),
            Arrays.stream(read).mapToDouble(Reading::value).toArray(),
            Arrays.stream(read).mapToDouble(Reading::uncertainty).toArray(),
            unread(neurons),
            unread(neurons),
            unread(neurons),
            unread(neurons));
    for (int n = 0; n < neurons; n++) {
      if (set.biases()[n] > 0) {
        emission(measured, n);
      }
    }
    return measured;
  }

  private void apply(Setpoint set) {
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

  private void emission(Measured measured, int neuron) {
    Reading power = ports.emittedPower(neuron);
    measured.powers()[neuron] = power.value();
    measured.powerDeviations()[neuron] = power.uncertainty();
    Optional<EmissionLine> line = EmissionLine.of(ports.emission(neuron));
    if (line.isPresent()) {
      measured.frequencies()[neuron] = line.get().frequency();
      measured.frequencyDeviations()[neuron] = line.get().frequencyDeviation();
    }
  }

  private static double[] unread(int n) {
    double[] values = new double[n];
    Arrays.fill(values, Double.NaN);
    return values;
  }
}
