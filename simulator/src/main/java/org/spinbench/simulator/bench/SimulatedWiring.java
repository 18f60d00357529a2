package org.spinbench.simulator.bench;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.simulator.chip.Drive;
import org.spinbench.simulator.chip.JunctionChip;
import org.spinbench.simulator.chip.Response;
import org.spinbench.simulator.chip.Simulation.Monitor;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.circuit.TwoTerminal;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SpectralLine;

/**
 * The cables of a simulated bench: puts the levels of the sources on the chip, and gives the meters
 * what the chip does.
 *
 * <p>What is read from one moment to another is the chip's response at the end when no level moves
 * meanwhile, and the mean of its responses at several moments otherwise. Meters that read over the
 * same time see the same noise. Where a lock-in switches tones, so slowly that the chip follows, a
 * response is the mean of those with the tones on and off.
 *
 * <p>What the chip suffers does not depend on who reads: time is spent up to every change of an
 * output, and up to every moment at which an output turns by itself, such as from one level of a
 * list to the next.
 */
final class SimulatedWiring {
  /** A level that changes less than this over a reading stands still. */
  private static final double STILL = 1e-9;

  /** Parts into which a reading is cut while levels move. */
  private static final int PARTS = 8;

  private final JunctionChip chip;
  private final Clock clock;
  private final SystemClock computer = new SystemClock();
  private final long computerBegin = computer.nanos();
  private final Instant begun = computer.now();
  private final Sources sources;
  private final Map<RfOutput, Monitor> monitors;
  private final int chains;
  private final int neurons;
  private final boolean pulsed;
  private final Drive first;
  private final Drive last;
  private final Drive firstHigh;
  private final Drive lastHigh;
  private final Drive meanwhile;
  private final Drive meanwhileHigh;

  /** The moment up to which time is spent. */
  private long spent;

  /**
   * The moment of the latest record, up to which outputs have gone one way since the one before.
   */
  private long recorded;

  /** The computer's clock when an output was last changed. */
  private long seen;

  /** The next turn of an output; a moment before it as long as nobody has looked for it. */
  private long turn;

  private long from = -1;
  private long to = -1;
  private Response response;

  /** What switching the tones on adds to each chain's voltage, V. */
  private double[] heights;

  /**
   * @param monitors sources that the analyzer sees, and how
   */
  SimulatedWiring(
      BenchFile file,
      JunctionChip chip,
      Clock clock,
      Sources sources,
      Map<RfOutput, Monitor> monitors) {
    this.chip = chip;
    this.clock = clock;
    this.sources = sources;
    this.monitors = monitors;
    chains = file.chains().size();
    neurons = file.neurons().size();
    pulsed = sources.pulsed();
    heights = new double[chains];
    spent = clock.nanos();
    recorded = spent;
    turn = spent;
    seen = computerBegin;
    first = Drive.none(file);
    firstHigh = first.withOtherTones();
    last = Drive.none(file);
    lastHigh = last.withOtherTones();
    meanwhile = Drive.none(file);
    meanwhileHigh = meanwhile.withOtherTones();
  }

  /** Ends the time that the chip has spent under the levels up to now. */
  void outputChanged() {
    long now = clock.nanos();
    turn = Math.min(turn, spent);
    respond(now, 0);
    record(pulsed ? lastHigh : last, now);
    turn = now;
    seen = computer.nanos();
  }

  /** Applies everything up to a moment to the chip. */
  void spend(long moment) {
    spendToTurns(moment);
    if (moment > spent) {
      spendTo(moment);
    }
  }

  /** Spends the time until each turn before a moment. */
  private void spendToTurns(long moment) {
    while (turn < moment) {
      if (turn > spent) {
        spendTo(turn);
      }
      turn = sources.turn(turn);
    }
  }

  private void spendTo(long moment) {
    sources.sample(moment, meanwhile, meanwhileHigh);
    Drive drive = pulsed ? meanwhileHigh : meanwhile;
    chip.spend(drive, moment);
    spent = Math.max(spent, moment);
    record(drive, moment);
  }

  private void record(Drive drive, long moment) {
    sources.record(drive, chip, moment, recorded, seen);
    recorded = moment;
  }

  /** The record of every output up to now. */
  List<TerminalTruth> terminals() {
    long now = clock.nanos();
    spendToTurns(now);
    spendTo(now);
    seen = computer.nanos();
    Instant date = clock.now();
    LongFunction<Instant> dates = nanos -> date.minusNanos(now - nanos);
    LongFunction<Instant> computerDates = nanos -> begun.plusNanos(nanos - computerBegin);
    return sources.records().stream()
        .map(record -> record.truth(now, seen, dates, computerDates))
        .toList();
  }

  /** What the bias source of a neuron sees at a moment. */
  TwoTerminal bias(int neuron, long moment) {
    spend(moment);
    return chip.bias(neuron);
  }

  /** Mean voltage of a chain, V. */
  double chainVoltage(int chain, long start, long end) {
    return response(start, end).chainVoltages()[chain];
  }

