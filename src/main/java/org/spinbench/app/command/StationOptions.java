package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.spinbench.drivers.bench.BenchFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Which bench a command works with, and how it is reached. */
final class StationOptions {
  /** The command that has these options; null where none was typed. */
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      index = "0+",
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file (default: nine simulated junctions; 'spinbench bench' prints it)")
  Path benchFile;

  @Option(
      names = "--chip-seed",
      paramLabel = "N",
      description = "which simulated chip is on the bench, and which noise (default: 1)")
  Long chipSeed;

  @Option(
      names = "--coupling",
      paramLabel = "analog|measured",
      description =
          "from chain voltage to neuron current: an amplifier in the wiring, or the voltmeter read"
              + " and the source set (default: as in the bench file)")
  BenchFile.Coupling.Mode coupling;

  @Option(
      names = "--simulated",
      description = "dry run: every instrument of the bench file is simulated, whatever its name")
  boolean simulated;

  @Option(
      names = "--served",
      description =
          "serve the simulated instruments on loopback, and speak to them over the links that the"
              + " bench file names (sockets where it names none)")
  boolean served;

  @Option(
      names = "--clock",
      paramLabel = "RESOURCE",
      description =
          "take the time from a bench that another process simulates ('spinbench simulate"
              + " --virtual-time')")
  String clock;

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description =
          "keys for a bench on another computer (default: as in the section [zmq] of the bench file)")
  Path keys;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "write every message and every look at the clock into a transcript")
  Path record;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description =
          "no instruments: answer from a transcript, and fail at the first message that differs from"
              + " it")
  Path replay;

  /** What was typed, for whoever is refused because this program owns the bench. */
  String typed() {
    return command == null ? "spinbench" : typed(command);
  }

  /** Takes what the user should know while the command runs. */
  Consumer<String> warnings() {
    return command == null
        ? line -> {}
        : line -> command.commandLine().getErr().println("spinbench: " + line);
  }

  /** The whole command line to which a command belongs. */
  static String typed(CommandSpec command) {
    ParseResult line = command.root().commandLine().getParseResult();
    return line == null ? "spinbench" : "spinbench " + String.join(" ", line.originalArgs());
  }
}
