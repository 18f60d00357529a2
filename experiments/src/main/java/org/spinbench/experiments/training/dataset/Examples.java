package org.spinbench.experiments.training.dataset;

import java.util.Arrays;
import java.util.List;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Task;

/**
 * Samples with their targets, as powers at the junctions.
 *
 * @param inputs for each sample the power of every input's tone, W
 * @param labels class of each sample; −1 for a quantity
 * @param targets index of the class, or a quantity from 0 to 1
 */
public record Examples(double[][] inputs, int[] labels, double[] targets) {

  /** Samples with classes. */
  public Examples(double[][] inputs, int[] labels) {
    this(inputs, labels, Arrays.stream(labels).asDoubleStream().toArray());
  }

  /** Samples with a quantity from 0 to 1. */
  public static Examples ofQuantity(double[][] inputs, double[] targets) {
    int[] none = new int[targets.length];
    Arrays.fill(none, -1);
    return new Examples(inputs, none, targets);
  }

  /**
   * Samples as powers on a bench: an input's value is relative to its maximum power.
   *
   * @throws IllegalArgumentException if the bench does not have two inputs, or its minimum power is
   *     too high for the tasks
   */
  public static Examples of(List<Sample> samples, BenchFile file) {
    List<BenchFile.Input> ports = file.inputs();
    if (ports.size() != 2) {
      throw new IllegalArgumentException(
          "the tasks have 2 inputs but the bench file has " + ports.size());
    }
    ports.forEach(Examples::requireReach);
    double first = ports.get(0).maximumPower();
    double second = ports.get(1).maximumPower();
    return new Examples(
        samples.stream()
            .map(s -> new double[] {s.x1() * first, s.x2() * second})
            .toArray(double[][]::new),
        samples.stream().mapToInt(Sample::label).toArray());
  }

  /** Requires that an input's minimum power is low enough for the tasks. */
  static void requireReach(BenchFile.Input port) {
    if (port.minimumPower() > Task.LOWEST * port.maximumPower()) {
      throw new IllegalArgumentException(
          port.name()
              + ": minimum_power is "
              + port.minimumPower()
              + " W, but the tasks go down to "
              + Task.LOWEST
              + " of maximum_power, "
              + Task.LOWEST * port.maximumPower()
              + " W; raise maximum_power or lower minimum_power in the bench file");
    }
  }

  /** The same samples with the powers as realised by the sources, W. */
  public Examples as(double[][] kept) {
    return new Examples(kept, labels, targets);
  }

  /** Number of samples. */
  public int size() {
    return labels.length;
  }

  /** The samples from an index to another, exclusive. */
  public Examples range(int from, int to) {
    return new Examples(
        Arrays.copyOfRange(inputs, from, to),
        Arrays.copyOfRange(labels, from, to),
        Arrays.copyOfRange(targets, from, to));
  }
}
