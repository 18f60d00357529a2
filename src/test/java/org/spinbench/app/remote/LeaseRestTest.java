package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/** What a client that is lost or ends leaves behind, and how the bench comes to rest. */
class LeaseRestTest extends RegistryClients {
  @Test
  void sourcesOfALostClientComeToRestAfterAGrace() {
    open("a", "source");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertFalse(leases.isRestDue(now + GRACE - 1));
    assertTrue(leases.isRestDue(now + GRACE));
    leases.beginRest(now);
    assertFalse(leases.isRestDue(now + GRACE), "it is under way");
    send("b", Operation.OPEN, 0, "source\nb on host");
    assertTrue(refusal("b").contains("brought to rest"));
    leases.rested(true, now);
    assertFalse(leases.isRestDue(Long.MAX_VALUE));
    assertFalse(leases.isUsed());
    open("b", "source");
    send("c", Operation.OPEN, 0, "source\na on host");
    assertTrue(refusal("c").contains("Start it again"), "its sources are not as it left them");
  }

  @Test
  void aBenchThatCouldNotBeBroughtToRestIsTriedAgain() {
    open("a", "source");
    send("a", Operation.TRIGGER);
    work(false);
    pass(LEASE + 1);
    assertTrue(leases.isRestDue(now + GRACE));
    leases.beginRest(now);
    leases.rested(false, now);
    assertFalse(leases.isRestDue(now + 59 * SECOND));
    assertTrue(leases.isRestDue(now + 60 * SECOND));
    assertTrue(leases.isUsed());
  }

  @Test
  void aTrippedBenchSaysWhetherItIsAtRest() {
    open("a", "source");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    leases.trip("cryostat at 306 K, above 305 K", now);
    leases.rested(false, now);
    open("b", "source");
    send("b", Operation.WRITE, 0, "OUTP ON");
    String refused = refusal("b");
    assertTrue(refused.contains("306 K, above 305 K. NOT AT REST: the log of the"), refused);
    assertFalse(refused.contains("is at rest"), refused);
    leases.beginRest(now);
    leases.rested(true, now);
    send("b", Operation.WRITE, 0, "OUTP ON");
    refused = refusal("b");
    assertTrue(refused.contains("The bench is at rest, and answers only queries"), refused);
  }

  @Test
  void sourcesOfALostClientComeToRestWhileOthersWork() {
    open("a", "source");
    open("b", "meter");
    open("c", "source");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    send("b", Operation.WRITE, 0, "*IDN?");
    work(true);
    send("c", Operation.WRITE, 0, "VOLT 1");
    work(false);
    reply("b");
    reply("c");
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertFalse(leases.isRestDue(now + GRACE - 1));
    assertTrue(leases.isRestDue(now + GRACE), "an idle client keeps nothing on");
    send("c", Operation.AWAIT_SERVICE_REQUEST, SECOND, "");
    leases.beginRest(now);
    assertTrue(refusal("c").contains("no longer where"), "it waits for nothing any more");
    work(false);
    send("b", Operation.READ, SECOND, "");
    assertTrue(refusal("b").contains("being brought to rest"));
    leases.rested(true, now);
    send("c", Operation.WRITE, 0, "VOLT 2");
    assertTrue(refusal("c").contains("no longer where this program has set them"));
    send("b", Operation.WRITE, 0, "*IDN?");
    work(true);
    assertFalse(reply("b").failed(), "who has only asked goes on");
    send("c", Operation.OPEN, 0, "source\nc on host");
    assertTrue(refusal("c").contains("Start it again"));
  }

  @Test
  void aClientThatComesBackWithinTheGraceLooksAfterWhatItSet() {
    open("a", "source");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    send("a2", Operation.OPEN, 0, "source\na on host");
    work(false);
    assertFalse(leases.isRestDue(now + 10 * GRACE));
  }

  @Test
  void aClientThatHasOnlyAskedLeavesNothing() {
    open("a", "source");
    send("a", Operation.WRITE, 0, "OUTP?");
    work(true);
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertFalse(leases.isRestDue(now + 10 * GRACE));
    assertFalse(leases.isUsed());
  }

  @Test
  void sourcesOfAClosedLinkStayOnUntilTheServerStops() {
    open("a", "source");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    send("a", Operation.CLOSE);
    assertFalse(leases.isRestDue(now + 10 * GRACE));
    assertTrue(leases.isUsed(), "when the server stops");
  }

  @Test
  void aClientThatSentNothingLeavesNothing() {
    open("a", "source");
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    assertFalse(leases.isRestDue(now + 10 * GRACE));
    assertFalse(leases.isUsed());
  }
}
