package org.spinbench.experiments.run;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.spinbench.drivers.bench.file.RunLabels;

/**
 * What people say about a run. It may change after the run, and no replay compares it.
 *
 * @param sample what was measured, such as wafer and die; empty if not stated
 * @param operator who measured; empty if not stated
 * @param tags words by which the run is found again, each once
 * @param notes remarks, in the order of writing
 */
public record Metadata(String sample, String operator, List<String> tags, List<Note> notes) {
  /** Nothing is said. */
  public static final Metadata NONE = new Metadata("", "", List.of(), List.of());

  /**
   * A remark.
   *
   * @param time of writing, ISO 8601 in UTC by the computer's clock; empty for one that was given
   *     with the command that made the run
   * @param text the remark
   */
  public record Note(String time, String text) {}

  public Metadata {
    tags = List.copyOf(tags);
    notes = List.copyOf(notes);
  }

  /**
   * This, completed by the labels of a bench: its sample and operator count where none is given.
   */
  public Metadata on(RunLabels bench) {
    Set<String> all = new LinkedHashSet<>(bench.tags());
    all.addAll(tags);
    return new Metadata(
        sample.isEmpty() ? bench.sample() : sample,
        operator.isEmpty() ? bench.operator() : operator,
        List.copyOf(all),
        notes);
  }

  /** The same with more tags. */
  public Metadata tagged(List<String> more) {
    Set<String> all = new LinkedHashSet<>(tags);
    all.addAll(more);
    return new Metadata(sample, operator, List.copyOf(all), notes);
  }

  /** The same without tags. */
  public Metadata untagged(List<String> fewer) {
    return new Metadata(
        sample, operator, tags.stream().filter(tag -> !fewer.contains(tag)).toList(), notes);
  }

  /** The same with another remark. */
  public Metadata noted(Note note) {
    List<Note> all = new ArrayList<>(notes);
    all.add(note);
    return new Metadata(sample, operator, tags, all);
  }
}
