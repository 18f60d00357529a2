package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.standin.Script;

final class LevelListTest {
  private final Script script = new Script();
  private final LevelList list = new LevelList(script.session(), "LIST");

  private static List<String> zeros(int count) {
    return Collections.nCopies(count, "0");
  }

  @Test
  void aHundredValuesAreOneMessageAndOneMoreIsASecond() {
    script.command("LIST " + String.join(",", zeros(100))).query("LIST:POIN?", "100");
    list.load(zeros(100));
    script.command("LIST " + String.join(",", zeros(100))).command("LIST:APP 0");
    script.query("LIST:POIN?", "101");
    list.load(zeros(101));
    script.done();
  }

  @Test
  void whatItHasIsOnlyCounted() {
    script.command("LIST 1,2").query("LIST:POIN?", "2").query("LIST:POIN?", "2");
    list.load(List.of("1", "2"));
    list.load(List.of("1", "2"));
    script.done();
  }

  /** After a wrong count nothing is known of the list, so that it is sent again. */
  @Test
  void aListThatWasNotKeptIsSentAgain() {
    script.command("LIST 1,2").query("LIST:POIN?", "1");
    SettingException e = assertThrows(SettingException.class, () -> list.load(List.of("1", "2")));
    assertEquals("it has kept 1 of 2 values of a list (LIST); take fewer points", e.getMessage());
    script.command("LIST 1,2").query("LIST:POIN?", "2");
    list.load(List.of("1", "2"));
    script.done();
  }
}
