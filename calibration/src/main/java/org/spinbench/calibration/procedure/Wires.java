package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.fit.ChainFit;
import org.spinbench.calibration.fit.ChainReading;
import org.spinbench.calibration.fit.NeuronAmplifier;
import org.spinbench.calibration.fit.NeuronFit;
import org.spinbench.calibration.fit.NeuronReading;
import org.spinbench.calibration.fit.OscillatorPower;
import org.spinbench.calibration.fit.SynapseDesign;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Units;

/**
 * Computes what acts on each chain and each neuron in an evaluation, by the wiring of the bench
 * file.
 */
final class Wires {
  /** Part of the other neurons' power that the skirts of their lines may add to a neuron's band. */
  private static final double SKIRT = 2e-3;

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

  List<SynapseDesign> designs(int chain, NeuronResponse[] fitted) {
    BenchFile.Chain wired = chains.get(chain);
    return wired.synapses().stream()
        .map(
            s ->
                new SynapseDesign(
                    s.name(),
                    s.junction(),
                    wired.tones().indexOf(s.tone()),
                    s.frequency(),
                    ToneSpacing.scale(file, s.tone(), s.frequency()),
                    file.indexOfNeuron(s.tone()) < 0
                        ? 0
                        : fitted[file.indexOfNeuron(s.tone())].frequency().deviation()))
        .toList();
  }

  NeuronFit.Design design(int neuron) {
    BenchFile.Neuron n = file.neurons().get(neuron);
    return new NeuronFit.Design(
        n.name(),
        n.junction(),
        n.threshold(),
        n.frequency(),
        n.transconductance(),
        analog,
        file.coupling().amplifierLimit(),
        file.coupling().totalLimit());
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

  /** The readings of a neuron's emission among some evaluations; its chain must be fitted. */
  List<NeuronReading> neuronReadings(
      int neuron, List<MeasuredPoint> evaluations, ChainResponse chain, NeuronResponse[] fitted) {
    List<NeuronReading> readings = new ArrayList<>();
    for (MeasuredPoint m : evaluations) {
      if (Double.isFinite(m.powers()[neuron]) && complete(chainOf(neuron), m)) {
        readings.add(
            new NeuronReading(
                m.set().biases()[neuron],
                drive(m, neuron),
                analog ? ChainFit.scatter(chain, chainReading(chainOf(neuron), m, fitted)) : 0,
                m.powers()[neuron],
                StrictMath.hypot(m.powerDeviations()[neuron], SKIRT * others(m, neuron)),
                m.frequencies()[neuron],
                m.frequencyDeviations()[neuron]));
      }
    }
    return readings;
  }

  /** Power that all other neurons emit, W. */
  private static double others(MeasuredPoint m, int neuron) {
    double sum = 0;
    for (int n = 0; n < m.powers().length; n++) {
      sum += n == neuron || Double.isNaN(m.powers()[n]) ? 0 : m.powers()[n];
    }
    return sum;
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
        frequencies[t] = frequency(fitted[neuron], current);
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

  static double frequency(NeuronResponse n, double current) {
    return n.frequency().value() + n.pulling().value() * (current - n.threshold().value());
  }

  static double power(NeuronResponse n, double current) {
    double k = n.slope().value();
    double threshold = n.threshold().value();
    return k == 0
        ? 0
        : OscillatorPower.power(
            current,
            threshold,
            k,
            n.q().value(),
            n.thresholdPower().value() / (k * threshold * threshold));
  }
}
