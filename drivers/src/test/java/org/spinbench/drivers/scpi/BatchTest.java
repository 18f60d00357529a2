package org.spinbench.drivers.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.instrument.NumberSetting;
import org.spinbench.drivers.instrument.Settings;
import org.spinbench.drivers.instrument.SwitchSetting;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.standin.StandIn;
import org.spinbench.drivers.standin.TestClock;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Two instruments, and the order in which messages and answers pass between them and us. */
final class BatchTest {
  private final List<String> passed = new ArrayList<>();
  private final StandIn one = new StandIn("Maker,Model,1,1");
  private final StandIn two = new StandIn("Maker,Model,2,1");
  private final ScpiSession first = session("first", one, Dialect.SCPI);
  private final ScpiSession second = session("second", two, Dialect.SCPI);
  private final Batch batch = new Batch(List.of(first, second));
  private boolean silent;

  private ScpiSession session(String name, StandIn instrument, Dialect dialect) {
    return new ScpiSession(
        name,
        new ResourceName.InProcess(name),
        resource -> new Noting(name, instrument),
        new TestClock(),
        dialect);
  }

  private final class Noting implements Transport {
    private final String name;
    private final StandIn instrument;

    Noting(String name, StandIn instrument) {
      this.name = name;
      this.instrument = instrument;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      instrument.write(message);
      passed.add(name + " > " + instrument.messages.get(instrument.messages.size() - 1));
      return timeout;
    }

    @Override
    public byte[] read(Duration timeout) {
      byte[] answer = instrument.read();
      if (silent || answer == null) {
        throw new TransportTimeoutException("nothing came");
      }
      passed.add(name + " <");
      return answer;
    }

    @Override
    public boolean clear() {
      return true;
    }

    @Override
    public boolean tellsAnswersApart() {
      return true;
    }

    @Override
    public void close() {
      passed.add(name + " closed");
    }
  }

  private List<String> passedIn(Runnable commands) {
    passed.clear();
    batch.run(commands);
    return List.copyOf(passed);
  }

  @Test
  void everyInstrumentIsSentItsCommandBeforeTheFirstIsWaitedFor() {
    List<String> order =
        passedIn(
            () -> {
              first.command(":A 1");
              second.command(":B 2");
            });
    assertEquals(
        List.of("first > :A 1;:SYST:ERR?", "second > :B 2;:SYST:ERR?", "first <", "second <"),
        order);
  }

  @Test
  void oneInstrumentGetsOneCommandAfterAnother() {
    List<String> order =
        passedIn(
            () -> {
              first.command(":A 1");
              second.command(":B 1");
              first.command(":A 2");
              assertEquals("0", first.query(":C?"));
            });
    assertEquals(
        List.of(
            "first > :A 1;:SYST:ERR?",
            "second > :B 1;:SYST:ERR?",
            "first <",
            "first > :A 2;:SYST:ERR?",
            "first <",
            "first > :C?",
            "first <",
            "second <"),
        order);
  }

  @Test
  void outsideABatchEveryCommandIsWaitedFor() {
    batch.run(() -> {});
    passed.clear();
    first.command(":A 1");
    second.command(":B 1");
    assertEquals(
        List.of("first > :A 1;:SYST:ERR?", "first <", "second > :B 1;:SYST:ERR?", "second <"),
        passed);
  }

  @Test
  void anErrorQueryInAMessageOfItsOwnIsReadLaterToo() {
    StandIn old = new StandIn("Maker,Model,3,1");
    ScpiSession third =
        session("third", old, new Dialect(Duration.ofSeconds(2), ":SYST:ERR?", false));
    passed.clear();
    new Batch(List.of(third, first))
        .run(
            () -> {
              third.command(":A 1");
              first.command(":B 1");
            });
    assertEquals(
        List.of(
            "third > :A 1", "third > :SYST:ERR?", "first > :B 1;:SYST:ERR?", "third <", "first <"),
        passed);
  }

  @Test
  void whatOneRefusesIsThrownWhenAllHaveBeenWaitedFor() {
    one.refused.add(":A");
    InstrumentErrorException e =
        assertThrows(
            InstrumentErrorException.class,
            () ->
                batch.run(
                    () -> {
                      first.command(":A 1");
                      second.command(":B 2");
                    }));
    assertEquals("first refused \":A 1\": -221,\"Settings conflict\"", e.getMessage());
    assertEquals("2", two.values.get(":B"));
    assertEquals(":SYST:ERR?", one.messages.get(one.messages.size() - 1));
    passed.clear();
    assertEquals("0", second.query(":C?"));
    assertEquals(List.of("second > :C?", "second <"), passed);
  }

