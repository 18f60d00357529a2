package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options as settings: the same names, defaults and refusals. */
class OptionSettingsTest {
  @Command(name = "toss", mixinStandardHelpOptions = true)
  private static final class Toss {
    @Spec private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "BENCH.toml")
    private Path bench;

    @Option(
        names = {"-s", "--share"},
        defaultValue = "0.5")
    private double share;

    @Option(names = "--loud")
    private boolean loud;

    @Option(names = "--side", split = ",")
    private List<String> sides = List.of();

    @Option(names = "--believed-share")
    private Double believed;

    @Option(names = "--json")
    private boolean json;

    @Option(names = "--seeds")
    private int seeds;

    void check() {
      throw new ParameterException(
          spec.commandLine(), "--share is 2.0, and --believed-share needs '--loud'; a-b stays");
    }
  }

  /** Without the options of output, which a study has itself, and those that it decides. */
  @Test
  void settingsAreTheLongNames() {
    assertEquals(
        new TreeSet<>(Set.of("bench", "share", "loud", "side", "believed-share")),
        OptionSettings.names(new Toss(), Set.of("seeds")));
    assertTrue(OptionSettings.names(new Toss(), Set.of()).contains("seeds"));
  }

  @Test
  void whatIsNotSetHasItsDefault() {
    Toss toss = OptionSettings.given(new Toss(), Map.of());
    assertEquals(0.5, toss.share);
    assertFalse(toss.loud || toss.json);
    assertNull(toss.bench);
    assertNull(toss.believed);
  }

  @Test
  void settingsAreTyped() {
    Toss toss =
        OptionSettings.given(
            new Toss(),
            Map.of(
                "share", "1e-1",
                "loud", "true",
                "side", "synapse 1,neuron 2",
                "believed-share", "0.25",
                "bench", "my bench.toml"));
    assertEquals(0.1, toss.share);
    assertTrue(toss.loud);
    assertEquals(List.of("synapse 1", "neuron 2"), toss.sides);
    assertEquals(0.25, toss.believed);
    assertEquals(Path.of("my bench.toml"), toss.bench);
    assertFalse(OptionSettings.given(new Toss(), Map.of("loud", "false")).loud);
  }

  /** A value is never taken for an option. */
  @Test
  void aValueThatLooksLikeAnOptionIsRefused() {
    Toss toss = new Toss();
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> OptionSettings.given(toss, Map.of("side", "--json")));
    assertTrue(refused.getMessage().startsWith("side "), refused.getMessage());
    assertFalse(toss.json);
  }

  @ParameterizedTest
  @CsvSource({
    "share, many, share: 'many' is not a number; write for example 5 or 2.5e-3",
    "share, 1e40, share: '1e40' is out of range; -1E30 to 1E30",
    "loud, 1, loud is 1; true or false",
    "believed-share, '', believed-share"
  })
  void aWrongValueNamesItsSetting(String setting, String value, String message) {
    String refusal =
        assertThrows(
                IllegalArgumentException.class,
                () -> OptionSettings.given(new Toss(), Map.of(setting, value)))
            .getMessage();
    assertTrue(refusal.startsWith(message), refusal);
  }

  @Test
  void theRefusalOfACommandSpeaksOfSettings() {
    Toss toss = OptionSettings.given(new Toss(), Map.of());
    ParameterException refused = assertThrows(ParameterException.class, toss::check);
    assertEquals(
        "share is 2.0, and believed-share needs 'loud'; a-b stays",
        OptionSettings.refused(refused).getMessage());
  }
}
