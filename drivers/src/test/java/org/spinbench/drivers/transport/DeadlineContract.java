package org.spinbench.drivers.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;

/**
 * The part of {@link TransportContract} that says how long an exchange may last, whatever the other
 * end does: until its one deadline, or half a second after its thread was interrupted, or until the
 * link is closed.
 */
public abstract class DeadlineContract {
  /** Ample: only a defect makes a test wait for so long. */
  protected static final Duration LONG = Duration.ofSeconds(10);

  /** Long enough for an answer over loopback, short enough to be waited for. */
  protected static final Duration SHORT = Duration.ofMillis(150);

  /** Nobody waits for so long: what has this deadline ends otherwise, or with the class's limit. */
  private static final Duration ENDLESS = Duration.ofHours(1);

  /** More than all buffers between a client and its peer hold. */
  private static final int LARGER_THAN_BUFFERS = 8 << 20;

  private static final int SOME = 10;
  private static final int INTERRUPTED_QUESTIONS = 100;
  private static final int CLOSED_IN_USE = 50;
  private static final long LONGEST_USE_NANOS = 300_000;

  /** What some links have and others have not. */
  protected enum Service {
    /** The instrument works while the client waits; in-process links carry out what is written. */
    WAITS,
    /** A link notices at once that its other end is gone. */
    END_OF_STREAM,
    /** Blocks may hold any bytes. */
    BINARY,
    DEVICE_CLEAR,
    SERIAL_POLL,
    TRIGGER,
    SERVICE_REQUEST,
    LOCKS,
    /** The protocol tells an answer to an earlier message from one to the last. */
    TELLS_ANSWERS_APART
  }

  /** What a peer may do to keep a client waiting. */
  enum Peer {
    STOPS_READING_IN_MID_MESSAGE,
    READS_BYTE_BY_BYTE,
    STOPS_IN_MID_ANSWER,
    ANSWERS_BYTE_BY_BYTE;

    private boolean isReader() {
      return this == STOPS_READING_IN_MID_MESSAGE || this == READS_BYTE_BY_BYTE;
    }

    void disturb(LoopbackRelay relay) {
      switch (this) {
        case STOPS_READING_IN_MID_MESSAGE -> relay.stopReadingAfter(SOME);
        case READS_BYTE_BY_BYTE -> relay.sip();
        case STOPS_IN_MID_ANSWER -> relay.stopAnsweringAfter(SOME);
        case ANSWERS_BYTE_BY_BYTE -> relay.drip();
      }
    }

    /** Waits until it has begun to keep the client waiting. */
    void awaitDisturbance(LoopbackRelay relay) throws InterruptedException {
      if (isReader()) {
        relay.awaitRequest();
      } else {
        relay.awaitAnswer();
      }
    }

    /** A question of which the peer keeps the client waiting. */
    byte[] question() {
      return bytes("ECHO? " + "x".repeat(isReader() ? LARGER_THAN_BUFFERS : 10_000));
    }
  }

  final ContractInstrument instrument = new ContractInstrument();

  /** Begins to serve the instrument. */
  protected abstract void start(Endpoint instrument) throws Exception;

  /** Stops serving and closes the server's end of every link; may be called twice. */
  protected abstract void stop() throws Exception;

  /** The resource name under which the instrument is served. */
  protected abstract ResourceName name();

  /** Services of this kind of link. */
  protected abstract Set<Service> services();

  /** Opens a link. */
  protected Transport open(ResourceName name) {
    return new SystemTransports().open(name);
  }

  /** The TCP port of the loopback interface that the server listens on, if it does. */
  protected OptionalInt port() {
    return OptionalInt.empty();
  }

  /** The instrument's name if the server listened on this port. Needed where {@link #port} is. */
  protected ResourceName name(int port) {
    throw new IllegalStateException("a server with a port has a name for it");
  }

  @BeforeEach
  void begin() throws Exception {
    start(instrument);
  }

  @AfterEach
  void end() throws Exception {
    instrument.release();
    stop();
  }

