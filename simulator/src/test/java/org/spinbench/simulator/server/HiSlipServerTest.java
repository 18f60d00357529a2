package org.spinbench.simulator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spinbench.simulator.server.HiSlipPeer.NONE;
import static org.spinbench.simulator.server.HiSlipPeer.id;
import static org.spinbench.simulator.server.HiSlipPeer.length;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.spinbench.drivers.transport.ContractInstrument;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.drivers.transport.Endpoint.QueryError;

/**
 * The server byte by byte: what it must send is written down by hand from IVI-6.1, one test for a
 * rule.
 */
@Timeout(120)
class HiSlipServerTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final ContractInstrument instrument = new ContractInstrument();
  private final ContractInstrument second = new ContractInstrument();
  private final HiSlipServer server =
      new HiSlipServer(Map.of("hislip0", instrument, "hislip1", second), LOOPBACK, 0);
  private final List<HiSlipPeer> peers = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    instrument.release();
    second.release();
    for (HiSlipPeer peer : peers) {
      peer.close();
    }
    server.close();
  }

  private HiSlipPeer open() throws IOException {
    return kept(HiSlipPeer.open(server.port()));
  }

  private HiSlipPeer connect() throws IOException {
    return kept(new HiSlipPeer(server.port()));
  }

  /** A client that has proposed version 1.0, and has no second channel. */
  private HiSlipPeer greet() throws IOException {
    HiSlipPeer peer = connect();
    peer.sync.say("48 53 00 00 01 00 78 78" + NONE);
    return peer;
  }

  private HiSlipPeer kept(HiSlipPeer peer) {
    peers.add(peer);
    return peer;
  }

  private void expectErrors(QueryError... errors) {
    assertEquals(List.of(errors), instrument.queryErrors);
  }

  // Initialisation.

  @Test
  void theLowerVersionIsSpoken() throws IOException {
    for (String[] versions :
        new String[][] {{"01 00", "01 00"}, {"02 00", "02 00"}, {"03 07", "02 00"}}) {
      HiSlipPeer peer = connect();
      peer.sync.say("48 53 00 00" + versions[0] + "78 78 00 00 00 00 00 00 00 07", "hislip0");
      peer.sync.expect("48 53 01 00" + versions[1]);
      peer.openAsync();
      peer.write(0, 0, "*IDN?");
      peer.expectResponse(0, ContractInstrument.IDENTITY + "\n");
    }
  }

  @Test
  void aVersionBeforeTheFirstIsRefused() throws IOException {
    HiSlipPeer peer = connect();
    peer.sync.say("48 53 00 00 00 09 78 78" + NONE);
    assertTrue(peer.sync.expectText("48 53 02 03").contains("1.0 and 2.0"));
    peer.sync.expectEnd();
  }

  @Test
  void subAddressesNameInstrumentsInAnyCaseAndNoneIsTheDefault() throws IOException {
    second.write("DATA #12ab".getBytes());
    for (String[] addresses :
        new String[][] {{"hislip1", "#12ab"}, {"HiSLIP0", "#10"}, {"", "#10"}}) {
      HiSlipPeer peer = connect();
      peer.sync.say("48 53 00 00 01 00 78 78" + length(addresses[0].length()), addresses[0]);
      peer.sync.expect("48 53 01 00 01 00");
      peer.openAsync();
      peer.write(0, 0, "DATA?");
      peer.expectResponse(0, addresses[1] + "\n");
    }
  }

  @Test
  void unknownSubAddressesAreRefusedWithTheOnesThereAre() throws IOException {
    for (String address : new String[] {"hislip2", "x".repeat(300)}) {
      HiSlipPeer peer = connect();
      peer.sync.say("48 53 00 00 01 00 78 78" + length(address.length()), address);
      String refusal = peer.sync.expectText("48 53 02 03 00 00 00 00");
      assertTrue(refusal.contains("[hislip0, hislip1]"), refusal);
    }
  }

  @Test
  void whoHasNoHisLip0GetsTheOnlyInstrument() throws IOException {
    try (HiSlipServer other = new HiSlipServer(Map.of("hislip5", second), LOOPBACK, 0);
        HiSlipPeer peer = HiSlipPeer.open(other.port())) {
      peer.write(0, 0, "*IDN?");
      peer.expectResponse(0, ContractInstrument.IDENTITY + "\n");
    }
    Map<String, Endpoint> none = Map.of();
    assertThrows(IllegalArgumentException.class, () -> new HiSlipServer(none, LOOPBACK, 0));
  }

  @Test
  void aClientMayCloseAfterInitializeResponse() throws IOException {
    for (int k = 0; k < 100; k++) {
      HiSlipPeer peer = connect();
      peer.sync.say("48 53 00 00 02 00 78 78" + NONE);
      peer.sync.expect("48 53 01 00 02 00");
      peer.close();
    }
    open().write(0, 0, "*CLS");
  }

  @Test
  void messagesBeforeTheSecondChannelAreFatal() throws IOException {
    HiSlipPeer peer = greet();
    peer.sync.expectText("48 53 01 00 01 00");
    peer.write(0, 0, "*IDN?");
    assertTrue(peer.sync.expectText("48 53 02 02").contains("asynchronous channel"));
    peer.sync.expectEnd();
  }

  @Test
  void aConnectionThatBeginsOtherwiseIsFatal() throws IOException {
    for (String beginning : new String[] {"06", "15", "01", "80"}) {
      HiSlipPeer peer = connect();
      peer.sync.say("48 53" + beginning + "00 00 00 00 00" + NONE);
      assertTrue(peer.sync.expectText("48 53 02 03").contains("begins with Initialize"));
      peer.sync.expectEnd();
    }
  }

  @Test
  void aSecondChannelOfNoSessionOrOfOneThatHasItIsFatal() throws IOException {
    HiSlipPeer open = open();
    for (String session : new String[] {"00 01", "43 21"}) {
      HiSlipPeer peer = connect();
      peer.sync.say("48 53 11 00 00 00" + session + NONE);
      assertTrue(peer.sync.expectText("48 53 02 03").contains("waits for its asynchronous"));
      peer.sync.expectEnd();
    }
    open.query(0, 0, "ECHO? alive", "alive\n");
  }

  @Test
  void aSecondInitializeIsFatalOnBothChannels() throws IOException {
    HiSlipPeer peer = open();
    peer.sync.say("48 53 00 00 01 00 78 78" + NONE);
    peer.sync.expectText("48 53 02 03");
    peer.async.expectText("48 53 02 03");
    peer.sync.expectEnd();
    peer.async.expectEnd();
  }

  @Test
  void moreClientsThanAreServedAreRefused() throws IOException {
    for (int k = 0; k < 64; k++) {
      open();
    }
    HiSlipPeer peer = greet();
    assertTrue(peer.sync.expectText("48 53 02 04").contains("64 clients"));
    peers.get(7).close();
    boolean refused = true;
    while (refused) {
      HiSlipPeer next = greet();
      refused = next.sync.expectOneOf("48 53 01 00", "48 53 02 04") == 1;
      next.close();
    }
  }

  // Message sizes.

  @Test
  void sizesAreExchangedAndResponsesSplitAtTheClients() throws IOException {
    HiSlipPeer peer = open();
    peer.async.say("48 53 0F 00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00 14");
    peer.async.expect("48 53 10 00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 00 00 10 00 00");
    peer.write(0, 0, "ECHO? abcdefgh");
    peer.sync.expect("48 53 06 00" + id(0) + length(4), "abcd");
    peer.sync.expect("48 53 06 00" + id(0) + length(4), "efgh");
    peer.sync.expect("48 53 07 00" + id(0) + length(1), "\n");
    peer.query(1, 2, "ECHO? abc", "abc\n");
    peer.write(1, 4, "ECHO? abcd");
    peer.sync.expect("48 53 06 00" + id(4) + length(4), "abcd");
    peer.sync.expect("48 53 07 00" + id(4) + length(1), "\n");
  }

  @Test
  void aSizeOfZeroIsOneByteAtATimeAndAHugeOneIsNoLimit() throws IOException {
    HiSlipPeer peer = open();
    peer.async.say("48 53 0F 00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 00 00 00 00 00");
    peer.async.expectText("48 53 10 00");
    peer.write(0, 0, "ECHO? a");
    peer.sync.expect("48 53 06 00" + id(0) + length(1), "a");
    peer.sync.expect("48 53 07 00" + id(0) + length(1), "\n");
    peer.async.say("48 53 0F 00 00 00 00 00 00 00 00 00 00 00 00 08 FF FF FF FF FF FF FF FF");
    peer.async.expectText("48 53 10 00");
    peer.query(1, 2, "ECHO? abc", "abc\n");
  }

  @Test
  void anImpossibleSizeIsRefused() throws IOException {
    HiSlipPeer peer = open();
    peer.async.say("48 53 0F 00 00 00 00 00" + length(3), "abc");
    peer.async.expectText("48 53 03 00");
    peer.async.say("48 53 0F 00 00 00 00 00" + length(9), "abcdefghi");
    peer.async.expectText("48 53 03 00");
    peer.expectStatus("00", 0, -2);
  }

  // Synchronised mode.

  @Test
  void aMessageMayComeInPartsAndIsAnsweredWithTheIdOfItsEnd() throws IOException {
    HiSlipPeer peer = open();
    peer.sync.say("48 53 06 00" + id(0) + length(3), "ECH");
    peer.sync.say("48 53 06 00" + id(2) + length(5), "O? in");
    peer.sync.say("48 53 07 00" + id(4) + length(6), " parts");
    peer.expectResponse(4, "in parts\n");
    peer.sync.say("48 53 06 01" + id(6) + length(7), "ECHO? x");
    peer.sync.say("48 53 07 00" + id(8) + NONE);
    peer.expectResponse(8, "x\n");
    expectErrors();
  }

  @Test
  void lineFeedsThatComeWithEndAreTerminatorsUnlessTheyAreData() throws IOException {
    HiSlipPeer peer = open();
    peer.query(0, 0, "ECHO? a\n", "a\n");
    peer.query(1, 2, "ECHO? b\r\n", "b\n");
    for (String sent : new String[] {"#13ab\n", "#13ab\n\n", "#13ab\n\r\n"}) {
      peer.write(1, 4, "DATA " + sent);
      peer.query(0, 6, "DATA?", "#13ab\n\n");
    }
    expectErrors();
  }

  /** RMT-expected and RMT-delivered differ: an error inside the server, and no message. */
  @Test
  void aMessageThatDoesNotTellOfTheResponseBeforeItIsAnInterruptedQuery() throws IOException {
    HiSlipPeer peer = open();
    peer.query(0, 0, "ECHO? unread", "unread\n");
    expectErrors();
    peer.query(0, 2, "ECHO? next", "next\n");
    expectErrors(QueryError.INTERRUPTED);
    peer.query(1, 4, "ECHO? read", "read\n");
    expectErrors(QueryError.INTERRUPTED);
    peer.async.expectNothing();
  }

  @Test
  void aTriggerThatDoesNotTellOfTheResponseIsOneToo() throws IOException {
    HiSlipPeer peer = open();
    peer.query(0, 0, "ECHO? unread", "unread\n");
    peer.sync.say("48 53 0C 00" + id(2) + NONE);
    peer.query(0, 4, "TRIG:COUN?", "1\n");
    expectErrors(QueryError.INTERRUPTED);
  }

  @Test
  void aMessageThatTellsOfAResponseThereWasNotIsOneToo() throws IOException {
    HiSlipPeer peer = open();
    peer.query(1, 0, "ECHO? what", "what\n");
    expectErrors(QueryError.INTERRUPTED);
  }

  @Test
  void aStatusQueryTellsOfTheResponseAsWell() throws IOException {
    HiSlipPeer peer = open();
    peer.query(0, 0, "ECHO? read", "read\n");
    peer.expectStatus("00", 1, 0);
    peer.query(0, 2, "ECHO? next", "next\n");
    expectErrors();
  }

  /** Input waits when the response is ready: the response goes, and both channels say so. */
  @Test
  void aMessageThatComesBeforeTheResponseInterruptsIt() throws IOException {
    HiSlipPeer peer = open();
    peer.write(0, 0, "HOLD? lost");
    instrument.awaitHolding();
    peer.write(0, 2, "ECHO? next");
    instrument.release();
    peer.async.expect("48 53 0E 00" + id(2) + NONE);
    peer.sync.expect("48 53 0D 00" + id(2) + NONE);
    peer.expectResponse(2, "next\n");
    expectErrors(QueryError.INTERRUPTED);
    peer.query(1, 4, "ECHO? on", "on\n");
    expectErrors(QueryError.INTERRUPTED);
  }

  @Test
  void aTriggerThatComesBeforeTheResponseInterruptsIt() throws IOException {
    HiSlipPeer peer = open();
    peer.write(0, 0, "HOLD? lost");
    instrument.awaitHolding();
    peer.sync.say("48 53 0C 00" + id(2) + NONE);
    instrument.release();
    peer.async.expect("48 53 0E 00" + id(2) + NONE);
    peer.sync.expect("48 53 0D 00" + id(2) + NONE);
    peer.query(0, 4, "TRIG:COUN?", "1\n");
  }

  @Test
  void idsWrapAround() throws IOException {
    HiSlipPeer peer = open();
    peer.query(0, 0xFE, "ECHO? a", "a\n");
    peer.expectStatus("10", 0, 0xFE);
    peer.write(1, 0x100, "ECHO? b");
    peer.sync.expect("48 53 07 00 00 00 00 00" + length(2), "b\n");
    peer.expectStatus("10", 0, 0x100);
  }

  // Status.

  @Test
  void availableIsTrueFromTheResponseToItsDelivery() throws IOException {
    HiSlipPeer peer = open();
    peer.expectStatus("00", 0, -2);
    peer.query(0, 0, "ECHO? a", "a\n");
    peer.expectStatus("10", 0, 0);
    peer.expectStatus("10", 0, 0);
    peer.expectStatus("00", 1, 0);
    peer.expectStatus("00", 0, 0);
    peer.query(0, 2, "ECHO? b", "b\n");
    peer.write(1, 4, "DATA #10");
    peer.query(0, 6, "ECHO? c", "c\n");
    peer.expectStatus("10", 0, 6);
  }

  @Test
  void availableIsFalseForWhoHasSentMoreThanHasCome() throws IOException {
    HiSlipPeer peer = open();
    peer.query(0, 0, "ECHO? a", "a\n");
    peer.expectStatus("00", 0, 2);
    peer.expectStatus("10", 0, 0);
  }

  @Test
  void statusIsServedWhileTheInstrumentWorks() throws IOException {
    HiSlipPeer peer = open();
    peer.write(0, 0, "HOLD? done");
    instrument.awaitHolding();
    instrument.requestService(0x81);
    peer.async.expect("48 53 14 40 00 00 00 00" + NONE);
    peer.expectStatus("C1", 0, 0);
    peer.expectStatus("81", 0, 0);
    instrument.release();
    peer.expectResponse(0, "done\n");
    peer.expectStatus("91", 0, 0);
  }

  @Test
  void serviceIsRequestedOnceUntilTheStatusWasAskedFor() throws IOException {
    HiSlipPeer a = open();
    HiSlipPeer b = open();
    instrument.requestService(0x04);
    instrument.requestService(0x0C);
    for (HiSlipPeer peer : new HiSlipPeer[] {a, b}) {
      peer.async.expect("48 53 14 40 00 00 00 00" + NONE);
      peer.expectStatus("4C", 0, -2);
      peer.expectStatus("0C", 0, -2);
    }
    instrument.requestService(0x20);
    a.async.expect("48 53 14 40 00 00 00 00" + NONE);
  }

  // Device clear.

  private void clear(HiSlipPeer peer) throws IOException {
    peer.async.say("48 53 13 00 00 00 00 00" + NONE);
    peer.async.expect("48 53 17 00 00 00 00 00" + NONE);
    peer.sync.say("48 53 08 00 00 00 00 00" + NONE);
    peer.sync.expect("48 53 09 00 00 00 00 00" + NONE);
  }

  @Test
  void deviceClearBreaksOffTheWorkAndDropsWhatWaits() throws IOException {
    HiSlipPeer peer = open();
    peer.write(0, 0, "HOLD? lost");
    instrument.awaitHolding();
    peer.write(0, 2, "ECHO? lost");
    peer.sync.say("48 53 06 00" + id(4) + length(10), "ECHO? torn");
    peer.async.say("48 53 13 00 00 00 00 00" + NONE);
    peer.async.expect("48 53 17 00 00 00 00 00" + NONE);
    peer.write(0, 6, "ECHO? lost");
    peer.sync.say("48 53 08 00 00 00 00 00" + NONE);
    peer.sync.expect("48 53 09 00 00 00 00 00" + NONE);
    peer.expectStatus("00", 0, -2);
    peer.query(0, 0, "ECHO? new", "new\n");
    expectErrors();
  }

  @Test
  void deviceClearAgreesToSynchronisedModeOnly() throws IOException {
    HiSlipPeer peer = open();
    peer.async.say("48 53 13 00 00 00 00 00" + NONE);
    peer.async.expect("48 53 17 00 00 00 00 00" + NONE);
    peer.sync.say("48 53 08 01 00 00 00 00" + NONE);
    peer.sync.expect("48 53 09 00 00 00 00 00" + NONE);
    peer.query(0, 0, "ECHO? a", "a\n");
  }

  /** pyvisa-py 0.7.2 remembers a delivery across device clear; that is no interrupted query. */
  @Test
  void theFirstMessageAfterDeviceClearMayTellOfAResponseFromBefore() throws IOException {
    HiSlipPeer peer = open();
    peer.query(0, 0, "ECHO? a", "a\n");
    clear(peer);
    peer.query(1, 0, "ECHO? b", "b\n");
    peer.write(1, 2, "DATA #10");
    expectErrors();
    peer.query(1, 4, "ECHO? c", "c\n");
    expectErrors(QueryError.INTERRUPTED);
  }

  @Test
  void deviceClearForgetsAResponseThatWasNotRead() throws IOException {
    HiSlipPeer peer = open();
    peer.query(0, 0, "ECHO? unread", "unread\n");
    clear(peer);
    peer.expectStatus("00", 0, -2);
    peer.query(0, 0, "ECHO? next", "next\n");
    expectErrors();
  }

  @Test
  void deviceClearGetsThroughALockThatAnotherHolds() throws IOException {
    HiSlipPeer holder = open();
    HiSlipPeer other = open();
    lock(holder, 0, "", 1);
    other.write(0, 0, "ECHO? shut out");
    other.async.say("48 53 04 01 00 00 FF FF" + NONE);
    int before = instrument.clears();
    other.async.say("48 53 13 00 00 00 00 00" + NONE);
    other.async.expect("48 53 05 00 00 00 00 00" + NONE);
    other.async.expect("48 53 17 00 00 00 00 00" + NONE);
    other.sync.say("48 53 08 00 00 00 00 00" + NONE);
    other.sync.expect("48 53 09 00 00 00 00 00" + NONE);
    assertEquals(before, instrument.clears(), "the instrument is another's");
    unlock(holder, -2, 1);
    other.query(0, 0, "ECHO? let in", "let in\n");
  }

  @Test
  void deviceClearThatNobodyBeganIsRefused() throws IOException {
    HiSlipPeer peer = open();
    peer.sync.say("48 53 08 00 00 00 00 00" + NONE);
    peer.sync.expectText("48 53 03 00");
    peer.query(0, 0, "ECHO? on", "on\n");
  }

  // Locks.

  private static void lock(HiSlipPeer peer, int millis, String key, int answer) throws IOException {
    peer.async.say("48 53 04 01" + HexFormat.of().toHexDigits(millis) + length(key.length()), key);
    peer.async.expect("48 53 05 0" + answer + "00 00 00 00" + NONE);
  }

  private static void unlock(HiSlipPeer peer, int number, int answer) throws IOException {
    peer.async.say("48 53 04 00" + id(number) + NONE);
    peer.async.expect("48 53 05 0" + answer + "00 00 00 00" + NONE);
  }

  private static void expectInfo(HiSlipPeer peer, int exclusive, int holders) throws IOException {
    peer.async.say("48 53 18 00 00 00 00 00" + NONE);
    peer.async.expect("48 53 19 0" + exclusive + "00 00 00 0" + holders + NONE);
  }

  @Test
  void theExclusiveLockHasOneHolder() throws IOException {
    HiSlipPeer a = open();
    HiSlipPeer b = open();
    expectInfo(a, 0, 0);
    lock(a, 0, "", 1);
    lock(a, 0, "", 3);
    lock(b, 0, "", 0);
    lock(b, 20, "key", 0);
    expectInfo(b, 1, 1);
    unlock(b, -2, 3);
    unlock(a, -2, 1);
    unlock(a, -2, 3);
    lock(b, 0, "", 1);
  }

  @Test
  void aLockIsWaitedForAndHandedOn() throws IOException {
    HiSlipPeer a = open();
    HiSlipPeer b = open();
    lock(a, 0, "", 1);
    b.async.say("48 53 04 01 00 00 FF FF" + NONE);
    b.expectStatus("00", 0, -2);
    b.async.say("48 53 04 01 00 00 FF FF" + NONE);
    assertTrue(b.async.expectText("48 53 03 00").contains("waiting already"));
    unlock(a, -2, 1);
    b.async.expect("48 53 05 01 00 00 00 00" + NONE);
    expectInfo(a, 1, 1);
  }

  @Test
  void whoHasTheAnswerMayAskAgainAtOnce() throws IOException {
    HiSlipPeer a = open();
    HiSlipPeer b = open();
    for (int round = 0; round < 500; round++) {
      lock(a, 0, "", 1);
      b.async.say("48 53 04 01 00 00 FF FF" + NONE);
      unlock(a, -2, 1);
      b.async.expect("48 53 05 01 00 00 00 00" + NONE);
      lock(a, 0, "", 0);
      a.async.say("48 53 04 01 00 00 FF FF" + NONE);
      unlock(b, -2, 1);
      a.async.expect("48 53 05 01 00 00 00 00" + NONE);
      unlock(a, -2, 1);
    }
  }

  @Test
  void aSharedLockIsForWhoHasTheKeyAndTheExclusiveOneGoesOnTop() throws IOException {
    HiSlipPeer a = open();
    HiSlipPeer b = open();
    HiSlipPeer c = open();
    lock(a, 0, "key", 1);
    lock(b, 0, "key", 1);
    lock(b, 0, "key", 3);
    lock(c, 0, "other", 0);
    lock(c, 0, "", 0);
    expectInfo(c, 0, 2);
    a.query(0, 0, "ECHO? a", "a\n");
    lock(a, 0, "", 1);
    expectInfo(c, 1, 2);
    b.write(0, 0, "ECHO? b");
    b.expectStatus("00", 0, -2);
    b.sync.expectNothing();
    unlock(a, 0, 1);
    b.expectResponse(0, "b\n");
    unlock(a, 0, 2);
    unlock(b, 0, 2);
    lock(c, 0, "", 1);
  }

  @Test
  void whoIsLockedOutWaitsAndIsStillToldTheStatus() throws IOException {
    HiSlipPeer holder = open();
    HiSlipPeer other = open();
    lock(holder, 0, "", 1);
    other.write(0, 0, "ECHO? patience");
    other.expectStatus("00", 0, 0);
    other.async.say("48 53 0F 00 00 00 00 00 00 00 00 00 00 00 00 08 00 00 00 00 00 10 00 00");
    other.async.expectText("48 53 10 00");
    expectInfo(other, 1, 1);
    holder.query(0, 0, "ECHO? mine", "mine\n");
    other.sync.expectNothing();
    unlock(holder, 0, 1);
    other.expectResponse(0, "patience\n");
  }

  @Test
  void aLockIsGivenBackWhenTheMessageBeforeIsDone() throws IOException {
    HiSlipPeer holder = open();
    HiSlipPeer other = open();
    lock(holder, 0, "", 1);
    holder.write(0, 0, "HOLD? first");
    instrument.awaitHolding();
    holder.async.say("48 53 04 00" + id(0) + NONE);
    holder.expectStatus("00", 0, 0);
    expectInfo(other, 1, 1);
    instrument.release();
    holder.expectResponse(0, "first\n");
    holder.async.expect("48 53 05 01 00 00 00 00" + NONE);
    expectInfo(other, 0, 0);
  }

  @Test
  void locksEndWithEitherChannel() throws IOException {
    HiSlipPeer other = open();
    for (boolean syncFirst : new boolean[] {true, false}) {
      HiSlipPeer holder = open();
      lock(holder, 0, "", 1);
      (syncFirst ? holder.sync : holder.async).close();
      lock(other, 10_000, "", 1);
      unlock(other, -2, 1);
      (syncFirst ? holder.async : holder.sync).expectEnd();
    }
  }

  @Test
  void locksOfOneInstrumentAreNoneOfAnother() throws IOException {
    HiSlipPeer a = open();
    lock(a, 0, "", 1);
    HiSlipPeer b = connect();
    b.sync.say("48 53 00 00 01 00 78 78" + length(7), "hislip1");
    b.sync.expect("48 53 01 00 01 00");
    b.openAsync();
    lock(b, 0, "", 1);
    b.query(0, 0, "ECHO? free", "free\n");
  }

  // Trigger, remote and local.

  @Test
  void triggersKeepTheirPlaceAmongTheMessages() throws IOException {
    HiSlipPeer peer = open();
    peer.sync.say("48 53 0C 00" + id(0) + NONE);
    peer.query(0, 2, "TRIG:COUN?", "1\n");
    peer.sync.say("48 53 0C 01" + id(4) + length(2), "??");
    peer.query(0, 6, "TRIG:COUN?", "2\n");
    expectErrors();
  }

  @Test
  void remoteAndLocalAreTaken() throws IOException {
    HiSlipPeer peer = open();
    for (int control = 0; control <= 6; control++) {
      peer.async.say("48 53 0A 0" + control + id(-2) + NONE);
      peer.async.expect("48 53 0B 00 00 00 00 00" + NONE);
    }
    peer.async.say("48 53 0A 07" + id(-2) + NONE);
    peer.async.expectText("48 53 03 02");
  }

  // Errors.

  @Test
  void messagesThatAreNotKnownAreRefusedAndTheClientStays() throws IOException {
    HiSlipPeer peer = open();
    for (String type : new String[] {"1A", "1C", "7F", "05", "10", "15", "13", "0D"}) {
      peer.sync.say("48 53" + type + "00 00 00 00 00" + length(3), "abc");
      peer.sync.expectText("48 53 03 01");
    }
    for (String type : new String[] {"1A", "1D", "7F", "06", "07", "0C", "08", "14"}) {
      peer.async.say("48 53" + type + "00 00 00 00 00" + length(3), "abc");
      peer.async.expectText("48 53 03 01");
    }
    peer.sync.say("48 53 80 00 00 00 00 00" + NONE);
    peer.sync.expectText("48 53 03 03");
    peer.async.say("48 53 FF 00 00 00 00 00" + NONE);
    peer.async.expectText("48 53 03 03");
    peer.sync.say("48 53 03 01 00 00 00 00" + NONE);
    peer.async.say("48 53 03 01 00 00 00 00" + NONE);
    peer.query(0, 0, "ECHO? here", "here\n");
    peer.expectStatus("10", 0, 0);
  }

  @Test
  void controlCodesThatAreNotKnownAreRefused() throws IOException {
    HiSlipPeer peer = open();
    peer.sync.say("48 53 07 02" + id(0) + length(7), "ECHO? a");
    peer.sync.expectText("48 53 03 02");
    peer.async.say("48 53 15 02" + id(0) + NONE);
    peer.async.expectText("48 53 03 02");
    peer.async.say("48 53 04 02" + id(0) + NONE);
    peer.async.expectText("48 53 03 02");
    peer.query(0, 2, "ECHO? b", "b\n");
  }

  @Test
  void messagesThatAreTooLargeAreRefusedAndWhatIsLeftOfThemIsNotCarriedOut() throws IOException {
    HiSlipPeer peer = open();
    String large = "x".repeat((1 << 20) + 1);
    peer.sync.say("48 53 07 00" + id(0) + length(large.length()), large);
    assertTrue(peer.sync.expectText("48 53 03 04").contains("1048576 bytes"));
    peer.sync.say("48 53 06 00" + id(2) + length(8), "ECHO? a;");
    peer.sync.say("48 53 06 00" + id(4) + length(large.length()), large);
    peer.sync.expectText("48 53 03 04");
    peer.write(0, 6, "ECHO? torn");
    peer.query(0, 8, "ECHO? whole", "whole\n");
    peer.async.say("48 53 04 01 00 00 00 00" + length(257), "k".repeat(257));
    peer.async.expectText("48 53 03 04");
    lock(peer, 0, "k".repeat(256), 1);
  }

  @Test
  void aMalformedHeaderIsFatalOnBothChannels() throws IOException {
    HiSlipPeer peer = open();
    peer.sync.say("48 54 07 00 00 00 00 00" + NONE);
    peer.sync.expectText("48 53 02 01 00 00 00 00");
    peer.async.expectText("48 53 02 01 00 00 00 00");
    peer.sync.expectEnd();
    peer.async.expectEnd();
    HiSlipPeer next = open();
    next.async.say("47 45 54 20 2F 20 48 54 54 50 2F 31 2E 31 0D 0A");
    next.async.expectText("48 53 02 01 00 00 00 00");
    next.sync.expectText("48 53 02 01 00 00 00 00");
    HiSlipPeer third = connect();
    third.sync.say("2A 49 44 4E 3F 0A 2A 49 44 4E 3F 0A 2A 49 44 4E");
    third.sync.expectText("48 53 02 01 00 00 00 00");
    third.sync.expectEnd();
  }

  @Test
  void aClientMayEndTheConnectionWithAFatalError() throws IOException {
    HiSlipPeer peer = open();
    peer.async.say("48 53 02 00 00 00 00 00" + NONE);
    peer.sync.expectEnd();
    peer.async.expectEnd();
  }

  @Test
  void anInstrumentThatFailsEndsTheConnectionAndNoOther() throws IOException {
    Endpoint broken =
        new Endpoint() {
          @Override
          public void write(byte[] message) {
            throw new IllegalStateException("smoke");
          }

          @Override
          public byte[] read() {
            return null;
          }

          @Override
          public void clear() {}
        };
    try (HiSlipServer other = new HiSlipServer(Map.of("hislip0", broken), LOOPBACK, 0);
        HiSlipPeer peer = HiSlipPeer.open(other.port());
        HiSlipPeer next = HiSlipPeer.open(other.port())) {
      peer.write(0, 0, "*IDN?");
      assertTrue(peer.sync.expectText("48 53 02 00").contains("smoke"));
      peer.async.expectText("48 53 02 00");
      next.expectStatus("00", 0, -2);
    }
  }

  // The end.

  @Test
  void closingEndsEveryConversationAndBreaksOffTheWork() throws IOException {
    HiSlipPeer idle = open();
    HiSlipPeer working = open();
    HiSlipPeer half = connect();
    working.write(0, 0, "HOLD? never");
    instrument.awaitHolding();
    int port = server.port();
    server.close();
    for (HiSlipPeer.Channel channel :
        List.of(idle.sync, idle.async, working.sync, working.async, half.sync)) {
      channel.expectEnd();
    }
    assertThrows(ConnectException.class, () -> new HiSlipPeer(port));
    server.close();
  }

  @Test
  void takenPortIsNamed() {
    int port = server.port();
    UncheckedIOException refused =
        assertThrows(
            UncheckedIOException.class,
            () -> new HiSlipServer(Map.of("hislip0", instrument), LOOPBACK, port));
    assertTrue(refused.getMessage().contains(Integer.toString(port)));
  }
}
