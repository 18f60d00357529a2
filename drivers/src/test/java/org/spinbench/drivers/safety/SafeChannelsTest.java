package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.Rest;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.standin.Script;

final class SafeChannelsTest {
  private static final Scale SCALE = new Scale(Unit.VOLT, 1, 10, 1e-3, 1, 10);

  private final Script script = new Script();
  private final Settings table = new Settings(script.session());
  private final SafeChannels<BiasSource> channels =
      new SafeChannels<>(script.session(), table, List.of(channel(1), channel(2)));

  private SafeSource channel(int number) {
    Settings part = table.channel(number);
    return new SafeSource(
            "it:" + number,
            script.session(),
            part,
            new Ramp(1, 1),
            part.onOff("output", "OUT" + number),
            SCALE.level(part, "LEV" + number))
        .ranging(SCALE.range(part, "RANG" + number), SCALE);
  }

  @Test
  void onlyChannelsThatWereAskedForAreConcerned() {
    channels.safe();
    script.done();
    assertEquals("it:2", channels.channel(2).name());
    assertEquals(channels.channel(2), channels.channel(2));
    script.query("OUT2?", "0").query("RANG2?", "1").query("LEV2?", "0");
    channels.inspect();
    script.done();
  }

  @Test
  void aChannelThatIsAskedForAfterTheOthersWereInspectedIsInspectedThen() {
    channels.inspect();
    script.done();
    script.query("OUT2?", "1").query("RANG2?", "1").query("LEV2?", "0.5");
    BiasSource second = channels.channel(2);
    script.done();
    assertEquals(0.5, second.level().current());
    channels.channel(2);
    script.done();
  }

  @Test
  void aChannelThatDoesNotComeToRestDoesNotKeepTheOthersFromIt() {
    channels.channel(1);
    channels.channel(2);
    script.query("LEV1?", "0").command("LEV1 0").command("OUT1 0");
    script.query("OUT1?", "1").query("LEV1?", "0");
    script.query("LEV2?", "0").command("LEV2 0").command("OUT2 0");
    script.query("OUT2?", "0").query("LEV2?", "0");
    NotAtRestException e = assertThrows(NotAtRestException.class, channels::safe);
    assertTrue(e.getMessage().contains("it:1"), e.getMessage());
    script.done();
  }

  @Test
  void allOthersComeToRestAfterThoseInUse() {
    channels.channel(2);
    script.query("LEV2?", "0").command("LEV2 0").command("OUT2 0");
    script.query("OUT2?", "0").query("LEV2?", "0");
    script.query("LEV1?", "0.5").command("LEV1 0").command("OUT1 0");
    script.query("OUT1?", "0").query("LEV1?", "0");
    channels.safe(new Rest(true, Set.of()));
    script.done();
  }

  @Test
  void aChannelThatIsLeftIsNotTouched() {
    channels.safe(new Rest(true, Set.of("it:1", "it:2")));
    channels.safe(new Rest(true, Set.of("it")));
    script.done();
  }

  @Test
  void thereAreNoOtherChannels() {
    for (int number : new int[] {0, 3}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> channels.channel(number));
      assertEquals("it has channels 1 to 2, not " + number, e.getMessage());
    }
    script.done();
  }
}
