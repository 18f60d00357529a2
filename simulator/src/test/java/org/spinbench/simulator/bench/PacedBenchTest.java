package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.chip.NineJunctions;

/**
 * A bench whose time passes by itself. What takes an hour of its time is broken off in these tests;
 * what is waited for takes milliseconds.
 */
@Tag("any-jdk")
@Timeout(120)
class PacedBenchTest {
  private static final String SWEEP_FOR_AN_HOUR =
      "*CLS;:STAT:OPER:ENAB 8;*SRE 128;:SWE:TIME 3600;:INIT;*OPC?";
  private static final int OPERATION_SUMMARY = 128;
  private static final int SERVICE = 64;

  private final SimulatedBench bench = SimulatedBench.inRealTime(NineJunctions.FILE, 1, 1);
  private final Endpoint analyzer = bench.endpoints().get("analyzer");

  private static byte[] bytes(String message) {
    return message.getBytes(StandardCharsets.US_ASCII);
  }

  private static String exchange(Endpoint instrument, String message) {
    synchronized (instrument) {
      instrument.write(bytes(message));
      byte[] reply = instrument.read();
      return reply == null ? null : new String(reply, StandardCharsets.US_ASCII);
    }
  }

  /** Sends a message that takes an hour from another thread, and waits until it is at work. */
  private static FutureTask<String> start(Endpoint instrument, String message)
      throws InterruptedException {
    return start(instrument, () -> exchange(instrument, message));
  }

  private static FutureTask<String> start(Endpoint instrument, Callable<String> message)
      throws InterruptedException {
    CountDownLatch atWork = new CountDownLatch(1);
    Endpoint.Subscription requests = instrument.onServiceRequest(atWork::countDown);
    FutureTask<String> work = new FutureTask<>(message);
    Thread thread = new Thread(work, "client");
    thread.setDaemon(true);
    thread.start();
    atWork.await();
    requests.close();
    return work;
  }

  @Test
  void namesItsInstrumentsAsTheFileDoes() {
    assertEquals(
        List.copyOf(NineJunctions.FILE.instruments().keySet()),
        List.copyOf(bench.endpoints().keySet()));
  }

  @Test
  void othersAnswerWhileOneIsAtWork() throws Exception {
    FutureTask<String> sweep = start(analyzer, SWEEP_FOR_AN_HOUR);
    assertTrue(exchange(bench.endpoints().get("rf_1"), "*IDN?").contains("SGS100A"));
    assertEquals("0.5", exchange(bench.endpoints().get("field"), "sour3:volt 0.5;volt?"));
    assertEquals(List.of("field"), bench.energised());
    assertFalse(sweep.isDone());
    analyzer.clear();
    assertNull(sweep.get());
  }

  @Test
  void serialPollReachesTheOneAtWork() throws Exception {
    FutureTask<String> sweep = start(analyzer, SWEEP_FOR_AN_HOUR);
    assertEquals(OPERATION_SUMMARY | SERVICE, analyzer.serialPoll());
    assertEquals(OPERATION_SUMMARY, analyzer.serialPoll());
    assertFalse(sweep.isDone());
    analyzer.clear();
    assertNull(sweep.get());
  }

  @Test
  void deviceClearBreaksTheWorkOffAndKeepsTheSettings() throws Exception {
    FutureTask<String> sweep = start(analyzer, SWEEP_FOR_AN_HOUR + ";:FREQ:CENT 1 GHZ");
    analyzer.clear();
    assertNull(sweep.get());
    assertEquals("1;0", exchange(analyzer, "*OPC?;:STAT:OPER:COND?"));
    assertEquals("+3.60000000000E+03;8", exchange(analyzer, ":SWE:TIME?;:STAT:OPER?"));
    assertEquals("+1.32550000000E+10", exchange(analyzer, ":FREQ:CENT?"));
    assertEquals("1", exchange(analyzer, ":SWE:TIME 1E-3;:INIT;*OPC?"));
    assertEquals("+0,\"No error\"", exchange(analyzer, "SYST:ERR?"));
  }

  @Test
  void deviceClearBreaksALongIntegrationOff() throws Exception {
    Endpoint voltmeter = bench.endpoints().get("voltmeter_1");
    exchange(voltmeter, "*CLS;:STAT:OPER:ENAB 16;*SRE 128;:VOLT:NPLC 60;:TRIG:COUN 1000");
    FutureTask<String> reading = start(voltmeter, "READ?");
    voltmeter.clear();
    assertNull(reading.get());
    String settings = ":VOLT:NPLC 0.01;:VOLT:DFIL OFF;:TRIG:COUN 1;:READ?";
    assertEquals(15, exchange(voltmeter, settings).length());
  }

  @Test
  void aSecondClientWaitsForTheFirst() throws Exception {
    FutureTask<String> sweep = start(analyzer, SWEEP_FOR_AN_HOUR);
    FutureTask<String> second = new FutureTask<>(() -> exchange(analyzer, "*IDN?"));
    new Thread(second, "second client").start();
    assertFalse(sweep.isDone() || second.isDone());
    analyzer.clear();
    assertNull(sweep.get());
    assertTrue(second.get().contains("N9030B"));
  }

