package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.BiasSource;
import org.spinbench.drivers.instrument.BiasSourceContract;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.qdevil.Qdac2;
import org.spinbench.drivers.safety.Ramp;

/** One channel; the others are the same. */
class Qdac2ContractTest extends BiasSourceContract<BiasSource> {
  private static final int VALUES = 1000;

  private final Laboratory laboratory = new Laboratory();
  private final SimulatedQdac2 twin = new SimulatedQdac2(laboratory.surroundings(true));

  @Override
  protected BiasSource open() {
    return Qdac2.on(laboratory.session(twin), new Ramp(0.5, 1e3)).channel(7);
  }

  @Override
  protected double largest() {
    return 8;
  }

  @Override
  protected void changeWhatALiveOutputForbids(BiasSource source) {
    setting(source, "range", ChoiceSetting.class).set("LOW");
  }

  @Override
  protected boolean energised(BiasSource source) {
    return twin.energised();
  }

  @Test
  void everyChannelKeepsItsOwnNumbers() {
    Channels<BiasSource> whole = Qdac2.on(laboratory.session(twin), new Ramp(0.5, 1e3));
    whole.inspect();
    for (int k = 0; k < VALUES; k++) {
      double share = laboratory.noise().nextDouble(-1, 1);
      for (int number = 1; number <= Qdac2.CHANNELS; number++) {
        BiasSource channel = whole.channel(number);
        channel.level().set(10 * share / number);
        setting(channel, "slew", NumberSetting.class).set(1e6 * (2 + share) / number);
      }
      for (int number = 1; number <= Qdac2.CHANNELS; number++) {
        BiasSource channel = whole.channel(number);
        assertEquals(10 * share / number, channel.level().get(), 1e-12);
        double slew = 1e6 * (2 + share) / number;
        double back = setting(channel, "slew", NumberSetting.class).get();
        assertEquals(slew, back, 1e-12 * slew, channel.name());
      }
    }
    assertEquals(List.of(), whole.session().errors());
  }

  @Test
  void aSlewCanBeWithoutLimit() {
    BiasSource channel = open();
    NumberSetting slew = setting(channel, "slew", NumberSetting.class);
    assertEquals(Double.POSITIVE_INFINITY, slew.get());
    slew.set(20);
    assertEquals(20, slew.get());
    slew.set(Double.POSITIVE_INFINITY);
    assertEquals(Double.POSITIVE_INFINITY, slew.get());
  }
}
