package org.spinbench.experiments.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.run.NotedSample;
import org.spinbench.experiments.run.RunFile;

/** The samples of a working chip, as variables of a data set. */
final class WorkSamples {
  private static final List<String> ALONG = List.of("sample");

  private WorkSamples() {}

  /** Adds the samples of a run, if there are any, after its evaluations. */
  static void add(RunFile run, BenchFile bench, VariableTable table) {
    List<NotedSample> samples = new ArrayList<>();
    run.eachSample(samples::add);
    if (samples.isEmpty()) {
      return;
    }
    int chains = bench.chains().size();
    List<String> outputs = bench.readout().neurons();
    table.dimension("sample", longs(samples, NotedSample::number), "number of the evaluation");
    table.dimension("output", outputs, "output neuron");
    table.coordinate(
        "sample_time",
        ALONG,
        new Values.Integers(longs(samples, one -> RunDataSet.nanoseconds(one.time())), Long.BYTES),
        RunDataSet.TIME,
        "time of the last reading, UTC on the bench's clock");
    table.values(
        "sample_input_power",
        List.of("sample", "input"),
        numbers(samples, NotedSample::inputs),
        "W",
        "power of the tone at the junctions");
    table.values(
        "sample_expected",
        ALONG,
        flags(samples, one -> one.expected().orElse(-1)),
        "1",
        "class of the sample; -1 without one");
    table.values(
        "sample_right",
        ALONG,
        flags(samples, one -> one.right() ? 1 : 0),
        "1",
        "1: the answer was right");
    table.values(
        "sample_chain_voltage",
        List.of("sample", "chain"),
        numbers(samples, one -> one.values().subList(0, chains)),
        "V",
        "voltage of the chain");
    table.values(
        "sample_output_power",
        List.of("sample", "output"),
        numbers(samples, one -> one.values().subList(chains, chains + outputs.size())),
        "W",
        "power emitted by the output neuron");
  }

  private static Values numbers(List<NotedSample> samples, Function<NotedSample, List<Double>> of) {
    return new Values.Numbers(
        samples.stream()
            .flatMapToDouble(one -> of.apply(one).stream().mapToDouble(Double::doubleValue))
            .toArray());
  }

  private static Values flags(List<NotedSample> samples, ToLongFunction<NotedSample> flag) {
    return new Values.Integers(longs(samples, flag), Byte.BYTES);
  }

  private static long[] longs(List<NotedSample> samples, ToLongFunction<NotedSample> value) {
    return samples.stream().mapToLong(value).toArray();
  }
}
