package org.spinbench.simulator.chip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.simulator.chip.Simulation.Fidelity;
import org.spinbench.simulator.device.JunctionModel;

/** A chip with a seed is the same chip, whatever the threads and the other chips. */
@Tag("any-jdk")
class ChipThreadsTest {
  private static final long MILLISECOND = 1_000_000;

  /** Everything that a chip with noise and drift answers at two moments. */
  private static double[] answers(BenchFile file, long seed) {
    JunctionChip chip = NineJunctions.chip(file, Fidelity.FULL, seed);
    DoubleStream all = DoubleStream.empty();
    for (int i = 1; i <= 2; i++) {
      long now = 20L * i * MILLISECOND;
      chip.fluctuate(now - MILLISECOND, now);
      Response found = chip.respond(NineJunctions.drive(50e-6 * i, 30e-6, 5e-3), now);
      all = DoubleStream.concat(all, Arrays.stream(found.chainVoltages()));
      all = DoubleStream.concat(all, Arrays.stream(found.emittedPowers()));
      all = DoubleStream.concat(all, Arrays.stream(found.emissionFrequencies()));
    }
    return all.toArray();
  }

  @ParameterizedTest
  @EnumSource(JunctionModel.class)
  void atEachFidelity(JunctionModel model) throws Exception {
    BenchFile file = Designs.all(model.name().toLowerCase(Locale.ROOT));
    List<Callable<double[]>> chips = new ArrayList<>();
    List<double[]> alone = new ArrayList<>();
    for (long seed = 1; seed <= 3; seed++) {
      long own = seed;
      chips.add(() -> answers(file, own));
      alone.add(answers(file, own));
    }
    assertFalse(Arrays.equals(alone.get(0), alone.get(1)), "chips differ");
    for (int threads : new int[] {1, 2, 5}) {
      Collections.rotate(chips, 1);
      Collections.rotate(alone, 1);
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        List<Future<double[]>> found = pool.invokeAll(chips);
        for (int i = 0; i < chips.size(); i++) {
          assertArrayEquals(alone.get(i), found.get(i).get(), threads + " threads, chip " + i);
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }
}
