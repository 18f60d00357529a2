package org.spinbench.app.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportTimeoutException;

/** An instrument without device clear is in step when it has answered the last question. */
class StepProofTest {
  private final Deque<String> answers = new ArrayDeque<>();
  private final List<String> sent = new ArrayList<>();
  private final List<Duration> allowed = new ArrayList<>();
  private final StepProof proof = new StepProof(new SystemClock());

  private final Transport instrument =
      new Transport() {
        @Override
        public Duration write(byte[] message, Duration timeout) {
          sent.add(new String(message, StandardCharsets.US_ASCII));
          return timeout;
        }

        @Override
        public byte[] read(Duration timeout) {
          allowed.add(timeout);
          if (answers.isEmpty()) {
            throw new TransportTimeoutException("no answer");
          }
          return answers.remove().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public boolean clear() {
          return false;
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  @Test
  void lateAnswersAreDropped() {
    answers.addAll(List.of("1.5E-3", "0", "0;0;0", "0;0\n", "next"));
    proof.require(instrument, StepProof.LIMIT);
    assertEquals(List.of("*ESE?;*ESE?"), sent);
    assertEquals("next", answers.peek(), "nothing behind the proof is read");
  }

  @Test
  void aLateAnswerToOneProofIsNotTakenForTheNext() {
    answers.addAll(List.of("0;0", "0;0", "+0;+0;+0"));
    proof.require(instrument, StepProof.LIMIT);
    proof.require(instrument, StepProof.LIMIT);
    assertEquals(List.of("*ESE?;*ESE?", "*ESE?;*ESE?;*ESE?"), sent);
    assertEquals(0, answers.size());
  }

  @Test
  void anInstrumentThatDoesNotAnswerIsNotInStep() {
    answers.add("0");
    Duration patience = Duration.ofMillis(250);
    assertThrows(TransportTimeoutException.class, () -> proof.require(instrument, patience));
    assertEquals(List.of(), allowed.stream().filter(one -> one.compareTo(patience) > 0).toList());
  }
}
