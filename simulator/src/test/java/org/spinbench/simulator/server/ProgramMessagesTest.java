package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.simulator.scpi.FrontPanel;

class ProgramMessagesTest {
  private final ProgramMessages messages = new ProgramMessages();
  private final List<String> complete = new ArrayList<>();

  private void put(String piece, boolean end) {
    messages.put(
        piece.getBytes(StandardCharsets.ISO_8859_1),
        end,
        message -> complete.add(new String(message, StandardCharsets.ISO_8859_1)));
  }

  /** What is sent with END, with N for a line feed, R for a return and | between messages. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "A, A",
        "AN, A",
        "ARN, A",
        "AR, A",
        "ANB, A|B",
        "ANNRNB, A|`R`|B",
        "A #12NN, A #12NN",
        "A #12NNN, A #12NN",
        "A #12NRRN, A #12NR",
        "A #12NRN, A #12NR",
        "A #12NRR, A #12NR",
        "A #10N, A #10",
        "A #2N, A #2",
        "A #12N, A #12N",
        "A #H1NB, A #H1|B",
        "A ##12NNB, A ##12NNB",
        "A '#12'NB, A '#12'|B",
        "A \"#12\"NB, A \"#12\"|B",
        "A '#12NB, A '#12|B",
        "A #11N;C #11NNB, A #11N;C #11N|B",
      })
  void endAndLineFeedEndAMessageButNotInABlock(String sent, String expected) {
    String text = sent.replace('N', '\n').replace('R', '\r');
    List<String> all = new ArrayList<>();
    for (String message : expected.replace("`", "").split("\\|")) {
      String whole = message.replace('N', '\n').replace('R', '\r');
      if (!whole.equals("\r")) {
        all.add(whole);
      }
    }
    put(text, true);
    assertEquals(all, complete);
    assertFalse(messages.begun());
    complete.clear();
    for (int i = 0; i < text.length(); i++) {
      put(text.substring(i, i + 1), i == text.length() - 1);
    }
    assertEquals(all, complete, "byte by byte");
  }

  @Test
  void whatHasBegunCanBeForgotten() {
    put("DATA #3100", false);
    assertTrue(messages.begun());
    messages.reset();
    assertFalse(messages.begun());
    put("X\n", false);
    assertEquals(List.of("X"), complete);
  }

  @Test
  void ofAMessageThatIsTooLongAByteMoreThanTheLimitIsKept() {
    put("A".repeat(FrontPanel.LONGEST_MESSAGE), false);
    put("\n", false);
    assertEquals(FrontPanel.LONGEST_MESSAGE, complete.remove(0).length());
    for (int i = 0; i < 40; i++) {
      put("A".repeat(1 << 16), false);
    }
    put("\r\nB", true);
    assertEquals(FrontPanel.LONGEST_MESSAGE + 1, complete.get(0).length());
    assertEquals("B", complete.get(1));
    put("X #9999999999" + "\n".repeat(1 << 21), true);
    assertEquals(FrontPanel.LONGEST_MESSAGE + 1, complete.get(2).length());
    put("C", true);
    assertEquals("C", complete.get(3));
  }
}
