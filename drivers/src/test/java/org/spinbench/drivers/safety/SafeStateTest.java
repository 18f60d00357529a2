package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.NotAtRestException;
import org.spinbench.drivers.instrument.Steps;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.RestedByServerException;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.TransportException;

final class SafeStateTest {
  private final List<String> tried = new ArrayList<>();
  private final SafeState state = new SafeState(new TestClock());

  private void source(String name, int failures) {
    int[] left = {failures};
    state.add(
        name,
        0,
        () -> {
          tried.add(name);
          if (left[0]-- > 0) {
            throw new IllegalStateException(name + " does not answer");
          }
        },
        () -> 0,
        () -> false);
  }

  @Test
  void sourcesComeToRestInOrder() {
    source("a", 0);
    source("b", 0);
    state.enter();
    assertEquals(List.of("a", "b"), tried);
  }

  @Test
  void everySourceIsTriedAndThoseThatFailedOnceMore() {
    source("a", 1);
    source("b", 0);
    source("c", 1);
    state.enter();
    assertEquals(List.of("a", "b", "c", "a", "c"), tried);
  }

  @Test
  void whatCannotBeMadeSafeIsNamedLoudlyWithItsReasons() {
    source("a (GS200 at GPIB0::1::INSTR)", 9);
    source("b", 0);
    source("c", 9);
    NotAtRestException e = assertThrows(NotAtRestException.class, state::enter);
    assertEquals(
        "NOT AT REST. GO AND SWITCH OFF BY HAND: a (GS200 at GPIB0::1::INSTR); c."
            + " a (GS200 at GPIB0::1::INSTR) does not answer. c does not answer.",
        e.getMessage());
    assertEquals(2, e.getSuppressed().length);
    assertEquals("c does not answer", e.getSuppressed()[1].getMessage());
  }

  /** A server that has taken over answers for its sources; only the others are left to a person. */
  @Test
  void whatAServerBringsToRestIsNotLeftToAPerson() {
    RuntimeException tripped = new RestedByServerException("tripped: door");
    IllegalStateException steps = new IllegalStateException("b could not be brought to rest");
    steps.addSuppressed(new TransportException("out of step", tripped));
    failing("a", tripped);
    failing("b", steps);
    NotAtRestException server = assertThrows(NotAtRestException.class, state::enter);
    assertEquals(
        "the bench server refuses further changes by this program and brings the bench to rest"
            + " itself: check its terminal for the result",
        server.getMessage());
    failing("c", new TransportException("c hangs"));
    NotAtRestException person = assertThrows(NotAtRestException.class, state::enter);
    assertEquals("NOT AT REST. GO AND SWITCH OFF BY HAND: c. c hangs.", person.getMessage());
    assertEquals(3, person.getSuppressed().length);
  }

  private void failing(String name, RuntimeException failure) {
    state.add(
        name,
        0,
        () -> {
          throw failure;
        },
        () -> 0,
        () -> false);
  }

  /** Each of its answers is a sign of life; the other source comes to rest all the same. */
  @Test
  void aSourceThatAnswersSlowlyDoesNotHoldUpTheNextStage() {
    SafeState real = new SafeState(new SystemClock());
    CountDownLatch atRest = new CountDownLatch(1);
    AtomicLong answers = new AtomicLong();
    real.add("slow", 0, () -> awaitOther(atRest), answers::incrementAndGet, () -> false);
    real.add("other", 1, atRest::countDown, () -> 0, () -> false);
    real.enter();
  }

  private static void awaitOther(CountDownLatch atRest) {
    try {
      assertTrue(atRest.await(20, TimeUnit.SECONDS), "the other waits for this one");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void stepsAfterALostLinkAreLeftOut() {
    Steps steps =
        new Steps()
            .run(
                () -> {
                  throw new TransportException("gone");
                })
            .run(() -> tried.add("second"));
    NotAtRestException e = assertThrows(NotAtRestException.class, () -> steps.finish("bias_1"));
    assertEquals("bias_1 could not be brought to rest: gone", e.getMessage());
    assertEquals(List.of(), tried);
  }

  @Test
  void stepsAfterAnyOtherFailureAreTried() {
    Steps steps =
        new Steps()
            .run(
                () -> {
                  throw new IllegalStateException("refused");
                })
            .run(() -> tried.add("second"))
            .verify("output off", () -> false);
    NotAtRestException e = assertThrows(NotAtRestException.class, () -> steps.finish("bias_1"));
    assertEquals(List.of("second"), tried);
    assertEquals(2, e.getSuppressed().length);
    assertTrue(e.getSuppressed()[1].getMessage().contains("output off"));
  }

  @Test
  void stepsThatSucceedSayNothing() {
    new Steps().run(() -> tried.add("first")).verify("it", () -> true).finish("bias_1");
    assertEquals(List.of("first"), tried);
  }
}
