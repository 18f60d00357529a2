package org.spinbench.app.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ezylang.evalex.Expression;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fazecast.jSerialComm.SerialPort;
import com.sun.jna.Native;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import gg.jte.TemplateEngine;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.math3.util.FastMath;
import org.apache.commons.numbers.gamma.Erfcx;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;
import org.slf4j.LoggerFactory;
import org.sqlite.JDBC;
import org.zeromq.ZContext;
import picocli.CommandLine;

/**
 * The versions that the pages and the list of libraries state are those that the build takes:
 * whoever looks for known holes must look in the right ones.
 */
class StatedLibrariesTest {
  private static final Path ROOT = Path.of("..");
  private static final Path SCRIPT =
      Path.of("main", "release", "check-sbom.sh").toAbsolutePath().normalize();

  /** The libraries of the tables, each with a class of its jar. */
  private static final Map<String, Class<?>> LIBRARIES =
      Map.ofEntries(
          Map.entry("Apache Commons Math", FastMath.class),
          Map.entry("Apache Commons Numbers", Erfcx.class),
          Map.entry("Jackson", ObjectMapper.class),
          Map.entry("Jackson (CSV)", CsvMapper.class),
          Map.entry("sqlite-jdbc", JDBC.class),
          Map.entry("jHDF", HdfFile.class),
          Map.entry("EvalEx", Expression.class),
          Map.entry("picocli", CommandLine.class),
          Map.entry("XChart", XYChart.class),
          Map.entry("VectorGraphics2D", VectorGraphics2D.class),
          Map.entry("jte", TemplateEngine.class),
          Map.entry("SLF4J", LoggerFactory.class),
          Map.entry("jSerialComm", SerialPort.class),
          Map.entry("JNA", Native.class),
          Map.entry("JeroMQ", ZContext.class));

  @TempDir Path folder;

  @Test
  void thePagesStateTheVersionsOfTheBuild() throws IOException {
    Pattern row = Pattern.compile("(?m)^\\| ([A-Za-z][A-Za-z0-9 -]*?) (\\d[\\d.]*)( \\(CSV\\))?.*");
    Set<String> found = new TreeSet<>();
    for (String page :
        Set.of(
            "docs/decisions/0002-dependencies.md",
            "docs/decisions/0007-libraries-of-the-links.md")) {
      Matcher stated = row.matcher(Files.readString(ROOT.resolve(page)));
      while (stated.find()) {
        String name = stated.group(1) + (stated.group(3) == null ? "" : stated.group(3));
        assertTrue(LIBRARIES.containsKey(name), page + " states a library to check: " + name);
        found.add(name);
        String jar = jar(LIBRARIES.get(name));
        assertTrue(
            jar.matches(".*-" + Pattern.quote(stated.group(2)) + "([.-].*)?\\.jar"),
            page + " states " + name + " " + stated.group(2) + "; the build takes " + jar);
      }
    }
    assertEquals(new TreeSet<>(LIBRARIES.keySet()), found);
  }

  @Test
  void theProjectOfAUserLogsByTheVersionOfTheBuild() throws IOException {
    String pom = Files.readString(ROOT.resolve("docs/examples/project/pom.xml"));
    Matcher stated =
        Pattern.compile("<artifactId>slf4j-jdk14</artifactId>\\s*<version>([^<]*)").matcher(pom);
    assertTrue(stated.find(), pom);
    assertEquals("slf4j-api-" + stated.group(1) + ".jar", jar(LoggerFactory.class));
  }

  private static String jar(Class<?> of) {
    return Path.of(of.getProtectionDomain().getCodeSource().getLocation().getPath())
        .getFileName()
        .toString();
  }

  /** A list as the plugin writes it, of our application with these libraries. */
  private Path list(Map<String, String> libraries) throws IOException {
    StringBuilder text = new StringBuilder("{\n  \"metadata\" : {\n");
    text.append(purl("org.spinbench", "spinbench-app", "0.1.0"))
        .append("  }, \"components\" : [\n");
    libraries.forEach((name, version) -> text.append(purl("org.example", name, version)));
    return Files.writeString(folder.resolve("sbom.json"), text.append("  ]\n}\n"));
  }

