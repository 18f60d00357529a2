package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.instrument.role.SpectrumAnalyzer;
import org.spinbench.drivers.instrument.role.SpectrumTrace;
import org.spinbench.drivers.keysight.XSeries;
import org.spinbench.drivers.rohdeschwarz.FsAnalyzer;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.SpectrumInput;
import org.spinbench.simulator.instrument.Surroundings;

/** A tone far outside the span, which no level of the trace shows, overloads the input. */
class InputOverloadTest {
  private final Laboratory laboratory = new Laboratory();
  private List<SpectralLine> lines = List.of();

  private SpectrumAnalyzer analyzer(String model) {
    Surroundings surroundings = laboratory.surroundings(true);
    SpectrumInput input = (from, to) -> lines;
    return switch (model) {
      case "FSV" -> FsAnalyzer.fsv(session(SimulatedFsAnalyzer.fsv(surroundings, input)));
      case "FSW" -> FsAnalyzer.fsw(session(SimulatedFsAnalyzer.fsw(surroundings, input)));
      case "N9020B" -> XSeries.n9020b(session(SimulatedXSeries.n9020b(surroundings, input)));
      default -> XSeries.n9030b(session(SimulatedXSeries.n9030b(surroundings, input)));
    };
  }

  private ScpiSession session(SimulatedInstrument instrument) {
    return laboratory.session(instrument);
  }

  @ParameterizedTest
  @CsvSource({
    "FSV, 15, true", "FSV, -10, false",
    "FSW, 15, true", "FSW, -10, false",
    "N9020B, 15, true", "N9020B, -10, false",
    "N9030B, 15, true", "N9030B, -10, false",
  })
  void theTraceAndThePowerAreMarked(String model, double dbm, boolean overload) {
    SpectrumAnalyzer analyzer = analyzer(model);
    lines = List.of(new SpectralLine(2e9, 1e-3 * Math.pow(10, dbm / 10), 0));
    analyzer.inspect();
    analyzer.prepare(40e6, 300e3);
    analyzer.centre().set(500e6);
    SpectrumTrace trace = analyzer.sweep();
    assertTrue(Arrays.stream(trace.levelsDbm()).allMatch(level -> level < -60), "not in the span");
    assertEquals(overload, trace.overload());
    assertEquals(overload, analyzer.bandPower(500e6, 30e6).overload());
    assertTrue(analyzer.session().errors().isEmpty());
  }
}
