package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Reply.Kind;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/** Several clients of one instrument: locks, turns, and waits for service. */
class LeaseTurnsTest extends RegistryClients {
  @Test
  void theLocksHolderIsNamedToTheOthers() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.LOCK, SECOND, "");
    assertEquals(1, reply("a").number());
    for (Operation operation :
        List.of(
            Operation.WRITE,
            Operation.READ,
            Operation.CLEAR,
            Operation.POLL,
            Operation.TRIGGER,
            Operation.AWAIT_SERVICE_REQUEST)) {
      send("b", operation);
      assertEquals("meter is locked by a on host", refusal("b"), operation.toString());
    }
    send("b", Operation.LOCK, SECOND, "");
    pass(SECOND);
    Reply late = reply("b");
    assertEquals(Kind.TIMEOUT, late.kind());
    assertEquals("meter is locked by a on host", late.text());
    send("b", Operation.UNLOCK);
    assertTrue(refusal("b").contains("holds no lock"));
    send("a", Operation.LOCK, SECOND, "");
    assertTrue(refusal("a").contains("holds the lock already"));
    send("a", Operation.UNLOCK);
    assertEquals(Kind.DONE, reply("a").kind());
    send("b", Operation.WRITE, 0, "X");
    work(false);
    assertEquals(Kind.DONE, reply("b").kind());
    open("c", "meter");
    assertTrue(work.isEmpty());
  }

  @Test
  void aLockGoesToTheFirstThatWaitsAndEndsWithAClosedLink() {
    open("a", "meter");
    open("b", "meter");
    open("c", "meter");
    send("a", Operation.LOCK, SECOND, "");
    reply("a");
    send("b", Operation.LOCK, SECOND, "");
    send("c", Operation.LOCK, SECOND, "");
    send("a", Operation.CLOSE);
    assertEquals(1, reply("b").number());
    assertEquals(null, reply("c"));
    send("b", Operation.CLOSE);
    assertEquals(1, reply("c").number());
  }

  @Test
  void anotherClientsMessageWaitsUntilTheAnswerIsRead() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.WRITE, 0, "X?");
    send("b", Operation.WRITE, 0, "Y?");
    work(true);
    assertTrue(work.isEmpty(), "it is the turn of a");
    pass(OwnedInstrument.TURN.toNanos() - 1);
    assertTrue(work.isEmpty());
    send("a", Operation.READ, SECOND, "");
    assertEquals(Operation.READ, work(false).operation());
    assertEquals("b", text(work(true).link().address()));
  }

  @Test
  void aClientThatLeavesAnAnswerUnreadLosesItsTurnAndLearnsIt() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.WRITE, 0, "X?");
    work(true);
    reply("a");
    send("b", Operation.WRITE, 0, "Y?");
    pass(OwnedInstrument.TURN.toNanos());
    assertEquals("b", text(work(true).link().address()));
    send("b", Operation.READ, SECOND, "");
    work(false);
    send("a", Operation.READ, SECOND, "");
    assertTrue(refusal("a").contains("another client used meter"));
    send("a", Operation.READ, SECOND, "");
    assertEquals(1, work.size(), "it is reported once");
  }

  @Test
  void whatDoesNotDisturbAnExchangeDoesNotWaitForIt() {
    open("a", "meter");
    send("a", Operation.WRITE, 0, "X?");
    work(true);
    open("b", "meter");
    send("b", Operation.POLL, SECOND, "");
    work(false);
    assertEquals(64, reply("b").number());
    send("b", Operation.TRIGGER);
    assertTrue(work.isEmpty());
    send("a", Operation.READ, SECOND, "");
    assertEquals(Operation.READ, work(false).operation());
    assertEquals(Operation.TRIGGER, work(false).operation());
  }

  @Test
  void aRequestWhoseTimeIsOverTakesItsMessageWithIt() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.WRITE, 0, "X?");
    work(true);
    send("a", Operation.READ, 10 * SECOND, "");
    long written = send("b", Operation.WRITE, 0, "Y?");
    long read = send("b", Operation.READ, SECOND, "");
    pass(SECOND);
    assertEquals(written, reply("b").id());
    Reply late = reply("b");
    assertEquals(read, late.id());
    assertEquals(Kind.TIMEOUT, late.kind());
    work(false);
    assertTrue(work.isEmpty(), "what b was told did not happen does not happen later");
  }

  /** Its message may wait for another instrument, which the reply to the message then names. */
  @Test
  void aReadWaitsLongerForTheMessageOfItsOwnClient() {
    open("a", "meter");
    send("a", Operation.WRITE, 0, "X?");
    long read = send("a", Operation.READ, SECOND, "");
    pass(SECOND);
    assertNull(reply("a"));
    pass(SECOND / 2);
    Reply late = reply("a");
    assertEquals(read, late.id());
    assertEquals(Kind.TIMEOUT, late.kind());
  }

  /** The judge asks other instruments, which a busy computer makes slow. */
  @Test
  void aReadWaitsWhileTheMessageOfItsOwnClientIsJudged() {
    open("a", "meter");
    send("a", Operation.WRITE, 0, "X?");
    long read = send("a", Operation.READ, SECOND, "");
    judged = 2 * SECOND;
    pass(3 * SECOND);
    assertNull(reply("a"));
    pass(SECOND);
    Reply late = reply("a");
    assertEquals(read, late.id());
    assertEquals(Kind.TIMEOUT, late.kind());
  }

  @Test
  void instrumentsDoNotWaitForEachOther() {
    open("a", "meter");
    open("b", "source");
    send("a", Operation.READ, 60 * SECOND, "");
    send("b", Operation.WRITE, 0, "X");
    assertEquals(2, work.size());
  }

  @Test
  void aWaitForServiceContinuesUntilItsTimeIsOver() {
    open("a", "meter");
    send("a", Operation.AWAIT_SERVICE_REQUEST, 2 * SECOND, "");
    for (int k = 0; k < 3; k++) {
      Pending wait = work.poll();
      Reply nothing = Reply.done(wait.request().id(), 1);
      meter.finished(new Outcome(wait, nothing, null, false, true), now);
      assertEquals(null, reply("a"));
    }
    Pending last = work.poll();
    meter.finished(new Outcome(last, Reply.done(last.request().id(), 0), null, false, false), now);
    assertEquals(0, reply("a").number());
  }

  @Test
  void aWaitForServiceThatIsHeldUpEndsWithoutARequest() {
    open("a", "meter");
    open("b", "meter");
    send("b", Operation.READ, 60 * SECOND, "");
    send("a", Operation.AWAIT_SERVICE_REQUEST, SECOND, "");
    pass(SECOND);
    Reply nothing = reply("a");
    assertEquals(Kind.DONE, nothing.kind());
    assertEquals(1, nothing.number());
  }

  @Test
  void aWaitForServiceEndsWithItsLink() {
    open("a", "meter");
    send("a", Operation.AWAIT_SERVICE_REQUEST, 60 * SECOND, "");
    Pending wait = work.poll();
    send("a", Operation.CLOSE);
    Reply nothing = Reply.done(wait.request().id(), 1);
    meter.finished(new Outcome(wait, nothing, null, false, true), now);
    assertTrue(work.isEmpty());
  }

  @Test
  void aBusyInstrumentIsOpenToOthers() {
    open("a", "meter");
    send("a", Operation.READ, 60 * SECOND, "");
    send("b", Operation.OPEN, 0, "meter\nb on host");
    assertEquals(LEASE, reply("b").number());
    send("c", Operation.OPEN, 0, "source\nc on host");
    send("d", Operation.OPEN, 0, "source\nd on host");
    assertEquals(null, reply("d"), "whether it can be reached is not known yet");
  }
}
