package org.spinbench.experiments.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which part of a run file a replay has to say again, word for word. */
public final class Compared {
  /** What may stand behind the rows that are the same. */
  public enum Rest {
    /** Nothing: the run ended by itself. */
    NONE,
    /** Rows of the replay: the run was killed, and lost what it had not written yet. */
    OF_REPLAY,
    /** Rows of either: the run was stopped, and what it noted while it ended is its own. */
    OF_EITHER
  }

  private final Extent extent;
  private final Rest rest;
  private final Optional<Extent> skipped;

  /**
   * Everything from the beginning.
   *
   * @param extent how much of the run is compared
   */
  public Compared(Extent extent, Rest rest) {
    this(extent, rest, Optional.empty());
  }

  private Compared(Extent extent, Rest rest, Optional<Extent> skipped) {
    this.extent = extent;
    this.rest = rest;
    this.skipped = skipped;
  }

  /** Without what the replay had noted when it came to the place from which on it is compared. */
  public Compared after(Extent ofReplay) {
    return new Compared(extent, rest, Optional.of(ofReplay));
  }

  /** Where rows of a table first differ. */
  Optional<String> difference(String table, List<String> all, List<String> replayed) {
    List<String> own = all.subList(0, (int) Math.min(all.size(), extent.rows(table)));
    List<String> other = replayed;
    if (skipped.isPresent()) {
      int before = (int) skipped.get().rows(table);
      other = replayed.subList(before, replayed.size()).stream().map(Compared::withoutId).toList();
      // The replay may have noted more or less before; where both end alike, the end tells.
      int from = rest == Rest.NONE ? own.size() - other.size() : before;
      own = own.subList(Math.max(0, Math.min(from, own.size())), own.size());
      own = own.stream().map(Compared::withoutId).toList();
    }
    for (int i = 0; i < Math.max(own.size(), other.size()); i++) {
      boolean ends = i >= own.size() && rest != Rest.NONE;
      boolean cut = i >= other.size() && rest == Rest.OF_EITHER;
      if (ends || cut) {
        return Optional.empty();
      }
      String one = i < own.size() ? own.get(i) : "nothing";
      String two = i < other.size() ? other.get(i) : "nothing";
      if (!one.equals(two)) {
        return Optional.of(one + ", then " + two);
      }
    }
    return Optional.empty();
  }

  private static String withoutId(String row) {
    return row.replaceFirst(" id=[0-9]+", "");
  }

  /** Which document first differs. */
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
      // What a run fits at its end a session that was stopped has not come to.
      boolean cut = rest == Rest.OF_EITHER && !replayed.containsKey(name);
      if (!cut && !own.equals(other)) {
        return Optional.of("document: name=" + name + " body=" + own + ", then " + other);
      }
    }
    return Optional.empty();
  }
}
