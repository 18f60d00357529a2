package org.spinbench.app.card;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.bench.SimulatedBench;
import org.spinbench.simulator.bench.TerminalTruth;
import org.spinbench.simulator.chip.ChipTruth;

/** The device card of {@link RandomRack}, and what the twins say of how it was kept. */
final class Card {
  /** Of neurons and synapses alike, V. */
  static final double VOLTS = 0.25;

  /** A; through 45 Ω 0.2475 V. */
  static final double NEURON = 5.5e-3;

  /** Where junctions break, V. */
  static final double BREAKS = 0.2502;

  /** How far a source's own accuracy takes it from what it was set to. */
  private static final double ACCURACY = 1e-4;

  private Card() {}

  /** What went outside the card since the bench began; empty for nothing. */
  static List<String> excesses(BenchFile file, SimulatedBench twins) {
    List<String> found = new ArrayList<>();
    BenchFile.DeviceCard card = file.chip().limits();
    double bias =
        Math.min(card.neuronCurrent(), card.neuronVoltage() / file.chip().junctionResistance());
    for (TerminalTruth terminal : twins.terminals()) {
      double current =
          isOf(file.neurons().stream().map(BenchFile.Neuron::bias), terminal)
              ? bias
              : isOf(file.synapses().stream().map(BenchFile.Synapse::fieldLine), terminal)
                  ? card.fieldLineCurrent()
                  : 0;
      if (terminal.current() > current * (1 + ACCURACY)) {
        found.add(terminal.name() + " gave " + terminal.current() + " A");
      }
      double watts = watts(file, terminal);
      if (watts > card.synapsePower() * (1 + ACCURACY)) {
        found.add(terminal.name() + " gave " + watts + " W at the junctions");
      }
    }
    ChipTruth truth = twins.truth();
    truth.neurons().stream()
        .filter(ChipTruth.NeuronTruth::broken)
        .forEach(one -> found.add(one.name() + " is broken"));
    truth.synapses().stream()
        .filter(ChipTruth.SynapseTruth::broken)
        .forEach(one -> found.add(one.name() + " is broken"));
    return found;
  }

  private static boolean isOf(Stream<String> names, TerminalTruth terminal) {
    return names.anyMatch(terminal.name()::equals);
  }

  private static double watts(BenchFile file, TerminalTruth terminal) {
    return file.inputs().stream()
        .filter(input -> input.source().equals(terminal.name()))
        .mapToDouble(input -> terminal.power() * Math.pow(10, -input.lossDb() / 10))
        .max()
        .orElse(0);
  }
}
