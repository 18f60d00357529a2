package org.spinbench.drivers.bench.file;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.standin.TestClock;

/** Bench files with one wrong number each: every one is refused, and the number named. */
final class HostileBenchFileTest {
  /** {@code key = number}, wherever it stands. */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.])([a-z_]+) = (-?[0-9][0-9.e+-]*)(?=[\\s,}])");

  /** Numbers that count things, and the limits of a station, which have ranges of their own. */
  private static final List<String> NO_PHYSICS = List.of("junction", "min", "max");

  private static String refusal(String toml) {
    return assertThrows(BenchFileException.class, () -> BenchFile.parse(toml, "hostile.toml"), toml)
        .getMessage();
  }

  private static String replaced(String key, String value) {
    String toml =
        StandInBench.TOML.replaceFirst(
            "(?m)(?<![\\w.])" + key + " = -?[0-9][^\\s,}]*", key + " = " + value);
    assertTrue(!toml.equals(StandInBench.TOML), key + " is not there");
    return toml;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e300", "-1e300", "inf", "-inf", "nan", "\"much\"", "[1.0]", "1e9", "{}"})
  void noNumberCanBeAnything(String value) {
    Matcher number = NUMBER.matcher(StandInBench.TOML);
    List<String> accepted = new ArrayList<>();
    int tried = 0;
    while (number.find()) {
      if (NO_PHYSICS.contains(number.group(1))) {
        continue;
      }
      // A tone may well have 1 GHz.
      boolean usual = value.equals("1e9") && number.group(1).matches("frequency|bandwidth");
      String toml =
          StandInBench.TOML.substring(0, number.start(2))
              + value
              + StandInBench.TOML.substring(number.end(2));
      tried++;
      try {
        BenchFile.parse(toml, "hostile.toml");
        if (!usual) {
          accepted.add(number.group());
        }
      } catch (BenchFileException e) {
        assertTrue(e.getMessage().contains(number.group(1)), e.getMessage());
      }
    }
    assertTrue(tried > 40, tried + " numbers");
    assertEquals(List.of(), accepted, value);
  }

  /** Slips of units: amperes for milliamperes, kiloohms, picowatts, and so on. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "neuron_current | 9 | chip.limits.neuron_current: 9 A is outside 1E-6 to 0.05 A",
        "junction_resistance | 0.045 | chip.junction_resistance: 0.045 ohm is outside 5 to 50000 ohm",
        "link_gain_db | 60 | the synapses of chain 2 get",
        "link_gain_db | 90 | 90 dB is outside -60 to 60 dB",
        "timeout | 1e300 | s is outside 0.01 to 600 s",
        "timeout | 3600 | the longest sweep that an exchange waits for",
        "slew | 10e9 | V/s is outside",
        "synapse_power | 0.4 | 0.4 W is outside",
        "field_line_current | 8 | chip.limits.field_line_current: 8 A",
        "loss_db | 1000 | 1000 dB is outside",
        "total_limit | 9 | coupling.total_limit: 9 A",
        "amplifier_limit | 1 | coupling.amplifier_limit: 1 A",
        "tone | 1000 | settling.tone: 1000 s is outside 0 to 600 s",
        "threshold | 4 | 4 A is outside",
        "maximum_current | 8 | 8 A is outside",
      })
  void aSlipIsNamedWithItsRangeAndWhatToDo(String key, String value, String said) {
    String message = refusal(replaced(key, value));
    assertTrue(message.contains(said), message);
    assertTrue(
        message.contains("[safety.plausible]") || message.contains("smaller link_gain_db"),
        message);
  }

  /** What does not go together, though each number might stand on some bench. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maximum_power | 900e-6 | inputs.\"input 1\".maximum_power: 9.0E-4 W is above"
            + " chip.limits.synapse_power, 4.0E-4 W",
        "resolution_bandwidth | 90e6 | readout.resolution_bandwidth: 9.0E7 Hz is above"
            + " readout.bandwidth",
      })
  void whatContradictsTheRestIsNamed(String key, String value, String said) {
    String message = refusal(replaced(key, value));
    assertTrue(message.contains(said), message);
  }

  @Test
  void aNeuronIsReadOnce() {
    String message =
        refusal(
            StandInBench.TOML.replace(
                "neurons = [\"neuron 2\"]", "neurons = [\"neuron 2\", \"neuron 2\"]"));
    assertTrue(message.contains("readout.neurons: \"neuron 2\" is given twice"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss_db | 90 | input 1, maximum_power in front of its loss_db: 82.04 dBm are wanted, and"
            + " rf_1 power is at most 8 dBm",
        "frequency | 90e9 | input 1, frequency: 9E10 Hz are wanted, and rf_1 frequency is at most",
        "frequency | 2e3 | input 1, frequency: 2000 Hz are wanted, and rf_1 frequency is at least",
      })
  void whatNoInstrumentReachesIsRefusedAtOpening(String key, String value, String said) {
    BenchFile file = BenchFile.parse(replaced(key, value), "hostile.toml");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Bench.open(file, new StandInBench(), new TestClock()))
            .getMessage();
    assertTrue(message.contains(said), message);
  }

  @Test
  void aLimitThatLimitsNothingIsNamed() {
    String toml =
        StandInBench.TOML.replace("limits.power = { max = 8.0 }", "limits.power = { max = 800.0 }");
    BenchFile file = BenchFile.parse(toml, "hostile.toml");
    try (Bench bench = Bench.open(file, new StandInBench(), new TestClock())) {
      List<String> notices = bench.notices();
      assertTrue(
          notices.contains(
              "rf_1 power: 800 dBm in the bench file limits nothing: the instrument has -120 to 25"
                  + " dBm"),
          notices::toString);
    }
  }

  @Test
  void aBenchCanHaveAWiderRange() {
    String toml = replaced("timeout", "3600");
    assertDoesNotThrow(
        () ->
            BenchFile.parse(
                toml + "\n[safety.plausible]\ntimeout = { max = 7200.0 }\n", "wide.toml"));
    String narrow = refusal(toml + "\n[safety.plausible]\ntimeout = { max = 1000.0 }\n");
    assertTrue(narrow.contains("3600 s is outside 0.01 to 1000 s"), narrow);
  }

  @Test
  void aRangeThatIsUpsideDownIsNamed() {
    String message =
        refusal(
            StandInBench.TOML
                + "\n[safety.plausible]\nneuron_current = { min = 5.0, max = 1.0 }\n");
    assertTrue(
        message.contains("safety.plausible.neuron_current: min, 5, is above max, 1"), message);
  }

  @Test
  void aRangeOfNoNumberIsNamed() {
    String message =
        refusal(StandInBench.TOML + "\n[safety.plausible]\nneuron_curent = { max = 1.0 }\n");
    assertTrue(message.contains("safety.plausible.neuron_curent"), message);
    assertTrue(message.contains("neuron_current"), message);
  }
}
