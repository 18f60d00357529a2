package org.spinbench.experiments.study.drone.transmission;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.spinbench.experiments.study.drone.transmission.RadioLink.Sender;
import org.spinbench.experiments.study.drone.transmission.Schedule.Burst;
import org.spinbench.experiments.study.drone.transmission.Waveform.Carrier;

/**
 * The protocols of the generator: waveforms, carriers and times of remote control and aircraft.
 *
 * <p>Widths. DSM: 64-chip spread spectrum of 1 Mchip/s (Cypress CYRF6936 data sheet), 1.2 MHz at -3
 * dB in the published recordings. Frequency-shift keying: Carson's rule, 2 x deviation + bit rate,
 * with the register values of the CC2500 (Texas Instruments SWRS040): S-FHSS 128.1 kbit/s and 38.1
 * kHz, FrSky D 31.0 kbit/s and 31.7 kHz, HoTT 250 kbit/s and 47.6 kHz; for the nRF24L01 (1 Mbit/s)
 * and the A7105 (500 kbit/s), the 0.8 MHz at -3 dB of the recordings.
 *
 * <p>Times of remote controls are facts from the firmware named in {@link HopRules}: the period of
 * the frames, the bytes of a packet and, with the bit rates above, its duration, including
 * preamble, synchronisation word and checksum. FrSky D, AFHDS 2A and HoTT also send from the
 * aircraft: FrSky in every fourth frame, the others in each, on the same carrier.
 *
 * <p>OFDM. Wi-Fi: carriers 312.5 kHz apart, ±26 (802.11g) or ±28 (802.11n) without the middle one,
 * pilots at ±7 and ±21 as strong as the data (IEEE 802.11-2020, 17.3.5.9, 17.3.5.10 and
 * 19.3.11.10). OcuSync 2: carriers 15 kHz apart, ±300 in 10 MHz or ±600 in 20 MHz down to the
 * remote control, packets of 15 symbols; 1.4 MHz hopping up to the aircraft; the middle carrier
 * weaker than the data, no pilots (F. Domke, github.com/tmbinc/random, dji/ocusync2). Bins of 391
 * kHz show the notch of Wi-Fi, and of OcuSync, whose middle carrier is 15 kHz of them, next to
 * nothing.
 *
 * <p>Assumed, because there is no source: the share of time for video, up to 0.4 with Wi-Fi
 * (traffic of drones is bursty: A. Baltaci et al., "Experimental UAV Data Traffic Modeling and
 * Network Performance Analysis", INFOCOM 2021) and 0.3 to 0.9 with OcuSync; the packets of Wi-Fi up
 * to the aircraft; ±36 carriers, as LTE has in 1.4 MHz, 16 carriers on a grid of 2 MHz and a packet
 * each 10 ms for OcuSync up to the aircraft.
 */
public final class Protocols {
  private static final double MS = 1e-3;

  private static final Waveform SPREAD = Waveform.flat(1.1e6);
  private static final Waveform GFSK = Waveform.flat(0.75e6);

  /** 802.11g and 802.11n. */
  private static final Waveform[] WIFI_BANDS = {wifiBand(26), wifiBand(28)};

  /** An OFDM symbol of OcuSync: 1/15 kHz and a cyclic prefix of 144 in 2048 samples, s. */
  private static final double OCUSYNC_SYMBOL = (1 + 144 / 2048.0) / 15e3;

  private static final double OCUSYNC_PACKET = 15 * OCUSYNC_SYMBOL;

  /** Ratio of OcuSync's middle carrier to a data carrier: "much smaller"; taken as a tenth. */
  private static final double OCUSYNC_MIDDLE = 0.1;

  private static final int OCUSYNC_HOPS = 16;

  /** Spektrum DSM2: two fixed channels. */
  public static final Protocol DSM2 =
      new Protocol("DSM2", id -> remote(SPREAD, HopRules.dsm2(id), spektrum(id)));

  /** Spektrum DSMX: 23 channels. */
  public static final Protocol DSMX =
      new Protocol("DSMX", id -> remote(SPREAD, HopRules.dsmx(id), spektrum(id)));

  /** Futaba S-FHSS: 30 channels, two packets on each. */
  public static final Protocol SFHSS =
      new Protocol("S-FHSS", id -> remote(Waveform.flat(204e3), HopRules.sfhss(id), sfhss()));

  /** FrSky D: 47 of 235 channels; every fourth frame is the aircraft's. */
  public static final Protocol FRSKY = new Protocol("FrSky", id -> frsky(HopRules.frsky(id)));

  /** FlySky AFHDS: 16 channels, 5 MHz apart. */
  public static final Protocol AFHDS =
      new Protocol(
          "AFHDS",
          id -> remote(GFSK, HopRules.afhds(id), Schedule.hopping(1.51 * MS, onAir(31, 500e3))));

  /** FlySky AFHDS 2A: 16 channels, four in each quarter of the band; the aircraft answers. */
  public static final Protocol AFHDS2A =
      new Protocol(
          "AFHDS-2A",
          id ->
              bothWays(
                  GFSK,
                  HopRules.afhds2a(id),
                  Schedule.hopping(3.85 * MS, onAir(48, 500e3)),
                  Schedule.of(3.85 * MS, 1, new Burst(1.7 * MS, onAir(47, 500e3), 0))));

  /** V2x2, as in WLtoys V202: 16 channels, two packets on each. */
  public static final Protocol V2X2 =
      new Protocol("V2x2", id -> remote(GFSK, HopRules.v2x2(id), v2x2()));

