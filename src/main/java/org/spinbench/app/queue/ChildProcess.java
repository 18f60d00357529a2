package org.spinbench.app.queue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Starts this program with another command line, in a process of its own. */
final class ChildProcess {
  /** The program's main class, by its name, because it imports this class. */
  private static final String MAIN = "org.spinbench.app.Main";

  private ChildProcess() {}

  /**
   * Starts a command line.
   *
   * @param words after the name of the program
   * @param folder where relative paths begin
   * @param log receives its output, after what is in it
   */
  static Process start(List<String> words, Path folder, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(words))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static List<String> command(List<String> words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String options = System.getenv().getOrDefault("SPINBENCH_JAVA_OPTS", "").strip();
    if (!options.isEmpty()) {
      command.addAll(List.of(options.split("\\s+")));
    }
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("spinbench.") || name.equals("java.io.tmpdir"))
        .filter(name -> !name.equals("spinbench.terminal") && !name.equals("spinbench.interactive"))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-cp", classPath(), MAIN));
    command.addAll(words);
    return command;
  }

  /** The class path, which may be relative to the folder of this process. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(part -> Path.of(part).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
