package org.spinbench.app.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.procedure.ChipCharacterization;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.ChipTruth;
import org.spinbench.simulator.chip.ChipTruth.NeuronTruth;
import org.spinbench.simulator.chip.ChipTruth.SynapseTruth;

/**
 * The pulls of a calibration, by quantity: of synapses for the first layer and later ones, of
 * neurons for hidden and output ones. They are the errors of its numbers, which only a simulated
 * chip shows, over their stated deviations. Honest deviations have pulls of mean 0 and mean square
 * 1.
 */
public final class CalibrationPulls {
  /**
   * @param truth by the device and the gain of its path over that of the bench file
   */
  private record SynapseNumber(
      String name,
      Function<SynapseResponse, Value> fitted,
      ToDoubleBiFunction<SynapseTruth, Double> truth) {}

  /**
   * @param truth by the device and the gain of its monitor over that of the bench file
   */
  private record NeuronNumber(
      String name,
      Function<NeuronResponse, Value> fitted,
      ToDoubleBiFunction<NeuronTruth, Double> truth) {}

  private static final List<SynapseNumber> SYNAPSES =
      List.of(
          new SynapseNumber("resonance", SynapseResponse::resonance, (t, gain) -> t.resonance()),
          new SynapseNumber("half-width", SynapseResponse::halfWidth, (t, gain) -> t.halfWidth()),
          new SynapseNumber(
              "antisymmetric",
              SynapseResponse::antisymmetric,
              (t, gain) -> 2 * t.sensitivity() * t.sign() * gain),
          new SynapseNumber(
              "symmetric",
              SynapseResponse::symmetric,
              (t, gain) -> t.symmetric() * t.sign() * gain),
          new SynapseNumber("tuning", SynapseResponse::tuning, (t, gain) -> t.tuning()),
          new SynapseNumber(
              "quadratic", SynapseResponse::tuningQuadratic, (t, gain) -> t.tuningQuadratic()),
          new SynapseNumber("cross-talk", SynapseResponse::crosstalk, (t, gain) -> t.crosstalk()));

  private static final List<NeuronNumber> NEURONS =
      List.of(
          new NeuronNumber("threshold", NeuronResponse::threshold, (t, gain) -> t.threshold()),
          new NeuronNumber("slope", NeuronResponse::slope, (t, gain) -> t.powerFactor() * gain),
          new NeuronNumber("damping", NeuronResponse::q, (t, gain) -> t.q()),
          new NeuronNumber("frequency", NeuronResponse::frequency, (t, gain) -> t.frequency()),
          new NeuronNumber("pulling", NeuronResponse::pulling, (t, gain) -> t.pulling()),
          new NeuronNumber(
              "transconductance",
              NeuronResponse::transconductance,
              (t, gain) -> t.transconductance()),
          new NeuronNumber("offset", NeuronResponse::offset, (t, gain) -> t.offset()));

  private final Map<String, List<Double>> pulls = new LinkedHashMap<>();
  private final List<Double> resonanceErrors = new ArrayList<>();
  private final long readings;

  private CalibrationPulls(BenchFile file, SimulatedBench simulated, Calibration calibration) {
    readings = calibration.evaluations();
    Map<String, SynapseTruth> synapses =
        simulated.truth().synapses().stream().collect(Collectors.toMap(SynapseTruth::name, s -> s));
    Map<String, NeuronTruth> neurons =
        simulated.truth().neurons().stream().collect(Collectors.toMap(NeuronTruth::name, n -> n));
    for (ChainResponse chain : calibration.chains()) {
      boolean first = isFirst(file, chain.name());
      double gain = gain(simulated.truth(), file, chain.name());
      for (SynapseResponse fitted : chain.synapses()) {
        SynapseTruth truth = synapses.get(fitted.name());
        for (SynapseNumber number : SYNAPSES) {
          add(
              number.name() + (first ? ".first" : ".later"),
              number.fitted().apply(fitted),
              number.truth().applyAsDouble(truth, gain));
        }
        resonanceErrors.add(
            Math.abs(fitted.resonance().value() - truth.resonance()) / truth.halfWidth());
      }
    }
    for (NeuronResponse fitted : calibration.neurons()) {
      boolean hidden =
          file.chains().stream().anyMatch(chain -> chain.tones().contains(fitted.name()));
      double monitor = monitor(neurons.get(fitted.name()), file);
      for (NeuronNumber number : NEURONS) {
        add(
            number.name() + (hidden ? ".hidden" : ".output"),
            number.fitted().apply(fitted),
            number.truth().applyAsDouble(neurons.get(fitted.name()), monitor));
      }
    }
  }

