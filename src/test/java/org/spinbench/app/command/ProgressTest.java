package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

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
}
