package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.experiments.run.Compared.Rest;

class ComparedTest {
  private static Compared compared(Rest rest) {
    return new Compared(new Extent(Map.of("event", 3L), List.of("start", "calibration")), rest);
  }

  private static Optional<String> difference(
      Compared compared, List<String> own, List<String> replayed) {
    Compared.Rows rows = compared.rows("event", own.size(), replayed.size());
    Iterator<String> ones = own.subList((int) rows.skipOwn(), own.size()).iterator();
    Iterator<String> others =
        replayed.subList((int) rows.skipReplayed(), replayed.size()).iterator();
    return compared.difference(rows, () -> next(ones), () -> next(others));
  }

  private static String next(Iterator<String> rows) {
    return rows.hasNext() ? rows.next() : null;
  }

  /** What was skipped over is not compared, nor are keys; where both end alike, the end tells. */
  @ParameterizedTest
  @CsvSource({"NONE, 1, true", "NONE, 2, true", "OF_EITHER, 1, true", "OF_EITHER, 2, false"})
  void whatWasSkippedOverIsNotCompared(Rest rest, int before, boolean same) {
    List<String> own = List.of("event: id=1 x", "event: id=2 b", "event: id=3 c");
    List<String> replayed = new ArrayList<>(Collections.nCopies(before, "event: id=1 y"));
    replayed.add("event: id=8 b");
    replayed.add("event: id=9 c");
    Compared after = compared(rest).after(new Extent(Map.of("event", (long) before), List.of()));
    assertEquals(same, difference(after, own, replayed).isEmpty());
  }

  /** One more row of the run, or of its replay, is allowed for by how the run ended. */
  @ParameterizedTest
  @CsvSource({
    "NONE, 3, 3, true",
    "NONE, 3, 2, false",
    "NONE, 2, 3, false",
    "OF_REPLAY, 3, 2, false",
    "OF_REPLAY, 2, 3, true",
    "OF_EITHER, 3, 2, true",
    "OF_EITHER, 2, 3, true"
  })
  void rowsBehindTheSameAreThoseThatTheEndAllowsFor(
      Rest rest, int own, int replayed, boolean same) {
    List<String> rows = List.of("a", "b", "c");
    Optional<String> difference =
        difference(compared(rest), rows.subList(0, own), rows.subList(0, replayed));
    assertEquals(same, difference.isEmpty(), difference::toString);
  }

  @ParameterizedTest
  @EnumSource
  void anotherRowIsADifferenceHoweverTheRunEnded(Rest rest) {
    assertEquals(
        Optional.of("b, then x"),
        difference(compared(rest), List.of("a", "b", "c"), List.of("a", "x", "c")));
  }

  /** Rows that the file has beyond what is compared came later. */
  @Test
  void onlyTheExtentIsCompared() {
    assertEquals(
        Optional.empty(),
        difference(compared(Rest.NONE), List.of("a", "b", "c", "later"), List.of("a", "b", "c")));
  }

  /**
   * A session that was stopped has not come to what the run notes at its end; one that ended has.
   */
  @Test
  void aDocumentOfTheEndIsMissedInASessionThatEnded() {
    Map<String, String> whole = Map.of("calibration", "one");
    assertEquals(Optional.empty(), compared(Rest.OF_EITHER).difference(whole, Map.of()));
    for (Rest rest : List.of(Rest.NONE, Rest.OF_REPLAY)) {
      String difference = compared(rest).difference(whole, Map.of()).orElseThrow();
      assertTrue(difference.startsWith("document: name=calibration body=one, then "), difference);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherDocumentIsADifferenceHoweverTheRunEnded(Rest rest) {
    assertEquals(
        Optional.of("document: name=calibration body=one, then two"),
        compared(rest).difference(Map.of("calibration", "one"), Map.of("calibration", "two")));
  }

  /** A version that notes more than the one that recorded replays its runs all the same. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':1.0,'b':[{'c':2.0}]}|{'a':1.0,'b':[{'c':2.0,'d':3}],'e':{'f':1}}|true",
        "{'a':1.0,'b':[{'c':2.0}]}|{'a':1.0,'b':[{'c':2.0000000000000004}]}|false",
        "{'a':1.0}|{'b':1.0}|false",
        "{'a':1.0,'e':{}}|{'a':1.0}|false",
        "{'b':[1,2]}|{'b':[1,2,3]}|false",
        "{'a':1}|nothing|false"
      })
  void whatARecordDoesNotHaveIsNotCompared(String recorded, String now, boolean same) {
    Map<String, String> own = Map.of("calibration", recorded.replace('\'', '"'));
    Map<String, String> other = Map.of("calibration", now.replace('\'', '"'));
    assertEquals(same, compared(Rest.NONE).difference(own, other).isEmpty());
  }

  /** Results are a document in a document; a field that came with a later version is no news. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{^a^:1} | true",
        "{^a^:1,^b^:2} | true",
        "{^a^:2,^b^:2} | false",
        "{^b^:1} | false"
      })
  void aResultOfALaterVersionMayHaveMoreFields(String now, boolean same) {
    String document = "{^status^:^success^,^results^:^%s^}";
    String recorded = document.formatted("{^a^:1}".replace("^", "\\^"));
    String replayed = document.formatted(now.replace("^", "\\^"));
    assertEquals(same, Compared.same(recorded.replace('^', '"'), replayed.replace('^', '"')));
  }
}
