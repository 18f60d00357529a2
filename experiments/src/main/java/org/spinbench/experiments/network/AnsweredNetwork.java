package org.spinbench.experiments.network;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.spinbench.calibration.procedure.EmissionSurvey;
import org.spinbench.calibration.twin.Nodes;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;
import org.spinbench.experiments.run.Purpose;

/**
 * The network of an interrupted run that is repeated. The record answers its earlier evaluations,
 * and nothing is set meanwhile. At the first evaluation without a record, the last few are measured
 * again, to detect a change of the chip, and the parameters are restored. From then on the chip
 * answers.
 */
public final class AnsweredNetwork implements PhysicalNetwork {
  private static final int COMPARED = 16;

  private final PhysicalNetwork live;
  private final BenchFile file;
  private final LongFunction<List<Double>> record;
  private final Optional<EmissionSurvey> surveyed;
  private final Consumer<Comparison> handover;
  private final Deque<Seen> last = new ArrayDeque<>();
  private final int[] chains;
  private final int[] readout;
  private double[] parameters;
  private Purpose purpose = Purpose.TRAIN;
  private long number;
  private boolean answering = true;

  private record Seen(double[] parameters, double[] input, Nodes answer) {}

  /**
   * Comparison of the chip with the end of the record.
   *
   * @param evaluation the last one that the record answered
   * @param readings number of evaluations measured again
   * @param difference of all their readings from the recorded ones, rms over rms; 0 without any
   */
  public record Comparison(long evaluation, int readings, double difference) {
    /** A larger difference is not a fluctuation. */
    private static final double CHANGED = 0.1;

    /** Whether the chip has changed. */
    public boolean changed() {
      return difference > CHANGED;
    }

    /** A description in one sentence. */
    public String text() {
      return String.format(
          Locale.ROOT,
          // This text is part of recorded runs, whose replay compares it.
          "goes on after evaluation %d: %d evaluations measured once more differ by %.1f %% from the"
              + " record%s",
          evaluation,
          readings,
          100 * difference,
          changed()
              ? "; the chip is not what it was, and what was learned may no longer be right"
              : "");
    }
  }

  /**
   * A network that answers from a record until its end.
   *
   * @param live the chip on its bench
   * @param record gives the values of an evaluation by number, as a {@link BenchNetwork} of this
   *     file reads them, NaN after an overload; none for an evaluation that was not read. It is
   *     called for one after another
   * @param surveyed the recorded survey of emissions, if there was one
   * @param before number of the last evaluation of other networks of the run
   * @param handover receives the comparison, before the first evaluation that the chip answers
   */
  public AnsweredNetwork(
      PhysicalNetwork live,
      BenchFile file,
      LongFunction<List<Double>> record,
      Optional<EmissionSurvey> surveyed,
      long before,
      Consumer<Comparison> handover) {
    this.live = live;
    this.file = file;
    this.record = record;
    this.surveyed = surveyed;
    this.number = before;
    this.handover = handover;
    this.chains =
        file.coupling().mode() == Coupling.Mode.ANALOG
            ? IntStream.range(0, file.chains().size()).toArray()
            : file.layers().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    this.readout = file.readout().neurons().stream().mapToInt(file::indexOfNeuron).toArray();
  }

  /** Whether the record still answers, or its end is being measured again. */
  public boolean answering() {
    return answering;
  }

  @Override
  public void apply(double[] parameters) {
    this.parameters = parameters.clone();
    if (!answering) {
      live.apply(parameters);
    }
  }

  @Override
  public void measureFor(Purpose purpose) {
    this.purpose = purpose;
    if (!answering) {
      live.measureFor(purpose);
    }
  }

  @Override
  public double[] kept(double[] input) {
    return live.kept(input);
  }

  @Override
  public Optional<EmissionSurvey> survey() {
    return answering && surveyed.isPresent() ? surveyed : live.survey();
  }

  @Override
  public Nodes forward(double[] input) {
    number++;
    List<Double> recorded = answering ? record.apply(number) : List.of();
    if (answering && isComplete(recorded)) {
      Nodes nodes = nodes(recorded);
      last.addLast(new Seen(parameters, input.clone(), nodes));
      if (last.size() > COMPARED) {
        last.removeFirst();
      }
      return nodes;
    }
    if (answering) {
      live.measureFor(purpose);
      Comparison comparison = compare();
      answering = false;
      handover.accept(comparison);
      live.apply(parameters);
    }
    return live.forward(input);
  }

  /** Whether an evaluation was completed. */
  private boolean isComplete(List<Double> values) {
    return values.size() == chains.length + readout.length
        && values.stream().noneMatch(value -> value.isNaN());
  }

  private Nodes nodes(List<Double> read) {
    double[] voltages = new double[chains.length];
    for (int k = 0; k < chains.length; k++) {
      voltages[chains[k]] = read.get(k);
    }
    double[] powers = new double[file.neurons().size()];
    Arrays.fill(powers, Double.NaN);
    for (int k = 0; k < readout.length; k++) {
      powers[readout[k]] = read.get(chains.length + k);
    }
    return new Nodes(voltages, powers);
  }

  /**
   * The comparison. Each quantity is relative to its own size, so that volts and watts can be
   * added.
   */
  private Comparison compare() {
    double[] squares = new double[chains.length + readout.length];
    double[] differences = new double[squares.length];
    for (Seen seen : last) {
      live.apply(seen.parameters);
      Nodes now = live.forward(seen.input);
      for (int k = 0; k < squares.length; k++) {
        double before = value(seen.answer, k);
        squares[k] += before * before;
        differences[k] += (value(now, k) - before) * (value(now, k) - before);
      }
    }
    double sum = 0;
    for (int k = 0; k < squares.length; k++) {
      sum += squares[k] == 0 ? 0 : differences[k] / squares[k];
    }
    return new Comparison(number - 1, last.size(), Math.sqrt(sum / squares.length));
  }

  private double value(Nodes nodes, int index) {
    return index < chains.length
        ? nodes.chainVoltages()[index]
        : nodes.powers()[readout[index - chains.length]];
  }
}
