package org.spinbench.drivers.transport.record;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** In-process instruments that answer every message {@code X?} with {@code <X>}. */
final class EchoBench implements Transports, Clock {
  private long nanos = 1_000_000_007L;

  @Override
  public Transport open(ResourceName name) {
    if (name.toString().contains("missing")) {
      throw new TransportException(name + " is not on this bench");
    }
    return new InProcess(name, new Echo());
  }

  @Override
  public long nanos() {
    return nanos += 1_234;
  }

  @Override
  public Instant now() {
    return Instant.ofEpochSecond(1_800_000_000L, nanos % 1_000_000_000);
  }

  @Override
  public void sleep(Duration duration) {
    nanos += duration.toNanos();
  }

  private static final class Echo implements Endpoint {
    private final Queue<byte[]> answers = new ArrayDeque<>();

    @Override
    public void write(byte[] message) {
      String text = new String(message, StandardCharsets.ISO_8859_1);
      if (text.equals("HANG UP")) {
        throw new EndOfStreamException("echo closed the connection");
      }
      if (text.endsWith("?")) {
        String answer = "<" + text.substring(0, text.length() - 1) + ">";
        answers.add(answer.getBytes(StandardCharsets.ISO_8859_1));
      }
    }

    @Override
    public byte[] read() {
      return answers.poll();
    }

    @Override
    public void clear() {
      answers.clear();
    }
  }
}
