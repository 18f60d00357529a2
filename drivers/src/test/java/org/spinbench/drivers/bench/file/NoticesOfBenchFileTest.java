package org.spinbench.drivers.bench.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.RunLabels.Moment;
import org.spinbench.drivers.bench.file.RunLabels.Notice;
import org.spinbench.drivers.standin.StandInBench;

/** Whom a bench file lets tell about runs, and what it must not name. */
final class NoticesOfBenchFileTest {
  private static BenchFile with(String lines) {
    return BenchFile.parse(StandInBench.TOML + "\n[[run.notify]]\n" + lines, "bench.toml");
  }

  @Test
  void aFileHasNoneUnlessItSaysSo() {
    assertEquals(List.of(), BenchFile.parse(StandInBench.TOML, "bench.toml").labels().notices());
  }

  @Test
  void aCommandAndAWebhookAreRead() {
    BenchFile file =
        with(
            """
            on = ["ended", "person"]
            command = ["/usr/bin/notify-send", "--", "{text}"]

            [[run.notify]]
            on = ["tripped", "drifted"]
            webhook = "https://chat.example.org/hooks/bench"
            timeout = 2.5
            """);
    assertEquals(
        List.of(
            new Notice(
                Set.of(Moment.ENDED, Moment.PERSON),
                List.of("/usr/bin/notify-send", "--", "{text}"),
                "",
                10),
            new Notice(
                Set.of(Moment.TRIPPED, Moment.DRIFTED),
                List.of(),
                "https://chat.example.org/hooks/bench",
                2.5)),
        file.labels().notices());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "on = ['ended'] | give either command or webhook",
        "on = ['ended']; command = ['/bin/true']; webhook = 'https://a.org/' | give either",
        "on = []; command = ['/bin/true'] | a list of texts that is not empty is expected",
        "on = ['finished']; command = ['/bin/true'] | one of ended, tripped, drifted, person",
        "on = ['ended']; command = ['mail', 'me'] | write the whole path of the program",
        "on = ['ended']; command = ['/bin/echo', 'a\\u0007b'] | without control characters",
        "on = ['ended']; command = ['/bin/true']; timeout = 61 | timeout is 61.0 s; at most 60.0 s",
        "on = ['ended']; command = ['/bin/true']; timeout = -1 | a number above zero is expected",
        "on = ['ended']; command = ['/bin/true']; shell = true | shell",
        "on = ['ended']; webhook = 'http://chat.example.org/hook' | write https",
        "on = ['ended']; webhook = 'http://localhost.example.org/hook' | write https",
        "on = ['ended']; webhook = 'http://127.0.0.1.example.org/hook' | write https",
        "on = ['ended']; webhook = 'file:///etc/passwd' | write the address as https://HOST/PATH",
        "on = ['ended']; webhook = 'ftp://a.org/x' | write https",
        "on = ['ended']; webhook = 'https://me:secret@a.org/x' | without name, password",
        "on = ['ended']; webhook = 'https://a.org/x y' | the address is wrong at character 16",
        "on = ['ended']; webhook = 'https://a.org/\\r\\nHost: b' | no control characters",
        "on = ['ended']; webhook = 'env:' | after env: write the name of a variable",
        "on = ['ended']; webhook = 'env:A=B' | after env: write the name of a variable"
      })
  void whatCannotBeMeantIsRefused(String lines, String reason) {
    String toml = lines.replace('\'', '"').replace("; ", "\n");
    String message = assertThrows(BenchFileException.class, () -> with(toml)).getMessage();
    assertTrue(message.contains(reason), message);
    assertTrue(message.contains("run.notify"), message);
    assertFalse(message.contains("secret"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.org/x?y=z",
    "http://localhost:8080/x",
    "http://127.0.0.1/x",
    "http://[::1]:9/x"
  })
  void whatIsSafeIsAllowed(String address) {
    assertEquals(
        address,
        with("on = [\"ended\"]\nwebhook = \"" + address + "\"\n")
            .labels()
            .notices()
            .get(0)
            .webhook());
  }

  @Test
  void anAddressCanComeFromAVariable() {
    Notice notice =
        with("on = [\"ended\"]\nwebhook = \"env:LAB_HOOK\"\n").labels().notices().get(0);
    assertEquals(Optional.of("LAB_HOOK"), notice.variable());
  }
}
