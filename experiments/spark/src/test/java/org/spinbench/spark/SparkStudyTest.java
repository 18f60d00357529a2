package org.spinbench.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies by the built program, on executors in processes of their own on this computer. */
class SparkStudyTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final String CLUSTER = "local-cluster[2,1,1024]";

  @TempDir Path folder;

  private Path file(int chips, int budget) throws IOException {
    return Files.writeString(
        folder.resolve("study.toml"),
        """
        name = "chips"
        experiment = "training"
        measures = ["hit", "accuracy", "how"]
        [set]
        structural = true
        [axes]
        budget = [60, %d]
        trainer = ["random-search", "spsa"]
        [seeds]
        count = %d
        """
            .replaceFirst("%d", Integer.toString(budget))
            .replaceFirst("%d", Integer.toString(chips)));
  }

  private Process start(String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", ROOT.resolve("target/app/spinbench.jar").toString()));
    command.addAll(List.of("study"));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static String ended(Process process) throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    try (BufferedReader out = process.inputReader()) {
      out.lines().forEach(line -> said.append(line).append('\n'));
    }
    assertEquals(0, process.waitFor(), said.toString());
    return said.toString();
  }

  private String table(String name) throws IOException {
    return Files.readString(folder.resolve(name).resolve("rows.csv"));
  }

  private void local(Path file) throws Exception {
    ended(start("run", file.toString(), "--out", folder.resolve("local").toString()));
  }

  private Process spark(Path file) throws IOException {
    String out = folder.resolve("spark").toString();
    return start("run", file.toString(), "--out", out, "--engine", "spark", "--master", CLUSTER);
  }

  @Test
  void theTableIsThatOfThisComputer() throws Exception {
    Path file = file(30, 200);
    local(file);
    List<String> before = copies();
    String said = ended(spark(file));
    assertTrue(said.contains("Spark started in "), said);
    assertEquals(before, copies(), "no copies of the program are left");
    assertEquals(table("local"), table("spark"));
    assertEquals(121, table("spark").lines().count());
    theRowsAreThoseOfTheTable();
  }

  private static List<String> copies() throws IOException {
    Path work = Files.createDirectories(ROOT.resolve("target/spark/work"));
    try (Stream<Path> all = Files.list(work)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  /** As Apache's own reader sees them; the program writes them without it. */
  private void theRowsAreThoseOfTheTable() throws Exception {
    Path parquet = folder.resolve("rows.parquet");
    ended(start("report", folder.resolve("spark").toString(), "--parquet", parquet.toString()));
    List<String> lines = table("spark").lines().toList();
    String[] heads = lines.get(0).split(",");
    int row = 1;
    try (ParquetReader<Group> reader =
        new ParquetReader.Builder<Group>(new LocalInputFile(parquet)) {
          @Override
          protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport();
          }
        }.build()) {
      for (Group group = reader.read(); group != null; group = reader.read()) {
        String[] cells = lines.get(row).split(",");
        assertEquals(heads.length, group.getType().getFieldCount());
        for (int k = 0; k < heads.length; k++) {
          assertEquals(heads[k], group.getType().getFieldName(k));
          String found =
              group.getFieldRepetitionCount(k) == 0 ? "" : group.getValueToString(k, 0);
          assertEquals(number(cells[k]), number(found), heads[k] + " of line " + row);
        }
        row++;
      }
    }
    assertEquals(lines.size(), row);
  }

  /** Whole numbers are written without a point in the table. */
  private static String number(String text) {
    return text.matches("-?\\d+(\\.\\d+)?(E-?\\d+)?")
        ? Double.toString(Double.parseDouble(text))
        : text;
  }

  /** Its tasks run again on the other, or on the one that Spark starts instead. */
  @Test
  void anExecutorThatIsKilledCostsOnlyItsTasks() throws Exception {
    Path file = file(30, 12_000);
    Process study = spark(file);
    long killed = 0;
    try (BufferedReader out = study.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (killed == 0 && line.matches("study +[1-9]\\d* %")) {
          killed = killExecutor(study);
        }
      }
    }
    assertEquals(0, study.waitFor());
    assertTrue(killed > 0, "an executor was killed");
    String log = Files.readString(folder.resolve("spark/spark.log"));
    assertTrue(log.contains("Lost executor"), "Spark lost it");
    local(file);
    assertEquals(table("local"), table("spark"));
  }

  /** Only a process that descends from the study. */
  private static long killExecutor(Process study) {
    try (Stream<ProcessHandle> all = study.descendants()) {
      ProcessHandle executor =
          all.filter(one -> one.info().commandLine().orElse("").contains(EXECUTOR))
              .findFirst()
              .orElseThrow();
      assertTrue(executor.destroyForcibly());
      return executor.pid();
    }
  }

  /** Nothing of Spark outlives the program that asked. */
  @Test
  void sparkEndsWithTheProgram() throws Exception {
    Process study = spark(file(2000, 12_000));
    List<ProcessHandle> all = List.of();
    try (BufferedReader out = study.inputReader()) {
      for (String line = out.readLine(); all.isEmpty(); line = out.readLine()) {
        assertTrue(line != null, "the study ended by itself");
        if (line.contains("Spark started in ")) {
          all = study.descendants().toList();
        }
      }
      study.destroyForcibly().waitFor();
    }
    assertTrue(all.size() >= 3, "driver and two executors: " + all);
    for (ProcessHandle one : all) {
      one.onExit().get();
    }
    Process resumed = start("status", folder.resolve("spark").toString());
    assertTrue(ended(resumed).contains("not running"));
  }
}
