package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.Draws;
import org.spinbench.simulator.chip.JunctionChip;
import org.spinbench.simulator.chip.NineJunctions;
import org.spinbench.simulator.chip.Simulation;
import org.spinbench.simulator.circuit.DcLevel;
import org.spinbench.simulator.instrument.DcOutput;
import org.spinbench.simulator.instrument.Laboratory;
import org.spinbench.simulator.instrument.RfOutput;
import org.spinbench.simulator.instrument.SpectralLine;
import org.spinbench.simulator.instrument.Tone;

/** The wiring between sources and meters that do exactly as they are told. */
class SimulatedWiringTest {
  private static final long WINDOW = 20_000_000;

  private final VirtualClock clock = new VirtualClock();
  private final RfOutput[] tones = new RfOutput[2];
  private final DcOutput[] fields = new DcOutput[6];
  private final DcOutput[] biases = new DcOutput[3];

  @BeforeEach
  void atRest() {
    java.util.Arrays.fill(tones, (RfOutput) nanos -> Laboratory.tone(250e6, 0));
    java.util.Arrays.fill(fields, volts(0));
    java.util.Arrays.fill(biases, amperes(0));
  }

  private static DcOutput volts(double volts) {
    return nanos -> DcLevel.volts(volts, Double.POSITIVE_INFINITY);
  }

  private static DcOutput amperes(double amperes) {
    return nanos -> DcLevel.amperes(amperes, Double.POSITIVE_INFINITY);
  }

  private SimulatedWiring wiring(BenchFile file) {
    return wiring(file, false);
  }

  private SimulatedWiring wiring(BenchFile file, boolean pulsed) {
    JunctionChip chip = new JunctionChip(file, Simulation.parse(file.simulation()), new Draws(1));
    List<RfOutput> sources = new ArrayList<>();
    List<DcOutput> lines = new ArrayList<>();
    List<DcOutput> currents = new ArrayList<>();
    // Through the arrays, so that a test can change a source later.
    for (int i = 0; i < tones.length; i++) {
      int number = i;
      sources.add(
          new RfOutput() {
            @Override
            public Tone tone(long nanos) {
              return tones[number].tone(nanos);
            }

            @Override
            public Tone gated(long nanos) {
              return tones[number].gated(nanos);
            }
          });
    }
    for (int i = 0; i < fields.length; i++) {
      int number = i;
      lines.add(nanos -> fields[number].level(nanos));
    }
    for (int i = 0; i < biases.length; i++) {
      int number = i;
      currents.add(nanos -> biases[number].level(nanos));
    }
    Sources joined = new Sources(file, sources, lines, currents, List.of(), List.of(), pulsed);
    return new SimulatedWiring(file, chip, clock, joined, Map.of());
  }

  private SimulatedWiring ideal() {
    return wiring(NineJunctions.with("fidelity", "ideal"));
  }

  @Test
  void tonesPassTheLossAndFieldVoltagesTheResistance() {
    SimulatedWiring wiring = ideal();
    tones[0] = nanos -> Laboratory.tone(250e6, 1e-3);
    // 1 V through 1 kΩ is 1 mA: 3.01 MHz for synapse 1 itself, 0.15 MHz for its neighbour.
    fields[0] = volts(1);
    double x = -3.01e6 / 5e6;
    double absorbed = 1e-4 / (1 + x * x);
    double first = absorbed * (7.5 + 60 * x) / (1 + absorbed / 5e-3);
    double far = (250e6 - 330.15e6) / 5e6;
    double faint = 1e-4 / (1 + far * far);
    double second = faint * (7.5 + 60 * far) / (1 + faint / 5e-3);
    assertEquals(first - second, wiring.chainVoltage(0, 0, WINDOW), 1e-9);
  }

  /** A source that is on while its pulse input is high. */
  private static RfOutput gated(double power) {
    return new RfOutput() {
      @Override
      public Tone tone(long nanos) {
        return Laboratory.tone(250e6, 0);
      }

      @Override
      public Tone gated(long nanos) {
        return Laboratory.tone(250e6, power);
      }
    };
  }

