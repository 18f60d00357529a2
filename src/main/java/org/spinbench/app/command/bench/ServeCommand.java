package org.spinbench.app.command.bench;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Foreground;
import org.spinbench.app.command.Usage;
import org.spinbench.app.remote.BenchServer;
import org.spinbench.app.watchdog.Heartbeat;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchRest;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.simulator.bench.SimulatedBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Serves the instruments of a bench to Spinbench on other computers. */
@Command(
    name = "serve",
    description = {
      "Owns the instruments of a bench and serves them to Spinbench on other computers, until"
          + " it is stopped.",
      "Prints the resource name of each instrument for the clients' bench files. Brings the "
          + "bench to rest if the connection to a client is lost."
    },
    mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65535;
  private static final long CHIP_SEED = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file (default: nine simulated junctions; 'spinbench bench' prints it)")
  private Path benchFile;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "address of this computer to listen on (default: ${DEFAULT-VALUE}, which no other"
              + " computer reaches); any other needs --keys")
  private String bind;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "port to listen on (default: any free one)")
  private Integer port;

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description =
          "folder with keys made by 'spinbench keys': accept only clients whose key is in it")
  private Path keys;

  @Option(
      names = "--exclusive",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "one client at a time drives the bench, and the others can only ask (default); with "
              + "--no-exclusive several clients can drive it")
  private boolean exclusive;

  @Option(
      names = "--simulated",
      description = "simulate every instrument of the bench file, whatever its name")
  private boolean simulated;

  @Option(
      names = "--json",
      description = "print the resource names as one line of JSON when all can be reached")
  private boolean json;

  @Override
  public Integer call() {
    BenchFile file = Backends.file(benchFile);
    Transports transports = transports(file);
    Clock clock = new SystemClock();
    Map<String, ResourceName> instruments = new LinkedHashMap<>();
    file.instruments()
        .forEach((name, entry) -> instruments.put(name, ResourceName.parse(entry.resource())));
    Ownership ownership =
        Ownership.take(
            Backends.byName(file, Backends.real(file, simulated)), BenchOptions.typed(spec));
    PrintWriter err = spec.commandLine().getErr();
    BenchServer server =
        new BenchServer(
            settings(),
            instruments,
            transports,
            () -> BenchRest.bringToRest(file, transports, clock),
            clock,
            line -> err.println("spinbench: " + line),
            (name, message) ->
                Bench.onlyAsks(file, name, new String(message, StandardCharsets.ISO_8859_1)),
            links -> Optional.of(new Judge(file, links, clock)));
    Optional<Heartbeat> heartbeat = watch(file);
    RemoteReport report = new RemoteReport(file, server.names());
    PrintWriter out = spec.commandLine().getOut();
    return Foreground.untilStopped(
        out,
        json ? report.json() + "\n" : report.text(),
        () -> {
          try (ownership) {
            server.close();
            heartbeat.ifPresent(Heartbeat::relieve);
            return 0;
          } catch (RuntimeException told) {
            // The server has reported the problem.
            heartbeat.ifPresent(Heartbeat::close);
            return 1;
          }
        });
  }

  /**
   * A server that waits for clients counts as working, so it reports to its watchdog while it runs.
   */
  private Optional<Heartbeat> watch(BenchFile file) {
    if (!file.safety().watchdog() || Backends.real(file, simulated).isEmpty()) {
      return Optional.empty();
    }
    Heartbeat heartbeat =
        Heartbeat.start(
            Backends.text(benchFile),
            Optional.empty(),
            () -> true,
            line -> spec.commandLine().getErr().println("spinbench: " + line));
    heartbeat.awaitReady();
    return Optional.of(heartbeat);
  }

  private BenchServer.Settings settings() {
    if (port != null && (port < 1 || port > LAST_PORT)) {
      throw usage("--port is " + port + "; must be 1 to " + LAST_PORT);
    }
    InetAddress address = Usage.address(spec, bind);
    if (keys == null && !address.isLoopbackAddress()) {
      throw usage(
          "--bind is "
              + bind
              + ": anybody who can reach this computer over the network could operate these"
              + " instruments. Make keys with 'spinbench keys FOLDER', and add --keys FOLDER");
    }
    return new BenchServer.Settings(
        address,
        port == null ? 0 : port,
        Optional.ofNullable(keys).map(KeyFolder::new),
        BenchServer.Settings.LEASE,
        BenchServer.Settings.GRACE,
        !exclusive);
  }

  private Transports transports(BenchFile file) {
    Transports outside = new SystemTransports(file.links());
    Collection<ResourceName> real = Backends.real(file, simulated);
    if (real.size() == file.instruments().size()) {
      return outside;
    }
    Transports inside = SimulatedBench.inRealTime(file, CHIP_SEED, 1);
    return name -> (real.contains(name) ? outside : inside).open(name);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
