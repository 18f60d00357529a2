package org.spinbench.app.command.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.spinbench.app.Spinbench;
import org.spinbench.app.command.Outcome;
import picocli.CommandLine;

/** What shells and {@code man} are told of the commands. */
class CompletionCommandTest {
  private static final Set<String> MACROS = Set.of(".TH", ".SH", ".PP", ".TP", ".nf", ".fi");

  @TempDir Path folder;

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void bashCompletesCommandsAndOptions() throws Exception {
    Outcome outcome = Outcome.of("completion", "bash");
    assertEquals(0, outcome.code(), outcome.err());
    Path script = Files.writeString(folder.resolve("spinbench.bash"), outcome.out());
    assertEquals("train", completed(script, "spinbench", "tra"));
    assertEquals("--chip-seed", completed(script, "spinbench train", "--chip-s"));
    assertEquals("export", completed(script, "spinbench runs", "ex"));
    assertEquals(outcome.out(), Outcome.of("completion", "zsh").out());
  }

  /** What a bash that has read the script offers for a word. */
  private String completed(Path script, String before, String word) throws Exception {
    int words = before.split(" ").length;
    String program =
        "compopt() { :; }; source '%s'; COMP_WORDS=(%s '%s'); COMP_CWORD=%d; COMP_LINE='%s %s'; _complete_spinbench;"
            + " echo \"${COMPREPLY[@]}\"";
    Process bash =
        new ProcessBuilder(
                "bash",
                "-c",
                String.format(Locale.ROOT, program, script, before, word, words, before, word))
            .redirectErrorStream(true)
            .start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), said);
    return said.strip();
  }

  @Test
  void fishCompletesCommandsAndOptions() {
    List<String> lines = Outcome.of("completion", "fish").out().lines().toList();
    assertTrue(
        lines.contains(
            "complete -c spinbench -n '__fish_use_subcommand' -f -a runs -d 'Lists, labels, shows,"
                + " compares, exports, imports and removes runs'"),
        String.join("\n", lines));
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.startsWith(
                        "complete -c spinbench -n '__fish_seen_subcommand_from train' -l chip-seed"
                            + " -r -d 'seed of the simulated chip")));
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.startsWith(
                        "complete -c spinbench -n '__fish_seen_subcommand_from runs; and not"
                            + " __fish_seen_subcommand_from list ")));
    for (String line : lines) {
      assertTrue(line.startsWith("complete -c spinbench "), line);
      assertEquals(0, line.replace("\\'", "").chars().filter(c -> c == '\'').count() % 2, line);
    }
  }

  @Test
  void everyCommandHasAManualPage() throws IOException {
    assertEquals(0, Outcome.of("completion", "--man", folder.resolve("man1").toString()).code());
    Set<String> expected = new TreeSet<>();
    names(Spinbench.whole(), expected);
    try (Stream<Path> files = Files.list(folder.resolve("man1"))) {
      Set<String> pages = new TreeSet<>();
      for (Path file : files.toList()) {
        pages.add(file.getFileName().toString());
        String page = Files.readString(file);
        assertTrue(page.startsWith(".TH \"SPINBENCH"), page);
        assertTrue(page.contains(".SH NAME\nspinbench"), page);
        assertTrue(page.contains(".SH SYNOPSIS\nspinbench"), page);
        assertFalse(page.contains("null") || page.contains("${"), page);
        page.lines()
            .filter(line -> line.startsWith("."))
            .forEach(line -> assertTrue(MACROS.contains(line.split(" ")[0]), line));
      }
      assertEquals(expected, pages);
    }
    String train = Files.readString(folder.resolve("man1/spinbench-train.1"));
    assertTrue(
        train.contains(".TP\n\\fB\\-\\-chip\\-seed N\\fR\nseed of the simulated chip"), train);
    String runs = Files.readString(folder.resolve("man1/spinbench-runs.1"));
    assertTrue(runs.contains("\\fBspinbench\\-runs\\-export(1)\\fR"), runs);
  }

  private static void names(CommandLine command, Set<String> names) {
    names.add(command.getCommandSpec().qualifiedName("-") + ".1");
    command.getSubcommands().values().forEach(below -> names(below, names));
  }

  @Test
  void aShellOrAFolderIsNeeded() {
    for (String[] line :
        List.of(
            new String[] {"completion"},
            new String[] {"completion", "bash", "--man", folder.toString()})) {
      Outcome outcome = Outcome.of(line);
      assertEquals(2, outcome.code());
      assertTrue(outcome.err().contains("give either a shell"), outcome.err());
    }
    assertEquals(2, Outcome.of("completion", "tcsh").code());
  }
}
