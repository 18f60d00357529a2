package org.spinbench.app.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.spinbench.drivers.scpi.Dialect;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.InProcess;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import org.spinbench.simulator.bench.VirtualClock;
import org.spinbench.simulator.instrument.Surroundings;
import org.spinbench.simulator.instrument.rfsource.SimulatedSgs100a;
import org.spinbench.simulator.server.SocketServer;

/**
 * What a message costs: a checked setting and a query of a simulated SGS100A, inside the program
 * and over a TCP socket on the loopback interface, beside a bare Java socket that carries the same
 * bytes and does nothing with them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LinkBenchmark {
  private static final Dialect DIALECT = new Dialect(Duration.ofSeconds(2), ":SYST:ERR?", true);
  private static final Clock CLOCK = new SystemClock();

  private static SimulatedSgs100a instrument() {
    return new SimulatedSgs100a(
        new Surroundings(
            new VirtualClock(),
            RandomGeneratorFactory.of("L64X128MixRandom").create(1),
            false,
            () -> {}));
  }

  /** A session with a simulated instrument inside the program. */
  @State(Scope.Thread)
  public static class Inside {
    private ScpiSession session;
    private int count;

    @Setup
    public void open() {
      var endpoint = instrument().endpoint();
      session =
          new ScpiSession(
              "rf_1",
              ResourceName.parse("INPROC::rf_1::INSTR"),
              name -> new InProcess(name, endpoint),
              CLOCK,
              DIALECT);
    }

    @TearDown
    public void close() {
      session.close();
    }
  }

  /** A session with the same instrument served on a socket. */
  @State(Scope.Thread)
  public static class Served {
    private SocketServer server;
    private ScpiSession session;
    private int count;

    @Setup
    public void open() {
      server = new SocketServer(instrument().endpoint(), InetAddress.getLoopbackAddress(), 0);
      session =
          new ScpiSession(
              "rf_1",
              ResourceName.parse("TCPIP::127.0.0.1::" + server.port() + "::SOCKET"),
              new SystemTransports(),
              CLOCK,
              DIALECT);
    }

    @TearDown
    public void close() {
      session.close();
      server.close();
    }
  }

  /** A bare socket whose other end answers every line with the same bytes. */
  @State(Scope.Thread)
  public static class Bare {
    private static final byte[] QUERY = ":SOUR:POW?\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER = "-10.5\n".getBytes(StandardCharsets.US_ASCII);

    private ServerSocket listener;
    private Socket socket;

    @Setup
    public void open() throws IOException {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      new Thread(this::serve, "bare server").start();
      socket = new Socket(listener.getInetAddress(), listener.getLocalPort());
      socket.setTcpNoDelay(true);
    }

    private void serve() {
      byte[] buffer = new byte[256];
      try (Socket client = listener.accept()) {
        client.setTcpNoDelay(true);
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (buffer[n - 1] == '\n') {
            out.write(ANSWER);
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException("the bare server failed", e);
      }
    }

    @TearDown
    public void close() throws IOException {
      socket.close();
      listener.close();
    }
  }

  @Benchmark
  public void insideCheckedSetting(Inside inside) {
    inside.session.command(++inside.count % 2 == 0 ? ":SOUR:POW -10.5" : ":SOUR:POW -11.5");
  }

  @Benchmark
  public double insideQuery(Inside inside) {
    return inside.session.queryNumber(":SOUR:POW?");
  }

  @Benchmark
  public void loopbackCheckedSetting(Served served) {
    served.session.command(++served.count % 2 == 0 ? ":SOUR:POW -10.5" : ":SOUR:POW -11.5");
  }

  @Benchmark
  public double loopbackQuery(Served served) {
    return served.session.queryNumber(":SOUR:POW?");
  }

  @Benchmark
  public int loopbackBareSocket(Bare bare) throws IOException {
    bare.socket.getOutputStream().write(Bare.QUERY);
    byte[] buffer = new byte[64];
    int length = 0;
    do {
      length += bare.socket.getInputStream().read(buffer, length, buffer.length - length);
    } while (buffer[length - 1] != '\n');
    return length;
  }
}
