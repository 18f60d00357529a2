package org.spinbench.experiments.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.damage.Dead;
import org.spinbench.calibration.drift.DriftModel;
import org.spinbench.calibration.drift.Drifted;
import org.spinbench.calibration.refit.ChipObservation;
import org.spinbench.calibration.refit.DesignPrior;
import org.spinbench.calibration.refit.ResonanceKalmanFilter;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.calibration.twin.Twin;
import org.spinbench.calibration.twin.TwinWorkspace;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.Chips;
import org.spinbench.experiments.Topologies;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.Evaluations;
import org.spinbench.experiments.network.Ledger;
import org.spinbench.experiments.network.PhysicalNetwork;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.task.Seeds;
import org.spinbench.experiments.task.Task;
import org.spinbench.experiments.training.dataset.Examples;
import org.spinbench.experiments.training.dataset.SampleStream;
import org.spinbench.experiments.training.loss.Answers;
import org.spinbench.experiments.training.loss.OutputNeurons;

/** A controller of chips that tell several classes apart, or a quantity. */
@Tag("slow")
class DriftControllerAnswersTest {
  private static final double NOISE = 0.004;
  private static final int READINGS = 104;
  private static final int EVALUATIONS = 2000;

  /** How far a resonance moves, half widths. */
  private static final double DRIFT = 0.3;

  /** A twin whose resonances move, what it answers at rest, and its controller. */
  private static final class Watched implements PhysicalNetwork {
    private final BenchFile file;
    private final Calibration calibration;
    private final Answers answers;
    private final int[] outputs;
    private final double[] trained;
    private final double[] decision;
    private final double[] drift;
    private final Nodes noise;
    private final Random random = new Random(2);
    private final List<WatchEvent> happenings = new ArrayList<>();
    private final Examples samples;
    private final DriftController controller;
    private Calibration truth;
    private TwinWorkspace workspace;
    private double[] parameters;
    private int worked;

    Watched(
        BenchFile file,
        Calibration calibration,
        Answers answers,
        double[] trained,
        double[] decision) {
      this.file = file;
      this.calibration = calibration;
      this.answers = answers;
      this.trained = trained;
      this.decision = decision;
      outputs = OutputNeurons.of(answers, file);
      drift = new double[file.synapses().size()];
      truth = calibration;
      noise = DesignPrior.noise(file);
      samples = samples();
      int half = samples.size() / 2;
      ResonanceKalmanFilter belief = belief();
      controller =
          new DriftController(
              belief,
              file,
              trained,
              decision,
              new SampleStream.Duty(
                  answers, samples.range(0, half), samples.range(half, samples.size())),
              new Evaluations(this, new Ledger(Long.MAX_VALUE), EvaluationLog.NONE),
              DriftCompensation.standard(),
              3,
              happenings::add);
      controller.begin();
    }

    /** What is known after a training: readings at settings by chance, from the design. */
    private ResonanceKalmanFilter belief() {
      RandomGenerator draws = Seeds.generator(8);
      List<ChipObservation> readings = new ArrayList<>();
      for (int i = 0; i < READINGS; i++) {
        double[] setting = new double[trained.length];
        for (int k = 0; k < setting.length; k++) {
          double part = draws.nextDouble();
          setting[k] = k < file.synapses().size() ? 4e-3 * (2 * part - 1) : 8e-3 * part;
        }
        double[] input = input(file, draws);
        apply(setting);
        readings.add(new ChipObservation(setting, input, forward(input)));
      }
      ResonanceKalmanFilter belief =
          ResonanceKalmanFilter.of(
              file, DesignPrior.of(file), DriftModel.flicker(0.1), readings, Seeds.generator(9));
      belief.advance(Double.POSITIVE_INFINITY);
      return belief;
    }

