package org.spinbench.simulator.chip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.simulator.chip.ChipTruth.PathTruth;
import org.spinbench.simulator.chip.Simulation.Fidelity;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.circuit.Terminals;
import org.spinbench.simulator.circuit.TwoTerminal;
import org.spinbench.simulator.effects.DipolarCoupling;

/**
 * One chip of junctions with the paths and amplifiers around it, from the connectors of the sources
 * to the terminals of the meters.
 *
 * <p>Its response is quasi-static: layer after layer, tones at the junctions of a chain give the
 * chain's voltage, this gives the current of the neuron behind it, and this the neuron's emission,
 * which is a tone of the next layer. Only the amplifiers between chains and neurons lag. Time
 * matters otherwise through damage, which accumulates while voltages stand across the junctions,
 * and through noise and drift.
 *
 * <p>What this chip is depends on the bench file and the seed alone. Not thread-safe.
 */
public final class JunctionChip {
  private static final double SECONDS_PER_NANO = 1e-9;

  private final int[] order;
  private final int[] neuronOfChain;
  private final SynapseJunction[][] chains;
  private final NeuronJunction[] neurons;
  private final Terminals[] biasTerminals;
  private final ToneSet[] tones;
  private final int[] stripLines;
  private final double[] stripGains;
  private final int[] firstSynapse;
  private final double[] offsets;
  private final boolean fluctuates;
  private final List<Simulation.Change> changes;
  private final Optional<DipolarCoupling> dipoles;
  private long latest;
  private long spent;
  private long fluctuatedUntil;

  /**
   * A chip that has not been used.
   *
   * @throws IllegalArgumentException if a device that is to be dead is not in the file
   */
  public JunctionChip(BenchFile file, Simulation simulation, Draws draws) {
    requireDevices(file, "dead", simulation.dead());
    requireDevices(file, "devices", List.copyOf(simulation.models().keySet()));
    KnownChip known = simulation.known();
    requireDevices(file, "known", known.synapses().stream().map(KnownChip.Synapse::name).toList());
    requireDevices(file, "known", known.neurons().stream().map(KnownChip.Neuron::name).toList());
    requireChains(file, known);
    requireDevices(
        file, "changes", simulation.changes().stream().map(Simulation.Change::device).toList());
    requireParts(file, simulation);
    Variation variation = new Variation(simulation, draws);
    int count = file.chains().size();
    double resistance = file.chip().junctionResistance();
    order = file.layers().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    neuronOfChain = new int[count];
    chains = new SynapseJunction[count][];
    tones = new ToneSet[count];
    firstSynapse = new int[count];
    stripLines = new int[count];
    stripGains =
        file.stripLines().stream()
            .mapToDouble(line -> variation.gain(line.name(), -line.lossDb()))
            .toArray();
    offsets = new double[count];
    for (int c = 0; c < count; c++) {
      stripLines[c] = file.stripLineOfChain(c);
      double splitting = stripLines[c] < 0 ? 0 : file.stripLines().get(stripLines[c]).splitting();
      List<BenchFile.Synapse> entries = file.chains().get(c).synapses();
      chains[c] = new SynapseJunction[entries.size()];
      for (int s = 0; s < entries.size(); s++) {
        chains[c][s] =
            new SynapseJunction(
                entries.get(s), s, resistance, splitting, simulation, variation, draws);
      }
      tones[c] = new ToneSet(file, file.chains().get(c), simulation, variation);
      neuronOfChain[c] = file.neuronOfChain(c);
      firstSynapse[c] = file.firstSynapse(c);
      offsets[c] =
          known.chain(file.chains().get(c).name()).map(KnownChip.Chain::offset).orElse(0.0);
    }
    neurons =
        file.neurons().stream()
            .map(entry -> new NeuronJunction(file, entry, simulation, variation, draws))
            .toArray(NeuronJunction[]::new);
    biasTerminals = new Terminals[neurons.length];
    Arrays.fill(biasTerminals, Terminals.NOTHING);
    fluctuates = simulation.fidelity() == Fidelity.FULL;
    changes = new ArrayList<>(simulation.changes());
    dipoles = variation.effects().dipoles();
  }

  /** What the file has, its simulation has to say how it is. */
  private static void requireParts(BenchFile file, Simulation simulation) {
    if (!file.neurons().isEmpty()) {
      if (simulation.neuronDesign().isEmpty()) {
        require("neuron", simulation.neuron(), "neurons");
      }
      require("link", simulation.link(), "neurons");
      require("coupling", simulation.coupling(), "neurons");
    }
    if (!file.stripLines().isEmpty()) {
      require("polarity", simulation.polarity(), "strip lines");
    }
  }

