package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.instrument.StrayedException;
import org.spinbench.drivers.instrument.role.SweptBiasSource;
import org.spinbench.drivers.standin.StandIn;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.record.Manner;

/** Whether a bench notices that somebody else has changed an instrument. */
final class CustodyTest {
  private static final Duration LONG = Duration.ofSeconds(11);

  private final StandInBench stand = new StandInBench();
  private final TestClock clock = new TestClock();
  private final Bench bench = open(Manner.PRESENT);

  private Bench open(Manner waits) {
    return Bench.open(BenchFile.parse(StandInBench.TOML, "small.toml"), stand, clock, waits);
  }

  private void energise() {
    energise(bench);
  }

  private static void energise(Bench bench) {
    bench.ports().tone(0, 250e6, 100e-6);
    bench.ports().tone(1, 330e6, 50e-6);
    bench.ports().fieldCurrents(new double[] {1e-3, -2e-3, 0.5e-3});
    bench.ports().biases(new int[] {0, 1}, 6e-3, 5e-3);
  }

  @Test
  void aBenchThatNobodyElseTouchesIsAsItWasLeft() {
    energise();
    clock.sleep(LONG);
    assertDoesNotThrow(() -> bench.ports().chainVoltages(0));
    assertDoesNotThrow(bench::requireAsLeft);
    bench.ports().rest();
    assertDoesNotThrow(bench::requireAsLeft);
  }

  @ParameterizedTest
  @CsvSource({
    "rf_1,   :OUTP:STAT,    0,        'rf_1 output is off, and was left on'",
    "rf_1,   :SOUR:FREQ,    251E6,    'rf_1 frequency is 2.51E8 Hz, and was left at 2.5E8 Hz'",
    "rf_2,   :SOUR:POW,     -30,      'rf_2 power is -30.0 dBm, and was left at -1.01 dBm'",
    "bias_1, :SOUR:LEV,     0,        'bias_1 current is 0.0 A, and was left at 0.006 A'",
    "bias_2, :OUTP,         0,        'bias_2 output is off, and was left on'",
    "bias_2, :SOUR:PROT:VOLT, 30,     'bias_2 compliance is 30.0 V, and was left at 1.0 V'",
    "bias_1, :SOUR:FUNC,    VOLT,     'bias_1 function is VOLT, and was left at CURR'",
    "field,  ':SOUR5:VOLT', 0,        'field channel 5 voltage is 0.0 V, and was left at 0.5 V'"
  })
  void aChangeBySomebodyElseIsNamed(String instrument, String header, String value, String said) {
    energise();
    clock.sleep(LONG);
    stand.of(instrument).values.put(header, value);
    StrayedException strayed =
        assertThrows(StrayedException.class, () -> bench.ports().chainVoltages(0));
    assertTrue(strayed.getMessage().startsWith(said + ". "), strayed.getMessage());
    assertTrue(strayed.getMessage().contains("do not use readings taken after that"));
  }

  /** The same answers in fewer digits, and in another form. */
  @ParameterizedTest
  @ValueSource(strings = {"6.0000E-3", "+0.006001", "5.9996E-03"})
  void anAnswerInFewDigitsIsNoOtherLevel(String answer) {
    energise();
    stand.of("bias_1").values.put(":SOUR:LEV", answer);
    assertDoesNotThrow(bench::requireAsLeft);
  }

  @Test
  void nobodyIsAskedBetweenReadingsThatFollowEachOther() {
    energise();
    StandIn source = stand.of("rf_1");
    bench.ports().chainVoltages(0);
    int before = source.messages.size();
    clock.sleep(Duration.ofMillis(900));
    bench.ports().chainVoltages(0);
    assertEquals(before, source.messages.size());
    clock.sleep(LONG);
    bench.ports().chainVoltages(0);
    List<String> asked = source.messages.subList(before, source.messages.size());
    assertTrue(asked.stream().anyMatch(message -> message.contains(":SOUR:POW?")), asked::toString);
  }

  private int asked(String instrument, String question) {
    return (int)
        stand.of(instrument).messages.stream().filter(one -> one.contains(question)).count();
  }

  @ParameterizedTest
  @CsvSource({
    "rf_1,   :OUTP:STAT,    'rf_1 output is off, and was left on'",
    "bias_2, :OUTP,         'bias_2 output is off, and was left on'",
    "field,  ':SOUR5:VOLT', 'field channel 5 voltage is 0.0 V, and was left at 0.5 V'"
  })
  void aSourceThatSwitchesItselfOffIsNoticedWithinASecond(
      String instrument, String header, String said) {
    energise();
    bench.ports().chainVoltages(0);
    stand.of(instrument).values.put(header, "0");
    clock.sleep(Duration.ofSeconds(1));
    StrayedException strayed =
        assertThrows(StrayedException.class, () -> bench.ports().chainVoltages(0));
    assertTrue(strayed.getMessage().startsWith(said + ". "), strayed.getMessage());
  }

