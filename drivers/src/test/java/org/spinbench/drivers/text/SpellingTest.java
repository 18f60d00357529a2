package org.spinbench.drivers.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> KNOWN =
      List.of(
          "train",
          "watch",
          "calibrate",
          "measure",
          "spin-diode",
          "resource",
          "source",
          "settling",
          "loss_db",
          "rf_1",
          "rf_2",
          "xor",
          "max",
          "min",
          "nine-junction",
          "nine-junction-300k");

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "trian, train",
        "tran, train",
        "traiin, train",
        "TRAIN, train",
        "resorce, resource",
        "spindiode, spin-diode",
        "spin_diode, spin-diode",
        "settle, settling",
        "calib, calibrate",
        "loss, loss_db",
        "xro, xor",
        "rf_3, -",
        "rf3, -",
        "rf1, rf_1",
        "maximum, -",
        "quench, -",
        "nine-junction.toml, nine-junction",
        "w, -",
        "'', -"
      })
  void theNearestWordIsMeant(String typed, String meant) {
    assertEquals(Optional.ofNullable(meant), Spelling.nearest(typed, KNOWN));
  }

  @ParameterizedTest
  @CsvSource({"trian, '; did you mean \"train\"?'", "quench, ''"})
  void theHintEndsASentence(String typed, String hint) {
    assertEquals(hint, Spelling.hint(typed, KNOWN));
  }
}
