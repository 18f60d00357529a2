package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.scpi.ScpiError;
import org.spinbench.drivers.standin.StandIn;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.TransportException;

final class BenchTest {
  private final StandInBench stand = new StandInBench();
  private final BenchFile file = BenchFile.parse(StandInBench.TOML, "small.toml");

  private Bench open() {
    return Bench.open(file, stand, new TestClock());
  }

  private static void energise(Bench bench) {
    ChipPorts ports = bench.ports();
    ports.tone(0, 250e6, 100e-6);
    ports.tone(1, 330e6, 50e-6);
    ports.fieldCurrent(0, 3e-3);
    ports.fieldCurrent(2, -5e-3);
    ports.bias(0, 6e-3);
    ports.bias(1, 4e-3);
  }

  @AfterEach
  void leaveNoThreadInterrupted() {
    Thread.interrupted();
  }

  @Test
  void openingAsksAndChangesNothing() {
    try (Bench bench = open()) {
      stand.instruments.values().forEach(one -> assertEquals(List.of(), one.commands()));
      assertEquals("GS210", bench.identities().get("bias_1").model());
      assertEquals(
          List.copyOf(file.instruments().keySet()), List.copyOf(bench.instruments().keySet()));
      assertTrue(stand.of("bias_1").messages.contains(":SOUR:LEV?"));
      assertTrue(stand.of("field").messages.contains(":SOUR5:VOLT?"));
    }
  }

  @Test
  void anotherInstrumentThanTheFileSaysIsNamed() {
    stand.add("bias_2", "KEITHLEY INSTRUMENTS INC.,MODEL 2400,77,C31");
    WrongInstrumentException e = assertThrows(WrongInstrumentException.class, this::open);
    assertTrue(
        e.getMessage().contains("bias_2 at INPROC::bias_2::INSTR should be a GS200"),
        e.getMessage());
    assertTrue(e.getMessage().contains("MODEL 2400, serial number 77"), e.getMessage());
  }

  @Test
  void anInstrumentThatCannotBeReachedIsNamed() {
    stand.of("analyzer").dead = true;
    TransportException e = assertThrows(TransportException.class, this::open);
    assertTrue(e.getMessage().contains("analyzer"), e.getMessage());
  }

  @Test
  void aLiveVoltageSourceStopsTheOpening() {
    stand.of("bias_1").values.put(":SOUR:FUNC", "VOLT");
    stand.of("bias_1").values.put(":OUTP", "1");
    assertThrows(SettingException.class, this::open);
    assertEquals("1", stand.of("bias_1").values.get(":OUTP"));
  }

