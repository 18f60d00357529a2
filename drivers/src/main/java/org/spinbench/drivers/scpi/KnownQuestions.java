package org.spinbench.drivers.scpi;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The questions that were asked last, so that one that is asked again is not checked and encoded
 * again. Not thread-safe; its session holds the lock.
 */
final class KnownQuestions {
  private static final int REMEMBERED = 64;

  /** A longer one is not worth its memory. */
  private static final int LONGEST = 256;

  private final Language language;
  private final Map<String, Question> questions =
      new LinkedHashMap<>(2 * REMEMBERED, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Question> eldest) {
          return size() > REMEMBERED;
        }
      };

  KnownQuestions(Language language) {
    this.language = language;
  }

  /**
   * The question.
   *
   * @throws IllegalArgumentException if the text asks nothing or cannot be sent
   */
  Question of(String query) {
    Question known = questions.get(query);
    if (known != null) {
      return known;
    }
    Question question = ProgramMessage.query(query, language);
    if (query.length() <= LONGEST) {
      questions.put(query, question);
    }
    return question;
  }
}
