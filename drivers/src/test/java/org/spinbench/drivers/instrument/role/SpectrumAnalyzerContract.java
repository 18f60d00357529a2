package org.spinbench.drivers.instrument.role;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.InstrumentContract;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Setting;
import org.spinbench.drivers.instrument.Unit;

/** What every spectrum analyzer keeps to. */
public abstract class SpectrumAnalyzerContract extends InstrumentContract<SpectrumAnalyzer> {
  private static final double CENTRE = 500e6;
  private static final double SPAN = 40e6;
  private static final double BANDWIDTH = 300e3;

  /** Puts a tone on the input; a test is aborted where that cannot be done. */
  protected abstract void apply(double frequency, double dbm);

  @Override
  protected NumberSetting principal(SpectrumAnalyzer analyzer) {
    return analyzer.centre();
  }

  @Override
  protected void makeSettable(SpectrumAnalyzer analyzer) {
    prepare(analyzer);
  }

  private void prepare(SpectrumAnalyzer analyzer) {
    analyzer.inspect();
    analyzer.prepare(SPAN, BANDWIDTH);
    analyzer.centre().ensure(CENTRE);
  }

  @Test
  final void unitsAreThoseOfTheRole() {
    SpectrumAnalyzer analyzer = open();
    assertEquals(Unit.HERTZ, analyzer.centre().unit());
    assertEquals(Unit.HERTZ, analyzer.span().unit());
    assertEquals(Unit.HERTZ, analyzer.resolutionBandwidth().unit());
  }

  @Test
  final void aTraceCoversItsSpanWithThreePointsABandwidth() {
    SpectrumAnalyzer analyzer = open();
    prepare(analyzer);
    SpectrumTrace trace = analyzer.sweep();
    assertEquals(CENTRE - SPAN / 2, trace.start(), 1);
    assertEquals(CENTRE + SPAN / 2, trace.stop(), 1);
    assertEquals(analyzer.resolutionBandwidth().get(), trace.resolutionBandwidth());
    assertTrue(
        trace.points() >= 3 * SPAN / trace.resolutionBandwidth(), trace.points() + " points");
    assertTrue(Arrays.stream(trace.levelsDbm()).allMatch(dbm -> dbm > -250 && dbm < 60));
    assertRecent(trace.time(), analyzer);
    assertTrue(analyzer.session().errors().isEmpty());
  }

  @Test
  final void prepareTwiceSendsNothingMore() {
    SpectrumAnalyzer analyzer = open();
    prepare(analyzer);
    long sent = analyzer.session().messagesSent();
    analyzer.prepare(SPAN, BANDWIDTH);
    assertEquals(sent, analyzer.session().messagesSent());
  }

  @Test
  final void aToneStandsWhereItIsWithItsLevel() {
    SpectrumAnalyzer analyzer = open();
    prepare(analyzer);
    apply(CENTRE + 3e6, -20);
    SpectrumTrace trace = analyzer.sweep();
    int highest = 0;
    for (int k = 1; k < trace.points(); k++) {
      highest = trace.levelsDbm()[k] > trace.levelsDbm()[highest] ? k : highest;
    }
    assertEquals(CENTRE + 3e6, trace.frequency(highest), BANDWIDTH);
    assertEquals(-20, trace.levelsDbm()[highest], 2);
  }

  @Test
  final void aTraceAndAPowerBeyondTheReferenceLevelAreMarked() {
    SpectrumAnalyzer analyzer = open();
    prepare(analyzer);
    apply(CENTRE + 3e6, -20);
    assertFalse(analyzer.sweep().overload());
    NumberSetting reference = (NumberSetting) setting(analyzer, "reference_level");
    reference.set(-40);
    assertTrue(analyzer.sweep().overload());
    assertTrue(analyzer.bandPower(CENTRE, 30e6).overload());
    reference.set(0);
    assertFalse(analyzer.sweep().overload());
    reference.set(-40);
    analyzer.unmarked();
    assertFalse(analyzer.sweep().overload(), "as in recordings without the question");
  }

  private static Setting setting(SpectrumAnalyzer analyzer, String name) {
    for (Setting setting : analyzer.settings()) {
      if (setting.name().equals(name)) {
        return setting;
      }
    }
    throw new AssertionError(analyzer.name() + " has no " + name);
  }

  @Test
  final void theBandPowerOfAToneIsItsPower() {
    SpectrumAnalyzer analyzer = open();
    prepare(analyzer);
    apply(CENTRE + 3e6, -20);
    Reading reading = analyzer.bandPower(CENTRE, 30e6);
    assertComplete(reading, analyzer, Unit.DBM);
    assertEquals(-20, reading.value(), 1);
    assertTrue(analyzer.session().errors().isEmpty());
  }
}
