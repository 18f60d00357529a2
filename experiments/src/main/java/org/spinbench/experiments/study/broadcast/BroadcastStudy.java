package org.spinbench.experiments.study.broadcast;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.calibration.polarity.BinaryChip;
import org.spinbench.calibration.polarity.PolaritySurvey;
import org.spinbench.calibration.polarity.PolarityWriter;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.task.LabelledTable;
import org.spinbench.experiments.training.certification.BinomialInterval;

/**
 * Trains a chip of binary weights for one or several tasks, and switches it between them.
 *
 * <p>A sample's score for a class is read with the chip in that class's setting. So the chip is
 * written once per class and then reads all samples. Gains and constants of the scores are refitted
 * on voltages of training samples from the chip. Test samples are read once with the settings of
 * every task, which shows the value of a setting for other tasks.
 */
public final class BroadcastStudy {
  private static final double CONFIDENCE = 0.95;
  private static final int GAIN_STEPS = 300;
  private static final int FREE_STEPS = 1000;

  private final ChipPorts ports;
  private final BenchFile file;
  private final int fitSamples;
  private final PolaritySurvey.Progress progress;

  /**
   * A study on an opened bench.
   *
   * @param fitSamples maximum number of training samples of a task that are read on the chip
   */
  public BroadcastStudy(ChipPorts ports, int fitSamples, PolaritySurvey.Progress progress) {
    this.ports = ports;
    this.file = ports.file();
    this.fitSamples = fitSamples;
    this.progress = progress;
  }

  /**
   * An accuracy with its counts.
   *
   * @param accuracy fraction of correctly classified samples
   * @param right number of correctly classified samples
   * @param samples number of all samples
   * @param interval Clopper-Pearson interval of 95 %
   */
  public record Accuracy(double accuracy, int right, int samples, BinomialInterval interval) {
    static Accuracy of(int right, int samples) {
      return new Accuracy(
          (double) right / samples,
          right,
          samples,
          BinomialInterval.of(right, samples, CONFIDENCE));
    }
  }

  /**
   * The result of one task.
   *
   * @param source of its samples
   * @param classes names
   * @param chip accuracy on test samples, read on the chip in this task's settings
   * @param ceiling accuracy of free weights on the same inputs and test samples, in software
   * @param foreign the same test samples with the settings of each other task with the same number
   *     of classes, in the order of the tasks
   * @param limited inputs of test samples that were limited to the range
   * @param states chosen, a text per class: 1 for upper, 0 for lower, chain after chain
   */
  public record TaskResult(
      String source,
      List<String> classes,
      Accuracy chip,
      Accuracy ceiling,
      List<Foreign> foreign,
      int limited,
      List<String> states) {}

  /** A task's test samples with the settings of another task. */
  public record Foreign(String settingsOf, Accuracy accuracy) {}

  /**
   * The result of the study.
   *
   * @param chip measured properties of the chip
   * @param tasks one result per task
   * @param evaluations readings of the chip, including the survey's
   * @param pulses sent through strip lines, without those of the survey
   * @param repeats number of pulses that an earlier pulse made necessary
   */
  public record Result(
      BinaryChip chip, List<TaskResult> tasks, long evaluations, long pulses, long repeats) {}

  /** One task in progress. */
  private final class Work {
    private final LabelledTable.Split split;
    private final Encoder encoder;
    private final double[][] trainInputs;
    private final double[][] testInputs;
    private final BinaryTrainer.Setting setting;
    private final int fit;
    private final double[][][] fitVoltages;
    private final double[][][][] testVoltages;

    Work(LabelledTable.Split split, BinaryChip chip, double scale, int tasks) {
      this.split = split;
      encoder = Encoder.of(split.train(), file.inputs().size());
      trainInputs = encoder.encode(split.train());
      testInputs = encoder.encode(split.test());
      setting =
          new BinaryTrainer(
                  chip, file, powers(trainInputs), split.train().labels(), classes(), scale)
              .train(trainInputs);
      fit = Math.min(fitSamples, split.train().size());
      fitVoltages = new double[classes()][][];
      testVoltages = new double[tasks][classes()][][];
    }

    int classes() {
      return split.train().classes().size();
    }

    /** Training samples that are read on the chip, at equal distances in the table. */
    int fitSample(int i) {
      return (int) ((long) i * split.train().size() / fit);
    }

    int[] fitLabels() {
      int[] labels = new int[fit];
      for (int i = 0; i < fit; i++) {
        labels[i] = split.train().labels()[fitSample(i)];
      }
      return labels;
    }
  }

