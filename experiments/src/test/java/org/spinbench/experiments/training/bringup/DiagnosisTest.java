package org.spinbench.experiments.training.bringup;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.task.Sample;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;

@Tag("any-jdk")
class DiagnosisTest {
  private static final BenchFile FILE = Chips.file();
  private static final double[] PARAMETERS = {
    1.74e-3, 3.72e-3, -9.91e-3, 2.68e-3, -0.59e-3, 4.63e-3, 7.36e-3, 5.08e-3, 4.17e-3
  };

  private final Twin twin = Twin.of(Chips.drawn(3), FILE);

  /** The verdict on a chip that answers parameters and input in its own way. */
  private String verdict(BiFunction<double[], double[], Nodes> chip) {
    Diagnosis diagnosis = new Diagnosis(twin, FILE, 2);
    for (Sample sample : Task.named("band").drawSet(100, Seeds.generator(1))) {
      double[] input = {sample.x1() * 160e-6, sample.x2() * 160e-6};
      diagnosis.add(PARAMETERS, input, chip.apply(PARAMETERS, input));
    }
    return diagnosis.text();
  }

  private Nodes withoutBias(int neuron, double[] parameters, double[] input) {
    double[] dead = parameters.clone();
    dead[6 + neuron] = 0;
    return twin.forward(dead, input);
  }

  @Test
  void namesAHiddenNeuronThatIsDead() {
    String first = verdict((p, x) -> withoutBias(0, p, x));
    assertTrue(first.startsWith("Suspect neuron 1 (junction 7): the readings are"), first);
    String second = verdict((p, x) -> withoutBias(1, p, x));
    assertTrue(second.startsWith("Suspect neuron 2 (junction 8): the readings are"), second);
  }

  @Test
  void namesAnOutputNeuronThatIsDead() {
    String text = verdict((p, x) -> withoutBias(2, p, x));
    assertTrue(text.startsWith("Suspect neuron 3 (junction 9): the readings are"), text);
  }

  @Test
  void namesAChainWhoseJunctionsHaveMoved() {
    String text =
        verdict(
            (p, x) -> {
              double[] moved = p.clone();
              moved[2] += 9e-3;
              return twin.forward(moved, x);
            });
    assertTrue(text.startsWith("Suspect the junctions of chain 2: its voltage is off by "), text);
  }

  @Test
  void suspectsNoneWhenAllIsAsCalibrated() {
    String text = verdict(twin::forward);
    assertTrue(text.startsWith("Every chain and the output neuron do what"), text);
  }
}
