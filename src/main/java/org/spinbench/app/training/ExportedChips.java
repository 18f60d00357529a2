package org.spinbench.app.training;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.trainer.InitialParameters;
import org.spinbench.experiments.training.trainer.Problem;
import org.spinbench.simulator.ensemble.ChipNumbers;

/**
 * Virtual chips with their task as one JSON object, so that another program can train the same
 * chips: all numbers of their equations, samples, limits, and the trainers' starts.
 */
public final class ExportedChips {
  private ExportedChips() {}

  /**
   * One layer's chain.
   *
   * @param tones index of the neuron that makes each tone, or −1 − index of the input
   * @param synapses index of its first synapse, and their number
   * @param neuron index of the neuron that it drives
   */
  private record Chain(int[] tones, int[] synapses, int neuron) {}

  /**
   * One chip.
   *
   * @param check its emission without noise for the first start and each of the test samples, W
   */
  private record Chip(long seed, ChipNumbers numbers, InitialParameters outset, double[] check) {}

  /** The whole; its keys are a promise to scripts. */
  private record Export(
      double goal,
      int output,
      List<Chain> chains,
      Examples train,
      Examples validation,
      Examples test,
      List<Chip> chips) {}

  /**
   * The JSON text of chips with consecutive seeds.
   *
   * @param first seed of the first
   * @param repeats number of trainings of each chip: all chips appear once per training, with the
   *     starts of that training
   * @throws IllegalArgumentException if the task does not have two classes
   */
  public static String json(Ensemble ensemble, long first, int chips, int repeats) {
    Problem problem = ensemble.problem(first, Problem.Incumbents.NONE);
    if (!(problem.answers() instanceof Answers.TwoClasses)) {
      throw new IllegalArgumentException(
          "chips are exported with tasks of two classes on one output neuron, not of "
              + problem.answers().text());
    }
    List<Chip> all =
        IntStream.range(0, chips * repeats)
            .parallel()
            .mapToObj(k -> chip(ensemble, first + k % chips, k / chips))
            .toList();
    Export export =
        new Export(
            problem.goal(),
            ensemble.outputs()[0],
            chains(ensemble.file()),
            problem.train(),
            problem.validation(),
            ensemble.test(),
            all);
    return Json.write(export);
  }

  private static Chip chip(Ensemble ensemble, long seed, int repeat) {
    long chance = Ensemble.chance(seed, repeat);
    InitialParameters outset =
        InitialParameters.of(ensemble.problem(chance, Problem.Incumbents.NONE));
    var chip = ensemble.chip(seed);
    double[][] inputs = ensemble.test().inputs();
    double[] check = new double[inputs.length];
    for (int i = 0; i < check.length; i++) {
      check[i] = chip.emitted(outset.starts().get(0), inputs[i], ensemble.outputs()[0]);
    }
    return new Chip(seed, chip.numbers(), outset, check);
  }

  private static List<Chain> chains(BenchFile file) {
    List<Chain> chains = new ArrayList<>();
    for (int c = 0; c < file.chains().size(); c++) {
      BenchFile.Chain chain = file.chains().get(c);
      int[] tones =
          chain.tones().stream()
              .mapToInt(
                  tone ->
                      file.indexOfNeuron(tone) >= 0
                          ? file.indexOfNeuron(tone)
                          : -1 - file.indexOfInput(tone))
              .toArray();
      int[] synapses = {file.firstSynapse(c), chain.synapses().size()};
      chains.add(new Chain(tones, synapses, file.neuronOfChain(c)));
    }
    return chains;
  }
}
