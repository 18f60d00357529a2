package org.spinbench.drivers.bench;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Input;
import org.spinbench.drivers.bench.guard.ChipWiring;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.PulsedRfSource;
import org.spinbench.drivers.instrument.role.RfSource;

/**
 * An RF input of the chip: its source and the loss to the junctions.
 *
 * @param pulsed whether the source is on only while its pulse input is high
 */
record InputPort(Input input, RfSource source, boolean pulsed) {
  /** The inputs of a bench, in the order of its file. */
  static List<InputPort> all(BenchFile file, ChipWiring wiring) {
    List<InputPort> ports = new ArrayList<>();
    for (Input input : file.inputs()) {
      RfSource source = wiring.inputs().get(ports.size());
      ports.add(new InputPort(input, source, ChipWiring.pulsed(file, input)));
    }
    return List.copyOf(ports);
  }

  void prepare() {
    if (pulsed) {
      ((PulsedRfSource) source).preparePulsed();
    } else {
      source.prepare();
    }
  }

  /**
   * Sets the frequency, Hz.
   *
   * @return whether something was sent
   */
  boolean frequency(double frequency) {
    return source.frequency().ensure(frequency);
  }

  /**
   * Sets the power at the junctions, W; zero switches the source off. The level is set before the
   * output is switched on.
   *
   * @return true if something was sent
   */
  boolean power(double power) {
    if (power == 0) {
      return source.output().ensure(false);
    }
    if (!(power > 0)) {
      throw new IllegalArgumentException(
          "the tone of "
              + input.name()
              + " cannot have a power of "
              + power
              + " W; give zero or more");
    }
    boolean sent = source.power().ensure(Units.dbmOfWatts(power) + input.lossDb());
    return source.output().ensure(true) | sent;
  }

  /** The present power of the source, W at the junctions. */
  double power() {
    return Units.wattsOfDbm(source.power().current() - input.lossDb());
  }

  /** The power that the source would have after this setting, W at the junctions; sends nothing. */
  double keptPower(double power) {
    double loss = input.lossDb();
    return power > 0
        ? Units.wattsOfDbm(source.power().rounded(Units.dbmOfWatts(power) + loss) - loss)
        : power;
  }
}
