package org.spinbench.simulator.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.Drive;
import org.spinbench.simulator.chip.JunctionChip;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.circuit.Resistor;
import org.spinbench.simulator.circuit.Sine;
import org.spinbench.simulator.circuit.Terminals;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Tone;

/**
 * The outputs of a bench that are joined to its chip: what they put out at a moment, and a record
 * of what was between their terminals.
 */
final class Sources {
  /**
   * An instrument whose oscillator is joined to the chip.
   *
   * @param name in the bench file
   * @param resistance in series with it, Ω
   * @param neuron that it is joined to; -1 for a chain
   * @param chain that it is joined to; -1 for a neuron
   */
  record Oscillator(
      String name, SimulatedInstrument instrument, double resistance, int neuron, int chain) {
    Sine sine() {
      return instrument.sine().orElseThrow().behind(resistance);
    }
  }

  private final RfOutput[] tones;
  private final DcOutput[] fields;
  private final DcOutput[] biases;
  private final RfOutput[] strips;
  private final List<Oscillator> oscillators;
  private final Resistor fieldLine;
  private final boolean pulsed;
  private final TerminalRecord[] toneRecords;
  private final TerminalRecord[] fieldRecords;
  private final TerminalRecord[] biasRecords;
  private final TerminalRecord[] stripRecords;
  private final TerminalRecord[] oscillatorRecords;
  private final Map<String, TerminalRecord> records = new LinkedHashMap<>();

  /**
   * @param tones source of each input
   * @param fields source of each synapse's field line
   * @param biases source of each neuron's bias
   * @param strips source of each strip line
   * @param oscillators of lock-in amplifiers
   * @param pulsed whether a lock-in drives the pulse inputs of the tones' sources, half of the time
   *     high and half of it low; they are open otherwise
   */
  Sources(
      BenchFile file,
      List<RfOutput> tones,
      List<DcOutput> fields,
      List<DcOutput> biases,
      List<RfOutput> strips,
      List<Oscillator> oscillators,
      boolean pulsed) {
    this.tones = tones.toArray(RfOutput[]::new);
    this.fields = fields.toArray(DcOutput[]::new);
    this.biases = biases.toArray(DcOutput[]::new);
    this.strips = strips.toArray(RfOutput[]::new);
    this.oscillators = List.copyOf(oscillators);
    this.pulsed = pulsed;
    fieldLine = fieldLine(file);
    toneRecords = records(file.inputs().stream().map(BenchFile.Input::source).toList());
    fieldRecords =
        records(
            file.synapses().stream()
                .map(BenchFile.Synapse::fieldLine)
                .filter(source -> !source.isEmpty())
                .toList());
    biasRecords = records(file.neurons().stream().map(BenchFile.Neuron::bias).toList());
    stripRecords = records(file.stripLines().stream().map(BenchFile.StripLine::source).toList());
    oscillatorRecords = records(oscillators.stream().map(Oscillator::name).toList());
  }

  /** One record for each name, however often it is there. */
  private TerminalRecord[] records(List<String> names) {
    return names.stream()
        .map(name -> records.computeIfAbsent(name, TerminalRecord::new))
        .toArray(TerminalRecord[]::new);
  }

  /** What the source of a field line sees: the line and its series resistor. */
  static Resistor fieldLine(BenchFile file) {
    return file.hasFieldLines() ? new Resistor(file.chip().fieldLineResistance()) : Resistor.OPEN;
  }

  /** Whether a lock-in drives the pulse inputs of the tones' sources. */
  boolean pulsed() {
    return pulsed;
  }

  /** The first moment, later than one, at which an output turns; never if there is none. */
  long turn(long after) {
    long turn = Long.MAX_VALUE;
    for (RfOutput tone : tones) {
      turn = Math.min(turn, tone.turn(after));
    }
    for (DcOutput field : fields) {
      turn = Math.min(turn, field.turn(after));
    }
    for (DcOutput bias : biases) {
      turn = Math.min(turn, bias.turn(after));
    }
    for (RfOutput strip : strips) {
      turn = Math.min(turn, strip.turn(after));
    }
    return turn;
  }

