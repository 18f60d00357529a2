package org.spinbench.calibration.damage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.spinbench.calibration.Calibration;
import org.spinbench.calibration.ChainResponse;
import org.spinbench.calibration.NeuronResponse;
import org.spinbench.calibration.SynapseResponse;
import org.spinbench.calibration.Value;

/**
 * A fault of one device.
 *
 * @param device name of the synapse or neuron
 * @param junction its number on the chip
 * @param kind kind of the fault
 */
public record Fault(String device, int junction, Kind kind) {
  private static final Value NOTHING = Value.exact(0);

  /** Kinds of faults. */
  public enum Kind {
    /** A synapse that rectifies nothing. */
    RECTIFIES_NOT("is dead: it rectifies nothing"),
    /** A neuron that emits nothing. */
    EMITS_NOT("is dead: it emits nothing"),
    /** A synapse that its field line does not tune. */
    PINNED("is pinned: its field line does not tune it"),
    /** A synapse that rectifies with the other sign than by design. */
    REVERSED("has the wrong sign: it rectifies as if it were turned round"),
    /** A neuron whose amplifier gives no current for its chain's voltage. */
    UNDRIVEN("has no drive: its amplifier gives nothing");

    private final String how;

    Kind(String how) {
      this.how = how;
    }
  }

  /** All possible faults of the devices of a chip, those of synapses first. */
  public static List<Fault> all(Calibration chip) {
    List<Fault> faults = new ArrayList<>();
    for (ChainResponse chain : chip.chains()) {
      for (SynapseResponse s : chain.synapses()) {
        faults.add(new Fault(s.name(), s.junction(), Kind.RECTIFIES_NOT));
        faults.add(new Fault(s.name(), s.junction(), Kind.PINNED));
        faults.add(new Fault(s.name(), s.junction(), Kind.REVERSED));
      }
    }
    for (NeuronResponse n : chip.neurons()) {
      faults.add(new Fault(n.name(), n.junction(), Kind.EMITS_NOT));
      faults.add(new Fault(n.name(), n.junction(), Kind.UNDRIVEN));
    }
    return List.copyOf(faults);
  }

  /** Whether the device gives nothing at all. */
  public boolean isDead() {
    return kind == Kind.RECTIFIES_NOT || kind == Kind.EMITS_NOT;
  }

  /**
   * The same chip with this fault.
   *
   * @throws IllegalArgumentException if it has no such device
   */
  public Calibration of(Calibration sound) {
    if (isDead()) {
      return Dead.without(sound, device);
    }
    List<ChainResponse> chains = sound.chains().stream().map(this::of).toList();
    List<NeuronResponse> neurons =
        sound.neurons().stream().map(n -> n.name().equals(device) ? undriven(n) : n).toList();
    Calibration failing = sound.with(chains, neurons);
    if (failing.equals(sound)) {
      throw new IllegalArgumentException("the calibration has no \"" + device + "\" to fail");
    }
    return failing;
  }

  private ChainResponse of(ChainResponse chain) {
    return chain.with(
        chain.synapses().stream().map(s -> s.name().equals(device) ? of(s) : s).toList());
  }

  private SynapseResponse of(SynapseResponse s) {
    boolean pinned = kind == Kind.PINNED;
    return new SynapseResponse(
        s.name(),
        s.junction(),
        s.resonance(),
        s.halfWidth(),
        pinned ? s.antisymmetric() : negative(s.antisymmetric()),
        pinned ? s.symmetric() : negative(s.symmetric()),
        pinned ? NOTHING : s.tuning(),
        pinned ? NOTHING : s.tuningQuadratic(),
        pinned ? NOTHING : s.crosstalk(),
        s.powerShift());
  }

  private static Value negative(Value value) {
    return new Value(-value.value(), value.deviation());
  }

  private static NeuronResponse undriven(NeuronResponse n) {
    List<Value> values = new ArrayList<>(n.values());
    values.set(6, NOTHING);
    values.set(7, NOTHING);
    return n.with(values);
  }

  /** The fault in one line, for a message. */
  public String text() {
    return String.format(Locale.ROOT, "%s (junction %d) %s", device, junction, kind.how);
  }
}
