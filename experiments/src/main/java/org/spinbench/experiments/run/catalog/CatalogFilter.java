package org.spinbench.experiments.run.catalog;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which runs of a folder a user wants; all conditions must hold. Case does not matter.
 *
 * @param kind of the run
 * @param sample a part of the sample's name
 * @param tags all of them must be there
 * @param since earliest start
 * @param until first moment after the latest start
 * @param search words that the texts of the run contain, each as a word or as its beginning
 */
public record CatalogFilter(
    Optional<String> kind,
    Optional<String> sample,
    List<String> tags,
    Optional<Instant> since,
    Optional<Instant> until,
    Optional<String> search) {
  /** Every run. */
  public static final CatalogFilter ALL =
      new CatalogFilter(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public CatalogFilter {
    tags = List.copyOf(tags);
    search.ifPresent(
        words -> {
          if (words.chars().noneMatch(Character::isLetterOrDigit)) {
            throw new IllegalArgumentException(
                "'" + words + "' contains no word to search; write letters or digits");
          }
        });
  }

  /** Whether a readable run fulfils every condition but the search. */
  boolean admits(CatalogEntry run) {
    return kind.map(run.kind()::equalsIgnoreCase).orElse(true)
        && sample.map(part -> lower(run.metadata().sample()).contains(lower(part))).orElse(true)
        && tags.stream()
            .allMatch(tag -> run.metadata().tags().stream().anyMatch(tag::equalsIgnoreCase))
        && since.map(time -> !run.begun().isBefore(time)).orElse(true)
        && until.map(time -> run.begun().isBefore(time)).orElse(true);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /**
   * The search in the language of SQLite's FTS5: every word quoted, and the beginning of a word.
   */
  Optional<String> query() {
    return search.map(
        words ->
            Arrays.stream(words.strip().split("\\s+"))
                .filter(word -> word.chars().anyMatch(Character::isLetterOrDigit))
                .map(word -> "\"" + word.replace("\"", "\"\"") + "\"*")
                .collect(Collectors.joining(" ")));
  }
}
