package org.spinbench.calibration.damage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Units;

/**
 * Finds a dead device by likelihood: it compares the readings of a chip with its twin, and with
 * twins that each have one dead device. Readings that the healthy twin explains as well are no sign
 * of damage.
 *
 * <p>Each node is computed from the measured voltages of the layer before it, so that a dead device
 * affects its own node and not all later ones. The scale of a residual is the noise of a reading
 * and the error of the twin, which is a part of its value. Residuals have a Student's t
 * distribution with four degrees of freedom, so that a single bad reading decides nothing.
 */
public final class DamageTest {
  /** Error of a twin over its value of a node. */
  private static final double TWIN_ERROR = 0.2;

  private static final double FREEDOM = 4;

  /** Log-likelihood by which a dead device must exceed the healthy chip and the next suspect. */
  private static final double SURE = 8;

  private final BenchFile file;
  private final Nodes fullScale;
  private final double noise;
  private final List<Hypothesis> hypotheses = new ArrayList<>();
  private int readings;

  private static final class Hypothesis {
    private final String device;
    private final int junction;
    private final TwinWorkspace workspace;
    private double logLikelihood;

    Hypothesis(String device, int junction, Twin twin) {
      this.device = device;
      this.junction = junction;
      this.workspace = twin.workspace();
    }
  }

  /**
   * A device, and how much better the readings are explained if it is dead.
   *
   * @param device its name
   * @param junction its number on the chip
   * @param gain log-likelihood of the readings if it is dead, less that of a healthy chip
   */
  public record Suspect(String device, int junction, double gain) {
    /** The finding in one line, for a message. */
    public String text() {
      return String.format(
          Locale.ROOT,
          "%s (junction %d) is dead: the readings are e^%.0f times as likely without it",
          device,
          junction,
          gain);
    }
  }

  /**
   * A test without readings. Devices that are dead in the calibration are not suspected again.
   *
   * @param noise of a reading over its node's full scale
   */
  public DamageTest(Calibration calibration, BenchFile file, double noise) {
    this.file = file;
    this.noise = noise;
    Twin healthy = Twin.of(calibration, file);
    fullScale = fullScale(healthy, calibration, file);
    hypotheses.add(new Hypothesis("", 0, healthy));
    List<String> known = Dead.devices(calibration);
    for (BenchFile.Synapse synapse : file.synapses()) {
      suspect(synapse.name(), synapse.junction(), calibration, known);
    }
    for (BenchFile.Neuron neuron : file.neurons()) {
      suspect(neuron.name(), neuron.junction(), calibration, known);
    }
  }

  /**
   * Full scales: for a chain, the largest voltage that its strongest synapse rectifies from its own
   * tone, V; for a neuron, the power at its largest current, W. A full scale of zero is replaced by
   * the smallest of the others.
   */
  static Nodes fullScale(Twin twin, Calibration calibration, BenchFile file) {
    double[] powers = new double[file.neurons().size()];
    for (int n = 0; n < powers.length; n++) {
      double most = file.neurons().get(n).maximumCurrent();
      powers[n] = twin.emittedPower(n, twin.neuronCurrent(n, most, 0));
    }
    alive(powers);
    double[] voltages = new double[file.chains().size()];
    for (int c = 0; c < voltages.length; c++) {
      BenchFile.Chain chain = file.chains().get(c);
      for (int k = 0; k < chain.synapses().size(); k++) {
        int input = file.indexOfInput(chain.synapses().get(k).tone());
        int neuron = file.indexOfNeuron(chain.synapses().get(k).tone());
        double power =
            input >= 0
                ? file.inputs().get(input).maximumPower()
                : powers[neuron] * Units.ratioOfDb(file.neurons().get(neuron).linkGainDb());
        double sensitivity =
            calibration.chains().get(c).synapses().get(k).antisymmetric().value() / 2;
        voltages[c] = Math.max(voltages[c], Math.abs(sensitivity) * power);
      }
    }
    alive(voltages);
    return new Nodes(voltages, powers);
  }

  private static void alive(double[] scales) {
    double least = Arrays.stream(scales).filter(s -> s > 0).min().orElse(1);
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scales[i] > 0 ? scales[i] : least;
    }
  }

  private void suspect(String device, int junction, Calibration calibration, List<String> known) {
    if (!known.contains(device)) {
      Twin twin = Twin.of(Dead.without(calibration, device), file);
      hypotheses.add(new Hypothesis(device, junction, twin));
    }
  }

  /**
   * Takes in one evaluation.
   *
   * @param parameters field-line currents, then bias currents, A
   * @param input powers of the tones, W
   * @param measured node values that were read; NaN for the others
   */
  public void add(double[] parameters, double[] input, Nodes measured) {
    readings++;
    for (Hypothesis one : hypotheses) {
      one.workspace.forward(parameters, input, measured.chainVoltages());
      double[] voltages = one.workspace.voltages();
      double[] powers = one.workspace.powers();
      for (int c = 0; c < voltages.length; c++) {
        one.logLikelihood +=
            logDensity(measured.chainVoltages()[c], voltages[c], fullScale.chainVoltages()[c]);
      }
      for (int n = 0; n < powers.length; n++) {
        one.logLikelihood += logDensity(measured.powers()[n], powers[n], fullScale.powers()[n]);
      }
    }
  }

  private double logDensity(double measured, double expected, double full) {
    if (Double.isNaN(measured)) {
      return 0;
    }
    double wrong = TWIN_ERROR * expected / full;
    double variance = noise * noise + wrong * wrong;
    double off = (measured - expected) / full;
    return -(FREEDOM + 1) / 2 * StrictMath.log1p(off * off / (FREEDOM * variance))
        - StrictMath.log(variance) / 2;
  }

  /** Number of evaluations taken in. */
  public int readings() {
    return readings;
  }

  /** All devices, the likeliest to be dead first. */
  public List<Suspect> ranking() {
    double healthy = hypotheses.get(0).logLikelihood;
    return hypotheses.stream()
        .skip(1)
        .map(one -> new Suspect(one.device, one.junction, one.logLikelihood - healthy))
        .sorted(Comparator.comparingDouble(Suspect::gain).reversed())
        .toList();
  }

  /** The dead device, if it is clearly likelier than a healthy chip and than any other. */
  public Optional<Suspect> found() {
    List<Suspect> ranking = ranking();
    if (ranking.isEmpty()) {
      return Optional.empty();
    }
    Suspect first = ranking.get(0);
    double next = ranking.size() > 1 ? ranking.get(1).gain() : 0;
    return first.gain() > SURE && first.gain() - Math.max(next, 0) > SURE
        ? Optional.of(first)
        : Optional.empty();
  }
}
