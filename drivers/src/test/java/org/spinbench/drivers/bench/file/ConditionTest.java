package org.spinbench.drivers.bench.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What conditions of a bench file mean. */
final class ConditionTest {
  private static final Map<String, Double> VALUES =
      Map.of("a.x", 5.0, "b:3.y", -2e-3, "neuron 2.bias", 0.0, "door.output", 1.0);

  private static final Function<String, OptionalDouble> VALUE =
      name ->
          VALUES.containsKey(name) ? OptionalDouble.of(VALUES.get(name)) : OptionalDouble.empty();

  @ParameterizedTest
  @CsvSource({
    "a.x > 4.9, true",
    "a.x > 5, false",
    "a.x >= 5, true",
    "a.x<5.1, true",
    "a.x <= 4.9e0, false",
    "a.x within 5 to 6, true",
    "a.x within 5.1 to 6, false",
    "a.x outside 1 to 4, true",
    "a.x outside 1 to 5, false",
    "b:3.y outside -1e-3 to 1e-3, true",
    "b:3.y > -.003, true",
    "neuron 2.bias is off, true",
    "neuron 2.bias is on, false",
    "door.output is on, true",
    "a.x > 6 or b:3.y < 0, true",
    "a.x > 6 or b:3.y < 0 and door.output is off, false",
    "a.x > 4 and b:3.y < 0 and door.output is on, true",
    "a.x > 4 or b:3.y > 0 and door.output is off, true"
  })
  void aConditionIsJudged(String text, boolean holds) {
    assertEquals(holds, Condition.parse(text).holds(VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gone.z > 0",
        "gone.z < 0",
        "gone.z within -1 to 1",
        "gone.z outside -1 to 1",
        "gone.z is on",
        "gone.z is off"
      })
  void whatHasNoValueFulfilsNothing(String text) {
    assertEquals(false, Condition.parse(text).holds(VALUE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a.x",
        "a.x = 5",
        "a.x == 5",
        "a.x > five",
        "a.x > 5 V",
        "a.x within 5",
        "a.x within 6 to 5",
        "a.x within 5 to 5",
        "a.x is yes",
        "a.x > 1e999",
        "a.x > 1 and",
        "a.x > 1 > 2",
        "> 5"
      })
  void aMalformedConditionIsRefused(String text) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Condition.parse(text));
    assertTrue(refusal.getMessage().startsWith("\""), refusal.getMessage());
  }

  @Test
  void aRefusalSaysWhatIsAccepted() {
    String said =
        assertThrows(IllegalArgumentException.class, () -> Condition.parse("a.x = 5")).getMessage();
    assertTrue(said.contains("\"a.x = 5\" is not a condition"), said);
    assertTrue(said.contains("'outside A to B'") && said.contains("'and' or 'or'"), said);
  }

  @Test
  void itsNamesAreKnownOnceEach() {
    Condition condition = Condition.parse("a.x > 1 and neuron 2.bias is on or a.x < 0");
    assertEquals(List.of("a.x", "neuron 2.bias"), List.copyOf(condition.quantities()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.x > 4 | a.x is 5 ohm",
        "a.x > 6 | a.x is 5 ohm",
        "a.x > 4 and door.output is off | door.output is on",
        "a.x > 6 or b:3.y < 0 | b:3.y is -0.002 ohm",
        "gone.z > 1 | gone.z has no value now (its source is off, or it is not read yet)"
      })
  void theValuesThatDecideAreNamed(String text, String because) {
    assertEquals(because, Condition.parse(text).because(VALUE, name -> "ohm"));
  }
}
