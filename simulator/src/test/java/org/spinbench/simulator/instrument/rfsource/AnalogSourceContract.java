package org.spinbench.simulator.instrument.rfsource;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.SweptRfSourceContract;
import org.spinbench.drivers.keysight.AnalogSource;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.rfsource.SimulatedKeysightSource.Kind;

/** Keysight's models, one a subclass. */
abstract class AnalogSourceContract extends SweptRfSourceContract {
  private final Laboratory laboratory = new Laboratory();
  private final Kind kind;
  private final SimulatedKeysightSource twin;

  AnalogSourceContract(Kind kind) {
    this.kind = kind;
    twin = new SimulatedKeysightSource(laboratory.surroundings(true), kind);
  }

  @Override
  protected RfSource open() {
    return AnalogSource.on(laboratory.session(twin));
  }

  @Override
  protected boolean energised(RfSource source) {
    return twin.energised();
  }

  @Test
  void isTheModelThatItSaysItIs() {
    assertEquals(kind.name(), open().session().identity().model());
  }
}
