package org.spinbench.simulator.instrument.dcsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.ChoiceSetting;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.CurrentMeter;
import org.spinbench.drivers.instrument.role.Reading;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.instrument.role.SweptBiasSourceContract;
import org.spinbench.drivers.qdevil.Qdac2;
import org.spinbench.drivers.safety.Ramp;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.instrument.Laboratory;

/** One channel; the others are the same. */
@Tag("any-jdk")
class Qdac2ContractTest extends SweptBiasSourceContract {
  private static final int VALUES = 1000;
  private static final Resistor LOAD = new Resistor(1000);

  private final Laboratory laboratory = new Laboratory();
  private final SimulatedQdac2 twin =
      new SimulatedQdac2(laboratory.surroundings(true), channel -> nanos -> LOAD);

  @Override
  protected SweptBiasSource open() {
    return Qdac2.on(laboratory.session(twin), new Ramp(0.5, 1e3)).channel(7);
  }

  @Override
  protected double largest() {
    return 8;
  }

  @Override
  protected void changeWhatALiveOutputForbids(SweptBiasSource source) {
    setting(source, "range", ChoiceSetting.class).set("LOW");
  }

  @Override
  protected boolean energised(SweptBiasSource source) {
    return twin.energised();
  }

  @Test
  void everyChannelKeepsItsOwnNumbers() {
    Channels<SweptBiasSource> whole = Qdac2.on(laboratory.session(twin), new Ramp(0.5, 1e3));
    whole.inspect();
    for (int k = 0; k < VALUES; k++) {
      double share = laboratory.noise().nextDouble(-1, 1);
      for (int number = 1; number <= Qdac2.CHANNELS; number++) {
        SweptBiasSource channel = whole.channel(number);
        channel.level().set(10 * share / number);
        setting(channel, "slew", NumberSetting.class).set(1e6 * (2 + share) / number);
      }
      for (int number = 1; number <= Qdac2.CHANNELS; number++) {
        SweptBiasSource channel = whole.channel(number);
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
    SweptBiasSource channel = open();
    NumberSetting slew = setting(channel, "slew", NumberSetting.class);
    assertEquals(Double.POSITIVE_INFINITY, slew.get());
    slew.set(20);
    assertEquals(20, slew.get());
    slew.set(Double.POSITIVE_INFINITY);
    assertEquals(Double.POSITIVE_INFINITY, slew.get());
  }

  @Test
  void itsSensorReadsTheCurrentThroughTheLoad() {
    SweptBiasSource channel = open();
    channel.inspect();
    channel.prepare(8);
    channel.ramp(2);
    laboratory.elapse(1);
    Reading reading = ((CurrentMeter) channel).current();
    assertEquals(2e-3, reading.value(), 1e-8);
    assertFalse(reading.overload());
    channel.ramp(0);
    setting(channel, "current_range", ChoiceSetting.class).set("LOW");
    channel.ramp(1e-4);
    laboratory.elapse(1);
    assertEquals(1e-7, ((CurrentMeter) channel).current().value(), 1e-9);
    channel.ramp(1e-3);
    laboratory.elapse(1);
    assertTrue(((CurrentMeter) channel).current().overload(), "1 uA in 200 nA");
    channel.safe();
  }
}
