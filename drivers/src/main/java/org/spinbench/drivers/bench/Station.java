package org.spinbench.drivers.bench;

import java.util.Locale;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.DeviceCard;
import org.spinbench.drivers.bench.file.LimitRange;
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

  /** Time in which a source of a rack ramps over its whole range, s. */
  private static final double RACK_RAMP = 0.1;

  /** Ramp of a source of a rack that has no limits, and may only be lowered, A and V. */
  private static final Map<SourceFunction, Double> UNLIMITED =
      Map.of(SourceFunction.CURRENT, 10e-3, SourceFunction.VOLTAGE, 1.0);

  /**
   * The requirements of the device card for a source's wiring. The ramp has steps of a twentieth of
   * the largest level and the card's slew of a junction's voltage; a field line is not a junction,
   * and has the same slew at its own terminals. The compliance is the card's absolute voltage or
   * largest junction current; for a field line, the voltage of its full current. On a chip without
   * field lines, a source that biases no neuron has the limits of a junction, as has a source meter
   * that reads a chain. On a rack, the limits of the bench file for the level and for the
   * compliance take the place of the card.
   */
  static Station of(BenchFile file, String name, SourceFunction function) {
    if (file.isRack()) {
      return ofRack(file.instruments().get(name).limits(), function);
    }
    DeviceCard card = file.chip().limits();
    boolean neuron = SourceName.biasesNeuron(file, name);
    boolean line = !neuron && file.hasFieldLines() && !SourceName.readsChain(file, name);
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

  private static Station ofRack(Map<String, LimitRange> limits, SourceFunction function) {
    boolean current = function == SourceFunction.CURRENT;
    double level = largest(limits.get(function.name().toLowerCase(Locale.ROOT)));
    double most = Double.isFinite(level) && level > 0 ? level : UNLIMITED.get(function);
    double compliance = largest(limits.get("compliance"));
    double least = UNLIMITED.get(current ? SourceFunction.VOLTAGE : SourceFunction.CURRENT);
    return new Station(
        new Ramp(most / STEPS_TO_FULL_SCALE, most / RACK_RAMP),
        Double.isFinite(compliance) && compliance > 0 ? compliance : least);
  }

  private static double largest(LimitRange range) {
    return range == null
        ? Double.NaN
        : range.min() == null
            ? range.highest()
            : Math.max(Math.abs(range.lowest()), Math.abs(range.highest()));
  }
}
