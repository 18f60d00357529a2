package org.spinbench.drivers.safety;

import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.instrument.NotAtRestException;

/**
 * The list of sources to bring to rest, in order. Entering it tries every one, whatever happens to
 * those before it, and those that failed once more: a link that was found lost is opened again by
 * the next exchange.
 */
public final class SafeState {
  private record Source(String name, Runnable safe) {}

  private final List<Source> sources = new ArrayList<>();

  /**
   * Adds a source.
   *
   * @param name who it is and where, for the person who has to switch it off by hand
   * @param safe brings it to rest and verifies that, or throws
   */
  public void add(String name, Runnable safe) {
    sources.add(new Source(name, safe));
  }

  /**
   * Brings every source to rest.
   *
   * @throws NotAtRestException naming the sources that could not be brought to rest; what went
   *     wrong with each is suppressed in it
   */
  public void enter() {
    List<Source> failed = new ArrayList<>();
    for (Source source : sources) {
      if (attempt(source) != null) {
        failed.add(source);
      }
    }
    List<String> dangerous = new ArrayList<>();
    List<RuntimeException> reasons = new ArrayList<>();
    for (Source source : failed) {
      RuntimeException reason = attempt(source);
      if (reason != null) {
        dangerous.add(source.name());
        reasons.add(reason);
      }
    }
    if (!dangerous.isEmpty()) {
      throw alarm(dangerous, reasons);
    }
  }

  private static RuntimeException attempt(Source source) {
    try {
      source.safe().run();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static NotAtRestException alarm(List<String> sources, List<RuntimeException> reasons) {
    StringBuilder message = new StringBuilder("NOT AT REST. GO AND SWITCH OFF BY HAND: ");
    message.append(String.join("; ", sources)).append('.');
    reasons.forEach(reason -> message.append(' ').append(reason.getMessage()).append('.'));
    NotAtRestException alarm = new NotAtRestException(message.toString());
    reasons.forEach(alarm::addSuppressed);
    return alarm;
  }
}
