package org.spinbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a house of its own, where {@code mvn} and {@code java} are stand-ins that
 * tell what they were asked: one notes each build, the other prints its directory and arguments.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "spinbench");

  // A list of classes as Java writes it.
  private static final String PLAIN = "java/lang/Object\norg/spinbench/app/Main id: 7\n";
  private static final String FORM = "@lambda-form-invoker [SPECIES_RESOLVE] L_L\n";
  private static final String LAMBDA =
      "@lambda-proxy org/spinbench/app/Main run ()Ljava/lang/Runnable; ()V REF_invokeStatic\n";
  private static final String OLD =
      "@lambda-proxy org/spinbench/app/Usage handle ()Lpicocli/CommandLine$IHandler; ()V\n"
          + "@lambda-proxy org/spinbench/Fit at ()Lorg/apache/commons/math3/analysis/Function; ()D\n";

  @TempDir Path folder;
  private Path house;
  private Path elsewhere;

  @BeforeEach
  void build() throws IOException {
    house = Files.createDirectories(folder.resolve("the house"));
    elsewhere = Files.createDirectories(folder.resolve("else where"));
    executable(house.resolve("spinbench"), Files.readString(SCRIPT));
    Files.createFile(house.resolve("pom.xml"));
    for (String module : List.of("drivers", "simulator", "calibration", "experiments")) {
      Files.createDirectories(house.resolve(module).resolve("src/main/java"));
      Files.createFile(house.resolve(module).resolve("pom.xml"));
    }
    Files.createDirectories(house.resolve("src/main/java"));
    Files.createFile(house.resolve("src/pom.xml"));
    Files.createFile(house.resolve("src/main/java/Main.java"));
    Files.createDirectories(house.resolve("experiments/benches"));
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Files.writeString(tools.resolve("classes"), PLAIN + FORM + LAMBDA + OLD);
    executable(
        tools.resolve("mvn"),
        """
        #!/bin/sh
        echo "chatter of Maven"
        if [ -f broken ]; then echo "[ERROR] it does not compile"; exit 1; fi
        if [ -f target/busy ]; then echo "two builds at a time" >> builds; fi
        : > target/busy
        sleep 0.2
        echo build >> builds
        for argument; do echo "$argument"; done > arguments
        mkdir -p target/app
        : > target/app/spinbench.jar
        rm target/busy
        """);
    executable(
        tools.resolve("java"),
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo "openjdk version \\"${FAKE_VERSION:-17.0.1}\\" 2026-10-20" >&2
          exit 0
        fi
        for argument; do
          case $argument in
            -XX:DumpLoadedClassList=*) cp "${0%/*}/classes" "${argument#*=}"; exit ;;
            -XX:SharedClassListFile=*) list=${argument#*=} ;;
            -XX:SharedArchiveFile=*) archive=${argument#*=} ;;
          esac
        done
        if [ "$1" = -Xshare:dump ]; then
          if [ -n "${NO_DUMP:-}" ] && grep -q "$NO_DUMP" "$list"; then exit 134; fi
          cp "$list" "$archive"
          exit
        fi
        pwd
        for argument; do echo "<$argument>"; done
        """);
  }

  @Test
  void theFirstRunBuildsOnceAndSaysSo() throws Exception {
    Outcome first = run(elsewhere, house.resolve("spinbench"), "train", "my bench.toml");
    Outcome second = run(elsewhere, house.resolve("spinbench"), "train");
    assertEquals("spinbench: building (first run only) ...\n", first.err);
    assertEquals("", second.err);
    assertEquals(List.of("build"), builds());
    assertTrue(first.out.startsWith(elsewhere.toRealPath() + "\n"), first.out);
    assertTrue(first.out.endsWith("<train>\n<my bench.toml>\n"), first.out);
  }

  @Test
  void itIsFoundThroughLinks() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("direct"), house.resolve("spinbench"));
    Path chained =
        Files.createSymbolicLink(folder.resolve("chained"), Path.of("else where/direct"));
    assertEquals(0, run(elsewhere, link).code);
    assertEquals("", run(house.resolve("src"), chained).err);
    assertEquals(List.of("build"), builds());
  }

  @Test
  void changesAreBuilt() throws Exception {
    run(house, house.resolve("spinbench"));
    ageAll();
    assertEquals("", run(house, house.resolve("spinbench")).err);

    Files.createFile(house.resolve("experiments/benches/new.toml"));
    assertEquals(
        "spinbench: building (sources have changed) ...\n",
        run(house, house.resolve("spinbench")).err);
    ageAll();
    Files.delete(house.resolve("src/main/java/Main.java"));
    run(house, house.resolve("spinbench"));
    ageAll();
    Files.writeString(house.resolve("drivers/pom.xml"), "<project/>");
    run(house, house.resolve("spinbench"));
    assertEquals(4, builds().size());
  }

  @Test
  void runsThatStartTogetherBuildOnce() throws Exception {
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      started.add(process(elsewhere, "run" + i, house.resolve("spinbench"), "run").start());
    }
    for (Process process : started) {
      assertEquals(0, process.waitFor());
    }
    assertEquals(List.of("build"), builds());
  }

  @Test
  void aFailedBuildShowsWhatMavenSaid() throws Exception {
    Files.createFile(house.resolve("broken"));
    Outcome outcome = run(elsewhere, house.resolve("spinbench"), "train");
    assertEquals(1, outcome.code);
    assertEquals("", outcome.out);
    assertTrue(outcome.err.contains("[ERROR] it does not compile"), outcome.err);

    Files.delete(house.resolve("broken"));
    assertEquals(0, run(elsewhere, house.resolve("spinbench"), "train").code);
  }

  @Test
  void anOldJavaIsRefusedByName() throws Exception {
    ProcessBuilder builder = process(elsewhere, "old", house.resolve("spinbench"));
    builder.environment().put("FAKE_VERSION", "11.0.2");
    Outcome outcome = outcome(builder, "old");
    assertEquals(1, outcome.code);
    assertTrue(outcome.err.endsWith("java is Java 11; 17 or newer is needed\n"), outcome.err);
  }

  @Test
  void javaHomeIsRespected() throws Exception {
    Path home = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
    ProcessBuilder builder = process(elsewhere, "none", house.resolve("spinbench"));
    builder.environment().put("JAVA_HOME", home.toString());
    Outcome without = outcome(builder, "none");
    assertEquals(1, without.code);
    assertTrue(without.err.contains("there is no bin/java in it"), without.err);

    executable(
        home.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"25\"' >&2; echo mine\n");
    Outcome with = outcome(builder, "none");
    assertEquals("mine\n", with.out);
  }

  @Test
  void theVersionIsReadBesideAJdkWithoutStartingIt() throws Exception {
    Path home = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
    executable(
        home.resolve("bin/java"),
        "#!/bin/sh\nif [ \"$1\" = -version ]; then exit 1; fi\necho mine\n");
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"N\"\nJAVA_RUNTIME_VERSION=\"25.0.1+3\"\n");
    ProcessBuilder builder = process(elsewhere, "run", house.resolve("spinbench"));
    builder.environment().put("JAVA_HOME", home.toString());
    assertEquals("mine\n", outcome(builder, "run").out);
    Files.writeString(home.resolve("release"), "JAVA_RUNTIME_VERSION=\"11.0.30+2\"\n");
    assertTrue(outcome(builder, "run").err.endsWith(" is Java 11; 17 or newer is needed\n"));
  }

  @Test
  void aBuildMakesAnArchiveOfClassesForThisJava() throws Exception {
    String first = run(elsewhere, house.resolve("spinbench"), "runs", "list").out;
    Path archive = house.toRealPath().resolve("target/app/classes-17.0.1.jsa");
    assertEquals(PLAIN + FORM + LAMBDA, Files.readString(archive));
    assertTrue(first.contains("<-XX:SharedArchiveFile=" + archive + ">\n"), first);
    assertEquals(List.of(archive), archives());

    ProcessBuilder newer = process(elsewhere, "newer", house.resolve("spinbench"), "runs");
    newer.environment().put("FAKE_VERSION", "18.0.2");
    Outcome other = outcome(newer, "newer");
    assertTrue(other.code == 0 && !other.out.contains("Shared"), other.out);
    assertEquals(List.of(archive), archives(), "only a build writes");

    Files.setLastModifiedTime(
        house.resolve("target/app/spinbench.jar"),
        FileTime.from(Files.getLastModifiedTime(archive).toInstant().plusSeconds(5)));
    String later = run(elsewhere, house.resolve("spinbench"), "runs").out;
    assertTrue(!later.contains("Shared"), later);
  }

  /** Some builds of Java 17 abort over lambda expressions. */
  @Test
  void anArchiveLeavesOutWhatJavaFailsOver() throws Exception {
    ProcessBuilder builder = process(elsewhere, "run", house.resolve("spinbench"), "train");
    builder.environment().put("NO_DUMP", "@lambda-proxy");
    assertEquals(0, outcome(builder, "run").code);
    assertEquals(PLAIN + FORM, Files.readString(archives().get(0)));

    ageAll();
    Files.delete(house.resolve("src/main/java/Main.java"));
    builder.environment().put("NO_DUMP", "@");
    assertEquals(0, outcome(builder, "run").code);
    assertEquals(List.of("build", "build"), builds());
    assertEquals(PLAIN, Files.readString(archives().get(0)));
  }

  @Test
  void withoutAnArchiveAllWorks() throws Exception {
    ProcessBuilder builder = process(elsewhere, "run", house.resolve("spinbench"), "train");
    builder.environment().put("NO_DUMP", "Object");
    Outcome outcome = outcome(builder, "run");
    assertEquals("spinbench: building (first run only) ...\n", outcome.err);
    assertTrue(outcome.code == 0 && !outcome.out.contains("Shared"), outcome.out);
    assertEquals(List.of(), archives());
    try (var left = Files.list(house.resolve("target/app"))) {
      assertEquals(List.of(), left.filter(f -> f.toString().contains("classes")).toList());
    }
  }

  @Test
  void shortCommandsRunOnTheQuickCompiler() throws Exception {
    String quick = "<-XX:TieredStopAtLevel=1>\n<-XX:+UseSerialGC>\n";
    for (String command : List.of("train", "runs", "--help", "safe")) {
      String out = run(elsewhere, house.resolve("spinbench"), command).out;
      assertTrue(out.contains(quick), command + ": " + out);
    }
    for (String command : List.of("benchmark", "drone", "serve", "study")) {
      String out = run(elsewhere, house.resolve("spinbench"), command).out;
      assertTrue(!out.contains("-XX:TieredStopAtLevel"), command + ": " + out);
    }
    ProcessBuilder builder = process(elsewhere, "own", house.resolve("spinbench"), "train");
    builder.environment().put("SPINBENCH_JAVA_OPTS", "-XX:+UseParallelGC -Xmx3g");
    String own = outcome(builder, "own").out;
    assertTrue(own.contains("<-XX:+UseParallelGC>\n<-Xmx3g>\n") && !own.contains("Serial"), own);
  }

  private List<Path> archives() throws IOException {
    try (var files = Files.list(house.toRealPath().resolve("target/app"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  @Test
  void theBuildReceivesTheCommit() throws Exception {
    String first = commitAll();
    assertEquals(first, builtFrom());

    Files.writeString(house.resolve("README.md"), "what no program is made of");
    change("drivers/src/main/java/Driver.java");
    assertEquals(first + "-dirty", builtFrom(), "a file that git does not know");
    String second = commitAll();
    assertTrue(second.matches("[0-9a-f]{40}") && !second.equals(first), second);
    assertEquals(second, builtFrom());

    for (String file : List.of("pom.xml", "src/pom.xml", "src/main/java/Main.java")) {
      change(file);
      assertEquals(second + "-dirty", builtFrom(), file);
      git("checkout", "-q", ".");
    }
    Files.writeString(house.resolve("plan.toml"), "of the user");
    assertEquals(second, builtFrom());
  }

  @Test
  void aTreeWithoutGitHasNoCommitEvenInsideOfAClone() throws Exception {
    assertEquals("unknown", builtFrom());
    Path other = house;
    house = folder;
    commitAll();
    house = other;
    assertEquals("unknown", builtFrom());
    git("init", "-q");
    assertEquals("unknown", builtFrom(), "nothing is committed yet");
  }

  private void change(String file) throws IOException {
    Files.createDirectories(house.resolve(file).getParent());
    Files.writeString(house.resolve(file), "changed");
  }

  /** Which commit the next build is told. */
  private String builtFrom() throws Exception {
    Files.deleteIfExists(house.resolve("target/app/built"));
    assertEquals(0, run(elsewhere, house.resolve("spinbench")).code);
    String option = "-Dspinbench.commit=";
    return Files.readAllLines(house.resolve("arguments")).stream()
        .filter(argument -> argument.startsWith(option))
        .map(argument -> argument.substring(option.length()))
        .reduce((one, other) -> one + " and " + other)
        .orElse("");
  }

  private String commitAll() throws Exception {
    git("init", "-q");
    git("add", ".");
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "A commit");
    return git("rev-parse", "HEAD").strip();
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process git =
        new ProcessBuilder(command).directory(house.toFile()).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, git.waitFor(), said);
    return said;
  }

  private record Outcome(int code, String out, String err) {}

  private Outcome run(Path directory, Path script, String... arguments) throws Exception {
    return outcome(process(directory, "run", script, arguments), "run");
  }

  private Outcome outcome(ProcessBuilder builder, String name) throws Exception {
    int code = builder.start().waitFor();
    return new Outcome(
        code,
        Files.readString(folder.resolve(name + ".out")),
        Files.readString(folder.resolve(name + ".err")));
  }

  private ProcessBuilder process(Path directory, String name, Path script, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("SPINBENCH_JAVA_OPTS");
    builder
        .environment()
        .merge("PATH", folder.resolve("tools").toString(), (path, tools) -> tools + ":" + path);
    return builder
        .redirectOutput(folder.resolve(name + ".out").toFile())
        .redirectError(folder.resolve(name + ".err").toFile());
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(house.resolve("builds"));
  }

  /** Makes everything in the house old, the mark of the last build included, in this order. */
  private void ageAll() throws IOException {
    FileTime built = Files.getLastModifiedTime(house.resolve("target/app/built"));
    FileTime before = FileTime.from(built.toInstant().minus(Duration.ofHours(1)));
    try (var files = Files.walk(house)) {
      for (Path file : files.filter(f -> !f.startsWith(house.resolve("target"))).toList()) {
        Files.setLastModifiedTime(file, before);
      }
    }
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
