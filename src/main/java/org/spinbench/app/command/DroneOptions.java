package org.spinbench.app.command;

import java.nio.file.Path;
import org.spinbench.experiments.drone.TrainerOptions;
import org.spinbench.experiments.drone.data.SpectraFiles;
import org.spinbench.experiments.drone.data.SpectraSplit;
import org.spinbench.experiments.drone.data.TransmissionGenerator;
import org.spinbench.experiments.drone.data.Transmissions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What all drone commands share: spectra, network, training. */
final class DroneOptions {
  private static final int TRAIN_ROWS = 70;
  private static final int TEST_ROWS = 30;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "spectra, .h5 or .csv (default: generated transmissions)")
  Path data;

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
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "number of trainings, from the seed upwards (default: ${DEFAULT-VALUE})")
  int seeds;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "of the first training, and of generated spectra (default: ${DEFAULT-VALUE})")
  long seed;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  boolean json;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "folder for results, pictures and saved trainings")
  Path out;

  /** Reads or generates the spectra. */
  SpectraSplit split() {
    atLeastOne(spec, "--hidden", hidden);
    atLeastOne(spec, "--epochs", epochs);
    atLeastOne(spec, "--seeds", seeds);
    return data == null
        ? new TransmissionGenerator(Transmissions.DEFAULT.withSeed(seed))
            .sameTransmitters(1, TRAIN_ROWS, TEST_ROWS)
        : SpectraFiles.split(data, seed);
  }

  /** The published training, for the number of epochs asked for. */
  TrainerOptions training() {
    return TrainerOptions.PUBLISHED.withEpochs(epochs).withSeed(seed);
  }

  static void atLeastOne(CommandSpec spec, String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; at least 1 is needed");
    }
  }
}
