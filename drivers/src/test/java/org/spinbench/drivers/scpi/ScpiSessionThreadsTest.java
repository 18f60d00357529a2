package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.LoopbackServer;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.SystemTransports;
import org.spinbench.drivers.transport.Transports;

/** Eight threads on one session. */
class ScpiSessionThreadsTest {
  private static final int THREADS = 8;
  private static final Dialect DIALECT = new Dialect(Duration.ofSeconds(20), ":SYST:ERR?", true);

  /** Answers {@code K? n} with n, and holds one level that can be set and asked. */
  private static final class Instrument implements Endpoint {
    private final Queue<byte[]> output = new ArrayDeque<>();
    private String level = "0";

    @Override
    public void write(byte[] message) {
      output.add(answer(new String(message, StandardCharsets.US_ASCII)).getBytes());
    }

    private String answer(String message) {
      return Compound.text(message, this::answerUnit);
    }

    private String answerUnit(String text) {
      if (text.startsWith("LEVEL ")) {
        level = text.substring(6);
        return null;
      }
      return switch (text) {
        case ":SYST:ERR?" -> "0,\"No error\"";
        case "*IDN?" -> ScriptedInstrument.IDENTITY;
        case "*ESE?" -> "0";
        case "LEVEL?" -> level;
        default -> text.substring(3);
      };
    }

    @Override
    public byte[] read() {
      return output.poll();
    }

    @Override
    public void clear() {
      output.clear();
    }
  }

  @Test
  void aHundredThousandQueriesAreAnsweredRight() throws InterruptedException {
    Instrument instrument = new Instrument();
    Transports transports = name -> new InProcess(name, instrument);
    ResourceName name = new ResourceName.InProcess("meter");
    try (ScpiSession session =
        new ScpiSession("meter", name, transports, new SystemClock(), DIALECT)) {
      assertEquals(100_000, right(100_000, k -> (int) session.queryNumber("K? " + k)));
      assertEquals(100_002, session.messagesSent());
    }
  }

  @Test
  void tenThousandQueriesOverOneSocketAreAnsweredRight() throws IOException, InterruptedException {
    Instrument instrument = new Instrument();
    try (LoopbackServer server =
            new LoopbackServer(
                c -> {
                  for (String line = c.line(); line != null; line = c.line()) {
                    c.say(instrument.answer(line) + "\n");
                  }
                });
        ScpiSession session =
            new ScpiSession(
                "meter", server.name(), new SystemTransports(), new SystemClock(), DIALECT)) {
      assertEquals(10_000, right(10_000, k -> (int) session.queryNumber("K? " + k)));
    }
  }

  @Test
  void exclusiveExchangesAreNotInterrupted() throws InterruptedException {
    Instrument instrument = new Instrument();
    Transports transports = name -> new InProcess(name, instrument);
    ResourceName name = new ResourceName.InProcess("meter");
    ScpiSession session = new ScpiSession("meter", name, transports, new SystemClock(), DIALECT);
    IntUnaryOperator setAndAsk =
        k ->
            session.exclusively(
                () -> {
                  session.command("LEVEL " + k);
                  return (int) session.queryNumber("LEVEL?");
                });
    assertEquals(10_000, right(10_000, setAndAsk));
  }

  /** How many of the questions 0 .. n-1 were answered with their own number. */
  private static int right(int questions, IntUnaryOperator ask) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger right = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int k = next.getAndIncrement(); k < questions; k = next.getAndIncrement()) {
                  if (ask.applyAsInt(k) == k) {
                    right.incrementAndGet();
                  }
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return right.get();
  }
}
