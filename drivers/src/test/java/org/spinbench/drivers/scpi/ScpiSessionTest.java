package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.scpi.format.ScpiNumber;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;

class ScpiSessionTest {
  private final ScriptedInstrument instrument = new ScriptedInstrument();

  @Test
  void openingAsksWhoIsThereAndChangesNothing() {
    ScpiSession session = instrument.session();
    assertEquals(List.of("*IDN?", "*ESE?"), instrument.sent);
    assertEquals(new Identity("Spin", "Model 1", "42", "1.0"), session.identity());
    assertEquals("rf_1", session.name());
    assertEquals(2, session.messagesSent());
    assertEquals(0, instrument.cleared);
  }

  @Test
  void openingFailuresNameTheInstrument() {
    instrument.reachable = false;
    String refused = assertThrows(TransportException.class, instrument::session).getMessage();
    assertTrue(refused.startsWith("rf_1 cannot be opened: INPROC::rf_1::INSTR refused"), refused);

    instrument.reachable = true;
    instrument.late = 1;
    String silent = assertThrows(TransportTimeoutException.class, instrument::session).getMessage();
    assertTrue(silent.startsWith("rf_1 gave no answer to \"*IDN?\""), silent);

    ScriptedInstrument other = new ScriptedInstrument();
    other.answer("*IDN?", "1");
    String garbled = assertThrows(ReplyFormatException.class, other::session).getMessage();
    assertTrue(garbled.startsWith("rf_1 answered \"1\" to \"*IDN?\""), garbled);
  }

  @Test
  void queriesReturnTextNumberAndBlock() {
    instrument.answer("MODE?", "CW,\"x\"");
    instrument.answer("FREQ?", "+4.25E+08");
    instrument.answer("TRAC?", "#14\n;#\u00ff");
    ScpiSession session = instrument.session();
    assertEquals("CW,\"x\"", session.query("MODE?"));
    assertEquals(425e6, session.queryNumber("FREQ?"));
    byte[] payload = {'\n', ';', '#', (byte) 0xFF};
    assertEquals(ByteBuffer.wrap(payload), session.queryBlock("TRAC?"));
  }

  @Test
  void aCommandAndItsCheckAreOneMessage() {
    ScpiSession session = instrument.session();
    session.command(":FREQ 1E9");
    assertEquals(":FREQ 1E9;:SYST:ERR?", instrument.sent.get(2));
    assertEquals(3, session.messagesSent());
  }

  @Test
  void aDialectMayWantTheCheckInAMessageOfItsOwn() {
    ScpiSession session = instrument.session(false);
    session.command(":FREQ 1E9");
    assertEquals(List.of(":FREQ 1E9", ":SYST:ERR?"), instrument.sent.subList(2, 4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"+0,\"No error\"", "0, \"No Error\"", "0", "-0,\"aucune erreur\""})
  void onlyTheIntegerDecides(String noError) {
    instrument.errors.add(noError);
    instrument.session().command(":FREQ 1E9");
  }

  @Test
  void aRefusalListsTheWholeQueue() {
    instrument.errors.addAll(
        List.of("-222,\"Data out of range;:FREQ 9E9\"", "-221,\"Settings conflict\""));
    ScpiSession session = instrument.session();
    InstrumentErrorException refused =
        assertThrows(InstrumentErrorException.class, () -> session.command(":FREQ 9E9"));
    assertEquals(":FREQ 9E9", refused.command());
    assertEquals(
        List.of(
            new ScpiError(-222, "Data out of range;:FREQ 9E9"),
            new ScpiError(-221, "Settings conflict")),
        refused.errors());
    assertEquals(
        "rf_1 refused \":FREQ 9E9\": -222,\"Data out of range;:FREQ 9E9\"; -221,\"Settings"
            + " conflict\"",
        refused.getMessage());
    assertEquals(List.of(), session.errors());
  }

  @Test
  void anEndlessErrorQueueIsReadFiftyTimes() {
    ScpiSession session = instrument.session();
    instrument.answer(":SYST:ERR?", "-350,\"Queue overflow\"");
    assertEquals(50, session.errors().size());
  }

  @Test
  void sendDoesNotAskAndErrorsStay() {
    ScpiSession session = instrument.session();
    session.send(":FREQ 1E9");
    assertEquals(":FREQ 1E9", instrument.sent.get(2));
    instrument.errors.add("-113,\"Undefined header\"");
    assertEquals(List.of(new ScpiError(-113, "Undefined header")), session.errors());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "1e", "abc", "1,2", "1;2", "#11x", "1 V"})
  void aReplyThatIsNotOneNumberIsRefusedAndTheSessionRecovers(String reply) {
    instrument.answer("VOLT?", reply);
    ScpiSession session = instrument.session();
    String message =
        assertThrows(ReplyFormatException.class, () -> session.queryNumber("VOLT?")).getMessage();
    assertTrue(message.contains("rf_1 answered \"" + reply + "\" to \"VOLT?\""), message);
    instrument.answer("VOLT?", "2");
    assertEquals(2, session.queryNumber("VOLT?"));
    assertEquals(1, instrument.cleared);
  }

