package org.spinbench.app.watchdog;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.BenchRest;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.InUseException;
import org.spinbench.drivers.bench.Ownership;
import org.spinbench.drivers.bench.RestReport;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/**
 * Watches a bench in a separate process. The program that controls the bench writes lines to its
 * standard input. If no line comes for too long, or the input ends, the watchdog kills the
 * controller, so that it sets nothing more and every link is free, and brings the bench to rest.
 *
 * <p>Every line is a sign of life. Some have a further meaning:
 *
 * <ul>
 *   <li>{@code opened}: the controller has opened its links, so the watchdog may open others;
 *   <li>{@code report FILE}: the file for the watchdog's report;
 *   <li>{@code hung}: the controller runs, but its experiment does nothing: counts as silence;
 *   <li>{@code left}: the controller has ended and could not bring everything to rest; it is not
 *       killed;
 *   <li>{@code relieved}: everything is at rest, and the watchdog ends.
 * </ul>
 */
public final class Watchdog {
  /**
   * Longest time without activity of an experiment, and longest silence of a stopped controller.
   */
  public static final Duration PATIENCE = Duration.ofMillis(800);

  /**
   * Longest silence of a controller that is not stopped; on a loaded computer Java may wait so long
   * for the processor or the disk.
   */
  static final Duration LONGEST_SILENCE = Duration.ofMillis(1500);

  /** The watchdog's line when it is ready. */
  static final String READY = "ready";

  static final String OPENED = "opened";
  static final String REPORT = "report ";
  static final String HUNG = "hung";
  static final String LEFT = "left";
  static final String RELIEVED = "relieved";

  /** Fraction of the card's largest current that is set in the rehearsal. */
  private static final double SMALL = 0.01;

  private static final String COMMAND = "spinbench watchdog";
  private static final String END = "end of input";
  private static final Duration TICK = Duration.ofMillis(50);

  /** A longer tick counts as this much silence, because this process did not run. */
  private static final Duration LONGEST_TICK = Duration.ofMillis(200);

  /** Time for a killed controller to free its links. */
  private static final Duration DYING = Duration.ofMillis(500);

  /** How long, and how often, the watchdog retries an instrument that is not at rest. */
  private static final Duration TRYING = Duration.ofMinutes(10);

  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

  private final BenchFile file;
  private final Map<String, ResourceName> instruments;
  private final HeldLinks links;
  private final Optional<ProcessHandle> controller;
  private final WatchdogLog report;
  private final Clock clock = new SystemClock();
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /**
   * A watchdog over instruments of a bench.
   *
   * @param instruments their resource names by their names on the bench
   * @param controller the process that controls the bench, which the watchdog kills before it acts;
   *     empty if unknown
   */
  public Watchdog(
      BenchFile file,
      Map<String, ResourceName> instruments,
      Transports transports,
      Optional<ProcessHandle> controller,
      WatchdogLog report) {
    this.file = file;
    this.instruments = instruments;
    this.links = new HeldLinks(transports);
    this.controller = controller;
    this.report = report;
  }

  /**
   * Brings a simulated bench to rest over loopback, so that the code is already loaded when it is
   * needed: then the disk may hang, or the program's files may have been replaced.
   *
   * @param copy of the bench, if it can be simulated, or any other bench
   */
  public void rehearse(BenchFile copy) {
    SimulatedBench twins = new SimulatedBench(copy, 1);
    Ownership.take(Map.of(), COMMAND).close();
    try (ServedBench served = twins.serve(Servers.Ports.loopback())) {
      ChipPorts ports = Bench.open(copy.withoutConditions(), twins, twins.clock()).ports();
      if (!copy.neurons().isEmpty()) {
        ports.bias(0, copy.chip().limits().neuronCurrent() * SMALL);
      }
      if (copy.hasFieldLines()) {
        ports.fieldCurrent(0, copy.chip().limits().fieldLineCurrent() * SMALL);
      }
      BenchRest.reports(copy, copy.instruments().keySet(), served.asNamed(), clock);
    }
  }

  /**
   * Watches until it is relieved or has acted.
   *
   * @param input lines of the controller
   * @param output receives the line {@code ready}
   * @return whether it was relieved
   */
  public boolean watch(InputStream input, PrintWriter output) {
    output.println(READY);
    output.flush();
    Thread reader = new Thread(() -> read(input), "watchdog input");
    reader.setDaemon(true);
    reader.start();
    String why = awaitAlarm();
    if (why.isEmpty()) {
      links.close();
      return true;
    }
    act(why);
    report.close();
    return false;
  }

