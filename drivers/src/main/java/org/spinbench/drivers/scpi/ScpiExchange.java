package org.spinbench.drivers.scpi;

import java.time.Duration;
import java.util.function.Function;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.transport.Transport;

/**
 * Program messages and their responses on one link. It knows whether questions and answers are in
 * step: an exchange that ends in any other way than with a complete answer of the expected form
 * leaves them out of step. Used under the lock of the session.
 */
final class ScpiExchange {
  private final String name;
  private final Language language;
  private final SessionLink link;
  private final AnswerMarks marks = new AnswerMarks();
  private final KnownQuestions questions;
  private volatile boolean inStep;
  private volatile long answers;

  /**
   * A question that was sent.
   *
   * @param marks how many marks it bears; -1 where there are none
   * @param left of the time of the exchange
   */
  record SentQuestion(String what, int answers, int marks, Duration left) {
    SentQuestion withTime(Duration time) {
      return new SentQuestion(what, answers, marks, time);
    }
  }

  /** Exchanges over a link that is out of step. */
  ScpiExchange(String name, Language language, SessionLink link) {
    this.name = name;
    this.language = language;
    this.link = link;
    this.questions = new KnownQuestions(language);
  }

  boolean isInStep() {
    return inStep;
  }

  void loseStep() {
    inStep = false;
  }

  /** Answers so far; any thread may ask. */
  long answers() {
    return answers;
  }

  /** The question in a text, encoded once; {@link IllegalArgumentException} if it asks nothing. */
  Question question(String query) {
    return questions.of(query);
  }

  /** Sends and reads; it is in step only when both have succeeded. */
  ResponseMessage run(String what, Question question) {
    return answer(ask(what, question));
  }

  SentQuestion ask(String what, Question question) {
    inStep = false;
    boolean marked = language == Language.SCPI && !link.tellsAnswersApart();
    int count = marked ? marks.choose(question.answers()) : 0;
    Duration left = link.write(what, question.bytes(count));
    return new SentQuestion(what, question.answers(), marked ? count : -1, left);
  }

  ResponseMessage answer(SentQuestion asked) {
    byte[] reply = link.read(asked.what, asked.left);
    int begin = asked.marks < 0 ? 0 : behindMarks(asked, reply);
    inStep = true;
    answers++;
    return new ResponseMessage(reply, begin);
  }

  private int behindMarks(SentQuestion asked, byte[] reply) {
    try {
      return AnswerMarks.skip(reply, asked.marks, asked.answers);
    } catch (IllegalArgumentException stray) {
      throw torn(asked.what, reply, stray.getMessage());
    }
  }

  /** Sends a message without an answer. */
  void send(String what, byte[] message) {
    inStep = false;
    link.write(what, message);
    inStep = true;
  }

  /** Does something with the link that leaves it in an unknown state if it fails. */
  <T> T call(String what, Function<Transport, T> action) {
    inStep = false;
    T result = link.call(what, action);
    inStep = true;
    return result;
  }

  /**
   * What an answer holds.
   *
   * @param form reads it; {@link IllegalArgumentException} if the answer is of another form
   * @throws ReplyFormatException if it is of another form
   */
  <T> T parsed(String query, ResponseMessage answer, Function<ResponseMessage, T> form) {
    try {
      return form.apply(answer);
    } catch (IllegalArgumentException wrong) {
      throw torn(query, answer, wrong.getMessage());
    }
  }

  /** The text of an answer. */
  String text(String query, ResponseMessage answer) {
    return parsed(query, answer, ResponseMessage::text);
  }

  /**
   * The number that the text of an answer is.
   *
   * @throws ReplyFormatException if it is none
   */
  double number(String query, String reply) {
    try {
      return ScpiNumber.parse(reply);
    } catch (IllegalArgumentException wrong) {
      throw refused(query, "\"" + reply + "\"", "one number was expected");
    }
  }

  /** What to throw for an answer of another form than its question must have. */
  ReplyFormatException torn(String query, ResponseMessage answer, String expected) {
    return torn(query, answer.bytes(), expected);
  }

  private ReplyFormatException torn(String query, byte[] reply, String expected) {
    return refused(query, ProgramMessage.show(reply), expected);
  }

  /** The same, for an answer that is shown in another way. */
  ReplyFormatException refused(String query, String shown, String expected) {
    inStep = false;
    return new ReplyFormatException(name, query, shown, expected);
  }
}
