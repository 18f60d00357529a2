package org.spinbench.simulator.tsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.simulator.bench.VirtualClock;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.scpi.FrontPanel;

/**
 * Whatever text comes in may enter errors in the queue, and neither throws, hangs nor keeps more
 * and more: {@code -Dspinbench.fuzz.scripts=5000000} makes a long run.
 */
@Tag("any-jdk")
@Timeout(3600)
class TspFuzzTest {
  private static final int SCRIPTS = Integer.getInteger("spinbench.fuzz.scripts", 20_000);
  private static final long MOST_KEPT = 64 << 20;
  private static final String[] PIECES = {
    "print",
    "(",
    ")",
    "smua",
    ".",
    "source",
    "levelv",
    "=",
    "1",
    "0.5e-3",
    "\"a\"",
    "x",
    "y",
    ",",
    "+",
    "-",
    "*",
    "/",
    "^",
    "..",
    "<",
    "==",
    "~=",
    "and",
    "or",
    "not",
    "nil",
    "true",
    "if",
    "then",
    "else",
    "elseif",
    "end",
    "for",
    "i",
    "do",
    "while",
    "break",
    "repeat",
    "until",
    "function",
    "return",
    "f",
    "string",
    "sub",
    "table",
    "insert",
    "type",
    "local",
    ";",
    "\n",
    "[",
    "]",
    "measure",
    "v",
    "iv",
    "nvbuffer1",
    "readings",
    "printbuffer",
    "format",
    "asciiprecision",
    "errorqueue",
    "next",
    "delay",
    "loadscript",
    "endscript",
    "tostring",
    "math",
    "--",
    "*IDN?",
    "{",
    "}",
    "'",
    "\\",
    "#0",
    "$",
    "\0"
  };

  private final RandomGenerator random =
      RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_126);

  private static List<String> corpus() throws IOException {
    try (InputStream stream = TspFuzzTest.class.getResourceAsStream("messages.csv")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains("|"))
          .map(line -> line.substring(0, line.indexOf('|')).replace("<60>", "<"))
          .toList();
    }
  }

  private String script(List<String> corpus) {
    StringBuilder text = new StringBuilder();
    int kind = random.nextInt(3);
    if (kind > 0) {
      text.append(corpus.get(random.nextInt(corpus.size())));
      for (int i = random.nextInt(4); i > 0; i--) {
        int at = random.nextInt(text.length() + 1);
        String piece = PIECES[random.nextInt(PIECES.length)];
        if (random.nextBoolean() && at < text.length()) {
          text.deleteCharAt(at);
        } else {
          text.insert(at, " " + piece + " ");
        }
      }
      if (kind == 2) {
        text.append(' ').append(corpus.get(random.nextInt(corpus.size())));
      }
      return text.toString();
    }
    for (int i = random.nextInt(30); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextBoolean() ? " " : "");
    }
    return text.toString();
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void anyTextMayQueueAnErrorAndNoneMayThrow() throws IOException {
    FrontPanel panel = new TestUnit(new VirtualClock()).panel();
    List<String> corpus = corpus();
    long heap = usedHeap();
    for (int i = 0; i < SCRIPTS; i++) {
      String script = script(corpus);
      try {
        MessageTable.exchange(panel, script);
      } catch (RuntimeException | StackOverflowError thrown) {
        throw new AssertionError("script " + i + ": " + script, thrown);
      }
      if (random.nextInt(50) == 0) {
        panel.clear();
      }
    }
    assertTrue(usedHeap() - heap < MOST_KEPT);
    panel.clear();
    MessageTable.exchange(panel, "*CLS");
    assertEquals("7.00000e+00", MessageTable.exchange(panel, "reset() print(7)"));
    assertEquals(0, panel.errorCount());
  }
}
