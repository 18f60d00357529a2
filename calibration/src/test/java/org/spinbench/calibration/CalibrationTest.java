package org.spinbench.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
  private final Calibration calibration =
      Chips.drawn(Chips.bench(), RandomGeneratorFactory.of("L64X128MixRandom").create(5));

  @Test
  void isTheSameAfterSavingAndLoading(@TempDir Path folder) {
    Path file = folder.resolve("calibration.json");
    calibration.save(file);
    assertEquals(calibration, Calibration.load(file));
  }

  @Test
  void refusesUnknownAndMissingFields() {
    String json = calibration.toJson();
    String unknown = json.replaceFirst("\\{", "{ \"bank\" : 1,");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Calibration.fromJson(unknown));
    assertTrue(e.getMessage().contains("bank"), e.getMessage());
    String missing = json.replaceFirst("\"evaluations\" : 321,", "");
    IllegalArgumentException m =
        assertThrows(IllegalArgumentException.class, () -> Calibration.fromJson(missing));
    assertTrue(m.getMessage().contains("evaluations"), m.getMessage());
  }

  @Test
  void oneFromBeforeTheShiftByPowerHasNone() {
    String json = calibration.toJson();
    String before = json.replaceAll(",\\s*\"powerShift\"\\s*:\\s*\\{[^}]*}", "");
    assertFalse(before.contains("powerShift"), before);
    assertTrue(before.length() < json.length());
    assertEquals(calibration, Calibration.fromJson(before));
  }

  /** Whoever learned it from readings says when, with what, and how; its numbers stay. */
  @Test
  void whatIsLearnedHasItsOwnTimeAndNotes() {
    Instant now = Instant.parse("2026-11-26T08:00:00Z");
    Calibration learned =
        calibration.learned(List.of("a meter"), now, now.plusSeconds(60), List.of("by readings"));
    assertEquals(now, learned.time());
    assertEquals(List.of("a meter"), learned.instruments());
    assertEquals(List.of("by readings"), learned.warnings());
    assertTrue(learned.expired(now.plusSeconds(61)));
    assertFalse(learned.expired(now.plusSeconds(60)));
    assertEquals(calibration.chains(), learned.chains());
    assertEquals(calibration.neurons(), learned.neurons());
    assertEquals(calibration.evaluations(), learned.evaluations());
    assertEquals(learned, Calibration.fromJson(learned.toJson()));
  }

  @Test
  void expiresAfterItsTime() {
    assertFalse(calibration.expired(calibration.validUntil()));
    assertTrue(calibration.expired(calibration.validUntil().plusNanos(1)));
  }

  @Test
  void describesEveryDeviceInAnyLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.FRANCE);
      String text = calibration.describe();
      for (String expected :
          new String[] {
            "synapse 6 (junction 6)",
            "neuron 3 (junction 9",
            "tone of input 1 at 251.200 MHz",
            "321 evaluations",
            "± 0.050 MHz",
            "note: synapse 2 is close to its limit"
          }) {
        assertTrue(text.contains(expected), expected + " in\n" + text);
      }
      assertFalse(text.contains("251,2"), text);
    } finally {
      Locale.setDefault(before);
    }
  }
}
