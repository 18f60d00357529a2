package org.spinbench.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of an installed program, with stand-ins for Java that print their arguments. */
@DisabledOnOs(OS.WINDOWS)
class InstalledLauncherTest {
  private static final Path RELEASE = Path.of("main", "release");

  @TempDir Path folder;
  private Path home;
  private Path script;

  @BeforeEach
  void install() throws IOException {
    home = Files.createDirectories(folder.resolve("opt/the program")).toRealPath();
    script = home.resolve("spinbench");
    executable(script, Files.readString(RELEASE.resolve("spinbench")));
    java(folder.resolve("tools"), "of the path", "17.0.1");
  }

  @Test
  void theRuntimeThatCameWithItIsTaken() throws Exception {
    java(home.resolve("runtime/bin"), "of the runtime", "none");
    List<String> said = run(0, script, "train", "my bench.toml");
    assertEquals("of the runtime", said.get(0));
    assertEquals(
        List.of("-jar", home.resolve("spinbench.jar").toString(), "train", "my bench.toml"),
        said.subList(said.size() - 4, said.size()));
    assertTrue(said.contains("-XX:TieredStopAtLevel=1"), said.toString());
    assertFalse(run(0, script, "serve").contains("-XX:TieredStopAtLevel=1"));
  }

  @Test
  void withoutOneAJavaOfTheComputerIsTakenThroughAnyLinks() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path link =
        Files.createSymbolicLink(bin.resolve("spinbench"), Path.of("../opt/the program/spinbench"));
    assertEquals("of the path", run(0, link, "runs").get(0));
    java(folder.resolve("tools"), "old", "11.0.2");
    assertTrue(run(1, link).get(0).endsWith("java is Java 11; 17 or newer is needed"));
  }

  @Test
  void theScriptForWindowsStartsTheSameJarInLinesOfWindows() throws IOException {
    String text = Files.readString(RELEASE.resolve("spinbench.cmd"));
    assertTrue(
        text.contains("-jar \"%HOME_DIR%spinbench.jar\" %*\r\nexit /b %ERRORLEVEL%\r\n"), text);
    assertEquals(
        text.lines().count(), text.split("\r\n", -1).length - 1, "every line ends in CR LF");
  }

  private static void java(Path bin, String name, String version) throws IOException {
    Files.createDirectories(bin);
    executable(
        bin.resolve("java"),
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2026-10-20' >&2; exit; fi
        echo '%s'
        for argument; do echo "$argument"; done
        """
            .replaceFirst("%s", version)
            .replaceFirst("%s", name));
  }

  private List<String> run(int code, Path launcher, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("SPINBENCH_JAVA_OPTS");
    builder
        .environment()
        .merge("PATH", folder.resolve("tools").toString(), (path, tools) -> tools + ":" + path);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(code, process.waitFor(), said);
    return said.lines().toList();
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
