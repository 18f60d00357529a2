package org.spinbench.drivers.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Stands between a client and a TCP server on the loopback interface and hands bytes on, some of
 * them with a {@link LinkFault}. What one read from the server brings counts as a reply, and what
 * one read from the client brings as a request.
 *
 * <p>Faults are drawn from a seed, one generator for each connection and direction.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int CHUNK = 1 << 16;
  private static final int PIECES = 4;

  private final int target;
  private final Duration timeout;
  private final List<LinkFault> faults;
  private final long seed;
  private final LoopbackServer server;
  private final SystemClock clock = new SystemClock();
  private final Map<LinkFault, Integer> injected = new EnumMap<>(LinkFault.class);
  private int percent;
  private LinkFault once;
  private int connections;
  private long closedAt;

  /**
   * A proxy that does no harm yet.
   *
   * @param target port of the server
   * @param timeout of the client for one exchange
   * @param faults what may happen
   */
  public FaultProxy(int target, Duration timeout, List<LinkFault> faults, long seed)
      throws IOException {
    this.target = target;
    this.timeout = timeout;
    this.faults = List.copyOf(faults);
    this.seed = seed;
    this.server = new LoopbackServer(this::relay);
  }

  public int port() {
    return server.name().port();
  }

  /** From now on so many of a hundred replies, and half as many requests, meet a fault. */
  public synchronized void disturb(int percentage) {
    percent = percentage;
    once = null;
  }

  /** From now on nothing happens but this once, to the next that it can happen to. */
  public synchronized void disturbOnce(LinkFault fault) {
    percent = 0;
    once = fault;
  }

  /** How often each fault has happened so far. */
  public synchronized Map<LinkFault, Integer> injected() {
    return new EnumMap<>(injected);
  }

  /** When the last connection was closed as a fault, ns of the system's clock. */
  public synchronized long closedAt() {
    return closedAt;
  }

  private synchronized void closed(long nanos) {
    closedAt = nanos;
  }

  /** How many faults have happened so far. */
  public synchronized int count() {
    return injected.values().stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  /** Draws what happens to the next reply or request; null for nothing. */
  private synchronized LinkFault draw(RandomGenerator random, boolean request) {
    LinkFault fault = null;
    if (once != null) {
      fault = once.isOfRequests() == request ? once : null;
    } else if (random.nextInt(100) < (request ? percent / 2 : percent)) {
      List<LinkFault> possible =
          faults.stream().filter(any -> any.isOfRequests() == request).toList();
      fault = possible.get(random.nextInt(possible.size()));
    }
    if (fault != null) {
      once = null;
      injected.merge(fault, 1, Integer::sum);
    }
    return fault;
  }

  private synchronized long nextSeed() {
    return seed * 1_000_003 + connections++;
  }

  private void relay(LoopbackServer.Connection client) throws IOException {
    try (Socket onward = new Socket(InetAddress.getLoopbackAddress(), target)) {
      onward.setTcpNoDelay(true);
      Passage passage = new Passage(client, onward, nextSeed());
      LoopbackServer.start(passage::carryReplies);
      passage.carryRequests();
    }
  }

  /** One connection through the proxy. */
  private final class Passage {
    private final LoopbackServer.Connection client;
    private final Socket onward;
    private final RandomGenerator replies;
    private final RandomGenerator requests;
    private byte[] held = new byte[0];
    private byte[] copy;
    private int requestsUntilCopy;
    private boolean cut;

    Passage(LoopbackServer.Connection client, Socket onward, long seed) {
      this.client = client;
      this.onward = onward;
      RandomGeneratorFactory<RandomGenerator> factory =
          RandomGeneratorFactory.of("L64X128MixRandom");
      this.replies = factory.create(2 * seed);
      this.requests = factory.create(2 * seed + 1);
    }

    private void carryRequests() throws IOException {
      OutputStream server = onward.getOutputStream();
      byte[] buffer = new byte[CHUNK];
      InputStream in = client.in();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        byte[] request = Arrays.copyOf(buffer, count);
        sendCopyIfDue();
        LinkFault fault = draw(requests, true);
        if (fault == LinkFault.REQUEST_SPLIT) {
          inPieces(request, server);
        } else if (fault != LinkFault.REQUEST_DROPPED && !isCut()) {
          server.write(request);
          if (fault == LinkFault.REQUEST_DOUBLED) {
            server.write(request);
          }
        }
      }
    }

    private void carryReplies() {
      byte[] buffer = new byte[CHUNK];
      try (onward) {
        InputStream server = onward.getInputStream();
        for (int count = server.read(buffer); count >= 0; count = server.read(buffer)) {
          byte[] reply = Arrays.copyOf(buffer, count);
          LinkFault fault = draw(replies, false);
          if (fault == null) {
            say(reply);
          } else {
            spoil(fault, reply);
          }
        }
        if (!isCut()) {
          client.close();
        }
      } catch (IOException gone) {
        // One of the ends has hung up, as faults make them do.
      }
    }

    private void spoil(LinkFault fault, byte[] reply) throws IOException {
      int some = replies.nextInt(reply.length);
      switch (fault) {
        case LATE -> {
          clock.sleep(timeout.multipliedBy(60 + replies.nextInt(80)).dividedBy(100));
          say(reply);
        }
        case SPLIT -> inPieces(reply, client.out());
        case DRIP -> drip(reply);
        case MERGED -> held = join(held, reply);
        case DOUBLED -> say(join(reply, reply));
        case DOUBLED_BEFORE_THE_NEXT -> sayAgainAfter(1, reply);
        case DOUBLED_BEFORE_THE_ONE_AFTER -> sayAgainAfter(2, reply);
        case TRUNCATED -> say(Arrays.copyOf(reply, some));
        case TRUNCATED_AND_CLOSED -> {
          say(Arrays.copyOf(reply, some));
          client.close();
        }
        case CLOSED -> {
          closed(clock.nanos());
          client.close();
        }
        case RESET -> client.reset();
        case HALF_OPEN -> cutOff();
        case RETURN_FOR_LINE_FEED -> say(withEnd(reply, "\r"));
        case LINE_FEED_AND_RETURN -> say(withEnd(reply, "\n\r"));
        case TWO_LINE_FEEDS -> say(withEnd(reply, "\n\n"));
        default -> {
          // The reply is lost: DROPPED.
        }
      }
    }

    /** Sends what was held back before and the reply. */
    private synchronized void say(byte[] reply) throws IOException {
      byte[] all = join(held, reply);
      held = new byte[0];
      client.say(all);
    }

    private synchronized void sayAgainAfter(int later, byte[] reply) throws IOException {
      copy = reply;
      requestsUntilCopy = later;
      say(reply);
    }

    /** The copy overtakes the answer to the request that the client has just sent. */
    private synchronized void sendCopyIfDue() throws IOException {
      if (copy != null && --requestsUntilCopy == 0) {
        client.say(copy);
        copy = null;
      }
    }

    private synchronized boolean isCut() {
      return cut;
    }

    private void cutOff() throws IOException {
      synchronized (this) {
        cut = true;
      }
      onward.close();
    }

    private void inPieces(byte[] bytes, OutputStream to) throws IOException {
      int from = 0;
      for (int piece = 1; piece <= PIECES; piece++) {
        int until = piece == PIECES ? bytes.length : bytes.length * piece / PIECES;
        to.write(bytes, from, until - from);
        from = until;
        clock.sleep(Duration.ofMillis(1));
      }
    }

    private void drip(byte[] reply) throws IOException {
      for (byte b : reply) {
        say(new byte[] {b});
        clock.sleep(Duration.ofMillis(2));
      }
    }
  }

  private static byte[] join(byte[] head, byte[] tail) {
    byte[] both = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, both, head.length, tail.length);
    return both;
  }

  /** The reply with another end instead of its line feed, if it has one. */
  private static byte[] withEnd(byte[] reply, String end) {
    if (reply[reply.length - 1] != '\n') {
      return reply;
    }
    return join(Arrays.copyOf(reply, reply.length - 1), end.getBytes());
  }
}