  @Test
  void allThatFailsIsNamed() {
    one.refused.add(":A");
    two.refused.add(":B");
    BatchException e =
        assertThrows(
            BatchException.class,
            () ->
                batch.run(
                    () -> {
                      first.command(":A 1");
                      second.command(":B 2");
                      throw new IllegalStateException("the body");
                    }));
    assertEquals(
        "3 failures at once: the body; first refused \":A 1\": -221,\"Settings conflict\"; second"
            + " refused \":B 2\": -221,\"Settings conflict\"",
        e.getMessage());
    assertEquals(3, e.getSuppressed().length);
  }

  @Test
  void aRefusalThatIsFoundByTheNextCommandKeepsThatFromBeingSent() {
    one.refused.add(":A");
    assertThrows(
        InstrumentErrorException.class,
        () ->
            batch.run(
                () -> {
                  first.command(":A 1");
                  first.command(":OUTP 1");
                }));
    assertEquals(null, one.values.get(":OUTP"));
  }

  @Test
  void anAnswerThatStaysAwayIsReportedAsWithoutABatch() {
    TransportTimeoutException e =
        assertThrows(
            TransportTimeoutException.class,
            () ->
                batch.run(
                    () -> {
                      first.command(":A 1");
                      second.command(":B 1");
                      silent = true;
                      try {
                        first.confirmSent();
                      } finally {
                        silent = false;
                      }
                    }));
    assertTrue(e.getMessage().contains("first gave no answer to \":A 1\""), e.getMessage());
    // Recovered by device clear, and in step.
    assertEquals("0", first.query(":C?"));
  }

  /** Whoever brings the bench to rest comes in between, and is not told what is not his. */
  @Test
  void aBatchLearnsThatAnotherThreadReadItsAnswer() {
    one.refused.add(":A");
    InstrumentErrorException e =
        assertThrows(
            InstrumentErrorException.class,
            () ->
                batch.run(
                    () -> {
                      first.command(":A 1");
                      CompletableFuture.runAsync(() -> first.command(":OUTP 0")).join();
                    }));
    assertEquals(":A 1", e.command());
    assertEquals("0", one.values.get(":OUTP"));
    assertEquals(
        List.of("*IDN?", "*ESE?", ":A 1;:SYST:ERR?", ":SYST:ERR?", ":OUTP 0;:SYST:ERR?"),
        one.messages);
  }

  @Test
  void whatAnotherThreadHasFoundStopsTheNextCommand() {
    one.refused.add(":A");
    assertThrows(
        InstrumentErrorException.class,
        () ->
            batch.run(
                () -> {
                  first.command(":A 1");
                  CompletableFuture.runAsync(() -> first.query(":C?")).join();
                  first.command(":OUTP 1");
                }));
    assertEquals(null, one.values.get(":OUTP"));
  }

  @Test
  void aBatchInABatchEndsWithTheSameWait() {
    List<String> order =
        passedIn(
            () -> {
              first.command(":A 1");
              batch.run(() -> second.command(":B 1"));
              passed.add("inner has ended");
              second.command(":B 2");
              passed.add("sent");
            });
    assertEquals(
        List.of(
            "first > :A 1;:SYST:ERR?",
            "second > :B 1;:SYST:ERR?",
            "first <",
            "second <",
            "inner has ended",
            "second > :B 2;:SYST:ERR?",
            "sent",
            "second <"),
        order);
  }

