package org.spinbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script of the continuous integration in a house of its own, where Maven, Debian's package
 * tools, {@code sudo}, {@code id} and {@code sleep} are stand-ins. {@code dpkg-query} answers as
 * the real one does: of a package that it never knew, on the error stream and with exit status 1.
 */
@DisabledOnOs(OS.WINDOWS)
class CiScriptTest {
  private static final Path SCRIPT = Path.of("..", ".ci", "run");
  private static final String INSTALLED = "install ok installed";

  @TempDir Path folder;
  private Path house;
  private Path tools;
  private final Map<String, String> packages = new TreeMap<>();
  private List<String> wanted;

  @BeforeEach
  void build() throws IOException {
    house = Files.createDirectories(folder.resolve("the house"));
    tools = Files.createDirectories(folder.resolve("tools"));
    Files.createDirectory(house.resolve(".ci"));
    String script = Files.readString(SCRIPT);
    executable(house.resolve(".ci/run"), script);
    Matcher list = Pattern.compile("outside_programs=\\(([^)]*)\\)").matcher(script);
    assertTrue(list.find());
    wanted = Arrays.stream(list.group(1).split("\\s+")).sorted().toList();
    executable(
        tools.resolve("dpkg-query"),
        """
        #!/bin/sh
        shift 3
        code=0
        for package; do
          if ! sed -n "s/^$package=//p" packages | grep .; then
            echo "dpkg-query: no packages found matching $package" >&2
            code=1
          fi
        done
        exit $code
        """);
    executable(
        tools.resolve("apt-get"),
        """
        #!/bin/sh
        echo "apt-get $*" >> asked
        [ ! -e offline ]
        """);
    executable(tools.resolve("sudo"), "#!/bin/sh\necho \"sudo $*\" >> asked\nshift\nexec \"$@\"\n");
    executable(tools.resolve("sleep"), "#!/bin/sh\n");
    executable(
        tools.resolve("mvn"),
        """
        #!/bin/sh
        echo "mvn $*" >> asked
        mkdir -p drivers/target/surefire-reports target/app/surefire-reports
        cp report target/app/surefire-reports/TEST-a.xml
        cp report drivers/target/surefire-reports/TEST-a.xml
        [ ! -e broken ]
        """);
    Files.writeString(house.resolve("report"), "<testsuite/>\n");
    beUser(0);
  }

  private void beUser(int number) throws IOException {
    executable(tools.resolve("id"), "#!/bin/sh\necho " + number + "\n");
  }

  private void allAre(String status) {
    wanted.forEach(name -> packages.put(name, status));
  }

  @Test
  void theListNamesTheProgramsOfOthers() {
    assertTrue(
        wanted.containsAll(
            List.of("python3-pyvisa-py", "python3-xarray", "python3-zmq", "lxi-tools")),
        wanted.toString());
  }

  @Test
  void aMachineThatNeverHadThePackagesGetsThemAll() throws Exception {
    run("");
    assertEquals(wanted, installed());
  }

  @Test
  void onlyWhatIsMissingIsInstalled() throws Exception {
    allAre(INSTALLED);
    packages.remove("lxi-tools");
    run("");
    assertEquals(List.of("lxi-tools"), installed());
  }

  @Test
  void aRemovedPackageIsInstalledAgain() throws Exception {
    allAre(INSTALLED);
    packages.put("socat", "deinstall ok config-files");
    run("");
    assertEquals(List.of("socat"), installed());
  }

  @Test
  void withEveryPackageNothingIsAskedOfTheNetwork() throws Exception {
    allAre(INSTALLED);
    Files.createFile(house.resolve("offline"));
    assertEquals(0, run("").code());
    assertTrue(asked().stream().allMatch(line -> line.startsWith("mvn ")), asked().toString());
  }

  @Test
  void aUserInstallsNothingUnlessContinuousIntegrationLetsHim() throws Exception {
    beUser(1000);
    assertEquals(0, run("").code());
    assertEquals(List.of(), installed());
    run("true");
    assertEquals(wanted, installed());
    assertTrue(asked().contains("sudo -n apt-get -q update"), asked().toString());
  }

  @Test
  void withoutThePackagesNothingIsBuilt() throws Exception {
    Files.createFile(house.resolve("offline"));
    allAre(INSTALLED);
    packages.remove("python3-zmq");
    Outcome outcome = run("");
    assertEquals(1, outcome.code());
    assertTrue(outcome.said().endsWith("cannot install python3-zmq\n"), outcome.said());
    assertFalse(asked().stream().anyMatch(line -> line.startsWith("mvn ")), asked().toString());
    assertEquals(3, asked().stream().filter(line -> line.endsWith(" update")).count());
  }

  @Test
  void testsThatRanAndTestsThatWereSkippedAreListedAndMavenDecides() throws Exception {
    allAre(INSTALLED);
    Files.createFile(house.resolve("broken"));
    Files.writeString(
        house.resolve("report"),
        """
        <testcase name="rawSocket" classname="org.spinbench.app.outside.PyvisaTest" time="2">
        </testcase>
        <testcase name="rawSocketAndVxi11" classname="org.spinbench.app.outside.LxiTest" time="0">
          <skipped message="Assumption failed: needs lxi (package lxi-tools)"/>
        </testcase>
        <testcase name="quick" classname="org.spinbench.app.MainTest" time="0"/>
        """);
    Outcome outcome = run("");
    assertEquals(1, outcome.code());
    String ran = "  ran      org.spinbench.app.outside.PyvisaTest rawSocket\n";
    String skipped = "  skipped  org.spinbench.app.outside.LxiTest rawSocketAndVxi11: ";
    assertTrue(outcome.said().contains(ran), outcome.said());
    assertTrue(outcome.said().contains(skipped), outcome.said());
    assertTrue(outcome.said().contains("needs lxi (package lxi-tools)\n"), outcome.said());
    assertFalse(outcome.said().contains("MainTest"), outcome.said());
  }

  private record Outcome(int code, String said) {}

  private Outcome run(String ci) throws Exception {
    Files.write(
        house.resolve("packages"),
        packages.entrySet().stream().map(one -> one.getKey() + "=" + one.getValue()).toList());
    Files.deleteIfExists(house.resolve("asked"));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(house.resolve(".ci/run").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("CI", ci);
    builder.environment().merge("PATH", tools.toString(), (path, first) -> first + ":" + path);
    int code = builder.start().waitFor();
    return new Outcome(code, Files.readString(output));
  }

  private List<String> asked() throws IOException {
    return Files.readAllLines(house.resolve("asked"));
  }

  /** The packages that were asked for, in order. */
  private List<String> installed() throws IOException {
    return asked().stream()
        .filter(line -> line.startsWith("apt-get -q -y install --no-install-recommends "))
        .flatMap(line -> Arrays.stream(line.split(" ")).skip(5))
        .sorted()
        .collect(Collectors.toList());
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
