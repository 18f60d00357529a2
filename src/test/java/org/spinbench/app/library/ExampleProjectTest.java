package org.spinbench.app.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.command.Outcome;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.standin.ChildProgram;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.SimulatedBench;

/**
 * The project of docs/own-project.md, compiled against Spinbench and run in processes of its own.
 * Building it with Maven from the published libraries belongs to the release.
 */
@Tag("slow")
@Timeout(600)
class ExampleProjectTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path PROJECT = ROOT.resolve("docs/examples/project");

  @TempDir Path folder;
  private Path jar;
  private Path bench;
  private Path runs;

  @BeforeEach
  void build() throws IOException {
    copy(PROJECT, folder);
    Path classes = Files.createDirectories(folder.resolve("target/classes"));
    List<String> line =
        new ArrayList<>(List.of("-Xlint:all,-processing", "-Werror", "--release", "17"));
    line.addAll(List.of("-cp", ChildProgram.classPath(), "-d", classes.toString()));
    sources().forEach(source -> line.add(source.toString()));
    assertEquals(
        0, ToolProvider.getSystemJavaCompiler().run(null, null, null, line.toArray(String[]::new)));
    copy(folder.resolve("src/main/resources"), classes);
    jar = folder.resolve("target/my-bench.jar");
    pack(classes, jar);
    String text = DefaultBench.text().replaceFirst("\"SGS100A\"", "\"WORKSHOP\"");
    bench = Files.writeString(folder.resolve("bench.toml"), text);
    runs = folder.resolve("data");
  }

  @Test
  void aMeasurementIsStoppedResumedAndReplayed() throws Exception {
    Process first = start("measure", bench.toString(), runs.toString());
    String said;
    try (BufferedReader out = first.inputReader()) {
      String line = out.readLine();
      while (line != null && !line.equals("4 of 12 halvings")) {
        line = out.readLine();
      }
      assertEquals("4 of 12 halvings", line);
      first.toHandle().destroy();
      said = out.lines().collect(Collectors.joining("\n"));
    }
    assertEquals(143, first.waitFor(), said);
    Path run = only();
    String resumed = output("resume", bench.toString(), run.toString());
    assertTrue(resumed.contains("12 of 12 halvings"), resumed);
    Matcher result =
        Pattern.compile("Result\\[frequency=(\\S+), uncertainty=(\\S+)]").matcher(resumed);
    assertTrue(result.find(), resumed);
    assertEquals(0.1 * 250e6 / (1 << 12), Double.parseDouble(result.group(2)), 1);
    assertChangesSign(Double.parseDouble(result.group(1)));
    String replayed = output("replay", run.toString());
    assertTrue(replayed.matches("(?s).*\\d{2,} messages and readings as recorded\n"), replayed);
  }

  /** The chain of the same chip, read by the drivers of Spinbench on both sides of a frequency. */
  private static void assertChangesSign(double frequency) {
    BenchFile file = BenchFile.parse(DefaultBench.text(), "the default bench");
    SimulatedBench twins = new SimulatedBench(file, 1);
    try (Bench there = Bench.open(file, twins, twins.clock())) {
      double power = file.inputs().get(0).maximumPower();
      there.ports().tone(0, frequency - 2e6, power);
      double below = there.ports().chainVoltages(0)[0].value();
      there.ports().tone(0, frequency + 2e6, power);
      double above = there.ports().chainVoltages(0)[0].value();
      assertTrue(below * above < 0, below + " V and " + above + " V about " + frequency + " Hz");
    }
  }

  @Test
  void itsTrainerTeachesTheChipAndItsTrainingReplays() throws Exception {
    String trained = output("train", bench.toString(), runs.toString());
    Matcher accuracy = Pattern.compile("accuracy (\\S+)\n").matcher(trained);
    assertTrue(accuracy.find(), trained);
    assertTrue(Double.parseDouble(accuracy.group(1)) > 0.9, "more than a line reaches: " + trained);
    assertTrue(trained.contains(" of 128 samples right"), trained);
    String replayed = output("replay", only().toString());
    assertTrue(replayed.matches("(?s).*\\d{3,} messages and readings as recorded\n"), replayed);
  }

  @Test
  void itsDriverPassesTheChecksOfTheProgram() {
    Outcome checked = Outcome.of("instruments", bench.toString());
    assertEquals(0, checked.code(), checked.err() + checked.out());
    assertTrue(checked.out().contains("WORKSHOP"), checked.out());
    Path table = folder.resolve("drivers/WORKSHOP.toml");
    assertEquals(0, Outcome.of("instruments", "--check", table.toString()).code());
  }

  @Test
  void thePageTellsTheNumberOfItsLines() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/own-project.md"));
    int all = 0;
    for (Path source : sources()) {
      int lines = Files.readAllLines(source).size();
      all += lines;
      String told = "| `" + source.getFileName() + "` | " + lines + " |";
      assertTrue(page.contains(told), "the page should say " + told);
    }
    assertTrue(page.contains("in all " + all + " lines"), "the page should say in all " + all);
  }

  private List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("src/main/java/lab"))) {
      return all.sorted().toList();
    }
  }

  private Path only() throws IOException {
    try (Stream<Path> all = Files.list(runs)) {
      List<Path> found = all.filter(one -> one.toString().endsWith(".sqlite")).toList();
      assertEquals(1, found.size(), found.toString());
      return found.get(0);
    }
  }

  private String output(String... words) throws Exception {
    Process process = start(words);
    String said;
    try (BufferedReader out = process.inputReader()) {
      said = out.lines().map(line -> line + "\n").collect(Collectors.joining());
    }
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private Process start(String... words) throws IOException {
    List<String> command = ChildProgram.command(List.of(), MyBenchName.class, List.of(words));
    int path = command.indexOf("-cp") + 1;
    command.set(path, jar + java.io.File.pathSeparator + command.get(path));
    command.set(command.indexOf(MyBenchName.class.getName()), "lab.MyBench");
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /** Stands for the class of the project, which this test does not see. */
  private static final class MyBenchName {}

  private static void pack(Path classes, Path into) throws IOException {
    try (OutputStream file = Files.newOutputStream(into);
        JarOutputStream packed = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path one : all.filter(Files::isRegularFile).sorted().toList()) {
        packed.putNextEntry(new JarEntry(classes.relativize(one).toString().replace('\\', '/')));
        Files.copy(one, packed);
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        Path there = to.resolve(from.relativize(one).toString());
        Files.createDirectories(there.getParent());
        Files.copy(one, there);
      }
    }
  }
}