    /** Inputs with what the chip at rest answers, those that it answers with a margin. */
    private Examples samples() {
      RandomGenerator draws = Seeds.generator(1);
      List<double[]> inputs = new ArrayList<>();
      List<Double> targets = new ArrayList<>();
      for (int i = 0; i < 600; i++) {
        double[] input = input(file, draws);
        double[] powers = powers(trained, input);
        double target = answers.answer(powers, decision);
        if (answers.chance(powers, decision, target, noise.powers()[outputs[0]]) > 0.99) {
          inputs.add(input);
          targets.add(target);
        }
      }
      boolean quantity = answers instanceof Answers.Quantity;
      return new Examples(
          inputs.toArray(double[][]::new),
          targets.stream().mapToInt(target -> quantity ? -1 : target.intValue()).toArray(),
          targets.stream().mapToDouble(target -> target).toArray());
    }

    private double[] powers(double[] currents, double[] input) {
      workspace = Twin.of(Drifted.of(truth, drift), file).workspace();
      workspace.forward(currents, input);
      return OutputNeurons.select(workspace.powers(), outputs);
    }

    @Override
    public void apply(double[] applied) {
      parameters = applied.clone();
    }

    @Override
    public Nodes forward(double[] input) {
      double[] emitted = powers(parameters, input);
      double[] voltages = workspace.voltages().clone();
      for (int c = 0; c < voltages.length; c++) {
        voltages[c] += noise.chainVoltages()[c] * random.nextGaussian();
      }
      double[] powers = new double[noise.powers().length];
      Arrays.fill(powers, Double.NaN);
      for (int o = 0; o < outputs.length; o++) {
        powers[outputs[o]] = emitted[o] + noise.powers()[outputs[o]] * random.nextGaussian();
      }
      return new Nodes(voltages, powers);
    }

    void work(int evaluations) {
      for (int i = 0; i < evaluations; i++) {
        int sample = worked++ % samples.size();
        controller.evaluate(
            Purpose.TEST,
            samples.inputs()[sample],
            samples.labels()[sample],
            samples.targets()[sample]);
      }
    }

    /** Part of the samples that the chip as it is now answers right, without noise. */
    double right(double[] currents, double[] numbers) {
      int right = 0;
      for (int i = 0; i < samples.size(); i++) {
        double[] powers = powers(currents, samples.inputs()[i]);
        right += answers.isRight(powers, numbers, samples.targets()[i]) ? 1 : 0;
      }
      return (double) right / samples.size();
    }
  }

  /** The same bench, whose design says how much the readings fluctuate here. */
  private static BenchFile quiet(BenchFile file) {
    return file.withDesign(file.design().orElseThrow().withReadNoise(NOISE));
  }

  private static double[] input(BenchFile file, RandomGenerator draws) {
    return file.inputs().stream()
        .mapToDouble(
            port -> port.maximumPower() * (Task.LOWEST + (1 - Task.LOWEST) * draws.nextDouble()))
        .toArray();
  }

  /** A setting, and for each output three powers: a fifth, a half and four fifths lie below. */
  private record Lively(double[] setting, double[][] quantiles) {}

  /** Of settings by chance the one whose outputs differ most from input to input. */
  private static Lively lively(BenchFile file) {
    int synapses = file.synapses().size();
    int[] outputs = file.readout().neurons().stream().mapToInt(file::indexOfNeuron).toArray();
    TwinWorkspace workspace = Twin.of(DesignPrior.of(file), file).workspace();
    Lively best = null;
    double most = 0;
    for (int draw = 0; draw < 400; draw++) {
      RandomGenerator random = Seeds.generator(5, draw);
      double[] setting = new double[synapses + file.neurons().size()];
      for (int i = 0; i < setting.length; i++) {
        setting[i] = i < synapses ? 4e-3 * (2 * random.nextDouble() - 1) : 5e-3;
      }
      double[][] powers = new double[outputs.length][101];
      for (int i = 0; i < powers[0].length; i++) {
        workspace.forward(setting, input(file, random));
        for (int k = 0; k < outputs.length; k++) {
          powers[k][i] = workspace.powers()[outputs[k]];
        }
      }
      double[][] quantiles = new double[outputs.length][];
      double least = Double.POSITIVE_INFINITY;
      for (int k = 0; k < outputs.length; k++) {
        Arrays.sort(powers[k]);
        quantiles[k] = new double[] {powers[k][20], powers[k][50], powers[k][80]};
        least = Math.min(least, powers[k][80] - powers[k][20]);
      }
      if (least > most) {
        most = least;
        best = new Lively(setting, quantiles);
      }
    }
    return best;
  }

