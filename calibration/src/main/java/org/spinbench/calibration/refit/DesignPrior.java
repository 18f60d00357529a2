package org.spinbench.calibration.refit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.Knee;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Provenance;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;
import org.spinbench.calibration.fit.OscillatorPower;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.ChipDesign;
import org.spinbench.drivers.bench.file.ChipDesign.Beyond;
import org.spinbench.drivers.bench.file.ChipDesign.Spread;
import org.spinbench.drivers.bench.file.ChipDesign.SynapseDesign;
import org.spinbench.drivers.instrument.Units;

/**
 * The prior of an unmeasured chip: its design as a calibration, each value with the spread that the
 * bench file declares. Effects beyond the plain model have the value zero and a deviation that says
 * how large they may be.
 */
public final class DesignPrior {
  private DesignPrior() {}

  /**
   * The design of a bench's chip.
   *
   * @throws IllegalArgumentException if the file has no section {@code [design]}
   */
  public static Calibration of(BenchFile file) {
    ChipDesign design = design(file);
    List<ChainResponse> chains = new ArrayList<>();
    for (BenchFile.Chain chain : file.chains()) {
      chains.add(chain(file, chain, design));
    }
    return new Calibration(
        file.name(),
        file.chip().name(),
        "as designed",
        List.of(),
        Instant.EPOCH,
        Instant.MAX,
        file.coupling().mode(),
        0,
        file.inputs().stream().map(BenchFile.Input::frequency).toList(),
        List.copyOf(chains),
        file.neurons().stream().map(neuron -> neuron(file, neuron, design)).toList(),
        List.of(),
        List.of(),
        List.of("nothing of this is measured"),
        Provenance.UNKNOWN);
  }

  private static ChainResponse chain(BenchFile file, BenchFile.Chain chain, ChipDesign design) {
    List<SynapseResponse> synapses = new ArrayList<>();
    for (int k = 0; k < chain.synapses().size(); k++) {
      synapses.add(synapse(file, chain, k, design));
    }
    double full = fullTone(file, chain.tones().get(0), design);
    return new ChainResponse(
        chain.name(),
        Value.exact(0),
        new Value(0, design.beyond().saturation() / full),
        chain.tones().stream().map(tone -> Value.exact(1)).toList(),
        List.copyOf(synapses),
        0,
        unfitted());
  }

  /** Largest power of a tone at the junctions by design, W. */
  private static double fullTone(BenchFile file, String tone, ChipDesign design) {
    int input = file.indexOfInput(tone);
    return input >= 0
        ? file.inputs().get(input).maximumPower()
        : design.neuron().maximumPower()
            * Units.ratioOfDb(file.neurons().get(file.indexOfNeuron(tone)).linkGainDb());
  }

  private static SynapseResponse synapse(
      BenchFile file, BenchFile.Chain chain, int position, ChipDesign design) {
    BenchFile.Synapse entry = chain.synapses().get(position);
    SynapseDesign typical = design.synapse();
    Spread spread = design.spread();
    Beyond beyond = design.beyond();
    double antisymmetric = (position % 2 == 0 ? 2 : -2) * typical.sensitivity();
    double full = fullTone(file, entry.tone(), design);
    return new SynapseResponse(
        entry.name(),
        entry.junction(),
        new Value(entry.frequency(), spread.resonance()),
        spread(typical.halfWidth(), spread.relative()),
        spread(antisymmetric, spread.relative()),
        new Value(
            typical.symmetricFraction() * antisymmetric / 2,
            beyond.symmetric() * Math.abs(antisymmetric)),
        spread(typical.tuning(), spread.relative()),
        new Value(
            0, beyond.quadratic() * typical.tuning() * typical.tuning() / typical.halfWidth()),
        new Value(0, beyond.crosstalk()),
        new Value(0, beyond.powerShift() * typical.halfWidth() / full));
  }

  private static NeuronResponse neuron(BenchFile file, BenchFile.Neuron entry, ChipDesign design) {
    double q = design.neuron().q();
    double most = entry.maximumCurrent();
    List<Value> bends = bends(file, entry);
    double loss = bends.get(0).value();
    double unit = new OscillatorPower(entry.threshold(), 1, q, 0, loss, Knee.ROOT).at(most);
    double pulling = design.neuron().pulling();
    Spread spread = design.spread();
    return new NeuronResponse(
        entry.name(),
        entry.junction(),
        spread(entry.threshold(), spread.relative()),
        spread(design.neuron().maximumPower() / unit, spread.relative()),
        spread(q, design.beyond().q()),
        Value.exact(design.neuron().thresholdPower()),
        new Value(entry.frequency(), spread.emission()),
        spread(pulling, spread.pulling()),
        spread(entry.transconductance(), spread.relative()),
        new Value(0, spread.offset()),
        bends.get(0),
        bends.get(1),
        Value.exact(0),
        0,
        design.readNoise(),
        design.neuron().frequencyNoise(),
        Knee.ROOT,
        unfitted());
  }

  /**
   * What a design says of the loss of a neuron's magnetoresistance (1/A²) and of the curvature of
   * its frequency (Hz/A²), one after the other; nothing of either if it states neither.
   */
  public static List<Value> bends(BenchFile file, BenchFile.Neuron entry) {
    if (file.design().isEmpty()) {
      return List.of(Value.exact(0), Value.exact(0));
    }
    ChipDesign design = file.design().get();
    double loss =
        OscillatorPower.loss(file.chip().junctionResistance(), design.neuron().halfVoltage());
    double bend =
        design.beyond().curvature() * Math.abs(design.neuron().pulling()) / entry.maximumCurrent();
    return List.of(spread(loss, 2 * design.beyond().halfVoltage()), new Value(0, bend));
  }

  private static Value spread(double value, double relative) {
    return new Value(value, relative * Math.abs(value));
  }

  private static FitReport unfitted() {
    return new FitReport(List.of(), List.of(), 0, 1);
  }

  /**
   * Full scales by design: for a chain, the largest voltage that one synapse rectifies from a tone
   * at its largest power, V; for a neuron, the power at its largest current, W.
   *
   * @throws IllegalArgumentException if the file has no section {@code [design]}
   */
  public static Nodes fullScale(BenchFile file) {
    ChipDesign design = design(file);
    double[] voltages =
        file.chains().stream()
            .mapToDouble(
                chain ->
                    design.synapse().sensitivity()
                        * chain.tones().stream()
                            .mapToDouble(tone -> fullTone(file, tone, design))
                            .max()
                            .orElse(0))
            .toArray();
    double[] powers =
        file.neurons().stream().mapToDouble(n -> design.neuron().maximumPower()).toArray();
    return new Nodes(voltages, powers);
  }

  /**
   * Noise of a reading of each node by design, rms: V and W.
   *
   * @throws IllegalArgumentException if the file has no section {@code [design]}
   */
  public static Nodes noise(BenchFile file) {
    double relative = design(file).readNoise();
    Nodes full = fullScale(file);
    return new Nodes(
        Arrays.stream(full.chainVoltages()).map(v -> relative * v).toArray(),
        Arrays.stream(full.powers()).map(p -> relative * p).toArray());
  }

  private static ChipDesign design(BenchFile file) {
    return file.design()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "bench file \""
                        + file.name()
                        + "\" has no section [design], without which nothing is known of an"
                        + " unmeasured chip; see ./spinbench bench"));
  }
}
