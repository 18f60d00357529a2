package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;

/** Which program a run says it was made by. */
class VersionTest {
  private static final String COMMIT = "unknown|[0-9a-f]{40}(-dirty)?";

  @TempDir Path folder;

  @Test
  void theBuildHasFilledInACommit() {
    StartDocument.Program program = Version.program();
    assertTrue(program.commit().matches(COMMIT), program.commit());
    assertEquals(
        program.version() + ", commit " + program.commit() + ", on Java " + program.java(),
        program.text());
    Outcome outcome = Outcome.of("--version");
    assertEquals(0, outcome.code());
    assertTrue(
        outcome.out().startsWith("spinbench " + program.version() + ", commit " + program.commit()),
        outcome.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8928bb7000000000000000000000000000000001",
        "8928bb7000000000000000000000000000000001-dirty",
        "8928bb7000000000000000000000000000000001000000000000000000000002",
        "unknown"
      })
  void whatABuildCanWriteDown(String commit) {
    assertEquals(commit, Version.commit("# Filled in\ncommit=" + commit + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "${spinbench.commit}", "8928bb7", "dirty", "unknown-dirty", "8928bb7-dirty"})
  void onlyCommitsAreTakenForCommits(String found) {
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> Version.commit("commit=" + found));
    assertTrue(refused.getMessage().contains(" from commit '" + found + "'; build it again"));
    assertThrows(IllegalStateException.class, () -> Version.commit("# nothing"));
  }

  @Test
  void aRunKeepsItAndShowsIt() {
    assertEquals(0, Outcome.of("calibrate", "--runs", folder.toString()).code());
    Runs runs = new Runs(folder);
    String name = runs.list().get(0).name();
    try (RunFile run = runs.read(name)) {
      assertEquals(Version.program(), run.start().program());
    }
    Outcome shown = Outcome.of("runs", "show", name, "--runs", folder.toString());
    assertTrue(shown.out().contains("spinbench " + Version.program().text()), shown.out());
  }
}