  /** Seven questions. Earlier versions took a hundredth of the time. */
  @ParameterizedTest
  @CsvSource({"PASSES_ARE_JUDGED, 50", "ROUTINE_IS_RECORDED, 5"})
  void sourcesAreAskedForATenthOfTheTimeAtMost(Manner manner, long millis) {
    Bench bench = open(manner);
    bench.ports().tone(0, 250e6, 100e-6);
    bench.ports().tone(1, 330e6, 50e-6);
    bench.ports().fieldCurrents(new double[] {1e-3, -2e-3, 0.5e-3});
    bench.ports().biases(new int[] {0, 1}, 6e-3, 5e-3);
    bench.ports().chainVoltages(0);
    List<String> names = List.of("rf_1", "rf_2", "bias_1", "bias_2", "field");
    names.forEach(name -> stand.of(name).onMessage = () -> clock.sleep(Duration.ofMillis(millis)));
    clock.sleep(Duration.ofSeconds(1));
    bench.ports().chainVoltages(0);
    int before = asked("rf_1", ":OUTP:STAT?");
    int whole = asked("rf_1", ":SOUR:POW?");
    clock.sleep(Duration.ofMillis(3300));
    bench.ports().chainVoltages(0);
    assertEquals(before, asked("rf_1", ":OUTP:STAT?"));
    clock.sleep(Duration.ofMillis(300));
    bench.ports().chainVoltages(0);
    assertEquals(before + 1, asked("rf_1", ":OUTP:STAT?"));
    assertEquals(
        whole, asked("rf_1", ":SOUR:POW?"), "the whole of it is asked for every ten seconds");
  }

  @Test
  void sourcesThatGiveNothingAreNotAsked() {
    energise();
    bench.ports().tonePower(1, 0);
    bench.ports().fieldCurrent(0, 0);
    bench.ports().chainVoltages(0);
    int first = asked("rf_2", ":OUTP:STAT?");
    int second = asked("field", ":SOUR1:VOLT?");
    clock.sleep(Duration.ofSeconds(1));
    bench.ports().chainVoltages(0);
    assertEquals(first, asked("rf_2", ":OUTP:STAT?"));
    assertEquals(second, asked("field", ":SOUR1:VOLT?"));
  }

  /** A source that has begun to step, which it says of itself until the pass is over. */
  private SweptBiasSource stepping() {
    return stepping(bench);
  }

  private SweptBiasSource stepping(Bench bench) {
    energise(bench);
    bench.ports().chainVoltages(0);
    SweptBiasSource source = (SweptBiasSource) bench.ports().fieldSource(0);
    double level = source.level().get();
    stand.of("field").values.put(":SOUR1:LIST:VOLT:POIN", "3");
    source.preparePass(0.5, level, level + 0.1, level);
    source.startSweep();
    stand.of("field").values.put(":SOUR1:LIST:NCL", "1");
    return source;
  }

  private Instrument meter() {
    return meter(bench);
  }

  private static Instrument meter(Bench bench) {
    return bench.instruments().get("voltmeter_1");
  }

  /** A pass takes minutes, in which nothing is read that could be judged. */
  @Test
  void sourcesAreAskedDuringAPass() {
    Instrument stepping = stepping();
    stand.of("field").values.put(":SOUR1:VOLT", "3");
    long begin = clock.nanos();
    bench.sleepDuringPass(Duration.ofSeconds(5), 5, stepping, List.of());
    assertEquals(5_000_000_000L, clock.nanos() - begin);
    stand.of("bias_1").values.put(":OUTP", "0");
    assertThrows(
        StrayedException.class,
        () -> bench.sleepDuringPass(Duration.ofSeconds(30), 30, stepping, List.of()));
  }

  /** Otherwise nobody would notice it before the readings are collected. */
  @ParameterizedTest
  @ValueSource(strings = {"voltmeter_1", "field"})
  void whoTakesPartInAPassAndIsGoneIsNoticedAtOnce(String gone) {
    Instrument stepping = stepping();
    stand.of(gone).dead = true;
    long begin = clock.nanos();
    TransportException lost =
        assertThrows(
            TransportException.class,
            () -> bench.sleepDuringPass(Duration.ofSeconds(30), 30, stepping, List.of(meter())));
    assertTrue(lost.getMessage().contains(gone), lost.getMessage());
    assertTrue(clock.nanos() - begin < 2_000_000_000L, "after " + (clock.nanos() - begin) + " ns");
  }

  /** It has lost its power, and has come back at zero; other sources are still on. */
  @ParameterizedTest
  @CsvSource({
    "0, 30.0, 30, 1.0",
    "15, 30.0, 30, 21.0",
    "20.5, 25.0, 100, 21.0",
    "20.5, 22.0, 100, 21.0"
  })
  void aPassThatEndsTooSoonIsNoticedAtOnce(double end, double pass, int levels, double noticed) {
    StrayedException strayed =
        assertThrows(StrayedException.class, () -> passThatEndsAfter(end, pass, levels));
    assertTrue(
        strayed
            .getMessage()
            .startsWith("field:1 has ended its pass of " + pass + " s after " + noticed + " s. "),
        strayed.getMessage());
  }

