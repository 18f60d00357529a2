package org.spinbench.calibration.procedure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Wander;
import org.spinbench.calibration.fit.ChainReading;
import org.spinbench.calibration.fit.ChainWander;
import org.spinbench.calibration.fit.NeuronReading;
import org.spinbench.calibration.fit.NeuronWander;

/** Measures how fast the devices of a chip wander, from the readings of its calibration. */
final class Wanders {
  private final Wires wires;
  private final ChainResponse[] chains;
  private final NeuronResponse[] neurons;
  private final Scope scope;
  private final List<MeasuredPoint> evaluations;
  private final double[] seconds;

  /**
   * @param evaluations in the order in which they were made
   * @param seconds times of the evaluations, s
   */
  Wanders(
      Wires wires,
      DeviceFits fits,
      Scope scope,
      List<MeasuredPoint> evaluations,
      double[] seconds) {
    this.wires = wires;
    this.scope = scope;
    chains = fits.chains;
    neurons = fits.neurons;
    this.evaluations = evaluations;
    this.seconds = seconds;
  }

  /** The wander of each fitted chain that rectifies, then of each fitted neuron that emits. */
  List<Wander> all() {
    List<Wander> all = new ArrayList<>(ofChains());
    IntStream.range(0, neurons.length)
        .filter(n -> scope.neurons[n] && neurons[n].emits())
        .mapToObj(this::ofNeuron)
        .forEach(all::add);
    return List.copyOf(all);
  }

  private List<Wander> ofChains() {
    return ChainWander.together(
        IntStream.range(0, chains.length)
            .filter(c -> scope.chains[c])
            .filter(c -> chains[c].synapses().stream().anyMatch(SynapseResponse::rectifies))
            .parallel()
            .mapToObj(this::own)
            .toList());
  }

  private ChainWander.Own own(int chain) {
    int[] complete = wires.complete(chain, evaluations);
    List<ChainReading> readings = wires.chainReadings(chain, evaluations, complete, neurons);
    double[] times = IntStream.of(complete).mapToDouble(i -> seconds[i]).toArray();
    return new ChainWander.Own(
        chains[chain], ChainWander.of(chains[chain], readings, times), readings(complete.length));
  }

  private String readings(int number) {
    return String.format(
        Locale.ROOT, "%d readings over %.0f s", number, seconds[seconds.length - 1]);
  }

  private Wander ofNeuron(int neuron) {
    List<NeuronReading> readings =
        wires.neuronReadings(neuron, evaluations, chains[wires.chainOf(neuron)], neurons);
    double[] times =
        IntStream.of(wires.emitting(neuron, evaluations)).mapToDouble(i -> seconds[i]).toArray();
    return ChainWander.wander(
        neurons[neuron].name(),
        NeuronWander.of(wires.design(neuron), neurons[neuron], readings, times),
        readings(readings.size()));
  }
}
