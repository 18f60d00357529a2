package org.spinbench.drivers.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.ResourceName;

/** An instrument that plays a transcript: each message must be the next one of the script. */
public final class Script implements Endpoint {
  private record Line(String message, byte[] answer) {}

  private final Deque<Line> lines = new ArrayDeque<>();
  private final ScpiSession session;
  private byte[] answer;

  /** A script behind an open session named {@code it}. */
  public Script() {
    this(new TestClock());
  }

  public Script(TestClock clock) {
    query("*IDN?", "Maker,Model,1,1.0").query("*ESE?", "0");
    ResourceName name = new ResourceName.InProcess("it");
    Dialect dialect = new Dialect(Duration.ofSeconds(2), ":SYST:ERR?", true);
    session = new ScpiSession("it", name, n -> new InProcess(n, this), clock, dialect);
  }

  public ScpiSession session() {
    return session;
  }

  public Script query(String query, String reply) {
    return query(query, reply.getBytes(StandardCharsets.US_ASCII));
  }

  public Script query(String query, byte[] reply) {
    lines.add(new Line(query, reply));
    return this;
  }

  /** A command that the instrument accepts. */
  public Script command(String command) {
    return query(command + ";:SYST:ERR?", "0,\"No error\"");
  }

  /** The whole script has been played. */
  public void done() {
    assertTrue(lines.isEmpty(), () -> "not sent: " + lines.peek().message());
  }

  @Override
  public void write(byte[] message) {
    Line line = lines.poll();
    String sent = new String(message, StandardCharsets.US_ASCII);
    assertEquals(
        line == null ? "nothing more" : Spelling.plain(line.message()), Spelling.plain(sent));
    answer = line.answer();
  }

  @Override
  public byte[] read() {
    byte[] reply = answer;
    answer = null;
    return reply;
  }

  @Override
  public void clear() {
    answer = null;
  }
}
