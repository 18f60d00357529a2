package org.spinbench.app.command.drone;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The large network that identifies drones. */
@Command(
    name = "drone",
    description =
        "Trains and tests the large RF network that identifies drones from their spectra.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DroneTrainCommand.class,
      DroneEvaluateCommand.class,
      DroneValidateCommand.class,
      DroneSearchCommand.class
    })
public final class DroneCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
