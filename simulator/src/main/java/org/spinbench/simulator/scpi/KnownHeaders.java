package org.spinbench.simulator.scpi;

/**
 * The headers that were read last, so that a repeated header needs no new string. Not thread-safe.
 */
final class KnownHeaders {
  private static final int PLACES = 64;

  /** Characters of the longest header that is kept. */
  private static final int LONGEST = 64;

  private final String[] known = new String[PLACES];

  /** The characters of the text from one index to before another. */
  String of(String text, int begin, int end) {
    int length = end - begin;
    if (length > LONGEST) {
      return text.substring(begin, end);
    }
    int hash = 0;
    for (int i = begin; i < end; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    int place = (hash ^ hash >>> 16) & PLACES - 1;
    String there = known[place];
    if (there == null || there.length() != length || !text.regionMatches(begin, there, 0, length)) {
      there = text.substring(begin, end);
      known[place] = there;
    }
    return there;
  }
}
