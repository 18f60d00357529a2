package org.spinbench.drivers.windfreak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.drivers.scpi.ReplyFormatException;
import org.spinbench.drivers.standin.Script;

final class SynthHdTest {
  private final Script script =
      new Script(SynthHd.DIALECT, "WFT SynthHD 1064", "1064", "Firmware Version 3.25");
  private final Channels<SweptRfSource> synth = SynthHd.on(script.session());
  private final SweptRfSource first = synth.channel(1);
  private final SweptRfSource second = synth.channel(2);

  /** A setting of a channel, asked back. */
  private void set(int channel, String command, String question, String answer) {
    script.send("C" + channel).send(command);
    asked(channel, question, answer);
  }

  private void asked(int channel, String question, String answer) {
    script.send("C" + channel).query(question, answer);
  }

  @Test
  void makingADriverSendsNothing() {
    script.done();
    assertEquals("it", synth.name());
    assertEquals("it:1", first.name());
    assertEquals("it:2", second.name());
    assertEquals("SynthHD", synth.session().identity().model());
    assertEquals("1064", synth.session().identity().serial());
  }

  @Test
  void thereAreTwoChannels() {
    assertThrows(IllegalArgumentException.class, () -> synth.channel(0));
    assertThrows(IllegalArgumentException.class, () -> synth.channel(3));
  }

  @Test
  void anotherDeviceIsNoSynthHd() {
    assertThrows(
        ReplyFormatException.class,
        () -> new Script(SynthHd.DIALECT, "WFT SynthUSB", "1", "Firmware Version 1"));
  }

  @Test
  void everySettingSelectsItsChannelAndIsAskedBack() {
    set(0, "f2450.0000001", "f?", "2450.0000001");
    first.frequency().set(2450e6 + 0.12);
    set(1, "W-7.96", "W?", "-7.960");
    second.power().set(-7.958800173440752);
    set(1, "h1r1E1", "h?", "1");
    second.output().set(true);
    set(1, "h0r0E0", "h?", "0");
    second.output().set(false);
    script.done();
  }

  @Test
  void aValueThatIsNotStoredIsNoticed() {
    set(0, "W20", "W?", "18.000");
    SettingException e = assertThrows(SettingException.class, () -> first.power().set(20));
    assertTrue(e.getMessage().startsWith("it channel 1 power: set to 20.0 dBm"), e.getMessage());
    set(0, "h0r0E0", "h?", "1");
    assertThrows(SettingException.class, () -> first.output().set(false));
    script.done();
  }

  private void found(int channel, String output, String pulses) {
    asked(channel, "f?", "2520.0");
    asked(channel, "W?", "-14.000");
    asked(channel, "h?", output);
    asked(channel, "A?", "0");
    asked(channel, "/?", "0");
    asked(channel, "j?", pulses);
    if (pulses.equals("0") || output.equals("0")) {
      asked(channel, "g?", "0");
      asked(channel, "c?", "0");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Hardware Version 1.4, , 53e6, 13999999999, -80",
    "Hardware Version 2.06, HD, 10e6, 15e9, -70",
    "Hardware Version 2.10, HDPRO, 10e6, 24e9, -70"
  })
  void theVersionNarrowsTheRanges(
      String hardware, String kind, double low, double high, double weakest) {
    script.query("v1", hardware);
    if (kind != null) {
      script.query("v2", kind);
    }
    found(0, "0", "0");
    first.inspect();
    script.done();
    assertEquals(low, first.frequency().minimum());
    assertEquals(high, first.frequency().maximum());
    assertEquals(weakest, first.power().minimum());
    assertThrows(LimitException.class, () -> first.frequency().set(high + 1));
    script.done();
  }

  @Test
  void aVersionThatIsNotKnownIsRefused() {
    script.query("v1", "Hardware Version 3.0");
    SettingException e = assertThrows(SettingException.class, first::inspect);
    assertTrue(e.getMessage().contains("3.0"), e.getMessage());
    script.done();
  }

  @Test
  void bothChannelsAreInspected() {
    for (int channel = 0; channel < 2; channel++) {
      script.query("v1", "Hardware Version 2.06").query("v2", "HD");
      found(channel, "1", "0");
    }
    synth.inspect();
    script.done();
  }

