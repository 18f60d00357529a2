package org.spinbench.drivers.text;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the word that was probably meant by a mistyped one. */
public final class Spelling {
  /** Number of equal first letters by which a word is recognised. */
  private static final int LETTERS = 3;

  /** Number of listed words. */
  private static final int LISTED = 40;

  private Spelling() {}

  /**
   * The known word that is nearest to one that is not known: at most one letter in three is wrong,
   * missing, too many, or swapped with its neighbour, or most of it begins alike. Capitals,
   * hyphens, underscores and blanks do not count.
   *
   * @return of several that are equally near the one with which the given word begins; empty if
   *     there is none
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    String typed = plain(word);
    List<String> near = known.stream().filter(one -> isNear(typed, plain(one))).toList();
    int least = near.stream().mapToInt(one -> distance(typed, plain(one))).min().orElse(0);
    List<String> nearest =
        near.stream().filter(one -> distance(typed, plain(one)) == least).distinct().toList();
    if (nearest.size() > 1) {
      nearest = nearest.stream().filter(one -> typed.startsWith(plain(one))).toList();
    }
    return nearest.size() == 1 ? Optional.of(nearest.get(0)) : Optional.empty();
  }

  /** The same as the end of a sentence: {@code ; did you mean "train"?}, or nothing. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(one -> "; did you mean \"" + one + "\"?").orElse("");
  }

  /** What there is instead of a word: {@code there are a, b, c; did you mean "b"?}. */
  public static String choices(String word, Collection<String> known) {
    String more = known.size() > LISTED ? " and " + (known.size() - LISTED) + " more" : "";
    String list = known.stream().limit(LISTED).collect(Collectors.joining(", ")) + more;
    if (known.isEmpty()) {
      return "there is none";
    }
    return (known.size() == 1 ? "there is " : "there are ") + list + hint(word, known);
  }

  private static boolean isNear(String typed, String known) {
    if (typed.isEmpty() || known.isEmpty()) {
      return false;
    }
    int alike = 0;
    while (alike < Math.min(typed.length(), known.length())
        && typed.charAt(alike) == known.charAt(alike)) {
      alike++;
    }
    boolean begun = alike >= LETTERS && 3 * alike >= 2 * typed.length();
    int most = Math.max(1, Math.max(typed.length(), known.length()) / 3);
    int distance = distance(typed, known);
    return begun || distance <= most && distance < Math.min(typed.length(), known.length());
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Optimal string alignment: insertions, deletions, substitutions, swaps of neighbours. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(cost[i - 1][j] + 1, cost[i][j - 1] + 1);
        cost[i][j] = Math.min(least, cost[i - 1][j - 1] + same);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
