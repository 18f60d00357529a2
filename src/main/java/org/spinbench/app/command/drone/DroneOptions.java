package org.spinbench.app.command.drone;

import java.nio.file.Path;
import java.util.List;
import org.spinbench.app.command.OverwriteOption;
import org.spinbench.app.command.Usage;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.experiments.spectra.SpectraFiles;
import org.spinbench.experiments.spectra.SpectraSplit;
import org.spinbench.experiments.study.drone.TrainerOptions;
import org.spinbench.experiments.study.drone.transmission.TransmissionGenerator;
import org.spinbench.experiments.study.drone.transmission.Transmissions;
import org.spinbench.simulator.network.Numerics;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Common options of all drone commands: spectra, network, training. */
final class DroneOptions {
  /** Ratio of training to test transmitters. */
  private static final int LEARNED_FOR_EACH_TESTED = 10;

  private static final int MOST_TRANSMITTERS = 1_000_000;

  /**
   * Thousands of spectra mean thousands of steps; the last ones would scatter at a constant rate.
   */
  private static final double GENERATED_COOLING = 0.5;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "spectra, .h5 or .csv (default: generated transmissions)")
  Path data;

  @Option(
      names = "--transmitters",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "generated transmitters of each protocol for the training, with one snapshot each; a "
              + "tenth as many others for the test (default: ${DEFAULT-VALUE})")
  int transmitters;

  @Option(
      names = "--dwell",
      paramLabel = "MS",
      defaultValue = "100",
      description = "duration of a generated snapshot in ms (default: ${DEFAULT-VALUE})")
  double dwell;

  @Option(
      names = "--interference",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "share of generated snapshots that also contain foreign Wi-Fi and Bluetooth (default:"
              + " ${DEFAULT-VALUE})")
  double interference;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "128",
      description = "oscillators of the hidden layer (default: ${DEFAULT-VALUE})")
  int hidden;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "100",
      description = "passes through the training spectra (default: ${DEFAULT-VALUE})")
  int epochs;

  @Option(
      names = "--cooling",
      paramLabel = "SHARE",
      description =
          "last share of the epochs, in which the learning rate of the network falls to zero "
              + "(default: 0, as published, with --data; 0.5 with generated transmissions)")
  private Double cooling;

  @Option(
      names = "--precision",
      paramLabel = "PRECISION",
      defaultValue = "double",
      description =
          "double, or single: about twice as fast, accurate to about 1e-4 of a weight; needs"
              + " SPINBENCH_JAVA_OPTS=\"--add-modules jdk.incubator.vector\" (default:"
              + " ${DEFAULT-VALUE})")
  private String precision;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "number of trainings, with consecutive seeds (default: ${DEFAULT-VALUE})")
  int seeds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "seed of the first training and of generated spectra (default: ${DEFAULT-VALUE})")
  long seed;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder for results, pictures and saved trainings")
  Path out;

  @Mixin private OverwriteOption overwrite;

  /**
   * Reads or generates the spectra.
   *
   * @param results names of the command's files in the folder of results
   */
  SpectraSplit split(List<String> results) {
    atLeastOne(spec, "--hidden", hidden);
    atLeastOne(spec, "--epochs", epochs);
    atLeastOne(spec, "--seeds", seeds);
    Usage.requireSeeds(spec, "--seed", seed, seeds);
    within("--transmitters", transmitters, 1, MOST_TRANSMITTERS, "");
    within("--cooling", cooling == null ? 0 : cooling, 0, 1, "");
    within("--interference", interference, 0, 1, "");
    dwell("--dwell", dwell);
    if (out != null) {
      results.forEach(name -> overwrite.requireFileBelow("--out", out.resolve(name)));
    }
    return data == null ? generated() : SpectraFiles.split(data, seed);
  }

  private SpectraSplit generated() {
    int tested = Math.max(1, transmitters / LEARNED_FOR_EACH_TESTED);
    try {
      return new TransmissionGenerator(
              Transmissions.DEFAULT
                  .withSeed(seed)
                  .withDwell(1e-3 * dwell)
                  .withInterference(interference))
          .unseenTransmitters(transmitters, tested, 1, 1);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** The published training, for the requested number of epochs. */
  TrainerOptions training() {
    double share = cooling != null ? cooling : data == null ? GENERATED_COOLING : 0;
    Numerics numerics = numerics();
    try {
      return TrainerOptions.PUBLISHED
          .withEpochs(epochs)
          .withSeed(seed)
          .withCooling(share)
          .withNumerics(numerics);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private Numerics numerics() {
    if (precision.equals("double")) {
      return Numerics.EXACT;
    }
    if (!precision.equals("single")) {
      throw new ParameterException(
          spec.commandLine(), "--precision is " + precision + "; double or single");
    }
    if (!Numerics.vectors()) {
      throw new ParameterException(
          spec.commandLine(),
          "--precision single needs vector instructions, and this Java was started without them;"
              + " set SPINBENCH_JAVA_OPTS=\"--add-modules jdk.incubator.vector\", or leave the"
              + " option out");
    }
    return Numerics.SINGLE;
  }

  /** Refuses an impossible duration of a snapshot, ms. */
  void dwell(String option, double milliseconds) {
    double shortest = 1e3 * Transmissions.SHORTEST_DWELL;
    within(option, milliseconds, shortest, 1e3 * Transmissions.LONGEST_DWELL, " ms");
  }

  private void within(String option, double value, double least, double most, String unit) {
    if (!(value >= least && value <= most)) {
      throw new ParameterException(
          spec.commandLine(),
          option
              + " is "
              + ScpiNumber.format(value)
              + unit
              + "; from "
              + ScpiNumber.format(least)
              + " to "
              + ScpiNumber.format(most)
              + unit);
    }
  }

  static void atLeastOne(CommandSpec spec, String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; at least 1 is needed");
    }
  }
}
