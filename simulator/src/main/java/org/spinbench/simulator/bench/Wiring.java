package org.spinbench.simulator.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.simulator.chip.Drive;
import org.spinbench.simulator.chip.JunctionChip;
import org.spinbench.simulator.chip.Response;
import org.spinbench.simulator.chip.Simulation.Monitor;
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
 * same time see the same noise. Where a lock-in switches tones, so slowly that the chip follows, a
 * response is the mean of those with the tones on and off.
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
  private final Map<RfOutput, Monitor> monitors;
  private final List<RfOutput> strips;
  private final Load fieldLine;
  private final Load neuron;
  private final int chains;
  private final boolean pulsed;
  private final Drive first;
  private final Drive last;
  private final Drive firstHigh;
  private final Drive lastHigh;
  private long from = -1;
  private long to = -1;
  private Response response;

  /** What switching the tones on adds to each chain's voltage, V. */
  private double[] heights;

  /**
   * @param tones source of each input
   * @param fields source of each synapse's field line
   * @param biases source of each neuron's bias
   * @param monitors sources that the analyzer sees, and how
   * @param strips source of each strip line
   * @param pulsed whether a lock-in drives the pulse inputs of the tones' sources, half of the time
   *     high and half of it low; they are open otherwise
   */
  Wiring(
      BenchFile file,
      JunctionChip chip,
      Clock clock,
      List<RfOutput> tones,
      List<DcOutput> fields,
      List<DcOutput> biases,
      Map<RfOutput, Monitor> monitors,
      List<RfOutput> strips,
      boolean pulsed) {
    this.chip = chip;
    this.clock = clock;
    this.tones = List.copyOf(tones);
    this.fields = List.copyOf(fields);
    this.biases = List.copyOf(biases);
    this.monitors = monitors;
    this.strips = List.copyOf(strips);
    fieldLine = fieldLine(file);
    neuron = neuron(file);
    chains = file.chains().size();
    heights = new double[chains];
    first = Drive.none(file);
    last = Drive.none(file);
    firstHigh = Drive.none(file);
    lastHigh = Drive.none(file);
    this.pulsed = pulsed;
  }

  /** What the source of a field line sees: the line and its series resistor. */
  static Load fieldLine(BenchFile file) {
    return file.hasFieldLines() ? new Load(file.chip().fieldLineResistance()) : Load.OPEN;
  }

  /** What the source of a bias sees: a junction. */
  static Load neuron(BenchFile file) {
    return new Load(file.chip().junctionResistance());
  }

  /** Ends the time that the chip has spent under the levels up to now. */
  void outputChanged() {
    respond(clock.nanos(), 0);
  }

  /** Mean voltage of a chain, V. */
  double chainVoltage(int chain, long start, long end) {
    return response(start, end).chainVoltages()[chain];
  }

  /**
   * First harmonic of a chain's voltage, which is a square wave where a lock-in switches the tones,
   * in phase with the lock-in's output, V rms: √2/π of its height.
   */
  double chainHarmonic(int chain, long start, long end) {
    response(start, end);
    return heights[chain] * Math.sqrt(2) / Math.PI;
  }

  /** Mean power of a source, W. */
  double power(RfOutput source, long start, long end) {
    double sum = 0;
    for (int k = 0; k < PARTS; k++) {
      long moment = start + Math.round((end - start) * (k + 0.5) / PARTS);
      double low = source.tone(moment).power();
      sum += pulsed ? (low + source.gated(moment).power()) / 2 : low;
    }
    return sum / PARTS;
  }

  /**
   * The emission of every neuron at the analyzer, and the tones of the sources that it monitors.
   */
  List<SpectralLine> lines(long start, long end) {
    Response seen = response(start, end);
    List<SpectralLine> lines = new ArrayList<>(biases.size());
    for (int n = 0; n < biases.size(); n++) {
      double power = seen.emittedPowers()[n] * chip.monitorGain(n);
      if (power > 0) {
        lines.add(new SpectralLine(seen.emissionFrequencies()[n], power, seen.linewidths()[n]));
      }
    }
    monitors.forEach(
        (source, monitor) -> {
          double power = power(source, start, end);
          double frequency = source.tone(end).frequency();
          if (power > 0) {
            lines.add(new SpectralLine(frequency, power * monitor.gain(frequency), 0));
          }
        });
    return lines;
  }

  private Response response(long start, long end) {
    if (start != from || end != to) {
      chip.fluctuate(end);
      sample(start, first, firstHigh);
      sample(end, last, lastHigh);
      heights = new double[chains];
      if (still(first, last) && (!pulsed || still(firstHigh, lastHigh))) {
        response = respond(end, 1);
      } else {
        response = mean(start, end);
      }
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
      mean.add(respond(moment, until - begin), until - begin);
      begin = until;
    }
    return mean;
  }

  /**
   * The response at a moment, of which so large a part counts for the heights. Junctions spend
   * their time under tones that are on.
   */
  private Response respond(long moment, double part) {
    sample(moment, last, lastHigh);
    boolean switched = pulsed && !still(last, lastHigh);
    Response now = chip.respond(switched ? lastHigh : last, moment);
    if (!switched) {
      return now;
    }
    Response on = chip.respond(lastHigh, moment - 1);
    Response off = chip.respond(last, moment - 1);
    for (int c = 0; c < chains; c++) {
      heights[c] += part * (on.chainVoltages()[c] - off.chainVoltages()[c]);
    }
    Response mean = Response.zero(chains, biases.size());
    mean.add(on, 0.5);
    mean.add(off, 0.5);
    return mean;
  }

  private static double cube(double u) {
    return u * u * u;
  }

  private static boolean still(Drive before, Drive after) {
    return still(before.toneFrequencies(), after.toneFrequencies())
        && still(before.tonePowers(), after.tonePowers())
        && still(before.fieldCurrents(), after.fieldCurrents())
        && still(before.biases(), after.biases())
        && still(before.stripPowers(), after.stripPowers());
  }

  private static boolean still(double[] before, double[] after) {
    for (int i = 0; i < before.length; i++) {
      if (Math.abs(after[i] - before[i]) > STILL * Math.abs(after[i])) {
        return false;
      }
    }
    return true;
  }

  /** What the sources put out at a moment while pulse inputs are low, and while they are high. */
  private void sample(long nanos, Drive low, Drive high) {
    sample(nanos, low);
    if (!pulsed) {
      return;
    }
    for (int i = 0; i < tones.size(); i++) {
      set(high, i, tones.get(i).gated(nanos));
    }
    System.arraycopy(low.fieldCurrents(), 0, high.fieldCurrents(), 0, fields.size());
    System.arraycopy(low.biases(), 0, high.biases(), 0, biases.size());
    System.arraycopy(low.stripFrequencies(), 0, high.stripFrequencies(), 0, strips.size());
    System.arraycopy(low.stripPowers(), 0, high.stripPowers(), 0, strips.size());
  }

  private static void set(Drive drive, int input, Tone tone) {
    drive.toneFrequencies()[input] = tone.frequency();
    drive.tonePowers()[input] = tone.power();
  }

  private void sample(long nanos, Drive drive) {
    for (int i = 0; i < tones.size(); i++) {
      set(drive, i, tones.get(i).tone(nanos));
    }
    for (int i = 0; i < fields.size(); i++) {
      drive.fieldCurrents()[i] = current(fields.get(i), fieldLine, nanos);
    }
    for (int i = 0; i < biases.size(); i++) {
      drive.biases()[i] = current(biases.get(i), neuron, nanos);
    }
    for (int i = 0; i < strips.size(); i++) {
      Tone tone = strips.get(i).tone(nanos);
      drive.stripFrequencies()[i] = tone.frequency();
      drive.stripPowers()[i] = tone.power();
    }
  }

  private static double current(DcOutput source, Load load, long nanos) {
    return load.terminals(source.level(nanos)).current();
  }
}