  /**
   * Surveys the chip, then trains it for every task and reads all test samples.
   *
   * @throws org.spinbench.calibration.polarity.PolarityException naming a junction that does not
   *     obey
   */
  public Result run(List<LabelledTable.Split> tables) {
    BinaryChip chip = PolaritySurvey.survey(ports, progress);
    PolarityWriter writer = new PolarityWriter(ports, chip, new boolean[file.synapses().size()]);
    double scale = scale(chip);
    List<Work> works = new ArrayList<>();
    for (int t = 0; t < tables.size(); t++) {
      progress.at("training", t, tables.size());
      works.add(new Work(tables.get(t), chip, scale, tables.size()));
    }
    for (int t = 0; t < works.size(); t++) {
      measure(works, t, writer, scale);
    }
    List<SoftmaxRegression> scores = new ArrayList<>();
    for (Work work : works) {
      scores.add(
          work.setting
              .scores()
              .fitted(
                  (label, sample) -> work.fitVoltages[label][sample],
                  work.fitLabels(),
                  GAIN_STEPS));
    }
    List<TaskResult> results = new ArrayList<>();
    for (int t = 0; t < works.size(); t++) {
      results.add(result(works, t, scores));
    }
    return new Result(chip, results, ports.evaluations(), writer.pulses(), writer.repeats());
  }

  /** The largest change of a chain's voltage by one tone, V. */
  private double scale(BinaryChip chip) {
    double most = 0;
    for (double[] changes : chip.changes()) {
      for (int k = 0; k < changes.length; k++) {
        most = Math.max(most, Math.abs(changes[k]) * file.inputs().get(k).maximumPower());
      }
    }
    return most;
  }

  /**
   * With the settings of one task, reads its training samples and the test samples of all tasks.
   */
  private void measure(List<Work> works, int task, PolarityWriter writer, double scale) {
    Work own = works.get(task);
    for (int label = 0; label < own.classes(); label++) {
      progress.at("settings of task " + (task + 1), label, own.classes());
      writer.write(own.setting.states()[label]);
      own.fitVoltages[label] = new double[own.fit][];
      for (int i = 0; i < own.fit; i++) {
        own.fitVoltages[label][i] = read(writer, own.trainInputs[own.fitSample(i)], scale);
      }
      for (Work other : works) {
        if (label < other.classes()) {
          double[][] read = new double[other.testInputs.length][];
          for (int i = 0; i < read.length; i++) {
            read[i] = read(writer, other.testInputs[i], scale);
          }
          other.testVoltages[task][label] = read;
        }
      }
    }
  }

  private double[] read(PolarityWriter writer, double[] inputs, double scale) {
    double[] voltages = writer.voltages(powers(inputs));
    for (int c = 0; c < voltages.length; c++) {
      voltages[c] /= scale;
    }
    return voltages;
  }

  private TaskResult result(List<Work> works, int task, List<SoftmaxRegression> scores) {
    Work own = works.get(task);
    int[] labels = own.split.test().labels();
    List<Foreign> foreign = new ArrayList<>();
    for (int other = 0; other < works.size(); other++) {
      if (other != task && works.get(other).classes() == own.classes()) {
        foreign.add(
            new Foreign(
                works.get(other).split.test().source(),
                Accuracy.of(right(own, other, scores.get(other)), labels.length)));
      }
    }
    SoftmaxRegression free =
        SoftmaxRegression.zero(own.classes(), file.inputs().size())
            .fitted(
                (label, sample) -> own.trainInputs[sample], own.split.train().labels(), FREE_STEPS);
    int ceiling = free.right((label, sample) -> own.testInputs[sample], labels);
    List<String> states = new ArrayList<>();
    for (boolean[] of : own.setting.states()) {
      StringBuilder text = new StringBuilder();
      for (boolean upper : of) {
        text.append(upper ? '1' : '0');
      }
      states.add(text.toString());
    }
    return new TaskResult(
        own.split.test().source(),
        own.split.test().classes(),
        Accuracy.of(right(own, task, scores.get(task)), labels.length),
        Accuracy.of(ceiling, labels.length),
        foreign,
        own.encoder.beyond(own.split.test()),
        states);
  }

  private static int right(Work work, int settings, SoftmaxRegression scores) {
    double[][][] read = work.testVoltages[settings];
    return scores.right((label, sample) -> read[label][sample], work.split.test().labels());
  }

  /** Powers of the tones at the junctions for inputs from 0 to 1, W. */
  private double[][] powers(double[][] inputs) {
    double[][] powers = new double[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      powers[i] = powers(inputs[i]);
    }
    return powers;
  }

  private double[] powers(double[] inputs) {
    double[] powers = new double[inputs.length];
    for (int k = 0; k < powers.length; k++) {
      BenchFile.Input port = file.inputs().get(k);
      powers[k] = port.minimumPower() + inputs[k] * (port.maximumPower() - port.minimumPower());
    }
    return powers;
  }
}
