package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.spinbench.drivers.instrument.Channels;
import org.spinbench.drivers.instrument.role.SweptRfSource;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.resource.SerialSettings;
import org.spinbench.drivers.transport.resource.SerialSettings.FlowControl;
import org.spinbench.drivers.transport.resource.SerialSettings.Parity;
import org.spinbench.drivers.transport.system.LinkSettings;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.drivers.windfreak.SynthHd;
import org.spinbench.simulator.bench.PacedClock;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.rfsource.SimulatedSynthHd;

/** Both channels of a SynthHD from several threads over one serial line. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class SynthHdOnASerialLineTest {
  private static final int ROUNDS = 40;
  private static final SerialSettings LINE =
      new SerialSettings(115_200, 8, Parity.NONE, 1, FlowControl.NONE, "\n", "\n");

  private final SimulatedSynthHd twin =
      new SimulatedSynthHd(
          new Surroundings(
              new PacedClock(1),
              RandomGeneratorFactory.of("L64X128MixRandom").create(1),
              false,
              () -> {}));
  private PseudoTerminal terminal;
  private ScpiSession session;
  private Channels<SweptRfSource> synth;

  @BeforeEach
  void open() {
    terminal = new PseudoTerminal(twin.endpoint(), LINE);
    ResourceName.Serial name = new ResourceName.Serial(terminal.path());
    LinkSettings links = new LinkSettings(Map.of(name, LINE), Map.of(), Optional.empty());
    session =
        new ScpiSession(
            "it", name, new SystemTransports(links), new SystemClock(), SynthHd.DIALECT);
    synth = SynthHd.on(session);
  }

  @AfterEach
  void close() {
    session.close();
    terminal.close();
  }

  @Test
  void settingsOfOneChannelNeverReachTheOther() throws InterruptedException {
    Throwable[] failed = new Throwable[2];
    Thread[] threads = new Thread[2];
    for (int k = 0; k < 2; k++) {
      int channel = k;
      threads[k] = new Thread(() -> tune(channel));
      threads[k].setUncaughtExceptionHandler((thread, failure) -> failed[channel] = failure);
      threads[k].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(null, failed[0]);
    assertEquals(null, failed[1]);
  }

  private void tune(int channel) {
    SweptRfSource source = synth.channel(channel + 1);
    for (int round = 0; round < ROUNDS; round++) {
      double hertz = (1 + channel) * 1e9 + round * 1e6;
      source.frequency().set(hertz);
      source.power().set(-10 * (1 + channel));
      assertEquals(hertz, source.frequency().get());
      assertEquals(-10 * (1 + channel), source.power().get());
    }
  }

  @Test
  void bothChannelsComeToRest() {
    for (int channel = 1; channel <= 2; channel++) {
      SweptRfSource source = synth.channel(channel);
      source.inspect();
      source.prepare();
      source.output().set(true);
    }
    assertTrue(twin.energised());
    synth.safe();
    assertFalse(twin.energised());
  }
}
