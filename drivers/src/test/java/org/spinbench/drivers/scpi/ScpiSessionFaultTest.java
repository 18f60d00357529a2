package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * A link on which late answers survive a timeout in the instrument's queue, seeded. A question may
 * end in an exception, never in a value that belongs to another question. Faults of real links are
 * tried with {@link FaultTrial}.
 */
class ScpiSessionFaultTest {
  private static final Duration TIMEOUT = Duration.ofMillis(8);

  /** Pauses between recovery attempts are no part of what is tested here. */
  private static final Clock HURRIED =
      new Clock() {
        @Override
        public long nanos() {
          return 0;
        }

        @Override
        public Instant now() {
          return Instant.EPOCH;
        }

        @Override
        public void sleep(Duration duration) {}
      };

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static byte[] answer(String line) {
    return Compound.answer(line, ScpiSessionFaultTest::answerUnit);
  }

  private static byte[] answerUnit(String line) {
    if (line.equals("*IDN?")) {
      return ScriptedInstrument.IDENTITY.getBytes(StandardCharsets.US_ASCII);
    }
    if (line.equals("*ESE?")) {
      return new byte[] {'1'};
    }
    int k = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
    return line.startsWith("BLOCK?") ? block(k) : Integer.toString(k).getBytes();
  }

  /** A block that names its question and is full of bytes that look like the end of a message. */
  private static byte[] block(int k) {
    byte[] head = ("#3" + (100 + k % 200) + k).getBytes(StandardCharsets.US_ASCII);
    byte[] block = Arrays.copyOf(head, 5 + 100 + k % 200);
    Arrays.fill(block, head.length, block.length, (byte) (k % 2 == 0 ? '\n' : '#'));
    return block;
  }

  /** Asks and returns 1 for the right answer, 0 for an exception; fails on a wrong answer. */
  private static int ask(ScpiSession session, int k) {
    try {
      if (k % 3 == 0) {
        byte[] block = block(k);
        ByteBuffer payload = session.queryBlock("BLOCK? " + k);
        assertEquals(ByteBuffer.wrap(block, 5, block.length - 5), payload);
      } else if (k % 5 == 0) {
        // Late, this answer looks like the first proof that the session is in step again.
        assertEquals(ScriptedInstrument.IDENTITY, session.query("*IDN?"));
      } else {
        assertEquals(k, session.queryNumber("NUMBER? " + k));
      }
      return 1;
    } catch (TransportException | ReplyFormatException | DesynchronisedException expected) {
      return 0;
    }
  }

  /** What device clear does on the link. */
  private enum Clear {
    EMPTIES,
    LIES,
    UNAVAILABLE
  }

  private static final class LateLink implements Transport {
    private final RandomGenerator random;
    private final Clear clear;
    private final Deque<byte[]> answers = new ArrayDeque<>();
    private int delay;

    LateLink(RandomGenerator random, Clear clear) {
      this.random = random;
      this.clear = clear;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      int fault = random.nextInt(10);
      if (fault == 0) {
        throw new TransportException("lost");
      }
      if (fault > 1) {
        answers.add(answer(new String(message, StandardCharsets.US_ASCII)));
      }
      if (fault == 2) {
        delay += 1 + random.nextInt(3);
      }
      return timeout;
    }

    @Override
    public byte[] read(Duration timeout) {
      if (delay > 0 || answers.isEmpty()) {
        delay = Math.max(0, delay - 1);
        throw new TransportTimeoutException("late");
      }
      return answers.remove();
    }

    @Override
    public boolean clear() {
      if (clear == Clear.EMPTIES) {
        answers.clear();
      }
      return clear != Clear.UNAVAILABLE;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @EnumSource(Clear.class)
  void noWrongValueFromLateAnswers(Clear clear) {
    RandomGenerator random = random(2026);
    Dialect dialect = new Dialect(TIMEOUT, ":SYST:ERR?", true);
    ResourceName name = new ResourceName.InProcess("meter");
    int right = 0;
    for (int round = 0; round < 200; round++) {
      ScpiSession session;
      try {
        session =
            new ScpiSession("meter", name, n -> new LateLink(random, clear), HURRIED, dialect);
      } catch (TransportException | ReplyFormatException again) {
        continue;
      }
      for (int k = 0; k < 200; k++) {
        right += ask(session, k);
      }
    }
    assertTrue(right >= 10_000, "right answers " + right);
  }
}