  /**
   * What a source meter at the chain's end sees at a moment: the chain's voltage in series with its
   * resistance. What the meter drives through the chain does not reach the junctions.
   */
  TwoTerminal chain(int chain, long moment) {
    double open = chainVoltage(chain, moment, moment);
    double resistance = chip.chainResistance(chain);
    return new TwoTerminal() {
      @Override
      public double voltage(double current) {
        return open + current * resistance;
      }

      @Override
      public double current(double voltage) {
        return (voltage - open) / resistance;
      }
    };
  }

  /**
   * First harmonic of a chain's voltage, which is a square wave where a lock-in switches the tones,
   * in phase with the lock-in's output, V rms: √2/π of its height.
   */
  double chainHarmonic(int chain, long start, long end) {
    response(start, end);
    return heights[chain] * Math.sqrt(2) / Math.PI;
  }

  /**
   * The sine at a chain's voltmeter that an oscillator in parallel drives through it, V rms: what
   * the chain's resistance takes of it.
   */
  double chainSine(Sources.Oscillator oscillator, long moment) {
    spend(moment);
    Sine sine = oscillator.sine();
    return sine.peak() * sine.share(chip.chainResistance(oscillator.chain())) / Math.sqrt(2);
  }

  /** Mean power of a source over the same parts of the time as a chain's voltage, W. */
  double power(RfOutput source, long start, long end) {
    double sum = 0;
    double begin = 0;
    for (int k = 1; k <= PARTS; k++) {
      double until = cube((double) k / PARTS);
      long moment = start + Math.round((end - start) * (begin + until) / 2);
      double low = source.tone(moment).power();
      sum += (until - begin) * (pulsed ? (low + source.gated(moment).power()) / 2 : low);
      begin = until;
    }
    return sum;
  }

  /**
   * The emission of every neuron at the analyzer, and the tones of the sources that it monitors.
   */
  List<SpectralLine> lines(long start, long end) {
    Response seen = response(start, end);
    List<SpectralLine> lines = new ArrayList<>(neurons);
    for (int n = 0; n < neurons; n++) {
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
      chip.fluctuate(start, end);
      sources.sample(start, first, firstHigh);
      sources.sample(end, last, lastHigh);
      heights = new double[chains];
      if (still(first, last) && (!pulsed || stillTones(firstHigh, lastHigh))) {
        spendToTurns(end);
        response = evaluate(end, 1);
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
    Response mean = Response.zero(chains, neurons);
    double begin = 0;
    for (int k = 1; k <= PARTS; k++) {
      double until = cube((double) k / PARTS);
      long moment = start + Math.round((end - start) * (begin + until) / 2);
      mean.add(respond(moment, until - begin), until - begin);
      begin = until;
    }
    return mean;
  }

  /** The response at a moment, of which so large a part counts for the heights. */
  private Response respond(long moment, double part) {
    spendToTurns(moment);
    sources.sample(moment, last, lastHigh);
    return evaluate(moment, part);
  }

  /**
   * The response to the last sampled levels, at their moment. Junctions spend their time under
   * tones that are on.
   */
  private Response evaluate(long moment, double part) {
    boolean switched = pulsed && !stillTones(last, lastHigh);
    Drive drive = pulsed ? lastHigh : last;
    Response now = chip.respond(drive, moment);
    spent = Math.max(spent, moment);
    if (!switched) {
      return now;
    }
    Response on = chip.respond(lastHigh, moment - 1);
    Response off = chip.respond(last, moment - 1);
    for (int c = 0; c < chains; c++) {
      heights[c] += part * (on.chainVoltages()[c] - off.chainVoltages()[c]);
    }
    Response mean = Response.zero(chains, neurons);
    mean.add(on, 0.5);
    mean.add(off, 0.5);
    return mean;
  }

  private static double cube(double u) {
    return u * u * u;
  }

  private static boolean still(Drive before, Drive after) {
    return stillTones(before, after)
        && still(before.fieldCurrents(), after.fieldCurrents())
        && still(before.biases(), after.biases())
        && Arrays.equals(before.neuronSines(), after.neuronSines())
        && Arrays.equals(before.chainSines(), after.chainSines())
        && still(before.stripPowers(), after.stripPowers());
  }

  private static boolean stillTones(Drive before, Drive after) {
    return still(before.toneFrequencies(), after.toneFrequencies())
        && still(before.tonePowers(), after.tonePowers());
  }

  private static boolean still(double[] before, double[] after) {
    for (int i = 0; i < before.length; i++) {
      if (!still(before[i], after[i])) {
        return false;
      }
    }
    return true;
  }

  private static boolean still(DcLevel[] before, DcLevel[] after) {
    for (int i = 0; i < before.length; i++) {
      boolean alike =
          before[i].current() == after[i].current() && before[i].limit() == after[i].limit();
      if (!alike || !still(before[i].value(), after[i].value())) {
        return false;
      }
    }
    return true;
  }

  private static boolean still(double before, double after) {
    return Math.abs(after - before) <= STILL * Math.abs(after);
  }
}
