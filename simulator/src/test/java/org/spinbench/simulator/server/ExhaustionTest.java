package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.standin.ChildProgram;

/** A process that may open few files runs out of them, and goes on when it has some again. */
@EnabledOnOs(OS.LINUX)
class ExhaustionTest {
  private static final int DESCRIPTORS = 200;

  @Test
  @Timeout(value = 300, unit = TimeUnit.SECONDS)
  void whatFailsForWantOfDescriptorsGivesThemBackAndServersAnswerAgain() throws Exception {
    String limited = "ulimit -n " + DESCRIPTORS + " && exec \"$@\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", limited, "limited"));
    command.addAll(ChildProgram.command(List.of("-Xmx256m"), Exhaustion.class, List.of()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.endsWith("sound" + System.lineSeparator()), said);
  }
}
