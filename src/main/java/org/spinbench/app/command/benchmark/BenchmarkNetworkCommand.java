package org.spinbench.app.command.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.spinbench.app.benchmark.NetworkSpeed;
import org.spinbench.app.benchmark.NetworkSpeed.Figures;
import org.spinbench.app.benchmark.NetworkSpeed.Ratios;
import org.spinbench.app.benchmark.NetworkSpeed.Speed;
import org.spinbench.app.benchmark.NetworkSpeed.Step;
import org.spinbench.app.benchmark.NetworkSpeed.Torch;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.command.Progress;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.run.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the engine of large networks. */
@Command(
    name = "network",
    description = {
      "Measures the speed of training and evaluation of large RF networks: the published one,"
          + " chains of increasing length, and one of a million synapses.",
      "If a python3 on the PATH has PyTorch, the published network in PyTorch takes turns with ours.",
      "Run it on an idle machine."
    },
    mixinStandardHelpOptions = true)
final class BenchmarkNetworkCommand implements Callable<Integer> {
  private static final double MEBIBYTE = 1 << 20;

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "9",
      description = "number of measurements of each time (default: ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--lengths",
      paramLabel = "N",
      split = ",",
      defaultValue = "256,1024,4096,16384",
      description = "junctions in a chain, ascending (default: ${DEFAULT-VALUE})")
  private int[] lengths;

  @Option(
      names = "--large",
      paramLabel = "N",
      split = ",",
      defaultValue = "1000,1000,10",
      description =
          "inputs, oscillators and outputs of the large network (default: ${DEFAULT-VALUE})")
  private int[] large;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  /** The one JSON object of {@code --json}; its keys are a promise to scripts. Times are in s. */
  private record Fields(
      String kernel,
      double load,
      double epochSeconds,
      double inferenceSamplesPerSecond,
      TorchFields torch,
      SingleFields singlePrecision,
      List<Growth> growth,
      int largeSynapses,
      double largeEpochSeconds,
      long largeHeapBytes) {}

  /** Ratios, of double precision, are above 1 where ours is faster. */
  private record TorchFields(
      String version,
      double epochSeconds,
      double inferenceSamplesPerSecond,
      double keptInferenceSamplesPerSecond,
      double epochRatio,
      double inferenceRatio,
      double keptInferenceRatio,
      double logitDifference) {
    static TorchFields of(Torch torch, Ratios ratios) {
      return new TorchFields(
          torch.version(),
          torch.epoch(),
          torch.inferences(),
          torch.keptInferences(),
          ratios.epoch(),
          ratios.inference(),
          ratios.keptInference(),
          ratios.logitDifference());
    }
  }

  /** Ratios to PyTorch are null without it. */
  private record SingleFields(
      String kernel,
      double epochSeconds,
      double inferenceSamplesPerSecond,
      Double epochRatio,
      Double inferenceRatio,
      Double keptInferenceRatio,
      Double logitDifference) {
    static SingleFields of(Speed speed) {
      Ratios ratios = speed.ratios().orElse(null);
      return new SingleFields(
          speed.kernel(),
          speed.epoch(),
          speed.inferences(),
          ratios == null ? null : ratios.epoch(),
          ratios == null ? null : ratios.inference(),
          ratios == null ? null : ratios.keptInference(),
          ratios == null ? null : ratios.logitDifference());
    }
  }

  /** Exponent from the previous length; null for the first. */
  private record Growth(int length, double stepSeconds, double directSeconds, Double exponent) {}

  @Override
  public Integer call() {
    if (rounds < 1) {
      throw usage("--rounds is " + rounds + "; at least 1");
    }
    if (large.length != 3 || Arrays.stream(large).anyMatch(number -> number < 1)) {
      throw usage(
          "--large is "
              + Arrays.stream(large).mapToObj(Integer::toString).collect(Collectors.joining(","))
              + "; three numbers above 0 are expected: inputs, oscillators, outputs");
    }
    double synapses = (double) large[1] * ((double) large[0] + large[2]);
    if (synapses > Integer.MAX_VALUE) {
      throw usage(
          String.format(
              Locale.ROOT, "--large has %.3g synapses; at most %d", synapses, Integer.MAX_VALUE));
    }
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] <= (i == 0 ? 0 : lengths[i - 1])) {
        throw usage("--lengths must be positive and ascending; " + lengths[i] + " is not");
      }
    }
    Progress progress = Progress.to(spec.commandLine());
    double stages = lengths.length + 2;
    int[] stage = {0};
    Figures figures =
        new NetworkSpeed(new SystemClock(), rounds)
            .measure(lengths, large, what -> progress.show("measuring", stage[0]++ / stages, what));
    progress.clear();
    Outputs.print(spec, json ? json(figures) + "\n" : text(figures));
    return 0;
  }

  private static String json(Figures figures) {
    List<Growth> growth = new ArrayList<>();
    for (int i = 0; i < figures.steps().size(); i++) {
      Step step = figures.steps().get(i);
      growth.add(
          new Growth(
              step.length(), step.fast(), step.direct(), i == 0 ? null : figures.exponent(i)));
    }
    return Json.write(
        new Fields(
            figures.exact().kernel(),
            figures.load(),
            figures.exact().epoch(),
            figures.exact().inferences(),
            figures
                .torch()
                .map(torch -> TorchFields.of(torch, figures.exact().ratios().orElseThrow()))
                .orElse(null),
            figures.single().map(SingleFields::of).orElse(null),
            growth,
            figures.largeSynapses(),
            figures.largeEpoch(),
            figures.heap()));
  }

  private static String text(Figures figures) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "load %.1f on %d processors%n%n256-128-10, 702 samples%n",
            figures.load(),
            Runtime.getRuntime().availableProcessors()));
    text.append(text(figures.exact()));
    figures.single().ifPresent(single -> text.append(text(single)));
    text.append(
        figures
            .torch()
            .map(BenchmarkNetworkCommand::text)
            .orElse(String.format(Locale.ROOT, "No python3 on the PATH has PyTorch.%n")));
    text.append(
        String.format(
            Locale.ROOT,
            "%na training step of 4 chains, 16 samples%n%8s  %12s  %8s  %12s%n",
            "length",
            "sums to 1e-6",
            "exponent",
            "term by term"));
    for (int i = 0; i < figures.steps().size(); i++) {
      Step step = figures.steps().get(i);
      text.append(
          String.format(
              Locale.ROOT,
              "%8d  %9.2f ms  %8s  %9.2f ms%n",
              step.length(),
              1e3 * step.fast(),
              i == 0 ? "" : String.format(Locale.ROOT, "%.2f", figures.exponent(i)),
              1e3 * step.direct()));
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%n%d synapses: epoch of 702 samples %.2f s, heap at most %.0f MiB%n",
            figures.largeSynapses(),
            figures.largeEpoch(),
            figures.heap() / MEBIBYTE));
    return text.toString();
  }

  static String text(Torch torch) {
    return String.format(
        Locale.ROOT,
        "PyTorch %s: epoch %.3g s, %.0f inferences/s; %.0f with weights kept%n",
        torch.version(),
        torch.epoch(),
        torch.inferences(),
        torch.keptInferences());
  }

  static String text(Speed speed) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: epoch %.1f ms, %.0f inferences/s%n",
            speed.kernel(),
            1e3 * speed.epoch(),
            speed.inferences()));
    speed
        .ratios()
        .ifPresent(
            ratios ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "  against PyTorch: epoch %.0f times as fast, %.0f times as many inferences,"
                            + " %.1f with its weights kept; logits differ by %.1g%n",
                        ratios.epoch(),
                        ratios.inference(),
                        ratios.keptInference(),
                        ratios.logitDifference())));
    return text.toString();
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
