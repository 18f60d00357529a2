package org.spinbench.simulator.instrument.rfsource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.drivers.instrument.role.SweptRfSourceContract;
import org.spinbench.drivers.windfreak.SynthHd;
import org.spinbench.simulator.instrument.Laboratory;

/** Each of its channels. */
@Tag("any-jdk")
class SynthHdContractTest {
  @Nested
  class First extends Contract {
    First() {
      super(1);
    }
  }

  @Nested
  class Second extends Contract {
    Second() {
      super(2);
    }
  }

  private abstract static class Contract extends SweptRfSourceContract {
    private static final int LEVELS = 1000;

    private final Laboratory laboratory = new Laboratory();
    private final SimulatedSynthHd twin = new SimulatedSynthHd(laboratory.surroundings(true));
    private final int channel;

    Contract(int channel) {
      this.channel = channel;
    }

    @Override
    protected RfSource open() {
      return SynthHd.on(laboratory.session(twin, SynthHd.DIALECT)).channel(channel);
    }

    /** A level of 9E29 would be taken for one of 9 and something else. */
    @Override
    protected NumberSetting principal(RfSource source) {
      return source.frequency();
    }

    @Override
    protected Map<String, String> leftAlone() {
      String withTheSweep = "it is set with the sweep, and tried with it";
      return Map.of(
          "output", "it would put something out",
          "lower_power", withTheSweep,
          "upper_power", withTheSweep);
    }

    @Override
    protected boolean energised(RfSource source) {
      return twin.energised();
    }

    @Test
    void aSweepHasTheLevelThatWasSetBeforeIt() {
      SweptRfSource source = (SweptRfSource) open();
      source.inspect();
      source.prepare();
      NumberSetting power = source.power();
      for (int k = 0; k < LEVELS; k++) {
        double level =
            power.minimum() + (power.maximum() - power.minimum()) * laboratory.noise().nextDouble();
        power.set(level);
        source.prepareSweep(1e9, 2e9, 11, 10e-3);
        for (String end : List.of("lower_power", "upper_power")) {
          NumberSetting swept = setting(source, end, NumberSetting.class);
          assertEquals(level, swept.get(), tolerance(swept, level), end);
        }
        source.endSweep();
      }
      assertEquals(List.of(), source.session().errors());
    }
  }
}
