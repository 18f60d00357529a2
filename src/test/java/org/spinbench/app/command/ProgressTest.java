package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.standin.TestClock;

class ProgressTest {
  private final StringWriter text = new StringWriter();

  @Test
  void aTerminalSeesOneLineThatIsRedrawn() {
    Progress progress = new Progress(new PrintWriter(text), true);
    progress.show("block 1", 0.25, "loss 0.5000, accuracy 75.0 %");
    assertEquals(
        "\r\u001b[Kblock 1      [######..................]  25 %  loss 0.5000, accuracy 75.0 %",
        text.toString());
    progress.say("done");
    assertTrue(text.toString().endsWith("\r\u001b[Kdone\n"), text.toString());
  }

  /** Only a terminal shows it, in the place of the bar, until the stage is over. */
  @Test
  void aSmallPlotStandsInThePlaceOfTheBar() {
    Progress terminal = new Progress(new PrintWriter(text), true);
    String cells = "▁▂▃▄▅▆▇█................";
    terminal.plot(cells);
    terminal.show("measuring", 0.5, "4 of 8 points");
    assertEquals("\r\u001b[Kmeasuring    [" + cells + "]  50 %  4 of 8 points", text.toString());
    terminal.clear();
    terminal.show("fitting", 0, "");
    assertTrue(text.toString().endsWith("[" + ".".repeat(24) + "]   0 %  "), text.toString());
    text.getBuffer().setLength(0);
    Progress lines = new Progress(new PrintWriter(text), false);
    lines.plot(cells);
    lines.show("measuring", 0.5, "4 of 8 points");
    assertEquals("measuring 50 %: 4 of 8 points\n", text.toString());
    text.getBuffer().setLength(0);
    Progress quiet = new Progress(new PrintWriter(text), true, true, new TestClock());
    quiet.plot(cells);
    quiet.show("measuring", 0.5, "4 of 8 points");
    assertEquals("", text.toString());
  }

  @Test
  void nothingIsCompleteBeforeItIs() {
    Progress progress = new Progress(new PrintWriter(text), true);
    progress.show("test", 0.9999, "");
    assertTrue(text.toString().contains("#.]  99 %"), text.toString());
    progress.show("test", 1, "");
    assertTrue(text.toString().contains("##] 100 %"), text.toString());
  }

  @Test
  void whatHasNoKnownEndHasNoBar() {
    Progress terminal = new Progress(new PrintWriter(text), true);
    terminal.show("watching", "evaluation 7");
    terminal.say("an alarm");
    assertEquals("\r\u001b[Kwatching     evaluation 7\r\u001b[Kan alarm\n", text.toString());
    text.getBuffer().setLength(0);
    new Progress(new PrintWriter(text), false).show("watching", "evaluation 8");
    assertEquals("watching: evaluation 8\n", text.toString());
  }

  @Test
  void elsewhereEachStageAndEachTenthOfItIsOnePlainLine() {
    Progress progress = new Progress(new PrintWriter(text), false);
    progress.show("calibrate", 0, "");
    progress.show("calibrate", 0.09, "");
    progress.show("calibrate", 0.55, "");
    for (int epoch = 1; epoch <= 100; epoch++) {
      progress.show("seed 1", epoch / 100.0, epoch % 50 == 0 ? "half" : "");
    }
    progress.show("test", 0, "accuracy 98.0 %");
    progress.clear();
    assertEquals(
        """
        calibrate
        calibrate 50 %
        seed 1
        seed 1 10 %
        seed 1 20 %
        seed 1 30 %
        seed 1 40 %
        seed 1 50 %: half
        seed 1 60 %
        seed 1 70 %
        seed 1 80 %
        seed 1 90 %
        seed 1 100 %: half
        test: accuracy 98.0 %
        """,
        text.toString());
  }

  /** A tenth in 30 s leaves nine times 30 s; resumed at half, another tenth leaves four times. */
  @Test
  void aTerminalSeesTheRemainingTime() {
    TestClock clock = new TestClock();
    Progress progress = new Progress(new PrintWriter(text), true, false, clock);
    progress.show("training", 0, "");
    assertFalse(text.toString().contains("left"), text.toString());
    clock.sleep(Duration.ofSeconds(30));
    progress.show("training", 0.1, "loss 0.5");
    assertTrue(text.toString().endsWith("loss 0.5, 4 min 30 s left"), text.toString());
    progress.show("testing", 0.5, "");
    clock.sleep(Duration.ofSeconds(30));
    progress.show("testing", 0.6, "");
    assertTrue(text.toString().endsWith("60 %  2 min 00 s left"), text.toString());
    progress.show("testing", 0.7, "3 s left");
    assertTrue(text.toString().endsWith("  3 s left"), text.toString());
    progress.show("testing", 1, "");
    assertTrue(text.toString().endsWith("100 %  "), text.toString());
  }

  @Test
  void quietMeansOnlyTheLinesThatStay() {
    Progress progress = new Progress(new PrintWriter(text), true, true, new TestClock());
    progress.show("training", 0.5, "loss 0.5");
    progress.show("watching", "evaluation 7");
    progress.clear();
    assertEquals("", text.toString());
    progress.say("synapse 2 is dead");
    assertEquals("synapse 2 is dead\n", text.toString());
  }
}
