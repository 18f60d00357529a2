package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spinbench.drivers.standin.Script;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Languages other than SCPI, against transcripts, and out of step on a bare line. */
final class DialectTest {
  private static final String[] TSP_IDENTITY = {
    "Keithley Instruments Inc., Model 2601B, 1398687, 3.0.0"
  };
  private static final String[] SRS_IDENTITY = {
    "Stanford Research Systems,SG386,s/n001671,ver1.21.26"
  };
  private static final Dialect LETTERS =
      Dialect.letters(
          new Identification(
              List.of("+", "-", "v0"),
              told -> new Identity("Windfreak", told.get(0), told.get(1), told.get(2))));
  private static final String[] LETTERS_IDENTITY = {"WFT SynthHD 2", "1234", "Firmware 3.25"};
  private static final Dialect CODES =
      Dialect.mnemonics(
          ErrorCheck.codes("LERR?", code -> code == 10 ? "Illegal value" : "code " + code));

  private static List<ScpiError> refused(ScpiSession session, String command) {
    return assertThrows(InstrumentErrorException.class, () -> session.command(command)).errors();
  }

  @Test
  void tspAssignsPrintsAndAsksItsQueueInAMessageOfItsOwn() {
    Script script = new Script(Dialect.TSP, TSP_IDENTITY);
    ScpiSession session = script.session();
    assertEquals("Model 2601B", session.identity().model());
    script
        .command("smua.source.leveli = 0.001")
        .query("print(smua.source.leveli)", "1.000000000000000e-03")
        .query("print(smua.measure.iv())", "1.00000e-06\t2.5e-01")
        .query("*STB?", "4")
        .send("smua.source.leveli = 99")
        .query(
            "print(errorqueue.next())",
            "-2.22000e+02\tParameter data out of range\t2.00000e+01\t1.00000e+00")
        .query("print(errorqueue.next())", "1.10200e+03\tParameter too big")
        .query("print(errorqueue.next())", "0.00000e+00\tQueue Is Empty\t0.00000e+00\t0.00000e+00");
    session.command("smua.source.leveli = 0.001");
    assertEquals(1e-3, session.queryNumber("print(smua.source.leveli)"));
    assertEquals("1.00000e-06\t2.5e-01", session.query("print(smua.measure.iv())"));
    assertEquals("4", session.query("*STB?"));
    assertEquals(
        List.of(
            new ScpiError(-222, "Parameter data out of range"),
            new ScpiError(1102, "Parameter too big")),
        refused(session, "smua.source.leveli = 99"));
    script.done();
  }