  private static boolean isFirst(BenchFile file, String chain) {
    return file.chains().get(file.indexOfChain(chain)).tones().stream()
        .noneMatch(tone -> file.indexOfNeuron(tone) >= 0);
  }

  /**
   * Gain of the path of a chain's first tone over that of the bench file. Powers of a neuron are
   * those that its monitor shows.
   */
  private static double gain(ChipTruth truth, BenchFile file, String chain) {
    String tone = file.chains().get(file.indexOfChain(chain)).tones().get(0);
    double gain =
        truth.paths().stream()
            .filter(path -> path.chain().equals(chain) && path.from().equals(tone))
            .findFirst()
            .orElseThrow()
            .gain();
    int neuron = file.indexOfNeuron(tone);
    if (neuron < 0) {
      double loss = file.inputs().get(file.indexOfInput(tone)).lossDb();
      return gain * Units.ratioOfDb(loss);
    }
    double link = Units.ratioOfDb(file.neurons().get(neuron).linkGainDb());
    return gain / link / monitor(truth.neurons().get(neuron), file);
  }

  private static double monitor(NeuronTruth truth, BenchFile file) {
    double declared = file.neurons().get(file.indexOfNeuron(truth.name())).monitorGainDb();
    return truth.monitorGain() / Units.ratioOfDb(declared);
  }

  /** A declared number has no deviation, and no pull. */
  private void add(String name, Value fitted, double truth) {
    if (fitted.deviation() > 0) {
      pulls
          .computeIfAbsent(name, key -> new ArrayList<>())
          .add((fitted.value() - truth) / fitted.deviation());
    }
  }

  /**
   * Calibrates a simulated chip through its instruments.
   *
   * @param seed of the chip and its noise
   * @param progress receives the completed fraction of each stage
   */
  public static CalibrationPulls of(BenchFile file, long seed, DoubleConsumer progress) {
    SimulatedBench simulated = new SimulatedBench(file, seed);
    try (Bench bench = Bench.open(file, simulated, simulated.clock())) {
      Calibration calibration =
          ChipCharacterization.calibrate(
              bench.ports(), (stage, done, total) -> progress.accept((double) done / total));
      return new CalibrationPulls(file, simulated, calibration);
    }
  }

  /** Names of all quantities, with layer or place. */
  public static List<String> quantities() {
    List<String> names = new ArrayList<>();
    SYNAPSES.forEach(one -> names.addAll(List.of(one.name() + ".first", one.name() + ".later")));
    NEURONS.forEach(one -> names.addAll(List.of(one.name() + ".hidden", one.name() + ".output")));
    return names;
  }

  /** The pulls of a quantity, one for each device; empty if the bench has none. */
  public List<Double> pulls(String quantity) {
    return List.copyOf(pulls.getOrDefault(quantity, List.of()));
  }

  /** The pulls of all quantities. */
  public List<Double> all() {
    return pulls.values().stream().flatMap(List::stream).toList();
  }

  /** Errors of the resonances, in half widths of the chip. */
  public List<Double> resonanceErrors() {
    return List.copyOf(resonanceErrors);
  }

  /** Number of readings of the calibration. */
  public long readings() {
    return readings;
  }
}