  @ParameterizedTest
  @ValueSource(strings = {"9.9E37", "-9.90000000E+37", "9.91E37"})
  void overloadIsNoNumberButTheSessionStaysInStep(String reply) {
    instrument.answer("VOLT?", reply);
    ScpiSession session = instrument.session();
    String message =
        assertThrows(OverloadException.class, () -> session.queryNumber("VOLT?")).getMessage();
    assertTrue(message.contains(reply) && message.contains("rf_1"), message);
    assertEquals(0, instrument.cleared);
    instrument.answer("VOLT?", "1");
    assertEquals(1, session.queryNumber("VOLT?"));
    assertEquals(0, instrument.cleared);
  }

  @Test
  void tornBlocksAndGarbledTextAreRefused() {
    ScpiSession session = instrument.session();
    instrument.answer("TRAC?", "#15abcd");
    String torn =
        assertThrows(ReplyFormatException.class, () -> session.queryBlock("TRAC?")).getMessage();
    assertTrue(torn.contains("announces 5 bytes and holds 4"), torn);
    instrument.answer("MODE?", "C\u00c3W");
    String garbled =
        assertThrows(ReplyFormatException.class, () -> session.query("MODE?")).getMessage();
    assertTrue(garbled.contains("\"C\\xC3W\""), garbled);
  }