  @Test
  void anInstrumentInAForeignRoleIsNamed() {
    BenchFile wrong =
        BenchFile.parse(
            StandInBench.TOML
                .replace("source = \"rf_2\"", "source = \"bias_2\"")
                .replace("bias = \"bias_2\"", "bias = \"rf_2\""),
            "wrong.toml");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Bench.open(wrong, stand, new TestClock()));
    assertTrue(
        e.getMessage().contains("bias_2 cannot be the RF source of input 2"), e.getMessage());
  }

  @Test
  void aLimitOnASettingThatDoesNotExistIsNamed() {
    BenchFile wrong =
        BenchFile.parse(
            StandInBench.TOML.replace("limits.power =", "limits.level ="), "wrong.toml");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Bench.open(wrong, stand, new TestClock()));
    assertTrue(
        e.getMessage().contains("level; it has frequency, level_offset, power"), e.getMessage());
  }

  @Test
  void aStationRangeWithoutZeroCannotBeMadeSafe() {
    BenchFile wrong =
        BenchFile.parse(
            StandInBench.TOML.replace("current = { min = 0.0", "current = { min = 1e-3"),
            "wrong.toml");
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Bench.open(wrong, stand, new TestClock()));
    assertTrue(e.getMessage().contains("must contain zero"), e.getMessage());
  }

  @Test
  void closingBringsEverythingToRestRfFirst() {
    Bench bench = open();
    energise(bench);
    assertFalse(stand.atRest());
    stand.of("bias_1").onMessage = () -> assertEquals(0, stand.of("rf_2").number(":OUTP:STAT"));
    stand.of("field").onMessage = () -> assertEquals(0, stand.of("bias_2").number(":OUTP"));
    bench.close();
    assertTrue(stand.atRest());
    assertEquals(-120, stand.of("rf_1").number(":SOUR:POW"));
  }

  @Test
  void closingRampsTheBias() {
    Bench bench = open();
    energise(bench);
    stand.of("bias_1").messages.clear();
    bench.close();
    List<String> commands = stand.of("bias_1").commands();
    assertEquals(15, commands.size(), commands.toString());
    assertEquals(":SOUR:LEV 0", commands.get(13));
    assertEquals(":OUTP 0", commands.get(14));
  }

  @Test
  void anExceptionInTheExperimentLeavesTheBenchAtRest() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> {
              try (Bench bench = open()) {
                energise(bench);
                throw new IllegalStateException("the experiment failed");
              }
            });
    assertEquals("the experiment failed", e.getMessage());
    assertEquals(0, e.getSuppressed().length);
    assertTrue(stand.atRest());
  }

  @Test
  void aLinkThatWasLostIsOpenedAgainForClosing() {
    Bench bench = open();
    energise(bench);
    stand.instruments.values().forEach(one -> one.failures = 1);
    bench.close();
    assertTrue(stand.atRest());
  }

  @Test
  void whatCannotBeReachedIsNamedAndTheRestIsAtRest() {
    Bench bench = open();
    energise(bench);
    stand.of("bias_1").dead = true;
    NotAtRestException e = assertThrows(NotAtRestException.class, bench::close);
    assertTrue(
        e.getMessage()
            .startsWith(
                "NOT AT REST. GO AND SWITCH OFF BY HAND: bias_1 (GS200, INPROC::bias_1::INSTR)."),
        e.getMessage());
    assertEquals(1, e.getSuppressed().length);
    assertEquals(0, stand.of("rf_1").number(":OUTP:STAT"));
    assertEquals(0, stand.of("bias_2").number(":SOUR:LEV"));
    assertEquals(0, stand.of("field").number(":SOUR1:VOLT"));
  }

  @Test
  void anOutputThatClaimsToBeOnIsNamed() {
    Bench bench = open();
    energise(bench);
    stand.of("rf_2").stuck.put(":OUTP:STAT", "1");
    NotAtRestException e = assertThrows(NotAtRestException.class, bench::close);
    assertTrue(e.getMessage().contains("rf_2 (SGS100A, INPROC::rf_2::INSTR)"), e.getMessage());
    assertTrue(e.getMessage().contains("output off"), e.getMessage());
  }

  @Test
  void anInstrumentThatRefusesZeroIsSwitchedOffAllTheSame() {
    Bench bench = open();
    energise(bench);
    stand.of("bias_2").refused.add(":SOUR:LEV");
    assertThrows(NotAtRestException.class, bench::close);
    assertEquals(0, stand.of("bias_2").number(":OUTP"));
  }

  @Test
  void outputsLeftOnAreBroughtToRest() {
    energise(open());
    assertFalse(stand.atRest());
    BenchRest.bringToRest(file, stand, new TestClock());
    assertTrue(stand.atRest());
    assertEquals(-120, stand.of("rf_1").number(":SOUR:POW"));
  }

  @Test
  void outputsLeftOnAreBroughtToRestThoughOthersAreOff() {
    energise(open());
    stand.of("voltmeter_1").dead = true;
    stand.of("bias_1").dead = true;
    NotAtRestException e =
        assertThrows(
            NotAtRestException.class, () -> BenchRest.bringToRest(file, stand, new TestClock()));
    assertTrue(
        e.getMessage()
            .startsWith(
                "NOT AT REST. GO AND SWITCH OFF BY HAND: bias_1 (GS200, INPROC::bias_1::INSTR);"
                    + " voltmeter_1 (2182A, INPROC::voltmeter_1::INSTR)."),
        e.getMessage());
    assertEquals(0, stand.of("rf_1").number(":OUTP:STAT"));
    assertEquals(0, stand.of("bias_2").number(":SOUR:LEV"));
    assertEquals(0, stand.of("field").number(":SOUR5:VOLT"));
  }

  @Test
  void closingTwiceIsClosingOnce() {
    Bench bench = open();
    energise(bench);
    bench.close();
    long sent = bench.messagesSent();
    bench.close();
    assertEquals(sent, bench.messagesSent());
  }

  @Test
  void afterClosingNothingCanBeSet() {
    Bench bench = open();
    bench.close();
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> bench.ports().tonePower(0, 1e-6));
    assertTrue(e.getMessage().contains("the bench is closed"), e.getMessage());
  }

  /** A computation that outlasts its run must not write what belongs to none. */
  @Test
  void aBenchThatIsClosedRefusesEveryUse() {
    Bench bench = open();
    bench.requireOpen();
    bench.close();
    IllegalStateException e = assertThrows(IllegalStateException.class, bench::requireOpen);
    assertTrue(e.getMessage().contains("the run was stopped"), e.getMessage());
  }

  @Test
  void anInterruptedThreadClosesAndStaysInterrupted() {
    Bench bench = open();
    energise(bench);
    Thread.currentThread().interrupt();
    bench.close();
    assertTrue(Thread.interrupted());
    assertTrue(stand.atRest());
  }

  @Test
  void anotherThreadClosesWhileThisOneIsInTheMiddleOfAnExchange() throws InterruptedException {
    Bench bench = open();
    energise(bench);
    CountDownLatch inExchange = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    StandIn source = stand.of("rf_1");
    source.onMessage =
        () -> {
          inExchange.countDown();
          await(goOn);
        };
    AtomicReference<RuntimeException> stopped = new AtomicReference<>();
    Thread experiment =
        new Thread(
            () -> {
              try {
                for (int k = 0; k < 1_000_000; k++) {
                  bench.ports().tonePower(0, (k % 2 + 1) * 50e-6);
                }
              } catch (RuntimeException e) {
                stopped.set(e);
              }
            });
    experiment.start();
    await(inExchange);
    Thread hook = new Thread(bench::close);
    hook.start();
    source.onMessage = () -> {};
    goOn.countDown();
    hook.join();
    experiment.join();
    RuntimeException end = stopped.get();
    boolean linkClosed = end instanceof TransportException;
    assertTrue(linkClosed || end.getMessage().contains(" is closed"), end.toString());
    assertTrue(stand.atRest());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whatWasFoundBeyondTheLimitsComesDown() {
    stand.of("bias_1").values.put(":OUTP", "1");
    stand.of("bias_1").values.put(":SOUR:LEV", "+12.0000E-3");
    stand.of("rf_1").values.put(":OUTP:STAT", "1");
    stand.of("rf_1").values.put(":SOUR:POW", "20");
    Bench bench = open();
    LimitException e = assertThrows(LimitException.class, () -> bench.ports().tonePower(1, 1e-6));
    assertEquals(LimitException.Level.CHIP, e.level());
    bench.close();
    assertTrue(stand.atRest());
  }

  @Test
  void aSnapshotAsksEverySetting() {
    try (Bench bench = open()) {
      energise(bench);
      Map<String, Map<String, String>> snapshot = bench.snapshot();
      assertEquals("1", snapshot.get("rf_1").get("output"));
      assertEquals("-5", snapshot.get("field").get("channel 5 voltage"));
      assertEquals("0.006", snapshot.get("bias_1").get("current"));
      assertEquals(168, snapshot.get("field").size());
    }
  }

  @Test
  void errorsInQueuesAreCollected() {
    try (Bench bench = open()) {
      assertEquals(Map.of(), bench.errorsInQueues());
      stand.of("field").refused.add(":TEST");
      bench.instruments().get("field").session().send(":TEST 1");
      assertEquals(
          Map.of("field", List.of(new ScpiError(-221, "Settings conflict"))),
          bench.errorsInQueues());
      assertEquals(Map.of(), bench.errorsInQueues());
    }
  }

  @Test
  void messagesAreCounted() {
    try (Bench bench = open()) {
      long before = bench.messagesSent();
      bench.ports().tonePower(0, 1e-6);
      assertEquals(before + 2, bench.messagesSent());
    }
  }
}
