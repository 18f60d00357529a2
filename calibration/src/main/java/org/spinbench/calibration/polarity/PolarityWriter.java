package org.spinbench.calibration.polarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.spinbench.drivers.bench.ChipPorts;
import org.spinbench.drivers.bench.file.BenchFile;

/**
 * Writes states of junctions by pulses through their strip lines, and verifies them: after each
 * writing it reads the chains under every tone and compares the states of all junctions with the
 * wanted ones. It writes those that differ again, with more power each time.
 */
public final class PolarityWriter {
  private static final int TRIALS = 4;
  private static final double MORE = 1.12;

  private final ChipPorts ports;
  private final BenchFile file;
  private final BinaryChip chip;
  private final ToneReader reader;
  private final boolean[] states;
  private long pulses;
  private long repeats;

  /**
   * A writer of a surveyed chip.
   *
   * @param states present states of the junctions, true for upper; a survey leaves all of them
   *     lower
   */
  public PolarityWriter(ChipPorts ports, BinaryChip chip, boolean[] states) {
    this.ports = ports;
    this.file = ports.file();
    this.chip = chip;
    this.reader = new ToneReader(ports);
    this.states = states.clone();
  }

  /** Pulses sent so far. */
  public long pulses() {
    return pulses;
  }

  /** Pulses that were sent to correct the result of an earlier one. */
  public long repeats() {
    return repeats;
  }

  /**
   * Sets the state of every junction.
   *
   * @param wanted true for the upper one, through all chains
   * @throws PolarityException that names the junctions that do not reach their state
   */
  public void write(boolean[] wanted) {
    double more = 1;
    for (int trial = 0; trial < TRIALS; trial++) {
      for (int s = 0; s < wanted.length; s++) {
        if (states[s] != wanted[s]) {
          pulse(s, more);
          repeats += trial > 0 ? 1 : 0;
        }
      }
      readBack();
      if (Arrays.equals(states, wanted)) {
        return;
      }
      more *= MORE;
    }
    List<String> wrong = new ArrayList<>();
    for (int s = 0; s < wanted.length; s++) {
      if (states[s] != wanted[s]) {
        wrong.add(file.synapses().get(s).name() + " is " + (states[s] ? "upper" : "lower"));
      }
    }
    throw new PolarityException(
        "after " + TRIALS + " trials " + String.join(", ", wrong) + "; survey the chip again");
  }

  private void pulse(int synapse, double more) {
    BinarySynapse entry = chip.synapses().get(synapse);
    int line = file.stripLineOfChain(file.chainOfSynapse(synapse));
    double most = file.stripLines().get(line).maximumPower();
    ports.pulse(
        line,
        entry.writingFrequency(states[synapse]),
        Math.min(most, more * entry.writingPower(states[synapse])));
    pulses++;
  }

  /**
   * Infers the states from the chains' voltages under every tone. For each tone it chooses the
   * states of its junctions whose expected voltage is nearest, with all others as believed. It does
   * so twice, since junctions also respond a little to the tones of their neighbours.
   */
  private void readBack() {
    double[][] read = new double[chip.toneFrequencies().size()][];
    for (int k = 0; k < read.length; k++) {
      read[k] = ToneReader.values(reader.under(k, chip.toneFrequencies().get(k)));
    }
    for (int pass = 0; pass < 2; pass++) {
      for (int s = 0; s < states.length; s++) {
        int chain = file.chainOfSynapse(s);
        int tone = file.indexOfInput(file.synapses().get(s).tone());
        double measured = (read[tone][chain] - chip.offsets()[chain]) / reader.power(tone);
        states[s] = false;
        double lower = weight(chain, tone);
        double upper = lower + chip.changes()[s][tone];
        states[s] = Math.abs(measured - upper) < Math.abs(measured - lower);
      }
    }
  }

  /** Weight of a tone in a chain for the believed states, V/W. */
  private double weight(int chain, int tone) {
    double weight = chip.bases()[chain][tone];
    int first = file.firstSynapse(chain);
    for (int j = 0; j < file.chains().get(chain).synapses().size(); j++) {
      weight += states[first + j] ? chip.changes()[first + j][tone] : 0;
    }
    return weight;
  }

  /**
   * Sets the powers of all tones and reads the chains.
   *
   * @param powers at the junctions, W
   * @return voltage of each chain, V
   */
  public double[] voltages(double[] powers) {
    ports.tones(chip.toneFrequencies().stream().mapToDouble(Double::doubleValue).toArray(), powers);
    return ToneReader.values(ports.chainVoltages());
  }
}