  private static void require(String key, Optional<?> section, String parts) {
    if (section.isEmpty()) {
      throw new IllegalArgumentException(
          "bench file: simulation." + key + " is missing, but the bench has " + parts);
    }
  }

  private static void requireChains(BenchFile file, KnownChip known) {
    List<String> chains = file.chains().stream().map(BenchFile.Chain::name).toList();
    for (KnownChip.Chain chain : known.chains()) {
      if (!chains.contains(chain.name())) {
        throw unknown("known", chain.name(), chains);
      }
    }
  }

  private static void requireDevices(BenchFile file, String key, List<String> names) {
    List<String> devices = new ArrayList<>();
    file.synapses().forEach(synapse -> devices.add(synapse.name()));
    file.neurons().forEach(neuron -> devices.add(neuron.name()));
    for (String name : names) {
      if (!devices.contains(name)) {
        throw unknown(key, name, devices);
      }
    }
  }

  private static SimulationException unknown(String key, String name, List<String> known) {
    return new SimulationException(
        Map.of(
            "simulation." + key,
            "names \"" + name + "\", but on the chip " + Spelling.choices(name, known)));
  }

  /** Lets noise and drift go on to a moment, and draws what is new at each reading. */
  public void fluctuate(long nanos) {
    fluctuate(nanos, nanos);
  }

  /** The same for a reading from one moment to another. */
  public void fluctuate(long from, long nanos) {
    if (!fluctuates) {
      return;
    }
    double seconds = Math.max(0, nanos - fluctuatedUntil) * SECONDS_PER_NANO;
    double duration = Math.max(0, nanos - from) * SECONDS_PER_NANO;
    double reading = Math.min(seconds, duration);
    fluctuatedUntil = Math.max(fluctuatedUntil, nanos);
    for (SynapseJunction[] chain : chains) {
      for (SynapseJunction synapse : chain) {
        synapse.drift(seconds, reading, duration);
      }
    }
    for (NeuronJunction neuron : neurons) {
      neuron.fluctuate(seconds, reading, duration);
    }
  }

  /**
   * The chip's response at a moment. The time since the latest moment asked for so far counts as
   * spent under this drive, so a change of drive has to be announced by asking once with the old
   * drive at the moment of the change. A moment before the latest one is answered as if the
   * amplifiers had settled.
   */
  public Response respond(Drive drive, long nanos) {
    double seconds = (nanos - latest) * SECONDS_PER_NANO;
    latest = Math.max(latest, nanos);
    return respond(drive, nanos, seconds);
  }

  /**
   * Spends the time up to a moment under a drive, as if the amplifiers had settled, and leaves them
   * as they are.
   */
  public void spend(Drive drive, long nanos) {
    respond(drive, nanos, -1);
  }

  /**
   * @param seconds since the amplifiers were in their present state; negative for a moment that it
   *     does not cover
   */
  private Response respond(Drive drive, long nanos, double seconds) {
    double dwell = (nanos - spent) * SECONDS_PER_NANO;
    spent = Math.max(spent, nanos);
    befall(spent);
    Response response = Response.zero(chains.length, neurons.length);
    for (int chain : order) {
      respond(chain, drive, dwell, response);
      if (neuronOfChain[chain] >= 0) {
        respond(neuronOfChain[chain], drive, seconds, dwell, response, chain);
      }
    }
    return response;
  }

  /** Changes the devices whose time has come. */
  private void befall(long nanos) {
    changes.removeIf(
        change -> {
          boolean due = nanos * SECONDS_PER_NANO >= change.after();
          if (due) {
            for (SynapseJunction[] chain : chains) {
              for (SynapseJunction synapse : chain) {
                if (synapse.name().equals(change.device())) {
                  synapse.change(change);
                }
              }
            }
            for (NeuronJunction neuron : neurons) {
              if (neuron.name().equals(change.device())) {
                neuron.change(change);
              }
            }
          }
          return due;
        });
  }

