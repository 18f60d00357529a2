package org.spinbench.app.remote;

import java.time.Duration;
import org.spinbench.drivers.transport.Transport;

/**
 * The judge's own link with an instrument: its exchanges come between those of clients. From a
 * message to its answer it keeps the conversation.
 */
final class JudgeLink implements Transport {
  /** For an instrument to prove that it is in step. */
  private static final Duration PROOF = Duration.ofSeconds(1);

  private final Conversation conversation;
  private final Silence silence;

  /**
   * A link over the conversation that clients share.
   *
   * @param silence of the instrument
   */
  JudgeLink(Conversation conversation, Silence silence) {
    this.conversation = conversation;
    this.silence = silence;
  }

  @Override
  public Duration write(byte[] message, Duration timeout) {
    conversation.awaitRead();
    boolean written = false;
    try {
      Duration left = conversation.inStep(timeout).write(message, timeout);
      written = true;
      return left;
    } finally {
      if (!written) {
        fail();
      }
    }
  }

  @Override
  public byte[] read(Duration timeout) {
    boolean complete = false;
    try {
      byte[] answer = conversation.inStep(timeout).read(timeout);
      complete = true;
      return answer;
    } finally {
      if (complete) {
        silence.end();
        conversation.release();
      } else {
        fail();
      }
    }
  }

  @Override
  public boolean clear() {
    conversation.awaitRead();
    boolean inStep = false;
    try {
      conversation.bringIntoStep(PROOF);
      inStep = true;
      return true;
    } finally {
      if (inStep) {
        conversation.release();
      } else {
        fail();
      }
    }
  }

  private void fail() {
    silence.begin();
    conversation.lose();
    conversation.release();
  }

  @Override
  public boolean tellsAnswersApart() {
    return conversation.tellsAnswersApart();
  }

  @Override
  public void close() {
    // The conversation goes on.
  }
}
