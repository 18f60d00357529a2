package org.spinbench.experiments.study.drone.transmission;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The carriers of the protocols.
 *
 * <p>Channel plans of the remote controls are facts from the public multi-protocol transmitter
 * firmware "DIY-Multiprotocol-TX-Module" (each rule names its file); these rules are our own,
 * derived from these facts. If only the structure of a table is used, its order is random.
 */
final class HopRules {
  private static final double MHZ = 1e6;
  private static final double ISM = 2400 * MHZ;

  /** Base rows of V2x2, from which the others are derived. */
  private static final int[][] V2X2_ROWS = {
    {39, 27, 57, 40, 36, 34, 46, 54, 25, 33, 41, 20, 30, 18, 45, 24},
    {46, 51, 37, 56, 25, 18, 24, 22, 42, 28, 31, 55, 47, 35, 52, 16},
    {17, 26, 53, 36, 40, 24, 37, 42, 50, 44, 20, 39, 54, 52, 28, 23},
    {34, 39, 23, 57, 52, 40, 43, 29, 24, 42, 33, 56, 16, 38, 32, 31}
  };

  /** Orders in which AFHDS visits the eight pairs of channels 10 d and 10 d + 80. */
  private static final List<String> AFHDS_ORDERS =
      List.of(
          "12345678",
          "18273645",
          "41823657",
          "84136572",
          "87641532",
          "76841352",
          "71628435",
          "71864352");

  private static final double[] OCUSYNC_CENTRES = {
    2399.5 * MHZ, 2414.5 * MHZ, 2429.5 * MHZ, 2434.5 * MHZ, 2444.5 * MHZ, 2459.5 * MHZ, 2474.5 * MHZ
  };

  private HopRules() {}

  /** Two channels from 3 to 75, at least 5 apart (DSM_cyrf6936.ino). */
  static double[] dsm2(RandomGenerator identity) {
    int first = 3 + identity.nextInt(73);
    int second = first;
    while (Math.abs(second - first) < 5) {
      second = 3 + identity.nextInt(73);
    }
    return carriers(MHZ, first, second);
  }

  /** The 23 channels of a 32-bit identity (DSM.ino). */
  static double[] dsmx(RandomGenerator identity) {
    return carriers(MHZ, dsmxChannels(identity.nextInt()));
  }

  /**
   * Channels from 3 to 75 by a linear congruential sequence that starts at the complement of the
   * identity: all with the identity's parity, none twice, at most 8 in 3-27, 7 in 28-51 and 8
   * above.
   */
  static int[] dsmxChannels(int identity) {
    int[] channels = new int[23];
    int[] room = {8, 7, 8};
    int state = ~identity;
    int found = 0;
    while (found < channels.length) {
      state = state * 0x0019660D + 0x3C6EF35F;
      int channel = (state >>> 8) % 73 + 3;
      int part = channel < 28 ? 0 : channel < 52 ? 1 : 2;
      boolean sameParity = ((channel ^ identity) & 1) == 0;
      boolean used = IntStream.of(channels).limit(found).anyMatch(other -> other == channel);
      if (sameParity && !used && room[part] > 0) {
        room[part]--;
        channels[found++] = channel;
      }
    }
    return channels;
  }

  /**
   * Channels 0 to 29 at 2404 MHz + 1.5 MHz n, in steps of 2 to 29 modulo 31, without 30
   * (Futaba_cc2500.ino).
   */
  static double[] sfhss(RandomGenerator identity) {
    int step = 2 + identity.nextInt(28);
    double[] carriers = new double[30];
    int channel = 0;
    for (int i = 0; i < carriers.length; i++) {
      carriers[i] = 2404 * MHZ + 1.5 * MHZ * channel;
      channel = (channel + step) % 31;
      if (channel == 30) {
        channel = (channel + step) % 31;
      }
    }
    return carriers;
  }

  /**
   * 47 channels of 235, 299.9 kHz apart above 2404 MHz, in equal steps from one of the lowest 8;
   * steps that would repeat early and three channels are avoided (FrSkyDVX_common.ino).
   */
  static double[] frsky(RandomGenerator identity) {
    int channel = identity.nextInt(8);
    int step = 2 + identity.nextInt(232);
    if (step % 47 == 0) {
      step++;
    }
    double[] carriers = new double[47];
    for (int i = 0; i < carriers.length; i++) {
      boolean avoided = i > 0 && (channel == 0 || channel == 90 || channel == 220);
      carriers[i] = 2404 * MHZ + 299.9e3 * (avoided ? channel + 1 : channel);
      channel = (channel + step) % 235;
    }
    return carriers;
  }

