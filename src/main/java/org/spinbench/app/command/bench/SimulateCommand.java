package org.spinbench.app.command.bench;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Foreground;
import org.spinbench.app.command.Usage;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.chip.World;
import org.spinbench.simulator.server.Servers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves the instruments of a simulated bench to any VISA client. */
@Command(
    name = "simulate",
    description = {
      "Simulates every instrument of a bench, and serves them to any VISA client until it is "
          + "stopped.",
      "Prints the resource name of each."
    },
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65535;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file (default: nine simulated junctions; 'spinbench bench' prints it)")
  private Path benchFile;

  @Option(
      names = "--chip-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "seed of the chip on the bench and its noise (default: ${DEFAULT-VALUE})")
  private long chipSeed;

  @Option(
      names = "--world",
      paramLabel = "FILE",
      description = "world file: spreads and effects of the chip that the bench file does not have")
  private Path worldFile;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "address of this computer to listen on (default: ${DEFAULT-VALUE}, which no other"
              + " computer reaches)")
  private String bind;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      description = "first port; the others follow it (default: any free ports)")
  private Integer portBase;

  @Option(
      names = "--portmapper",
      paramLabel = "PORT",
      description =
          "port of a portmapper for VXI-11 clients that do not know the port of the server; "
              + "they ask on 111, which needs a privileged user (default: no portmapper)")
  private Integer portmapper;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "seconds that pass on the bench in one second: 0.001 to 100000 (default: 1)")
  private Double speed;

  @Option(
      names = "--virtual-time",
      description =
          "time passes only while instruments measure, and while a client waits on the bench's "
              + "clock, which is then served as well (see 'train --clock'): every run is the same")
  private boolean virtualTime;

  @Option(
      names = "--json",
      description = "print the resource names as one line of JSON when all can be reached")
  private boolean json;

  @Override
  public Integer call() {
    BenchFile file = Backends.file(benchFile);
    Servers.Ports ports =
        new Servers.Ports(
            address(),
            port("--port-base", portBase, Servers.ports(file.instruments().size() + 1)).orElse(0),
            port("--portmapper", portmapper, 1));
    World world = worldFile == null ? World.NONE : Backends.world(worldFile);
    ServedBench served = Backends.simulated(benchFile, () -> bench(world.over(file))).serve(ports);
    ServedReport report = new ServedReport(file.name(), served);
    PrintWriter out = spec.commandLine().getOut();
    return Foreground.untilStopped(
        out,
        json ? report.json() + "\n" : report.text(),
        () -> {
          served.close();
          return 0;
        });
  }

  private SimulatedBench bench(BenchFile file) {
    return virtualTime
        ? new SimulatedBench(file, chipSeed)
        : SimulatedBench.inRealTime(file, chipSeed, speed == null ? 1 : speed);
  }

  private InetAddress address() {
    InetAddress address = Usage.address(spec, bind);
    if (!address.isLoopbackAddress()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(
          "spinbench: warning: listening on "
              + bind
              + ": anybody who can reach this computer over the network can operate these"
              + " instruments, without a password");
    }
    return address;
  }

  /** The first of a number of ports. */
  private OptionalInt port(String option, Integer port, int count) {
    if (port == null) {
      return OptionalInt.empty();
    }
    int last = LAST_PORT - count + 1;
    if (port < 1 || port > last) {
      throw usage(option + " is " + port + "; must be 1 to " + last);
    }
    return OptionalInt.of(port);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
