package org.spinbench.app.command.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.app.command.Outcome;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.simulator.bench.ServedBench;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.server.Servers;

/**
 * Drivers of users, from nothing to a sweep: a table, a class in a jar, and the page about both.
 */
class UserDriverTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Path EXAMPLES = DOCS.resolve("examples").resolve("drivers");
  private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  private Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String page() throws IOException {
    String page = Files.readString(DOCS.resolve("add-an-instrument.md"));
    return page.substring(0, page.indexOf("\n## A driver in Java"));
  }

  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(page());
    while (matcher.find()) {
      if (matcher.group(1).equals(language)) {
        blocks.add(matcher.group(2));
      }
    }
    return blocks;
  }

  private Outcome measure(String... arguments) {
    return Outcome.of(
        Stream.of(
                Stream.of("measure"),
                Stream.of(arguments),
                Stream.of("--runs", folder.resolve("runs").toString(), "--json"))
            .flatMap(one -> one)
            .toArray(String[]::new));
  }

  private List<String> csv() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("runs"))) {
      Path csv = all.filter(one -> one.toString().endsWith(".csv")).findFirst().orElseThrow();
      return Files.readAllLines(csv);
    }
  }

  /** The largest number of a column. */
  private double largest(String heading) throws IOException {
    List<String> lines = csv();
    int column = List.of(lines.get(0).split(",")).indexOf(heading);
    assertTrue(column >= 0, lines.get(0));
    return lines.stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",")[column]))
        .max()
        .orElseThrow();
  }

  /** The page is followed to the letter: its driver file, its bench file, its commands. */
  @Test
  void thePageLeadsFromNothingToASweep() throws IOException {
    List<String> toml = blocks("toml");
    assertEquals(Files.readString(EXAMPLES.resolve("E8267D.toml")), toml.get(0));
    Path driver = file("drivers/E8267D.toml", toml.get(0));
    Path bench = file("my.toml", toml.get(1));
    List<String> commands = blocks("sh").get(0).lines().toList();
    assertEquals(2, commands.size(), "two files and two commands");
    assertTrue(page().contains("it takes four steps"), "the page counts them");
    assertEquals(4, Pattern.compile("\\*\\*Step \\d").matcher(page()).results().count());
    assertEquals("./spinbench instruments --check drivers/E8267D.toml", commands.get(0));
    Outcome check = Outcome.of("instruments", "--check", driver.toString());
    assertEquals(0, check.code(), check.out());
    assertTrue(commands.get(1).startsWith("./spinbench measure "), commands.get(1));
    String[] line = commands.get(1).substring("./spinbench measure ".length()).split(" ");
    for (int k = 0; k < line.length; k++) {
      line[k] = line[k].equals("my.toml") ? bench.toString() : line[k];
    }
    Outcome sweep = measure(line);
    assertEquals(0, sweep.code(), sweep.err());
    assertTrue(sweep.json().get("points").intValue() > 5);
  }

  private static final String RACK =
      """
      [instruments.source]
      model = "6220"
      resource = "GPIB0::12::INSTR"
      limits.current = { min = -1e-3, max = 1e-3 }
      limits.compliance = { max = 0.5 }

      [instruments.meter]
      model = "34401A"
      resource = "GPIB0::22::INSTR"

      [gpib.0]
      controller = "TCPIP::192.168.0.9::1234::SOCKET"
      firmware = "prologix"
      """;

  private void examples() throws IOException {
    for (String model : List.of("6220", "34401A", "E8267D")) {
      file("drivers/" + model + ".toml", Files.readString(EXAMPLES.resolve(model + ".toml")));
    }
  }

  private static final String[] IV = {
    "iv", "--current", "source.current", "--voltage", "meter.voltage", "--to", "1e-3"
  };

  private Outcome iv(Path bench, String... more) {
    return measure(
        Stream.of(Stream.of(IV), Stream.of(bench.toString()), Stream.of(more))
            .flatMap(one -> one)
            .toArray(String[]::new));
  }

  @Test
  void twoTablesMeasureAnIvCurveOfTheLoadOfTheRack() throws IOException {
    examples();
    Outcome outcome = iv(file("rack.toml", RACK), "--simulated");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(0.05, largest("meter.voltage (V)"), 2e-5, "1 mA through 50 ohms");
  }

  /** The run file has the tables: the folder of drivers may be gone. */
  @Test
  void aRecordedMeasurementReplaysToTheSameData() throws IOException {
    examples();
    Path bench = file("rack.toml", RACK);
    String transcript = folder.resolve("transcript.txt").toString();
    Outcome recorded = iv(bench, "--simulated", "--record", transcript);
    assertEquals(0, recorded.code(), recorded.err());
    Outcome replayed = iv(bench, "--replay", transcript);
    assertEquals(0, replayed.code(), replayed.err());
    assertEquals(
        Files.readString(Path.of(recorded.json().get("data").textValue())),
        Files.readString(Path.of(replayed.json().get("data").textValue())));
  }

  @Test
  void theSameTablesDriveServedTwinsOverSockets() throws IOException {
    examples();
    String local = RACK.substring(0, RACK.indexOf("[gpib.0]"));
    Path bench = file("rack.toml", RACK);
    BenchFile rack = BenchFile.read(bench);
    SimulatedBench twins = SimulatedBench.inRealTime(rack, 1, 20);
    try (ServedBench served = twins.serve(Servers.Ports.loopback())) {
      String text = local;
      for (Servers.Served one : served.instruments()) {
        String old = rack.instruments().get(one.name()).resource();
        ResourceName real = one.resources().get(Servers.Link.SOCKET);
        text = text.replace('"' + old + '"', '"' + real.toString() + '"');
      }
      Outcome outcome = iv(file("served.toml", text));
      assertEquals(0, outcome.code(), outcome.err());
      assertEquals(List.of(), twins.energised());
    }
    assertEquals(0.05, largest("meter.voltage (V)"), 2e-5);
  }

  /** {@code safe} finds the table beside the bench file, and the twin says what is at rest. */
  @Test
  void safeBringsATableToRest() throws IOException {
    examples();
    BenchFile rack = BenchFile.read(file("rack.toml", RACK));
    SimulatedBench twins = SimulatedBench.inRealTime(rack, 1, 20);
    try (ServedBench served = twins.serve(Servers.Ports.loopback())) {
      String text = RACK.substring(0, RACK.indexOf("[gpib.0]"));
      for (Servers.Served one : served.instruments()) {
        String old = rack.instruments().get(one.name()).resource();
        ResourceName real = one.resources().get(Servers.Link.SOCKET);
        text = text.replace('"' + old + '"', '"' + real.toString() + '"');
      }
      byte[] live = ":SOUR:CURR 5E-4;:OUTP ON".getBytes(StandardCharsets.US_ASCII);
      twins.endpoints().get("source").write(live);
      assertEquals(List.of("source"), twins.energised());
      Outcome outcome = Outcome.of("safe", file("served.toml", text).toString());
      assertEquals(0, outcome.code(), outcome.out() + outcome.err());
      assertEquals(List.of(), twins.energised());
    }
  }

  @Test
  void aLevelBeyondTheEntryIsRefusedByTheSameLimit() throws IOException {
    examples();
    Outcome outcome =
        measure(
            "iv",
            "--current",
            "source.current",
            "--voltage",
            "meter.voltage",
            "--to",
            "2e-3",
            file("rack.toml", RACK).toString(),
            "--simulated");
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("limits.current"), outcome.err());
    Outcome open = iv(file("open.toml", RACK.replaceAll("(?m)^limits.*$", "")), "--simulated");
    assertEquals(1, open.code());
    assertTrue(open.err().contains("limits.current = { min = ..., max = ... } in A"), open.err());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":SOUR:CURR 5E-3",
        ":SOUR:VOLT 1",
        ":OUTP:LTE ON",
        ":SOUR:CURR:RANG 0.1;:TRAC:FEED 1"
      })
  void typedTextIsJudgedByTheTable(String text) throws IOException {
    examples();
    BenchFile rack = BenchFile.read(file("rack.toml", RACK));
    SimulatedBench twins = new SimulatedBench(rack, 1);
    List<String> passed = new ArrayList<>();
    Judge judge = new Judge(rack, twins, twins.clock());
    RuntimeException refused =
        assertThrows(
            RuntimeException.class,
            () ->
                judge.pass(
                    "source",
                    this,
                    text.getBytes(StandardCharsets.US_ASCII),
                    message -> passed.add(new String(message, StandardCharsets.US_ASCII))));
    String said = refused.getMessage();
    assertTrue(said.contains("limit") || said.contains("declares no such message"), said);
    assertEquals(List.of(), passed);
  }

  /** On the chip of the default bench, with its device card. */
  @Test
  void aTableDrivesAnInputOfTheChip() throws IOException {
    examples();
    String text = DefaultBench.text().replaceFirst("model = \"SGS100A\"", "model = \"E8267D\"");
    Outcome outcome = measure("spin-diode", file("chip.toml", text).toString(), "--simulated");
    assertEquals(0, outcome.code(), outcome.err());
  }

  /** Compiles the class of the page and packs it with its service file. */
  private void jar(String source, String service) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertNotNull(compiler, "the tests need a JDK");
    JavaFileObject text =
        new SimpleJavaFileObject(
            URI.create("string:///lab/MySource.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    StringWriter said = new StringWriter();
    List<String> options = List.of("-d", classes.toString(), "-proc:none");
    assertTrue(
        compiler.getTask(said, null, null, options, null, List.of(text)).call(), said::toString);
    Path drivers = Files.createDirectories(folder.resolve("drivers"));
    try (OutputStream out = Files.newOutputStream(drivers.resolve("mysource.jar"));
        JarOutputStream jar = new JarOutputStream(out);
        Stream<Path> all = Files.walk(classes)) {
      for (Path one : all.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(one).toString().replace('\\', '/')));
        Files.copy(one, jar);
      }
      jar.putNextEntry(
          new JarEntry("META-INF/services/org.spinbench.drivers.bench.table.UserDriver"));
      jar.write(service.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Path rackWithJar() throws IOException {
    String table = Files.readString(EXAMPLES.resolve("6220.toml")).replace("6220]", "MYSOURCE]");
    table = table.replaceAll("(?m)^(\\[drivers.)6220", "$1MYSOURCE");
    file("drivers/MYSOURCE.toml", table.replaceFirst("role =", "jar = \"mysource.jar\"\nrole ="));
    examples();
    return file("jar.toml", RACK.replace("\"6220\"", "\"MYSOURCE\""));
  }

  @Test
  void aClassInAJarMeasuresTheSame() throws IOException {
    assertTrue(page().contains("it takes six steps"), "the page counts them");
    jar(blocks("java").get(0), "lab.MySource\n");
    Path bench = rackWithJar();
    Outcome outcome = iv(bench, "--simulated");
    assertEquals(0, outcome.code(), outcome.err());
    assertEquals(0.05, largest("meter.voltage (V)"), 2e-5, "1 mA through 50 ohms");
    Outcome check = Outcome.of("instruments", bench.toString(), "--simulated", "--state");
    assertEquals(0, check.code(), check.out());
    assertFalse(check.out().contains("filter = "), "the class declares no filter");
  }

  @Test
  void aJarWithoutTheClassIsRefused() throws IOException {
    jar(blocks("java").get(0), "# nothing\n");
    Outcome outcome = iv(rackWithJar(), "--simulated");
    assertEquals(1, outcome.code());
    assertTrue(
        outcome.err().contains("mysource.jar has no driver class for MYSOURCE"), outcome.err());
    assertTrue(outcome.err().contains("META-INF/services"), outcome.err());
  }

  @Test
  void aMissingJarIsRefused() throws IOException {
    Outcome outcome = iv(rackWithJar(), "--simulated");
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("there is no file"), outcome.err());
  }

  @Test
  void aServiceThatIsNoClassIsRefused() throws IOException {
    jar(blocks("java").get(0), "lab.Missing\n");
    Outcome outcome = iv(rackWithJar(), "--simulated");
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("cannot be used as a driver"), outcome.err());
  }

  @Test
  void aClassOfAnotherRoleIsRefused() throws IOException {
    jar(blocks("java").get(0), "lab.MySource\n");
    Path bench = rackWithJar();
    file(
        "drivers/MYSOURCE.toml",
        Files.readString(EXAMPLES.resolve("34401A.toml"))
            .replace("34401A]", "MYSOURCE]")
            .replace("[drivers.34401A", "[drivers.MYSOURCE")
            .replaceFirst("role =", "jar = \"mysource.jar\"\nrole ="));
    Outcome outcome = Outcome.of("instruments", bench.toString(), "--simulated");
    assertEquals(1, outcome.code());
    assertTrue(outcome.err().contains("makes no Voltmeter"), outcome.err());
  }
}
