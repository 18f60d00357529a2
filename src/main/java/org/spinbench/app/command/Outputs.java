package org.spinbench.app.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks output files before anything is measured or computed. */
public final class Outputs {
  private Outputs() {}

  /** Prints the result of a command on standard output. */
  public static void print(CommandSpec spec, String result) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(result);
    out.flush();
  }

  /**
   * Requires that a file can be written in an existing folder; no file is allowed too.
   *
   * @throws ParameterException naming the option, the file and the problem
   */
  public static void requireFile(CommandSpec spec, String option, Path file) {
    if (file == null) {
      return;
    }
    Path folder = parent(file);
    if (!Files.isDirectory(folder)) {
      throw refused(spec, option, file, "there is no folder " + folder);
    }
    requireWritable(spec, option, file);
  }

  /**
   * The same if missing folders are made.
   *
   * @throws ParameterException naming the option, the file and the problem
   */
  static void requireFileBelow(CommandSpec spec, String option, Path file) {
    if (file != null) {
      requireWritable(spec, option, file);
    }
  }

  /**
   * Requires that a file does not exist; no file is allowed too.
   *
   * @param remedy what to do otherwise
   * @throws ParameterException naming the option and the file
   */
  public static void requireNew(CommandSpec spec, String option, Path file, String remedy) {
    if (file != null && Files.exists(file)) {
      throw refused(spec, option, file, "it exists and is not overwritten; " + remedy);
    }
  }

  private static void requireWritable(CommandSpec spec, String option, Path file) {
    if (Files.isDirectory(file)) {
      throw refused(spec, option, file, "it is a folder; give the name of a file");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw refused(spec, option, file, "you have no permission to overwrite it");
    }
    Path folder = parent(file);
    while (!Files.exists(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    if (!Files.isDirectory(folder)) {
      throw refused(spec, option, file, folder + " is a file, not a folder");
    }
    if (!Files.isWritable(folder)) {
      throw refused(spec, option, file, "you have no permission to write into " + folder);
    }
  }

  private static Path parent(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }

  private static ParameterException refused(
      CommandSpec spec, String option, Path file, String why) {
    return new ParameterException(
        spec.commandLine(), option + ": cannot write " + file + ": " + why);
  }
}
