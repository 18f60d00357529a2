package org.spinbench.calibration.polarity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.calibration.fit.FitException;
import org.spinbench.calibration.fit.ResonanceFit;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.Reading;

/**
 * Measures a chip that strip lines program, starting from its design.
 *
 * <ol>
 *   <li>Each tone, alone, is swept about its design frequency. The lines in the chains' voltages
 *       are the present resonances of the junctions for this tone.
 *   <li>Each junction is driven at its resonance with pulses of increasing power, until the voltage
 *       shows that it has switched. A second sweep gives its other resonance. Then it is driven
 *       back in the same way. All pulses are far too weak to switch a neighbour.
 *   <li>Tones are set to the middle of the resonances of their junctions.
 *   <li>With all junctions in their lower state, and then with one in its upper state at a time,
 *       the chains are read under every tone.
 * </ol>
 */
public final class PolaritySurvey {
  /** Receives the progress. */
  public interface Progress {
    /** Called when some of the steps of a stage are done. */
    void at(String stage, int done, int total);
  }

  private static final int POINTS = 33;

  /** Reach of a sweep to either side of the design frequency, in splittings. */
  private static final double REACH = 1.6;

  /**
   * Power of the first pulse over the strip line's largest power, and the ratio of the next to the
   * one before.
   */
  private static final double FIRST = 0.02;

  private static final double STEP = 1.26;

  /** Distance, in splittings, from which on another junction's line is negligible. */
  private static final double FAR = 4;

  /** Power of the writing pulses over that of the first that switched the core. */
  private static final double MARGIN = 1.3;

  /** Relative change of the voltage across a line from which on the core has switched. */
  private static final double TURNED = 0.5;

  /** Height over the usual height below which a line is not the junction's own. */
  private static final double WEAK = 0.3;

  private static final int NOISE_READINGS = 16;

  private final ChipPorts ports;
  private final BenchFile file;
  private final ToneReader reader;
  private final Progress progress;

  private PolaritySurvey(ChipPorts ports, Progress progress) {
    this.ports = ports;
    this.file = ports.file();
    this.reader = new ToneReader(ports);
    this.progress = progress;
  }

  /**
   * Surveys a chip. All its junctions are in their lower state afterwards.
   *
   * @throws PolarityException that names a junction without a line, or one that does not switch
   * @throws IllegalArgumentException if strip lines do not program all chains of the bench file, or
   *     a chain has not one junction for each tone
   */
  public static BinaryChip survey(ChipPorts ports, Progress progress) {
    BenchFile file = ports.file();
    for (int chain = 0; chain < file.chains().size(); chain++) {
      if (file.stripLineOfChain(chain) < 0) {
        throw new IllegalArgumentException(
            file.chains().get(chain).name()
                + " has no strip_line in the bench file, so its junctions cannot be programmed");
      }
    }
    return new PolaritySurvey(ports, progress).survey();
  }

  /** The findings about one junction. */
  private static final class Found {
    private ResonanceFit first;
    private ResonanceFit second;
    private Sweep firstSweep;
    private Sweep secondSweep;
    private double firstPower;
    private double secondPower;

    /** Extremum of the weaker of its two lines, V. */
    double height() {
      return Math.min(
              Math.abs(first.antisymmetric().value()), Math.abs(second.antisymmetric().value()))
          / 2;
    }

    /** Whether the second resonance, its present one, is the upper one. */
    boolean endsUpper() {
      return second.resonance().value() > first.resonance().value();
    }
  }

  private BinaryChip survey() {
    List<BenchFile.Synapse> entries = file.synapses();
    List<Found> found = IntStream.range(0, entries.size()).mapToObj(i -> new Found()).toList();
    double noise = noise();
    for (int tone = 0; tone < file.inputs().size(); tone++) {
      progress.at("resonances and reversals", tone, file.inputs().size());
      reverse(tone, found, noise);
    }
    refine(found);
    requireLines(found);
    List<BinarySynapse> synapses = new ArrayList<>();
    for (int s = 0; s < entries.size(); s++) {
      synapses.add(synapse(entries.get(s), found.get(s)));
    }
    List<Double> tones = tones(synapses);
    boolean[] states = new boolean[entries.size()];
    for (int s = 0; s < states.length; s++) {
      states[s] = found.get(s).endsUpper();
    }
    return responses(tones, synapses, states, noise);
  }

