package org.spinbench.drivers.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** A link in simulated time: a script says what the other end sends when, after each line. */
public final class TimedLink implements ByteLink, Clock {
  /** What the other end does when a line has come. */
  public interface Script {
    void line(String line, TimedLink link);
  }

  public final List<String> lines = new ArrayList<>();

  /** How long the other end takes to take what is sent. */
  public Duration taking = Duration.ZERO;

  public boolean closed;

  private final Script script;
  private final PriorityQueue<Arrival> arrivals =
      new PriorityQueue<>(Comparator.comparingLong(Arrival::time).thenComparing(Arrival::number));
  private long now;
  private int number;

  /** Bytes that are there from a time on; null stands for the end of the stream. */
  private record Arrival(long time, int number, byte[] bytes) {}

  public TimedLink(Script script) {
    this.script = script;
  }

  /** Lets bytes arrive after a time. */
  public void say(Duration delay, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    arrivals.add(new Arrival(now + delay.toNanos(), number++, bytes));
  }

  public void say(String text) {
    say(Duration.ZERO, text);
  }

  /** Lets the stream end. */
  public void hangUp() {
    arrivals.add(new Arrival(now, number++, null));
  }

  @Override
  public void write(byte[] bytes, Deadline deadline) {
    now += taking.toNanos();
    if (!taking.isZero() && deadline.isOver()) {
      throw new TransportTimeoutException("not all was taken in time");
    }
    for (String line : new String(bytes, StandardCharsets.ISO_8859_1).split("(?<!\u001B)\n")) {
      lines.add(line);
      script.line(line, this);
    }
  }

  @Override
  public byte[] read(Deadline deadline) {
    long until = now + Math.max(0, deadline.nanosLeft());
    Arrival next = arrivals.peek();
    if (next == null || next.time() > until) {
      now = until;
      return new byte[0];
    }
    if (next.bytes() == null) {
      throw new EndOfStreamException("the other end hung up");
    }
    arrivals.remove();
    now = Math.max(now, next.time());
    return next.bytes();
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Instant now() {
    return Instant.ofEpochSecond(0, now);
  }

  @Override
  public void sleep(Duration duration) {
    now += duration.toNanos();
  }
}
