package org.spinbench.app.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.study.engine.Cluster;
import org.spinbench.experiments.study.engine.StudyRow;
import org.spinbench.experiments.study.engine.TaskRanges;

/**
 * Apache Spark, driven by a child process. A line to it is a round: the limit in seconds, then the
 * groups as ranges, separated by spaces. Its lines are rows as JSON; {@code slots N} ends a round
 * and the start, {@code failed WHY} says that Spark gave up. The child ends when its input does.
 */
public final class SparkCluster implements Cluster, AutoCloseable {
  private static final String LOG = "spark.log";
  private static final String SLOTS = "slots ";
  private static final String FAILED = "failed ";

  /** Masters that need no other computer. */
  private static final Pattern LOCAL =
      Pattern.compile("local(\\[.*\\])?|local-cluster\\[.*\\]|spark://(127\\.|localhost\\b).*");

  private final Process process;
  private final PrintWriter to;
  private final BufferedReader from;
  private final Path log;
  private int slots;

  /**
   * What is run where.
   *
   * @param master address of the cluster, such as {@code spark://host:7077}, {@code yarn}, {@code
   *     local-cluster[2,1,1024]}
   * @param settings of Spark, each as NAME=VALUE
   * @param files folder to which the study's names of files are relative; the same on every
   *     computer
   */
  public record Job(String master, List<String> settings, Path files) {}

  /**
   * Starts Spark, and waits until a process of the cluster has answered.
   *
   * @param study folder of the study, which receives {@code spark.log}
   * @throws IllegalStateException if Spark does not start
   */
  public static SparkCluster start(SparkModule module, Job job, Path study) {
    Path log = study.resolve(LOG);
    List<Path> sent = new ArrayList<>(module.program());
    sent.add(study.resolve("study.toml"));
    List<String> arguments =
        new ArrayList<>(
            List.of(job.files().toString(), study.resolve("pieces").toAbsolutePath().toString()));
    sent.forEach(file -> arguments.add(file.getFileName().toString()));
    return new SparkCluster(
        module.submit(options(job, sent), "StudyDriver", arguments, isLocal(job.master())), log);
  }

  private static boolean isLocal(String master) {
    return LOCAL.matcher(master).matches();
  }

  private static List<String> options(Job job, List<Path> sent) {
    List<String> options = new ArrayList<>(List.of("--master", job.master()));
    options.add("--files");
    options.add(
        sent.stream()
            .map(file -> file.toAbsolutePath().toUri().toString())
            .collect(Collectors.joining(",")));
    List<String> settings =
        new ArrayList<>(List.of("spark.ui.enabled=false", "spark.driver.maxResultSize=0"));
    if (isLocal(job.master())) {
      settings.add("spark.driver.host=127.0.0.1");
      settings.add("spark.driver.bindAddress=127.0.0.1");
    }
    settings.addAll(job.settings());
    settings.forEach(one -> options.addAll(List.of("--conf", one)));
    return options;
  }

  SparkCluster(ProcessBuilder builder, Path log) {
    this.log = log;
    try {
      process = builder.redirectError(ProcessBuilder.Redirect.to(log.toFile())).start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot start " + builder.command().get(0) + ": " + UserFile.reason(e), e);
    }
    to = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    from = process.inputReader(StandardCharsets.UTF_8);
    try {
      listen(row -> {});
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public int slots() {
    return slots;
  }

  @Override
  public void run(List<List<Integer>> groups, double seconds, Consumer<StudyRow> rows) {
    StringBuilder round = new StringBuilder(Double.toString(seconds));
    groups.forEach(group -> round.append(' ').append(TaskRanges.text(group)));
    to.println(round);
    to.flush();
    listen(rows);
  }

  /** Until the round has ended. */
  private void listen(Consumer<StudyRow> rows) {
    try {
      for (String line = from.readLine(); line != null; line = from.readLine()) {
        if (line.startsWith(SLOTS)) {
          slots = Math.max(1, Integer.parseInt(line.substring(SLOTS.length())));
          return;
        }
        if (line.startsWith(FAILED)) {
          throw new IllegalStateException(
              "Spark gave up: " + line.substring(FAILED.length()) + "; see " + log);
        }
        if (line.startsWith("{")) {
          rows.accept(Json.read(line, StudyRow.class));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot hear Spark: " + UserFile.reason(e), e);
    }
    throw new IllegalStateException("Spark ended by itself; see " + log);
  }

  /** Lets Spark end, and waits for it. */
  @Override
  public void close() {
    to.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
