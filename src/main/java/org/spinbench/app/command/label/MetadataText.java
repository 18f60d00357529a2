package org.spinbench.app.command.label;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.experiments.run.Metadata;

/** What people say about a run, as text. */
public final class MetadataText {
  private MetadataText() {}

  /** The labels in one line. */
  public static String line(Metadata metadata) {
    List<String> parts = new ArrayList<>();
    if (!metadata.sample().isEmpty()) {
      parts.add("sample " + metadata.sample());
    }
    if (!metadata.operator().isEmpty()) {
      parts.add("operator " + metadata.operator());
    }
    parts.add(metadata.tags().isEmpty() ? "no tags" : "tags " + String.join(", ", metadata.tags()));
    return String.join("; ", parts);
  }

  /** Labels and notes in lines of their own; none if nothing is said. */
  public static List<String> lines(Metadata metadata) {
    if (metadata.equals(Metadata.NONE)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>(List.of(line(metadata)));
    metadata
        .notes()
        .forEach(note -> lines.add(("note " + note.time()).strip() + ": " + note.text()));
    return lines;
  }
}
