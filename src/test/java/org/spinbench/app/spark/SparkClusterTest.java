package org.spinbench.app.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.experiments.run.Json;
import org.spinbench.experiments.study.engine.StudyRow;

/** The lines between this program and the process that speaks with Spark; no Spark is needed. */
class SparkClusterTest {
  private static final StudyRow ROW =
      new StudyRow(
          7,
          8,
          "0123",
          "c".repeat(40),
          Map.of("sum", 0.1 + 0.2),
          "",
          new StudyRow.Cost("there", Instant.EPOCH, 0.5));

  @TempDir Path folder;

  /** Answers a round with the row of task 7, and tells on standard error what it was asked. */
  public static void main(String[] arguments) throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("some library greets");
    System.out.println(arguments[0]);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.err.println("asked " + line);
      System.out.println(Json.write(ROW));
      System.out.println(arguments[1]);
    }
    System.err.println("input has ended");
  }

  private Path log() {
    return folder.resolve("spark.log");
  }

  private SparkCluster cluster(String start, String end) {
    return new SparkCluster(
        new ProcessBuilder(ChildProgram.command(SparkClusterTest.class, start, end)), log());
  }

  @Test
  void aRoundIsALineAndRowsComeBack() throws IOException {
    List<StudyRow> rows = new ArrayList<>();
    try (SparkCluster cluster = cluster("slots 2", "slots 5")) {
      assertEquals(2, cluster.slots());
      cluster.run(List.of(List.of(0, 1, 2), List.of(7), List.of(9, 11)), 1, rows::add);
      assertEquals(5, cluster.slots());
    }
    assertEquals(List.of(ROW), rows);
    String said = Files.readString(log());
    assertTrue(said.contains("asked 1.0 0-2 7 9,11\n"), said);
    assertTrue(said.contains("input has ended"), "it was waited for: " + said);
  }

  @Test
  void whatSparkSaysIsTold() {
    String start =
        assertThrows(IllegalStateException.class, () -> cluster("failed no master", ""))
            .getMessage();
    assertEquals("Spark gave up: no master; see " + log(), start);
    try (SparkCluster cluster = cluster("slots 2", "failed all workers are gone")) {
      String round =
          assertThrows(
                  IllegalStateException.class, () -> cluster.run(List.of(List.of(7)), 1, row -> {}))
              .getMessage();
      assertEquals("Spark gave up: all workers are gone; see " + log(), round);
    }
  }

  @Test
  void aProcessThatEndsIsTold() {
    String message =
        assertThrows(
                IllegalStateException.class,
                () ->
                    new SparkCluster(
                        new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-version"),
                        log()))
            .getMessage();
    assertEquals("Spark ended by itself; see " + log(), message);
  }

  /** The folder of a program with a library, and of the module beside it. */
  private Path program(boolean built) throws IOException {
    Path app = Files.createDirectories(folder.resolve("target/app"));
    Files.createDirectories(app.resolve("lib"));
    Files.writeString(app.resolve("lib/mathematics.jar"), "");
    Files.writeString(app.resolve("lib/readme.txt"), "");
    if (built) {
      Files.createDirectories(folder.resolve("target/spark"));
      Files.writeString(folder.resolve("target/spark/spinbench-spark.jar"), "");
    }
    return Files.writeString(app.resolve("spinbench.jar"), "");
  }

  @Test
  void aMissingModuleIsToldWithTheWayToBuildIt() throws IOException {
    Path jar = program(false);
    String message =
        assertThrows(IllegalArgumentException.class, () -> SparkModule.find(jar, Map.of()))
            .getMessage();
    assertTrue(
        message.startsWith(
            "the module for Apache Spark is not in " + folder.resolve("target/spark") + "; build"),
        message);
    assertTrue(message.contains("'mvn -Pspark -pl experiments/spark package'"), message);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> SparkModule.find(jar, Map.of("SPINBENCH_SPARK", "/nowhere")))
            .getMessage()
            .contains(" not in /nowhere;"));
    Path classes = program(true).resolveSibling("classes");
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> SparkModule.find(classes, Map.of()))
            .getMessage()
            .contains("only its jar can be sent"));
  }

  @Test
  void theModuleSubmitsItsJar() throws IOException {
    SparkModule module = SparkModule.find(program(true), Map.of());
    Path home = folder.resolve("target/spark");
    assertEquals(
        List.of("spinbench.jar", "mathematics.jar"),
        module.program().stream().map(jar -> jar.getFileName().toString()).toList());
    ProcessBuilder submits =
        module.submit(List.of("--master", "yarn"), "StudyDriver", List.of("a"), false);
    List<String> words = submits.command();
    assertEquals(
        List.of(
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "yarn",
            "--class",
            "org.spinbench.spark.StudyDriver",
            home.resolve("spinbench-spark.jar").toString(),
            "a"),
        words.subList(words.size() - 7, words.size()));
    assertEquals(home.toString(), submits.environment().get("SPARK_HOME"));
    assertFalse(submits.environment().containsKey("SPARK_LOCAL_IP"));
    assertEquals(
        "127.0.0.1",
        module.submit(List.of(), "X", List.of(), true).environment().get("SPARK_LOCAL_IP"));
  }

  @Test
  void anInstalledSparkSubmits() throws IOException {
    Path submit = Files.createDirectories(folder.resolve("opt/bin")).resolve("spark-submit");
    assertTrue(Files.writeString(submit, "").toFile().setExecutable(true));
    SparkModule module =
        SparkModule.find(program(true), Map.of("SPARK_HOME", folder.resolve("opt").toString()));
    List<String> words = module.submit(List.of(), "X", List.of(), false).command();
    assertEquals(submit.toString(), words.get(0));
  }

  /** Its jars lie in a folder of their own, so nothing else becomes larger or slower. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.apache.spark.SparkContext",
        "org.apache.hadoop.fs.FileSystem",
        "org.apache.parquet.hadoop.ParquetReader",
        "scala.Option"
      })
  void theProgramHasNoClassOfSpark(String name) {
    assertThrows(ClassNotFoundException.class, () -> Class.forName(name));
  }
}
