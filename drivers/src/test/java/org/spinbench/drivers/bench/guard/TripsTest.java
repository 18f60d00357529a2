package org.spinbench.drivers.bench.guard;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFileException;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.RestedByServerException;
import org.spinbench.drivers.transport.record.Manner;

/** Interlocks and trips of a bench file, on a bench of stand-ins with a thermometer. */
final class TripsTest {
  private static final String THERMOMETER =
      """
      [instruments.thermometer]
      model = "2182A"
      resource = "INPROC::thermometer::INSTR"

      [chip]
      """;

  /** 10 mV a kelvin. */
  private static final String SENSOR =
      """

      [[safety.sensor]]
      name = "temperature"
      reading = "thermometer.voltage"
      scale = 100.0
      offset = 273.0
      unit = "K"
      """;

  private static final String TOO_WARM =
      SENSOR
          + """

          [[safety.trip]]
          name = "too warm"
          when = "temperature > 350"
          every = 2.0
          """;

  private static final String PAUSE =
      TOO_WARM
          + """
          then = "pause"
          resume_when = "temperature < 340"
          resume_after = 3.0
          give_up_after = 100.0
          pauses = 2
          """;

  private static final String INTERLOCK =
      """

      [[safety.interlock]]
      name = "bias before RF"
      sources = ["input 1", "rf_2"]
      only_while = "neuron 1.bias > 1e-3 and bias_2.output is on"
      """;

  private final StandInBench stand = new StandInBench();
  private final TestClock clock = new TestClock();
  private final List<String> told = new ArrayList<>();
  private final List<String> seen = new ArrayList<>();

  private static String text(String rules) {
    return StandInBench.TOML.replace("[chip]\n", THERMOMETER) + rules;
  }

  private Bench open(String rules) {
    stand.add("thermometer", "KEITHLEY INSTRUMENTS INC.,MODEL 2182A,3,C01/B01");
    stand.of("thermometer").values.put(":SENS:VOLT:CHAN1:RANG", "10");
    stand.of("thermometer").values.put(":SENS:VOLT:NPLC", "1");
    stand.of("thermometer").values.put(":SYST:LFR", "50");
    temperature(300);
    Bench bench = Bench.open(BenchFile.parse(text(rules), "small.toml"), stand, clock);
    bench.onTrip((kind, what) -> told.add(kind + ": " + what));
    return bench;
  }

  private void temperature(double kelvin) {
    stand.of("thermometer").values.put(":FETC", Double.toString((kelvin - 273) / 100));
  }

  private static void energise(Bench bench) {
    bench.ports().fieldCurrents(new double[] {1e-3, -2e-3, 0.5e-3});
    bench.ports().biases(new int[] {0, 1}, 6e-3, 5e-3);
    bench.ports().tone(0, 250e6, 100e-6);
    bench.ports().tone(1, 330e6, 50e-6);
  }

  private static Instrument stepping(Bench bench) {
    return bench.instruments().get("rf_2");
  }

  private void warmAfter(double seconds) {
    stand.of("bias_1").onMessage = () -> temperature(clock.nanos() > seconds * 1e9 ? 360 : 300);
  }

  /** What the thermometer answers between two times after the beginning, s. */
  private void warm(long begin, double from, double to) {
    stand.of("thermometer").onMessage =
        () -> {
          double now = 1e-9 * (clock.nanos() - begin);
          temperature(now > from && now < to ? 360 : 300);
        };
  }

  /** A pass of an instrument takes minutes, in which the run reads nothing. */
  @Test
  void aConditionThatIsMetDuringAPassEndsIt() {
    Bench bench = open(TOO_WARM);
    energise(bench);
    warmAfter(1e-9 * clock.nanos() + 10);
    long begin = clock.nanos();
    TripException trip =
        assertThrows(
            TripException.class,
            () -> bench.sleepDuringPass(Duration.ofSeconds(60), 60, stepping(bench), List.of()));
    assertTrue(trip.getMessage().contains("temperature > 350"), trip.getMessage());
    double seconds = 1e-9 * (clock.nanos() - begin);
    assertTrue(seconds > 10 && seconds < 14, "after " + seconds + " s");
    assertEquals(0, stand.of("bias_1").number(":SOUR:LEV"));
  }