  private static Watched watched(BenchFile file, Answers answers, Lively at, double... decision) {
    return new Watched(file, DesignPrior.of(file), answers, at.setting(), decision);
  }

  /** Three outputs on two inputs, each counted from its median. */
  private static Watched threeClasses() {
    BenchFile file = quiet(Topologies.threeOutputs());
    Lively at = lively(file);
    double[] medians = Arrays.stream(at.quantiles()).mapToDouble(q -> q[1]).toArray();
    return watched(file, new Answers.Classes(3), at, medians);
  }

  private static Watched quantity() {
    BenchFile file = quiet(Chips.file());
    Lively at = lively(file);
    return watched(file, new Answers.Quantity(0.1), at, at.quantiles()[0][0], at.quantiles()[0][2]);
  }

  /** The resonance that matters most moves. */
  private static void keepsWhatDriftWouldSpoil(Watched watched) {
    int worst = 0;
    double least = 1;
    for (int k = 0; k < watched.file.synapses().size(); k++) {
      watched.drift[k] += DRIFT;
      double right = watched.right(watched.trained, watched.decision);
      watched.drift[k] = 0;
      if (right < least) {
        least = right;
        worst = k;
      }
    }
    assertTrue(least < 0.9, "drift spoils nothing: " + least);
    for (int i = 0; i < EVALUATIONS; i++) {
      watched.drift[worst] += DRIFT / EVALUATIONS;
      watched.work(1);
    }
    double kept = watched.right(watched.controller.parameters(), watched.controller.decision());
    String found =
        String.format(
            Locale.ROOT,
            "synapse %d: %.3f alone, %.3f kept, offsets %s; %s",
            worst + 1,
            least,
            kept,
            Arrays.toString(watched.controller.offsets()),
            watched.happenings);
    assertTrue(1 - kept < (1 - least) / 2, found);
  }

  @Test
  void severalClassesAreKeptApartWhileResonancesWander() {
    Watched watched = threeClasses();
    for (int k = 0; k < 3; k++) {
      int label = k;
      long members = Arrays.stream(watched.samples.labels()).filter(l -> l == label).count();
      assertTrue(members > 0.1 * watched.samples.size(), members + " of class " + label);
    }
    keepsWhatDriftWouldSpoil(watched);
  }

  @Test
  void aQuantityIsKeptWithinItsToleranceWhileResonancesWander() {
    keepsWhatDriftWouldSpoil(quantity());
  }

  /** The brightest one: parameters may leave an output dark, whose death then nobody sees. */
  @Test
  void aDeviceThatDiesBehindOneOfSeveralOutputsIsNamed() {
    Watched watched = threeClasses();
    watched.work(200);
    double[] powers = watched.powers(watched.controller.parameters(), watched.samples.inputs()[0]);
    int brightest = 0;
    for (int k = 1; k < powers.length; k++) {
      brightest = powers[k] > powers[brightest] ? k : brightest;
    }
    String dying = watched.file.neurons().get(watched.outputs[brightest]).name();
    watched.truth = Dead.without(watched.calibration, dying);
    for (int i = 0; i < 200 && watched.controller.dead().isEmpty(); i++) {
      watched.work(1);
    }
    assertEquals(
        dying,
        watched
            .controller
            .dead()
            .orElseThrow(() -> new AssertionError(watched.happenings.toString()))
            .device());
  }
}
