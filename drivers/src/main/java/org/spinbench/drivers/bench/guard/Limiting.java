package org.spinbench.drivers.bench.guard;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchFile.Chain;
import org.spinbench.drivers.bench.file.BenchFile.Synapse;
import org.spinbench.drivers.instrument.role.BiasSource;
import org.spinbench.drivers.transport.Clock;

/**
 * Which sources of field lines and biases are limited by their compliance, and which readings that
 * affects. A junction then has less than its setting, and only the source itself reports it.
 *
 * <p>A source that is on is queried after each of its changes, and again when the last answer is
 * old, because a contact may open at any time.
 */
public final class Limiting {
  /** Age at which an answer is old, ns. */
  private static final long PERIOD = 10_000_000_000L;

  private record Answer(double level, boolean limited, long asked) {}

  private final BenchFile file;
  private final ChipWiring wiring;
  private final Clock clock;
  private final Map<BiasSource, Answer> answers = new IdentityHashMap<>();
  private final boolean asks;
  private boolean any;

  /**
   * No answers yet.
   *
   * @param asks whether sources are queried; false for old recordings, in which no source counts as
   *     limited
   */
  public Limiting(BenchFile file, ChipWiring wiring, Clock clock, boolean asks) {
    this.asks = asks;
    this.file = file;
    this.wiring = wiring;
    this.clock = clock;
  }

  /** Names the sources that cannot be queried, as notes for users. */
  public static List<String> notices(BenchFile file, ChipWiring wiring) {
    return sources(wiring)
        .filter(source -> source.limited().isEmpty())
        .map(source -> source.session().name())
        .distinct()
        .map(
            name ->
                name
                    + " ("
                    + file.instruments().get(name).model()
                    + ") cannot report whether its output is limited: if a line draws more than"
                    + " the output gives, a reading of another meter does not show it")
        .toList();
  }

  private static Stream<BiasSource> sources(ChipWiring wiring) {
    return Stream.concat(wiring.fields().stream(), wiring.biases().stream());
  }

  /** Queries each source without a valid answer. */
  public void look() {
    if (!asks) {
      return;
    }
    sources(wiring).forEach(source -> source.limited().ifPresent(limit -> look(source, limit)));
    any = answers.values().stream().anyMatch(Answer::limited);
  }

  private void look(BiasSource source, BooleanSupplier limit) {
    double level = source.level().current();
    if (level == 0 || !source.output().current()) {
      answers.remove(source);
      return;
    }
    Answer last = answers.get(source);
    if (last == null || last.level != level || clock.nanos() - last.asked >= PERIOD) {
      answers.put(source, new Answer(level, limit.getAsBoolean(), clock.nanos()));
    }
  }

  /** Whether sources are queried at all. */
  public boolean asks() {
    return asks;
  }

  /** Whether any source was limited at the last look. */
  public boolean any() {
    return any;
  }

  private boolean isLimited(BiasSource source) {
    Answer answer = answers.get(source);
    return answer != null && answer.limited;
  }

  /** Whether a source that affects a chain's voltage is limited. */
  public boolean ofChain(int chain) {
    if (!any) {
      return false; // nearly always true, and evaluated several times per evaluation
    }
    Chain read = file.chains().get(chain);
    List<Synapse> all = file.synapses();
    for (Synapse synapse : read.synapses()) {
      int neuron = file.indexOfNeuron(synapse.tone());
      boolean limited =
          file.hasFieldLines() && isLimited(wiring.fields().get(all.indexOf(synapse)));
      if (limited || neuron >= 0 && ofNeuron(neuron)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a source that affects a neuron's emission is limited. */
  public boolean ofNeuron(int neuron) {
    if (!any) {
      return false;
    }
    int chain = file.indexOfChain(file.neurons().get(neuron).chain());
    return isLimited(wiring.biases().get(neuron)) || chain >= 0 && ofChain(chain);
  }
}