  /** Whoever wrote the first message reads nothing: it could be given the answer to the second. */
  @Test
  void aMessageFromElsewhereIsCarriedOutAfterTheOneAtWork() throws Exception {
    FutureTask<String> sweep =
        start(
            analyzer,
            () -> {
              analyzer.write(bytes(SWEEP_FOR_AN_HOUR + ";:FREQ:CENT 1 GHZ"));
              return null;
            });
    FutureTask<String> second =
        new FutureTask<>(
            () -> {
              analyzer.write(bytes(":FREQ:CENT?"));
              return new String(analyzer.read(), StandardCharsets.US_ASCII);
            });
    new Thread(second, "second link").start();
    analyzer.clear();
    sweep.get();
    assertEquals("+1.32550000000E+10", second.get());
  }

  @Test
  void clearingOneInstrumentLeavesTheWorkOfAnother() throws Exception {
    FutureTask<String> sweep = start(analyzer, SWEEP_FOR_AN_HOUR);
    bench.endpoints().values().stream().filter(one -> one != analyzer).forEach(Endpoint::clear);
    assertEquals(OPERATION_SUMMARY | SERVICE, analyzer.serialPoll());
    assertFalse(sweep.isDone());
    analyzer.clear();
    assertNull(sweep.get());
  }

  @Test
  void anInterruptedThreadFinishesItsWorkAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    String reply = exchange(analyzer, ":SWE:TIME 2E-3;:INIT;*OPC?");
    assertTrue(Thread.interrupted());
    assertEquals("1", reply);
  }

  @Test
  void endOfOperationRequestsServiceByItself() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    analyzer.onServiceRequest(ended::countDown);
    exchange(analyzer, "*CLS;*ESE 1;*SRE 32;:SWE:TIME 20E-3;:INIT;*OPC");
    ended.await();
    assertEquals(32 | SERVICE, analyzer.serialPoll());
    assertEquals("1", exchange(analyzer, "*ESR?"));
  }

  @Test
  void fallOfAConditionRequestsServiceByItself() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    analyzer.onServiceRequest(ended::countDown);
    String enable = "STAT:OPER:PTR 0;NTR 8;ENAB 8;*SRE 128";
    exchange(analyzer, "*CLS;:" + enable + ";:SWE:TIME 20E-3;:INIT");
    ended.await();
    assertEquals("0;8", exchange(analyzer, "STAT:OPER:COND?;EVEN?"));
  }

  @Test
  void aFasterBenchHasMoreTimeInTheSameTime() {
    SimulatedBench fast = SimulatedBench.inRealTime(NineJunctions.FILE, 1, 10_000);
    long before = fast.clock().nanos();
    assertEquals("1", exchange(fast.endpoints().get("analyzer"), ":SWE:TIME 100;:INIT;*OPC?"));
    fast.clock().sleep(Duration.ofSeconds(100));
    assertTrue(fast.clock().nanos() - before >= 200_000_000_000L);
  }

  @Test
  void refusesSpeedsThatMeanNothing() {
    for (double speed : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY, 1e-9}) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> SimulatedBench.inRealTime(NineJunctions.FILE, 1, speed));
      assertTrue(refused.getMessage().contains(Double.toString(speed)), refused.getMessage());
    }
  }

  /**
   * Links that exchange, poll and clear at the same time: everything ends, and nothing is mixed up.
   */
  @Test
  void manyLinksAtOnce() throws Exception {
    SimulatedBench fast = SimulatedBench.inRealTime(NineJunctions.FILE, 1, 1000);
    List<FutureTask<Integer>> links = new ArrayList<>();
    fast.endpoints()
        .forEach(
            (name, instrument) -> {
              links.add(new FutureTask<>(() -> talk(name, instrument)));
              links.add(new FutureTask<>(() -> talk(name, instrument)));
              links.add(new FutureTask<>(() -> disturb(instrument)));
            });
    links.forEach(link -> new Thread(link, "link").start());
    for (FutureTask<Integer> link : links) {
      link.get();
    }
    for (Endpoint instrument : fast.endpoints().values()) {
      assertEquals("1;7", exchange(instrument, "*OPC?;*ESE 7;*ESE?"));
    }
    assertEquals(List.of(), fast.queuedErrors());
  }

  private static int talk(String name, Endpoint instrument) {
    String longest = name.equals("analyzer") ? ":INIT:REST" : "*WAI";
    int cleared = 0;
    for (int i = 0; i < 200; i++) {
      String reply = exchange(instrument, "*ESE " + i + ";" + longest + ";*OPC;*OPC?;*ESE?");
      if (reply == null) {
        cleared++;
      } else {
        assertEquals("1;" + i, reply);
      }
    }
    return cleared;
  }

  private static int disturb(Endpoint instrument) {
    int polled = 0;
    for (int i = 0; i < 100; i++) {
      polled |= instrument.serialPoll();
      if (i % 10 == 0) {
        instrument.clear();
      }
    }
    return polled;
  }
}