  private void read(InputStream input) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException broken) {
      // Like the end of the input: no more lines can come.
    } finally {
      lines.add(END);
    }
  }

  private String next(Duration longest) {
    try {
      return lines.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the watchdog", e);
    }
  }

  /**
   * Waits for a reason to act, and returns it; empty if it is relieved. Silence counts only while
   * this process runs, because otherwise the controller does not run either.
   */
  private String awaitAlarm() {
    boolean heard = false;
    long silent = 0;
    long before = clock.nanos();
    while (true) {
      String line = next(TICK);
      long now = clock.nanos();
      if (line != null) {
        heard = true;
        silent = 0;
        Optional<String> reason = meaning(line);
        if (reason.isPresent()) {
          return reason.get();
        }
      } else if (heard) {
        silent += Math.min(now - before, LONGEST_TICK.toNanos());
        Duration patience = isStopped() ? PATIENCE : LONGEST_SILENCE;
        if (silent >= patience.toNanos()) {
          end();
          return "gave no sign of life for " + seconds(silent) + " s, and was killed";
        }
      }
      before = now;
    }
  }

  /** The meaning of a line: a reason to act, an empty one to end, or nothing. */
  private Optional<String> meaning(String line) {
    if (line.equals(RELIEVED)) {
      return Optional.of("");
    }
    if (line.equals(END)) {
      kill();
      return Optional.of("has died");
    }
    if (line.equals(LEFT)) {
      return Optional.of("has ended and could not bring all to rest");
    }
    if (line.equals(HUNG)) {
      end();
      return Optional.of("did nothing for " + seconds(PATIENCE.toNanos()) + " s, and was killed");
    }
    if (line.equals(OPENED)) {
      links.hold(instruments.values());
    } else if (line.startsWith(REPORT)) {
      report.into(line.substring(REPORT.length()));
    }
    return Optional.empty();
  }

  /** Whether the controller was stopped by a signal, such as Ctrl-Z; detectable on Linux. */
  private boolean isStopped() {
    try {
      String stat =
          Files.readString(
              Path.of("/proc/" + controller.map(ProcessHandle::pid).orElse(0L) + "/stat"));
      return stat.startsWith("T", stat.lastIndexOf(')') + 2);
    } catch (IOException notLinux) {
      return false;
    }
  }

  private void kill() {
    controller.ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Kills the controller, and waits until the end of its input shows that its links are free. */
  private void end() {
    kill();
    long deadline = clock.nanos() + DYING.toNanos();
    String line = "";
    while (controller.isPresent() && !END.equals(line) && clock.nanos() < deadline) {
      line = next(TICK);
    }
  }

  private void act(String why) {
    long begun = clock.nanos();
    report.say(controller.map(one -> "process " + one.pid()).orElse("the controller") + " " + why);
    boolean done = rest(begun, true);
    while (!done && clock.nanos() - begun < TRYING.toNanos()) {
      report.beAlone();
      clock.sleep(BETWEEN_TRIES);
      done = rest(begun, false);
    }
    if (!done) {
      report.say("gave up; what is named above is NOT AT REST");
    }
  }

  /**
   * Brings everything to rest.
   *
   * @return whether nothing more can be done
   */
  private boolean rest(long begun, boolean first) {
    Optional<Ownership> ownership = Optional.empty();
    try {
      ownership = Optional.of(Ownership.take(instruments, COMMAND));
    } catch (InUseException other) {
      if (!first) {
        report.say("another program has taken over: " + other.getMessage());
        return true;
      }
    }
    try {
      List<RestReport> results = BenchRest.reports(file, instruments.keySet(), links, clock);
      boolean atRest = results.stream().allMatch(RestReport::atRest);
      if (first) {
        results.forEach(one -> report.say(text(one)));
      }
      if (first || atRest) {
        report.say(
            (atRest
                    ? Bench.atRest(file) + ", "
                    : "NOT AT REST. GO AND SWITCH OFF BY HAND what is named above; trying again, ")
                + seconds(clock.nanos() - begun)
                + " s after the alarm");
      }
      return atRest;
    } finally {
      ownership.ifPresent(Ownership::close);
    }
  }

  private static String text(RestReport one) {
    String what =
        one.problem()
            .map(problem -> "NOT AT REST: " + problem)
            .orElse("at rest after " + seconds(Math.round(one.seconds() * 1e9)) + " s");
    return one.instrument() + " (" + one.model() + ", " + one.resource() + "): " + what;
  }

  private static String seconds(long nanos) {
    return Double.toString(Math.round(nanos / 1e6) / 1e3);
  }
}
