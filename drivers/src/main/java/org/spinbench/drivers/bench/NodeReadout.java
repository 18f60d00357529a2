package org.spinbench.drivers.bench;

import static org.spinbench.drivers.instrument.Units.mV;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.spinbench.drivers.bench.ChipPorts.NodeReadings;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.bench.guard.ChipWiring;
import org.spinbench.drivers.bench.guard.Limiting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.Units;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.drivers.instrument.role.VoltageMeter;
import org.spinbench.drivers.scpi.Batch;

/**
 * Reads the nodes of the network: voltages of chains with their voltmeters, and powers of neurons
 * with the analyzer, corrected by the gains of their monitors.
 */
final class NodeReadout {
  /** Voltmeter range, V; a chain gives up to ±7.5 mV. */
  private static final double RANGE = 10 * mV;

  /** Relative change of a power for a small change of its level, 1/dB: ln(10) / 10. */
  private static final double RELATIVE_OF_DB = StrictMath.log(10) / 10;

  private final BenchFile file;
  private final ChipWiring wiring;
  private final Preparation preparation;
  private final Limiting limiting;
  private final Batch batch;
  private final ReadoutBands bands;
  private double integration = 1;
  private BiConsumer<String, SpectrumTrace> spectra = (neuron, spectrum) -> {};

  NodeReadout(
      BenchFile file, ChipWiring wiring, Preparation preparation, Limiting limiting, Batch batch) {
    this.file = file;
    this.wiring = wiring;
    this.preparation = preparation;
    this.limiting = limiting;
    this.batch = batch;
    bands = new ReadoutBands(file);
  }

  ReadoutBands bands() {
    return bands;
  }

  VoltageMeter prepareVoltmeter(int chain) {
    return preparation.once(wiring.voltmeters().get(chain), one -> one.prepare(RANGE, integration));
  }

  /** Sets the integration time of voltmeters in power-line cycles, or the next longer one. */
  void integration(double cycles) {
    if (cycles == integration) {
      return;
    }
    integration = cycles;
    batch.run(
        () ->
            wiring.voltmeters().stream()
                .filter(preparation::has)
                .forEach(meter -> meter.integrate(cycles)));
  }

  /** Prepares the meters of these chains and neurons. */
  void prepare(int[] chains, int[] neurons) {
    for (int chain : chains) {
      prepareVoltmeter(chain);
    }
    if (neurons.length > 0) {
      prepareAnalyzer();
    }
  }

  /**
   * Reads each once. The analyzer measures one neuron after another while all voltmeters integrate.
   */
  NodeReadings take(int[] chains, int[] neurons) {
    batch.run(
        () -> {
          for (int chain : chains) {
            wiring.voltmeters().get(chain).initiate();
          }
        });
    limiting.look();
    Reading[] powers = new Reading[neurons.length];
    for (int k = 0; k < neurons.length; k++) {
      powers[k] = power(neurons[k]).limitedIf(limiting.ofNeuron(neurons[k]));
    }
    Reading[] voltages = new Reading[chains.length];
    for (int k = 0; k < chains.length; k++) {
      voltages[k] =
          wiring.voltmeters().get(chains[k]).fetch().limitedIf(limiting.ofChain(chains[k]));
    }
    return new NodeReadings(voltages, powers);
  }

  /** The readings, by their names in conditions of the bench file. */
  Map<String, Double> named(int[] chains, int[] neurons, NodeReadings taken) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int k = 0; k < chains.length; k++) {
      values.put(file.chains().get(chains[k]).name() + ".voltage", taken.voltages()[k].value());
    }
    for (int k = 0; k < neurons.length; k++) {
      values.put(file.neurons().get(neurons[k]).name() + ".power", taken.powers()[k].value());
    }
    return values;
  }

  private SpectrumAnalyzer analyzer() {
    return wiring
        .analyzer()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no neuron can be read: the bench file has no section [readout]"));
  }

  void prepareAnalyzer() {
    preparation.once(
        analyzer(),
        one -> one.prepare(file.readout().bandwidth(), file.readout().resolutionBandwidth()));
  }

  /** The power emitted in a neuron's read-out band, W at the neuron. */
  private Reading power(int neuron) {
    Neuron emitter = file.neurons().get(neuron);
    ReadoutBands.Band band = bands.of(neuron);
    Reading level = analyzer().bandPower(band.centre(), band.bandwidth());
    double power = Units.wattsOfDbm(level.value() - emitter.monitorGainDb());
    return new Reading(
            level.source(),
            "emitted power of " + emitter.name(),
            power,
            Unit.WATT,
            power * RELATIVE_OF_DB * level.uncertainty(),
            level.time(),
            level.overload())
        .settledIf(level.settled());
  }

  /** Tunes the analyzer to a frequency, Hz. */
  void aim(double centre) {
    analyzer().centre().ensure(centre);
  }

  /** Also passes every future spectrum to a listener, with the name of its neuron. */
  void onSpectrum(BiConsumer<String, SpectrumTrace> listener) {
    spectra = spectra.andThen(listener);
  }

  /**
   * The spectrum at the analyzer's frequency, as wide as the bench file says, dBm at the neuron:
   * the analyzer's trace less the monitor gain.
   */
  SpectrumTrace spectrum(int neuron) {
    SpectrumTrace trace = analyzer().sweep();
    double[] levels = trace.levelsDbm().clone();
    for (int point = 0; point < levels.length; point++) {
      levels[point] -= file.neurons().get(neuron).monitorGainDb();
    }
    SpectrumTrace atNeuron =
        new SpectrumTrace(
            trace.start(),
            trace.stop(),
            trace.resolutionBandwidth(),
            levels,
            trace.time(),
            trace.overload());
    spectra.accept(file.neurons().get(neuron).name(), atNeuron);
    return atNeuron;
  }
}
