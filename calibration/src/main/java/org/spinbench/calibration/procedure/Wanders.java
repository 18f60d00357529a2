package org.spinbench.calibration.procedure;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.Wander;
import org.spinbench.calibration.fit.ChainReading;
import org.spinbench.calibration.fit.ChainWander;
import org.spinbench.calibration.fit.NeuronReading;
import org.spinbench.calibration.fit.NeuronWander;
import org.spinbench.calibration.fit.WanderFit;

/** How fast the devices of a chip wander, by the readings that they were calibrated with. */
final class Wanders {
  private final Wires wires;
  private final ChainResponse[] chains;
  private final NeuronResponse[] neurons;
  private final List<Measured> evaluations;
  private final double[] seconds;

  /**
   * @param evaluations in the order in which they were made
   * @param times of the evaluations
   */
  Wanders(
      Wires wires,
      ChainResponse[] chains,
      NeuronResponse[] neurons,
      List<Measured> evaluations,
      List<Instant> times) {
    this.wires = wires;
    this.chains = chains;
    this.neurons = neurons;
    this.evaluations = evaluations;
    this.seconds =
        times.stream()
            .mapToDouble(time -> Duration.between(times.get(0), time).toNanos() * 1e-9)
            .toArray();
  }

  /** Of each chain that rectifies, then of each neuron that emits. */
  List<Wander> all() {
    List<Wander> all = new ArrayList<>(ofChains());
    IntStream.range(0, neurons.length)
        .filter(n -> neurons[n].emits())
        .mapToObj(this::ofNeuron)
        .forEach(all::add);
    return List.copyOf(all);
  }

  /** One chain, and what its own readings show. */
  private record Own(ChainResponse chain, int readings, WanderFit.Found found) {
    double widths() {
      return found.rate() / ChainWander.halfWidth(chain);
    }
  }

  private List<Wander> ofChains() {
    List<Own> all =
        IntStream.range(0, chains.length)
            .filter(c -> chains[c].synapses().stream().anyMatch(s -> s.rectifies()))
            .parallel()
            .mapToObj(this::own)
            .toList();
    List<Own> seen = all.stream().filter(own -> own.found().seen()).toList();
    return all.stream().map(own -> ofChain(own, seen)).toList();
  }

  private Own own(int chain) {
    int[] complete =
        IntStream.range(0, evaluations.size())
            .filter(i -> wires.complete(chain, evaluations.get(i)))
            .toArray();
    List<ChainReading> readings =
        IntStream.of(complete)
            .mapToObj(i -> wires.chainReading(chain, evaluations.get(i), neurons))
            .toList();
    double[] times = IntStream.of(complete).mapToDouble(i -> seconds[i]).toArray();
    return new Own(chains[chain], complete.length, ChainWander.of(chains[chain], readings, times));
  }

  /** Where a chain's own readings show nothing, its junctions are taken to wander like others. */
  private Wander ofChain(Own own, List<Own> seen) {
    WanderFit.Found found = own.found();
    if (found.seen() || seen.isEmpty()) {
      return wander(own.chain().name(), found, own.readings());
    }
    double width = ChainWander.halfWidth(own.chain());
    double squares = seen.stream().mapToDouble(other -> square(other.widths())).sum();
    double rate = width * Math.sqrt(squares / seen.size());
    double relative =
        seen.stream()
                .mapToDouble(other -> square(other.found().deviation() / other.found().rate()))
                .sum()
            / square(seen.size());
    return new Wander(
        own.chain().name(),
        rate,
        rate * Math.sqrt(relative),
        found.repeatability(),
        true,
        String.format(
            Locale.ROOT,
            "as the other chains, in half widths; its own readings would show no less than"
                + " %.3g kHz/√s",
            found.deviation() / 1e3));
  }

  private Wander ofNeuron(int neuron) {
    List<NeuronReading> readings = new ArrayList<>();
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < evaluations.size(); i++) {
      List<NeuronReading> one =
          wires.neuronReadings(
              neuron, List.of(evaluations.get(i)), chains[wires.chainOf(neuron)], neurons);
      if (!one.isEmpty()) {
        readings.addAll(one);
        times.add(seconds[i]);
      }
    }
    return wander(
        neurons[neuron].name(),
        NeuronWander.of(
            wires.design(neuron),
            neurons[neuron],
            readings,
            times.stream().mapToDouble(Double::doubleValue).toArray()),
        readings.size());
  }

  private Wander wander(String device, WanderFit.Found found, int readings) {
    double span = seconds[seconds.length - 1];
    String by = String.format(Locale.ROOT, "%d readings over %.0f s", readings, span);
    return new Wander(
        device,
        found.rate(),
        found.deviation(),
        found.repeatability(),
        true,
        found.seen() ? "by " + by : "none is seen in " + by + "; that is what they would show");
  }

  private static double square(double x) {
    return x * x;
  }
}
