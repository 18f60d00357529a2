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
 * A controller's side of its watchdog: starts the {@link Watchdog} as a process of its own, in a
 * session of its own, and tells it ten times a second that the experiment works. If the watchdog
 * dies, another is started.
 */
public final class Heartbeat implements DeadManSwitch {
  /** How often the watchdog is told. */
  public static final Duration PERIOD = Duration.ofMillis(100);

  /** The program; by its name, as it uses this class. */
  private static final String MAIN = "org.spinbench.app.Main";

  private static final long SECONDS_TO_START = 30;

  /** The heap of a watchdog: several times what it uses on a bench of nine junctions. */
  private static final List<String> SMALL_AND_QUICK =
      List.of("-Xmx64m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  /** Deaf to what a terminal sends to all that run in it, and out of its reach where possible. */
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
   * Starts a watchdog, and does not wait for it.
   *
   * @param bench text of the bench file
   * @param keys for benches on other computers, if not those that the bench file names
   * @param works whether the experiment works; asked every {@link #PERIOD} by one thread, once it
   *     has begun
   * @param warnings takes what the user should know
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
      // Whoever waits for it is told that it did not start.
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
   * Waits until the watchdog can do its work; to be called before anything is set.
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

  /** The controller has opened its links, and the experiment begins. */
  @Override
  public void opened() {
    opened = true;
    tell(Watchdog.OPENED);
  }

  /** Has what the watchdog does written down beside a run file. */
  @Override
  public void report(Path file) {
    report = file.toAbsolutePath().toString();
    tell(Watchdog.REPORT + report);
  }

  /** What the heartbeat finds out by itself need not be said here. */
  private void tell(String line) {
    try {
      send(line);
    } catch (IOException dead) {
      // The next beat starts another, and tells it.
    }
  }

  /** Everything is at rest: the watchdog may end. */
  @Override
  public void relieve() {
    end(Watchdog.RELIEVED);
  }

  /** Not relieved yet: not everything is at rest, and the watchdog is to try on by itself. */
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
