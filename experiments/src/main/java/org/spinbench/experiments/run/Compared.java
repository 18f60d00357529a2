package org.spinbench.experiments.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.spinbench.experiments.run.store.RowTexts;
import org.spinbench.experiments.run.store.RunStore;
import org.spinbench.experiments.run.store.Schema;

/** The part of a run file that a replay must repeat, word for word. */
public final class Compared {
  /** What may follow the equal rows. */
  public enum Rest {
    /** Nothing: the run ended by itself. */
    NONE,
    /** Rows of the replay: the run was killed, and lost the rows that were not written yet. */
    OF_REPLAY,
    /** Rows of either: the run was stopped, and what it recorded at its end is not repeated. */
    OF_EITHER
  }

  private final Extent extent;
  private final Rest rest;
  private final Optional<Extent> skipped;

  /**
   * Compares everything from the beginning.
   *
   * @param extent compared part of the run
   */
  public Compared(Extent extent, Rest rest) {
    this(extent, rest, Optional.empty());
  }

  private Compared(Extent extent, Rest rest, Optional<Extent> skipped) {
    this.extent = extent;
    this.rest = rest;
    this.skipped = skipped;
  }

  /** Compares from the place where a replay had this extent. */
  public Compared after(Extent ofReplay) {
    return new Compared(extent, rest, Optional.of(ofReplay));
  }

  /**
   * The compared rows of a table.
   *
   * @param skipOwn number of the run's rows before them
   * @param ownRows number of the run's compared rows
   * @param skipReplayed number of the replay's rows before them
   */
  record Rows(long skipOwn, long ownRows, long skipReplayed) {}

  /**
   * Compares two whole run files.
   *
   * @return the first difference: what the run has and what the replay has; empty if they are equal
   */
  public Optional<String> difference(RunFile run, RunFile replay) {
    StartDocument own = run.start().by(replay.start().program());
    if (!own.equals(replay.start())) {
      return Optional.of("start: " + own + ", then " + replay.start());
    }
    return Schema.repeated().entrySet().stream()
        .filter(table -> run.store().has(table.getKey()) && replay.store().has(table.getKey()))
        .flatMap(
            table ->
                difference(table.getKey(), table.getValue(), run.store(), replay.store()).stream())
        .findFirst()
        .or(() -> difference(run.comparedDocuments(replay), replay.comparedDocuments(run)));
  }

  private Optional<String> difference(String table, String order, RunStore own, RunStore replay) {
    List<String> known = new ArrayList<>(own.columns(table));
    known.retainAll(replay.columns(table));
    Rows rows = rows(table, own.count(table), replay.count(table));
    try (RowTexts one = own.texts(table, known, order, rows.skipOwn());
        RowTexts other = replay.texts(table, known, order, rows.skipReplayed())) {
      return difference(rows, one::next, other::next);
    }
  }

  /**
   * The compared rows of a table.
   *
   * @param all number of the run's rows
   * @param replayed number of the replay's rows
   */
  Rows rows(String table, long all, long replayed) {
    long own = Math.min(all, extent.rows(table));
    if (skipped.isEmpty()) {
      return new Rows(0, own, 0);
    }
    long before = skipped.get().rows(table);
    // The replay may have recorded more or less before; if both end alike, the end decides.
    long from = rest == Rest.NONE ? own - (replayed - before) : before;
    long skip = Math.max(0, Math.min(from, own));
    return new Rows(skip, own - skip, before);
  }

  /** Where rows first differ; each source gives one row after another, and null after the last. */
  Optional<String> difference(Rows rows, Supplier<String> own, Supplier<String> replayed) {
    for (long i = 0; ; i++) {
      Optional<String> one = i < rows.ownRows ? row(own) : Optional.empty();
      Optional<String> two = row(replayed);
      boolean ends = one.isEmpty() && rest != Rest.NONE;
      boolean cut = two.isEmpty() && rest == Rest.OF_EITHER;
      if (ends || cut || one.isEmpty() && two.isEmpty()) {
        return Optional.empty();
      }
      if (!one.equals(two)) {
        return Optional.of(one.orElse("nothing") + ", then " + two.orElse("nothing"));
      }
    }
  }

  private Optional<String> row(Supplier<String> source) {
    Optional<String> row = Optional.ofNullable(source.get());
    return skipped.isPresent() ? row.map(Compared::withoutId) : row;
  }

  private static String withoutId(String row) {
    return row.replaceFirst(" id=[0-9]+", "");
  }

  /**
   * Whether a document equals the recorded one, except for fields that the recorded one lacks
   * because its version did not know them.
   */
  static boolean same(String recorded, String now) {
    return recorded.equals(now)
        || recorded.startsWith("{")
            && now.startsWith("{")
            && known(Json.read(now, JsonNode.class), Json.read(recorded, JsonNode.class))
                .equals(Json.read(recorded, JsonNode.class));
  }

  /** The present value, with only the recorded fields; a text may contain JSON itself. */
  private static JsonNode known(JsonNode now, JsonNode recorded) {
    if (now instanceof TextNode all
        && recorded instanceof TextNode some
        && same(some.textValue(), all.textValue())) {
      return recorded;
    }
    if (now instanceof ObjectNode all && recorded instanceof ObjectNode some) {
      ObjectNode known = all.objectNode();
      for (Map.Entry<String, JsonNode> field : some.properties()) {
        JsonNode value = all.get(field.getKey());
        if (value != null) {
          known.set(field.getKey(), known(value, field.getValue()));
        }
      }
      return known;
    }
    if (now instanceof ArrayNode all
        && recorded instanceof ArrayNode some
        && all.size() == some.size()) {
      ArrayNode known = all.arrayNode();
      for (int i = 0; i < all.size(); i++) {
        known.add(known(all.get(i), some.get(i)));
      }
      return known;
    }
    return now;
  }

  /** The first document that differs. */
  Optional<String> difference(Map<String, String> all, Map<String, String> replayed) {
    Set<String> names = new TreeSet<>(extent.documents());
    if (rest == Rest.NONE) {
      names.addAll(replayed.keySet());
      names.addAll(all.keySet());
    }
    names.remove("start");
    for (String name : names) {
      String own = all.getOrDefault(name, "nothing");
      String other = replayed.getOrDefault(name, "nothing");
      // A session that was stopped has not reached the fit at the end of a run.
      boolean cut = rest == Rest.OF_EITHER && !replayed.containsKey(name);
      if (!cut && !same(own, other)) {
        return Optional.of("document: name=" + name + " body=" + own + ", then " + other);
      }
    }
    return Optional.empty();
  }
}
