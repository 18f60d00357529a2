package org.spinbench.drivers.bench;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.spinbench.drivers.instrument.Instrument;

/** Prepares each source and meter at its first use. */
final class Preparation {
  private final Set<Instrument> prepared = new HashSet<>();
  private Consumer<Instrument> hook = one -> {};

  /** Prepares an instrument, unless that was done or tried before, and then calls the hook. */
  <I extends Instrument> I once(I instrument, Consumer<I> prepare) {
    if (prepared.add(instrument)) {
      prepare.accept(instrument);
      hook.accept(instrument);
    }
    return instrument;
  }

  boolean has(Instrument instrument) {
    return prepared.contains(instrument);
  }

  /** Sets the hook for every instrument that is prepared from now on. */
  void then(Consumer<Instrument> newHook) {
    hook = newHook;
  }
}
