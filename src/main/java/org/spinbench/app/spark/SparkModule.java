package org.spinbench.app.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.spinbench.drivers.text.UserFile;

/**
 * The folder of the module for Apache Spark: its own jar, and {@code jars} with those of Spark. It
 * lies beside the folder of the program.
 */
public final class SparkModule {
  private static final String JAR = "spinbench-spark.jar";
  private static final String LIBRARY = "lib";

  /** Spark reaches into these packages of the JDK. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.nio",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.base/java.util.concurrent.atomic",
          "java.base/jdk.internal.ref",
          "java.base/sun.nio.ch",
          "java.base/sun.nio.cs",
          "java.base/sun.security.action",
          "java.base/sun.util.calendar");

  private final Path folder;
  private final Path program;
  private final String distribution;

  private SparkModule(Path folder, Path program, String distribution) {
    this.folder = folder;
    this.program = program;
    this.distribution = distribution;
  }

  /**
   * The module of this program.
   *
   * @param environment of the process: {@code SPINBENCH_SPARK} names another folder, {@code
   *     SPARK_HOME} an installed Spark, which then submits
   * @throws IllegalArgumentException telling how to build it
   */
  public static SparkModule find(Map<String, String> environment) {
    String jar = System.getProperty("java.class.path").split(File.pathSeparator)[0];
    return find(Path.of(jar).toAbsolutePath(), environment);
  }

  static SparkModule find(Path program, Map<String, String> environment) {
    if (!Files.isRegularFile(program)) {
      throw new IllegalArgumentException(
          "this program runs from the folder "
              + program
              + ", and only its jar can be sent to a cluster; start it with ./spinbench");
    }
    String named = environment.get("SPINBENCH_SPARK");
    Path folder =
        named != null
            ? Path.of(named).toAbsolutePath()
            : program.getParent().resolveSibling("spark").normalize();
    if (!Files.isRegularFile(folder.resolve(JAR))) {
      throw new IllegalArgumentException(
          "the module for Apache Spark is not in "
              + folder
              + "; build it with 'mvn -Pspark -pl experiments/spark package' in the folder of the"
              + " sources (it fetches 280 MB), or name its folder in SPINBENCH_SPARK");
    }
    return new SparkModule(folder, program, environment.getOrDefault("SPARK_HOME", ""));
  }

  /** The jars of this program, which a cluster needs. */
  List<Path> program() {
    List<Path> jars = new ArrayList<>(List.of(program));
    Path library = program.resolveSibling(LIBRARY);
    try (Stream<Path> files = Files.list(library)) {
      files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
      return jars;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + library + ": " + UserFile.reason(e), e);
    }
  }

  /**
   * A process that submits a class of the module to Spark.
   *
   * @param options of spark-submit
   * @param main name of the class, without package
   * @param arguments of its main method
   * @param isLocal whether all of it runs on this computer and listens there only
   */
  ProcessBuilder submit(
      List<String> options, String main, List<String> arguments, boolean isLocal) {
    List<String> words = new ArrayList<>();
    if (isInstalled()) {
      words.add(Path.of(distribution, "bin", "spark-submit").toString());
    } else {
      words.addAll(java());
      words.add("org.apache.spark.deploy.SparkSubmit");
    }
    words.addAll(options);
    words.addAll(List.of("--class", "org.spinbench.spark." + main));
    words.add(folder.resolve(JAR).toString());
    words.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(words);
    if (!isInstalled()) {
      builder.environment().put("SPARK_HOME", folder.toString());
      builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    }
    if (isLocal) {
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    }
    return builder;
  }

  /** A process that runs a class of the module without starting Spark. */
  ProcessBuilder run(String main) {
    List<String> words = java();
    words.add("org.spinbench.spark." + main);
    return new ProcessBuilder(words);
  }

  private boolean isInstalled() {
    return !distribution.isEmpty()
        && Files.isExecutable(Path.of(distribution, "bin", "spark-submit"));
  }

  private List<String> java() {
    Path jars = isInstalled() ? Path.of(distribution, "jars") : folder.resolve("jars");
    List<String> words =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    OPENED.forEach(one -> words.add("--add-opens=" + one + "=ALL-UNNAMED"));
    words.add("-XX:+IgnoreUnrecognizedVMOptions");
    words.add("-Djdk.reflect.useDirectMethodHandle=false");
    words.add("-cp");
    words.add(folder.resolve(JAR) + File.pathSeparator + jars + File.separator + "*");
    return words;
  }
}
