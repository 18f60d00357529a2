package org.spinbench.drivers.bench.file;

import java.util.List;

/**
 * The labels that every run on a bench gets, from the section {@code [run]} of the bench file.
 *
 * @param sample what is measured, such as wafer and die; empty if not stated
 * @param operator who measures; empty if not stated
 * @param tags words by which runs are found again
 */
public record RunLabels(String sample, String operator, List<String> tags) {
  /** A bench file without labels. */
  public static final RunLabels NONE = new RunLabels("", "", List.of());

  /** Whether a text can be a tag: a word without blanks and commas. */
  public static boolean isTag(String text) {
    return text.matches("[^\\s,\\p{Cntrl}]{1,100}");
  }

  /** Why a text cannot be a tag. */
  public static String refusal(String tag) {
    return "the tag '" + tag + "' must be one word of at most 100 letters, without commas";
  }
}