  @Test
  void tonesThatALockInSwitchesAreReadAsMeanAndFirstHarmonic() {
    tones[0] = nanos -> Laboratory.tone(250e6, 1e-3);
    fields[0] = volts(1);
    double height = ideal().chainVoltage(0, 0, WINDOW);
    tones[0] = gated(1e-3);
    SimulatedWiring switched = wiring(NineJunctions.with("fidelity", "ideal"), true);
    assertEquals(height / 2, switched.chainVoltage(0, 0, WINDOW), 1e-15);
    assertEquals(height * Math.sqrt(2) / Math.PI, switched.chainHarmonic(0, 0, WINDOW), 1e-12);
    assertEquals(5e-4, switched.power(tones[0], 0, WINDOW), 1e-15);
    // Behind the chain's neuron the difference of on and off goes on to the next layer.
    java.util.Arrays.fill(biases, amperes(6e-3));
    double on = wiring(NineJunctions.with("fidelity", "ideal")).chainVoltage(2, 0, WINDOW);
    assertTrue(Math.abs(switched.chainHarmonic(2, WINDOW, 2 * WINDOW)) > 1e-6);
    assertNotEquals(on, switched.chainVoltage(2, WINDOW, 2 * WINDOW));
  }

  @Test
  void withoutALockInPulseInputsAreOpenAndNothingHasAHarmonic() {
    tones[0] = gated(1e-3);
    SimulatedWiring open = ideal();
    assertEquals(0, open.chainVoltage(0, 0, WINDOW));
    assertEquals(0, open.chainHarmonic(0, 0, WINDOW));
    tones[0] = nanos -> Laboratory.tone(250e6, 1e-3);
    SimulatedWiring still = wiring(NineJunctions.with("fidelity", "ideal"), true);
    assertEquals(0, still.chainHarmonic(0, 0, WINDOW));
    assertEquals(ideal().chainVoltage(0, 0, WINDOW), still.chainVoltage(0, 0, WINDOW));
  }

  @Test
  void aSwitchedToneThatSettlesIsAveragedToo() {
    tones[0] = gated(1e-4);
    SimulatedWiring full = wiring(NineJunctions.with("fidelity", "ideal"), true);
    double height = full.chainHarmonic(0, 0, WINDOW);
    tones[0] =
        new RfOutput() {
          @Override
          public Tone tone(long nanos) {
            return Laboratory.tone(250e6, 0);
          }

          @Override
          public Tone gated(long nanos) {
            return Laboratory.tone(250e6, 1e-4 * nanos / WINDOW);
          }
        };
    SimulatedWiring ramp = wiring(NineJunctions.with("fidelity", "ideal"), true);
    assertEquals(0.5, ramp.chainHarmonic(0, 0, WINDOW) / height, 0.003);
    assertEquals(2.5e-5, ramp.power(tones[0], 0, WINDOW), 1e-9);
  }

  @Test
  void aCurrentSourceDrivesAFieldLineAndAComplianceHolds() {
    SimulatedWiring wiring = ideal();
    tones[0] = nanos -> Laboratory.tone(250e6, 1e-3);
    fields[0] = volts(1);
    double driven = wiring.chainVoltage(0, 0, WINDOW);
    fields[0] = amperes(1e-3);
    assertEquals(driven, wiring.chainVoltage(0, WINDOW, 2 * WINDOW), 1e-15);
    fields[0] = nanos -> DcLevel.amperes(5e-3, 1);
    assertEquals(driven, wiring.chainVoltage(0, 2 * WINDOW, 3 * WINDOW), 1e-15);
    biases[0] = amperes(7e-3);
    // 45 Ω: 0.27 V is 6 mA, 2 mA above threshold, whatever the amplifier would add.
    biases[2] = volts(0.27);
    assertEquals(344e6, line(wiring.lines(3 * WINDOW, 4 * WINDOW), 340e6).frequency(), 1e-4);
    biases[2] = amperes(6e-3);
    double added = 1.2 * wiring.chainVoltage(2, 4 * WINDOW, 5 * WINDOW);
    assertTrue(Math.abs(added) > 1e-6);
    double frequency = line(wiring.lines(4 * WINDOW, 5 * WINDOW), 340e6).frequency();
    assertEquals(2e9 * added, frequency - 344e6, 1e-4);
  }