  /** Bayang: four channels. */
  public static final Protocol BAYANG =
      new Protocol(
          "Bayang",
          id -> remote(GFSK, HopRules.bayang(id), Schedule.hopping(2 * MS, onAir(25, 1e6))));

  /** Graupner HoTT: 75 channels, coded at half the rate; the aircraft answers. */
  public static final Protocol HOTT =
      new Protocol(
          "HoTT",
          id ->
              bothWays(
                  Waveform.flat(345e3),
                  HopRules.hott(id),
                  Schedule.of(10 * MS, 1, new Burst(1.1 * MS, onAir(112, 250e3), 0)),
                  Schedule.of(10 * MS, 1, new Burst(5.5 * MS, onAir(56, 250e3), 0))));

  /** A drone flown over Wi-Fi: video down, commands up, on one channel. */
  public static final Protocol WIFI = new Protocol("Wi-Fi", Protocols::wifi);

  /** DJI OcuSync 2: video down on one channel of 10 or 20 MHz, commands up in hops of 1.4 MHz. */
  public static final Protocol OCUSYNC = new Protocol("OcuSync", Protocols::ocusync);

  public static final List<Protocol> ALL =
      List.of(DSM2, DSMX, SFHSS, FRSKY, AFHDS, AFHDS2A, V2X2, BAYANG, HOTT, WIFI, OCUSYNC);

  private Protocols() {}

  /** Duration of a number of bytes, s. */
  private static double onAir(int bytes, double bitRate) {
    return 8 * bytes / bitRate;
  }

  private static List<RadioLink> remote(Waveform waveform, double[] carriers, Schedule schedule) {
    return List.of(new RadioLink(Sender.REMOTE, waveform, carriers, schedule));
  }

  private static List<RadioLink> bothWays(
      Waveform waveform, double[] carriers, Schedule up, Schedule down) {
    return List.of(
        new RadioLink(Sender.REMOTE, waveform, carriers, up),
        new RadioLink(Sender.AIRCRAFT, waveform, carriers, down));
  }

  /**
   * Frames of 11 or 22 ms with a packet of 16 bytes, 64 µs each, on two carriers, 4.01 ms apart.
   */
  private static Schedule spektrum(RandomGenerator identity) {
    double period = identity.nextBoolean() ? 11 * MS : 22 * MS;
    double packet = onAir(22, 125e3);
    return Schedule.of(period, 2, new Burst(0, packet, 0), new Burst(4.01 * MS, packet, 1));
  }

  private static Schedule sfhss() {
    double packet = onAir(23, 128.1e3);
    return Schedule.of(6.8 * MS, 1, new Burst(0, packet, 0), new Burst(1.625 * MS, packet, 0));
  }

  private static List<RadioLink> frsky(double[] carriers) {
    double packet = onAir(28, 31.04e3);
    double frame = 9 * MS;
    return bothWays(
        Waveform.flat(94e3),
        carriers,
        Schedule.of(
            4 * frame,
            4,
            new Burst(0, packet, 0),
            new Burst(frame, packet, 1),
            new Burst(2 * frame, packet, 2)),
        Schedule.of(4 * frame, 4, new Burst(3 * frame + 1.3 * MS, packet, 3)));
  }

  private static Schedule v2x2() {
    double packet = onAir(25, 1e6);
    return Schedule.of(8 * MS, 1, new Burst(0, packet, 0), new Burst(4 * MS, packet, 0));
  }

  /** Carriers 312.5 kHz apart without the middle one; the pilots are as strong as the data. */
  private static Waveform wifiBand(int highest) {
    return Waveform.ofdm(
        highest,
        312.5e3,
        new Carrier(-21, 1),
        new Carrier(-7, 1),
        new Carrier(0, 0),
        new Carrier(7, 1),
        new Carrier(21, 1));
  }

  /** A Wi-Fi network's band. */
  static Waveform wifiBand(RandomGenerator identity) {
    return WIFI_BANDS[identity.nextInt(WIFI_BANDS.length)];
  }

  /** Video at 30 or 60 pictures per second, each a burst, and a packet up every 20 ms. */
  private static List<RadioLink> wifi(RandomGenerator identity) {
    double[] channel = HopRules.wifi(identity);
    Waveform band = wifiBand(identity);
    double picture = 1.0 / (identity.nextBoolean() ? 30 : 60);
    double share = 0.05 + 0.35 * identity.nextDouble();
    return bothWays(
        band,
        channel,
        Schedule.hopping(20 * MS, 0.3 * MS),
        Schedule.hopping(picture, share * picture));
  }

  private static List<RadioLink> ocusync(RandomGenerator identity) {
    int highest = identity.nextBoolean() ? 300 : 600;
    double share = 0.3 + 0.6 * identity.nextDouble();
    double[] hops = new double[OCUSYNC_HOPS];
    Arrays.setAll(hops, i -> 2403.5e6 + 2e6 * identity.nextInt(38));
    return List.of(
        new RadioLink(
            Sender.AIRCRAFT,
            Waveform.ofdm(highest, 15e3, new Carrier(0, OCUSYNC_MIDDLE)),
            HopRules.ocusync(identity),
            Schedule.hopping(OCUSYNC_PACKET / share, OCUSYNC_PACKET)),
        new RadioLink(
            Sender.REMOTE,
            Waveform.ofdm(36, 15e3, new Carrier(0, OCUSYNC_MIDDLE)),
            hops,
            Schedule.hopping(10 * MS, OCUSYNC_PACKET)));
  }
}
