package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.ManualClock;
import org.spinbench.simulator.instrument.MessageTable;

/** What a front panel does for an instrument that speaks letters: one letter, one command. */
class ProgramLanguageTest {
  private static final long SECOND = 1_000_000_000L;

  private final ManualClock clock = new ManualClock();
  private final AtomicInteger discarded = new AtomicInteger();
  private final FrontPanel panel = panel();
  private int count;

  private FrontPanel panel() {
    CommandTree tree = new CommandTree(Replies::plain);
    FrontPanel made = new FrontPanel("L,0,0,0", Wording.STANDARD, 5, clock, tree, () -> count = 0);
    made.speak(Letters::new);
    return made;
  }

  /**
   * {@code +} counts, {@code w} waits for a second, {@code ?} answers; common commands are left.
   */
  private final class Letters implements ProgramLanguage {
    private final ProgramLanguage common;

    Letters(ProgramLanguage common) {
      this.common = common;
    }

    @Override
    public byte[] carryOut(byte[] message) {
      String text = new String(message, StandardCharsets.ISO_8859_1);
      if (text.startsWith("*")) {
        return common.carryOut(message);
      }
      String answer = "";
      for (char letter : text.toCharArray()) {
        answer += letter(letter);
      }
      return answer.isEmpty() ? null : answer.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String letter(char letter) {
      switch (letter) {
        case '+' -> count++;
        case 'w' -> panel.await(clock.nanos() + SECOND);
        case 'o' -> panel.overlap(clock.nanos() + SECOND);
        case '?' -> {
          return Integer.toString(count);
        }
        default -> throw new CommandException(DeviceError.command(42, "No such letter"));
      }
      return "";
    }

    @Override
    public void discard() {
      discarded.incrementAndGet();
    }
  }

  private String ask(String message) {
    return MessageTable.exchange(panel, message);
  }

  @Test
  void messagesGoToTheLanguageAndWhatItLeavesToTheTree() {
    assertEquals("2", ask("++?"));
    assertEquals("L,0,0,0", ask("*IDN?"));
    assertEquals("0", ask("*RST") + ask("?"));
  }

  @Test
  void itsErrorsEndTheMessageAndEnterQueueAndStatus() {
    assertEquals("", ask("*CLS") + ask("+x+?"));
    assertEquals("1", ask("?"));
    assertEquals(List.of("42,\"No such letter\""), panel.queuedErrors());
    assertEquals("32", ask("*ESR?"));
  }

  @Test
  void itWaitsOnTheBenchsClock() {
    assertEquals("1", ask("w+?"));
    assertEquals(SECOND, clock.nanos());
    assertEquals("1", ask("o") + ask("*OPC?"));
    assertEquals(2 * SECOND, clock.nanos());
  }

  @Test
  void anUnreadResponseIsInterruptedAndShowsInASerialPoll() {
    ask("*CLS");
    ask("*SRE 16");
    panel.write(new byte[] {'?'});
    assertEquals(16 + 64, panel.serialPoll());
    panel.write(new byte[] {'+'});
    assertNull(panel.read());
    assertEquals(List.of("-410,\"Query INTERRUPTED\""), panel.queuedErrors());
  }

  @Test
  void deviceClearDiscards() {
    panel.write(new byte[] {'?'});
    panel.clear();
    assertNull(panel.read());
    assertEquals(1, discarded.get());
  }

  @Test
  void whatTimeEndsIsNotedBeforeAMessage() {
    ask("*CLS");
    ask("o");
    ask("*OPC");
    clock.sleep(Duration.ofSeconds(2));
    ask("+");
    assertEquals("1", ask("*ESR?"));
  }
}
