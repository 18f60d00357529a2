package org.spinbench.experiments.drone.data;

import java.util.List;

/**
 * The protocols that the generator knows, one row each: name, width of a burst, hop rule.
 *
 * <p>Widths. DSM: 64-chip spread spectrum of 1 Mchip/s (Cypress CYRF6936 data sheet), 1.2 MHz at -3
 * dB in the published recordings. Frequency-shift keying: Carson's rule, 2 x deviation + bit rate,
 * with the register values of the CC2500 (Texas Instruments SWRS040): S-FHSS 128.1 kbit/s and 38.1
 * kHz, FrSky D 31.0 kbit/s and 31.7 kHz, HoTT 250 kbit/s and 47.6 kHz; for the nRF24L01 (1 Mbit/s)
 * and the A7105 (500 kbit/s), the 0.8 MHz at -3 dB of the recordings. Wi-Fi: 52 carriers of 312.5
 * kHz, IEEE 802.11-2020 clause 17. OcuSync: 600 carriers of 15 kHz, N. Schiller et al., NDSS 2023,
 * doi:10.14722/ndss.2023.24217.
 *
 * <p>Timing is not modelled: a snapshot integrates over bursts alone, as if a detector gated it.
 */
public final class Protocols {
  /** Spektrum DSM2: two fixed channels. */
  public static final Protocol DSM2 = new Protocol("DSM2", 1.1e6, HopRules::dsm2);

  /** Spektrum DSMX: 23 channels. */
  public static final Protocol DSMX = new Protocol("DSMX", 1.1e6, HopRules::dsmx);

  /** Futaba S-FHSS: 30 channels. */
  public static final Protocol SFHSS = new Protocol("S-FHSS", 204e3, HopRules::sfhss);

  /** FrSky D: 47 of 235 channels. */
  public static final Protocol FRSKY = new Protocol("FrSky", 94e3, HopRules::frsky);

  /** FlySky AFHDS: 16 channels, 5 MHz apart. */
  public static final Protocol AFHDS = new Protocol("AFHDS", 0.75e6, HopRules::afhds);

  /** FlySky AFHDS 2A: 16 channels, four in each quarter of the band. */
  public static final Protocol AFHDS2A = new Protocol("AFHDS-2A", 0.75e6, HopRules::afhds2a);

  /** V2x2, as in WLtoys V202: 16 channels. */
  public static final Protocol V2X2 = new Protocol("V2x2", 0.75e6, HopRules::v2x2);

  /** Bayang: four channels. */
  public static final Protocol BAYANG = new Protocol("Bayang", 0.75e6, HopRules::bayang);

  /** Graupner HoTT: 75 channels. */
  public static final Protocol HOTT = new Protocol("HoTT", 345e3, HopRules::hott);

  /** Wi-Fi: one channel. */
  public static final Protocol WIFI = new Protocol("Wi-Fi", 16.25e6, HopRules::wifi);

  /** DJI OcuSync, 10 MHz: one channel. */
  public static final Protocol OCUSYNC = new Protocol("OcuSync", 9e6, HopRules::ocusync);

  /** All of them. */
  public static final List<Protocol> ALL =
      List.of(DSM2, DSMX, SFHSS, FRSKY, AFHDS, AFHDS2A, V2X2, BAYANG, HOTT, WIFI, OCUSYNC);

  private Protocols() {}
}
