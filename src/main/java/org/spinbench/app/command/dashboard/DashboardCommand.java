package org.spinbench.app.command.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.Foreground;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.app.command.Usage;
import org.spinbench.app.command.Version;
import org.spinbench.app.dashboard.DashboardServer;
import org.spinbench.app.live.EventHub;
import org.spinbench.drivers.text.UserFile;
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
      names = "--json",
      description = "print the address as one line of JSON when the page can be opened")
  private boolean json;

  @Override
  public Integer call() {
    if (port != null && (port < 1 || port > LAST_PORT)) {
      throw usage("--port is " + port + "; must be 1 to " + LAST_PORT);
    }
    Backends.file(options.benchFile); // which refuses a wrong one now
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
    String ready =
        json
            ? Json.write(Map.of("url", server.url())) + "\n"
            : "dashboard of " + desk.bench() + ": " + server.url() + "\n";
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
            server.close();
          }
        });
  }

  private SSLContext secured(Path file) {
    String password = System.getenv(PASSWORD);
    if (password == null) {
      throw usage("--tls needs the password of " + file + " in the variable " + PASSWORD);
    }
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password.toCharArray());
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      String why = e instanceof IOException io ? UserFile.reason(io) : e.getMessage();
      throw usage("--tls: cannot read " + file + ": " + why);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
