package org.spinbench.drivers.qdevil;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.instrument.role.CurrentMeter;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.standin.Script;

final class Qdac2Test {
  private final Script script = new Script();
  private final Channels<SweptBiasSource> source = Qdac2.on(script.session(), new Ramp(1, 1e3));

  @Test
  void aChannelIsAVoltageSourceWithItsOwnHeader() {
    BiasSource channel = source.channel(7);
    script.command(":SOUR7:VOLT -0.123456789");
    channel.level().set(-0.123456789);
    script.done();
    assertEquals("it:7", channel.name());
    assertEquals(Unit.VOLT, channel.level().unit());
  }

  @Test
  void thereAreTwentyFourChannels() {
    assertEquals("it:1", source.channel(1).name());
    assertEquals("it:24", source.channel(24).name());
    assertThrows(IllegalArgumentException.class, () -> source.channel(0));
    assertThrows(IllegalArgumentException.class, () -> source.channel(25));
  }

  @Test
  void outputsAreAlwaysOn() {
    BiasSource channel = source.channel(1);
    assertFalse(channel.output().exists());
    assertTrue(channel.output().get());
    channel.output().set(true);
    SettingException e = assertThrows(SettingException.class, () -> channel.output().set(false));
    assertTrue(e.getMessage().contains("set its level to zero"), e.getMessage());
    script.done();
  }

  @Test
  void inspectAsksOnlyTheChannelsInUse() {
    source.channel(3);
    source.channel(5);
    script
        .query(":SOUR3:RANG?", "LOW")
        .query(":SOUR3:VOLT?", "0.5")
        .query(":SOUR3:VOLT:MODE?", "FIX")
        .query(":SOUR5:RANG?", "high")
        .query(":SOUR5:VOLT?", "0")
        .query(":SOUR5:VOLT:MODE?", "fixed");
    source.inspect();
    script.done();
    assertThrows(LimitException.class, () -> source.channel(3).level().set(2.01));
    script.command(":SOUR5:VOLT 10");
    source.channel(5).level().set(10);
    assertThrows(LimitException.class, () -> source.channel(5).level().set(10.01));
    script.done();
  }

  @Test
  void prepareChangesTheRangeAtZeroOnly() {
    BiasSource channel = source.channel(2);
    script
        .query(":SOUR2:RANG?", "LOW")
        .query(":SOUR2:VOLT?", "1.5")
        .command(":SOUR2:VOLT 0.75")
        .command(":SOUR2:VOLT 0")
        .query(":SOUR2:VOLT?", "0")
        .query(":SOUR2:VOLT?", "0")
        .command(":SOUR2:RANG HIGH")
        .command(":SOUR2:VOLT:SLEW 20000")
        .command(":SOUR2:FILT MED");
    channel.prepare(10);
    script.done();
  }

  @Test
  void prepareTakesTheLowRangeWhereItIsEnough() {
    script
        .query(":SOUR2:RANG?", "LOW")
        .command(":SOUR2:VOLT:SLEW 20000")
        .command(":SOUR2:FILT MED");
    source.channel(2).prepare(2);
    script.done();
    assertThrows(LimitException.class, () -> source.channel(2).prepare(10.1));
  }

  @Test
  void safeRampsEveryChannelInUseToZeroAndAsks() {
    source.channel(1);
    source.channel(4);
    script
        .query(":SOUR1:VOLT?", "-1.5")
        .command(":SOUR1:VOLT -0.75")
        .command(":SOUR1:VOLT 0")
        .query(":SOUR1:VOLT?", "0")
        .query(":SOUR4:VOLT?", "0")
        .command(":SOUR4:VOLT 0")
        .query(":SOUR4:VOLT?", "0");
    source.safe();
    script.done();
  }

  @Test
  void safeContinuesAfterAChannelThatDoesNotConfirm() {
    source.channel(1);
    source.channel(4);
    script
        .query(":SOUR1:VOLT?", "0.5")
        .command(":SOUR1:VOLT 0")
        .query(":SOUR1:VOLT?", "0.5")
        .query(":SOUR4:VOLT?", "0")
        .command(":SOUR4:VOLT 0")
        .query(":SOUR4:VOLT?", "0");
    NotAtRestException e = assertThrows(NotAtRestException.class, source::safe);
    assertTrue(e.getMessage().contains("it:1"), e.getMessage());
    script.done();
  }

  @Test
  void aStationLimitHoldsForEveryChannel() {
    source.settings().limit("voltage", -3, 3);
    for (int number = 1; number <= 24; number++) {
      BiasSource channel = source.channel(number);
      LimitException e = assertThrows(LimitException.class, () -> channel.level().set(3.5));
      assertEquals(LimitException.Level.STATION, e.level());
    }
    script.done();
  }

  @Test
  void aStationLimitCanBeForOneChannel() {
    source.settings().limit("channel 2 voltage", -3, 3);
    script.command(":SOUR1:VOLT 3.5");
    source.channel(1).level().set(3.5);
    assertThrows(LimitException.class, () -> source.channel(2).level().set(3.5));
    script.done();
  }

