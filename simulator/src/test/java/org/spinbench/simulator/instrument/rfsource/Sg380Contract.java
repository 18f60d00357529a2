package org.spinbench.simulator.instrument.rfsource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.instrument.role.RfSourceContract;
import org.spinbench.drivers.instrument.role.SteppedRfSource;
import org.spinbench.drivers.stanford.Sg380;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.rfsource.SimulatedSg380.Kind;

/** The models of the SG380 series, one a subclass. */
abstract class Sg380Contract extends RfSourceContract {
  private final Laboratory laboratory = new Laboratory();
  private final SimulatedSg380 twin;

  Sg380Contract(Kind kind) {
    twin = new SimulatedSg380(laboratory.surroundings(true), kind);
  }

  @Override
  protected RfSource open() {
    return Sg380.on(laboratory.session(twin, Sg380.DIALECT));
  }

  /** IQ modulation needs a carrier above 400 MHz, and a list can be enabled when there is one. */
  @Override
  protected void makeSettable(RfSource source) {
    source.inspect();
    source.frequency().set(1e9);
    ((SteppedRfSource) source).load(1e9);
    ((SteppedRfSource) source).endList();
  }

  @Override
  protected boolean energised(RfSource source) {
    return twin.energised();
  }

  private double frequency() {
    laboratory.elapse(0.1);
    return twin.rfOutputs().get(0).tone(laboratory.nanos()).frequency();
  }

  @Test
  void aListIsGoneThroughStepByStep() {
    SteppedRfSource source = (SteppedRfSource) open();
    source.inspect();
    source.prepare();
    double[] frequencies = {1e9, 0.5e9, 2e9, 1.5e9, 0.7e9};
    source.load(frequencies);
    for (int round = 0; round < 2; round++) {
      for (double hertz : frequencies) {
        source.step();
        assertEquals(hertz, frequency(), 1e-3);
      }
    }
    source.endList();
    assertEquals(0.7e9, source.frequency().current());
    source.frequency().set(0.9e9);
    assertEquals(0.9e9, frequency(), 1e-3);
    source.safe();
  }

  @Test
  void aListThatIsKeptIsNotSentAgain() {
    SteppedRfSource source = (SteppedRfSource) open();
    source.prepare();
    double[] frequencies = new double[201];
    for (int k = 0; k < frequencies.length; k++) {
      frequencies[k] = 1e9 + k * 1e6;
    }
    source.load(frequencies);
    source.endList();
    long sent = source.session().messagesSent();
    source.load(frequencies);
    assertEquals(4, source.session().messagesSent() - sent, "two, each asked for its errors");
    source.step();
    assertEquals(1e9, frequency(), 1e-3);
    source.safe();
  }

  @Test
  void whatIsRefusedIsNotLoaded() {
    SteppedRfSource source = (SteppedRfSource) open();
    source.prepare();
    double beyond = source.frequency().maximum() + 1;
    assertThrows(LimitException.class, () -> source.load(1e9, beyond));
    double[] many = new double[3000];
    Arrays.fill(many, 1e9);
    assertThrows(SettingException.class, () -> source.load(many));
    source.safe();
  }
}
