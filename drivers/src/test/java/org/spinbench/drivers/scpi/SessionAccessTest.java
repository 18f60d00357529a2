package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SessionAccessTest {
  private final SessionAccess access = new SessionAccess("rf_1");

  private static String refusal(Runnable action) {
    return assertThrows(IllegalStateException.class, action::run).getMessage();
  }

  private static void inAnotherThread(Runnable action) {
    CompletableFuture.runAsync(action).join();
  }

  @Test
  void atFirstEverythingIsAllowedAndNothingWasSent() {
    access.requireOpen("FREQ?");
    assertFalse(access.hasCommanded());
    access.requireMayCommand("FREQ 1");
    assertTrue(access.hasCommanded());
    assertFalse(access.isClosed());
    assertFalse(access.bringsToRest());
    assertFalse(access.restsForAnother());
  }

  @Test
  void closedItAllowsNothing() {
    access.close();
    assertTrue(access.isClosed());
    assertEquals(
        "the session with rf_1 is closed; \"FREQ?\" was not sent",
        refusal(() -> access.requireOpen("FREQ?")));
  }

  @Test
  void whileOneThreadBringsItToRestOthersAreKeptOut() {
    access.reserve();
    access.requireOpen("OUTP 0");
    assertTrue(access.bringsToRest());
    assertFalse(access.restsForAnother());
    inAnotherThread(
        () -> {
          assertFalse(access.bringsToRest());
          assertTrue(access.restsForAnother());
          assertEquals(
              "rf_1 is being brought to rest, or the bench is closed; \"FREQ?\" was not sent",
              refusal(() -> access.requireOpen("FREQ?")));
        });
    access.release();
    inAnotherThread(() -> access.requireOpen("FREQ?"));
    assertFalse(access.bringsToRest());
  }

  @Test
  void whoOnlyLooksSendsNoCommand() {
    access.onlyLook();
    assertTrue(access.onlyLooks());
    access.requireOpen("FREQ?");
    String message = refusal(() -> access.requireMayCommand("FREQ 1"));
    assertTrue(message.startsWith("\"FREQ 1\" was not sent: "), message);
    assertFalse(access.hasCommanded());
  }

  @Test
  void whatMustComeFirstComesOnceAndAgainIfItFailed() {
    List<String> happened = new ArrayList<>();
    access.beforeCommands(
        () -> {
          happened.add("before");
          if (happened.size() == 1) {
            throw new IllegalStateException("no lease");
          }
        });
    assertEquals("no lease", refusal(() -> access.requireMayCommand("FREQ 1")));
    assertFalse(access.hasCommanded());
    access.requireMayCommand("FREQ 1");
    access.noteCommand();
    assertEquals(List.of("before", "before"), happened);
  }

  @Test
  void nothingKeepsAnInstrumentFromRest() {
    access.beforeCommands(
        () -> {
          throw new IllegalStateException("no lease");
        });
    access.reserve();
    access.requireMayCommand("OUTP 0");
    assertTrue(access.hasCommanded());
  }
}
