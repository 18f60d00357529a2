package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SpectralLine;

/** I and Q of lines and noise, against what theory says of their power, phase and spectrum. */
@Tag("any-jdk")
class IqAnalyzerTest {
  private static final double DENSITY = 1e-13 / 300e3;

  private final Laboratory laboratory = new Laboratory();
  private List<SpectralLine> lines = List.of();
  private final SimulatedXSeries quiet =
      SimulatedXSeries.n9030b(laboratory.surroundings(false), (from, to) -> lines);
  private final SimulatedXSeries noisy =
      SimulatedXSeries.n9030b(laboratory.surroundings(true), (from, to) -> lines);

  private double[] ask(SimulatedXSeries analyzer, String message) {
    String reply = laboratory.ask(analyzer, message);
    assertEquals(List.of(), analyzer.queuedErrors());
    return Arrays.stream(reply.split(",")).mapToDouble(Double::parseDouble).toArray();
  }

  private void record(SimulatedXSeries analyzer, String setup) {
    laboratory.send(analyzer, ":INST:SEL BASIC;:CONF:WAV:NDEF;:FREQ:CENT 1 GHZ;:" + setup);
    laboratory.send(analyzer, ":INIT:CONT 0;:INIT:WAV;*WAI");
    assertEquals(List.of(), analyzer.queuedErrors());
  }

  /** -10 dBm across 50 Ω are 100 mV peak; 100 kHz above the centre the phase turns that fast. */
  @Test
  void aToneTurnsWithItsDistanceFromTheCentre() {
    lines = List.of(new SpectralLine(1.0001e9, 1e-4, 0));
    record(quiet, "WAV:DIF:BAND 1 MHZ;:WAV:SWE:TIME 100E-6");
    double[] pairs = ask(quiet, "FETC:WAV0?");
    assertEquals(2 * 125, pairs.length, "1.25 MHz for 100 µs");
    for (int k = 0; k < 125; k++) {
      double phase = 2 * Math.PI * 100e3 * k * 0.8e-6;
      assertEquals(0.1 * Math.cos(phase), pairs[2 * k], 1e-9, "I " + k);
      assertEquals(0.1 * Math.sin(phase), pairs[2 * k + 1], 1e-9, "Q " + k);
    }
    double[] scalars = ask(quiet, "FETC:WAV1?");
    double[] expected = {0.8e-6, -10, -10, 125, 0, -10, -10};
    for (int k = 0; k < expected.length; k++) {
      assertEquals(expected[k], scalars[k], 1e-8, "scalar " + k);
    }
    assertEquals(-10, ask(quiet, "FETC:WAV2?")[7], 1e-8);
  }

  @Test
  void theFilterTakesWhatIsOutsideOfTheBand() {
    lines = List.of(new SpectralLine(1.0006e9, 1e-4, 0), new SpectralLine(1e9, 1e-6, 2e6));
    record(quiet, "WAV:DIF:BAND 1 MHZ");
    double share = 2 / Math.PI * Math.atan(0.5);
    assertEquals(30 + 10 * Math.log10(1e-6 * share), ask(quiet, "FETC:WAV?")[1], 1e-8);
  }

  /** The noise has the power of its density in the band, and that density inside of it. */
  @Test
  void noiseFillsTheBandEvenly() {
    record(noisy, "WAV:DIF:BAND 1 MHZ;:WAV:SWE:TIME 0.1");
    double[] pairs = ask(noisy, "FETC:WAV0?");
    int samples = pairs.length / 2;
    assertEquals(125_000, samples);
    double power = Arrays.stream(pairs).map(volts -> volts * volts / 100).sum() / samples;
    assertEquals(1, power / (DENSITY * 1e6), 5 / Math.sqrt(100_000), "100 000 independent values");
    // Power in a bin of a discrete Fourier transform over the record, 10 Hz wide.
    for (double hertz : new double[] {-400e3, -10e3, 200e3, 450e3}) {
      double density = meanDensity(pairs, hertz);
      assertEquals(1, density / DENSITY, 5 / Math.sqrt(64), "at " + hertz);
    }
    assertTrue(meanDensity(pairs, 560e3) < 0.01 * DENSITY, "nothing beyond half of the band");
  }

  /** Mean of 64 bins, each 625 samples long; W/Hz. */
  private static double meanDensity(double[] pairs, double hertz) {
    int length = 625;
    double sum = 0;
    for (int part = 0; part < 64; part++) {
      double re = 0;
      double im = 0;
      for (int k = 0; k < length; k++) {
        double window = 1 - Math.cos(2 * Math.PI * k / length);
        double phase = -2 * Math.PI * hertz * k * 0.8e-6;
        double i = window * pairs[2 * (part * length + k)];
        double q = window * pairs[2 * (part * length + k) + 1];
        re += i * Math.cos(phase) - q * Math.sin(phase);
        im += i * Math.sin(phase) + q * Math.cos(phase);
      }
      sum += (re * re + im * im) / 100;
    }
    // Of this Hann window the squares sum to 1.5 times its length.
    return sum / 64 / (1.5 * length) * 0.8e-6;
  }

