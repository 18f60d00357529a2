package org.spinbench.app.command.dashboard;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Foreground;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.Usage;
import org.spinbench.app.command.Version;
import org.spinbench.app.dashboard.Certificates;
import org.spinbench.app.dashboard.DashboardServer;
import org.spinbench.app.live.EventHub;
import org.spinbench.app.notice.Notices;
import org.spinbench.app.remote.EventPublisher;
import org.spinbench.drivers.bench.file.RunLabels.Notice;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.runner.Display;
import org.spinbench.experiments.runner.ExperimentRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the dashboard of a bench and its runs. */
@Command(
    name = "dashboard",
    description = {
      "Serves a page that shows the runs of a folder, and starts, pauses and stops runs on a"
          + " bench, until it is stopped.",
      "Programs can use the same server; docs/dashboard.md describes it."
    },
    mixinStandardHelpOptions = true)
public final class DashboardCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65535;

  /** The variable with the password of the file with the certificate. */
  private static final String PASSWORD = "SPINBENCH_TLS_PASSWORD";

  @Spec private CommandSpec spec;
  @Mixin private BenchOptions options;
  @Mixin private RunsFolder folder;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "address of this computer to listen on (default: ${DEFAULT-VALUE}, which no other"
              + " computer reaches); any other needs --tokens and --tls")
  private String bind;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "port to listen on (default: any free one)")
  private Integer port;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description =
          "file with one client in each line: look or drive, a token, and a name; then every"
              + " client needs a token")
  private Path tokens;

  @Option(
      names = "--tls",
      paramLabel = "FILE.p12",
      description =
          "certificate and key of the server, as PKCS #12; the variable "
              + PASSWORD
              + " holds its password")
  private Path tls;

  @Option(
      names = "--publish",
      paramLabel = "N",
      description = "also publish events for ZeroMQ subscribers, at this port of the same address")
  private Integer publish;

  @Option(
      names = "--publish-keys",
      paramLabel = "FOLDER",
      description =
          "folder with keys made by 'spinbench keys': publish only for subscribers whose key is in"
              + " it")
  private Path publishKeys;

  @Option(
      names = "--json",
      description = "print the address as one line of JSON when the page can be opened")
  private boolean json;

  @Override
  public Integer call() {
    requirePort("--port", port);
    requirePort("--publish", publish);
    List<Notice> asked = Backends.file(options.benchFile).labels().notices();
    DashboardServer.Settings settings =
        new DashboardServer.Settings(
            Usage.address(spec, bind),
            port == null ? 0 : port,
            Optional.ofNullable(tokens),
            Optional.ofNullable(tls).map(this::secured));
    if (!settings.address().isLoopbackAddress() && (tokens == null || tls == null)) {
      throw usage(
          "--bind is "
              + bind
              + ": everybody who can reach this computer could see and stop its runs. Add a file"
              + " of tokens with --tokens, and a certificate with --tls");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    EventHub hub = new EventHub();
    ExperimentRunner runner = new ExperimentRunner(folder.path(), Version.program(), Display.NONE);
    BenchDesk desk = new BenchDesk(options, runner, hub);
    DashboardServer server =
        new DashboardServer(
            settings,
            hub,
            folder.path(),
            Optional.of(desk),
            line -> err.println("spinbench: " + line));
    Optional<EventPublisher> publisher =
        Optional.ofNullable(publish).map(at -> publisher(hub, settings.address(), at, err));
    Optional<Notices> notices =
        asked.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Notices(hub, asked, System::getenv, line -> err.println("spinbench: " + line)));
    String ready =
        json
            ? Json.write(Map.of("url", server.url())) + "\n"
            : "dashboard of "
                + desk.bench()
                + ": "
                + server.url()
                + publisher.map(one -> "\nevents: tcp port " + one.port()).orElse("")
                + "\n";
    return Foreground.untilStopped(
        out,
        ready,
        () -> {
          try {
            desk.close();
            return 0;
          } catch (RuntimeException e) {
            err.println("spinbench: " + e.getMessage());
            return 1;
          } finally {
            hub.close();
            notices.ifPresent(Notices::close);
            publisher.ifPresent(EventPublisher::close);
            server.close();
          }
        });
  }

  private void requirePort(String option, Integer given) {
    if (given != null && (given < 1 || given > LAST_PORT)) {
      throw usage(option + " is " + given + "; must be 1 to " + LAST_PORT);
    }
  }

  private EventPublisher publisher(EventHub hub, InetAddress address, int at, PrintWriter err) {
    return new EventPublisher(
        hub,
        address,
        at,
        Optional.ofNullable(publishKeys).map(KeyFolder::new),
        line -> err.println("spinbench: events: " + line));
  }

  private SSLContext secured(Path file) {
    String password = System.getenv(PASSWORD);
    if (password == null) {
      throw usage("--tls needs the password of " + file + " in the variable " + PASSWORD);
    }
    try {
      return Certificates.server(file, password.toCharArray());
    } catch (IOException | GeneralSecurityException e) {
      String why = e instanceof IOException io ? UserFile.reason(io) : e.getMessage();
      throw usage("--tls: cannot read " + file + ": " + why);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
