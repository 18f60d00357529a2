package org.spinbench.app.command.runs;

import picocli.CommandLine.Command;

/** Commands for the calibrations that run files hold. */
@Command(
    name = "calibration",
    description = "Shows the calibrations of a chip, their history and their differences.",
    mixinStandardHelpOptions = true,
    subcommands = {
      CalibrationShowCommand.class,
      CalibrationHistoryCommand.class,
      CalibrationCompareCommand.class,
      CalibrationFrequenciesCommand.class
    },
    synopsisSubcommandLabel = "COMMAND")
public final class CalibrationCommand {}
