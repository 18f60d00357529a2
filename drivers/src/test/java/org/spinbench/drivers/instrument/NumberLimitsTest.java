package org.spinbench.drivers.instrument;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.LimitException.Level;
import org.spinbench.drivers.standin.Script;

/** Each limit of a number refuses by itself; nothing is sent here. */
final class NumberLimitsTest {
  private static final double UNKNOWN = Double.NaN;

  private final Settings settings = new Settings(new Script().session());
  private final NumberLimits limits =
      new NumberLimits(new Command(settings, "power", ":POW"), Unit.DBM);

  NumberLimitsTest() {
    limits.range(-120, 25);
  }

  private void refuses(Level level, String message, double value, double known) {
    LimitException e =
        assertThrows(LimitException.class, () -> limits.require(value, known, false));
    assertEquals(level, e.level());
    assertEquals(message, e.getMessage());
  }

  @Test
  void infinityIsInTheRangeOnlyWhereItMeansNoLimit() {
    limits.require(Double.POSITIVE_INFINITY, UNKNOWN, true);
    refuses(
        Level.INSTRUMENT,
        "it power: Infinity dBm is outside -120.0 to 25.0 dBm, what the instrument can do as it is"
            + " set; choose a value that it can take",
        Double.POSITIVE_INFINITY,
        UNKNOWN);
  }

  /** The largest doubles overflow when they are rounded to a multiple of a resolution. */
  @Test
  void aNumberThatOverflowsInItsResolutionIsRefused() {
    NumberSetting field = settings.number("field", ":FIEL", Unit.VOLT, -1, 1).resolution(0.001);
    LimitException e = assertThrows(LimitException.class, () -> field.set(Double.MAX_VALUE));
    assertTrue(e.getMessage().startsWith("it field: Infinity V is outside -1.0 to 1.0 V"));
  }

  @Test
  void theStationNarrowsTheRangeAndLetsWhatWasFoundOutsideComeBack() {
    limits.station(-50, 10);
    assertEquals(-50, limits.minimum());
    assertEquals(10, limits.maximum());
    String refusal =
        "it power: 12.0 dBm is outside -50.0 to 10.0 dBm, the station's limit; choose a value"
            + " inside, or change limits.power of it in the bench file";
    refuses(Level.STATION, refusal, 12, UNKNOWN);
    refuses(Level.STATION, refusal, 12, 12);
    limits.require(12, 13, false);
    limits.require(-60, -70, false);
  }

  @Test
  void aCapRefusesWhatIsHigherUnlessItComesDown() {
    assertEquals(false, limits.isCapped());
    limits.cap(-20, "the most that its amplifier takes");
    assertEquals(true, limits.isCapped());
    assertEquals(-20, limits.maximum());
    refuses(
        Level.CHIP,
        "it power: -10.0 dBm is more than -20 dBm, the most that its amplifier takes; choose no"
            + " more than that",
        -10,
        UNKNOWN);
    limits.require(-10, -5, false);
  }

  @Test
  void aStationsLimitBeyondTheInstrumentLimitsNothing() {
    assertEquals(Optional.empty(), limits.idle());
    limits.station(Double.NEGATIVE_INFINITY, 30);
    assertEquals(
        Optional.of(
            "it power: 30 dBm in the bench file limits nothing: the instrument has -120 to 25 dBm"),
        limits.idle());
  }

  @Test
  void decadesHaveTheirDigitsInsideTheRangeOnly() {
    limits.range(20, 5000);
    limits.valuesInDecades(1, 3);
    assertArrayEquals(new double[] {30, 100, 300, 1000, 3000}, limits.values());
    assertEquals(300, limits.atLeast(101));
    assertEquals(4000, limits.atLeast(4000));
    refuses(
        Level.INSTRUMENT,
        "it power: 200.0 dBm is not one of [30.0, 100.0, 300.0, 1000.0, 3000.0] dBm, what the"
            + " instrument can do as it is set; choose a value that it can take",
        200,
        UNKNOWN);
  }
}
