package org.spinbench.drivers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON is the same on every version of Java, and nothing in it is overlooked. */
class JsonFormatTest {
  private record Note(Instant time, double value, int count) {}

  private static final String TEXT =
      "{\"time\":\"2026-03-01T12:00:00.250Z\",\"value\":0.1,\"count\":3}";
  private static final Note NOTE = new Note(Instant.parse("2026-03-01T12:00:00.250Z"), 0.1, 3);

  @Test
  void timesAreIso8601() throws JsonProcessingException {
    assertEquals(TEXT, JsonFormat.mapper().writeValueAsString(NOTE));
    assertEquals(NOTE, JsonFormat.mapper().readValue(TEXT, Note.class));
  }

  /** Double.toString of Java 17 writes 2E23 with more digits than needed. */
  @ParameterizedTest
  @CsvSource({"2e23, 2.0E23", "4.9e-324, 4.9E-324", "2e-3, 0.002", "1.1e-5, 1.1E-5"})
  void numbersHaveTheirShortestForm(double number, String text) throws JsonProcessingException {
    assertEquals("[" + text + "]", JsonFormat.mapper().writeValueAsString(List.of(number)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'time':'2026-03-01T12:00:00Z','value':0.1}|count",
        "{'time':'2026-03-01T12:00:00Z','value':0.1,'count':null}|count",
        "{'time':'2026-03-01T12:00:00Z','value':0.1,'count':3,'more':1}|more",
        "{'time':'yesterday','value':0.1,'count':3}|yesterday"
      })
  void anEntryThatIsMissingWrongOrUnknownIsNamed(String text, String named) {
    Exception wrong =
        assertThrows(
            Exception.class,
            () -> JsonFormat.mapper().readValue(text.replace('\'', '"'), Note.class));
    assertTrue(wrong.getMessage().contains(named), wrong.getMessage());
  }
}