  /** A meter that waits for triggers cannot be asked, and half a pass cannot be continued. */
  @ParameterizedTest
  @CsvSource({"true, rest", "false, pause"})
  void whatCannotBeJudgedDuringAPassWaitsForItsEnd(boolean meterIsBusy, String then) {
    Bench bench = open(TOO_WARM + "then = \"" + then + "\"\n");
    energise(bench);
    temperature(360);
    List<Instrument> triggered =
        meterIsBusy ? List.of(bench.instruments().get("thermometer")) : List.of();
    assertDoesNotThrow(
        () -> bench.sleepDuringPass(Duration.ofSeconds(60), 60, stepping(bench), triggered));
  }

  /** A plan may wait for minutes, for a temperature or for a slow filter. */
  @Test
  void aConditionThatIsMetWhileAPlanWaitsEndsTheWait() {
    Bench bench = open(TOO_WARM);
    energise(bench);
    long begin = clock.nanos();
    warm(begin, 10, 60);
    TripException trip =
        assertThrows(TripException.class, () -> bench.sleep(Duration.ofSeconds(60)));
    assertTrue(trip.getMessage().contains("temperature > 350"), trip.getMessage());
    double seconds = 1e-9 * (clock.nanos() - begin);
    assertTrue(seconds > 10 && seconds < 14, "after " + seconds + " s");
    assertEquals(0, stand.of("bias_1").number(":SOUR:LEV"));
  }

  /** What was waited for needs the whole wait again, because the bench was at rest. */
  @Test
  void aPauseWhileAPlanWaitsIsReported() {
    Bench bench = open(PAUSE);
    energise(bench);
    double begin = 1e-9 * clock.nanos();
    warm(clock.nanos(), 10, 20);
    assertTrue(bench.sleep(Duration.ofSeconds(60)));
    assertEquals(List.of("suspended", "resumed"), told.stream().map(t -> t.split(":")[0]).toList());
    double seconds = 1e-9 * clock.nanos() - begin;
    assertTrue(seconds > 23 && seconds < 30, "after " + seconds + " s");
    assertEquals(6e-3, stand.of("bias_1").number(":SOUR:LEV"), 1e-12);
    assertFalse(bench.sleep(Duration.ofSeconds(60)));
    assertEquals(begin + seconds + 60, 1e-9 * clock.nanos(), 0.5);
  }

  @Test
  void inRecordingsOfVersionNineWaitsWereNotJudged() {
    open(TOO_WARM);
    Bench old =
        Bench.open(
            BenchFile.parse(text(TOO_WARM), "small.toml"), stand, clock, Manner.PASSES_ARE_JUDGED);
    temperature(360);
    int before = stand.of("thermometer").messages.size();
    assertFalse(old.sleep(Duration.ofSeconds(60)));
    assertFalse(old.sleep(Duration.ZERO));
    assertEquals(before, stand.of("thermometer").messages.size());
  }

  @Test
  void inRecordingsOfVersionEightPassesWereNotJudged() {
    open(TOO_WARM);
    Bench old =
        Bench.open(
            BenchFile.parse(text(TOO_WARM), "small.toml"),
            stand,
            clock,
            Manner.ROUTINE_IS_RECORDED);
    temperature(360);
    int before = stand.of("thermometer").messages.size();
    old.sleepDuringPass(Duration.ofSeconds(60), 60, stepping(old), List.of());
    assertEquals(before, stand.of("thermometer").messages.size());
  }

