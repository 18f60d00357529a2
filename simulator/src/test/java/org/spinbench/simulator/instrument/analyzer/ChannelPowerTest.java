package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.SimulatedModel;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;

/** The power in a channel with the analyzer's noise. */
class ChannelPowerTest {
  private static final SpectralLine TONE = new SpectralLine(1.2e9, 1e-12, 0);

  /** FETCh answers from the measurement that was made; only READ makes another. */
  @ParameterizedTest
  @ValueSource(strings = {"N9030B", "N9020B", "DSA815"})
  void isTheSameWhenItIsFetchedAgain(String model) {
    Laboratory laboratory = new Laboratory();
    Connections none = Connections.NONE;
    Connections tone =
        new Connections(none.voltages(), (from, to) -> List.of(TONE), none.power(), none.loads());
    SimulatedInstrument analyzer =
        SimulatedModel.of(model).orElseThrow().make(laboratory.surroundings(true), tone);
    laboratory.send(analyzer, "INIT:CONT OFF;:FREQ:CENT 1.2 GHZ;:CONF:CHP");
    String first = laboratory.ask(analyzer, "READ:CHP?");
    assertEquals(first, laboratory.ask(analyzer, "FETC:CHP?"));
    assertEquals(first, laboratory.ask(analyzer, "FETC:CHP?"));
    assertNotEquals(first, laboratory.ask(analyzer, "READ:CHP?"));
    assertEquals(List.of(), analyzer.queuedErrors());
  }
}