  /**
   * @param dwell time that is spent like this, s; negative for a moment that is over already
   */
  private void respond(int chain, Drive drive, double dwell, Response response) {
    ToneSet set = tones[chain];
    SynapseJunction[] synapses = chains[chain];
    set.update(drive, response, synapses);
    double sum = set.resistance(synapses);
    Sine sine = drive.chainSines()[chain];
    double direct = sine == Sine.NONE ? 0 : sine.crest() / (sum + sine.resistance());
    double[] currents = drive.fieldCurrents();
    int first = firstSynapse[chain];
    int line = stripLines[chain];
    double voltage = offsets[chain];
    dipoles.ifPresent(coupling -> couple(coupling, synapses, currents, first));
    for (int s = 0; s < synapses.length; s++) {
      double resistance = synapses[s].resistance();
      double steady = direct == 0 ? 0 : direct * resistance;
      if (dwell >= 0) {
        synapses[s].stress(set.peakVoltage(s, resistance) + steady, dwell);
        synapses[s].heat(set.powers[s], steady, dwell);
      }
      if (line >= 0) {
        double power = drive.stripPowers()[line] * stripGains[line];
        synapses[s].pulse(drive.stripFrequencies()[line], power, dwell);
      }
      double beside = beside(synapses, currents, first, s);
      voltage +=
          synapses[s].voltage(
              set.frequencies,
              set.powers[s],
              set.widths,
              currents[first + s],
              beside,
              steady,
              set.noise[s]);
    }
    response.chainVoltages()[chain] = sine.across(voltage, sum);
  }

  /** Current in the field lines of a synapse's neighbours, A. */
  private static double beside(SynapseJunction[] chain, double[] currents, int first, int s) {
    double left = s > 0 ? currents[first + s - 1] : 0;
    double right = s < chain.length - 1 ? currents[first + s + 1] : 0;
    return left + right;
  }

  private static void couple(
      DipolarCoupling coupling, SynapseJunction[] chain, double[] currents, int first) {
    double[] tuned = new double[chain.length];
    for (int s = 0; s < chain.length; s++) {
      tuned[s] = chain[s].tuned(currents[first + s], beside(chain, currents, first, s));
    }
    for (int s = 0; s < chain.length; s++) {
      double left = s > 0 ? coupling.shift(tuned[s], tuned[s - 1]) : 0;
      double right = s < chain.length - 1 ? coupling.shift(tuned[s], tuned[s + 1]) : 0;
      chain[s].couple(left + right);
    }
  }

  /** Of a neuron at direct currents, Ω; infinite for an open one. */
  public double neuronResistance(int neuron) {
    return neurons[neuron].junctionResistance();
  }

  /** Of a chain at direct currents, Ω; infinite for an open one. */
  public double chainResistance(int chain) {
    return tones[chain].resistance(chains[chain]);
  }

  private void respond(
      int number, Drive drive, double seconds, double dwell, Response response, int chain) {
    NeuronJunction neuron = neurons[number];
    DcLevel bias = drive.biases()[number];
    neuron.drive(response.chainVoltages()[chain], drive.neuronSines()[number], seconds);
    BiasNode node = neuron.node();
    Terminals terminals = node.under(bias);
    double current = node.through(terminals.current());
    if (dwell >= 0) {
      DcLevel crest = drive.biasCrests()[number];
      boolean still = crest == bias && !neuron.swings();
      biasTerminals[number] = still ? terminals : neuron.crest(crest);
      neuron.stress(biasTerminals[number].voltage(), dwell);
      neuron.heat(current, dwell);
    }
    response.neuronCurrents()[number] = current;
    response.emittedPowers()[number] = neuron.power(current);
    response.emissionFrequencies()[number] = neuron.frequency(current);
    response.linewidths()[number] = neuron.linewidth(current);
  }

  /** What the bias source of a neuron sees now. */
  public TwoTerminal bias(int neuron) {
    return neurons[neuron].node();
  }

  /**
   * What was between the terminals of a neuron's bias source at the latest moment, at its crest.
   */
  public Terminals biasTerminals(int neuron) {
    return biasTerminals[neuron];
  }

  /** From a neuron to the analyzer, a power ratio. */
  public double monitorGain(int neuron) {
    return neurons[neuron].monitorGain();
  }

  /** What this chip really is at this moment. */
  public ChipTruth truth() {
    List<PathTruth> paths = new ArrayList<>();
    for (ToneSet set : tones) {
      paths.addAll(set.truth());
    }
    return new ChipTruth(
        Arrays.stream(chains).flatMap(Arrays::stream).map(SynapseJunction::truth).toList(),
        Arrays.stream(neurons).map(NeuronJunction::truth).toList(),
        List.copyOf(paths));
  }
}