  @Test
  void severalNumbersAreAnsweredTogether() {
    ScpiSession session = instrument.session();
    instrument.answer("READ?", "+1.5E-03,-2\t9.91E37;10");
    double[] read = session.queryNumbers("READ?", 4);
    assertEquals(1.5e-3, read[0]);
    assertEquals(-2, read[1]);
    assertTrue(Double.isNaN(read[2]));
    assertEquals(10, read[3]);
    for (int count : new int[] {3, 5}) {
      String wrong =
          assertThrows(ReplyFormatException.class, () -> session.queryNumbers("READ?", count))
              .getMessage();
      assertTrue(wrong.contains(count + " numbers were expected"), wrong);
    }
    instrument.answer("READ?", "1,two");
    assertThrows(ReplyFormatException.class, () -> session.queryNumbers("READ?", 2));
    instrument.answer("RANG?", "10");
    assertEquals(10, session.queryNumber("RANG?"), "in step again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"CW\rCW", "\rCW", "CW\r\r", "CW\0", "\u007fCW"})
  void textIsPrintable(String reply) {
    ScpiSession session = instrument.session();
    instrument.answer("MODE?", reply);
    assertThrows(ReplyFormatException.class, () -> session.query("MODE?"));
    instrument.answer("MODE?", "a\tb\r\nc\nd");
    assertEquals("a\tb\r\nc\nd", session.query("MODE?"));
  }

  @Test
  void aLateAnswerIsNeverTakenForAnotherQuestions() {
    instrument.answer("A?", "1");
    instrument.answer("B?", "2");
    ScpiSession session = instrument.session();
    instrument.late = 1;
    assertThrows(TransportTimeoutException.class, () -> session.query("A?"));
    assertEquals("2", session.query("B?"));
    assertEquals(1, instrument.cleared);
    assertEquals(List.of("A?", "*IDN?", "*ESE?", "B?"), instrument.sent.subList(2, 6));
  }

  @Test
  void aCheckedCommandThatTimesOutReportsTheQueueAfterRecovery() {
    ScpiSession session = instrument.session();
    instrument.late = 1;
    instrument.errors.addAll(List.of("0,\"No error\"", "-363,\"Input buffer overrun\""));
    InstrumentErrorException dropped =
        assertThrows(InstrumentErrorException.class, () -> session.command(":FREQ 1E9"));
    assertEquals(List.of(new ScpiError(-363, "Input buffer overrun")), dropped.errors());
    assertTrue(dropped.getCause() instanceof TransportTimeoutException);

    instrument.late = 1;
    String unsure =
        assertThrows(TransportTimeoutException.class, () -> session.command(":FREQ 1E9"))
            .getMessage();
    assertTrue(unsure.contains("may or may not have been executed"), unsure);
    session.command(":FREQ 1E9");
  }

  @Test
  void anotherInstrumentAtTheSameAddressIsNotAccepted() {
    ScpiSession session = instrument.session();
    instrument.late = 1;
    assertThrows(TransportTimeoutException.class, () -> session.query("*ESE?"));
    instrument.answer("*IDN?", "Spin,Model 1,43,1.0");
    int before = instrument.sent.size();
    String message =
        assertThrows(DesynchronisedException.class, () -> session.send(":OUTP ON")).getMessage();
    assertTrue(message.contains("43") && message.contains("\":OUTP ON\" was not sent"), message);
    assertEquals(
        List.of("*IDN?", "*IDN?", "*IDN?"),
        instrument.sent.subList(before, instrument.sent.size()));
    assertEquals(3, instrument.opened);
    assertEquals(Duration.ofMillis(100), instrument.slept);
    instrument.answer("*IDN?", ScriptedInstrument.IDENTITY);
    session.send(":OUTP OFF");
  }

  @Test
  void aLinkThatIsGoneIsReportedAndOneThatComesBackIsUsed() {
    ScpiSession session = instrument.session();
    instrument.late = 2;
    assertThrows(TransportTimeoutException.class, () -> session.query("*ESE?"));
    instrument.reachable = false;
    String message =
        assertThrows(DesynchronisedException.class, () -> session.command(":OUTP OFF"))
            .getMessage();
    assertTrue(message.contains("refused the connection"), message);
    instrument.reachable = true;
    session.command(":OUTP OFF");
    assertEquals(":OUTP OFF;:SYST:ERR?", instrument.sent.get(instrument.sent.size() - 1));
  }

  @Test
  void aClosedSessionSendsNothing() {
    ScpiSession session = instrument.session();
    session.close();
    session.close();
    String message =
        assertThrows(IllegalStateException.class, () -> session.query("A?")).getMessage();
    assertTrue(message.contains("rf_1 is closed"), message);
    assertEquals(2, instrument.sent.size());
  }

  @Test
  void messagesThatWouldBreakStepAreRefusedBeforeTheyAreSent() {
    ScpiSession session = instrument.session();
    assertThrows(IllegalArgumentException.class, () -> session.query("FREQ 1"));
    assertThrows(IllegalArgumentException.class, () -> session.query("DISP \"?\""));
    assertThrows(IllegalArgumentException.class, () -> session.command("FREQ?"));
    assertThrows(IllegalArgumentException.class, () -> session.send("FREQ 1;FREQ?"));
    assertThrows(IllegalArgumentException.class, () -> session.send("FREQ 1\nFREQ 2"));
    assertThrows(IllegalArgumentException.class, () -> session.send("VOLT 1\u00b5V"));
    session.send("DISP:TEXT 'ready?'");
    assertEquals(3, instrument.sent.size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr-FR", "tr-TR"})
  void theSameBytesGoOutInEveryLocale(String tag) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      instrument.answer("init:volt?", "1.5");
      ScpiSession session = instrument.session();
      session.command("init:volt " + ScpiNumber.format(1234.5));
      assertEquals(1.5, session.queryNumber("init:volt?"));
      assertEquals(
          List.of("*IDN?", "*ESE?", "init:volt 1234.5;:SYST:ERR?", "init:volt?"), instrument.sent);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void dialectsAreChecked() {
    Duration second = Duration.ofSeconds(1);
    assertThrows(IllegalArgumentException.class, () -> new Dialect(Duration.ZERO, ":E?", true));
    assertThrows(IllegalArgumentException.class, () -> new Dialect(second, ":SYST:ERR", true));
    assertThrows(IllegalArgumentException.class, () -> new Dialect(second, "SYST:ERR?", true));
    assertEquals("LERR?", new Dialect(second, "LERR?", false).errorCheck().query());
  }

  // Errors of exchanges before: an answer that nobody read leaves -410 and -420 in the queue
  // (SCPI-99 volume 2, 21.8.12).

  @Test
  void aCommandIsNotBlamedForAnAnswerThatSomebodyElseDidNotRead() {
    instrument.errors.add("-420,\"Query UNTERMINATED\"");
    instrument.errors.add("-410,\"Query INTERRUPTED\"");
    ScpiSession session = instrument.session();
    session.command(":ABOR");
    assertTrue(instrument.errors.isEmpty(), "both were taken from the queue");
    instrument.errors.add("-410,\"Query INTERRUPTED\"");
    assertThrows(InstrumentErrorException.class, () -> session.command(":ABOR"));
  }

  @Test
  void aCommandIsNotBlamedForAnAnswerThatWasLostInTheExchangeBefore() {
    ScpiSession session = instrument.session();
    session.command(":ABOR");
    instrument.late = 1;
    assertThrows(TransportTimeoutException.class, () -> session.query("*IDN?"));
    instrument.errors.add("-410,\"Query INTERRUPTED\"");
    session.command(":ABOR");
  }

  @Test
  void anErrorOfTheCommandIsFoundBesideErrorsOfBefore() {
    instrument.errors.add("-410,\"Query INTERRUPTED\"");
    instrument.errors.add("-222,\"Data out of range\"");
    ScpiSession session = instrument.session();
    InstrumentErrorException refused =
        assertThrows(InstrumentErrorException.class, () -> session.command(":FREQ 9E9"));
    assertEquals(List.of(new ScpiError(-222, "Data out of range")), refused.errors());
  }

  @Test
  void aCommandThatWasNotConfirmedIsNotCalledRefusedForAnErrorOfBefore() {
    ScpiSession session = instrument.session();
    instrument.errors.add("-420,\"Query UNTERMINATED\"");
    instrument.errors.add("-410,\"Query INTERRUPTED\"");
    instrument.late = 1;
    String message =
        assertThrows(TransportTimeoutException.class, () -> session.command(":ABOR")).getMessage();
    assertTrue(
        message.contains(
            "Its error queue holds only errors of exchanges before it, [-410,\"Query"
                + " INTERRUPTED\"]; the command may or may not"),
        message);
  }
}
