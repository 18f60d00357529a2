package org.spinbench.app.command.measure;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a recipe of loops sweeps and reads. */
final class LoopOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--setting",
      paramLabel = "SETTING",
      required = true,
      description = "setting to sweep, such as magnet.current")
  String setting;

  @Option(
      names = "--reading",
      paramLabel = "READING",
      required = true,
      description = "reading to take, such as voltmeter.voltage")
  String reading;

  @Option(
      names = "--from",
      paramLabel = "VALUE",
      required = true,
      description = "where a loop begins and ends, in the setting's unit")
  double from;

  @Option(
      names = "--to",
      paramLabel = "VALUE",
      required = true,
      description = "where a loop turns, in the setting's unit")
  double to;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "101",
      description = "points of each direction (default: ${DEFAULT-VALUE})")
  int points;

  @Option(
      names = "--loops",
      paramLabel = "N",
      description = "number of loops (default: 1 for hysteresis, 100 for switching)")
  private Integer repeats;

  /** The number of loops. */
  int loops(int usual) {
    if (points < 2) {
      throw new ParameterException(
          spec.commandLine(), "--points is " + points + "; a direction has at least 2");
    }
    if (repeats != null && repeats < 1) {
      throw new ParameterException(
          spec.commandLine(), "--loops is " + repeats + "; there is at least 1");
    }
    return repeats == null ? usual : repeats;
  }
}
