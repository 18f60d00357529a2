package org.spinbench.drivers.scpi;

import java.util.List;
import java.util.stream.Collectors;

/** Several commands of a {@link Batch} failed; each failure is suppressed in it. */
public final class BatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BatchException(List<RuntimeException> failures) {
    super(
        failures.size()
            + " failures at once: "
            + failures.stream()
                .map(RuntimeException::getMessage)
                .collect(Collectors.joining("; ")));
    failures.forEach(this::addSuppressed);
  }
}
