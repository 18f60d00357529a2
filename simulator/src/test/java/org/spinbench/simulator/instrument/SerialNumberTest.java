package org.spinbench.simulator.instrument;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.spinbench.simulator.bench.Connections;
import org.spinbench.simulator.bench.SimulatedModel;

/** Every unit of a model says who it is, in the form of the model. */
@Tag("any-jdk")
class SerialNumberTest {
  private final Laboratory laboratory = new Laboratory();

  static Set<String> models() {
    return SimulatedModel.names();
  }

  private Surroundings around(long unit) {
    Surroundings alone = laboratory.surroundings(false);
    return new Surroundings(unit, new ManualClock(), alone.noise(), false, alone.outputChanged());
  }

  /** The serial number, or where the model has none of its own message the whole identity. */
  private String[] identity(String model, long unit) {
    SimulatedInstrument one =
        SimulatedModel.of(model).orElseThrow().make(around(unit), Connections.NONE);
    return model.equals("SynthHD")
        ? new String[] {"", laboratory.ask(one, "+"), laboratory.ask(one, "-"), ""}
        : laboratory.ask(one, "*IDN?").split(",", -1);
  }

  @ParameterizedTest
  @MethodSource("models")
  void twoUnitsDifferInTheLastDigitsOfTheirSerialNumbersAlone(String model) {
    String[] model0 = identity(model, 0);
    String[] one = identity(model, 1_234_567_089L);
    String[] other = identity(model, 1_234_567_090L);
    assertTrue(one[2].strip().endsWith("089"), one[2]);
    assertTrue(other[2].strip().endsWith("090"), other[2]);
    assertEquals(model0[2].length(), one[2].length(), one[2]);
    assertEquals(model0[2].replaceAll("\\d", "9"), one[2].replaceAll("\\d", "9"));
    for (int field : new int[] {0, 1, 3}) {
      assertEquals(model0[field], one[field]);
      assertEquals(model0[field], other[field]);
    }
    assertNotEquals(one[2], other[2]);
  }

  @ParameterizedTest
  @CsvSource({
    "1416.0505K02/101001, 1416.0505K02/345678",
    "MY57000123, MY12345678",
    "s/n12345, s/n45678",
    "159, 678",
    "no digits, no digits"
  })
  void onlyTheLastDigitsAreTheUnits(String ofModel, String own) {
    assertEquals(own, around(12_345_678).serial(ofModel));
    assertEquals(ofModel, around(0).serial(ofModel));
  }

  @Test
  void aSourceMeterInTspSaysTheSameTwice() {
    SimulatedInstrument one =
        SimulatedModel.of("2602B").orElseThrow().make(around(7), Connections.NONE);
    assertEquals("0000007", laboratory.ask(one, "print(localnode.serialno)"));
    assertEquals("0000007", laboratory.ask(one, "*IDN?").split(",")[2].strip());
  }
}
