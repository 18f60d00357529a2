package org.spinbench.drivers.safety;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.spinbench.drivers.instrument.LimitException;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.SettingException;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.standin.Script;

final class ListedLevelsTest {
  private static final double MOST = 5e-3;
  private static final double STEP = 1e-3;

  private final NumberSetting level =
      new Settings(new Script().session()).number("current", "LEV", Unit.AMPERE, -MOST, MOST);
  private final ListedLevels list = new ListedLevels(level, new Ramp(STEP, 1));

  private static void refused(Executable levels) {
    assertThrows(LimitException.class, levels);
  }

  @Test
  void aListThatNobodyJudgedIsNotGoneThrough() {
    SettingException e = assertThrows(SettingException.class, () -> list.require());
    assertEquals(
        "it current: no limit has judged the instrument's stored list; send a list first",
        e.getMessage());
    list.begin(0, 1e-3);
    list.require();
  }

  @Test
  void theFirstLevelThatIsTooFarAwayIsNamed() {
    LimitException e =
        assertThrows(LimitException.class, () -> list.begin(0, 1e-3, 2e-3, 4e-3, 5e-3));
    assertEquals(LimitException.Level.CHIP, e.level());
    assertEquals(
        "it current: a list from 0.002 to 0.004 A has more than one step of its ramp, 0.001; take"
            + " more points",
        e.getMessage());
  }

  /** What another program adds is judged against the end of what it sent before. */
  @Test
  void anAppendedLevelBelongsToTheListBefore() {
    list.begin(0, 1e-3);
    list.append(2e-3);
    refused(() -> list.append(4e-3));
    list.begin(4e-3);
    list.append(5e-3);
  }

  @Test
  void aLevelBeyondTheLimitIsRefusedInEitherCall() {
    refused(() -> list.begin(MOST * (1 + 1e-9)));
    list.begin(-MOST);
    refused(() -> list.append(-MOST - 1e-4));
    refused(() -> list.begin(Double.NaN));
    refused(() -> list.append(Double.POSITIVE_INFINITY));
  }

  /**
   * A list is accepted if and only if each level is within the limit, and within one step of the
   * one before, wherever it is divided between messages.
   */
  @Test
  void theDivisionIntoMessagesMakesNoDifference() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(16);
    int accepted = 0;
    for (int trial = 0; trial < 2000; trial++) {
      double[] levels = new double[1 + random.nextInt(8)];
      levels[0] = MOST * random.nextDouble(-1, 1);
      for (int k = 1; k < levels.length; k++) {
        levels[k] = levels[k - 1] + STEP * random.nextDouble(-1.1, 1.1);
      }
      boolean sound = Arrays.stream(levels).allMatch(one -> Math.abs(one) <= MOST);
      for (int k = 1; k < levels.length; k++) {
        sound &= Math.abs(levels[k] - levels[k - 1]) <= STEP;
      }
      int cut = random.nextInt(levels.length + 1);
      Executable sent =
          () -> {
            list.begin(Arrays.copyOfRange(levels, 0, cut));
            list.append(Arrays.copyOfRange(levels, cut, levels.length));
          };
      if (sound) {
        assertDoesNotThrow(sent, () -> Arrays.toString(levels) + " at " + cut);
        accepted++;
      } else {
        assertThrows(LimitException.class, sent, () -> Arrays.toString(levels) + " at " + cut);
      }
    }
    assertEquals(1000, accepted, 500, "lists of both kinds were tried");
  }
}
