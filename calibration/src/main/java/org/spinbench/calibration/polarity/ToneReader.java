package org.spinbench.calibration.polarity;

import java.util.Arrays;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.instrument.role.Reading;

/** Reads the chains under one tone at a time. */
final class ToneReader {
  private final ChipPorts ports;
  private final int inputs;

  ToneReader(ChipPorts ports) {
    this.ports = ports;
    this.inputs = ports.file().inputs().size();
  }

  /** Chain voltages without any tone. */
  Reading[] dark() {
    for (int input = 0; input < inputs; input++) {
      ports.tonePower(input, 0);
    }
    return checked();
  }

  /** Chain voltages under one tone, at the largest power of its input. */
  Reading[] under(int tone, double frequency) {
    for (int input = 0; input < inputs; input++) {
      if (input != tone) {
        ports.tonePower(input, 0);
      }
    }
    ports.tone(tone, frequency, power(tone));
    return checked();
  }

  /** Largest power of an input at the junctions, W. */
  double power(int tone) {
    return ports.file().inputs().get(tone).maximumPower();
  }

  private Reading[] checked() {
    Reading[] readings = ports.chainVoltages();
    for (Reading reading : readings) {
      if (reading.overload()) {
        throw new PolarityException(
            reading.source() + " is overloaded: lower the inputs' maximum_power in the bench file");
      }
    }
    return readings;
  }

  static double[] values(Reading[] readings) {
    return Arrays.stream(readings).mapToDouble(Reading::value).toArray();
  }
}
