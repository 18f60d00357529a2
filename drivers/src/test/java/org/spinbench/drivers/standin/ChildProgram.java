package org.spinbench.drivers.standin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A program in a process of its own that ends with the process that started it, however that ends:
 * nothing of a test that was killed goes on.
 */
public final class ChildProgram {
  private static final int PARENT_GONE = 99;
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** A child lives for seconds: the second compiler and a parallel collector would not pay. */
  private static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private ChildProgram() {}

  /** The class path of this test, for a compiler or for the environment of a script. */
  public static String classPath() {
    return System.getProperty("java.class.path");
  }

  /** A command that runs the main method of a class. */
  public static List<String> command(Class<?> main, String... arguments) {
    return command(List.of(), main, List.of(arguments));
  }

  /**
   * A command that runs the main method of a class.
   *
   * @param options of Java
   */
  public static List<String> command(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK);
    command.addAll(options);
    command.addAll(
        List.of(
            "-cp",
            classPath(),
            ChildProgram.class.getName(),
            Long.toString(ProcessHandle.current().pid()),
            main.getName()));
    command.addAll(arguments);
    return command;
  }

  /**
   * The child: ends when the parent does.
   *
   * @param line number of the parent process, name of the class, and its arguments
   */
  public static void main(String[] line) throws Throwable {
    watch(Long.parseLong(line[0]));
    try {
      Method main = Class.forName(line[1]).getDeclaredMethod("main", String[].class);
      main.setAccessible(true);
      main.invoke(null, (Object) Arrays.copyOfRange(line, 2, line.length));
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  /** Java takes a process for ended if it has no descriptor left to look at it. */
  private static void watch(long parent) {
    Optional<ProcessHandle> found = ProcessHandle.of(parent);
    while (found.isEmpty()) {
      boolean canLook = canOpenFiles();
      found = ProcessHandle.of(parent);
      if (found.isEmpty() && canLook && canOpenFiles()) {
        Runtime.getRuntime().halt(PARENT_GONE);
      }
    }
    found.get().onExit().thenRun(() -> watch(parent));
  }

  private static boolean canOpenFiles() {
    try (InputStream any =
        Files.newInputStream(Path.of(System.getProperty("java.home"), "release"))) {
      return any.read() >= 0;
    } catch (IOException none) {
      LockSupport.parkNanos(PAUSE.toNanos());
      return false;
    }
  }
}
