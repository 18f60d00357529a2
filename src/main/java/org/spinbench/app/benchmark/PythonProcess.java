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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.spinbench.experiments.run.Json;

/**
 * A Python program of ours in a process of its own. It says when it is ready, and answers every
 * instruction, one line each, with one line of JSON.
 */
final class PythonProcess implements AutoCloseable {
  private static final String READY = "ready";
  private static final long SECONDS_TO_END = 5;

  private final String name;
  private final Process process;
  private final BufferedReader in;
  private final PrintStream out;
  private String greeting = "";

  private PythonProcess(String name, Process process) {
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
   * Starts a program with the first interpreter that has its libraries.
   *
   * @param name for messages
   * @param script resource of this package
   * @param arguments of the script
   * @return empty if no interpreter has them
   */
  static Optional<PythonProcess> start(String name, String script, String... arguments) {
    return start(interpreters(), name, script, arguments);
  }

  static Optional<PythonProcess> start(
      List<String> interpreters, String name, String script, String... arguments) {
    for (String interpreter : interpreters) {
      List<String> command = new ArrayList<>(List.of(interpreter, "-c", text(script)));
      command.addAll(List.of(arguments));
      try {
        Process process =
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        PythonProcess started = new PythonProcess(name, process);
        String line = started.in.readLine();
        if (line != null && line.startsWith(READY)) {
          started.greeting = line.substring(READY.length()).strip();
          return Optional.of(started);
        }
        started.close();
      } catch (IOException noSuchInterpreter) {
        // Another interpreter may have the libraries; the caller reports if none has.
      }
    }
    return Optional.empty();
  }

  private static String text(String script) {
    try (InputStream in = PythonProcess.class.getResourceAsStream(script)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the script " + script + " of this program", e);
    }
  }

  /** What the program said of itself when it was ready. */
  String greeting() {
    return greeting;
  }

  /**
   * Gives an instruction and waits for the answer.
   *
   * @throws IllegalStateException if the program ended instead
   */
  <T> T ask(String instruction, Class<T> type) {
    out.println(instruction);
    try {
      String answer = in.readLine();
      if (answer == null) {
        throw new IllegalStateException(name + " failed at the instruction '" + instruction + "'");
      }
      return Json.read(answer, type);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " failed at '" + instruction + "'", e);
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
