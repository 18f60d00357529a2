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
  void elsewhereEachStageIsOnePlainLine() {
    Progress progress = new Progress(new PrintWriter(text), false);
    progress.show("calibrate", 0, "");
    progress.show("calibrate", 0.5, "");
    progress.show("test", 0, "accuracy 98.0 %");
    progress.show("test", 1, "accuracy 98.1 %");
    progress.clear();
    assertEquals("calibrate\ntest: accuracy 98.0 %\n", text.toString());
  }
}
