package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;

/** Settings that are declared with their value after a reset. */
class PresetSettingsTest {
  private static final NumberRange TIME = new NumberRange(Quantity.TIME, 0, 10, 0.5);

  private final PartPanel part = new PartPanel();
  private final PresetSettings settings = new PresetSettings(part.tree());

  @Test
  void eachKindIsSetAskedAndPreset() {
    PresetSettings.Value<Boolean> flag = settings.flag("SWITch", true);
    PresetSettings.Value<String> word = settings.choice("SHAPe", "SINusoid|SQUare", "SIN");
    PresetSettings.Value<Integer> count = settings.integer("COUNt", 1, 9, 3);
    PresetSettings.Value<Double> time = settings.number("DELay", TIME);
    assertEquals("1;SIN;3;0.5", part.ask("SWIT?;:SHAP?;:COUN?;:DEL?"));
    part.ask("SWIT OFF;:SHAP SQUARE;:COUN 7;:DEL 2MS");
    assertEquals("0;SQU;7;0.002", part.ask("SWIT?;:SHAP?;:COUN?;:DEL?"));
    assertFalse(flag.get());
    assertTrue(word.is("SQU"));
    assertEquals(7, count.get());
    assertEquals(2e-3, time.get());
    settings.preset();
    assertEquals("1;SIN;3;0.5", part.ask("SWIT?;:SHAP?;:COUN?;:DEL?"));
  }

  @Test
  void whatIsOutOfRangeIsRefusedAndChangesNothing() {
    settings.integer("COUNt", 1, 9, 3);
    settings.choice("SHAPe", "SINusoid|SQUare", "SIN");
    settings.number("DELay", TIME);
    assertEquals(-222, part.error("COUN 10"));
    assertEquals(-222, part.error("DEL -1"));
    assertEquals(-141, part.error("SHAP RAMP"));
    assertEquals("3;SIN;0.5", part.ask("COUN?;:SHAP?;:DEL?"));
    assertEquals("0;10;0.5", part.ask("DEL? MIN;:DEL? MAX;:DEL? DEF"));
  }

  @Test
  void someWordsAndNumbersAreKeptAsOthers() {
    settings.choice("SOURce", "INT|INT1|EXT", "INT", word -> word.equals("INT1") ? "INT" : word);
    settings.number("DELay", TIME, seconds -> StrictMath.rint(seconds * 1e3) / 1e3);
    part.ask("SOUR INT1;:DEL 1.2346");
    assertEquals("INT;1.235", part.ask("SOUR?;:DEL?"));
  }

  /** Presets and {@code set} go past what surrounds a change by command. */
  @Test
  void aChangeByCommandGoesThroughWhatSurroundsIt() {
    List<String> seen = new ArrayList<>();
    List<PresetSettings.Value<Integer>> made = new ArrayList<>();
    PresetSettings surrounded =
        settings.through(
            change -> {
              seen.add("before " + made.get(0).get());
              change.run();
              seen.add("after " + made.get(0).get());
            });
    made.add(surrounded.integer("COUNt", 1, 9, 3));
    part.ask("COUN 5");
    assertEquals(List.of("before 3", "after 5"), seen);
    made.get(0).set(8);
    settings.preset();
    assertEquals(3, made.get(0).get(), "one group with the other");
    assertEquals(2, seen.size());
  }

  @Test
  void aMemoryKeepsThem() {
    settings.choice("SHAPe", "SINusoid|SQUare", "SIN");
    part.ask("SHAP SQU;*SAV 1;:SHAP SIN;*RCL 1");
    assertEquals("SQU", part.ask("SHAP?"));
  }
}
