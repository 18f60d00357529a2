package org.spinbench.drivers.bench;

import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.bench.file.SourceName;
import org.spinbench.drivers.instrument.role.SourceFunction;
import org.spinbench.drivers.safety.Ramp;

/**
 * What a bench wants of a source, whatever its model.
 *
 * @param ramp how fast its level may move, in its unit
 * @param compliance what the other quantity must not exceed, V for a source of current, A for one
 *     of voltage; a model that cannot go so low takes the lowest it has
 */
record Station(Ramp ramp, double compliance) {
  /** A ramp takes so many steps for the card's whole range. */
  private static final double STEPS_TO_FULL_SCALE = 20;

  /** A field line may have so many times the resistance that the bench file says. */
  private static final double HEADROOM = 1.2;

  /**
   * What the card of the chip allows where a source is wired to. Its ramp has steps of a twentieth
   * of the largest level and the card's slew of a junction's voltage; a field line is no junction,
   * and has the same slew at its own terminals. Its compliance is the absolute voltage or the
   * largest current of a junction; on a field line what its full current takes. On a chip without
   * field lines a source that biases no neuron has what a junction stands.
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