  @Test
  void aChannelThatIsNotFixedIsNotTaken() {
    source.channel(3);
    script
        .query(":SOUR3:RANG?", "LOW")
        .query(":SOUR3:VOLT?", "0")
        .query(":SOUR3:VOLT:MODE?", "LIST");
    SettingException e = assertThrows(SettingException.class, source::inspect);
    assertTrue(e.getMessage().startsWith("it:3 is in mode LIST (:SOUR3:VOLT:MODE)"), "" + e);
    script.done();
  }

  private SweptBiasSource prepared() {
    SweptBiasSource channel = source.channel(7);
    script.command(":SOUR7:VOLT 0.5");
    channel.level().set(0.5);
    script
        .command(":SOUR7:DC:TRIG:SOUR HOLD")
        .command(":SOUR7:LIST:VOLT 0.5,1.25,0.5")
        .query(":SOUR7:LIST:VOLT:POIN?", "3")
        .command(":SOUR7:LIST:DWEL 0.05")
        .command(":SOUR7:LIST:TMOD AUTO;:SOUR7:LIST:DIR UP;:SOUR7:LIST:COUN 1")
        .command(":SOUR7:DC:DEL 0;:SOUR7:DC:INIT:CONT OFF;:SOUR7:DC:MARK:SST 1")
        .command(":OUTP:TRIG1:SOUR INT1;:OUTP:TRIG1:POL NORM;:OUTP:TRIG1:WIDT 1E-5")
        .command(":SOUR7:VOLT:MODE LIST")
        .command(":SOUR7:DC:TRIG:SOUR IMM");
    channel.preparePass(0.05, 0.5, 1.25, 0.5);
    script.done();
    return channel;
  }

  @Test
  void aPassIsAListWhoseStepsAreGivenOut() {
    SweptBiasSource channel = prepared();
    script.command(":SOUR7:DC:INIT");
    channel.startSweep();
    script.query(":SOUR7:LIST:NCL?", "1").query(":SOUR7:LIST:NCL?", "0");
    assertTrue(channel.sweeping());
    assertFalse(channel.sweeping());
    script
        .command(":SOUR7:DC:ABOR")
        .command(":SOUR7:DC:MARK:SST 0")
        .command(":SOUR7:VOLT:MODE FIX")
        .command(":SOUR7:VOLT 0.5")
        .query(":SOUR7:VOLT?", "0.5");
    channel.endSweep();
    script.done();
  }

  /** A program set the level to zero and died, and the line is still on its way down from 5 V. */
  @Test
  void safeHastensASlowWay() {
    BiasSource channel = source.channel(1);
    script
        .query(":SOUR1:VOLT:MODE?", "FIX")
        .query(":SOUR1:VOLT:SLEW?", "0.5")
        .query(":SOUR1:VOLT?", "0")
        .query(":SOUR1:VOLT:LAST?", "5")
        .command(":SOUR1:VOLT:SLEW 20000")
        .command(":SOUR1:VOLT 0")
        .query(":SOUR1:VOLT?", "0")
        .command(":SOUR1:VOLT 0")
        .query(":SOUR1:VOLT?", "0");
    channel.takeOver();
    channel.safe();
    script.done();
  }

  @Test
  void safeEndsAPassFirst() {
    SweptBiasSource channel = prepared();
    script
        .command(":SOUR7:DC:ABOR")
        .command(":SOUR7:DC:MARK:SST 0")
        .command(":SOUR7:VOLT:MODE FIX")
        .query(":SOUR7:VOLT?", "0.5")
        .command(":SOUR7:VOLT 0")
        .query(":SOUR7:VOLT?", "0");
    channel.safe();
    script.done();
  }

  @Test
  void whatCannotBeAPassIsRefusedAndNothingIsSent() {
    SweptBiasSource channel = source.channel(7);
    script.command(":SOUR7:VOLT 0");
    channel.level().set(0);
    for (double[] levels :
        new double[][] {{0}, new double[channel.longestPass() + 1], {0, 1.01, 0}, {0, 0.5}}) {
      assertThrows(IllegalArgumentException.class, () -> channel.preparePass(0.01, levels));
    }
    assertThrows(LimitException.class, () -> channel.preparePass(0.01, 0, 11, 0));
    assertThrows(LimitException.class, () -> channel.preparePass(1e-7, 0, 0));
    script.done();
  }

  @Test
  void itsSensorReadsTheCurrentInItsRange() {
    CurrentMeter channel = (CurrentMeter) source.channel(2);
    script.query(":READ2?", "-1.25E-3").query(":SENS2:RANG?", "HIGH");
    Reading reading = channel.current();
    assertEquals(-1.25e-3, reading.value());
    assertEquals(Unit.AMPERE, reading.unit());
    assertEquals(10e-3, reading.range());
    assertEquals("it:2", reading.source());
    assertFalse(reading.overload());
    ChoiceSetting range = null;
    for (Setting setting : channel.settings()) {
      range = setting.name().equals("channel 2 current_range") ? (ChoiceSetting) setting : range;
    }
    ChoiceSetting sensor = range;
    script.query(":SOUR2:VOLT?", "1");
    SettingException e = assertThrows(SettingException.class, () -> sensor.set("LOW"));
    assertTrue(e.getMessage().contains("its level is not zero"), e.getMessage());
    script.query(":SOUR2:VOLT?", "0").command(":SENS2:RANG LOW");
    sensor.set("LOW");
    script.query(":READ2?", "2.05E-7");
    assertTrue(channel.current().overload(), "more than 200 nA");
    script.done();
  }
}
