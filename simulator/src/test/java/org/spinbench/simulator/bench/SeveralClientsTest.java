package org.spinbench.simulator.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spinbench.drivers.transport.Endpoint;
import org.spinbench.simulator.instrument.SimulatedInstrument;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.scpi.FrontPanel;
import org.spinbench.simulator.server.SocketServer;

/**
 * Several clients at one instrument whose time passes by itself. The long measurements last hours;
 * whatever is answered meanwhile does not wait for them.
 */
@Tag("any-jdk")
@Timeout(30)
class SeveralClientsTest {
  private static final int POWER_ON = 128;
  private static final int ROUNDS = 20;

  private final PacedClock clock = new PacedClock(1);
  private final List<AutoCloseable> opened = new ArrayList<>();
  private Endpoint instrument;

  @AfterEach
  void close() throws Exception {
    if (instrument != null) {
      instrument.clear();
    }
    for (AutoCloseable each : opened) {
      each.close();
    }
  }

  private SocketServer serve(String model) {
    Surroundings around = new Surroundings(clock, new SplittableRandom(1), false, () -> {});
    SimulatedInstrument made =
        SimulatedModel.of(model).orElseThrow().make(around, Connections.NONE);
    instrument = made.endpoint();
    SocketServer server = new SocketServer(instrument, InetAddress.getLoopbackAddress(), 0);
    opened.add(server);
    return server;
  }

  /** A client on a socket of its own. */
  private final class Client {
    private final Socket socket;
    private final BufferedReader in;

    Client(SocketServer server) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
      socket.setTcpNoDelay(true);
      opened.add(socket);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    }

    void send(String message) throws IOException {
      socket.getOutputStream().write((message + '\n').getBytes(StandardCharsets.ISO_8859_1));
    }

    String ask(String message) throws IOException {
      send(message);
      return in.readLine();
    }