  /** A phase that diffuses by 2π Δf τ: the coherence after τ is exp(-π Δf τ). */
  @Test
  void thePhaseOfALineDiffusesAsItsWidthSays() {
    lines = List.of(new SpectralLine(1e9, 1e-4, 2e3));
    record(noisy, "WAV:DIF:BAND 1 MHZ;:WAV:SWE:TIME 0.16");
    double[] pairs = ask(noisy, "FETC:WAV0?");
    int lag = 125;
    double re = 0;
    double power = 0;
    int count = pairs.length / 2 - lag;
    for (int k = 0; k < count; k++) {
      re += pairs[2 * k] * pairs[2 * (k + lag)] + pairs[2 * k + 1] * pairs[2 * (k + lag) + 1];
      power += pairs[2 * k] * pairs[2 * k] + pairs[2 * k + 1] * pairs[2 * k + 1];
    }
    // 100 µs; the record has 0.16 s, some 1000 times as much.
    assertEquals(Math.exp(-Math.PI * 2e3 * 100e-6), re / power, 0.06);
  }

  @Test
  void theSpectrumShowsToneAndScalars() {
    lines = List.of(new SpectralLine(1.001e9, 1e-6, 0));
    laboratory.send(quiet, ":INST:SEL BASIC;:CONF:SPEC:NDEF;:FREQ:CENT 1 GHZ");
    laboratory.send(quiet, ":SPEC:FREQ:SPAN 4 MHZ;:SPEC:AVER OFF");
    laboratory.send(quiet, ":SENS:SPEC:BAND:RES 20 KHZ;:INIT:CONT 0;:INIT:SPEC;*WAI");
    double[] spectrum = ask(quiet, "FETC:SPEC4?");
    double[] scalars = ask(quiet, "FETC:SPEC1?");
    assertEquals(1 + 3.72 * 200, spectrum.length, 1);
    assertEquals(11, scalars.length);
    assertEquals(spectrum.length, scalars[2]);
    double tone = scalars[3] + scalars[4] * Math.round((1.001e9 - scalars[3]) / scalars[4]);
    assertEquals(tone, scalars[1], 1, "the point next to the tone");
    assertEquals(-30, scalars[0], 0.6, "half a point off it is a little lower");
    assertEquals(0.998e9, scalars[3], 1e-3);
    assertEquals(ask(quiet, "FETC:SPEC3?").length, 2 * scalars[5]);
    assertEquals(0.2e-6, scalars[7], 1e-15, "5 MHz");
    assertEquals(3.72 / 20e3, scalars[9], 1e-6);
    assertEquals(-30, ask(quiet, "FETC:SPEC2?")[0], 1e-8, "the envelope");
  }

  @Test
  void theModeIsSelectedAndLeft() {
    assertEquals("SA;\"SA 1, BASIC 8\"", laboratory.ask(quiet, "INST?;INST:CAT?"), "preset");
    laboratory.send(quiet, "CONF:WAV");
    laboratory.ask(quiet, "READ:SPEC?");
    assertEquals(2, quiet.queuedErrors().size(), "both belong to the other mode");
    quiet.panel().clearErrors();
    assertEquals(
        "BASIC;SPEC;\"SPEC,WAV\"", laboratory.ask(quiet, "INST BASIC;:INST?;:CONF?;:CONF:CAT?"));
    assertEquals("WAV", laboratory.ask(quiet, "CONF:WAV;:CONF?"));
    laboratory.ask(quiet, "INIT:CONT OFF;:TRAC? TRACE1");
    assertEquals(1, quiet.queuedErrors().size(), "no sweep");
    quiet.panel().clearErrors();
    assertEquals("SA;SAN", laboratory.ask(quiet, "INST SA;:INST?;:CONF?"));
    assertEquals("SA", laboratory.ask(quiet, "INST BASIC;*RST;:INST?"));
  }

  /** A record of more samples than fit is shorter. */
  @Test
  void aRecordHasAtMostSoManySamples() {
    record(quiet, "WAV:DIF:BAND 500 MHZ;:WAV:SWE:TIME 1");
    assertEquals(200_000, ask(quiet, "FETC:WAV1?")[3]);
    assertEquals(200_000 / 625e6, laboratory.nanos() * 1e-9, 1e-9);
  }
}
