package org.spinbench.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        compared(rest).difference("event", rows.subList(0, own), rows.subList(0, replayed));
    assertEquals(same, difference.isEmpty(), difference::toString);
  }

  @ParameterizedTest
  @EnumSource
  void anotherRowIsADifferenceHoweverTheRunEnded(Rest rest) {
    assertEquals(
        Optional.of("b, then x"),
        compared(rest).difference("event", List.of("a", "b", "c"), List.of("a", "x", "c")));
  }

  /** Rows that the file has beyond what is compared came later. */
  @Test
  void onlyTheExtentIsCompared() {
    assertEquals(
        Optional.empty(),
        compared(Rest.NONE)
            .difference("event", List.of("a", "b", "c", "later"), List.of("a", "b", "c")));
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
}
