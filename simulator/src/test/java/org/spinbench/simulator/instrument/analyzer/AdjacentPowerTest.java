package org.spinbench.simulator.instrument.analyzer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.SpectralLine;

/** The adjacent channel power of the lines at the input, against their shares in each channel. */
@Tag("any-jdk")
class AdjacentPowerTest {
  private static final double DENSITY = 1e-13 / 300e3;
  private static final double OFF = 9.91e37;

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

  private static double dbm(double watts) {
    return 30 + 10 * Math.log10(watts);
  }

  /** A Lorentzian line of 1 µW, 1 MHz wide: the shares of its channels by the arc tangent. */
  @Test
  void channelsHaveTheirSharesOfALorentzianLine() {
    lines = List.of(new SpectralLine(6e9, 1e-6, 1e6));
    laboratory.send(quiet, "CONF:ACP;:CONF:ACP:NDEF;:ACP:METH IBW;AVER:COUN 5");
    laboratory.send(quiet, ":SENS:FREQ:CENT 6 GHZ;:ACP:CARR:LIST:BAND:INT 2 MHZ");
    laboratory.send(quiet, ":ACP:OFFS:OUT:TYPE CTOC;:ACP:OFFS:LIST:STAT 1,1");
    laboratory.send(quiet, ":ACP:OFFS:OUT:LIST:FREQ 3 MHZ,6 MHZ;BAND:INT 1 MHZ,2 MHZ");
    laboratory.send(quiet, ":INIT:CONT OFF;:INIT:IMM;*WAI");
    double[] result = ask(quiet, "FETC:ACP1?");
    assertEquals(28, result.length);
    double carrier = 1e-6 * 2 / Math.PI * Math.atan(2) + DENSITY * 2e6;
    assertEquals(0, result[0]);
    assertEquals(dbm(carrier), result[1], 1e-6);
    assertEquals(0, result[2]);
    assertEquals(dbm(carrier), result[3], 1e-6);
    double near = 1e-6 / Math.PI * (Math.atan(7) - Math.atan(5)) + DENSITY * 1e6;
    double far = 1e-6 / Math.PI * (Math.atan(14) - Math.atan(10)) + DENSITY * 2e6;
    for (int side = 0; side < 2; side++) {
      assertEquals(10 * Math.log10(near / carrier), result[4 + 2 * side], 1e-6);
      assertEquals(dbm(near), result[5 + 2 * side], 1e-6);
      assertEquals(10 * Math.log10(far / carrier), result[8 + 2 * side], 1e-6);
      assertEquals(dbm(far), result[9 + 2 * side], 1e-6);
    }
    for (int k = 12; k < result.length; k++) {
      assertEquals(OFF, result[k], "an offset that is off");
    }
  }

  @Test
  void aToneIsInTheChannelOnItsSide() {
    lines = List.of(new SpectralLine(1e9, 1e-6, 0), new SpectralLine(1.003e9, 1e-9, 0));
    double[] result = ask(quiet, "FREQ:CENT 1 GHZ;:MEAS:ACP?");
    assertEquals(-30, result[1], 1e-5);
    assertEquals(dbm(DENSITY * 2e6), result[5], 1e-6, "below there is noise alone");
    assertEquals(-60, result[7], 0.01);
    assertEquals(-30, result[6], 0.01, "relative");
  }

  /** With its edges, an offset of 3 MHz means 3 MHz and halves of the widths of 2 and 4 MHz. */
  @Test
  void anOffsetCountsFromCentreOrEdge() {
    String setup = "FREQ:CENT 1 GHZ;:CONF:ACP;:ACP:OFFS:LIST:BAND 4 MHZ;:ACP:OFFS:TYPE ";
    double[] places = {3e6, 5e6, 4e6, 6e6};
    String[] types = {"CTOC", "CTOE", "ETOC", "ETOE"};
    for (int k = 0; k < types.length; k++) {
      lines = List.of(new SpectralLine(1e9 + places[k] + 1.9e6, 1e-6, 0));
      assertEquals(-30, ask(quiet, setup + types[k] + ";:READ:ACP?")[7], 0.01, types[k]);
      lines = List.of(new SpectralLine(1e9 + places[k] + 2.1e6, 1e-6, 0));
      assertEquals(
          dbm(DENSITY * 4e6), ask(quiet, setup + types[k] + ";:READ:ACP?")[7], 1e-6, types[k]);
    }
  }

  @Test
  void oneMeasurementHasOneResult() {
    String first = laboratory.ask(noisy, "FREQ:CENT 1 GHZ;:READ:ACP?");
    assertEquals(first, laboratory.ask(noisy, "FETC:ACP?"));
    assertNotEquals(first, laboratory.ask(noisy, "READ:ACP?"));
    assertEquals("ACP;\"SAN,CHP,ACP\"", laboratory.ask(noisy, "CONF?;CONF:CAT?"));
    laboratory.ask(noisy, "FETC:CHP?");
    assertEquals(1, noisy.queuedErrors().size(), "another measurement");
  }

  @Test
  void settingsAreSavedAndPreset() {
    laboratory.send(quiet, "ACP:OFFS:LIST 1 MHZ,2 MHZ;:ACP:OFFS:LIST:STAT 1,1,1;*SAV 5;:CONF:ACP");
    assertEquals("1,0,0,0,0,0", laboratory.ask(quiet, "ACP:OFFS:LIST:STAT?"));
    assertEquals(3e6, ask(quiet, "ACP:OFFS:LIST?")[0]);
    assertEquals("1,1,1,0,0,0", laboratory.ask(quiet, "*RCL 5;:ACP:OFFS:LIST:STAT?"));
    assertEquals(2e6, ask(quiet, "ACP:OFFS:LIST?")[1]);
    laboratory.send(quiet, "ACP:OFFS:LIST 1,2,3,4,5,6,7");
    assertEquals(1, quiet.queuedErrors().size(), "six offsets");
  }
}
