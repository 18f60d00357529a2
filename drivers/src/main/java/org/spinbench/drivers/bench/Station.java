package org.spinbench.drivers.bench;

import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.safety.Ramp;

/**
 * What a bench requires of a source, for any model.
 *
 * @param ramp largest rate of change of its level
 * @param compliance limit of the other quantity, V for a current source, A for a voltage source; a
 *     model that cannot go so low uses its lowest
 */
record Station(Ramp ramp, double compliance) {
  /** Number of steps of a ramp over the card's whole range. */
  private static final double STEPS_TO_FULL_SCALE = 20;

  /** Largest ratio of a field line's resistance to that in the bench file. */
  private static final double HEADROOM = 1.2;

  /**
   * The requirements of the device card for a source's wiring. The ramp has steps of a twentieth of
   * the largest level and the card's slew of a junction's voltage; a field line is not a junction,
   * and has the same slew at its own terminals. The compliance is the card's absolute voltage or
   * largest junction current; for a field line, the voltage of its full current. On a chip without
   * field lines, a source that biases no neuron has the limits of a junction.
   */
  static Station of(BenchFile file, String name, SourceFunction function) {
    DeviceCard card = file.chip().limits();
    boolean neuron = SourceName.biasesNeuron(file, name);
    boolean line = !neuron && file.hasFieldLines();
    double junction = file.chip().junctionResistance();
    double resistance = line ? file.chip().fieldLineResistance() : junction;
    double current =
        neuron
            ? card.neuronCurrent()
            : line ? card.fieldLineCurrent() : card.absoluteVoltage() / junction;
    double step = current / STEPS_TO_FULL_SCALE;
    if (function == SourceFunction.VOLTAGE) {
      return new Station(new Ramp(step * resistance, card.slew()), current);
    }
    double voltage = line ? HEADROOM * current * resistance : card.absoluteVoltage();
    return new Station(new Ramp(step, card.slew() / resistance), voltage);
  }
}
