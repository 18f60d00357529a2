package org.spinbench.simulator.tsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.simulator.instrument.ManualClock;
import org.spinbench.simulator.instrument.MessageTable;
import org.spinbench.simulator.scpi.FrontPanel;

class TspLanguageTest {
  private final ManualClock clock = new ManualClock();
  private final FrontPanel panel = new TestUnit(clock).panel();

  private String ask(String message) {
    return MessageTable.exchange(panel, message);
  }

  @TestFactory
  List<DynamicTest> messages() {
    return MessageTable.tests(
        getClass(), "messages.csv", () -> new TestUnit(new ManualClock()).panel());
  }

  @Test
  void errorsAreTakenFromTheQueueByScripts() {
    ask("foo()");
    ask("smua.source.levelv = 99");
    assertEquals("2.00000e+00", ask("print(errorqueue.count)"));
    String first = ask("print(errorqueue.next())");
    assertTrue(first.startsWith("-2.86000e+02\tTSP Runtime error"), first);
    assertTrue(first.endsWith("\t2.00000e+01\t1.00000e+00"), first);
    assertEquals("1.00000e+00", ask("print(errorqueue.count)"));
    assertEquals("0.00000e+00", ask("errorqueue.clear() print(errorqueue.count)"));
  }

  @Test
  void severalLinesAreOneScriptAndErrorsSayWhichLine() {
    assertEquals("3.00000e+00", ask("local a = 1\nlocal b = 2\nprint(a + b)"));
    ask("local a = 1\n\nfoo()");
    assertEquals(
        List.of("-286,\"TSP Runtime error at line 3: attempt to call a nil\""),
        panel.queuedErrors());
  }

  @Test
  void aScriptLoadedInOneMessageIsKeptAndWhatFollowsRuns() {
    assertEquals("4.00000e+00", ask("loadscript s\nprint(4)\nendscript\ns()"));
  }

  @Test
  void delaysTakeTheTimeOfTheBench() {
    ask("for i = 1, 3 do delay(0.25) end");
    assertEquals(750_000_000L, clock.nanos());
    ask("delay(-1)");
    assertEquals(List.of("-222,\"Data out of range\""), panel.queuedErrors());
  }

  @Test
  void deviceClearForgetsAScriptThatIsBeingLoaded() {
    ask("loadscript s");
    panel.clear();
    assertEquals("1.00000e+00", ask("print(1)"));
  }

  @Test
  void variablesComeToAnEnd() {
    for (int i = 0; i < 300; i++) {
      ask("v" + i + " = " + i);
    }
    assertEquals("2.55000e+02\tnil", ask("print(v255, v256)"));
    assertEquals(5, panel.errorCount());
    ask("v0 = nil");
    assertEquals("7.00000e+00", ask("v256 = 7 print(v256)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x = \"a\" while true do x = x .. x end",
        "while true do print(1) end",
        "for i = 1, 1e300 do end",
        "for i = 2, 1, 0 do end",
        "x = 0 while x < 1 do for i = 1, 1e9 do x = 0 end end",
      })
  void everyScriptEnds(String script) {
    ask(script);
    assertEquals(1, panel.errorCount());
    assertEquals("1.00000e+00", ask("print(1)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "((1)+",
        "-",
        "not ",
        "1+",
        "f(",
        "f\"\"",
        "a.",
        "a[",
        "if 1 then ",
        "do ",
        "while 1 do ",
        "for i=1,2 do ",
        "if 1 then elseif ",
        "a=",
        "a,",
        "\"",
        "[[",
        "--[[",
        "1^",
        "..",
        "\n",
        "9",
        "a=1;",
        "print(1)"
      })
  void nothingNestsTooDeeply(String piece) {
    for (String before : List.of("", "x=", "print(")) {
      for (String after : List.of("", "1", ")", " end")) {
        ask(before + piece.repeat(6_000 / piece.length()) + after);
      }
    }
    panel.clear();
    assertEquals("1.00000e+00", ask("print(1)"));
  }
}
