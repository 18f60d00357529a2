package org.spinbench.drivers.bench.file;

import java.util.List;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.Neuron;
import org.spinbench.drivers.instrument.Units;

/**
 * The largest RF that neurons emit, by themselves and through their links. No source on the bench
 * has a level for it, so limits always include it.
 */
public record Emission(BenchFile file) {
  /** Power of a neuron if the file has no design, W. */
  private static final double USUAL = 1e-6;

  /** Largest power that a neuron emits, W. */
  double most() {
    return file.design().map(design -> design.neuron().maximumPower()).orElse(USUAL);
  }

  /** Peak voltage of a neuron's own emission across it, V. */
  public double ownPeak() {
    return peak(most());
  }

  /** The neurons whose links reach the synapses of a chain. */
  List<Neuron> neurons(Chain chain) {
    return file.neurons().stream().filter(one -> chain.tones().contains(one.name())).toList();
  }

  /** Total power of these neurons at the synapses of a chain, W. */
  public double power(Chain chain) {
    return neurons(chain).stream().mapToDouble(this::arriving).sum();
  }

  /** Sum of the peak voltages of these neurons across a synapse of a chain, V. */
  public double peak(Chain chain) {
    return neurons(chain).stream().mapToDouble(one -> peak(arriving(one))).sum();
  }

  private double arriving(Neuron neuron) {
    return most() * Units.ratioOfDb(neuron.linkGainDb());
  }

  /** Peak voltage of a tone across a junction, V: √(2 P R). */
  public double peak(double power) {
    return Math.sqrt(2 * power * file.chip().junctionResistance());
  }
}
