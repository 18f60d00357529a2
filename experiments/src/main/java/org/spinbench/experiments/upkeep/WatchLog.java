package org.spinbench.experiments.upkeep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.experiments.network.EvaluationLog;
import org.spinbench.experiments.network.RunLog;
import org.spinbench.experiments.run.NotedSample;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;

/**
 * Records a watch, which may run for months: upkeep in full, but a sample of the chip's work in one
 * row, and without its messages. The first sample, one after each thing that happened, and each
 * with a reading that is not as it should be are written down in full, too. Of the parameters those
 * are written down that change.
 */
final class WatchLog implements EvaluationLog {
  private final RunFile run;
  private final Clock clock;
  private final List<String> names;

  /** Chains in the order in which they are read; the output neurons follow in that of the file. */
  private final int[] order;

  private final int nodes;
  private final double[] set;
  private final List<Reading> readings = new ArrayList<>();
  private boolean inFull = true;
  private boolean pending;
  private long number;
  private double[] input;
  private int label;

  WatchLog(RunFile run, Clock clock, BenchFile file) {
    this.run = run;
    this.clock = clock;
    names = RunLog.names(file);
    boolean together = file.coupling().mode() == BenchFile.Coupling.Mode.ANALOG;
    order =
        together
            ? IntStream.range(0, file.chains().size()).toArray()
            : file.layers().stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
    nodes = file.chains().size() + file.readout().neurons().size();
    set = new double[names.size()];
    Arrays.fill(set, Double.NaN);
  }

  /** The next sample is written down in full. */
  void happened() {
    inFull = true;
  }

  @Override
  public void parameters(double[] parameters) {
    writeDownInFull();
    run.transcripts().shorten();
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] != set[i]) {
        run.setting(clock.now(), names.get(i), parameters[i], "A");
        set[i] = parameters[i];
      }
    }
  }

  @Override
  public void evaluation(long of, Purpose purpose, double[] powers, int sampleClass) {
    writeDownInFull();
    if (purpose != Purpose.TEST) {
      run.transcripts().keep();
      run.evaluation(of, purpose, powers, sampleClass);
      return;
    }
    run.begins(of);
    pending = true;
    readings.clear();
    number = of;
    input = powers.clone();
    label = sampleClass;
  }

  @Override
  public void reading(long of, Purpose purpose, Reading reading) {
    if (pending) {
      readings.add(reading);
    } else {
      run.reading(reading, purpose, OptionalLong.of(of));
    }
  }

  /** The last sample was answered; upkeep may have come after it, if its readings were an alarm. */
  void answered(boolean right) {
    if (readings.size() != nodes) {
      throw new IllegalStateException(
          readings.size() + " readings of sample " + number + " were noted, not one of each node");
    }
    run.sample(
        new NotedSample(
            number,
            readings.stream().map(Reading::time).max(Instant::compareTo).orElseThrow(),
            boxed(input),
            label < 0 ? OptionalInt.empty() : OptionalInt.of(label),
            right,
            values()));
    boolean strange =
        readings.stream().anyMatch(one -> one.overload() || one.compliance() || !one.settled());
    if (pending && (inFull || strange)) {
      writeDownInFull();
      inFull = false;
    }
    pending = false;
  }

  private List<Double> values() {
    Double[] values = new Double[nodes];
    for (int k = 0; k < nodes; k++) {
      values[k < order.length ? order[k] : k] = readings.get(k).value();
    }
    return List.of(values);
  }

  /** Writes all readings of the present sample if they are not written yet. */
  void writeDownInFull() {
    if (pending) {
      run.transcripts().keep();
      run.evaluated(number, Purpose.TEST, input, label);
      readings.forEach(one -> run.reading(one, Purpose.TEST, OptionalLong.of(number)));
      pending = false;
    }
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
