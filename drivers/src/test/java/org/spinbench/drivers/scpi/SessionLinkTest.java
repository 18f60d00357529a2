package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

class SessionLinkTest {
  private static final ResourceName NAME = new ResourceName.InProcess("meter");
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration REST = Duration.ofSeconds(1);

  private final List<String> log = new ArrayList<>();
  private final SessionAccess access = new SessionAccess("meter");
  private TransportException failure;
  private boolean clears = true;
  private int late;

  private final class Scripted implements Transport {
    private <T> T noted(String what, T result) {
      log.add(what);
      if (failure != null) {
        throw failure;
      }
      return result;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      return noted("write " + message.length + " " + timeout, timeout.dividedBy(2));
    }

    @Override
    public byte[] read(Duration timeout) {
      if (late-- == 0) {
        throw new TransportTimeoutException("quiet");
      }
      return noted("read " + timeout, new byte[] {1});
    }

    @Override
    public boolean clear() {
      return noted("clear", clears);
    }

    @Override
    public boolean clear(Duration longest) {
      return noted("clear " + longest, clears);
    }

    @Override
    public boolean lock(Duration timeout) {
      return noted("lock " + timeout, true);
    }

    @Override
    public void unlock() {
      noted("unlock", true);
    }

    @Override
    public void close() {
      log.add("close");
    }
  }

  private final class Opener implements Transports {
    @Override
    public Transport open(ResourceName name) {
      log.add("open");
      if (failure != null) {
        throw failure;
      }
      return new Scripted();
    }

    @Override
    public Transport open(ResourceName name, Duration longest) {
      log.add("open " + longest);
      return new Scripted();
    }
  }

  private SessionLink link() {
    SessionLink link =
        new SessionLink("meter", NAME, new Opener(), TIMEOUT, new Patience(TIMEOUT), access);
    log.clear();
    return link;
  }

  @Test
  void messagesHaveTheTimeOfAnExchangeAndAreCounted() {
    SessionLink link = link();
    late = -1;
    assertEquals(REST, link.write("A?", new byte[2]));
    assertArrayEquals(new byte[] {1}, link.read("A?", REST));
    assertEquals(List.of("write 2 PT2S", "read PT1S"), log);
    assertEquals(1, link.messagesSent());
    assertEquals(TIMEOUT, link.exchangeTime(3));
  }

  @Test
  void whoBringsToRestIsNotPatient() {
    SessionLink link = link();
    access.reserve();
    assertEquals(REST, link.exchangeTime(3));
    assertTrue(link.clear());
    assertTrue(link.reopen());
    assertEquals(List.of("clear PT1S", "close", "open PT1S", "clear PT1S"), log);
  }

  @Test
  void everyFailureKeepsItsKindAndNamesInstrumentAndMessage() {
    SessionLink link = link();
    late = -1;
    failure = new TransportTimeoutException("late");
    TransportException late =
        assertThrows(TransportTimeoutException.class, () -> link.write("A?", new byte[2]));
    assertEquals("meter was not sent \"A?\": late", late.getMessage());
    assertSame(failure, late.getCause());
    failure = new EndOfStreamException("gone");
    assertEquals(
        "meter gave no answer to \"A?\": gone",
        assertThrows(EndOfStreamException.class, () -> link.read("A?", REST)).getMessage());
    failure = new TransportException("broken");
    assertEquals(
        "meter: lock failed: broken",
        assertThrows(TransportException.class, () -> link.lock(REST)).getMessage());
    assertEquals(
        "meter cannot be opened: broken",
        assertThrows(TransportException.class, this::link).getMessage());
  }

  @Test
  void whatFailsWhileAnotherThreadBringsItToRestWasBrokenOff() {
    SessionLink link = link();
    failure = new TransportException("closed");
    CompletableFuture.runAsync(access::reserve).join();
    IllegalStateException brokenOff =
        assertThrows(IllegalStateException.class, () -> link.write("A?", new byte[2]));
    assertTrue(brokenOff.getMessage().endsWith("an exchange was broken off"));
    assertSame(failure, brokenOff.getCause());
  }

  @Test
  void aLockIsTakenAgainWithTheLinkUntilItIsGivenBack() {
    SessionLink link = link();
    assertTrue(link.lock(REST));
    link.reopen();
    link.unlock();
    link.reopen();
    assertEquals(
        List.of(
            "lock PT1S", "close", "open", "clear", "lock PT2S", "unlock", "close", "open", "clear"),
        log);
  }

  @Test
  void whoOnlyLooksDoesNotClear() {
    SessionLink link = link();
    access.onlyLook();
    assertFalse(link.clear());
    assertFalse(link.reopen());
    assertEquals(List.of("close", "open"), log);
  }

  @Test
  void lateAnswersAreDroppedUntilTheLinkIsQuiet() {
    SessionLink link = link();
    late = 15;
    link.drain();
    assertEquals(15, log.size());
    late = 16;
    String message = assertThrows(TransportException.class, link::drain).getMessage();
    assertEquals("meter does not stop sending: 16 messages came unasked", message);
  }
}
