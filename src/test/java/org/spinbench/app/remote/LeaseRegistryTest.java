package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.transport.zeromq.MalformedFrameException;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.spinbench.drivers.transport.zeromq.Reply.Kind;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/** Links of clients with instruments: how they begin, what they carry, and how they end. */
class LeaseRegistryTest extends RegistryClients {
  @Test
  void aLinkBeginsWithItsLeaseAndIsServed() {
    open("a", "meter");
    long written = send("a", Operation.WRITE, 0, "X?");
    long read = send("a", Operation.READ, SECOND, "");
    work(true);
    assertEquals(written, reply("a").id());
    work(false);
    Reply answer = reply("a");
    assertEquals(read, answer.id());
    assertEquals("answer", text(answer.body()));
    send("a", Request.of(Operation.BEAT, 0));
    assertEquals(Kind.DONE, reply("a").kind());
  }

  @ParameterizedTest
  @CsvSource({
    "nothing\\na, there are meter",
    "meter, a client must name itself",
    "meter\\n, a client must name itself",
  })
  void aLinkThatCannotBeIsRefused(String body, String reason) {
    send("a", Operation.OPEN, 0, body.replace("\\n", "\n"));
    String told = refusal("a");
    assertTrue(told.contains(reason), told);
    assertTrue(work.isEmpty());
  }

  @Test
  void anInstrumentThatCannotBeReachedLeavesNoLink() {
    send("a", Operation.OPEN, 0, "meter\na");
    Pending opening = work.poll();
    Reply refused = Reply.failure(Kind.FAILED, opening.request().id(), "it is off");
    meter.finished(new Outcome(opening, refused, null, false, false), now);
    assertEquals("it is off", refusal("a"));
    send("a", Operation.POLL);
    assertTrue(refusal("a").contains("no link"));
    assertFalse(leases.isUsed());
  }

  @Test
  void aClientWithoutALinkIsRefused() {
    send("a", Operation.READ);
    Reply reply = reply("a");
    assertEquals(Kind.END_OF_STREAM, reply.kind());
    assertEquals(id, reply.id());
    send("a", Operation.CLOSE);
    assertEquals(null, reply("a"));
  }

  @Test
  void aRequestThatComesTwiceIsCarriedOutOnce() {
    open("a", "meter");
    Request write = new Request(Operation.WRITE, ++id, 0, bytes("STEP"));
    send("a", write);
    send("a", write);
    send("a", new Request(Operation.WRITE, id - 1, 0, bytes("OLD")));
    assertEquals(write.id(), work(false).request().id());
    assertTrue(work.isEmpty());
    assertEquals(write.id(), reply("a").id());
    assertEquals(null, reply("a"));
  }

  @Test
  void moreThanAWindowIsRefused() {
    open("a", "meter");
    for (int k = 0; k < Request.WINDOW; k++) {
      send("a", Operation.WRITE, 0, "X");
    }
    assertEquals(null, reply("a"));
    send("a", Operation.WRITE, 0, "X");
    assertTrue(refusal("a").contains("more than 16 requests"));
    for (int k = 0; k < Request.WINDOW; k++) {
      work(false);
      assertEquals(Kind.DONE, reply("a").kind());
    }
    send("a", Operation.WRITE, 0, "X".repeat(Request.LONGEST_MESSAGE));
    send("a", Operation.WRITE, 0, "X");
    assertTrue(refusal("a").contains("are under way"));
  }

  @ParameterizedTest
  @CsvSource({"-1", "86400000000001", "9223372036854775807", "-9223372036854775808"})
  void anImpossibleTimeLimitIsRefused(long number) {
    open("a", "meter");
    send("a", Operation.READ, number, "");
    assertTrue(refusal("a").contains("between 0 and one day"));
    assertTrue(work.isEmpty());
  }

  @Test
  void aSecondOpeningIsRefused() {
    open("a", "meter");
    send("a", Operation.OPEN, 0, "source\na");
    assertTrue(refusal("a").contains("with meter already"));
  }

  @Test
  void aMalformedRequestIsAnsweredAndEndsNothing() throws MalformedFrameException {
    open("a", "meter");
    leases.take(bytes("a"), bytes("GET / HTTP/1.1"), false, now);
    assertTrue(refusal("a").contains("not of a bench server"));
    byte[] newer = Request.of(Operation.BEAT, 0).encode();
    newer[2] = 2;
    leases.take(bytes("a"), newer, false, now);
    assertTrue(refusal("a").contains("version 2"));
    leases.take(bytes("b"), new byte[0], false, now);
    assertTrue(refusal("b").contains("not of a bench server"));
    send("a", Operation.WRITE, 0, "X");
    work(false);
    assertEquals(Kind.DONE, reply("a").kind());
  }

  @Test
  void aClientThatLivesKeepsItsLink() {
    open("a", "meter");
    for (int k = 0; k < 20; k++) {
      pass(LEASE - 1);
      send("a", Request.of(Operation.BEAT, 0));
      assertEquals(Kind.DONE, reply("a").kind());
    }
    assertEquals(List.of(), log);
  }

  @Test
  void aSilentClientLosesItsLinkAndItsLock() {
    open("a", "meter");
    open("b", "meter");
    send("a", Operation.LOCK, SECOND, "");
    assertEquals(1, reply("a").number());
    pass(LEASE - SECOND);
    send("b", Request.of(Operation.BEAT, 0));
    reply("b");
    send("b", Operation.LOCK, 60 * SECOND, "");
    assertEquals(null, reply("b"));
    pass(SECOND + 1);
    assertEquals(1, reply("b").number(), "the lock is free");
    assertEquals(
        List.of("lost: the link of a on host with meter: nothing was heard of it for 5.0 s"), log);
    send("a", Operation.READ);
    assertTrue(refusal("a").contains("no link"));
  }

  @Test
  void aConnectionThatEndsEndsTheLinkAtOnce() {
    open("a", "meter");
    send("a", Operation.WRITE, 0, "X?");
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertEquals(List.of("a"), brokenOff, "the worker is at what a wanted");
    work(true);
    assertEquals(null, reply("a"), "nobody is there to be answered");
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    leases.take(bytes("never seen"), LeaseRegistry.LOST, false, now);
    assertEquals(1, log.size());
  }

  @Test
  void aClientThatTakesNoRepliesIsLost() {
    open("a", "meter");
    deaf.add("a");
    send("a", Request.of(Operation.BEAT, 0));
    assertEquals(1, log.size(), log.toString());
    assertTrue(log.get(0).contains("does not take its replies"));
  }

  @Test
  void linksAreCounted() {
    for (int k = 0; k < LeaseRegistry.MOST_LINKS; k++) {
      open("client " + k, "meter");
    }
    send("one more", Operation.OPEN, 0, "meter\none more");
    assertTrue(refusal("one more").contains("links already"));
    send("client 7", Operation.CLOSE);
    open("one more", "meter");
  }
}