  private static String purl(String group, String name, String version) {
    return "      \"purl\" : \"pkg:maven/" + group + "/" + name + "@" + version + "?type=jar\",\n";
  }

  private String check(Path list, int code) throws Exception {
    Process check =
        new ProcessBuilder("sh", SCRIPT.toString(), list.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(code, check.waitFor(), said);
    return said;
  }

  /** The release fails unless its list names each jar that it packs, and no other. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theListOfAReleaseNamesItsJars() throws Exception {
    Files.createFile(folder.resolve("alpha-1.2.jar"));
    Files.createFile(folder.resolve("beta-core-2.0.1-rc.jar"));
    Map<String, String> libraries = new TreeMap<>(Map.of("alpha", "1.2", "beta-core", "2.0.1-rc"));
    assertEquals("", check(list(libraries), 0));
    libraries.put("alpha", "1.1");
    String said = check(list(libraries), 1);
    assertTrue(said.contains("alpha-1.1.jar") && said.contains("alpha-1.2.jar"), said);
    libraries.remove("alpha");
    assertTrue(check(list(libraries), 1).contains("alpha-1.2.jar"));
    libraries.putAll(Map.of("alpha", "1.2", "gamma", "3"));
    assertTrue(check(list(libraries), 1).contains("gamma-3.jar"));
  }

  private void git(String... words) throws Exception {
    List<String> line = new ArrayList<>(List.of("git", "-C", folder.resolve("known").toString()));
    line.addAll(List.of("-c", "user.name=test", "-c", "user.email=test@localhost"));
    line.addAll(List.of(words));
    Process git = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, git.waitFor(), said);
  }

  private void advisory(String path, String range) throws IOException {
    Path file = folder.resolve("known").resolve(path + ".yml");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file, "---\ntitle: \"a hole\"\naffected_range: \"" + range + "\"\nfixed: []\n");
  }

  /** Ranges as Maven and npm write them: what is in one of them is named, and nothing else. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsInTheRangeOfAnAdvisoryIsNamed() throws Exception {
    for (String jar : List.of("alpha-1.2", "beta-core-2.10", "plot-1.6.30", "spinbench-1")) {
      Files.createFile(folder.resolve(jar + ".jar"));
    }
    advisory("maven/org.example/alpha/CVE-1-1", "(,1.2)");
    advisory("maven/org.example/alpha/CVE-1-2", "[1.0,1.1],[1.2.0,1.3)");
    advisory("maven/org.example/alpha/CVE-1-3", "[1.2.1]");
    advisory("maven/org.example/alpha-x/CVE-1-4", "(,9)");
    advisory("maven/org.example/beta-core/CVE-2-1", "[2.9,2.10.1)");
    advisory("maven/org.example/beta-core/CVE-2-2", "(2.10,)");
    advisory("npm/plot/CVE-3-1", ">=1.7||<1.6.31");
    advisory("npm/plot/CVE-3-2", ">1.6.3 <1.6.30");
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "known");
    Process scan =
        new ProcessBuilder(
                "python3",
                SCRIPT.resolveSibling("known-holes.py").toString(),
                folder.resolve("known").toString(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(scan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, scan.waitFor(), said);
    List<String> lines = said.lines().skip(1).toList();
    assertEquals("alpha-1.2.jar: CVE-1-2, [1.0,1.1],[1.2.0,1.3): a hole", lines.get(0));
    assertEquals("beta-core-2.10.jar: CVE-2-1, [2.9,2.10.1): a hole", lines.get(1));
    assertEquals("plot-1.6.30.jar: CVE-3-1, >=1.7||<1.6.31: a hole", lines.get(2));
    assertEquals(
        "3 jars, 7 advisories that name one of them, 3 whose range contains its version",
        lines.get(3));
  }
}
