package org.spinbench.experiments.study.drone.transmission;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.task.Seeds;

class HopRulesTest {
  private static final int IDENTITIES = 300;

  /** Channel numbers above 2400 MHz for many identities. */
  private static int[][] channels(HopRule rule, double spacing) {
    int[][] channels = new int[IDENTITIES][];
    for (int identity = 0; identity < IDENTITIES; identity++) {
      double[] carriers = rule.carriers(Seeds.generator(5, identity));
      channels[identity] =
          DoubleStream.of(carriers).mapToInt(f -> whole((f - 2400e6) / spacing)).toArray();
    }
    return channels;
  }

  private static int whole(double value) {
    assertEquals(Math.rint(value), value, 1e-6, "off the grid of the protocol");
    return (int) Math.rint(value);
  }

  private static Set<Integer> set(int... values) {
    return IntStream.of(values).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void dsm2HasTwoChannelsAtLeastFiveApart() {
    for (int[] two : channels(HopRules::dsm2, 1e6)) {
      assertEquals(2, two.length);
      assertTrue(Math.abs(two[0] - two[1]) >= 5, () -> Arrays.toString(two));
      assertTrue(IntStream.of(two).allMatch(channel -> channel >= 3 && channel <= 75));
    }
  }

  @Test
  void dsmxTakesEightSevenAndEightChannelsOfOneParity() {
    for (int[] channels : channels(HopRules::dsmx, 1e6)) {
      assertEquals(23, set(channels).size());
      assertEquals(8, count(channels, 3, 27));
      assertEquals(7, count(channels, 28, 51));
      assertEquals(8, count(channels, 52, 76));
      assertEquals(1, IntStream.of(channels).map(channel -> channel % 2).distinct().count());
    }
  }

  private static long count(int[] channels, int from, int to) {
    return IntStream.of(channels).filter(channel -> channel >= from && channel <= to).count();
  }

  /**
   * Worked by hand for identity -1, whose complement is 0. The sequence from 0 is printed in
   * Numerical Recipes (2nd ed., 7.1): 3C6EF35F, 47502932, ... Shifted by 8 bits and modulo 73 that
   * is 21 and 44: channel 24 is even, unlike the identity, and channel 47 is the first taken.
   */
  @Test
  void dsmxSequenceStartsAtTheComplementOfTheIdentity() {
    assertEquals(47, HopRules.dsmxChannels(-1)[0]);
  }

  @Test
  void dsmxHasTheParityOfItsIdentity() {
    for (int identity = -50; identity < 50; identity++) {
      int parity = identity & 1;
      assertTrue(IntStream.of(HopRules.dsmxChannels(identity)).allMatch(c -> (c & 1) == parity));
    }
  }

  @Test
  void sfhssVisitsThirtyChannelsInEqualStepsModulo31() {
    for (int identity = 0; identity < IDENTITIES; identity++) {
      double[] carriers = HopRules.sfhss(Seeds.generator(5, identity));
      int[] channels =
          DoubleStream.of(carriers).mapToInt(f -> whole((f - 2404e6) / 1.5e6)).toArray();
      assertEquals(IntStream.range(0, 30).boxed().collect(Collectors.toSet()), set(channels));
      Set<Integer> steps = new TreeSet<>();
      for (int i = 1; i < channels.length; i++) {
        steps.add(Math.floorMod(channels[i] - channels[i - 1], 31));
      }
      assertTrue(steps.size() <= 2, () -> "one step, and twice it where 30 is left out: " + steps);
    }
  }

  @Test
  void frskyVisits47OfItsChannels() {
    for (int identity = 0; identity < IDENTITIES; identity++) {
      double[] carriers = HopRules.frsky(Seeds.generator(5, identity));
      int[] channels =
          DoubleStream.of(carriers).mapToInt(f -> whole((f - 2404e6) / 299.9e3)).toArray();
      assertEquals(47, channels.length);
      assertTrue(set(channels).size() >= 44, () -> Arrays.toString(channels));
      assertTrue(IntStream.of(channels).allMatch(channel -> channel >= 0 && channel < 236));
      assertTrue(IntStream.of(channels).skip(1).noneMatch(c -> c == 0 || c == 90 || c == 220));
    }
  }

  @Test
  void afhdsHas16ChannelsOnAGridOf5MegahertzInPairs80Apart() {
    Set<Integer> offsets = new TreeSet<>();
    for (int[] channels : channels(HopRules::afhds, 0.5e6)) {
      assertEquals(16, set(channels).size());
      int lowest = IntStream.of(channels).min().orElseThrow();
      assertEquals(
          IntStream.range(0, 16).mapToObj(n -> lowest + 10 * n).collect(Collectors.toSet()),
          set(channels));
      offsets.add(10 - lowest);
      for (int i = 0; i < 16; i += 2) {
        assertEquals(channels[i] + 80, channels[i + 1]);
      }
    }
    assertEquals(IntStream.range(0, 10).boxed().collect(Collectors.toSet()), offsets);
  }

  @Test
  void afhds2aHasFourChannelsInEachBandAtLeastFiveApart() {
    for (int[] channels : channels(HopRules::afhds2a, 0.5e6)) {
      int[] sorted = IntStream.of(channels).sorted().toArray();
      for (int i = 1; i < 16; i++) {
        assertTrue(sorted[i] - sorted[i - 1] >= 5, () -> Arrays.toString(sorted));
      }
      for (int band = 0; band < 4; band++) {
        assertEquals(4, count(channels, 1 + 41 * band, 41 + 41 * band));
      }
    }
  }

  @Test
  void v2x2HasThe32PatternsOfSixteenChannelsAndAvoidsMultiplesOf16() {
    Set<String> patterns = new TreeSet<>();
    for (int[] channels : channels(HopRules::v2x2, 1e6)) {
      assertEquals(16, channels.length);
      assertTrue(IntStream.of(channels).allMatch(c -> c % 16 != 0 && c >= 13 && c <= 63));
      patterns.add(Arrays.toString(channels));
    }
    assertEquals(32, patterns.size());
  }

  @Test
  void bayangHasFourChannelsTheUpperThree32Apart() {
    for (int[] channels : channels(HopRules::bayang, 1e6)) {
      assertEquals(4, channels.length);
      assertTrue(channels[0] == 0 || channels[0] < 8 && channels[0] % 2 == 1);
      assertTrue(channels[1] >= 16 && channels[1] <= 47);
      assertArrayEquals(
          new int[] {channels[1] + 32, channels[1] + 64}, new int[] {channels[2], channels[3]});
    }
  }

  @Test
  void hottVisits75ChannelsBlockByBlock() {
    for (int identity = 0; identity < 50; identity++) {
      double[] carriers = HopRules.hott(Seeds.generator(5, identity));
      int[] channels =
          DoubleStream.of(carriers)
              .mapToInt(f -> whole((f - 2403.012e6) / 1.01395e6) - 1)
              .toArray();
      assertEquals(IntStream.range(0, 75).boxed().collect(Collectors.toSet()), set(channels));
      for (int i = 0; i < 75; i += 5) {
        int[] five = Arrays.copyOfRange(channels, i, i + 5);
        assertEquals(Set.of(0, 1, 2, 3, 4), set(IntStream.of(five).map(c -> c / 15).toArray()));
        assertEquals(channels[i] / 15, channels[0] / 15, "blocks come in one order");
      }
    }
  }

  @Test
  void wifiStaysOnOneOfItsThirteenChannels() {
    Set<Integer> seen = new TreeSet<>();
    for (int[] channels : channels(HopRules::wifi, 1e6)) {
      assertEquals(1, channels.length);
      seen.add(channels[0]);
    }
    assertEquals(
        IntStream.rangeClosed(1, 13).mapToObj(c -> 7 + 5 * c).collect(Collectors.toSet()), seen);
  }

  @Test
  void ocusyncStaysOnOneOfItsCentres() {
    Set<Integer> seen = new TreeSet<>();
    for (int[] channels : channels(HopRules::ocusync, 0.1e6)) {
      assertEquals(1, channels.length);
      seen.add(channels[0]);
    }
    assertEquals(Set.of(-5, 145, 295, 345, 445, 595, 745), seen);
  }
}