  /** The state of the only condition, and its pauses. */
  private static String judged(Bench bench) {
    Trips.Judged one = bench.trips().orElseThrow().judged().get(0);
    assertEquals("safety.trip.\"too warm\"", one.what());
    assertEquals("temperature > 350", one.condition());
    return one.found().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + one.pauses();
  }

  /** Also looks at the state of the condition, as another thread would during a pause. */
  private Runnable andSee(Bench bench, Runnable action) {
    return () -> {
      seen.add(judged(bench));
      action.run();
    };
  }

  private List<String> state() {
    List<String> state = new ArrayList<>();
    for (String rf : List.of("rf_1", "rf_2")) {
      state.add(rf + " " + stand.of(rf).number(":OUTP:STAT"));
      state.add(rf + " " + stand.of(rf).number(":SOUR:POW"));
      state.add(rf + " " + stand.of(rf).number(":SOUR:FREQ"));
    }
    for (String bias : List.of("bias_1", "bias_2")) {
      state.add(bias + " " + stand.of(bias).number(":OUTP"));
      state.add(bias + " " + stand.of(bias).number(":SOUR:LEV"));
    }
    for (int channel : List.of(1, 2, 5)) {
      state.add("field " + stand.of("field").number(":SOUR" + channel + ":VOLT"));
    }
    return state;
  }

