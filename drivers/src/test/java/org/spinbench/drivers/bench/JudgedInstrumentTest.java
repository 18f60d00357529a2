package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of the messages of other programs to one instrument. */
final class JudgedInstrumentTest {
  private final JudgedInstrument judged = new JudgedInstrument();
  private final List<String> learned = new ArrayList<>();

  @Test
  void anAnswerIsReadOnce() {
    judged.expect(learned::add);
    judged.answered("1.5");
    judged.answered("2.5");
    assertEquals(List.of("1.5"), learned);
  }

  @Test
  void anAnswerToAnEarlierMessageTellsNothing() {
    judged.expect(learned::add);
    judged.begin();
    judged.answered("1.5");
    assertEquals(List.of(), learned);
  }

  @Test
  void anAnswerThatCannotBeReadIsNoFailure() {
    judged.expect(
        text -> {
          throw new IllegalArgumentException(text);
        });
    judged.answered("?");
    judged.expect(learned::add);
    judged.answered("2");
    assertEquals(List.of("2"), learned);
  }

  @Test
  void changesAreLearnedWhenTheInstrumentConfirmsThemAndForgottenWhenItDoesNot() {
    judged.confirmLater(() -> learned.add("level"));
    judged.confirm(false);
    judged.confirm(true);
    assertEquals(List.of(), learned);
    judged.confirmLater(() -> learned.add("level"));
    judged.confirmLater(() -> learned.add("output"));
    judged.confirm(true);
    judged.confirm(true);
    assertEquals(List.of("level", "output"), learned);
  }

  @Test
  void itIsAtWorkUntilItAnswersMoreThanWhetherACommandWasAccepted() {
    judged.work(true);
    judged.work(false);
    judged.ask(false);
    judged.answered("0,\"No error\"");
    assertTrue(judged.isAtWork());
    judged.ask(true);
    judged.answered("1.5");
    assertFalse(judged.isAtWork());
  }

  @Test
  void eachClientHasASelectionOfItsOwn() {
    Object one = new Object();
    Object other = new Object();
    judged.select(one, "C1");
    assertEquals("C1", judged.selection(one));
    assertEquals("", judged.selection(other));
  }
}
