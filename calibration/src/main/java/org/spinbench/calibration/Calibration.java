package org.spinbench.calibration;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.drivers.bench.file.BenchFile.Coupling;

/**
 * The measured responses of a chip at the reference plane, with uncertainties, and the frequencies
 * of the input tones. Lists keep the order of the bench file.
 *
 * @param bench name of the bench
 * @param chip name of the chip
 * @param referencePlane the places to which powers, currents and voltages refer
 * @param instruments identities of the instruments, one line each; may be empty
 * @param time when the calibration was complete
 * @param validUntil when it expires
 * @param coupling coupling under which the neurons were measured
 * @param evaluations readings of the chip that it took
 * @param toneFrequencies frequency of each input's tone, Hz
 * @param chains responses of the chains and their synapses
 * @param neurons responses of the neurons
 * @param curves measured curves with the model through them
 * @param dead one line for each device that does not respond: its name, its junction in brackets,
 *     and the observation
 * @param warnings what a user should know before relying on it
 * @param provenance the readings that it was made from, and the drift that they showed
 */
public record Calibration(
    String bench,
    String chip,
    String referencePlane,
    List<String> instruments,
    Instant time,
    Instant validUntil,
    Coupling.Mode coupling,
    long evaluations,
    List<Double> toneFrequencies,
    List<ChainResponse> chains,
    List<NeuronResponse> neurons,
    List<Curve> curves,
    List<String> dead,
    List<String> warnings,
    Provenance provenance) {

  /** The same chip with the input tones at other frequencies, Hz. */
  public Calibration withToneFrequencies(List<Double> frequencies) {
    return with(instruments, time, validUntil, frequencies, chains, neurons, warnings);
  }

  /**
   * The same chip while each emitting neuron is off its frequency.
   *
   * @param frequencyNoise deviation, Hz rms
   * @param random draws each deviation
   */
  public Calibration fluctuated(double frequencyNoise, RandomGenerator random) {
    List<NeuronResponse> emitters = new ArrayList<>();
    for (NeuronResponse neuron : neurons) {
      Value steady = neuron.frequency();
      double moved = steady.value() + frequencyNoise * random.nextGaussian();
      emitters.add(neuron.withFrequency(new Value(moved, steady.deviation())));
    }
    return with(chains, List.copyOf(emitters));
  }

  /** The same chip with other responses of chains and neurons. */
  public Calibration with(List<ChainResponse> others, List<NeuronResponse> emitters) {
    return with(instruments, time, validUntil, toneFrequencies, others, emitters, warnings);
  }

  /**
   * The same chip after further readings.
   *
   * @param by identities of the instruments that took them
   * @param at when the last was taken
   * @param until when it expires
   * @param notes warnings that replace the present ones
   */
  public Calibration learned(List<String> by, Instant at, Instant until, List<String> notes) {
    return with(by, at, until, toneFrequencies, chains, neurons, notes);
  }

  private Calibration with(
      List<String> by,
      Instant at,
      Instant until,
      List<Double> tones,
      List<ChainResponse> others,
      List<NeuronResponse> emitters,
      List<String> notes) {
    return new Calibration(
        bench,
        chip,
        referencePlane,
        List.copyOf(by),
        at,
        until,
        coupling,
        evaluations,
        tones,
        List.copyOf(others),
        List.copyOf(emitters),
        curves,
        dead,
        List.copyOf(notes),
        provenance);
  }

  /** The same chip without its measured curves. */
  public Calibration withoutCurves() {
    return withParts(List.of(), dead, provenance);
  }

  /** The same with another provenance. */
  public Calibration from(Provenance other) {
    return withParts(curves, dead, other);
  }

  /** The same with one more device that does not respond: a line that names it. */
  public Calibration withDead(String line) {
    List<String> more = new ArrayList<>(dead);
    more.add(line);
    return withParts(curves, List.copyOf(more), provenance);
  }

  private Calibration withParts(List<Curve> measured, List<String> silent, Provenance made) {
    return new Calibration(
        bench,
        chip,
        referencePlane,
        instruments,
        time,
        validUntil,
        coupling,
        evaluations,
        toneFrequencies,
        chains,
        neurons,
        measured,
        silent,
        warnings,
        made);
  }

  /**
   * Whether it is not valid at a time: it has expired by then, or was made later than that by more
   * than its validity.
   *
   * @see #validUntil
   */
  public boolean expired(Instant at) {
    Duration validity = Duration.between(time, validUntil);
    return at.isAfter(validUntil) || Duration.between(at, time).compareTo(validity) > 0;
  }

  /**
   * Largest time between a moment and one of its readings, s: from its beginning to a later moment,
   * or from an earlier moment to its end.
   */
  public double age(Instant at) {
    double took = provenance.begun() == null ? 0 : Wander.seconds(provenance.begun(), time);
    return Wander.seconds(time, at) + took;
  }

  /** The wander of a chain's resonances; assumed if it was not measured. */
  public Wander wander(ChainResponse chain) {
    return wander(chain.name(), halfWidth(List.of(chain)));
  }

  /** The wander of a neuron's emission frequency; assumed if it was not measured. */
  public Wander wander(NeuronResponse neuron) {
    return wander(neuron.name(), halfWidth(chains));
  }

  private Wander wander(String device, double width) {
    return provenance.wanders().stream()
        .filter(wander -> wander.device().equals(device))
        .findFirst()
        .orElseGet(() -> Wander.assumed(device, width, "no drift was measured"));
  }

  private static double halfWidth(List<ChainResponse> some) {
    return some.stream()
        .flatMap(chain -> chain.synapses().stream())
        .mapToDouble(synapse -> synapse.halfWidth().value())
        .max()
        .orElse(0);
  }

  /**
   * The same chip at another time: the deviations of resonances and emission frequencies include
   * their wander until then.
   */
  public Calibration aged(Instant at) {
    double age = age(at);
    List<ChainResponse> later = new ArrayList<>();
    for (ChainResponse chain : chains) {
      double wandered = wander(chain).after(age);
      later.add(chain.with(chain.synapses().stream().map(s -> aged(s, wandered)).toList()));
    }
    return with(later, neurons.stream().map(n -> aged(n, wander(n).after(age))).toList());
  }

  private static SynapseResponse aged(SynapseResponse synapse, double wandered) {
    return synapse.rectifies() ? synapse.withResonance(synapse.resonance().and(wandered)) : synapse;
  }

  private static NeuronResponse aged(NeuronResponse neuron, double wandered) {
    return neuron.emits() ? neuron.withFrequency(neuron.frequency().and(wandered)) : neuron;
  }

  /** The priors of its fits, and what they do to its numbers; none if it did not record them. */
  public List<PriorOfNumber> priors() {
    return PriorOfNumber.of(this);
  }

  /** Writes it as JSON; {@link #load} reads back an equal record. */
  public void save(Path file) {
    CalibrationJson.write(this, file);
  }

  /** Reads what {@link #save} wrote; an unknown or missing field is an error that names it. */
  public static Calibration load(Path file) {
    return CalibrationJson.read(file);
  }

  /** The JSON text that {@link #save} writes. */
  public String toJson() {
    return CalibrationJson.text(this);
  }

  /** Reads JSON text. */
  public static Calibration fromJson(String json) {
    return CalibrationJson.parse(json);
  }

  /** A table of every number with its uncertainty and unit. */
  public String describe() {
    return CalibrationTable.of(this);
  }
}
