package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.ChainFit;
import org.spinbench.calibration.fit.ChainReading;
import org.spinbench.calibration.fit.NeuronAmplifier;
import org.spinbench.calibration.fit.NeuronFit;
import org.spinbench.calibration.fit.NeuronReading;
import org.spinbench.calibration.fit.OscillatorPower;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Units;

/**
 * Computes what acts on each chain and each neuron in an evaluation, by the wiring of the bench
 * file.
 */
final class Wires {
  /** A voltage fluctuates when it is read, and again when the emission is. */
  private static final double TWICE = Math.sqrt(2);

  /** Least distance of another neuron's line from the band, over the width of the band. */
  private static final double NEAR = 0.02;

  /** Part of its largest power below which the fit of a neuron is unreliable. */
  private static final double KNEE = 0.02;

  final BenchFile file;
  final List<BenchFile.Chain> chains;
  final boolean analog;

  Wires(BenchFile file) {
    this.file = file;
    chains = file.chains();
    analog = file.coupling().mode() == BenchFile.Coupling.Mode.ANALOG;
  }

  /** Whether all of a chain's tones are inputs, whose frequencies are free. */
  boolean firstLayer(int chain) {
    return chains.get(chain).tones().stream().allMatch(tone -> file.indexOfInput(tone) >= 0);
  }

  /** Number of the chain that drives a neuron. */
  int chainOf(int neuron) {
    return file.indexOfChain(file.neurons().get(neuron).chain());
  }

  List<ChainFit.Design> designs(int chain) {
    BenchFile.Chain wired = chains.get(chain);
    return wired.synapses().stream()
        .map(
            s ->
                new ChainFit.Design(
                    s.name(),
                    s.junction(),
                    wired.tones().indexOf(s.tone()),
                    s.frequency(),
                    ToneSpacing.scale(file, s.tone(), s.frequency())))
        .toList();
  }

  NeuronFit.Design design(int neuron) {
    BenchFile.Neuron n = file.neurons().get(neuron);
    List<Value> bends = DesignPrior.bends(file, n);
    return new NeuronFit.Design(
        n.name(),
        n.junction(),
        n.threshold(),
        n.frequency(),
        n.transconductance(),
        analog,
        file.coupling().amplifierLimit(),
        file.coupling().totalLimit(),
        bends.get(0),
        bends.get(1),
        FitPriors.neuron(file.validity().priors()));
  }

  /**
   * Whether an evaluation has all readings for the fit of a chain: its voltage, and those that
   * drive its tones.
   */
  boolean complete(int chain, MeasuredPoint m) {
    return Double.isFinite(m.voltages()[chain])
        && chains.get(chain).tones().stream()
            .mapToInt(file::indexOfNeuron)
            .allMatch(n -> n < 0 || Double.isFinite(drive(m, n)));
  }

  /** Numbers of the evaluations that are complete for a chain. */
  int[] complete(int chain, List<MeasuredPoint> evaluations) {
    return IntStream.range(0, evaluations.size())
        .filter(i -> complete(chain, evaluations.get(i)))
        .toArray();
  }

  /** The readings of a chain in some evaluations. */
  List<ChainReading> chainReadings(
      int chain, List<MeasuredPoint> evaluations, int[] which, NeuronResponse[] fitted) {
    return IntStream.of(which)
        .mapToObj(i -> chainReading(chain, evaluations.get(i), fitted))
        .toList();
  }

  /** Numbers of the evaluations that are complete for a neuron. */
  int[] emitting(int neuron, List<MeasuredPoint> evaluations) {
    int chain = chainOf(neuron);
    return IntStream.range(0, evaluations.size())
        .filter(i -> Double.isFinite(evaluations.get(i).powers()[neuron]))
        .filter(i -> complete(chain, evaluations.get(i)))
        .toArray();
  }

  /** The readings of a neuron's emission among some evaluations; its chain must be fitted. */
  List<NeuronReading> neuronReadings(
      int neuron, List<MeasuredPoint> evaluations, ChainResponse chain, NeuronResponse[] fitted) {
    List<NeuronReading> readings = new ArrayList<>();
    MeasuredPoint[] brightest = new MeasuredPoint[file.neurons().size()];
    Arrays.setAll(
        brightest,
        n ->
            evaluations.stream()
                .filter(m -> m.powers()[n] > 0)
                .max(Comparator.comparingDouble(m -> m.powers()[n]))
                .orElse(null));
    for (int i : emitting(neuron, evaluations)) {
      MeasuredPoint m = evaluations.get(i);
      ChainReading driving = chainReading(chainOf(neuron), m, fitted);
      readings.add(
          new NeuronReading(
              m.set().biases()[neuron],
              drive(m, neuron),
              analog ? TWICE * ChainFit.scatter(chain, driving) : 0,
              analog ? TWICE * ChainFit.wander(chain, driving) : 0,
              m.powers()[neuron],
              m.powerDeviations()[neuron],
              m.frequencies()[neuron],
              m.frequencyDeviations()[neuron],
              leak(m, neuron, brightest),
              skirt(m, neuron, neuron)));
    }
    return readings;
  }

