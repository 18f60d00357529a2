package org.spinbench.simulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same seed gives a device the same bits, whatever the threads and the other devices. */
@Tag("any-jdk")
class SameBitsTest {
  private static final double[] RESONANCES = {200e6, 250e6, 330e6};
  private static final int[] THREADS = {1, 2, 5};

  /** Noise-driven oscillation of a short time at two currents. */
  private static double[] emission(JunctionModel model, double resonance) {
    DeviceParameters neuron = Discs.at(Discs.NEURON, resonance);
    FreeOscillation.Source source =
        switch (model) {
          case BEHAVIOURAL -> TabulatedEmitter.behavioural(neuron)::at;
          case OSCILLATOR -> new Wanderings(neuron, new AmplitudeModel(neuron), 2e-6);
          case VORTEX -> new Wanderings(neuron, new VortexMotionModel(neuron), 2e-6);
          case MACROSPIN -> new Wanderings(neuron, new MacrospinMotionModel(neuron), 2e-6);
        };
    FreeOscillation below = source.at(0.7);
    FreeOscillation above = source.at(1.7);
    return new double[] {
      below.power(), below.deviation(), below.width(), above.power(), above.width(), above.shift()
    };
  }

  /** Voltages under drives that change, of one device that remembers its latest drive. */
  private static double[] rectification(JunctionModel model, double resonance) {
    Rectifier diode = model.rectifier(Discs.at(Discs.DIODE, resonance));
    double[] tones = {resonance + 4e6, resonance + 80e6};
    double[] found = new double[4];
    for (int i = 0; i < found.length; i++) {
      double[] powers = {20e-6 * (1 + i % 3), 50e-6};
      found[i] = diode.voltage(resonance + 1e5 * (i % 3), tones, powers, new double[2], 1e-3);
    }
    return found;
  }

  private static List<Callable<double[]>> devices(JunctionModel model) {
    List<Callable<double[]>> all = new ArrayList<>();
    for (double resonance : RESONANCES) {
      all.add(() -> emission(model, resonance));
      all.add(() -> rectification(model, resonance));
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(JunctionModel.class)
  void whateverTheThreadsAndTheOtherDevices(JunctionModel model) throws Exception {
    List<Callable<double[]>> tasks = devices(model);
    List<double[]> alone = new ArrayList<>();
    for (Callable<double[]> task : tasks) {
      alone.add(task.call());
    }
    assertNotEquals(alone.get(0)[0], alone.get(2)[0], "devices differ");
    for (int threads : THREADS) {
      // The others come in another order each time.
      Collections.rotate(tasks, 1);
      Collections.rotate(alone, 1);
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        List<Future<double[]>> found = pool.invokeAll(tasks);
        for (int i = 0; i < tasks.size(); i++) {
          assertArrayEquals(alone.get(i), found.get(i).get(), threads + " threads, device " + i);
        }
      } finally {
        pool.shutdownNow();
      }
    }
  }
}
