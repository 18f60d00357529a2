package org.spinbench.experiments.study.drone.transmission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.spinbench.experiments.study.drone.transmission.RadioLink.Sender;
import org.spinbench.experiments.task.Seeds;

/** What pairs of remote control and aircraft send, against the numbers of their firmware. */
class ProtocolsTest {
  private static List<RadioLink> links(Protocol protocol, int identity) {
    return protocol.rule().links(Seeds.generator(8, identity));
  }

  /** Share of a minute on the air. */
  private static double duty(RadioLink link) {
    double[] seconds = {0};
    link.schedule().between(0, 60, (hop, from, to) -> seconds[0] += to - from);
    return seconds[0] / 60;
  }

  /** Bytes on the air, in bits over the bit rate, over the period of the frames. */
  @Test
  void packetsTakeTheTimeOfTheirBytes() {
    assertDuty(Protocols.SFHSS, Sender.REMOTE, 2 * 23 * 8 / 128.1e3 / 6.8e-3); // 42 %
    assertDuty(Protocols.FRSKY, Sender.REMOTE, 3 * 28 * 8 / 31.04e3 / 36e-3); // 60 %
    assertDuty(Protocols.FRSKY, Sender.AIRCRAFT, 28 * 8 / 31.04e3 / 36e-3); // 20 %
    assertDuty(Protocols.AFHDS, Sender.REMOTE, 31 * 8 / 500e3 / 1.51e-3); // 33 %
    assertDuty(Protocols.AFHDS2A, Sender.REMOTE, 48 * 8 / 500e3 / 3.85e-3); // 20 %
    assertDuty(Protocols.V2X2, Sender.REMOTE, 0.05); // 0.2 ms of 4 ms
    assertDuty(Protocols.BAYANG, Sender.REMOTE, 0.10); // 0.2 ms of 2 ms
    assertDuty(Protocols.HOTT, Sender.REMOTE, 112 * 8 / 250e3 / 10e-3); // 36 %
    assertDuty(Protocols.HOTT, Sender.AIRCRAFT, 56 * 8 / 250e3 / 10e-3); // 18 %
  }

  private static void assertDuty(Protocol protocol, Sender sender, double expected) {
    RadioLink link =
        links(protocol, 1).stream().filter(l -> l.sender() == sender).findFirst().orElseThrow();
    assertEquals(expected, duty(link), 2e-3, protocol.name());
  }

  /** Two packets of 1.4 ms in 11 or 22 ms. */
  @Test
  void spektrumHasTwoFrameRates() {
    double[] duties =
        IntStream.range(0, 40)
            .mapToDouble(id -> duty(links(Protocols.DSMX, id).get(0)))
            .distinct()
            .sorted()
            .toArray();
    assertEquals(2, Arrays.stream(duties).mapToLong(d -> Math.round(1e3 * d)).distinct().count());
    assertEquals(2 * 1.408 / 22, duties[0], 2e-3);
    assertEquals(2 * 1.408 / 11, duties[duties.length - 1], 2e-3);
  }

  /** FrSky's aircraft answers in the fourth frame, on the carrier of that frame. */
  @Test
  void theAircraftOfFrskySendsWhereTheRemoteControlDoesNot() {
    List<RadioLink> both = links(Protocols.FRSKY, 3);
    boolean[] remote = new boolean[8];
    boolean[] aircraft = new boolean[8];
    both.get(0).schedule().between(0, 72e-3, (hop, from, to) -> remote[(int) hop] = true);
    both.get(1).schedule().between(0, 72e-3, (hop, from, to) -> aircraft[(int) hop] = true);
    assertEquals("[true, true, true, false, true, true, true, false]", Arrays.toString(remote));
    assertEquals(
        "[false, false, false, true, false, false, false, true]", Arrays.toString(aircraft));
    assertTrue(Arrays.equals(both.get(0).carriers(), both.get(1).carriers()));
  }

  /** What answers never speaks over the other. */
  @Test
  void bothEndsOfAHoppingLinkTakeTurns() {
    for (Protocol protocol : List.of(Protocols.FRSKY, Protocols.AFHDS2A, Protocols.HOTT)) {
      List<RadioLink> both = links(protocol, 5);
      both.get(0)
          .schedule()
          .between(
              0,
              0.2,
              (hop, from, to) ->
                  both.get(1)
                      .schedule()
                      .between(
                          from,
                          to,
                          (other, begin, end) ->
                              assertTrue(end - begin < 1e-9, protocol.name() + " at " + begin)));
    }
  }

  /** 10 MHz or 20 MHz down, 1.4 MHz hopping up. */
  @Test
  void ocusyncHasAWideLinkAndANarrowOne() {
    boolean[] seen = new boolean[2];
    for (int id = 0; id < 40; id++) {
      List<RadioLink> both = links(Protocols.OCUSYNC, id);
      double down = both.get(0).waveform().bandwidth();
      assertEquals(Sender.AIRCRAFT, both.get(0).sender());
      assertTrue(down == 601 * 15e3 || down == 1201 * 15e3, () -> down + " Hz");
      seen[down > 10e6 ? 1 : 0] = true;
      assertEquals(73 * 15e3, both.get(1).waveform().bandwidth());
      assertEquals(16, both.get(1).carriers().length);
      assertTrue(duty(both.get(0)) >= 0.3 - 1e-3 && duty(both.get(0)) <= 0.9 + 1e-3);
    }
    assertTrue(seen[0] && seen[1]);
  }

  @Test
  void wifiSendsBothWaysOnOneChannel() {
    for (int id = 0; id < 20; id++) {
      List<RadioLink> both = links(Protocols.WIFI, id);
      assertTrue(Arrays.equals(both.get(0).carriers(), both.get(1).carriers()));
      double width = both.get(0).waveform().bandwidth();
      assertTrue(width == 53 * 312.5e3 || width == 57 * 312.5e3, () -> width + " Hz");
    }
  }
}
