package org.spinbench.drivers.transport.serial;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.standin.ChildProgram;

/** What loading the library does to the program, tried in programs of their own. */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class SerialLibraryTest {
  @TempDir Path shared;

  /** Closing the terminal must go on to end the program, and with it bring sources to rest. */
  @ParameterizedTest
  @ValueSource(strings = {HangUps.HEEDED, HangUps.IGNORED})
  void loadingLeavesHangUpsAndSharedFoldersAlone(String hangUps) throws Exception {
    Process program =
        new ProcessBuilder(
                ChildProgram.command(
                    List.of("-Djava.io.tmpdir=" + shared, "-Djna.tmpdir=" + shared),
                    HangUps.class,
                    List.of(hangUps)))
            .redirectError(ProcessBuilder.Redirect.INHERIT) // newer JDKs warn of native libraries
            .start();
    String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, program.waitFor(), said);
    assertEquals(hangUps + " " + hangUps, said.strip());
    assertEquals(List.of(), leftIn(shared));
  }

  /** What stays there of the serial library; where JNA puts its own part is its own business. */
  private static List<String> leftIn(Path folder) throws Exception {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.toLowerCase(Locale.ROOT).contains("serial"))
          .toList();
    }
  }
}
