package org.spinbench.simulator.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Tag("any-jdk")
class ThreadIndependenceTest {
  private static final int[] LABELS = {
    0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1
  };

  /** Everything that three noisy training steps leave behind. */
  private static List<double[]> train(
      RfNetwork network, int threads, Numerics numerics, double[][] powers) {
    network.initialise(Plain.random(9));
    List<double[]> state = new ArrayList<>();
    try (Workers workers = new Workers(threads)) {
      Workspace workspace = new Workspace(network, powers.length, workers, numerics);
      workspace.setNoise(new NetworkNoise(1e-5, 0.01, 3));
      Adam[] rules = {new Adam(network.shifts(0), 1e9), new Adam(network.shifts(1), 1e9)};
      double[][] gradient = new double[powers.length][network.outputs()];
      for (int step = 0; step < 3; step++) {
        CrossEntropy.of(workspace.forward(powers), LABELS, gradient);
        workspace.backward(gradient);
        for (int l = 0; l < 2; l++) {
          rules[l].step(network.shifts(l), workspace.shiftGradient(l), 1e-5);
          state.add(workspace.biasGradient(l).clone());
        }
      }
    }
    state.addAll(List.of(network.shifts(0)));
    state.addAll(List.of(network.shifts(1)));
    return state;
  }

  @Test
  void aTunedNetworkAnswersAsAWorkspaceDoesBitForBitWithAnyNumberOfThreads() {
    LayerDesign first =
        new LayerDesign(
            LayerDesign.linear(2e7, 1.2e8, 40),
            LayerDesign.linear(2e7, 1.2e8, 40),
            21,
            SynapseModel.PUBLISHED);
    LayerDesign second =
        new LayerDesign(
            LayerDesign.geometric(2e7, 1.2e8, 21),
            LayerDesign.geometric(2e7, 1.2e8, 21),
            3,
            SynapseModel.PUBLISHED);
    RfNetwork network = new RfNetwork(List.of(first, second), OscillatorModel.PUBLISHED);
    network.initialise(Plain.random(4));
    for (int samples : new int[] {0, 1, 5, 256, 700}) {
      double[][] powers = Plain.powers(samples, 40, 7);
      double[][] expected = new double[samples][];
      try (Workers alone = new Workers(1)) {
        Workspace workspace = new Workspace(network, 1, alone, Numerics.EXACT);
        workspace.tune();
        for (int s = 0; s < samples; s++) {
          expected[s] = workspace.infer(new double[][] {powers[s]})[0].clone();
        }
      }
      for (int threads : new int[] {1, 2, 3}) {
        try (Workers workers = new Workers(threads)) {
          double[][] answers = new TunedNetwork(network, workers, Numerics.EXACT).infer(powers);
          assertArrayEquals(expected, answers, samples + " samples, " + threads + " threads");
        }
      }
    }
  }

  @Test
  void trainingIsTheSameBitForBitWithAnyNumberOfThreads() {
    double[][] powers = Plain.powers(LABELS.length, 40, 6);
    LayerDesign first =
        new LayerDesign(
            LayerDesign.linear(2e7, 1.2e8, 40),
            LayerDesign.linear(2e7, 1.2e8, 700),
            37,
            SynapseModel.PUBLISHED);
    LayerDesign second =
        new LayerDesign(
            LayerDesign.geometric(2e7, 1.2e8, 37),
            LayerDesign.geometric(2e7, 1.2e8, 37),
            3,
            SynapseModel.PUBLISHED);
    for (Numerics numerics :
        List.of(Numerics.EXACT, new Numerics(Numerics.Precision.DOUBLE, 1e-2), Numerics.SINGLE)) {
      for (double pulling : new double[] {0, 1e10}) {
        RfNetwork network = new RfNetwork(List.of(first, second), Plain.pulled(pulling));
        List<double[]> expected =
            train(network, 1, numerics, powers).stream().map(double[]::clone).toList();
        for (int threads : new int[] {2, 3, 5}) {
          List<double[]> actual = train(network, threads, numerics, powers);
          for (int n = 0; n < expected.size(); n++) {
            assertArrayEquals(
                expected.get(n), actual.get(n), numerics + ", " + threads + " threads, array " + n);
          }
        }
      }
    }
  }

  @Test
  void everyTaskRunsOnce() {
    AtomicIntegerArray runs = new AtomicIntegerArray(1000);
    try (Workers workers = new Workers(3)) {
      workers.run(1000, (task, worker) -> runs.incrementAndGet(task));
    }
    for (int n = 0; n < 1000; n++) {
      assertEquals(1, runs.get(n));
    }
  }

  @Test
  void theFailureOfATaskReachesTheCaller() {
    try (Workers workers = new Workers(2)) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () ->
                  workers.run(
                      10,
                      (task, worker) -> {
                        throw new IllegalStateException("task " + task);
                      }));
      assertEquals("task ", e.getMessage().substring(0, 5));
    }
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void aRunDoesNotWaitForAThreadThatHasNothingToDo() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch begun = new CountDownLatch(1);
      Thread holder =
          new Thread(
              () ->
                  workers.run(
                      2,
                      (task, worker) -> {
                        if (worker == 1) {
                          begun.countDown();
                          await(release);
                        } else {
                          await(begun);
                        }
                      }));
      holder.start();
      begun.await();
      AtomicIntegerArray runs = new AtomicIntegerArray(5);
      workers.run(5, (task, worker) -> runs.incrementAndGet(task));
      for (int n = 0; n < 5; n++) {
        assertEquals(1, runs.get(n));
      }
      release.countDown();
      holder.join();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