  @Test
  void aSessionThatIsClosedMeanwhileSaysWhatItDoesNotKnow() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                batch.run(
                    () -> {
                      first.command(":A 1");
                      first.close();
                    }));
    assertEquals(
        "the session with first was closed before the instrument could confirm \":A 1\"",
        e.getMessage());
  }

  @Test
  void aSettingIsKnownWhenItIsConfirmed() {
    Settings table = new Settings(first);
    NumberSetting level = table.number("level", ":LEV", Unit.VOLT, -10, 10);
    SwitchSetting output = table.onOff("output", ":OUTP");
    level.set(4);
    output.set(true);
    batch.run(
        () -> {
          level.set(1);
          assertEquals(4, level.largest(), "the larger of old and new");
          assertEquals(1, level.current(), "waits for the confirmation");
          assertEquals(1, level.largest());
          output.set(false);
          assertTrue(output.perhapsOn());
        });
    passed.clear();
    assertEquals(1, level.current());
    assertEquals(false, output.perhapsOn());
    assertEquals(List.of(), passed, "nothing is asked");
  }

  /** -4 V load a junction more than -1 V, whichever of them the instrument has by now. */
  @Test
  void theLargerOfTwoNegativeLevelsIsFurtherFromZero() {
    NumberSetting level = new Settings(first).number("level", ":LEV", Unit.VOLT, -10, 10);
    level.set(-4);
    batch.run(
        () -> {
          level.set(-1);
          assertEquals(-4, level.largest());
        });
    NumberSetting power = new Settings(first).number("power", ":POW", Unit.DBM, -120, 10);
    power.set(-40);
    batch.run(
        () -> {
          power.set(-20);
          assertEquals(-20, power.largest(), "-20 dBm is more than -40 dBm");
        });
  }

  @Test
  void aSettingThatIsRefusedIsAskedFor() {
    NumberSetting level = new Settings(first).number("level", ":LEV", Unit.VOLT, -10, 10);
    level.set(4);
    one.refused.add(":LEV");
    assertThrows(InstrumentErrorException.class, () -> batch.run(() -> level.set(7)));
    assertEquals(7, level.largest());
    one.values.put(":LEV", "4");
    assertEquals(4, level.current());
  }

  /** A model that says nothing when it refuses is asked back, when all others have been sent. */
  @Test
  void whatReportsNoErrorsIsAskedBack() {
    StandIn mute = new StandIn("Maker,Model,3,1");
    Dialect dialect =
        new Dialect(
            Duration.ofSeconds(2), Language.SCPI, Identification.STANDARD, ErrorCheck.NONE, false);
    ScpiSession third = session("third", mute, dialect);
    NumberSetting level = new Settings(third).number("level", ":LEV", Unit.VOLT, -10, 10);
    passed.clear();
    new Batch(List.of(third, first))
        .run(
            () -> {
              level.set(2);
              first.command(":B 1");
            });
    assertEquals(
        List.of("third > :LEV 2", "first > :B 1;:SYST:ERR?", "third > :LEV?", "third <", "first <"),
        passed);
  }

  @Test
  void theOneFailureIsThrownAsItIs() {
    IllegalStateException e = new IllegalStateException("the body");
    assertSame(
        e,
        assertThrows(
            IllegalStateException.class,
            () ->
                batch.run(
                    () -> {
                      throw e;
                    })));
  }

  @Test
  void aBatchThatAnErrorEndsHasEnded() {
    one.refused.add(":A");
    OutOfMemoryError error = new OutOfMemoryError("a test");
    Runnable body =
        () -> {
          first.command(":A 1");
          second.command(":B 1");
          throw error;
        };
    assertSame(error, assertThrows(OutOfMemoryError.class, () -> batch.run(body)));
    InstrumentErrorException refused =
        assertInstanceOf(InstrumentErrorException.class, error.getSuppressed()[0]);
    assertEquals(":A 1", refused.command());
    passed.clear();
    second.command(":B 2");
    assertEquals(List.of("second > :B 2;:SYST:ERR?", "second <"), passed, "no batch is under way");
    assertEquals(
        List.of("first > :C 1;:SYST:ERR?", "second > :B 3;:SYST:ERR?", "first <", "second <"),
        passedIn(
            () -> {
              first.command(":C 1");
              second.command(":B 3");
            }),
        "another batch can begin");
  }

  /** The batch must not end as if the command had been confirmed. */
  @Test
  void aBatchLearnsWhichChangesAnErrorLeftUnconfirmed() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                batch.run(
                    () -> {
                      first.command(
                          ":A 1",
                          () -> {
                            throw new StackOverflowError();
                          });
                      CompletableFuture<Void> rest =
                          CompletableFuture.runAsync(() -> first.query(":C?"));
                      assertThrows(CompletionException.class, rest::join);
                    }));
    assertTrue(e.getMessage().startsWith("first could not confirm \":A 1\""), e.getMessage());
  }
}
