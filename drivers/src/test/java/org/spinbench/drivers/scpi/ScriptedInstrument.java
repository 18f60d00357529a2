package org.spinbench.drivers.scpi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** An instrument that answers from a table, and notes what it was sent and how it was opened. */
final class ScriptedInstrument implements Endpoint, Transports, Clock {
  static final String IDENTITY = "Spin,Model 1,42,1.0";
  static final ResourceName NAME = new ResourceName.InProcess("rf_1");

  final List<String> sent = new ArrayList<>();
  final Map<String, byte[]> answers = new HashMap<>();
  final Queue<String> errors = new ArrayDeque<>();
  private final Queue<byte[]> output = new ArrayDeque<>();
  int opened;
  int cleared;
  Duration slept = Duration.ZERO;

  /** Messages to come whose answers stay away until the next read. */
  int late;

  boolean reachable = true;

  ScriptedInstrument() {
    answer("*IDN?", IDENTITY);
    answer("*ESE?", "0");
  }

  void answer(String message, String text) {
    answers.put(message, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  ScpiSession session() {
    return session(true);
  }

  ScpiSession session(boolean checkInSameMessage) {
    Dialect dialect = new Dialect(Duration.ofMillis(50), ":SYST:ERR?", checkInSameMessage);
    return new ScpiSession("rf_1", NAME, this, this, dialect);
  }

  @Override
  public Transport open(ResourceName name) {
    if (!reachable) {
      throw new TransportException(name + " refused the connection");
    }
    opened++;
    return new InProcess(name, this);
  }

  @Override
  public void write(byte[] message) {
    String text = new String(message, StandardCharsets.US_ASCII);
    sent.add(text);
    byte[] answer = answers.get(text);
    if (answer == null && text.endsWith(":SYST:ERR?")) {
      String error = errors.isEmpty() ? "0,\"No error\"" : errors.remove();
      answer = error.getBytes(StandardCharsets.US_ASCII);
    }
    if (answer != null) {
      output.add(answer);
    }
  }

  @Override
  public byte[] read() {
    if (late > 0) {
      late--;
      return null;
    }
    return output.poll();
  }

  @Override
  public void clear() {
    cleared++;
    output.clear();
  }

  @Override
  public long nanos() {
    return slept.toNanos();
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plus(slept);
  }

  @Override
  public void sleep(Duration duration) {
    slept = slept.plus(duration);
  }
}
