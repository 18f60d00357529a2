package org.spinbench.simulator.bench;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.simulator.chip.Drive;
import org.spinbench.simulator.chip.JunctionChip;
import org.spinbench.simulator.chip.Response;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.Load;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.Tone;

/**
 * The cables of a simulated bench: puts the levels of the sources on the chip, and gives the meters
 * what the chip does.
 *
 * <p>What is read from one moment to another is the chip's response at the end when no level moves
 * meanwhile, and the mean of its responses at several moments otherwise. Meters that read over the
 * same time see the same noise.
 */
final class Wiring {
  /** A level that changes less than this over a reading stands still. */
  private static final double STILL = 1e-9;

  /** Parts into which a reading is cut while levels move. */
  private static final int PARTS = 8;

  private final JunctionChip chip;
  private final Clock clock;
  private final List<RfOutput> tones;
  private final List<DcOutput> fields;
  private final List<DcOutput> biases;
  private final Load fieldLine;
  private final Load neuron;
  private final int chains;
  private final Drive first;
  private final Drive last;
  private long from = -1;
  private long to = -1;
  private Response response;

  /**
   * @param tones source of each input
   * @param fields source of each synapse's field line
   * @param biases source of each neuron's bias
   */
  Wiring(
      BenchFile file,
      JunctionChip chip,
      Clock clock,
      List<RfOutput> tones,
      List<DcOutput> fields,
      List<DcOutput> biases) {
    this.chip = chip;
    this.clock = clock;
    this.tones = List.copyOf(tones);
    this.fields = List.copyOf(fields);
    this.biases = List.copyOf(biases);
    fieldLine = fieldLine(file);
    neuron = neuron(file);
    chains = file.chains().size();
    first = Drive.none(file);
    last = Drive.none(file);
  }

  /** What the source of a field line sees: the line and its series resistor. */
  static Load fieldLine(BenchFile file) {
    return new Load(file.chip().fieldLineResistance());
  }

  /** What the source of a bias sees: a junction. */
  static Load neuron(BenchFile file) {
    return new Load(file.chip().junctionResistance());
  }

  /** Ends the time that the chip has spent under the levels up to now. */
  void outputChanged() {
    long now = clock.nanos();
    sample(now, last);
    chip.respond(last, now);
  }

  /** Mean voltage of a chain, V. */
  double chainVoltage(int chain, long start, long end) {
    return response(start, end).chainVoltages()[chain];
  }

  /** The emission of every neuron at the analyzer. */
  List<SpectralLine> lines(long start, long end) {
    Response seen = response(start, end);
    List<SpectralLine> lines = new ArrayList<>(biases.size());
    for (int n = 0; n < biases.size(); n++) {
      double power = seen.emittedPowers()[n] * chip.monitorGain(n);
      if (power > 0) {
        lines.add(new SpectralLine(seen.emissionFrequencies()[n], power, seen.linewidths()[n]));
      }
    }
    return lines;
  }

  private Response response(long start, long end) {
    if (start != from || end != to) {
      chip.fluctuate(end);
      sample(start, first);
      sample(end, last);
      response = still() ? chip.respond(last, end) : mean(start, end);
      from = start;
      to = end;
    }
    return response;
  }

  /**
   * The mean over parts of the time that begin at T (k/n)³, each represented by its middle: short
   * parts at the beginning, where a settling level moves most; exact for a level that ramps.
   */
  private Response mean(long start, long end) {
    Response mean = Response.zero(chains, biases.size());
    double begin = 0;
    for (int k = 1; k <= PARTS; k++) {
      double until = cube((double) k / PARTS);
      long moment = start + Math.round((end - start) * (begin + until) / 2);
      sample(moment, last);
      mean.add(chip.respond(last, moment), until - begin);
      begin = until;
    }
    return mean;
  }

  private static double cube(double u) {
    return u * u * u;
  }

  private boolean still() {
    return still(first.toneFrequencies(), last.toneFrequencies())
        && still(first.tonePowers(), last.tonePowers())
        && still(first.fieldCurrents(), last.fieldCurrents())
        && still(first.biases(), last.biases());
  }

  private static boolean still(double[] before, double[] after) {
    for (int i = 0; i < before.length; i++) {
      if (Math.abs(after[i] - before[i]) > STILL * Math.abs(after[i])) {
        return false;
      }
    }
    return true;
  }

  private void sample(long nanos, Drive drive) {
    for (int i = 0; i < tones.size(); i++) {
      Tone tone = tones.get(i).tone(nanos);
      drive.toneFrequencies()[i] = tone.frequency();
      drive.tonePowers()[i] = tone.power();
    }
    for (int i = 0; i < fields.size(); i++) {
      drive.fieldCurrents()[i] = current(fields.get(i), fieldLine, nanos);
    }
    for (int i = 0; i < biases.size(); i++) {
      drive.biases()[i] = current(biases.get(i), neuron, nanos);
    }
  }

  private static double current(DcOutput source, Load load, long nanos) {
    return load.terminals(source.level(nanos)).current();
  }
}