  /**
   * Requires a line of its own from every junction; in the place of a broken one, the sweep shows
   * the distant line of a neighbour.
   */
  private void requireLines(List<Found> found) {
    double[] heights = found.stream().mapToDouble(Found::height).sorted().toArray();
    double usual = heights[heights.length / 2];
    for (int s = 0; s < found.size(); s++) {
      if (found.get(s).height() < WEAK * usual) {
        throw new PolarityException(
            what(s)
                + " shows no line of its own: its height is "
                + found.get(s).height()
                + " V, that of the others mostly "
                + usual
                + " V; it may be broken");
      }
    }
  }

  private double noise() {
    double[][] readings = new double[NOISE_READINGS][];
    for (int i = 0; i < NOISE_READINGS; i++) {
      readings[i] = ToneReader.values(reader.dark());
    }
    double sum = 0;
    for (int i = 1; i < NOISE_READINGS; i++) {
      for (int c = 0; c < readings[0].length; c++) {
        double step = readings[i][c] - readings[i - 1][c];
        sum += step * step / 2;
      }
    }
    return Math.sqrt(sum / ((NOISE_READINGS - 1) * readings[0].length));
  }

  /** Finds both resonances of the junctions for one tone, and the powers that switch them. */
  private void reverse(int tone, List<Found> found, double noise) {
    int[] synapses = synapses(tone);
    Sweep[] now = sweep(tone, synapses, noise);
    for (int k = 0; k < synapses.length; k++) {
      Found one = found.get(synapses[k]);
      one.firstSweep = now[k];
      one.first = line(synapses[k], now[k], neighbours(synapses[k]));
      one.firstPower = turnOver(tone, synapses[k], one.first);
    }
    Sweep[] other = sweep(tone, synapses, noise);
    for (int k = 0; k < synapses.length; k++) {
      Found one = found.get(synapses[k]);
      one.secondSweep = other[k];
      one.second = line(synapses[k], other[k], neighbours(synapses[k]));
      requireApart(synapses[k], one);
      one.secondPower = turnOver(tone, synapses[k], one.second);
      // Back once more, so that it ends in its second state.
      pulse(synapses[k], one.first.resonance().value(), one.firstPower);
    }
  }

  private void requireApart(int synapse, Found found) {
    double distance = found.second.resonance().value() - found.first.resonance().value();
    if (Math.abs(distance) < found.first.halfWidth().value()) {
      throw new PolarityException(
          what(synapse)
              + " resonates at "
              + found.first.resonance().value()
              + " Hz and, after a pulse, at "
              + found.second.resonance().value()
              + " Hz: its two states are not apart by a half width; apply a larger perpendicular"
              + " field");
    }
  }

  private int[] synapses(int tone) {
    String name = file.inputs().get(tone).name();
    int[] synapses =
        IntStream.range(0, file.synapses().size())
            .filter(s -> file.synapses().get(s).tone().equals(name))
            .toArray();
    long chains = IntStream.of(synapses).map(file::chainOfSynapse).distinct().count();
    if (synapses.length != chains || synapses.length != file.chains().size()) {
      throw new IllegalArgumentException(
          "every chain needs one synapse for " + name + ", but the bench file has another number");
    }
    return synapses;
  }

  /** The readings of one chain while one tone was swept. */
  private record Sweep(double[] frequencies, double[] voltages, double[] deviations) {}