  /**
   * What the sources put out at a moment while pulse inputs are low, and while they are high, if
   * they ever are.
   *
   * @param high as low, with other tones
   */
  void sample(long nanos, Drive low, Drive high) {
    sample(nanos, low);
    for (int i = 0; pulsed && i < tones.length; i++) {
      set(high, i, tones[i].gated(nanos));
      high.toneCrests()[i] = Math.max(high.toneCrests()[i], low.toneCrests()[i]);
    }
  }

  private static void set(Drive drive, int input, Tone tone) {
    drive.toneFrequencies()[input] = tone.frequency();
    drive.tonePowers()[input] = tone.power();
    drive.toneCrests()[input] = tone.crest();
  }

  private void sample(long nanos, Drive drive) {
    for (int i = 0; i < tones.length; i++) {
      set(drive, i, tones[i].tone(nanos));
    }
    for (int i = 0; i < fields.length; i++) {
      drive.fieldCurrents()[i] = fieldLine.under(fields[i].level(nanos)).current();
    }
    for (int i = 0; i < biases.length; i++) {
      DcLevel level = biases[i].level(nanos);
      drive.biases()[i] = level;
      drive.biasCrests()[i] = biases[i].crest(level, nanos);
    }
    for (int i = 0; i < strips.length; i++) {
      Tone tone = strips[i].tone(nanos);
      drive.stripFrequencies()[i] = tone.frequency();
      drive.stripPowers()[i] = tone.power();
    }
    for (Oscillator oscillator : oscillators) {
      if (oscillator.neuron >= 0) {
        drive.neuronSines()[oscillator.neuron] = oscillator.sine();
      } else {
        drive.chainSines()[oscillator.chain] = oscillator.sine();
      }
    }
  }

  /**
   * Records the voltage between the terminals at a moment, after the chip has responded.
   *
   * @param before the moment that was recorded before
   * @param seen the computer's clock when an output was last changed, ns
   */
  void record(Drive drive, JunctionChip chip, long moment, long before, long seen) {
    for (int i = 0; i < toneRecords.length; i++) {
      double crest = drive.toneCrests()[i];
      toneRecords[i].notePower(crest);
      if (toneRecords[i].turns(crest > 0)) {
        RfOutput tone = tones[i];
        toneRecords[i].turn(before, moment, seen, nanos -> crest(tone, nanos) > 0);
      }
    }
    for (int i = 0; i < fieldRecords.length; i++) {
      double current = drive.fieldCurrents()[i];
      fieldRecords[i].noteDirect(fieldLine.voltage(current), current);
      if (fieldRecords[i].turns(current != 0)) {
        DcOutput field = fields[i];
        fieldRecords[i].turn(before, moment, seen, nanos -> live(field, nanos));
      }
    }
    for (int i = 0; i < biasRecords.length; i++) {
      Terminals terminals = chip.biasTerminals(i);
      biasRecords[i].noteDirect(terminals.voltage(), terminals.current());
      if (biasRecords[i].turns(drive.biasCrests()[i].value() != 0)) {
        DcOutput bias = biases[i];
        biasRecords[i].turn(before, moment, seen, nanos -> live(bias, nanos));
      }
    }
    for (int i = 0; i < stripRecords.length; i++) {
      RfOutput strip = strips[i];
      double crest = crest(strip, moment);
      stripRecords[i].notePower(crest);
      if (stripRecords[i].turns(crest > 0)) {
        stripRecords[i].turn(before, moment, seen, nanos -> crest(strip, nanos) > 0);
      }
    }
    for (int i = 0; i < oscillatorRecords.length; i++) {
      Oscillator oscillator = oscillators.get(i);
      Sine sine = oscillator.sine();
      double load =
          oscillator.neuron >= 0
              ? chip.neuronResistance(oscillator.neuron)
              : chip.chainResistance(oscillator.chain);
      oscillatorRecords[i].noteDirect(sine.crest(), sine.crest() / (sine.resistance() + load));
      if (oscillatorRecords[i].turns(oscillator.instrument.energised())) {
        oscillatorRecords[i].turn(before, moment, seen, nanos -> false);
      }
    }
  }

  private double crest(RfOutput output, long nanos) {
    double crest = output.tone(nanos).crest();
    return pulsed ? Math.max(crest, output.gated(nanos).crest()) : crest;
  }

  private static boolean live(DcOutput output, long nanos) {
    return output.crest(output.level(nanos), nanos).value() != 0;
  }

  /** The record of each output, each once. */
  List<TerminalRecord> records() {
    return List.copyOf(records.values());
  }
}
