package org.spinbench.app.command.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.app.command.Outcome;

/** The commands of the queue that only change it. */
class QueueCommandTest {
  @TempDir Path folder;

  private Outcome queue(String words) {
    return Outcome.of(("queue " + words.replace("DIR", folder.toString())).split(" "));
  }

  private String ok(String words) {
    Outcome outcome = queue(words);
    assertEquals(0, outcome.code(), outcome.err());
    return outcome.out();
  }

  @Test
  void aQueueIsFilledArrangedAndListed() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.toml"), "name = \"a plan\"\n");
    assertEquals(
        "1 (train --task band --seed 4) is waiting\n",
        ok("add --runs DIR train --task band --seed 4"));
    ok("add --runs DIR --after 1 --not-before 2999-01-01T00:00 measure " + plan + " --tag cold");
    assertEquals("3 (calibrate) is held\n", ok("add --runs DIR --held --if-succeeded calibrate"));
    ok("move --runs DIR 3 1");
    assertEquals("1 (train --task band --seed 4) is held\n", ok("hold --runs DIR 1"));
    assertEquals("3 (calibrate) is waiting\n", ok("release --runs DIR 3"));
    String list = ok("list --runs DIR");
    assertTrue(
        list.matches(
            """
            id  state    command +conditions +run  reason
            \\s*3  waiting  calibrate +if succeeded
            \\s*1  held +train --task band --seed 4 *
            \\s*2  waiting  measure \\S+plan.toml --tag cold +not before 2999-01-01T00:00:00Z, after 1
            """),
        list);
    JsonNode second = queue("list --json --runs DIR").json().at("/entries/2");
    assertEquals("WAITING", second.get("state").textValue());
    assertEquals(1, second.at("/when/after").intValue());
    assertEquals(Path.of("").toAbsolutePath().toString(), second.get("folder").textValue());
    ok("remove --runs DIR 2");
    assertEquals(2, queue("list --json --runs DIR").json().get("entries").size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "add | COMMAND is missing",
        "add mesure plan.toml | 'mesure' makes no run; there are measure, train, calibrate, watch",
        "add runs list | 'runs' makes no run",
        "add train --buget 5 | train: 'train' has no option --buget; did you mean '--budget'?",
        "add train --budget many | train: --budget: 'many' is not a whole number",
        "add train --resume X --seed 4 | train: --seed has no effect with --resume",
        "add train --help | --help makes no run; leave it out",
        "add measure no-such-plan.toml | there is no file no-such-plan.toml",
        "add measure iv --to 1e-3 | measure: --current SETTING, --voltage READING are missing",
        "add --not-before tonight train | --not-before: 'tonight' is no day and no time",
        "add --not-before +8hours train | --not-before: '+8hours' is no time from now; write",
        "add --after x train | --after: 'x' is not a whole number",
        "move 1 0 | PLACE is 0; at least 1",
        "hold one | ID: 'one' is not a whole number"
      })
  void whatCannotBeExecutedIsRefusedAtOnce(String words, String reason) {
    Outcome outcome = queue(words);
    assertEquals(2, outcome.code(), outcome.out());
    assertTrue(outcome.err().contains(reason), outcome.err());
  }

  @Test
  void whatCannotBeDoneIsExplained() {
    ok("add --runs DIR train");
    assertEquals(
        new Outcome(1, "", "spinbench: 1 (train) is waiting, so there is nothing to release\n"),
        queue("release --runs DIR 1"));
    assertEquals(
        new Outcome(1, "", "spinbench: the queue has no entry 7; it has 1\n"),
        queue("hold --runs DIR 7"));
    assertEquals(
        new Outcome(1, "", "spinbench: the queue has no entry 7; it has 1\n"),
        queue("add --runs DIR --after 7 train"));
  }
}
