package org.spinbench.experiments.network;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.BenchFile;
import org.spinbench.drivers.instrument.Reading;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;

/**
 * The evaluations of one network in one run: each is counted by purpose, numbered, and written to
 * the run file with what was set and read.
 */
public final class Evaluations {
  private final PhysicalNetwork network;
  private final Ledger ledger;
  private final RunFile run;
  private final Clock clock;
  private final List<String> names;
  private Purpose purpose;
  private long number;

  /** Goes on numbering after the last evaluation that the run file knows. */
  public Evaluations(
      PhysicalNetwork network, Ledger ledger, RunFile run, Clock clock, BenchFile file) {
    this.network = network;
    this.ledger = ledger;
    this.run = run;
    this.clock = clock;
    this.names = new ArrayList<>();
    file.synapses().forEach(synapse -> names.add("field current of " + synapse.name()));
    file.neurons().forEach(neuron -> names.add("bias of " + neuron.name()));
    this.number = run.lastEvaluation();
  }

  /** Puts parameters on the network, A. */
  public void apply(double[] parameters) {
    for (int i = 0; i < parameters.length; i++) {
      run.setting(clock.now(), names.get(i), parameters[i], "A");
    }
    network.apply(parameters);
  }

  /**
   * Applies one sample and reads the network once.
   *
   * @param input powers of the input tones at the junctions, W
   * @param label class of the sample, for the record
   */
  public Nodes evaluate(Purpose why, double[] input, int label) {
    ledger.count(why, 1);
    purpose = why;
    number++;
    run.evaluation(number, why, input, label);
    return network.forward(input);
  }

  /** Writes a reading of the evaluation under way to the run file. */
  public void note(Reading reading) {
    run.reading(reading, purpose, OptionalLong.of(number));
  }

  /** The counts by purpose. */
  public Ledger ledger() {
    return ledger;
  }
}
