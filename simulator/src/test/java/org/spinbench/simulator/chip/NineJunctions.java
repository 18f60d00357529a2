package org.spinbench.simulator.chip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.drivers.bench.file.BenchParts;
import org.spinbench.simulator.chip.Simulation.Fidelity;
import org.spinbench.simulator.circuit.DcLevel;

/** The bench file that comes with the program, and variations of it. */
public final class NineJunctions {
  public static final Path PATH = Path.of("..", "experiments", "benches", "nine-junction.toml");
  public static final BenchFile FILE = BenchFile.read(PATH);

  private NineJunctions() {}

  /** The text of the file. */
  public static String text() {
    try {
      return Files.readString(PATH);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The file with another entry at the top of its section {@code [simulation]}. */
  public static BenchFile with(String key, Object value) {
    Map<String, Object> simulation = new HashMap<>(FILE.simulation());
    simulation.put(key, value);
    return withSimulation(FILE, simulation);
  }

  /** The file with another entry in a part of its section {@code [simulation]}. */
  static BenchFile with(String part, String key, Object value) {
    Map<String, Object> entries = new HashMap<>();
    ((Map<?, ?>) FILE.simulation().get(part)).forEach((k, v) -> entries.put(k.toString(), v));
    entries.put(key, value);
    return with(part, entries);
  }

  public static BenchFile withSimulation(BenchFile file, Map<String, Object> simulation) {
    return withNetwork(file, file.chains(), file.neurons(), simulation);
  }

  static BenchFile withNetwork(
      BenchFile file,
      List<BenchFile.Chain> chains,
      List<BenchFile.Neuron> neurons,
      Map<String, Object> simulation) {
    return BenchParts.with(file, file.instruments(), chains, neurons, simulation);
  }

  static JunctionChip chip(Fidelity fidelity, long seed) {
    return chip(FILE, fidelity, seed);
  }

  private static Map<String, Object> withFidelity(Map<String, Object> section, Fidelity fidelity) {
    Map<String, Object> changed = new HashMap<>(section);
    changed.put("fidelity", fidelity.name().toLowerCase(Locale.ROOT));
    return changed;
  }

  static JunctionChip chip(BenchFile file, Fidelity fidelity, long seed) {
    Simulation simulation = Simulation.parse(withFidelity(file.simulation(), fidelity));
    return new JunctionChip(file, simulation, new Draws(seed));
  }

  /** Both tones at their design frequencies with so much power (W) at the junctions. */
  static Drive drive(double first, double second) {
    Drive drive = Drive.none(FILE);
    drive.toneFrequencies()[0] = 250e6;
    drive.toneFrequencies()[1] = 330e6;
    drive.tonePowers()[0] = 10 * first;
    drive.tonePowers()[1] = 10 * second;
    System.arraycopy(drive.tonePowers(), 0, drive.toneCrests(), 0, 2);
    return drive;
  }

  /** The same with this bias (A) in every neuron. */
  static Drive drive(double first, double second, double bias) {
    Drive drive = drive(first, second);
    for (int neuron = 0; neuron < drive.biases().length; neuron++) {
      bias(drive, neuron, bias);
    }
    return drive;
  }

  /** Drives a current through a neuron, A. */
  static void bias(Drive drive, int neuron, double amperes) {
    drive.biases()[neuron] = DcLevel.amperes(amperes);
    drive.biasCrests()[neuron] = drive.biases()[neuron];
  }
}
