package org.spinbench.drivers.scpi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.RestedByServerException;
import org.spinbench.drivers.transport.TransportException;

/**
 * Keeps questions and answers of a session in step. After a failed exchange it clears the device,
 * or else closes the link and opens it again (and clears where it can, because an instrument may
 * keep an answer across links). Then the instrument must prove itself in step, by giving to {@code
 * *IDN?} the identity known from opening and after that to {@code *ESE?} an integer.
 *
 * <p>Two different questions are needed because one late {@code *IDN?} answer would pass for the
 * first. The second is {@code *ESE?} and not {@code *OPC?}, because an instrument answers it while
 * a sweep still runs. On a link that does not distinguish answers, one message asks {@code *ESE?}
 * several times, and each proof asks a different number of times, so that a late answer to an
 * earlier proof does not pass. Where answers cannot be marked, the proof is the one of the {@link
 * Language}, and a link without device clear is read until it is quiet after it was reopened.
 *
 * <p>Used under the lock of the session.
 */
final class Synchronisation {
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** A proof asks at least twice, so that no ordinary answer passes for it. */
  private static final int FEWEST_PROOFS = 2;

  private static final int DIFFERENT_PROOFS = 14;

  private final String name;
  private final Dialect dialect;
  private final Clock clock;
  private final Patience patience;
  private final SessionAccess access;
  private final SessionLink link;
  private final ScpiExchange exchange;
  private final Identity identity;
  private int proofs;
  private boolean unchecked = true;
  private volatile long recoveries;

  /**
   * Asks a new link for the identity of its instrument and for a first proof.
   *
   * @throws TransportException if the instrument does not answer
   * @throws ReplyFormatException if it answers, but not as IEEE 488.2 demands
   */
  Synchronisation(
      String name,
      Dialect dialect,
      Clock clock,
      Patience patience,
      SessionAccess access,
      SessionLink link,
      ScpiExchange exchange) {
    this.name = name;
    this.dialect = dialect;
    this.clock = clock;
    this.patience = patience;
    this.access = access;
    this.link = link;
    this.exchange = exchange;
    if (dialect.clearOnOpen()) {
      link.clear();
    }
    identity = askIdentity();
    askForProof(1);
  }

  Identity identity() {
    return identity;
  }

  /** How often a failed exchange had to be recovered from; any thread may ask. */
  long recoveries() {
    return recoveries;
  }

  /** Whether no command was checked since the session was opened or has recovered. */
  boolean isUnchecked() {
    return unchecked;
  }

  /** A command was checked, and with it what an earlier exchange had left in the error queue. */
  void checked() {
    unchecked = false;
  }

  /** Sends a question and reads its answer, once the session is in step. */
  ResponseMessage exchange(String what, Question question) {
    require(what);
    return exchange.run(what, question);
  }

  /**
   * Recovers if the session is out of step.
   *
   * @param what is to be sent next, for messages
   * @throws DesynchronisedException if it does not come back into step
   */
  void require(String what) {
    access.requireOpen(what);
    if (!exchange.isInStep()) {
      recover(what);
    }
  }

  private void recover(String what) {
    recoveries++;
    unchecked = true;
    RuntimeException last = null;
    int attempts = patience.attempts();
    for (int attempt = 1; attempt <= attempts; attempt++) {
      access.requireOpen(what);
      try {
        if (attempt > 1) {
          clock.sleep(PAUSE);
        }
        boolean cleared = attempt == 1 && link.clear() || link.reopen();
        if (!cleared && dialect.language() != Language.SCPI) {
          link.drain();
        }
        proveInStep();
        return;
      } catch (RestedByServerException rested) {
        // Whoever drives no more needs the reason, not another attempt.
        exchange.loseStep();
        throw rested;
      } catch (TransportException | ReplyFormatException failure) {
        last = failure;
      }
    }
    exchange.loseStep();
    throw new DesynchronisedException(
        name
            + " ("
            + link.resource()
            + ") is out of step after a failed exchange and did not come back in "
            + (attempts == 1 ? "one attempt" : attempts + " attempts")
            + "; \""
            + what
            + "\" was not sent. Last: "
            + last.getMessage()
            + ". Check the instrument and its cable, then open the session again",
        last);
  }

  private void proveInStep() {
    Identity now = askIdentity();
    if (!now.equals(identity)) {
      throw exchange.refused(
          identityQuestions(),
          "\"" + now + "\"",
          "the instrument that was opened said \"" + identity + "\"");
    }
    boolean once = dialect.language() == Language.SCPI && link.tellsAnswersApart();
    askForProof(once ? 1 : FEWEST_PROOFS + proofs++ % DIFFERENT_PROOFS);
  }

  private Identity askIdentity() {
    List<String> answers = new ArrayList<>();
    ResponseMessage answer = null;
    for (String question : dialect.identification().questions()) {
      answer = exchange.run(question, exchange.question(question));
      answers.add(exchange.text(question, answer));
    }
    try {
      return dialect.identification().reader().apply(answers);
    } catch (IllegalArgumentException wrong) {
      throw exchange.torn(
          identityQuestions(),
          answer,
          wrong.getMessage() + "; is " + link.resource() + " the address of an instrument?");
    }
  }

  private String identityQuestions() {
    return String.join(", ", dialect.identification().questions());
  }

  /** A question that has no side effect, waits for nothing, and whose answer is unlike others. */
  private void askForProof(int number) {
    String question = dialect.language().proof(number);
    if (question.isEmpty()) {
      return;
    }
    ResponseMessage answer = exchange.run(question, exchange.question(question));
    if (!dialect.language().proves(number, exchange.text(question, answer))) {
      throw exchange.torn(question, answer, dialect.language().expected(number));
    }
  }
}
