package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.damage.Fault;
import org.spinbench.calibration.fit.EmissionLine;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.ReadoutBands;
import org.spinbench.drivers.bench.ReadoutBands.Band;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * Where the neurons of a chip emit, seen directly: each neuron alone at two currents, in spectra
 * from its design frequency outwards, a few sweeps for each. A neuron whose line leaves its
 * read-out band, or whose band contains the line of another one, is read wrongly; it gets a band
 * between its neighbours.
 *
 * @param lines of the neurons that were seen to emit
 * @param moves of bands that were wrong
 * @param unseen names of neurons without a line
 * @param crowded names of neurons whose line cannot be separated from another one
 * @param sweeps number of spectra
 */
public record EmissionSurvey(
    List<Line> lines, List<Move> moves, List<String> unseen, List<String> crowded, int sweeps) {
  /** Numbers of the bands to look at, as offsets from the design in bandwidths. */
  private static final int[] OUTWARDS = {0, 1, -1, 2, -2};

  /** The lower of both currents, relative to the largest. */
  private static final double LOWER = 0.75;

  /** Height over the floor from which on a line is the neuron's own. */
  private static final double CLEAR = 100;

  /** Distance of a line from the end of a spectrum or a band, in resolution bandwidths. */
  private static final double MARGIN = 4;

  /** Uncertainty of a line in one spectrum, in resolution bandwidths: it moves by its noise. */
  private static final double SCATTER = 0.5;

  /**
   * A neuron's emission: f = frequency + pulling (I − threshold by design).
   *
   * @param neuron name in the bench file
   * @param low frequency at its threshold by design, Hz
   * @param high frequency at the largest current of the coupling, Hz
   * @param pulling Hz/A
   * @param pullingDeviation Hz/A
   */
  public record Line(
      String neuron, double low, double high, double pulling, double pullingDeviation) {
    private double least() {
      return Math.min(low, high);
    }

    private double most() {
      return Math.max(low, high);
    }
  }

  /** A band that is moved. */
  public record Move(String neuron, Band from, Band to) {}

  /** Largest number of spectra that a survey of a bench takes. */
  public static int most(BenchFile file) {
    return file.neurons().size() * (OUTWARDS.length + 2);
  }

  /**
   * Surveys the chip, and reads it in the right bands from then on. All tones and biases are off
   * afterwards.
   */
  public static EmissionSurvey take(ChipPorts ports) {
    BenchFile file = ports.file();
    ports.tones(
        file.inputs().stream().mapToDouble(BenchFile.Input::frequency).toArray(),
        new double[file.inputs().size()]);
    int neurons = file.neurons().size();
    for (int n = 0; n < neurons; n++) {
      ports.bias(n, 0);
    }
    List<Line> lines = new ArrayList<>();
    List<String> unseen = new ArrayList<>();
    int[] sweeps = new int[1];
    for (int n = 0; n < neurons; n++) {
      Optional<Line> line = line(ports, n, sweeps);
      line.ifPresent(lines::add);
      if (line.isEmpty()) {
        unseen.add(file.neurons().get(n).name());
      }
      ports.bias(n, 0);
    }
    List<Move> moves = new ArrayList<>();
    List<String> crowded = new ArrayList<>();
    double margin = MARGIN * file.readout().resolutionBandwidth();
    for (Line line : lines) {
      Band now = ports.bands().of(file.indexOfNeuron(line.neuron()));
      if (!isRight(now, line, lines, margin)) {
        Band to = between(line, lines, file.readout().bandwidth());
        if (isRight(to, line, lines, 0)) {
          moves.add(new Move(line.neuron(), now, to));
        } else {
          crowded.add(line.neuron());
        }
      }
    }
    EmissionSurvey survey =
        new EmissionSurvey(
            List.copyOf(lines),
            List.copyOf(moves),
            List.copyOf(unseen),
            List.copyOf(crowded),
            sweeps[0]);
    survey.moveBands(file, ports.bands());
    return survey;
  }

  /** Whether neurons were read in wrong bands before. */
  public boolean moved() {
    return !moves.isEmpty();
  }

  /** Whether a neuron was seen to emit that a fault makes dead. */
  public boolean contradicts(Fault fault) {
    return fault.kind() == Fault.Kind.EMITS_NOT
        && lines.stream().anyMatch(line -> line.neuron().equals(fault.device()));
  }

  /** Reads the moved neurons in their new bands. */
  public void moveBands(BenchFile file, ReadoutBands bands) {
    moves.forEach(move -> bands.move(file.indexOfNeuron(move.neuron()), move.to()));
  }

  private static Optional<Line> line(ChipPorts ports, int n, int[] sweeps) {
    BenchFile file = ports.file();
    BenchFile.Neuron neuron = file.neurons().get(n);
    double most = neuron.maximumCurrent();
    double less = LOWER * most;
    ports.bias(n, most);
    Optional<Double> upper = found(ports, n, neuron.frequency(), sweeps);
    if (upper.isEmpty()) {
      return Optional.empty();
    }
    ports.bias(n, less);
    sweeps[0]++;
    Optional<Double> lower = top(ports, n, upper.get());
    if (lower.isEmpty()) {
      return Optional.empty();
    }
    double pulling = (upper.get() - lower.get()) / (most - less);
    double scatter = SCATTER * file.readout().resolutionBandwidth();
    return Optional.of(
        new Line(
            neuron.name(),
            upper.get() + pulling * (neuron.threshold() - most),
            upper.get() + pulling * (file.coupling().totalLimit() - most),
            pulling,
            Math.sqrt(2) * scatter / (most - less)));
  }

  /** The frequency of a neuron's line, from a frequency outwards. */
  private static Optional<Double> found(ChipPorts ports, int n, double from, int[] sweeps) {
    double bandwidth = ports.file().readout().bandwidth();
    for (int step : OUTWARDS) {
      double centre = from + step * bandwidth;
      if (centre > bandwidth / 2) {
        sweeps[0]++;
        Optional<Double> top = top(ports, n, centre);
        if (top.isPresent() && Math.abs(top.get() - centre) > 0.4 * bandwidth) {
          // at the end of a spectrum a line is cut off
          sweeps[0]++;
          top = top(ports, n, top.get());
        }
        if (top.isPresent()) {
          return top;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Double> top(ChipPorts ports, int n, double centre) {
    return EmissionLine.of(ports.emission(n, centre))
        .filter(line -> line.peakOverFloor() > CLEAR)
        .map(EmissionLine::frequency);
  }

  /** Whether a band contains all of a neuron's line, and no other one. */
  private static boolean isRight(Band band, Line own, List<Line> all, double margin) {
    return band.low() <= own.least() - margin
        && band.high() >= own.most() + margin
        && all.stream()
            .filter(other -> other != own)
            .allMatch(
                other ->
                    other.most() < band.low() - margin || other.least() > band.high() + margin);
  }

  /** The widest band about a line, up to halfway to its neighbours. */
  private static Band between(Line own, List<Line> all, double bandwidth) {
    double middle = (own.low() + own.high()) / 2;
    double low = middle - bandwidth / 2;
    double high = middle + bandwidth / 2;
    for (Line other : all) {
      if (other != own && other.most() < own.least()) {
        low = Math.max(low, (other.most() + own.least()) / 2);
      } else if (other != own && other.least() > own.most()) {
        high = Math.min(high, (other.least() + own.most()) / 2);
      }
    }
    return new Band((low + high) / 2, high - low);
  }

  /** A prior with the emission frequencies that were seen. */
  public Calibration known(Calibration prior) {
    List<NeuronResponse> neurons = new ArrayList<>();
    for (NeuronResponse neuron : prior.neurons()) {
      neurons.add(
          lines.stream()
              .filter(line -> line.neuron().equals(neuron.name()))
              .findFirst()
              .map(line -> known(neuron, line))
              .orElse(neuron));
    }
    return prior.with(prior.chains(), neurons);
  }

  /**
   * The frequency at threshold is as uncertain as the threshold. Where the frequency may bend, the
   * pulling at threshold is further uncertain by the bend up to the currents of the survey, some
   * twice the threshold.
   */
  private static NeuronResponse known(NeuronResponse neuron, Line line) {
    double bend = neuron.curvature().deviation() * neuron.threshold().value();
    double pullingDeviation = StrictMath.hypot(line.pullingDeviation(), 2 * bend);
    double uncertain =
        StrictMath.hypot(
            line.pulling() * neuron.threshold().deviation(),
            pullingDeviation * neuron.threshold().value());
    List<Value> values = new ArrayList<>(neuron.values());
    values.set(4, new Value(line.low(), uncertain));
    values.set(5, new Value(line.pulling(), pullingDeviation));
    return neuron.with(values);
  }

  /** What was found, a sentence for each neuron that is not as designed. */
  public List<String> sentences() {
    List<String> all = new ArrayList<>();
    for (Move move : moves) {
      Line line =
          lines.stream().filter(l -> l.neuron().equals(move.neuron())).findFirst().orElseThrow();
      all.add(
          String.format(
              Locale.ROOT,
              "%s emits at %.1f to %.1f MHz; its read-out band of %s was wrong, and it is read in"
                  + " %s from now on",
              move.neuron(),
              line.least() / 1e6,
              line.most() / 1e6,
              text(move.from()),
              text(move.to())));
    }
    crowded.forEach(
        name ->
            all.add(
                name
                    + " emits where another neuron does; no read-out band separates them: choose"
                    + " other currents, or another output neuron"));
    unseen.forEach(name -> all.add(name + " was looked for beyond its read-out band: no line"));
    return List.copyOf(all);
  }

  private static String text(Band band) {
    return String.format(Locale.ROOT, "%.1f to %.1f MHz", band.low() / 1e6, band.high() / 1e6);
  }
}
