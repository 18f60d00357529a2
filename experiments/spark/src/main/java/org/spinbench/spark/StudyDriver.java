package org.spinbench.spark;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The process that speaks with Spark. Each line of its input is a round: the limit in seconds after
 * which a group begins no further task, then the groups, separated by spaces. It prints the rows of
 * each group as soon as the group has ended, and {@code slots N} at the start and after each round,
 * or {@code failed WHY}. It ends when its input does, even in the middle of a round.
 */
public final class StudyDriver {
  private final JavaSparkContext spark;
  private final ProgramOfTasks program;
  private final PrintStream out;

  private StudyDriver(JavaSparkContext spark, ProgramOfTasks program, PrintStream out) {
    this.spark = spark;
    this.program = program;
    this.out = out;
  }

  /**
   * Runs rounds.
   *
   * @param arguments folder where names of files begin, folder for states of long tasks, then names
   *     of the files that Spark was given: the jars of the program and the study file
   */
  public static void main(String[] arguments) {
    // Libraries may print; the lines must stay whole.
    PrintStream out = System.out;
    System.setOut(System.err);
    int code = 0;
    Optional<Path> left = Optional.empty();
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf().setAppName("spinbench"))) {
      left = leftovers(spark);
      ProgramOfTasks program =
          new ProgramOfTasks(
              arguments[0],
              arguments[1],
              List.of(Arrays.copyOfRange(arguments, 2, arguments.length - 1)),
              arguments[arguments.length - 1]);
      new StudyDriver(spark, program, out).serve();
    } catch (Exception e) { // Spark throws checked ones that it does not declare
      out.println("failed " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      code = 1;
    }
    out.flush();
    left.ifPresent(StudyDriver::delete);
    System.exit(code);
  }

  /**
   * Where the processes of a cluster on this computer keep copies of the program's jars, 40 MB for
   * each; Spark deletes them only where its workers run for days.
   */
  private static Optional<Path> leftovers(JavaSparkContext spark) {
    String home = System.getenv("SPARK_HOME");
    return home == null || !spark.master().startsWith("local-cluster")
        ? Optional.empty()
        : Optional.of(Path.of(home, "work", spark.sc().applicationId()));
  }

  /** As far as possible: a process that just ends may still hold a file. */
  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("cannot delete " + folder + ": " + e.getMessage());
    }
  }

  private void serve() {
    BlockingQueue<Optional<String>> rounds = new LinkedBlockingQueue<>();
    Thread reader = new Thread(() -> read(rounds), "spinbench rounds");
    reader.setDaemon(true);
    reader.start();
    // The first answer of a process: from now on the number of slots is known.
    spark.parallelize(List.of(0), 1).count();
    tellSlots();
    try {
      for (Optional<String> round = rounds.take(); round.isPresent(); round = rounds.take()) {
        run(round.get().split(" "));
        tellSlots();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void tellSlots() {
    out.println("slots " + spark.defaultParallelism());
    out.flush();
  }

  /** At the end of the input nobody waits for rows any more. */
  private void read(BlockingQueue<Optional<String>> rounds) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      in.lines().forEach(line -> rounds.add(Optional.of(line)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      rounds.add(Optional.empty());
      spark.sc().cancelAllJobs();
    }
  }

  /** The rows of a group arrive in the thread of Spark that hands out results, one at a time. */
  private void run(String[] words) {
    List<String> groups = List.of(words).subList(1, words.length);
    List<Object> all = IntStream.range(0, groups.size()).<Object>mapToObj(i -> i).toList();
    spark
        .sc()
        .runJob(
            spark.parallelize(groups, groups.size()).rdd(),
            new GroupOfTasks(program, words[0]),
            CollectionConverters.asScala(all).toSeq(),
            new AbstractFunction2<Object, String, BoxedUnit>() {
              @Override
              public BoxedUnit apply(Object group, String rows) {
                out.print(rows);
                out.flush();
                return BoxedUnit.UNIT;
              }
            },
            ClassTag$.MODULE$.apply(String.class));
  }
}
