package org.spinbench.app.command.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.spinbench.app.check.Computer;
import org.spinbench.app.check.RollCall;
import org.spinbench.app.check.Symptom;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.BenchOptions;
import org.spinbench.app.command.RunsFolder;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.experiments.run.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds out why a run would fail, before it does. */
@Command(
    name = "doctor",
    description = {
      "Checks this computer and, with a bench file, its instruments one by one. Says what is wrong"
          + " and how to mend it.",
      "Sets nothing and searches no network: it asks only the instruments of the bench file who"
          + " they are. The exit status is 1 if anything is wrong."
    },
    mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
  /** The one JSON object of {@code --json}; its keys are a promise to scripts. */
  private record AsJson(boolean healthy, List<One> checks) {}

  private record One(String subject, String level, String found, String remedy) {}

  @Spec private CommandSpec spec;
  @Mixin private RunsFolder runs;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "BENCH.toml",
      description = "bench file; its instruments are asked who they are")
  private Path benchFile;

  @Option(
      names = "--keys",
      paramLabel = "FOLDER",
      description = "keys for a bench on another computer (default: as in the bench file)")
  private Path keys;

  @Option(names = "--json", description = "print one JSON object on standard output, nothing else")
  private boolean json;

  private final List<Symptom> found = new ArrayList<>();

  @Override
  public Integer call() {
    Clock clock = new SystemClock();
    BenchFile file = Backends.file(benchFile);
    BenchOptions.requireRemote(keys, Backends.real(file, false), Backends.origin(benchFile));
    new Computer(runs.path(), clock).check().forEach(this::add);
    if (benchFile != null) {
      requireOpens(file);
      RollCall call =
          new RollCall(file, new SystemTransports(Backends.links(file, keys), clock), clock);
      file.instruments().keySet().forEach(name -> add(call.ask(name)));
    }
    long wrong = found.stream().filter(one -> one.level() == Symptom.Level.WRONG).count();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.write(new AsJson(wrong == 0, found.stream().map(DoctorCommand::one).toList())));
    } else {
      out.println(wrong == 0 ? "Nothing is wrong." : wrong + " of " + found.size() + " are wrong.");
    }
    out.flush();
    return wrong == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  /** Tries the bench file on simulated instruments, which finds limits that no setting has. */
  private void requireOpens(BenchFile file) {
    try {
      Backends.openCopy(file).close();
    } catch (RuntimeException e) {
      String remedy = "correct it; docs/bench-file.md explains every key";
      add(new Symptom("bench file", Symptom.Level.WRONG, e.getMessage(), remedy));
    }
  }

  /** Prints each line when it is known: an instrument that is off takes seconds. */
  private void add(Symptom one) {
    found.add(one);
    if (!json) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(Locale.ROOT, "%-16s %-6s %s%n", one.subject(), level(one), one.found());
      if (!one.remedy().isEmpty()) {
        out.printf(Locale.ROOT, "%-16s %-6s > %s%n", "", "", one.remedy());
      }
      out.flush();
    }
  }

  private static One one(Symptom of) {
    return new One(of.subject(), level(of), of.found(), of.remedy());
  }

  private static String level(Symptom one) {
    boolean wrong = one.level() == Symptom.Level.WRONG;
    return wrong ? "WRONG" : one.level().name().toLowerCase(Locale.ROOT);
  }
}