  @Test
  void aMovingLevelIsAveraged() {
    SimulatedWiring wiring = ideal();
    tones[0] = nanos -> Laboratory.tone(250e6, 1e-4 * nanos / WINDOW);
    double ramp = wiring.chainVoltage(0, 0, WINDOW);
    tones[0] = nanos -> Laboratory.tone(250e6, 1e-4);
    double full = wiring.chainVoltage(0, WINDOW, 2 * WINDOW);
    assertEquals(0.5, ramp / full, 0.003);
  }

  @Test
  void emissionDuringSettlingIsAveragedToo() {
    SimulatedWiring wiring = ideal();
    // Squared current times amplitude, from threshold to 8 mA along a straight line.
    biases[2] =
        nanos -> DcLevel.amperes(4e-3 * (1 + (double) nanos / WINDOW), Double.POSITIVE_INFINITY);
    double mean = 0;
    for (int i = 0; i < 1000; i++) {
      double ratio = 1 + (i + 0.5) / 1000;
      mean += 0.125 * 16e-6 * ratio * ratio * (ratio - 1) / (ratio + 2) / 1000;
    }
    SpectralLine line = line(wiring.lines(0, WINDOW), 340e6);
    assertEquals(mean * Math.pow(10, -0.4), line.power(), 0.02 * line.power());
    assertEquals(344e6, line.frequency(), 0.1e6);
  }

  private static SpectralLine line(List<SpectralLine> lines, double about) {
    return lines.stream()
        .filter(line -> Math.abs(line.frequency() - about) < 20e6)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void everyNeuronShowsAtTheAnalyzerThroughItsOwnPath() {
    SimulatedWiring wiring = ideal();
    java.util.Arrays.fill(biases, amperes(8e-3));
    List<SpectralLine> lines = wiring.lines(0, WINDOW);
    assertEquals(3, lines.size());
    SpectralLine first = line(lines, 293e6);
    assertEquals(2e-6 * Math.pow(10, 0.4), first.power(), 1e-9);
    assertEquals(293e6, first.frequency(), 1);
    assertEquals(0.3e6, first.linewidth(), 1e3);
  }

  @Test
  void nothingEmitsWithoutBiasOrDead() {
    assertEquals(List.of(), ideal().lines(0, WINDOW));
    SimulatedWiring dead = wiring(NineJunctions.with("dead", List.of("neuron 1", "neuron 3")));
    java.util.Arrays.fill(biases, amperes(6e-3));
    List<SpectralLine> lines = dead.lines(0, WINDOW);
    assertEquals(1, lines.size());
    assertTrue(Math.abs(lines.get(0).frequency() - 399e6) < 25e6);
  }

  @Test
  void oneWindowIsOneReadingForAllMeters() {
    SimulatedWiring wiring = wiring(NineJunctions.FILE);
    java.util.Arrays.fill(biases, amperes(7e-3));
    double volts = wiring.chainVoltage(2, 0, WINDOW);
    List<SpectralLine> lines = wiring.lines(0, WINDOW);
    assertEquals(volts, wiring.chainVoltage(2, 0, WINDOW));
    assertEquals(lines, wiring.lines(0, WINDOW));
    assertNotEquals(volts, wiring.chainVoltage(2, WINDOW, 2 * WINDOW));
  }

  /** A spike between two readings is seen because the sources announce it. */
  @Test
  void whatHappensBetweenReadingsCounts() {
    SimulatedWiring wiring = ideal();
    biases[0] = amperes(6e-3);
    assertEquals(289e6, line(wiring.lines(0, WINDOW), 289e6).frequency(), 1e3);
    clock.sleep(Duration.ofMillis(100));
    biases[0] = amperes(30e-3);
    wiring.outputChanged();
    biases[0] = amperes(6e-3);
    List<SpectralLine> lines = wiring.lines(10 * WINDOW, 11 * WINDOW);
    assertTrue(lines.stream().noneMatch(line -> Math.abs(line.frequency() - 289e6) < 20e6));
  }
}