  @Test
  void aLiveModulatedOutputIsNoToneAndASilentOneIsPrepared() {
    script.query("v1", "Hardware Version 2.06").query("v2", "HD");
    found(1, "1", "1");
    SettingException e = assertThrows(SettingException.class, second::inspect);
    assertTrue(e.getMessage().startsWith("it channel 2 pulse_modulation"), e.getMessage());
    script.query("v1", "Hardware Version 2.06").query("v2", "HD");
    found(1, "0", "1");
    second.inspect();
    sweepsAt(1, "-70");
    set(1, "j0", "j?", "0");
    second.prepare();
    second.prepare();
    script.done();
  }

  private void sweepsAt(int channel, String level) {
    set(channel, "[" + level, "[?", level + ".000");
    set(channel, "]" + level, "]?", level + ".000");
  }

  @Test
  void theLevelOfASweepIsNotSetByItself() {
    for (Setting setting : first.settings()) {
      if (setting instanceof NumberSetting number && number.name().endsWith("er_power")) {
        assertThrows(SettingException.class, () -> number.set(0));
      }
    }
    script.done();
  }

  private void swept() {
    set(0, "W-20", "W?", "-20.000");
    first.power().set(-20);
    set(0, "l1000", "l?", "1000.0");
    set(0, "u2000", "u?", "2000.0");
    set(0, "s1", "s?", "1.0");
    set(0, "t5", "t?", "5.000");
    sweepsAt(0, "-20");
    set(0, "^0", "^?", "0");
    first.prepareSweep(2e9, 1e9, 1001, 5e-3);
    script.done();
  }

  @Test
  void aSweepOfManyPointsIsStartedByOneMessage() {
    swept();
    script.send("C0").send("g1");
    first.startSweep();
    asked(0, "g?", "1");
    asked(0, "g?", "0");
    assertTrue(first.sweeping());
    assertFalse(first.sweeping());
    assertThrows(SettingException.class, () -> first.power().set(-10));
    set(0, "g0", "g?", "0");
    sweepsAt(0, "-80");
    first.endSweep();
    first.endSweep();
    set(0, "W-10", "W?", "-10.000");
    first.power().set(-10);
    script.done();
  }

  @Test
  void everyFrequencyOfASweepPassesTheLimits() {
    synth.settings().limit("frequency", 0.5e9, 4e9);
    assertThrows(LimitException.class, () -> first.prepareSweep(1e9, 5e9, 11, 0.01));
    assertThrows(LimitException.class, () -> first.prepareSweep(0.4e9, 3e9, 11, 0.01));
    script.done();
  }

  private void atRest(int channel) {
    set(channel, "W-80", "W?", "-80.000");
    set(channel, "h0r0E0", "h?", "0");
    asked(channel, "h?", "0");
    asked(channel, "W?", "-80.000");
  }

  @Test
  void safeEndsTheSweepAndQuietensBothChannels() {
    swept();
    set(0, "g0", "g?", "0");
    sweepsAt(0, "-80");
    atRest(0);
    atRest(1);
    synth.safe();
    script.done();
  }

  @Test
  void safeTriesTheOtherChannelToo() {
    set(0, "W-80", "W?", "-80.000");
    set(0, "h0r0E0", "h?", "1");
    asked(0, "h?", "1");
    asked(0, "W?", "-80.000");
    atRest(1);
    NotAtRestException e = assertThrows(NotAtRestException.class, synth::safe);
    assertTrue(e.getMessage().contains("it:1"), e.getMessage());
    script.done();
  }

  @Test
  void snapshotAsksEverySetting() {
    script.query("x?", "1").query("*?", "10.0");
    String[] letters = {
      "g", "~", "Z", "f", "W", "h", "A", "/", "j", "c", "l", "u", "s", "t", "[", "]", "^"
    };
    for (int channel = 0; channel < 2; channel++) {
      for (String letter : letters) {
        asked(channel, letter + "?", "0");
      }
    }
    assertEquals(2 + 2 * letters.length, synth.settings().snapshot().size());
    script.done();
  }
}