  @ParameterizedTest
  @ValueSource(strings = {"smua.reset()", "a.print(1)", "x = 'print(1)'", "blueprint(2)"})
  void inTspOnlyWhatPrintsIsAQuery(String statement) {
    Script script = new Script(Dialect.TSP, TSP_IDENTITY);
    script.command(statement);
    script.session().command(statement);
    script.done();
    assertThrows(IllegalArgumentException.class, () -> script.session().query(statement));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "print(1)",
        "x = 2 print(x)",
        "printbuffer(1, 2, b)",
        "*ESR?",
        "display(print(2))"
      })
  void inTspWhatPrintsIsNoCommand(String statement) {
    ScpiSession session = new Script(Dialect.TSP, TSP_IDENTITY).session();
    assertThrows(IllegalArgumentException.class, () -> session.command(statement));
    assertThrows(IllegalArgumentException.class, () -> session.send(statement));
  }

  @Test
  void aNumericErrorQueueIsEmptyAtZero() {
    Script script = new Script(CODES, SRS_IDENTITY);
    script
        .command("FREQ 1E9")
        .query("FREQ?", "1000000000.000000")
        .refusal("AMPR 99", "10")
        .query("LERR?", "126")
        .query("LERR?", "0");
    script.session().command("FREQ 1E9");
    assertEquals(1e9, script.session().queryNumber("FREQ?"));
    assertEquals(
        List.of(new ScpiError(10, "Illegal value"), new ScpiError(126, "code 126")),
        refused(script.session(), "AMPR 99"));
    script.done();
  }

  @Test
  void aStatusRegisterTellsErrorsByItsBits() {
    Script script =
        new Script(
            Dialect.mnemonics(ErrorCheck.EVENT_STATUS),
            "Stanford_Research_Systems,SR830,s/n12345,ver1.07");
    script
        .command("SLVL 0.1")
        .refusal("SLVL 9", "145")
        .query("*ESR?", "0")
        .refusal("XYZ 1", "52")
        .query("*ESR?", "0")
        .refusal("SENS 3", "129");
    script.session().command("SLVL 0.1");
    assertEquals(
        List.of(new ScpiError(-200, "Execution error")), refused(script.session(), "SLVL 9"));
    assertEquals(
        List.of(
            new ScpiError(-400, "Query error"),
            new ScpiError(-200, "Execution error"),
            new ScpiError(-100, "Command error")),
        refused(script.session(), "XYZ 1"));
    script.session().command("SENS 3");
    script.done();
  }

  @Test
  void registersAreReadByAllTheirBits() {
    Map<Integer, ScpiError> bits = Map.of(1, new ScpiError(1, "one"), 7, new ScpiError(7, "seven"));
    ErrorCheck check = ErrorCheck.register("ERRS?", bits);
    for (int register = 0; register < 256; register++) {
      List<Integer> expected = new ArrayList<>();
      if ((register & 2) != 0) {
        expected.add(1);
      }
      if ((register & 128) != 0) {
        expected.add(7);
      }
      List<ScpiError> found = check.reader().apply(Integer.toString(register));
      assertEquals(expected, found.stream().map(ScpiError::number).toList());
    }
    for (String wrong : new String[] {"", "x", "-1", "65536", "1.5", "1,2"}) {
      assertThrows(IllegalArgumentException.class, () -> check.reader().apply(wrong), wrong);
    }
  }

  @Test
  void tspEntriesAreReadWhateverTheirNumber() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    for (int k = 0; k < 1000; k++) {
      int number = random.nextInt(-99999, 99999);
      String text = String.format(Locale.ROOT, "%.5e\tText %d\t20\t1", (double) number, k);
      List<ScpiError> expected =
          number == 0 ? List.of() : List.of(new ScpiError(number, "Text " + k));
      assertEquals(expected, ErrorCheck.TSP.reader().apply(text), text);
    }
    for (String wrong : new String[] {"", "nil", "1.5\tx", "9.9e37\tx", "text\t1"}) {
      assertThrows(
          IllegalArgumentException.class, () -> ErrorCheck.TSP.reader().apply(wrong), wrong);
    }
  }

  @Test
  void lettersAreTakenAtTheirWord() {
    Script script = new Script(LETTERS, LETTERS_IDENTITY);
    ScpiSession session = script.session();
    assertEquals(
        new Identity("Windfreak", "WFT SynthHD 2", "1234", "Firmware 3.25"), session.identity());
    assertFalse(session.reportsErrors());
    script.send("f1000.0").query("f?", "1000.0000000").query("z", "35.1");
    session.command("f1000.0");
    assertEquals(1000, session.queryNumber("f?"));
    assertEquals("35.1", session.query("z"));
    assertEquals(List.of(), session.errors());
    assertThrows(IllegalArgumentException.class, () -> session.command("f?"));
    script.done();
  }

  @Test
  void oneQuestionAloneDoesNotShowThatLettersAreInStep() {
    assertThrows(IllegalArgumentException.class, () -> Dialect.letters(Identification.STANDARD));
  }

  @Test
  void aDialectKeepsAllButItsDeadline() {
    Dialect slow = CODES.within(Duration.ofSeconds(9));
    assertEquals(Duration.ofSeconds(9), slow.timeout());
    assertEquals(CODES, slow.within(CODES.timeout()));
    assertThrows(IllegalArgumentException.class, () -> ErrorCheck.codes("LERR", code -> ""));
    assertThrows(IllegalArgumentException.class, () -> ErrorCheck.queue("ERR", false));
  }

  /**
   * A bare line behind which an instrument answers in order, whatever link asked, once too late.
   */
  private static final class Line implements Transport {
    private final UnaryOperator<String> instrument;
    private final Deque<String> answers;
    private final boolean[] late;

    Line(UnaryOperator<String> instrument, Deque<String> answers, boolean[] late) {
      this.instrument = instrument;
      this.answers = answers;
      this.late = late;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      String answer = instrument.apply(new String(message, StandardCharsets.US_ASCII));
      if (answer != null) {
        answers.add(answer);
      }
      return timeout;
    }

    @Override
    public byte[] read(Duration timeout) {
      if (answers.isEmpty()) {
        throw new TransportTimeoutException("nothing");
      }
      if (answers.peek().equals("LATE") && late[0]) {
        late[0] = false;
        throw new TransportTimeoutException("late");
      }
      return answers.poll().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public boolean clear() {
      return false;
    }

    @Override
    public void close() {}
  }

  private static void comesBackIntoStep(
      Dialect dialect, UnaryOperator<String> instrument, String slow, String quick) {
    Deque<String> output = new ArrayDeque<>();
    boolean[] late = {true};
    ScpiSession session =
        new ScpiSession(
            "it",
            new ResourceName.InProcess("it"),
            n -> new Line(instrument, output, late),
            new TestClock(),
            dialect);
    assertThrows(TransportTimeoutException.class, () -> session.query(slow));
    assertFalse(output.isEmpty(), "the late answer is still to come, over the next link too");
    assertEquals("3", session.query(quick));
    assertTrue(output.isEmpty());
  }

  @Test
  void lateAnswersAreNotTakenForOthers() {
    comesBackIntoStep(
        Dialect.TSP,
        message ->
            switch (message) {
              case "*IDN?" -> TSP_IDENTITY[0];
              case "print(slow)" -> "LATE";
              case "print(quick)" -> "3";
              default -> message.substring("print(".length(), message.length() - 1);
            },
        "print(slow)",
        "print(quick)");
    comesBackIntoStep(
        CODES,
        message ->
            switch (message) {
              case "*IDN?" -> SRS_IDENTITY[0];
              case "*ESE?" -> "0";
              case "SLOW?" -> "LATE";
              default -> "3";
            },
        "SLOW?",
        "QUICK?");
    comesBackIntoStep(
        LETTERS,
        message ->
            switch (message) {
              case "+" -> LETTERS_IDENTITY[0];
              case "-" -> LETTERS_IDENTITY[1];
              case "v0" -> LETTERS_IDENTITY[2];
              case "s?" -> "LATE";
              default -> "3";
            },
        "s?",
        "q?");
  }
}
