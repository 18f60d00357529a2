package org.spinbench.app.benchmark;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.spinbench.simulator.dynamics.Excitation;
import org.spinbench.simulator.dynamics.LayerCoupling;
import org.spinbench.simulator.dynamics.LayerEnvironment;
import org.spinbench.simulator.dynamics.Macrospins;
import org.spinbench.simulator.dynamics.MagneticLayer;
import org.spinbench.simulator.dynamics.NormalStreams;
import org.spinbench.simulator.dynamics.PhysicalConstants;
import org.spinbench.simulator.dynamics.SymmetricTensor;
import org.spinbench.simulator.dynamics.Vector3;

/** Macrospins with all terms on: how many junctions advance by a step in a second. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Thread)
public class DynamicsBenchmark {
  private static final int STEPS = 1000;

  @Param({"1", "9", "64"})
  public int junctions;

  private Macrospins spins;

  /** Counts steps of junctions; JMH reports them for each second. */
  @AuxCounters
  @State(Scope.Thread)
  public static class Counter {
    public long junctionSteps;
  }

  private static MagneticLayer layer() {
    return new MagneticLayer(
        1.2 / PhysicalConstants.VACUUM_PERMEABILITY,
        0.01,
        2e-9,
        2e-15,
        new SymmetricTensor(0.02, 0.05, 0.93, 0.001, 0.001, 0.001),
        5e3,
        Vector3.X,
        new MagneticLayer.SpinTorque(0.6, 1.2, 0.1, Vector3.Y),
        50e-15,
        1e-9);
  }

  @Setup
  public void prepare() {
    spins = all(List.of());
  }

  private Macrospins all(List<LayerCoupling> couplings) {
    Macrospins made =
        new Macrospins(
            Collections.nCopies(junctions, layer()), couplings, new NormalStreams(1, junctions));
    for (int i = 0; i < junctions; i++) {
      made.magnetise(i, new Vector3(1, 0.1, 0.2));
      made.surround(
          i,
          LayerEnvironment.field(new Vector3(3e4, 100 * i, 0))
              .withDensity(Excitation.constant(1e9).plus(1e9, 3e9, 0))
              .withVoltage(Excitation.constant(0.01).plus(0.01, 3e9, 0))
              .withLine(Vector3.X, Excitation.constant(1e-3)));
    }
    return made;
  }

  @Benchmark
  public Vector3 rungeKutta(Counter counter) {
    spins.advance(1e-12, STEPS);
    counter.junctionSteps += (long) STEPS * junctions;
    return spins.magnetisation(0);
  }

  @Benchmark
  public Vector3 heun(Counter counter) {
    spins.advance(300, 0.5e-12, STEPS);
    counter.junctionSteps += (long) STEPS * junctions;
    return spins.magnetisation(0);
  }

  /** Nine junctions, each coupled to every other one by dipoles. */
  @State(Scope.Thread)
  public static class Coupled {
    private Macrospins spins;

    @Setup
    public void prepare() {
      DynamicsBenchmark nine = new DynamicsBenchmark();
      nine.junctions = 9;
      List<MagneticLayer> layers = Collections.nCopies(9, layer());
      List<LayerCoupling> couplings = new ArrayList<>();
      for (int a = 0; a < 9; a++) {
        for (int b = 0; b < a; b++) {
          couplings.addAll(
              LayerCoupling.dipolar(
                  layers,
                  a,
                  b,
                  new Vector3(200e-9 * (b % 3 - a % 3), 200e-9 * (b / 3 - a / 3), 0)));
        }
      }
      spins = nine.all(couplings);
    }
  }

  /** 1 µs at 300 K of nine junctions that are coupled by dipoles. */
  @Benchmark
  @BenchmarkMode(Mode.SingleShotTime)
  @OutputTimeUnit(TimeUnit.MILLISECONDS)
  @Measurement(iterations = 5)
  public Vector3 coupledMicrosecond(Coupled nine) {
    nine.spins.advance(300, 1e-12, 1_000_000);
    return nine.spins.magnetisation(0);
  }
}