  /**
   * 16 channels 10 n - offset of 0.5 MHz, n from 1 to 16, offset 0 to 9, in one of eight orders
   * (FlySky_a7105.ino).
   */
  static double[] afhds(RandomGenerator identity) {
    String order = AFHDS_ORDERS.get(identity.nextInt(AFHDS_ORDERS.size()));
    int offset = identity.nextInt(10);
    int[] channels = new int[16];
    for (int i = 0; i < channels.length; i++) {
      int digit = order.charAt(i / 2) - '0';
      channels[i] = 10 * digit + (i % 2 == 0 ? 0 : 80) - offset;
    }
    return carriers(0.5 * MHZ, channels);
  }

  /**
   * 16 channels of 0.5 MHz from 1 to 164, taken in turn from four bands of 41, at least 5 apart
   * (AFHDS2A_a7105.ino).
   */
  static double[] afhds2a(RandomGenerator identity) {
    int[] turn = {0, 2, 1, 3};
    int first = identity.nextInt(4);
    int[] channels = new int[16];
    int found = 0;
    while (found < channels.length) {
      int band = (turn[found % 4] + first) % 4;
      int channel = 1 + 41 * band + identity.nextInt(41);
      boolean close = IntStream.of(channels).limit(found).anyMatch(c -> Math.abs(c - channel) < 5);
      if (!close) {
        channels[found++] = channel;
      }
    }
    return carriers(0.5 * MHZ, channels);
  }

  /**
   * One of four rows of 16 channels, all increased by 0 to 7; a result divisible by 16 is decreased
   * by 3 (V2X2_nrf24l01.ino).
   */
  static double[] v2x2(RandomGenerator identity) {
    int[] row = V2X2_ROWS[identity.nextInt(V2X2_ROWS.length)];
    int raise = identity.nextInt(8);
    int[] channels =
        IntStream.of(row)
            .map(channel -> channel + raise)
            .map(channel -> channel % 16 == 0 ? channel - 3 : channel)
            .toArray();
    return carriers(MHZ, channels);
  }

  /**
   * Channel 0 or (variant D4) odd and below 8, then one of 16 to 47 and those 32 and 64 above it,
   * partly outside the receiver's band (Bayang_nrf24l01.ino).
   */
  static double[] bayang(RandomGenerator identity) {
    int lowest = identity.nextBoolean() ? 0 : 1 + 2 * identity.nextInt(4);
    int second = 16 + identity.nextInt(32);
    return carriers(MHZ, lowest, second, second + 32, second + 64);
  }

  /**
   * Channels 1 to 75 of 1.014 MHz above 2403.01 MHz (CC2500 registers FREQ 0x5C6C6E, MDMCFG1/0 0xA3
   * 0xAA, every third channel), visiting five blocks of 15 channels in turn; here the 16 orders of
   * the original are random (HOTT_cc2500.ino).
   */
  static double[] hott(RandomGenerator identity) {
    int[] blocks = permutation(5, identity);
    int[][] within = new int[5][];
    Arrays.setAll(within, block -> permutation(15, identity));
    double[] carriers = new double[75];
    for (int i = 0; i < carriers.length; i++) {
      int channel = 15 * blocks[i % 5] + within[i % 5][i / 5];
      carriers[i] = 2403.012 * MHZ + 1.01395 * MHZ * (channel + 1);
    }
    return carriers;
  }

  /** One of the channels 1 to 13, 5 MHz apart from 2412 MHz (IEEE 802.11-2020, 15.4.4). */
  static double[] wifi(RandomGenerator identity) {
    return new double[] {2412 * MHZ + 5 * MHZ * identity.nextInt(13)};
  }

  /** One of seven centres in this band (N. Schiller et al., NDSS 2023). */
  static double[] ocusync(RandomGenerator identity) {
    return new double[] {OCUSYNC_CENTRES[identity.nextInt(OCUSYNC_CENTRES.length)]};
  }

  private static double[] carriers(double spacing, int... channels) {
    return IntStream.of(channels).mapToDouble(channel -> ISM + spacing * channel).toArray();
  }

  private static int[] permutation(int size, RandomGenerator random) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int value = order[i];
      order[i] = order[other];
      order[other] = value;
    }
    return order;
  }
}
