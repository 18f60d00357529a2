package org.spinbench.simulator.instrument;

import java.util.Set;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.RfSource;
import org.spinbench.drivers.instrument.SweptRfSourceContract;
import org.spinbench.drivers.windfreak.SynthHd;

/** The second channel; the first is the same. */
class SynthHdContractTest extends SweptRfSourceContract {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSynthHd twin = new SimulatedSynthHd(laboratory.surroundings(true));

  @Override
  protected RfSource open() {
    return SynthHd.on(laboratory.session(twin, SynthHd.DIALECT)).channel(2);
  }

  /** A level of 9E29 would be taken for one of 9 and something else. */
  @Override
  protected NumberSetting principal(RfSource source) {
    return source.frequency();
  }

  /** The levels of a sweep are set with the sweep. */
  @Override
  protected Set<String> leftAlone() {
    return Set.of("output", "lower_power", "upper_power");
  }

  @Override
  protected boolean energised(RfSource source) {
    return twin.energised();
  }
}