  final boolean has(Service service) {
    return services().contains(service);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String ask(Transport link, String query) {
    return new String(exchange(link, bytes(query), LONG), StandardCharsets.ISO_8859_1);
  }

  private static byte[] exchange(Transport link, byte[] message, Duration timeout) {
    Duration left = link.write(message, timeout);
    assertTrue(left.compareTo(timeout) <= 0, left.toString());
    return link.read(left);
  }

  @ParameterizedTest
  @EnumSource
  void oneDeadlineHoldsForTheWholeExchangeWhateverThePeerDoes(Peer peer) throws Exception {
    try (LoopbackRelay relay = relay();
        Transport link = open(name(relay.port()))) {
      assertEquals("whole", ask(link, "ECHO? whole"));
      peer.disturb(relay);
      String message =
          assertThrows(
                  TransportTimeoutException.class, () -> exchange(link, peer.question(), SHORT))
              .getMessage();
      assertTrue(message.contains(name(relay.port()).toString()), message);
    }
  }

  private LoopbackRelay relay() throws Exception {
    assumeTrue(port().isPresent(), "only TCP servers are reached by way of a relay");
    return new LoopbackRelay(port().getAsInt());
  }

  @ParameterizedTest
  @EnumSource
  void anInterruptEndsAnExchangeThatThePeerHolds(Peer peer) throws Exception {
    try (LoopbackRelay relay = relay();
        Transport link = open(name(relay.port()))) {
      assertEquals("whole", ask(link, "ECHO? whole"));
      peer.disturb(relay);
      FutureTask<TransportException> exchange =
          interruptible(() -> exchange(link, peer.question(), ENDLESS), () -> {});
      Thread thread = started(exchange);
      peer.awaitDisturbance(relay);
      thread.interrupt();
      TransportException broken = exchange.get();
      assertFalse(broken instanceof TransportTimeoutException, broken.toString());
      assertTrue(broken.getMessage().contains("interrupted"), broken.getMessage());
      assertTrue(broken.getMessage().contains(name(relay.port()).toString()), broken.getMessage());
    }
  }

  /** How an exchange fails that ends with its thread interrupted, and what that still does then. */
  private static FutureTask<TransportException> interruptible(Runnable exchange, Runnable then) {
    return new FutureTask<>(
        () -> {
          TransportException broken = assertThrows(TransportException.class, exchange::run);
          assertTrue(Thread.currentThread().isInterrupted(), "the thread stays interrupted");
          then.run();
          return broken;
        });
  }

  private static Thread started(Runnable work) {
    Thread thread = new Thread(work, "client");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Outputs must be brought to rest after Ctrl-C, over the same link or over another. */
  @Test
  void anInterruptEndsTheWaitForAnAnswerAndTheThreadCanGoOn() throws Exception {
    assumeTrue(has(Service.WAITS), "in-process links do not wait");
    Transport link = open(name());
    Runnable rest =
        () -> {
          boolean cleared = isCleared(link);
          if (!cleared) {
            link.close();
          }
          CompletableFuture.runAsync(instrument::release).join();
          try (Transport sound = cleared ? link : open(name())) {
            assertEquals("at rest", ask(sound, "ECHO? at rest"));
          }
        };
    FutureTask<TransportException> exchange =
        interruptible(() -> exchange(link, bytes("HOLD? late"), ENDLESS), rest);
    Thread thread = started(exchange);
    instrument.awaitHolding();
    thread.interrupt();
    assertTrue(exchange.get().getMessage().contains("interrupted"));
    link.close();
  }

  private static boolean isCleared(Transport link) {
    try {
      return link.clear();
    } catch (TransportException ended) {
      return false;
    }
  }

  @Test
  void anInterruptedThreadIsAnsweredHoweverLongThatTakes() throws Exception {
    assumeTrue(has(Service.WAITS), "in-process links do not wait");
    SystemClock clock = new SystemClock();
    FutureTask<String> exchange =
        new FutureTask<>(
            () -> {
              Thread.currentThread().interrupt();
              try (Transport link = open(name())) {
                return ask(link, "HOLD? at rest");
              }
            });
    started(exchange);
    instrument.awaitHolding();
    clock.sleep(Deadline.AFTER_INTERRUPT.plusMillis(100));
    instrument.release();
    assertEquals("at rest", exchange.get());
  }

  /** An interrupt may come at any moment, in the middle of a system call too. */
  @Test
  void interruptsAtAnyMomentMixNothingUp() throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    SystemClock clock = new SystemClock();
    AtomicInteger answered = new AtomicInteger();
    FutureTask<Void> asking = new FutureTask<>(() -> askInterrupted(answered), null);
    Thread thread = started(asking);
    while (!asking.isDone()) {
      clock.sleep(Duration.ofNanos(random.nextLong(400_000)));
      thread.interrupt();
    }
    asking.get();
    assertTrue(answered.get() > 0, "no question was answered");
  }

  private void askInterrupted(AtomicInteger answered) {
    Transport link = open(name());
    for (int k = 0; k < INTERRUPTED_QUESTIONS; k++) {
      try {
        assertEquals("k" + k, ask(link, "ECHO? k" + k));
        answered.incrementAndGet();
      } catch (TransportException broken) {
        link.close();
        link = openInStep();
      }
      Thread.interrupted();
    }
    link.close();
  }

  /** A busy instrument may answer after the link was opened again, and nothing tells it apart. */
  private Transport openInStep() {
    Transport link = open(name());
    boolean inStep = has(Service.TELLS_ANSWERS_APART);
    for (int n = 0; !inStep; n++) {
      try {
        inStep = ask(link, "ECHO? step " + n).equals("step " + n);
      } catch (TransportException late) {
        link.close();
        link = open(name());
      }
    }
    return link;
  }

  @Test
  void anotherThreadCanCloseALinkThatWaits() throws Exception {
    assumeTrue(has(Service.WAITS), "in-process links do not wait");
    Transport link = open(name());
    link.write(bytes("HOLD? late"), ENDLESS);
    instrument.awaitHolding();
    CountDownLatch reading = new CountDownLatch(1);
    CompletableFuture<byte[]> read =
        CompletableFuture.supplyAsync(
            () -> {
              reading.countDown();
              return link.read(ENDLESS);
            });
    reading.await();
    link.close();
    Throwable failed = assertThrows(CompletionException.class, read::join).getCause();
    assertInstanceOf(TransportException.class, failed);
    assertFalse(failed instanceof TransportTimeoutException, failed.toString());
  }

  /**
   * Whatever the other thread is just about: between two calls, in one, or waiting. A message on
   * its way when its link is closed may still reach an instrument that all links share, and there
   * takes the place of the answer to the next link, which then waits in vain.
   */
  @Test
  void anotherThreadCanCloseALinkAtAnyMoment() throws Exception {
    assumeTrue(has(Service.WAITS), "in-process links do not wait");
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    for (int time = 0; time < CLOSED_IN_USE; time++) {
      Transport link = open(name());
      CountDownLatch asking = new CountDownLatch(1);
      CompletableFuture<byte[]> asked =
          CompletableFuture.supplyAsync(
              () -> {
                while (true) {
                  exchange(link, bytes("ECHO? again"), ENDLESS);
                  asking.countDown();
                }
              });
      boolean answered = asking.await(LONG.toSeconds(), TimeUnit.SECONDS);
      assertTrue(answered || !asked.isDone(), "the first exchange failed");
      long until = System.nanoTime() + random.nextLong(LONGEST_USE_NANOS);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      link.close();
      Throwable failed = assertThrows(CompletionException.class, asked::join).getCause();
      assertInstanceOf(TransportException.class, failed);
      assertFalse(failed instanceof TransportTimeoutException, failed.toString());
    }
  }

  @Test
  void anotherThreadCanCloseALinkWhosePeerDoesNotRead() throws Exception {
    try (LoopbackRelay relay = relay()) {
      Transport link = open(name(relay.port()));
      Peer peer = Peer.STOPS_READING_IN_MID_MESSAGE;
      peer.disturb(relay);
      CompletableFuture<byte[]> exchange =
          CompletableFuture.supplyAsync(() -> exchange(link, peer.question(), ENDLESS));
      peer.awaitDisturbance(relay);
      link.close();
      Throwable failed = assertThrows(CompletionException.class, exchange::join).getCause();
      assertInstanceOf(TransportException.class, failed);
    }
  }
}
