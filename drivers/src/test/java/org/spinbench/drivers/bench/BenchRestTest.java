package org.spinbench.drivers.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFileException;
import org.spinbench.drivers.bench.file.RestGroup;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.role.RfSource;
import org.spinbench.drivers.standin.StandIn;
import org.spinbench.drivers.standin.StandInBench;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Eventually;
import org.spinbench.drivers.transport.SystemClock;

/** One instrument fails, in each way; every other source comes to rest all the same. */
final class BenchRestTest {
  private static final int PATIENCE_SECONDS = 60;

  private final StandInBench stand = new StandInBench();
  private final BenchFile file = BenchFile.parse(StandInBench.TOML, "small.toml");
  private final CountDownLatch hanging = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    hanging.countDown();
  }

  private Bench energised(BenchFile toml, Clock clock) {
    Bench bench = Bench.open(toml, stand, clock);
    ChipPorts ports = bench.ports();
    ports.tone(0, 250e6, 100e-6);
    ports.tone(1, 330e6, 50e-6);
    ports.fieldCurrent(0, 3e-3);
    ports.bias(0, 6e-3);
    ports.bias(1, 4e-3);
    return bench;
  }

  private boolean othersAtRest(String failed) {
    return (failed.equals("rf_1") || stand.of("rf_1").number(":OUTP:STAT") == 0)
        && (failed.equals("rf_2") || stand.of("rf_2").number(":OUTP:STAT") == 0)
        && (failed.equals("bias_1") || isOff("bias_1"))
        && (failed.equals("bias_2") || isOff("bias_2"))
        && (failed.equals("field") || stand.of("field").number(":SOUR1:VOLT") == 0);
  }

  private boolean isOff(String source) {
    StandIn one = stand.of(source);
    return one.number(":SOUR:LEV") == 0 && one.number(":OUTP") == 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rf_1", "rf_2", "bias_1", "bias_2", "field"})
  void aDeadSourceKeepsNoOtherLive(String dead) {
    Bench bench = energised(file, new TestClock());
    assertFalse(othersAtRest(dead));
    stand.of(dead).dead = true;
    NotAtRestException e = assertThrows(NotAtRestException.class, bench::close);
    assertTrue(othersAtRest(dead), "of the others one is live");
    assertEquals(1, e.getSuppressed().length, "only the dead one is named: " + e.getMessage());
    assertTrue(e.getMessage().contains("BY HAND: " + dead + " ("), e.getMessage());
  }

  /** The level of the dead source is unknown after a failed change: nobody may need it. */
  @ParameterizedTest
  @ValueSource(strings = {"rf_1", "rf_2", "bias_1", "bias_2"})
  void aSourceThatDiesInAChangeKeepsNoOtherLive(String dead) {
    Bench bench = energised(file, new TestClock());
    stand.of(dead).dead = true;
    assertThrows(
        RuntimeException.class,
        () -> {
          switch (dead) {
            case "rf_1" -> bench.ports().tonePower(0, 40e-6);
            case "rf_2" -> bench.ports().tonePower(1, 40e-6);
            case "bias_1" -> bench.ports().bias(0, 6.1e-3);
            default -> bench.ports().bias(1, 4.1e-3);
          }
        });
    NotAtRestException e = assertThrows(NotAtRestException.class, bench::close);
    assertTrue(othersAtRest(dead), "of the others one is live: " + e.getMessage());
    assertEquals(1, e.getSuppressed().length, "only the dead one is named: " + e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rf_1", "bias_1", "field"})
  void aHungSourceKeepsNoOtherLive(String hung) throws Exception {
    Bench bench = energised(file, new SystemClock());
    stand.of(hung).onMessage = this::hang;
    CompletableFuture<Void> closing = CompletableFuture.runAsync(bench::close);
    Eventually.holds("the others are at rest", () -> othersAtRest(hung));
    assertFalse(
        closing.isDone(), "the hung source is still waited for, and the others are at rest");
    NotAtRestException e = notAtRest(closing);
    assertTrue(e.getMessage().contains("BY HAND: " + hung + " ("), e.getMessage());
    assertTrue(e.getMessage().contains("has given no answer for 3 s"), e.getMessage());
  }

  /** The change under way hangs and holds what guards the bench. */
  @Test
  void anExperimentThatHangsInAChangeKeepsNoSourceLive() throws Exception {
    Bench bench = energised(file, new SystemClock());
    CountDownLatch inChange = new CountDownLatch(1);
    stand.of("rf_1").onMessage =
        () -> {
          inChange.countDown();
          hang();
        };
    CompletableFuture<Void> experiment =
        CompletableFuture.runAsync(
            () -> {
              bench.ports().tonePower(0, 120e-6);
              bench.ports().tonePower(0, 130e-6);
            });
    assertTrue(inChange.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    CompletableFuture<Void> closing = CompletableFuture.runAsync(bench::close);
    Eventually.holds("the others are at rest", () -> othersAtRest("rf_1"));
    hanging.countDown();
    ExecutionException broken =
        assertThrows(
            ExecutionException.class, () -> experiment.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertTrue(broken.getMessage().contains("the bench is closed"), broken.getMessage());
    try {
      closing.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException givenUp) {
      assertEquals(NotAtRestException.class, givenUp.getCause().getClass());
    }
  }

  @Test
  void aLevelComesDownWhileAnotherSourceHangs() throws Exception {
    Bench bench = energised(file, new SystemClock());
    CountDownLatch inChange = new CountDownLatch(1);
    stand.of("rf_1").onMessage =
        () -> {
          inChange.countDown();
          hang();
        };
    CompletableFuture<Void> hung =
        CompletableFuture.runAsync(() -> bench.ports().tonePower(0, 120e-6));
    assertTrue(inChange.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    CompletableFuture.runAsync(
            () -> ((RfSource) bench.instruments().get("rf_2")).output().set(false))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertEquals(0, stand.of("rf_2").number(":OUTP:STAT"));
    hanging.countDown();
    hung.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    bench.close();
  }

  @Test
  void afterARestInBetweenTheExperimentContinues() {
    try (Bench bench = energised(file, new SystemClock())) {
      bench.ports().rest();
      assertTrue(stand.atRest());
      bench.ports().bias(0, 2e-3);
      assertEquals(2e-3, stand.of("bias_1").number(":SOUR:LEV"));
    }
    assertTrue(stand.atRest());
  }

  @Test
  void outputsLeftOnComeToRestWhileOneInstrumentHangs() throws Exception {
    energised(file, new SystemClock());
    stand.of("rf_1").onMessage = this::hang;
    CompletableFuture<Void> resting =
        CompletableFuture.runAsync(() -> BenchRest.bringToRest(file, stand, new SystemClock()));
    Eventually.holds("the others are at rest", () -> othersAtRest("rf_1"));
    assertTrue(notAtRest(resting).getMessage().contains("BY HAND: rf_1 ("));
  }

  @ParameterizedTest
  @EnumSource(RestGroup.class)
  void theFileSaysWhatRestsLast(RestGroup last) {
    List<RestGroup> order = new ArrayList<>(List.of(RestGroup.values()));
    order.remove(last);
    order.add(last);
    List<String> words =
        order.stream().map(group -> "\"" + group.name().toLowerCase(Locale.ROOT) + "\"").toList();
    BenchFile ordered =
        BenchFile.parse(
            StandInBench.TOML + "\n[safety]\nrest_order = [" + String.join(", ", words) + "]\n",
            "ordered.toml");
    Bench bench = energised(ordered, new TestClock());
    List<String> came = new ArrayList<>();
    stand.instruments.forEach(
        (name, one) ->
            one.onMessage =
                () -> {
                  if (!came.contains(name)) {
                    came.add(name);
                  }
                });
    bench.close();
    List<String> lastOnes =
        switch (last) {
          case RF -> List.of("rf_1", "rf_2");
          case BIAS -> List.of("bias_1", "bias_2");
          case FIELD -> List.of("field");
        };
    assertEquals(lastOnes, came.subList(came.size() - lastOnes.size(), came.size()));
  }

  @Test
  void anIncompleteOrderIsRefused() {
    BenchFileException e =
        assertThrows(
            BenchFileException.class,
            () ->
                BenchFile.parse(
                    StandInBench.TOML + "\n[safety]\nrest_order = [\"rf\", \"bias\"]\n", "x.toml"));
    assertTrue(e.getMessage().contains("safety.rest_order"), e.getMessage());
    assertTrue(e.getMessage().contains("each of rf, bias and field once"), e.getMessage());
  }

  private void hang() {
    boolean interrupted = false;
    while (true) {
      try {
        hanging.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static NotAtRestException notAtRest(CompletableFuture<Void> future) {
    ExecutionException e =
        assertThrows(
            ExecutionException.class, () -> future.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    return (NotAtRestException) e.getCause();
  }
}
