package org.spinbench.calibration;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.bench.BenchFile.Coupling;

/**
 * A chip's measured responses: what each synapse and neuron does at the reference plane, with
 * uncertainties, and where the input tones were placed. Lists keep the order of the bench file.
 *
 * @param bench name of the bench
 * @param chip name of the chip
 * @param referencePlane where powers, currents and voltages are meant
 * @param instruments identities of the instruments, one line each; may be empty
 * @param time when the calibration was complete
 * @param validUntil when it expires
 * @param coupling coupling under which the neurons were measured
 * @param evaluations readings of the chip that it took
 * @param toneFrequencies where each input's tone was placed, Hz
 * @param chains responses of the chains and their synapses
 * @param neurons responses of the neurons
 * @param curves measured curves with the model through them
 * @param dead one line for each device that does not respond: its name, its junction in brackets,
 *     and what was seen of it
 * @param warnings what a user should know before trusting this
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
    List<String> warnings) {

  /** The same chip with the input tones at other frequencies, Hz. */
  public Calibration withToneFrequencies(List<Double> frequencies) {
    return with(time, frequencies, chains, neurons, curves, warnings);
  }

  /** The same with other responses of chains and neurons; the measured curves are left out. */
  public Calibration withResponses(List<ChainResponse> others, List<NeuronResponse> emitters) {
    return with(time, toneFrequencies, others, emitters, List.of(), warnings);
  }

  /** The same as of another time, with one more warning. */
  public Calibration asOf(Instant other, String warning) {
    List<String> more = new ArrayList<>(warnings);
    more.add(warning);
    return with(other, toneFrequencies, chains, neurons, curves, List.copyOf(more));
  }

  private Calibration with(
      Instant at,
      List<Double> tones,
      List<ChainResponse> others,
      List<NeuronResponse> emitters,
      List<Curve> measured,
      List<String> notes) {
    return new Calibration(
        bench,
        chip,
        referencePlane,
        instruments,
        at,
        validUntil,
        coupling,
        evaluations,
        tones,
        others,
        emitters,
        measured,
        dead,
        notes);
  }

  /**
   * The same as learned from readings.
   *
   * @param by identities of the instruments that took them
   * @param at when the last was taken
   * @param until when it expires
   * @param notes the warnings, in place of those it has
   */
  public Calibration learned(List<String> by, Instant at, Instant until, List<String> notes) {
    return new Calibration(
        bench,
        chip,
        referencePlane,
        List.copyOf(by),
        at,
        until,
        coupling,
        evaluations,
        toneFrequencies,
        chains,
        neurons,
        curves,
        dead,
        List.copyOf(notes));
  }

  /** Whether it has expired at a time. */
  public boolean expired(Instant at) {
    return at.isAfter(validUntil);
  }

  /** The same chip with other chains and neurons. */
  public Calibration with(List<ChainResponse> otherChains, List<NeuronResponse> otherNeurons) {
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
        List.copyOf(otherChains),
        List.copyOf(otherNeurons),
        curves,
        dead,
        warnings);
  }

  /** The same with one more device that does not respond: a line that names it. */
  public Calibration withDead(String line) {
    List<String> more = new ArrayList<>(dead);
    more.add(line);
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
        curves,
        List.copyOf(more),
        warnings);
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

  /** A table for people: every number with its uncertainty and unit. */
  public String describe() {
    return CalibrationTable.of(this);
  }
}
