package org.spinbench.app.command;

import java.nio.file.Path;
import java.util.Collection;
import java.util.function.Consumer;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.chip.World;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Options for the bench of a command and its links. */
public final class BenchOptions {
  /** The command with these options; null if none was typed. */
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(
      index = "0+",
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file (default: nine simulated junctions; 'spinbench bench' prints it)")
  public Path benchFile;

  @Option(
      names = "--chip-seed",
      paramLabel = "N",
      description = "seed of the simulated chip and its noise (default: 1)")
  public Long chipSeed;

  @Option(
      names = "--world",
      paramLabel = "FILE",
      description =
          "world file: spreads and effects of the simulated chip that no fit and no trainer knows")
  Path worldFile;

  @Option(
      names = "--coupling",
      paramLabel = "analog|measured",
      description =
          "from chain voltage to neuron current: an amplifier in the wiring, or the program "
              + "reads the voltmeter and sets the source (default: as in the bench file)")
  public BenchFile.Coupling.Mode coupling;

  @Option(
      names = "--simulated",
      description = "dry run: simulate every instrument of the bench file, whatever its name")
  public boolean simulated;

  @Option(
      names = "--served",
      description =
          "serve the simulated instruments on loopback, and reach them over the links in the "
              + "bench file (sockets if it names none)")
  public boolean served;

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
  public Path keys;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description = "write every message and every reading of the clock into a transcript")
  Path record;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description =
          "use no instruments: answer from a transcript, and fail at the first message that "
              + "differs from it")
  public Path replay;

  /** The world of a run, in the place of a file. */
  private World ofRun = World.NONE;

  /** Takes the world of a run, by the text of its file. */
  public void inWorld(String text, String origin) {
    ofRun = World.parse(text, origin);
  }

  /** What the simulated chip is beside what the bench file says. */
  World world() {
    return worldFile == null ? ofRun : Backends.world(worldFile);
  }

  /**
   * A bench file with the requested coupling.
   *
   * @param origin name of the bench file in messages
   */
  BenchFile coupled(BenchFile file, String origin) {
    if (coupling == null) {
      return file;
    }
    if (file.neurons().isEmpty()) {
      throw new IllegalArgumentException(
          "--coupling selects how chain voltages drive neurons, but "
              + origin
              + " has no neurons; leave it out");
    }
    return file.withCoupling(coupling);
  }

  /**
   * Refuses options that have no effect on a bench.
   *
   * @param real its instruments that are not simulated
   * @param anySimulated whether it has others
   * @param origin name of the bench file in messages
   */
  void requireEffect(Collection<ResourceName> real, boolean anySimulated, String origin) {
    if (!anySimulated && chipSeed != null) {
      throw new IllegalArgumentException(
          "--chip-seed chooses a simulated chip, but every instrument of "
              + origin
              + " is a real one; add --simulated for a dry run");
    }
    if (!anySimulated && worldFile != null) {
      throw new IllegalArgumentException(
          "--world describes a simulated chip, but every instrument of "
              + origin
              + " is a real one; add --simulated for a dry run");
    }
    if (!anySimulated && served) {
      throw new IllegalArgumentException(
          "--served is for simulated instruments, but every instrument of "
              + origin
              + " is a real one; leave it out, or add --simulated for a dry run");
    }
    requireRemote(keys, real, origin);
    if (anySimulated && clock != null) {
      throw new IllegalArgumentException(
          "--clock is for a bench that another process simulates, but this one has instruments of"
              + " its own to simulate, and they have their own time");
    }
  }

  /**
   * Refuses keys that no link of a bench would use.
   *
   * @param keys null if none are given
   * @param real instruments that are not simulated
   * @param origin name of the bench file in messages
   */
  public static void requireRemote(Path keys, Collection<ResourceName> real, String origin) {
    if (keys != null && real.stream().noneMatch(ResourceName.ZeroMq.class::isInstance)) {
      throw new IllegalArgumentException(
          "--keys is for a bench on another computer, but "
              + origin
              + " names none that is reached so (ZMQ::...); leave it out");
    }
  }

  /** The typed command, for programs that are refused because this one owns the bench. */
  public String typed() {
    return command == null ? "spinbench" : typed(command);
  }

  /** A consumer of warnings while the command runs. */
  public Consumer<String> warnings() {
    return command == null
        ? line -> {}
        : line -> command.commandLine().getErr().println("spinbench: " + line);
  }

  /** The complete command line of a command. */
  public static String typed(CommandSpec command) {
    ParseResult line = command.root().commandLine().getParseResult();
    return line == null ? "spinbench" : "spinbench " + String.join(" ", line.originalArgs());
  }
}