  private static void assertSays(String message, String... parts) {
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void whatAnInterlockHoldsBackIsRefusedUntilItsConditionHolds() {
    try (Bench bench = open(INTERLOCK)) {
      LimitException refusal =
          assertThrows(LimitException.class, () -> bench.ports().tone(0, 250e6, 100e-6));
      assertEquals(LimitException.Level.STATION, refusal.level());
      assertSays(
          refusal.getMessage(),
          "rf_1 output was not switched on: the interlock \"bias before RF\" of the bench file",
          "only while neuron 1.bias > 1e-3 and bias_2.output is on, and neuron 1.bias is 0 A,"
              + " bias_2.output is off",
          "safety.interlock");
      bench.ports().bias(0, 6e-3);
      assertThrows(LimitException.class, () -> bench.ports().tone(1, 330e6, 100e-6));
      bench.ports().bias(1, 5e-3);
      assertDoesNotThrow(() -> bench.ports().tone(0, 250e6, 100e-6));
      assertDoesNotThrow(() -> bench.ports().tone(1, 330e6, 50e-6));
      assertEquals(1, stand.of("rf_1").number(":OUTP:STAT"));
    }
  }

  /** While the output is off a level gives nothing; frequencies never do. */
  @Test
  void whatPutsNothingOutIsSetFreely() {
    try (Bench bench = open(INTERLOCK)) {
      bench.ports().source(0).power().set(-10);
      bench.ports().source(0).frequency().set(251e6);
      assertEquals(-10, stand.of("rf_1").number(":SOUR:POW"));
    }
  }

  @Test
  void downIsFreeWhateverTheConditionSays() {
    try (Bench bench = open(INTERLOCK)) {
      energise(bench);
      bench.ports().bias(0, 0);
      assertThrows(LimitException.class, () -> bench.ports().tonePower(0, 110e-6));
      bench.ports().tonePower(0, 90e-6);
      bench.ports().tonePower(0, 0);
      assertEquals(0, stand.of("rf_1").number(":OUTP:STAT"));
    }
  }

  @Test
  void anInterlockThatNoLongerHoldsTripsWhileItsSourceIsOn() {
    try (Bench bench = open(INTERLOCK)) {
      energise(bench);
      bench.ports().chainVoltages(0);
      bench.ports().bias(0, 0);
      clock.sleep(Duration.ofSeconds(1));
      TripException trip = assertThrows(TripException.class, () -> bench.ports().chainVoltages(0));
      assertSays(trip.getMessage(), "only while neuron 1.bias > 1e-3", "neuron 1.bias is 0 A");
      assertTrue(stand.atRest());
      clock.sleep(Duration.ofSeconds(1));
      assertDoesNotThrow(() -> bench.ports().chainVoltages(0), "its sources are off");
    }
  }

  @Test
  void anInterlockOnAReadingIsJudgedByTheReading() {
    String rule =
        SENSOR + INTERLOCK.replaceAll("only_while.*", "only_while = \"temperature < 310\"");
    try (Bench bench = open(rule)) {
      bench.ports().tone(0, 250e6, 50e-6);
      temperature(311);
      clock.sleep(Duration.ofSeconds(2));
      LimitException refusal =
          assertThrows(LimitException.class, () -> bench.ports().tone(1, 330e6, 50e-6));
      assertSays(refusal.getMessage(), "temperature is 311 K");
      stand.of("thermometer").dead = true;
      clock.sleep(Duration.ofSeconds(2));
      assertSays(
          assertThrows(LimitException.class, () -> bench.ports().tone(1, 330e6, 50e-6))
              .getMessage(),
          "thermometer cannot be read");
      bench.ports().tonePower(0, 0);
      stand.of("thermometer").dead = false;
    }
  }

  @Test
  void aTripBringsTheBenchToRestAndEndsTheRun() {
    try (Bench bench = open(TOO_WARM)) {
      energise(bench);
      bench.ports().chainVoltages(0);
      temperature(350.5);
      clock.sleep(Duration.ofSeconds(2));
      TripException trip = assertThrows(TripException.class, () -> bench.ports().chainVoltages(0));
      assertSays(
          trip.getMessage(),
          "tripped: safety.trip.\"too warm\" of the bench file (temperature > 350): temperature is"
              + " 350.5 K.",
          "brought to rest",
          "resume the run");
      assertTrue(stand.atRest());
      assertEquals(1, told.size());
      assertSays(told.get(0), "trip: safety.trip.\"too warm\"", "temperature is 350.5 K");
    }
  }

  @Test
  void aTripThatLeavesASourceLiveDoesNotSayOtherwise() {
    Bench bench = open(TOO_WARM.replace("every = 2.0", "every = 0.5"));
    energise(bench);
    bench.ports().chainVoltages(0);
    temperature(351);
    clock.sleep(Duration.ofMillis(500)); // Before anybody asks the sources again.
    stand.of("rf_2").dead = true;
    TripException trip = assertThrows(TripException.class, () -> bench.ports().chainVoltages(0));
    assertSays(
        trip.getMessage(),
        "temperature is 351 K. NOT AT REST. GO AND SWITCH OFF BY HAND: rf_2 (",
        "resume the run");
    assertFalse(trip.getMessage().contains("was brought to rest"), trip.getMessage());
    stand.of("rf_2").dead = false;
    bench.close();
  }

  /** What was refused is said with its value. */
  @Test
  void aLevelThatAnInterlockRefusesIsNamed() {
    try (Bench bench = open(INTERLOCK)) {
      energise(bench);
      bench.ports().bias(0, 0);
      bench.ports().source(0).power().set(-10);
      LimitException refusal =
          assertThrows(LimitException.class, () -> bench.ports().source(0).power().set(-9.5));
      assertSays(refusal.getMessage(), "rf_1 power was not raised to -9.5 dBm: the interlock");
    }
  }

  @Test
  void aReadingIsTakenAsOftenAsTheFileSays() {
    try (Bench bench = open(TOO_WARM)) {
      bench.ports().chainVoltages(0);
      int before = stand.of("thermometer").messages.size();
      for (int reading = 0; reading < 5; reading++) {
        bench.ports().chainVoltages(0);
      }
      assertEquals(before, stand.of("thermometer").messages.size());
      clock.sleep(Duration.ofSeconds(2));
      bench.ports().chainVoltages(0);
      assertTrue(stand.of("thermometer").messages.size() > before);
    }
  }

  @Test
  void aReadingThatIsLostTrips() {
    try (Bench bench = open(TOO_WARM)) {
      energise(bench);
      bench.ports().chainVoltages(0);
      stand.of("thermometer").dead = true;
      clock.sleep(Duration.ofSeconds(2));
      // The thermometer itself puts nothing out, and is not at rest as nobody can ask it.
      TripException trip = assertThrows(TripException.class, () -> bench.ports().chainVoltages(0));
      assertSays(trip.getMessage(), "thermometer cannot be read");
      assertTrue(stand.atRest());
      stand.of("thermometer").dead = false;
    }
  }

  /** A bench server that has tripped answers nothing more, and the thermometer is not to blame. */
  @Test
  void aServerThatHasTrippedNamesTheCauseItself() {
    try (Bench bench = open(TOO_WARM)) {
      energise(bench);
      bench.ports().chainVoltages(0);
      Runnable before = stand.of("thermometer").onMessage;
      stand.of("thermometer").onMessage =
          () -> {
            throw new RestedByServerException("tripped: safety.trip.\"door\"");
          };
      clock.sleep(Duration.ofSeconds(2));
      RestedByServerException rested =
          assertThrows(RestedByServerException.class, () -> bench.ports().chainVoltages(0));
      assertEquals("tripped: safety.trip.\"door\"", rested.getMessage());
      stand.of("thermometer").onMessage = before;
    }
  }

  /** By the reading that the run takes anyway; nothing more is asked. */
  @Test
  void whatTheRunReadsTripsAtOnce() {
    String rule =
        """

        [[safety.trip]]
        name = "chain 1"
        when = "chain 1.voltage outside -5e-3 to 5e-3"
        """;
    try (Bench bench = open(rule)) {
      energise(bench);
      stand.of("voltmeter_1").values.put(":FETC", "4.9E-3");
      bench.ports().chainVoltages(0);
      stand.of("voltmeter_1").values.put(":FETC", "-5.1E-3");
      bench.ports().chainVoltages(1);
      TripException trip =
          assertThrows(TripException.class, () -> bench.ports().chainVoltages(0, 1));
      assertSays(trip.getMessage(), "chain 1.voltage is -0.0051 V");
      assertTrue(stand.atRest());
    }
  }

  @Test
  void aPauseEndsWhenItsConditionHasClearedForSoLong() {
    try (Bench bench = open(PAUSE)) {
      energise(bench);
      bench.ports().chainVoltages(0);
      List<String> before = state();
      temperature(351);
      clock.sleep(Duration.ofSeconds(2));
      List<String> atRest = new ArrayList<>();
      double[] way = {345, 341, 339, 341, 339, 339, 339};
      long[] begun = {-1};
      clock.onSleep =
          () -> {
            if (told.size() == 1) {
              begun[0] = begun[0] < 0 ? clock.nanos() - 500_000_000 : begun[0];
              int look = (int) Math.ceil((clock.nanos() - begun[0]) / 2e9) - 1;
              if (look < way.length) {
                temperature(way[look]);
                atRest.add(Boolean.toString(stand.atRest()));
              }
            }
          };
      clock.onSleep = andSee(bench, clock.onSleep);
      assertEquals("clear 0", judged(bench));
      bench.ports().chainVoltages(0);
      assertEquals("clear 1", judged(bench));
      assertTrue(seen.contains("paused 1"), seen::toString);
      assertEquals(2, told.size(), told::toString);
      assertSays(told.get(0), "suspended: safety.trip.\"too warm\"", "temperature is 351 K");
      assertSays(told.get(1), "resumed: safety.trip.\"too warm\" has cleared after");
      assertTrue(atRest.size() == 4 * 7 && !atRest.contains("false"), atRest::toString);
      assertTrue(clock.nanos() - begun[0] >= 14e9, "2 s a look, and 3 s below 340 K");
      assertEquals(before, state());
      assertDoesNotThrow(bench::requireAsLeft);
    }
  }

  @Test
  void whatIsPutBackIsRamped() {
    try (Bench bench = open(PAUSE)) {
      energise(bench);
      bench.ports().chainVoltages(0);
      temperature(351);
      clock.sleep(Duration.ofSeconds(2));
      clock.onSleep = () -> temperature(300);
      int before = stand.of("bias_1").commands().size();
      bench.ports().chainVoltages(0);
      List<Double> levels =
          stand.of("bias_1").commands().stream()
              .skip(before)
              .filter(command -> command.startsWith(":SOUR:LEV "))
              .map(command -> Double.parseDouble(command.substring(10)))
              .toList();
      double last = 6e-3;
      for (double level : levels) {
        assertTrue(Math.abs(level - last) <= 1.001e-3, levels::toString);
        last = level;
      }
      assertEquals(6e-3, last);
      assertTrue(levels.contains(0.0), levels::toString);
    }
  }

  @Test
  void aPauseThatDoesNotClearEndsTheRun() {
    try (Bench bench = open(PAUSE)) {
      energise(bench);
      temperature(351);
      assertEquals("not judged 0", judged(bench));
      TripException trip = assertThrows(TripException.class, () -> bench.ports().chainVoltages(0));
      assertSays(trip.getMessage(), "temperature is 351 K, and has not cleared for 100.0 s");
      assertEquals("tripped 1", judged(bench));
      assertTrue(stand.atRest());
      assertEquals(List.of("suspended", "trip"), told.stream().map(t -> t.split(":")[0]).toList());
    }
  }

  /** As after Ctrl-C, whatever the thermometer says or does not say. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBenchThatIsClosedInAPauseStaysAtRest(boolean lost) {
    Bench bench = open(PAUSE);
    energise(bench);
    temperature(351);
    clock.onSleep =
        () -> {
          if (told.size() == 1) {
            bench.close();
            temperature(300);
            stand.of("thermometer").dead = lost;
          }
        };
    IllegalStateException ended =
        assertThrows(IllegalStateException.class, () -> bench.ports().chainVoltages(0));
    assertEquals("the bench was closed", ended.getMessage());
    assertEquals(1, told.size(), told::toString);
    assertTrue(stand.atRest());
  }

  @Test
  void afterSoManyPausesTheNextEndsTheRun() {
    try (Bench bench = open(PAUSE)) {
      energise(bench);
      clock.onSleep = () -> temperature(300);
      for (int pause = 0; pause < 2; pause++) {
        clock.sleep(Duration.ofSeconds(2));
        temperature(351);
        bench.ports().chainVoltages(0);
      }
      clock.sleep(Duration.ofSeconds(2));
      temperature(351);
      TripException trip = assertThrows(TripException.class, () -> bench.ports().chainVoltages(0));
      assertSays(trip.getMessage(), "after 2 pauses");
    }
  }

  /** On a copy, whose readings say nothing of the bench, interlocks on settings are judged. */
  @Test
  void aCopyIgnoresReadings() {
    try (Bench bench = open(TOO_WARM + INTERLOCK)) {
      bench.ignoreReadings();
      temperature(400);
      assertThrows(LimitException.class, () -> bench.ports().tone(0, 250e6, 100e-6));
      energise(bench);
      assertDoesNotThrow(() -> bench.ports().chainVoltages(0));
    }
  }

  /** A judge of others' messages knows what is set, and measures nothing. */
  @Test
  void whatOthersSendIsJudgedByInterlocksOnSettings() {
    open(TOO_WARM + INTERLOCK).close();
    BenchFile file = BenchFile.parse(text(TOO_WARM + INTERLOCK), "small.toml");
    Judge judge = new Judge(file, stand, clock);
    List<String> passed = new ArrayList<>();
    byte[] on = ":OUTP:STAT 1".getBytes(StandardCharsets.US_ASCII);
    int before = stand.of("thermometer").messages.size();
    LimitException refusal =
        assertThrows(
            LimitException.class,
            () -> judge.pass("rf_1", this, on, message -> passed.add("passed")));
    assertSays(refusal.getMessage(), "the interlock \"bias before RF\"");
    assertEquals(List.of(), passed);
    assertFalse(
        stand.of("thermometer").messages.stream().skip(before).anyMatch(m -> m.contains(":INIT")));
  }

  @Test
  void aBenchWithoutConditionsLooksAtNoClockForThem() {
    try (Bench bench = open("")) {
      bench.ports().chainVoltages(0);
      assertFalse(
          stand.of("thermometer").messages.stream().anyMatch(m -> m.contains(":INIT")),
          () -> stand.of("thermometer").messages.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "when = \"temperature > 350\" | when = \"temperatur > 350\" | \"temperatur\" is not a"
            + " sensor; there is temperature; did you mean \"temperature\"?",
        "when = \"temperature > 350\" | when = \"neuron 3.resistance > 50\" | neuron 3.resistance:"
            + " nothing on this bench is called \"neuron 3\"",
        "when = \"temperature > 350\" | when = \"neuron 2.resistence > 50\" | did you mean"
            + " \"resistance\"?",
        "when = \"temperature > 350\" | when = \"temperature = 350\" | \"temperature = 350\" is"
            + " not a condition; write a name",
        "when = \"temperature > 350\" | wen = \"temperature > 350\" | did you mean \"when\"?",
        "then = \"pause\" | then = \"stop\" | one of rest, pause is expected, not stop",
        "then = \"pause\" | then = \"rest\" | write then = \"pause\", or remove them",
        "every = 2.0 | every = 0 | a number above zero is expected, not 0",
        "pauses = 2 | pauses = 0 | 1 or more is expected, not 0",
        "give_up_after = 100.0 | give_up_after = 1.0 | below resume_after, 3.0 s",
        "scale = 100.0 | scale = 0 | a number other than zero is expected",
        "name = \"too warm\" | | missing; a text in quotes is expected",
        "sources = [\"input 1\", \"rf_2\"] | sources = [\"input 9\"] | \"input 9\" is not a"
            + " source; there are input 1",
        "neuron 1.bias > 1e-3 | neuron 1.bias > 1 mA | is not a condition",
      })
  void aMistakeInTheFileIsNamed(String right, String wrong, String said) {
    String toml = text(PAUSE + INTERLOCK);
    assertTrue(toml.contains(right));
    String hostile = toml.replace(right, wrong == null ? "" : wrong);
    BenchFileException refusal =
        assertThrows(BenchFileException.class, () -> BenchFile.parse(hostile, "small.toml"));
    assertSays(refusal.getMessage(), said);
    assertSays(refusal.getMessage(), "safety.");
  }

  @Test
  void allMistakesAreNamedTogether() {
    String hostile =
        text(PAUSE + INTERLOCK)
            .replace("temperature > 350", "neuron 9.bias > 1")
            .replace("\"rf_2\"]", "\"rf_9\"]")
            .replace("loss_db = 12.0", "loss_db = 1200.0");
    assertSays(
        assertThrows(BenchFileException.class, () -> BenchFile.parse(hostile, "small.toml"))
            .getMessage(),
        "neuron 9",
        "rf_9",
        "loss_db");
  }

  /** What an instrument has is known once it is open. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bias_1.limited is on",
        "rf_1.colour > 3",
        "field:3.colour > 1",
        "bias_1:2.level > 0",
        "bias_1.resistance > 3"
      })
  void whatAnInstrumentDoesNotHaveIsNamed(String condition) {
    String rule = TOO_WARM.replace("temperature > 350", condition);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> open(rule));
    assertSays(refusal.getMessage(), "safety.trip.\"too warm\".when in the bench file: ");
  }
}
