package org.spinbench.app.benchmark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.run.Json;

/**
 * A contender in Python, in a separate process that measures its own time and receives its
 * instructions line by line.
 */
final class PythonContender implements Contender {
  private static final String SCRIPT = "python_clients.py";
  private static final long SECONDS_TO_END = 5;

  private final String name;
  private final Process process;
  private final BufferedReader in;
  private final PrintStream out;

  private PythonContender(String name, Process process) {
    this.name = name;
    this.process = process;
    in = process.inputReader(StandardCharsets.UTF_8);
    out = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
  }

  /** Every python3 on the PATH, with unknown libraries. */
  static List<String> interpreters() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "python3"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .toList();
  }

  /**
   * Starts a client.
   *
   * @param library {@code pyvisa-py} or {@code PyMeasure}
   * @return empty if no interpreter has the library
   */
  static Optional<Contender> start(String library, String link, ResourceName resource) {
    for (String interpreter : interpreters()) {
      Optional<Contender> started = start(interpreter, library, link, resource);
      if (started.isPresent()) {
        return started;
      }
    }
    return Optional.empty();
  }

  private static Optional<Contender> start(
      String interpreter, String library, String link, ResourceName resource) {
    try {
      Process process =
          new ProcessBuilder(interpreter, "-c", script(), library, resource.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      PythonContender contender = new PythonContender(library + ", " + link, process);
      if ("ready".equals(contender.in.readLine())) {
        return Optional.of(contender);
      }
      contender.close();
    } catch (IOException noSuchInterpreter) {
      // Another interpreter may have it; the caller reports if none has.
    }
    return Optional.empty();
  }

  private static String script() throws IOException {
    try (InputStream in = PythonContender.class.getResourceAsStream(SCRIPT)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double[] measure(LinkWorkload workload, Budget budget) {
    String word = workload.name().toLowerCase(Locale.ROOT);
    out.println(
        word
            + " "
            + budget.least()
            + " "
            + budget.most()
            + " "
            + Double.toString(budget.seconds()));
    try {
      String times = in.readLine();
      if (times == null) {
        throw new IllegalStateException(name + " failed at the workload " + word);
      }
      return Json.read(times, double[].class);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " failed at the workload " + word, e);
    }
  }

  @Override
  public void close() {
    out.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
