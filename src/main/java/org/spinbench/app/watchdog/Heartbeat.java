package org.spinbench.app.watchdog;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.experiments.runner.DeadManSwitch;

/**
 * A controller's side of its watchdog: starts the {@link Watchdog} as a separate process in a
 * separate session, and sends it a sign of life ten times a second. If the watchdog dies, it starts
 * another.
 */
public final class Heartbeat implements DeadManSwitch {
  /** Period of the signs of life. */
  public static final Duration PERIOD = Duration.ofMillis(100);

  /** The program's main class, by its name, because it imports this class. */
  private static final String MAIN = "org.spinbench.app.Main";

  private static final long SECONDS_TO_START = 30;

  /** The heap of a watchdog: several times its use on a bench of nine junctions. */
  private static final List<String> SMALL_AND_QUICK =
      List.of("-Xmx64m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  /** Ignores the signals of a terminal, and leaves its session if possible. */
  private static final String ALONE =
      "trap '' HUP INT QUIT TERM; command -v setsid >/dev/null 2>&1 && exec setsid \"$@\";"
          + " exec \"$@\"";

  private final String bench;
  private final Optional<Path> keys;
  private final BooleanSupplier works;
  private final Consumer<String> warnings;
  private final Clock clock = new SystemClock();
  private final CountDownLatch ready = new CountDownLatch(1);
  private Process process;
  private BufferedWriter input;
  private volatile boolean opened;
  private String report = "";
  private boolean ended;

  private Heartbeat(
      String bench, Optional<Path> keys, BooleanSupplier works, Consumer<String> warnings) {
    this.bench = bench;
    this.keys = keys;
    this.works = works;
    this.warnings = warnings;
  }

  /**
   * Starts a watchdog without waiting for it.
   *
   * @param bench text of the bench file
   * @param keys for benches on other computers, if not those in the bench file
   * @param works whether the experiment works; called every {@link #PERIOD} by one thread, once it
   *     has begun
   * @param warnings receives warnings for the user
   */
  public static Heartbeat start(
      String bench, Optional<Path> keys, BooleanSupplier works, Consumer<String> warnings) {
    Heartbeat heartbeat = new Heartbeat(bench, keys, works, warnings);
    try {
      heartbeat.spawn();
    } catch (IOException e) {
      throw new UncheckedIOException("the watchdog cannot be started: " + UserFile.reason(e), e);
    }
    Thread thread = new Thread(heartbeat::beat, "spinbench heartbeat");
    thread.setDaemon(true);
    thread.start();
    return heartbeat;
  }

  private synchronized void spawn() throws IOException {
    Path copy = Files.createTempFile("spinbench-watched", ".toml");
    Files.writeString(copy, bench);
    process =
        new ProcessBuilder(command(copy)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    input = process.outputWriter(StandardCharsets.UTF_8);
    Process started = process;
    Thread reader =
        new Thread(
            () -> {
              awaitReady(started);
              copy.toFile().delete();
            },
            "spinbench watchdog start");
    reader.setDaemon(true);
    reader.start();
    if (!report.isEmpty()) {
      send(Watchdog.REPORT + report);
    }
    if (opened) {
      send(Watchdog.OPENED);
    }
  }

  private void awaitReady(Process started) {
    try (BufferedReader output = started.inputReader(StandardCharsets.UTF_8)) {
      if (Watchdog.READY.equals(output.readLine())) {
        ready.countDown();
      }
    } catch (IOException ended) {
      // Its waiter learns that it did not start.
    }
  }

  private List<String> command(Path file) {
    List<String> command = new ArrayList<>();
    Path shell = Path.of("/bin/sh");
    if (Files.isExecutable(shell)) {
      command.addAll(List.of(shell.toString(), "-c", ALONE, "spinbench-watchdog"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL_AND_QUICK);
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("spinbench.") || name.equals("java.io.tmpdir"))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            MAIN,
            "watchdog",
            file.toString(),
            "--controller",
            Long.toString(ProcessHandle.current().pid())));
    keys.ifPresent(folder -> command.addAll(List.of("--keys", folder.toString())));
    return command;
  }

  private void beat() {
    while (!hasEnded()) {
      try {
        send(!opened || works.getAsBoolean() ? "" : Watchdog.HUNG);
      } catch (IOException dead) {
        startAnother();
      }
      clock.sleep(PERIOD);
    }
  }

  private synchronized boolean hasEnded() {
    return ended;
  }

  private synchronized void send(String line) throws IOException {
    if (!ended) {
      input.write(line + "\n");
      input.flush();
    }
  }

  private void startAnother() {
    clock.sleep(Watchdog.PATIENCE);
    if (!hasEnded()) {
      warnings.accept("the watchdog has died; starting another");
      try {
        spawn();
      } catch (IOException e) {
        warnings.accept("no watchdog can be started: " + UserFile.reason(e));
      }
    }
  }

  /**
   * Waits until the watchdog is ready; call it before anything is set.
   *
   * @throws IllegalStateException if it does not start
   */
  @Override
  public void awaitReady() {
    boolean isReady = false;
    try {
      isReady = ready.await(SECONDS_TO_START, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!isReady) {
      throw new IllegalStateException(
          "the watchdog did not start within "
              + SECONDS_TO_START
              + " s, so nothing was set. Without it a program that dies leaves sources on;"
              + " 'watchdog = false' in the section [safety] of the bench file disables it");
    }
  }

  /** Reports that the controller has opened its links, and the experiment begins. */
  @Override
  public void opened() {
    opened = true;
    tell(Watchdog.OPENED);
  }

  /** Makes the watchdog write a report to a file beside the run file. */
  @Override
  public void report(Path file) {
    report = file.toAbsolutePath().toString();
    tell(Watchdog.REPORT + report);
  }

  /** Sends a line. The heartbeat detects failures itself. */
  private void tell(String line) {
    try {
      send(line);
    } catch (IOException dead) {
      // The next beat starts another one and informs it.
    }
  }

  /** Reports that everything is at rest, so the watchdog may end. */
  @Override
  public void relieve() {
    end(Watchdog.RELIEVED);
  }

  /** Without {@link #relieve}: not everything is at rest, and the watchdog must keep trying. */
  @Override
  public void close() {
    end(Watchdog.LEFT);
  }

  private synchronized void end(String line) {
    tell(line);
    ended = true;
    try {
      input.close();
    } catch (IOException dead) {
      // It ends all the same.
    }
  }
}
