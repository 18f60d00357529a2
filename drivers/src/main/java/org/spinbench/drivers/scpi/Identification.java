package org.spinbench.drivers.scpi;

import java.util.List;
import java.util.function.Function;

/**
 * How a model is asked who it is.
 *
 * @param questions asked in this order, a message each; none may change anything
 * @param reader makes an identity of the answers; {@link IllegalArgumentException} if they are none
 */
public record Identification(List<String> questions, Function<List<String>, Identity> reader) {
  /** {@code *IDN?} and its four fields (IEEE 488.2 section 10.14). */
  public static final Identification STANDARD =
      new Identification(List.of("*IDN?"), answers -> Identity.parse(answers.get(0)));

  public Identification {
    questions = List.copyOf(questions);
    if (questions.isEmpty()) {
      throw new IllegalArgumentException("an identity takes at least one question");
    }
  }
}