    /** Asks in another thread. */
    FutureTask<String> askLater(String message) {
      FutureTask<String> answer = new FutureTask<>(() -> ask(message));
      Thread thread = new Thread(answer, "asks " + message);
      thread.setDaemon(true);
      thread.start();
      return answer;
    }
  }

  /** Waits until another client's measurement has the turn: its settings have been carried out. */
  private static void await(Client other, String query, String until) throws Exception {
    while (!same(other.ask(query), until)) {
      Thread.sleep(2);
    }
  }

  /** Whether these are the same text or the same number. */
  private static boolean same(String answer, String until) {
    return answer.equals(until)
        || answer.matches("[-+]?[0-9].*[0-9]|[0-9]")
            && !answer.contains(";")
            && Double.parseDouble(answer) == Double.parseDouble(until);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "34465A | :VOLT:NPLC 100;:SAMP:COUN 50000;:READ? | SAMP:COUN? | 50000",
        "2182A | :SENS:VOLT:NPLC 50;:SAMP:COUN 1000;:READ? | SAMP:COUN? | 1000",
        "N9030B | :SWE:TIME 3600;:INIT:CONT OFF;:INIT;*OPC? | INIT:CONT? | 0",
        "N9030B | :SWE:TIME 3600;:INIT:CONT OFF;:READ:SAN? | INIT:CONT? | 0",
        "FSW | :SWE:TIME 3600;:INIT:CONT OFF;:INIT;*WAI;:TRAC? TRACE1 | INIT:CONT? | 0",
        "B2901A | :TRIG:SOUR TIM;TIM 100;COUN 1000;:READ:ARR? | TRIG:COUN? | +1.000000E+03",
        "B2901A | :TRIG:SOUR TIM;TIM 100;COUN 1000;:INIT;*OPC? | TRIG:COUN? | +1.000000E+03",
        "2450 | :SENS:COUN 300000;:MEAS:VOLT? | SENS:COUN? | 300000",
        "2450 | :SENS:COUN 7;:TRIG:LOAD 'SimpleLoop',200,50;:INIT;*OPC? | SENS:COUN? | 7",
        "NRP | :SENS:AVER:COUN 60000;:INIT;*OPC? | SENS:AVER:COUN? | 60000",
      })
  void aMeasurementHoldsNoOtherClient(String model, String message, String setting, String set)
      throws Exception {
    SocketServer server = serve(model);
    Client other = new Client(server);
    Client measuring = new Client(server);
    FutureTask<String> answer = measuring.askLater(message);
    await(other, setting, set);
    assertTrue(other.ask("*IDN?").contains(","));
    int events = (int) Double.parseDouble(other.ask("*ESR?"));
    assertEquals(0, events & ~POWER_ON, "no error, and not ended");
    assertFalse(answer.isDone());
    measuring.socket.close();
    other.send("*RST");
    assertTrue(other.ask("SYST:ERR?").contains("No error") || model.equals("2450"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "34465A | :VOLT:NPLC 100;:SAMP:COUN 50000;:READ? | SAMP:COUN? | 50000",
        "N9030B | :SWE:TIME 3600;:INIT:CONT OFF;:READ:SAN? | INIT:CONT? | 0",
        "B2901A | :TRIG:SOUR TIM;TIM 100;COUN 1000;:READ:ARR? | TRIG:COUN? | +1.000000E+03",
      })
  void aClientThatGoesAwayFreesTheInstrument(
      String model, String message, String setting, String set) throws Exception {
    SocketServer server = serve(model);
    Client other = new Client(server);
    Client measuring = new Client(server);
    measuring.send(message);
    await(other, setting, set);
    measuring.socket.close();
    other.send("*RCL 0;*CLS");
    assertEquals("1", other.ask(":*ESE 1;*ESE?"), "a setting waits for the turn");
  }

  @Test
  void aTurnIsFreeAfterTheClientOfTheMeasurementHasGone() throws Exception {
    SocketServer server = serve("34465A");
    Client other = new Client(server);
    Client measuring = new Client(server);
    measuring.send(":VOLT:NPLC 100;:SAMP:COUN 50000;:READ?");
    await(other, "SAMP:COUN?", "50000");
    FutureTask<String> setting = other.askLater(":SAMP:COUN 3;COUN?");
    measuring.socket.close();
    assertEquals("+3", setting.get());
  }

  @Test
  void abortEndsTheMeasurementOfAnother() throws Exception {
    SocketServer server = serve("N9030B");
    Client other = new Client(server);
    Client measuring = new Client(server);
    FutureTask<String> complete = measuring.askLater(":SWE:TIME 3600;:INIT:CONT OFF;:INIT;*OPC?");
    await(other, "STAT:OPER:COND?", "8");
    other.send("ABOR");
    assertEquals("1", complete.get(), "an aborted measurement is complete");
  }

  @Test
  void a2400ThatIsNotIdleTakesAbortOnly() throws Exception {
    SocketServer server = serve("2400");
    Client other = new Client(server);
    Client measuring = new Client(server);
    measuring.send(":OUTP ON;:TRIG:DEL 900;:INIT");
    awaitOperation();
    FutureTask<String> identity = measuring.askLater("*IDN?");
    FutureTask<String> another = other.askLater("*IDN?");
    Client third = new Client(server);
    third.send(":SYST:ERR?");
    assertFalse(identity.isDone());
    assertFalse(another.isDone());
    new Client(server).send(":ABOR");
    assertTrue(identity.get().contains("2400"));
    assertTrue(another.get().contains("2400"));
  }

  private void awaitOperation() throws InterruptedException {
    while (!((FrontPanel) instrument).operates()) {
      Thread.sleep(2);
    }
  }

  @Test
  void a2400WhoseClientHasGoneIsIdle() throws Exception {
    SocketServer server = serve("2400");
    Client measuring = new Client(server);
    measuring.send(":OUTP ON;:TRIG:DEL 900;:READ?");
    Client other = new Client(server);
    measuring.socket.close();
    assertTrue(other.ask("*IDN?").contains("2400"));
  }

  @Test
  void anArmed2400WaitsForItsTrigger() throws Exception {
    SocketServer server = serve("2400");
    Client client = new Client(server);
    client.send(":OUTP ON;:ARM:SOUR BUS;:INIT");
    FutureTask<String> fetched = client.askLater(":FETC?");
    Client other = new Client(server);
    while (!fetched.isDone()) {
      other.send("*TRG");
      Thread.sleep(5);
    }
    assertEquals(5, fetched.get().split(",").length);
  }

  @Test
  void a2450ReportsItsTriggerModel() throws Exception {
    SocketServer server = serve("2450");
    Client client = new Client(server);
    assertEquals("EMPTY;EMPTY;0", client.ask("TRIG:STAT?"));
    client.send("TRIG:LOAD 'SimpleLoop',200,500;:INIT");
    assertTrue(client.ask("TRIG:STAT?").startsWith("RUNNING;RUNNING;"));
    client.send("INIT");
    assertTrue(client.ask("SYST:ERR?").startsWith("-213"), "it runs already");
    client.send("ABOR");
    await(client, "*OPC?", "1");
    await(client, "TRIG:STAT?", "ABORTED;ABORTED;0");
    client.send("TRIG:LOAD 'SimpleLoop',2,0;:INIT");
    assertEquals("1", client.ask("*OPC?"));
    assertEquals("IDLE;IDLE;0;2", client.ask("TRIG:STAT?;:TRAC:ACT?"));
  }

  @Test
  void anEndlessModelRunsUntilItIsAborted() throws Exception {
    SocketServer server = serve("2450");
    Client client = new Client(server);
    client.send("TRIG:BLOC:NOP 1;:TRIG:BLOC:BRAN:ALW 2,1;:INIT");
    assertTrue(new Client(server).ask("*IDN?").contains("2450"));
    assertTrue(client.ask("TRIG:STAT?").startsWith("RUNNING"));
    client.send("ABOR");
    assertEquals("1", client.ask("*OPC?"));
    assertTrue(client.ask("SYST:ERR?").startsWith("0"));
  }

  @Test
  void aBlockOfA2450WaitsForATriggerOfAnyClient() throws Exception {
    SocketServer server = serve("2450");
    Client client = new Client(server);
    client.send("TRIG:LOAD 'EMPTY';:TRIG:BLOC:WAIT 1,COMM;MEAS 2;:INIT");
    await(client, "TRIG:STAT?;:TRAC:ACT?", "RUNNING;RUNNING;1;0");
    new Client(server).send("*TRG");
    await(client, "TRIG:STAT?;:TRAC:ACT?", "IDLE;IDLE;2;1");
    client.send("INIT");
    await(client, "TRIG:STAT?", "RUNNING;RUNNING;1");
    client.send("ABOR");
    await(client, "TRIG:STAT?", "ABORTED;ABORTED;1");
  }

  @Test
  void deviceClearStopsEverythingThatWaits() throws Exception {
    SocketServer server = serve("2450");
    Client client = new Client(server);
    client.send("TRIG:LOAD 'SimpleLoop',200,500;:INIT");
    assertTrue(client.ask("TRIG:STAT?").startsWith("RUNNING"));
    instrument.clear();
    await(client, "TRIG:STAT?", "ABORTED;ABORTED;0");
  }

  @Test
  void completionIsSignalledAtTheEndOfAnOperation() throws Exception {
    SocketServer server = serve("B2901A");
    Client client = new Client(server);
    client.send("*CLS;:TRIG:SOUR TIM;TIM 0.05;COUN 3;:INIT;*OPC");
    await(client, "*ESR?", "1");
    assertEquals(3, client.ask(":FORM:ELEM:SENS CURR;:FETC:ARR?").split(",").length);
  }

  @Test
  void eightClientsMeasureAbortAndGoAway() throws Exception {
    SocketServer server = serve("N9030B");
    List<FutureTask<String>> rounds = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int number = i;
      FutureTask<String> round = new FutureTask<>(() -> round(server, number), null);
      rounds.add(round);
      Thread thread = new Thread(round, "client " + i);
      thread.setDaemon(true);
      thread.start();
    }
    for (FutureTask<String> round : rounds) {
      assertNull(round.get());
    }
    Client last = new Client(server);
    last.send("ABOR;*CLS");
    assertEquals("1", last.ask(":SWE:TIME 1E-3;:INIT:CONT OFF;:INIT;*OPC?"));
  }

  /** Clients by turns: one measures for an hour and goes, one aborts, others ask. */
  private void round(SocketServer server, int number) {
    try {
      for (int k = 0; k < 6; k++) {
        Client client = new Client(server);
        switch (number % 4) {
          case 0 -> client.send(":SWE:TIME 3600;:INIT:CONT OFF;:READ:SAN?");
          case 1 -> client.send("ABOR");
          case 2 -> assertTrue(client.ask("*IDN?").contains("N9030B"));
          default -> assertEquals("0", client.ask(":INIT:CONT?").replace("1", "0"));
        }
        client.socket.close();
      }
    } catch (IOException lost) {
      throw new UncheckedIOException(lost);
    }
  }

  /**
   * Prints how long clients wait beside a measurement of hours, with -Dspinbench.waits=true: seven
   * that ask {@code *IDN?} at the same time, and one that wants the instrument after an abort, a
   * device clear, and the end of the connection that measures.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "34465A | :VOLT:NPLC 100;:SAMP:COUN 50000;:READ? | :SAMP:COUN 3 | :SAMP:COUN? | 50000",
        "2182A | :SENS:VOLT:NPLC 50;:SAMP:COUN 1000;:READ? | :SAMP:COUN 3 | :SAMP:COUN? | 1000",
        "N9030B | :SWE:TIME 3600;POIN 999;:READ:SAN? | :SWE:POIN 101 | :SWE:POIN? | 999",
        "FSW | :SWE:TIME 3600;POIN 999;:INIT:CONT OFF;:INIT;*WAI;:TRAC? TRACE1"
            + " | :SWE:POIN 101 | :SWE:POIN? | 999",
        "B2901A | :TRIG:SOUR TIM;TIM 100;COUN 1000;:READ:ARR? | :TRIG:COUN 1 | :TRIG:COUN? | 1000",
        "2450 | :SENS:COUN 300000;:MEAS:VOLT? | :SENS:COUN 1 | :SENS:COUN? | 300000",
        "NRP | :SENS:AVER:COUN 60000;:INIT;*OPC? | :SENS:AVER:COUN 4 | :SENS:AVER:COUN? | 60000",
      })
  void printsHowLongClientsWait(
      String model, String message, String idle, String setting, String set) throws Exception {
    assumeTrue(Boolean.getBoolean("spinbench.waits"), "nothing to print");
    SocketServer server = serve(model);
    List<Client> seven = new ArrayList<>();
    for (int k = 0; k < 7; k++) {
      seven.add(new Client(server));
    }
    Client other = seven.get(0);
    double[] identity = new double[ROUNDS];
    Map<String, double[]> free = new LinkedHashMap<>();
    for (String ending : List.of("abort", "clear", "gone")) {
      free.put(ending, new double[ROUNDS]);
      for (int k = 0; k < ROUNDS; k++) {
        Client measuring = new Client(server);
        measuring.askLater(message);
        await(other, setting, set);
        List<FutureTask<Double>> asked = seven.stream().map(SeveralClientsTest::identity).toList();
        for (FutureTask<Double> each : asked) {
          identity[k] = Math.max(identity[k], each.get());
        }
        free.get(ending)[k] =
            millis(
                () -> {
                  switch (ending) {
                    case "abort" -> other.send("ABOR");
                    case "clear" -> instrument.clear();
                    default -> measuring.socket.close();
                  }
                  return other.ask(idle + ";" + setting);
                });
        measuring.socket.close();
      }
    }
    System.out.printf(Locale.ROOT, "%-8s *IDN? %s", model, figures(identity));
    free.forEach((ending, millis) -> System.out.print(" | " + ending + " " + figures(millis)));
    System.out.println(" (median, largest; ms)");
  }

  /** Asks in another thread, and gives the time that it took, ms. */
  private static FutureTask<Double> identity(Client client) {
    FutureTask<Double> time = new FutureTask<>(() -> millis(() -> client.ask("*IDN?")));
    Thread thread = new Thread(time, "asks *IDN?");
    thread.setDaemon(true);
    thread.start();
    return time;
  }

  private static double millis(Callable<String> work) throws Exception {
    long begin = System.nanoTime();
    work.call();
    return (System.nanoTime() - begin) * 1e-6;
  }

  private static String figures(double[] millis) {
    Arrays.sort(millis);
    return String.format(
        Locale.ROOT, "%.2f, %.2f", millis[millis.length / 2], millis[millis.length - 1]);
  }
}
