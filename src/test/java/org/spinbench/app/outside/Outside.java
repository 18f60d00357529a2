package org.spinbench.app.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.drivers.transport.OutsideProgram;

/** Programs that others wrote, run as processes. */
final class Outside {
  private static final long PATIENCE_SECONDS = 600;
  private static final Map<List<String>, Optional<String>> INTERPRETERS = new ConcurrentHashMap<>();

  private Outside() {}

  /**
   * Runs a script of the test's resources with a Python that has certain modules; without one, the
   * test is skipped, or fails as {@link OutsideProgram} says. The script must end with exit code 0.
   *
   * @param folder where the script is put, and what it says
   * @return what it said
   */
  static String python(Path folder, String script, List<String> modules, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(interpreter(modules));
    command.add(resource(folder, script).toString());
    command.addAll(List.of(arguments));
    return run(folder, command);
  }

  /** A Python that has certain modules; without one, as {@link #python} says. */
  static String interpreter(List<String> modules) {
    Optional<String> interpreter = INTERPRETERS.computeIfAbsent(modules, Outside::interpreterWith);
    OutsideProgram.require(
        interpreter.isPresent(), "needs a python3 with " + String.join(" and ", modules));
    return interpreter.get();
  }

  /**
   * Skips the test where no Python has certain modules, with {@code CI=true} too: for modules that
   * no package of the operating system contains.
   */
  static void assumeModules(List<String> modules) {
    Optional<String> interpreter = INTERPRETERS.computeIfAbsent(modules, Outside::interpreterWith);
    assumeTrue(
        interpreter.isPresent(),
        () -> "needs a python3 with " + String.join(" and ", modules) + " on PYTHONPATH");
  }

  private static Optional<String> interpreterWith(List<String> modules) {
    return programs("python3").filter(python -> hasModules(python, modules)).findFirst();
  }

  private static boolean hasModules(String python, List<String> modules) {
    try {
      Process process =
          new ProcessBuilder(python, "-c", "import " + String.join(", ", modules))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor() == 0;
    } catch (IOException | InterruptedException e) {
      return false;
    }
  }

  /** Skips the test where a program is not installed, or fails as {@link OutsideProgram} says. */
  static void requireInstalled(String program, String from) {
    OutsideProgram.require(
        programs(program).findAny().isPresent(), "needs " + program + " (" + from + ")");
  }

  private static Stream<String> programs(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString);
  }

  /** Copies a resource of the tests into a folder. */
  static Path resource(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try (var in = Outside.class.getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** How to run a program of this house in a process of its own. */
  static List<String> java(Class<?> main) {
    return ChildProgram.command(main);
  }

  /** Runs a command that must end with exit code 0, and gives what it said. */
  static String run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String said = Files.readString(output);
      assertTrue(ended, () -> command + " did not end; it said: " + said);
      assertEquals(0, process.exitValue(), said);
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