  /**
   * Power that the skirts of the other neurons' lines add to the band of a neuron, at the neuron,
   * W, for each Hz of the lines' full width at their brightest.
   */
  private double leak(MeasuredPoint m, int neuron, MeasuredPoint[] brightest) {
    double own = file.neurons().get(neuron).monitorGainDb();
    double sum = 0;
    for (int n = 0; n < brightest.length; n++) {
      double orbit = orbit(n, m);
      if (n != neuron && orbit > 0) {
        double gain = Units.ratioOfDb(file.neurons().get(n).monitorGainDb() - own);
        double wider = OscillatorPower.widening(orbit / orbit(n, brightest[n]));
        sum += gain * m.powers()[n] * wider * skirt(m, n, neuron);
      }
    }
    return sum;
  }

  /**
   * Square of the amplitude of a neuron's orbit, up to a factor: its power over the square of its
   * current, which is as designed; zero without either, W/A².
   */
  private double orbit(int neuron, MeasuredPoint m) {
    BenchFile.Neuron n = file.neurons().get(neuron);
    double voltage = drive(m, neuron);
    double current =
        new NeuronAmplifier(
                n.transconductance(),
                0,
                file.coupling().amplifierLimit(),
                file.coupling().totalLimit())
            .current(m.set().biases()[neuron], Double.isFinite(voltage) ? voltage : 0);
    return m.powers()[neuron] > 0 && current > 0 ? m.powers()[neuron] / (current * current) : 0;
  }

  /**
   * Part of a line that is in the band of another neuron, or outside of its own band, 1/Hz of its
   * full width. A Lorentzian of full width w has w/(2π) (1/a − 1/b) of its power between the
   * distances a and b from its centre.
   */
  private double skirt(MeasuredPoint m, int line, int band) {
    double half = file.readout().bandwidth() / 2;
    double least = NEAR * 2 * half;
    double read = m.frequencies()[line];
    double centre = Double.isFinite(read) ? read : file.neurons().get(line).frequency();
    double distance = Math.abs(centre - file.neurons().get(band).frequency());
    double far = 1 / (distance + half);
    double part =
        line == band
            ? 1 / Math.max(half - distance, least) + far
            : 1 / Math.max(distance - half, least) - far;
    return part / (2 * Math.PI);
  }

  /** Voltage that drives a neuron, V; zero without an amplifier. */
  private double drive(MeasuredPoint m, int neuron) {
    return analog ? m.voltages()[chainOf(neuron)] : 0;
  }

  /** The reading of a chain in an evaluation; emitted tones come from the fitted neurons. */
  ChainReading chainReading(int chain, MeasuredPoint m, NeuronResponse[] fitted) {
    List<String> tones = chains.get(chain).tones();
    double[] frequencies = new double[tones.size()];
    double[] powers = new double[tones.size()];
    double[] noise = new double[tones.size()];
    for (int t = 0; t < tones.size(); t++) {
      int neuron = file.indexOfNeuron(tones.get(t));
      if (neuron < 0) {
        frequencies[t] = m.set().toneFrequencies()[file.indexOfInput(tones.get(t))];
        powers[t] = m.set().tonePowers()[file.indexOfInput(tones.get(t))];
      } else {
        double current = current(neuron, m, fitted[neuron]);
        frequencies[t] = fitted[neuron].frequencyAt(current);
        double power = power(fitted[neuron], current);
        double brightest = power(fitted[neuron], file.coupling().totalLimit());
        powers[t] = power * Units.ratioOfDb(file.neurons().get(neuron).linkGainDb());
        noise[t] = power == 0 ? 0 : noise(fitted[neuron], power / brightest);
      }
    }
    int first = file.firstSynapse(chain);
    double[] fields =
        Arrays.copyOfRange(
            m.set().fieldCurrents(), first, first + chains.get(chain).synapses().size());
    return new ChainReading(
        fields, frequencies, powers, noise, m.voltages()[chain], m.voltageDeviations()[chain]);
  }

  /** Relative deviation of an emitted power from its fit; part is the power over the largest. */
  private static double noise(NeuronResponse neuron, double part) {
    return StrictMath.hypot(neuron.powerNoise(), KNEE / part * KNEE / part);
  }

  double current(int neuron, MeasuredPoint m, NeuronResponse fitted) {
    NeuronAmplifier amplifier =
        new NeuronAmplifier(
            fitted.transconductance().value(),
            fitted.offset().value(),
            file.coupling().amplifierLimit(),
            file.coupling().totalLimit());
    return amplifier.current(m.set().biases()[neuron], drive(m, neuron));
  }

  static double power(NeuronResponse n, double current) {
    return OscillatorPower.of(n).at(current);
  }
}