  /** Sweeps a tone; returns the sweep of the chain of each of these junctions. */
  private Sweep[] sweep(int tone, int[] synapses, double noise) {
    double[] frequencies = new double[POINTS];
    double[][] voltages = new double[file.chains().size()][POINTS];
    double[] deviations = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double design = file.inputs().get(tone).frequency();
      double reach = REACH * splitting(synapses);
      frequencies[i] = design + reach * (2.0 * i / (POINTS - 1) - 1);
      Reading[] readings = reader.under(tone, frequencies[i]);
      for (int c = 0; c < readings.length; c++) {
        voltages[c][i] = readings[c].value();
        deviations[i] = Math.max(noise, readings[c].uncertainty());
      }
    }
    return IntStream.of(synapses)
        .mapToObj(s -> new Sweep(frequencies, voltages[file.chainOfSynapse(s)], deviations))
        .toArray(Sweep[]::new);
  }

  /** Fits the line of a junction in a sweep, with lines of others at the given resonances. */
  private ResonanceFit line(int synapse, Sweep sweep, double[] others) {
    try {
      return ResonanceFit.of(sweep.frequencies(), sweep.voltages(), sweep.deviations(), others);
    } catch (FitException e) {
      throw new PolarityException(what(synapse) + " shows no line: " + e.getMessage(), e);
    }
  }

  /**
   * Fits all sweeps again with the measured lines of the neighbours: those of earlier tones in
   * their second state, those of later tones in their first.
   */
  private void refine(List<Found> found) {
    double[] first = found.stream().mapToDouble(one -> one.first.resonance().value()).toArray();
    double[] second = found.stream().mapToDouble(one -> one.second.resonance().value()).toArray();
    for (int s = 0; s < first.length; s++) {
      int chain = file.chainOfSynapse(s);
      int from = file.firstSynapse(chain);
      int own = file.indexOfInput(file.synapses().get(s).tone());
      double centre = file.synapses().get(s).frequency();
      List<Double> others = new ArrayList<>();
      for (int j = from; j < from + file.chains().get(chain).synapses().size(); j++) {
        int tone = file.indexOfInput(file.synapses().get(j).tone());
        double at = tone < own ? second[j] : first[j];
        if (j != s && Math.abs(at - centre) < FAR * stripLine(s).splitting()) {
          others.add(at);
        }
      }
      double[] lines = others.stream().mapToDouble(Double::doubleValue).toArray();
      Found one = found.get(s);
      one.first = line(s, one.firstSweep, lines);
      one.second = line(s, one.secondSweep, lines);
    }
  }

  /** Design frequencies of the other junctions of a chain whose lines reach into a sweep. */
  private double[] neighbours(int synapse) {
    double splitting = stripLine(synapse).splitting();
    int chain = file.chainOfSynapse(synapse);
    double own = file.synapses().get(synapse).frequency();
    return file.chains().get(chain).synapses().stream()
        .mapToDouble(BenchFile.Synapse::frequency)
        .filter(other -> other != own && Math.abs(other - own) < FAR * splitting)
        .toArray();
  }

  private double splitting(int[] synapses) {
    return IntStream.of(synapses).mapToDouble(s -> stripLine(s).splitting()).max().orElseThrow();
  }

  private BenchFile.StripLine stripLine(int synapse) {
    return file.stripLines().get(file.stripLineOfChain(file.chainOfSynapse(synapse)));
  }

  private void pulse(int synapse, double frequency, double power) {
    ports.pulse(file.stripLineOfChain(file.chainOfSynapse(synapse)), frequency, power);
  }

  /**
   * Sends pulses of increasing power at a junction's resonance until it switches; returns that
   * power, W.
   */
  private double turnOver(int tone, int synapse, ResonanceFit line) {
    int chain = file.chainOfSynapse(synapse);
    double before = steepness(tone, chain, line);
    double most = stripLine(synapse).maximumPower();
    for (double power = FIRST * most; power <= most; power *= STEP) {
      pulse(synapse, line.resonance().value(), power);
      if (Math.abs(steepness(tone, chain, line) - before) > TURNED * Math.abs(before)) {
        return Math.min(most, MARGIN * power);
      }
    }
    throw new PolarityException(
        what(synapse)
            + " does not turn over: no pulse up to "
            + most
            + " W at "
            + line.resonance().value()
            + " Hz in "
            + stripLine(synapse).name()
            + " moved its resonance; check the strip line, or allow a larger maximum_power");
  }

  /** The chain's voltage a half width above a line less that a half width below it, V. */
  private double steepness(int tone, int chain, ResonanceFit line) {
    double centre = line.resonance().value();
    double half = line.halfWidth().value();
    return reader.under(tone, centre + half)[chain].value()
        - reader.under(tone, centre - half)[chain].value();
  }

  private static BinarySynapse synapse(BenchFile.Synapse entry, Found found) {
    boolean upper = found.endsUpper();
    return new BinarySynapse(
        entry.name(),
        entry.junction(),
        upper ? found.first.resonance() : found.second.resonance(),
        upper ? found.second.resonance() : found.first.resonance(),
        upper ? found.firstPower : found.secondPower,
        upper ? found.secondPower : found.firstPower);
  }

  /** Sets each tone to the middle of the resonances of its junctions, to 1 kHz. */
  private List<Double> tones(List<BinarySynapse> synapses) {
    List<Double> tones = new ArrayList<>();
    for (int tone = 0; tone < file.inputs().size(); tone++) {
      double mean =
          IntStream.of(synapses(tone))
              .mapToDouble(
                  s -> (synapses.get(s).lower().value() + synapses.get(s).upper().value()) / 2)
              .average()
              .orElseThrow();
      tones.add(Math.rint(mean / 1e3) * 1e3);
    }
    return List.copyOf(tones);
  }

  private BinaryChip responses(
      List<Double> tones, List<BinarySynapse> synapses, boolean[] states, double noise) {
    int inputs = tones.size();
    int chains = file.chains().size();
    for (int s = 0; s < states.length; s++) {
      write(synapses.get(s), s, states, false);
    }
    double[] offsets = ToneReader.values(reader.dark());
    double[][] bases = read(tones, offsets);
    double[][] changes = new double[synapses.size()][inputs];
    int longest = file.chains().stream().mapToInt(c -> c.synapses().size()).max().orElseThrow();
    for (int position = 0; position < longest; position++) {
      progress.at("responses", position, longest);
      int[] raised = new int[chains];
      for (int c = 0; c < chains; c++) {
        raised[c] = position < file.chains().get(c).synapses().size() ? position : -1;
        if (raised[c] >= 0) {
          write(
              synapses.get(file.firstSynapse(c) + position),
              file.firstSynapse(c) + position,
              states,
              true);
        }
      }
      double[][] now = read(tones, offsets);
      for (int c = 0; c < chains; c++) {
        if (raised[c] >= 0) {
          int s = file.firstSynapse(c) + position;
          for (int k = 0; k < inputs; k++) {
            changes[s][k] = now[c][k] - bases[c][k];
          }
          write(synapses.get(s), s, states, false);
        }
      }
    }
    return new BinaryChip(tones, synapses, offsets, bases, changes, noise, ports.evaluations());
  }

  private void write(BinarySynapse synapse, int number, boolean[] states, boolean upper) {
    if (states[number] != upper) {
      pulse(number, synapse.writingFrequency(states[number]), synapse.writingPower(states[number]));
      states[number] = upper;
    }
  }

  /** Sensitivity of every chain to every tone in the present state, V/W. */
  private double[][] read(List<Double> tones, double[] offsets) {
    double[][] read = new double[offsets.length][tones.size()];
    for (int k = 0; k < tones.size(); k++) {
      Reading[] readings = reader.under(k, tones.get(k));
      for (int c = 0; c < offsets.length; c++) {
        read[c][k] = (readings[c].value() - offsets[c]) / reader.power(k);
      }
    }
    return read;
  }

  private String what(int synapse) {
    BenchFile.Synapse entry = file.synapses().get(synapse);
    return entry.name() + " (junction " + entry.junction() + ")";
  }
}
