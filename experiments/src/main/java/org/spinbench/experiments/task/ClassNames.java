package org.spinbench.experiments.task;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The order of classes: first whole numbers by value, then names. */
public final class ClassNames {
  private static final Comparator<String> ORDER =
      Comparator.comparing((String name) -> !isWhole(name))
          .thenComparing(name -> isWhole(name) ? Long.parseLong(name) : 0L)
          .thenComparing(Comparator.naturalOrder());

  private ClassNames() {}

  /** Every name once, in the order of class numbers. */
  public static List<String> inOrder(Collection<String> names) {
    return names.stream().distinct().sorted(ORDER).toList();
  }

  private static boolean isWhole(String name) {
    return name.matches("\\d{1,9}");
  }
}
