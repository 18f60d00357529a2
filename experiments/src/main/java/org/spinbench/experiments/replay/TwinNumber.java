package org.spinbench.experiments.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.FitReport;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/**
 * One number of a calibration, with access to read and replace it.
 *
 * @param name in the covariance of its fit
 * @param value reads it
 * @param with a copy with another value
 */
record TwinNumber(String name, Function<Calibration, Value> value, With with) {
  /** Replaces a number. */
  @FunctionalInterface
  interface With {
    Calibration with(Calibration calibration, Value value);
  }

  /** Its value in a calibration, SI. */
  double of(Calibration calibration) {
    return value.apply(calibration).value();
  }

  /** The calibration with the number shifted. */
  Calibration moved(Calibration calibration, double by) {
    Value old = value.apply(calibration);
    return with.with(calibration, new Value(old.value() + by, old.deviation()));
  }

  /** All numbers of a chain. */
  static List<TwinNumber> ofChain(Calibration calibration, int chain) {
    ChainResponse response = calibration.chains().get(chain);
    List<TwinNumber> numbers = new ArrayList<>();
    numbers.add(
        chain("offset", chain, ChainResponse::offset, (c, v) -> chain(c, v, c.saturation())));
    numbers.add(
        chain("saturation", chain, ChainResponse::saturation, (c, v) -> chain(c, c.offset(), v)));
    for (int tone = 1; tone < response.toneGains().size(); tone++) {
      int place = tone;
      numbers.add(
          chain(
              "gain of tone " + (tone + 1),
              chain,
              c -> c.toneGains().get(place),
              (c, v) -> gains(c, replaced(c.toneGains(), place, v))));
    }
    for (int k = 0; k < response.synapses().size(); k++) {
      for (int i = 0; i < SYNAPSE.size(); i++) {
        numbers.add(ofSynapse(calibration, chain, k, i));
      }
    }
    return numbers;
  }

  static final int RESONANCE = 0;
  static final int ANTISYMMETRIC = 2;
  static final int SYMMETRIC = 3;

  private static final List<String> SYNAPSE = SynapseResponse.NUMBERS;

  /** One number of a synapse. */
  static TwinNumber ofSynapse(Calibration calibration, int chain, int synapse, int which) {
    String name = calibration.chains().get(chain).synapses().get(synapse).name();
    return chain(
        name + " " + SYNAPSE.get(which),
        chain,
        c -> c.synapses().get(synapse).values().get(which),
        (c, v) -> {
          SynapseResponse old = c.synapses().get(synapse);
          SynapseResponse changed = old.with(replaced(old.values(), which, v));
          return c.with(replaced(c.synapses(), synapse, changed));
        });
  }

  private interface Chain {
    ChainResponse with(ChainResponse chain, Value value);
  }

  private static TwinNumber chain(
      String name, int chain, Function<ChainResponse, Value> value, Chain with) {
    return new TwinNumber(
        name,
        calibration -> value.apply(calibration.chains().get(chain)),
        (calibration, v) -> withChain(calibration, chain, old -> with.with(old, v)));
  }

  private static ChainResponse chain(ChainResponse c, Value offset, Value saturation) {
    return new ChainResponse(
        c.name(), offset, saturation, c.toneGains(), c.synapses(), c.resonanceNoise(), c.fit());
  }

  private static ChainResponse gains(ChainResponse c, List<Value> gains) {
    return new ChainResponse(
        c.name(), c.offset(), c.saturation(), gains, c.synapses(), c.resonanceNoise(), c.fit());
  }

  static final int SLOPE = 1;
  static final int THRESHOLD_POWER = 3;
  static final int FREQUENCY = 4;

  private static final List<String> NEURON = NeuronResponse.NUMBERS;

  /** All numbers of a neuron. */
  static List<TwinNumber> ofNeuron(int neuron) {
    List<TwinNumber> numbers = new ArrayList<>();
    for (int i = 0; i < NEURON.size(); i++) {
      numbers.add(ofNeuron(neuron, i));
    }
    return numbers;
  }

  /** One number of a neuron. */
  static TwinNumber ofNeuron(int neuron, int which) {
    return new TwinNumber(
        NEURON.get(which),
        calibration -> calibration.neurons().get(neuron).values().get(which),
        (calibration, v) ->
            withNeuron(calibration, neuron, old -> old.with(replaced(old.values(), which, v))));
  }

  /** The chain with another scatter of its resonances and another fit. */
  static ChainResponse noted(ChainResponse c, double resonanceNoise, FitReport fit) {
    return new ChainResponse(
        c.name(), c.offset(), c.saturation(), c.toneGains(), c.synapses(), resonanceNoise, fit);
  }

  /** The neuron with another fluctuation of its power and another fit. */
  static NeuronResponse noted(NeuronResponse n, double powerNoise, FitReport fit) {
    return n.with(n.values(), powerNoise, n.frequencyNoise(), fit);
  }

  private static <T> List<T> replaced(List<T> list, int place, T element) {
    List<T> copy = new ArrayList<>(list);
    copy.set(place, element);
    return List.copyOf(copy);
  }

  /** The calibration with another chain. */
  static Calibration withChain(Calibration c, int chain, UnaryOperator<ChainResponse> change) {
    List<ChainResponse> chains = replaced(c.chains(), chain, change.apply(c.chains().get(chain)));
    return c.with(chains, c.neurons());
  }

  /** The calibration with another neuron. */
  static Calibration withNeuron(Calibration c, int neuron, UnaryOperator<NeuronResponse> change) {
    List<NeuronResponse> neurons =
        replaced(c.neurons(), neuron, change.apply(c.neurons().get(neuron)));
    return c.with(c.chains(), neurons);
  }
}
