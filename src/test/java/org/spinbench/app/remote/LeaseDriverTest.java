package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.zeromq.Reply.Kind;
import org.spinbench.drivers.transport.zeromq.Request;
import org.spinbench.drivers.transport.zeromq.Request.Operation;

/** One client drives the bench, and the others can only ask. */
class LeaseDriverTest extends RegistryClients {
  private static final String DRIVEN = "a on host has driven this bench since 2026-11-28T23:40:05Z";

  /** Client a drives an exclusive bench, and b and c have come later. */
  private void drive() {
    leases = leases(false);
    open("a", "source");
    open("b", "source");
    open("c", "meter");
    send("a", Operation.WRITE, 0, "OUTP ON");
    work(false);
    assertFalse(reply("a").failed());
  }

  @Test
  void whileOneClientDrivesTheOthersOnlyAsk() {
    drive();
    send("b", Operation.WRITE, 0, "OUTP OFF");
    assertTrue(refusal("b").startsWith(DRIVEN));
    for (Operation changing : List.of(Operation.TRIGGER, Operation.LOCK)) {
      send("c", changing, SECOND, "");
      assertTrue(refusal("c").startsWith(DRIVEN), changing.toString());
    }
    assertTrue(work.isEmpty(), "nothing reaches an instrument");
    send("c", Operation.CLEAR);
    assertEquals(Kind.DONE, reply("c").kind());
    assertTrue(work.isEmpty(), "a clear would break off what the driver is at");
    send("b", Operation.WRITE, 0, "OUTP?");
    work(true);
    send("b", Operation.READ, SECOND, "");
    work(false);
    assertFalse(reply("b").failed());
    assertEquals("answer", reply("b").text());
    send("a", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("a").failed(), "the driver continues");
  }

  @Test
  void theNextMayDriveWhenAllLinksOfTheDriverHaveEnded() {
    drive();
    send("a too", Operation.OPEN, 0, "meter\na on host");
    work(false);
    send("a", Operation.CLOSE);
    send("b", Operation.WRITE, 0, "OUTP OFF");
    assertTrue(refusal("b").startsWith(DRIVEN), "it has another link");
    send("a too", Operation.CLOSE);
    send("b", Operation.WRITE, 0, "OUTP OFF");
    work(false);
    assertFalse(reply("b").failed());
    send("c", Operation.TRIGGER);
    assertTrue(refusal("c").startsWith("b on host has driven"));
  }

  @Test
  void aLostDriverKeepsTheOthersOutUntilTheBenchIsAtRest() {
    drive();
    leases.take(bytes("a"), LeaseRegistry.LOST, false, now);
    send("b", Operation.WRITE, 0, "VOLT 1");
    assertTrue(refusal("b").contains("it was lost, and the bench comes to rest in some seconds"));
    leases.beginRest(now);
    leases.rested(true, now);
    send("b", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("b").failed(), "its link has lasted, since it had changed nothing");
  }

  @Test
  void aProgramThatBringsTheBenchToRestDoesNotWait() {
    drive();
    send("s", Operation.OPEN, 0, "source\ns on host\nto rest");
    work(false);
    reply("s");
    send("s", Operation.WRITE, 0, "OUTP?");
    work(false);
    assertFalse(reply("s").failed());
    send("a", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("a").failed(), "a question changes nothing");
    send("s", Operation.WRITE, 0, "OUTP OFF");
    work(false);
    assertFalse(reply("s").failed());
    send("a", Operation.WRITE, 0, "VOLT 2");
    assertTrue(refusal("a").startsWith("s on host has brought the bench to rest"));
    send("a again", Operation.OPEN, 0, "source\na on host");
    assertTrue(refusal("a again").endsWith("Start it again"));
    send("b", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("b").failed(), "nobody drives the bench any more");
  }

  /** Whoever is going to set anything is refused before it has opened a bench. */
  @Test
  void aClientThatAnnouncesToDriveDrivesFromThenOn() {
    leases = leases(false);
    send("a", Operation.OPEN, 0, "source\na on host\nto drive");
    work(false);
    assertFalse(reply("a").failed());
    open("b", "source");
    send("b", Operation.WRITE, 0, "OUTP ON");
    assertTrue(refusal("b").startsWith(DRIVEN));
    send("c", Operation.OPEN, 0, "source\nc on host\nto drive");
    assertTrue(refusal("c").startsWith(DRIVEN));
    send("a too", Operation.OPEN, 0, "meter\na on host\nto drive");
    work(false);
    assertFalse(reply("a too").failed(), "it drives already");
    send("a", Operation.CLOSE);
    send("a too", Operation.CLOSE);
    send("c", Operation.OPEN, 0, "source\nc on host\nto drive");
    work(false);
    assertFalse(reply("c").failed());
    assertTrue(work.isEmpty(), "nothing was sent to an instrument");
  }

  @Test
  void aClientThatMayOnlyLookCannotAnnounceToDrive() {
    leases = leases(false);
    byte[] body = bytes("source\na on host\nto drive");
    leases.take(bytes("a"), new Request(Operation.OPEN, 1, 0, body).encode(), true, now);
    assertTrue(refusal("a").contains("this key may only look"));
  }

  /** A watchdog acts when its own controller has died, and not against another driver. */
  @Test
  void aWatchdogActsOnlyWhereItsClientOrNobodyDrives() {
    drive();
    send("w", Operation.OPEN, 0, "source\nw on host\nto rest\nb on host");
    assertTrue(refusal("w").startsWith(DRIVEN));
    send("v", Operation.OPEN, 0, "source\nv on host\nto rest\na on host");
    work(false);
    assertFalse(reply("v").failed());
    send("v", Operation.WRITE, 0, "OUTP OFF");
    work(false);
    assertFalse(reply("v").failed());
    send("w", Operation.OPEN, 0, "source\nw on host\nto rest\nb on host");
    work(false);
    assertFalse(reply("w").failed(), "nobody drives the bench any more");
    send("c", Operation.WRITE, 0, "VOLT 1");
    work(false);
    assertFalse(reply("c").failed());
    send("w", Operation.WRITE, 0, "OUTP OFF");
    assertTrue(refusal("w").startsWith("c on host has driven"));
  }
}
