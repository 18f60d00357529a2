package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.PartPanel;
import org.spinbench.simulator.scpi.CommandCatalogue.Effect;
import org.spinbench.simulator.scpi.CommandCatalogue.Line;

/** Commands that are declared in a table; {@code example.csv} has one of each form. */
class StoredSettingsTest {
  private final PartPanel part = new PartPanel();
  private final PresetSettings settings = new PresetSettings(part.tree());
  private final StoredSettings table = settings.table("example");

  @Test
  void eachFormIsSetAskedAndPreset() {
    String all = "LIGH?;:KEY?;:DEL?;:SHAP?;:NOTE?;:DATE?;:PICT?;:POIN?";
    String presets = "1;4;0.5;SIN;\"\";2020,1,31;#10;0,1";
    assertEquals(presets, part.ask(all));
    part.ask("LIGH OFF;:KEY 9;:DEL 2MS;:SHAP SQUARE;:NOTE 'a;b';:DATE 2024,2,3;:PICT #13a;b");
    part.ask("POIN -1,0,0.5");
    assertEquals("0;9;0.002;SQU;\"a;b\";2024,2,3;#13a;b;-1,0,0.5", part.ask(all));
    assertEquals(2e-3, table.number("DELay"));
    assertEquals("SQU", table.text("SHAPe"));
    assertEquals(false, table.flag("LIGHt[:STATe]"));
    settings.preset();
    assertEquals(presets.replace("1;4;", "1;9;"), part.ask(all), "KEY is kept");
  }

  @Test
  void aNumberTellsItsLimits() {
    assertEquals("0;10;0.5;9", part.ask("DEL? MIN;:DEL? MAX;:DEL? DEF;:KEY? MAX"));
  }

  @Test
  void everySuffixHasAValueOfItsOwn() {
    part.ask("LIM2:UPP 5");
    assertEquals("1;5", part.ask("LIM:UPP?;:LIM2:UPP?"));
    assertEquals(5, table.number("LIMit#:UPPer", 2));
    assertEquals(-114, part.error("LIM3:UPP 5"));
  }

  @Test
  void aChannelListNamesSeveralChannels() {
    part.ask("SENS:APER 0.2,(@1,3);:SENS4:APER 0.3");
    assertEquals(
        "0.2;0.3,0.1,0.2;10", part.ask("SENS3:APER?;:SENS:APER? (@4,2,1);:SENS2:APER? MAX"));
    assertEquals(-222, part.error("SENS:APER 1,(@5)"));
  }

  @Test
  void whatIsOutOfRangeIsRefusedAndChangesNothing() {
    assertEquals(-222, part.error("DEL 11"));
    assertEquals(-222, part.error("KEY 10"));
    assertEquals(-141, part.error("SHAP RAMP"));
    assertEquals(-223, part.error("NOTE 'much too long'"));
    assertEquals(-109, part.error("DATE 2024,2"));
    assertEquals(-222, part.error("DATE 2024,2,32"));
    assertEquals(-108, part.error("POIN 0,0,0,0,0"));
    assertEquals("0.5;4;SIN;2020,1,31", part.ask("DEL?;:KEY?;:SHAP?;:DATE?"));
  }

  @Test
  void commandsWithoutEffectCheckTheirParameters() {
    part.ask("LOC;:BEEP 440,0.1");
    assertEquals(-222, part.error("BEEP 1,0.1"));
    assertEquals(-113, part.error("BEEP?"));
    assertEquals("\"A01\"", part.ask("BOAR:REV?"));
    assertEquals(-113, part.error("BOAR:REV 1"));
    assertEquals(-113, part.error("DIGitize"));
  }

  @Test
  void everySettingIsSavedAndRecalled() {
    part.ask("SHAP SQU;:LIM2:UPP 7;*SAV 1;SHAP SIN;:LIM2:UPP 3;*RCL 1");
    assertEquals("SQU;7", part.ask("SHAP?;:LIM2:UPP?"));
  }

  @Test
  void theCatalogueTellsFormPresetEffectAndSource() {
    List<Line> lines = part.tree().catalogue().lines();
    String source = "Maker, Manual, 2nd edition";
    assertTrue(
        lines.contains(
            new Line("DELay", true, true, "number 0..10 S", "0.5", Effect.WORKS, source)));
    assertTrue(
        lines.contains(
            new Line(
                "BEEPer",
                true,
                false,
                "number 65..2e6 HZ, number 0..8 S",
                "",
                Effect.STORED,
                source)));
    assertTrue(
        lines.contains(
            new Line("DIGitize", false, false, "", "", Effect.ABSENT, "no digitizer here")));
    assertTrue(
        lines.contains(
            new Line("BOARd:REVision", false, true, "", "\"A01\"", Effect.STORED, source)));
  }

  @Test
  void aWrongRowIsNamed() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> settings.table("wrong"));
    assertTrue(
        refused.getMessage().startsWith("wrong, SHAPe:TYPE: RAMP is none of"),
        refused.getMessage());
  }
}
