package org.spinbench.app.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.network.Numerics;
import org.spinbench.simulator.network.TunedNetwork;
import org.spinbench.simulator.network.Workers;

/** Programs in Python that the benchmarks start; no test is about how fast anything is. */
class TorchNetworkTest {
  private static Optional<PythonProcess> echo(String... arguments) {
    return PythonProcess.start("echo", "python_echo.py", arguments);
  }

  @Test
  void aProgramIntroducesItselfAndAnswersEveryInstruction() {
    assumeTrue(!PythonProcess.interpreters().isEmpty(), "no python3 on the PATH");
    try (PythonProcess process = echo("3.7").orElseThrow()) {
      assertEquals("3.7", process.greeting());
      assertEquals(6.0, process.ask("length", Double.class));
      assertEquals(3, process.ask("abc", Integer.class));
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> process.ask("end", Double.class));
      assertEquals("echo failed at the instruction 'end'", e.getMessage());
    }
  }

  @Test
  void anInterpreterThatLacksALibraryIsPassedOver() {
    assumeTrue(!PythonProcess.interpreters().isEmpty(), "no python3 on the PATH");
    assertEquals(Optional.empty(), echo("without a library"));
    List<String> missing = List.of("/no/such/python3");
    assertEquals(Optional.empty(), PythonProcess.start(missing, "echo", "python_echo.py", "1"));
  }

  @Test
  void logitsOfAnotherNetworkEndTheComparison() {
    double[][] here = {{1, -4}, {2, 3}};
    assertEquals(0, TorchNetwork.difference("2.0", here, new double[] {1, -4, 2, 3}));
    double found = TorchNetwork.difference("2.0", here, new double[] {1, -4, 2.002, 3});
    assertEquals(0.002 / 4, found, 1e-12);
    for (double wrong : new double[] {2.02, Double.NaN}) {
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () -> TorchNetwork.difference("2.0", here, new double[] {1, -4, wrong, 3}));
      assertTrue(e.getMessage().startsWith("PyTorch 2.0 computes other logits"), e.getMessage());
    }
  }

  @Test
  void theProbeDistinguishesSamplesAndClasses() {
    try (Workers workers = new Workers(1)) {
      double[][] logits =
          new TunedNetwork(TorchNetwork.probe(16), workers, Numerics.EXACT)
              .infer(TorchNetwork.powers());
      assertEquals(4, logits.length);
      assertTrue(logits[0][0] != logits[1][0] && logits[0][0] != logits[0][1]);
    }
  }

  @Test
  @Tag("slow")
  void pyTorchComputesTheSameLogits() {
    Optional<TorchNetwork> started = TorchNetwork.start(1, 8, 4, 16);
    assumeTrue(started.isPresent(), "no python3 on the PATH has PyTorch");
    try (TorchNetwork torch = started.orElseThrow();
        Workers workers = new Workers(1)) {
      assertTrue(torch.difference(16, workers, Numerics.EXACT) < 1e-4);
      assertTrue(torch.version().matches("\\d+\\.\\d+.*"), torch.version());
      assertTrue(torch.epoch() > 0);
      assertTrue(torch.inferences(8, false) > 0);
      assertTrue(torch.inferences(8, true) > 0);
    }
  }
}