  /** At the last of a few levels. */
  @Test
  void aPassMayEndALittleSooner() {
    assertDoesNotThrow(() -> passThatEndsAfter(20.5, 25, 6));
  }

  /** A virtual clock stands still in questions, so that they are asked after 1, 11 and 21 s. */
  private void passThatEndsAfter(double end, double pass, int levels) {
    passThatEndsAfter(bench, end, pass, levels);
  }

  private void passThatEndsAfter(Bench bench, double end, double pass, int levels) {
    Instrument stepping = stepping(bench);
    StandIn field = stand.of("field");
    double begin = clock.nanos();
    field.onMessage =
        () -> field.values.put(":SOUR1:LIST:NCL", clock.nanos() - begin < end * 1e9 ? "1" : "0");
    bench.sleepDuringPass(
        Duration.ofNanos(Math.round(pass * 1e9)), levels, stepping, List.of(meter(bench)));
  }

  @Test
  void inRecordingsOfVersionElevenItWasNotNoticedInTheLastFifth() {
    Bench old = open(Manner.PASSES_ARE_TIMED_ONCE);
    assertDoesNotThrow(() -> passThatEndsAfter(old, 20.5, 25, 100));
  }

  @Test
  void inRecordingsOfVersionSixNobodyWasAskedForASignOfLife() {
    Bench old = open(Manner.EVERYTHING_RESTS);
    int before = stand.of("voltmeter_1").messages.size();
    old.sleepDuringPass(
        Duration.ofSeconds(30),
        30,
        old.ports().fieldSource(0),
        List.of(old.instruments().get("voltmeter_1")));
    assertEquals(before, stand.of("voltmeter_1").messages.size());
  }

  @Test
  void inRecordingsOfVersionFourTheyWereNot() {
    Bench old = open(Manner.READINGS_ARE_MARKED);
    old.ports().tone(0, 250e6, 100e-6);
    old.ports().chainVoltages(0);
    stand.of("rf_1").values.put(":OUTP:STAT", "0");
    int before = stand.of("rf_1").messages.size();
    clock.sleep(Duration.ofSeconds(9));
    old.ports().chainVoltages(0);
    old.sleepDuringPass(Duration.ofSeconds(30), 30, old.ports().source(0), List.of());
    assertEquals(before, stand.of("rf_1").messages.size());
    assertThrows(StrayedException.class, () -> old.ports().chainVoltages(0));
  }

  /** An instrument that was switched off and on comes back with its outputs off. */
  @Test
  void aLinkThatFailedIsFollowedByALookAtOnce() {
    energise();
    bench.ports().chainVoltages(0);
    StandIn source = stand.of("rf_1");
    source.failures = 1;
    assertThrows(RuntimeException.class, () -> bench.ports().tonePower(0, 90e-6));
    source.values.put(":OUTP:STAT", "0");
    bench.ports().tonePower(0, 80e-6);
    StrayedException strayed =
        assertThrows(StrayedException.class, () -> bench.ports().chainVoltages(0));
    assertTrue(
        strayed.getMessage().startsWith("rf_1 output is off, and was left on"),
        strayed.getMessage());
  }

  @Test
  void inOldRecordingsNobodyLooked() {
    Bench old = open(Manner.SETTERS_WAIT);
    old.ports().tone(0, 250e6, 100e-6);
    clock.sleep(LONG);
    stand.of("rf_1").values.put(":OUTP:STAT", "0");
    assertDoesNotThrow(() -> old.ports().chainVoltages(0));
    assertDoesNotThrow(old::requireAsLeft);
  }

  /** A step of the ramp is 1 mA here; what the front panel set is 4 mA away. */
  @Test
  void aLevelThatSomebodyElseChangedIsRampedFromWhereItIs() {
    energise();
    StandIn source = stand.of("bias_1");
    clock.sleep(Duration.ofSeconds(2));
    source.values.put(":SOUR:LEV", "2E-3");
    int before = source.commands().size();
    bench.ports().bias(0, 6.01e-3);
    List<String> levels =
        source.commands().subList(before, source.commands().size()).stream()
            .filter(command -> command.startsWith(":SOUR:LEV "))
            .toList();
    assertTrue(levels.size() > 1, levels::toString);
    assertEquals(":SOUR:LEV 0.00601", levels.get(levels.size() - 1));
  }

  @Test
  void aLevelThatWasSetJustNowIsNotAskedForAgain() {
    energise();
    StandIn source = stand.of("bias_1");
    bench.ports().bias(0, 6.01e-3);
    int before = source.messages.size();
    bench.ports().bias(0, 6.02e-3);
    List<String> sent = source.messages.subList(before, source.messages.size());
    assertFalse(sent.stream().anyMatch(message -> message.contains(":SOUR:LEV?")), sent::toString);
  }
}
