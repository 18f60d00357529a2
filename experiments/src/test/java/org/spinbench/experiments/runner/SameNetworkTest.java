package org.spinbench.experiments.runner;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.bench.file.BenchFile;
import org.spinbench.experiments.DefaultBench;
import org.spinbench.experiments.RunFiles;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.training.trainer.TrainingOptions;

/** Parameters of a run are set only on a bench with the same network. */
class SameNetworkTest {
  @TempDir Path folder;

  private RunFile run;

  @BeforeEach
  void create() {
    run = RunFiles.create(folder, 1, "xor", TrainingOptions.standard());
  }

  @AfterEach
  void close() {
    run.close();
  }

  private static BenchFile with(String old, String other) {
    String text = DefaultBench.text();
    assertTrue(text.contains(old), old);
    return BenchFile.parse(text.replaceFirst(java.util.regex.Pattern.quote(old), other), "other");
  }

  @Test
  void theSameFileIsTheSameNetwork() {
    assertDoesNotThrow(() -> SameNetwork.require(run, with("loss_db = 10.0", "loss_db = 10.0")));
  }

  /** Other instruments, cables, limits and designs leave the meaning of parameters as it is. */
  @ParameterizedTest
  @CsvSource({
    "loss_db = 10.0, loss_db = 9.5",
    "INPROC::rf_1::INSTR, TCPIP::192.168.0.21::5025::SOCKET",
    "model = \"SGS100A\", model = \"SMB100A\"",
  })
  void instrumentsAndCablesMayDiffer(String old, String other) {
    assertDoesNotThrow(() -> SameNetwork.require(run, with(old, other)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name = \"nine junctions, simulated\" | name = \"another chip\" | chip \"nine junctions, simulated\" there, \"another chip\" here",
        "name = \"synapse 1\", junction = 1, | name = \"synapse 1\", junction = 11, | synapses [synapse 1 (junction 1)",
        "mode = \"analog\" | mode = \"measured\" | coupling analog there, measured here",
      })
  void anotherNetworkIsNamedByItsFirstDifference(String old, String other, String difference) {
    BenchFile changed = with(old, other);
    String said =
        assertThrows(IllegalArgumentException.class, () -> SameNetwork.require(run, changed))
            .getMessage();
    assertTrue(said.startsWith(run.path() + " is of another network than this bench file: "), said);
    assertTrue(said.contains(difference), said);
    assertTrue(said.endsWith("or begin a new run with this one"), said);
  }

  @Test
  void aChipOfAnotherKindIsAnotherNetwork() {
    BenchFile vowels = BenchFile.parse(DefaultBench.text("vowels"), "vowels");
    String said =
        assertThrows(IllegalArgumentException.class, () -> SameNetwork.require(run, vowels))
            .getMessage();
    assertEquals("chip", said.replaceAll(".*bench file: (\\w+) .*", "$1"), said);
  }
}
