package org.spinbench.drivers.qdevil;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.drivers.standin.Script;

final class Qdac2Test {
  private final Script script = new Script();
  private final Channels<BiasSource> source = Qdac2.on(script.session(), new Ramp(1, 1e3));

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
        .query(":SOUR5:RANG?", "high")
        .query(":SOUR5:VOLT?", "0");
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
  void safeGoesOnAfterAChannelThatDoesNotConfirm() {
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
}
