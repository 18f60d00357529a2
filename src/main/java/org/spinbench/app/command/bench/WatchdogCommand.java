package org.spinbench.app.command.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.watchdog.Watchdog;
import org.spinbench.app.watchdog.WatchdogLog;
import org.spinbench.drivers.bench.InUseException;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The process that watches a bench while another program controls it. */
@Command(
    name = "watchdog",
    description = {
      "Brings a bench to rest when the program that controls it dies, stops or hangs. Every "
          + "run on real instruments starts one by itself.",
      "The controller writes a line to the watchdog's standard input ten times a second, and "
          + "'relieved' when everything is at rest. After 1.5 s of silence (0.8 s if the controller"
          + " is stopped), or at the end of the input, the watchdog kills the controller and brings"
          + " everything to rest.",
      "The exit status is 0 after 'relieved', and 1 if the watchdog had to act."
    },
    mixinStandardHelpOptions = true)
public final class WatchdogCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file of real instruments")
  private Path benchFile;

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description = "keys for a bench on another computer (default: as in the bench file)")
  private Path keys;

  @Option(
      names = "--controller",
      paramLabel = "PID",
      description =
          "process that controls the bench. The watchdog kills it before it acts, so that the "
              + "process sets nothing afterwards and its links are free")
  private Long controller;

  @Override
  public Integer call() {
    BenchFile file = Backends.file(benchFile);
    Map<String, ResourceName> instruments = Backends.byName(file, Backends.real(file, false));
    if (instruments.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "every instrument of this bench is simulated inside the program that uses it (INPROC::),"
              + " and cannot be reached by a watchdog; give a bench file that names instruments");
    }
    BenchOptions.requireRemote(keys, instruments.values(), Backends.origin(benchFile));
    LinkSettings links = Backends.links(file, keys);
    requireNoOtherOwner(instruments, links);
    WatchdogLog report = new WatchdogLog(spec.commandLine().getErr());
    Watchdog watchdog =
        new Watchdog(
            file,
            instruments,
            new SystemTransports(
                controller == null ? links.forRest() : links.forRestAfter(controller)),
            process(),
            report);
    rehearse(watchdog, file);
    return watchdog.watch(System.in, spec.commandLine().getOut())
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  /** Refuses to bring a bench to rest by accident that a program other than the controller owns. */
  private void requireNoOtherOwner(Map<String, ResourceName> instruments, LinkSettings links) {
    long driver = controller == null ? ProcessHandle.current().pid() : controller;
    try {
      Ownership.claim(instruments, new SystemTransports(links.forRestAfter(driver))).close();
    } catch (TransportException unreachable) {
      // It is tried again when the watchdog must act.
    }
    try {
      Ownership.take(instruments, BenchOptions.typed(spec)).close();
    } catch (InUseException owned) {
      if (controller == null || !List.of("", controller.toString()).contains(owned.process())) {
        throw owned;
      }
    }
  }

  /** Rehearses; if the bench can only partly be simulated, with the default bench. */
  private static void rehearse(Watchdog watchdog, BenchFile file) {
    try {
      watchdog.rehearse(Backends.simulable(file));
    } catch (RuntimeException notSimulable) {
      watchdog.rehearse(Backends.file(null));
    }
  }

  private Optional<ProcessHandle> process() {
    if (controller == null) {
      return Optional.empty();
    }
    return Optional.of(
        ProcessHandle.of(controller)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "--controller: there is no process " + controller)));
  }
}
