package org.spinbench.app.remote;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.spinbench.drivers.bench.Judge;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import org.spinbench.drivers.transport.zeromq.Reply;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Owns the instruments of a bench, and lets several clients on this and other computers use them by
 * {@code ZMQ::} names.
 *
 * <p>One thread has the socket and the state. Each instrument has a separate thread, so that a slow
 * one does not delay the others. The link to an instrument is opened when the first client needs
 * it.
 *
 * <p>A client is lost if its connection ends without a message, or if it is silent for a lease; its
 * locks end too. If a lost client had sent more than queries since the bench was last at rest, the
 * bench is brought to rest after a grace period, even if other clients are connected. The same
 * happens when the server is closed after such use.
 */
public final class BenchServer implements AutoCloseable {
  /** Period of the check of deadlines. */
  private static final int TICK_MILLIS = 20;

  private static final String WAKE = "inproc://wake";

  /** How long closing waits for an instrument in use. */
  private static final Duration FAREWELL = Duration.ofMillis(500);

  /**
   * How to serve.
   *
   * @param address of this computer to listen on
   * @param port to listen on; 0 for any free one
   * @param keys required on any address but loopback
   * @param lease time of silence after which a client counts as lost
   * @param grace time after the last link before a bench that a lost client used is brought to rest
   * @param shared whether several clients may drive the bench at a time
   */
  public record Settings(
      InetAddress address,
      int port,
      Optional<KeyFolder> keys,
      Duration lease,
      Duration grace,
      boolean shared) {
    /** The default times. */
    public static final Duration LEASE = Duration.ofSeconds(5);

    public static final Duration GRACE = Duration.ofSeconds(5);

    /**
     * Requires keys if other computers can connect.
     *
     * @throws IllegalArgumentException if there are no keys, and the address is not loopback
     */
    public Settings {
      if (keys.isEmpty() && !address.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "without keys, whoever reaches "
                + address.getHostAddress()
                + " over the network could operate these instruments: make keys with 'spinbench"
                + " keys FOLDER', and serve with --keys FOLDER");
      }
    }
  }

  private final Settings settings;
  private final Runnable rest;
  private final Clock clock;
  private final Consumer<String> log;
  private final ZContext context = new ZContext();
  private final Map<String, ResourceName> names = new LinkedHashMap<>();
  private final Map<OwnedInstrument, Conversation> conversations = new LinkedHashMap<>();
  private final Map<OwnedInstrument, ExecutorService> workers = new LinkedHashMap<>();
  private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
  private final LeaseRegistry leases;
  private final Optional<Judge> judge;
  private final ClientSocket clients;
  private final ZMQ.Socket wakened;
  private final ZMQ.Socket waker;
  private final Optional<Admission> admission;
  private final Optional<ServedConditions> conditions;
  private final Thread thread = new Thread(this::run, "bench server");
  private volatile boolean driven;
  private volatile boolean stopping;
  private boolean wakeable = true;
  private RuntimeException failure;

  /**
   * As the other constructor.
   *
   * @param onlyAsks whether a message to the instrument with this name has no side effects; a
   *     client with only such messages leaves nothing behind
   */
  public BenchServer(
      Settings settings,
      Map<String, ResourceName> instruments,
      Transports transports,
      Runnable rest,
      Clock clock,
      Consumer<String> log,
      BiPredicate<String, byte[]> onlyAsks) {
    this(settings, instruments, transports, rest, clock, log, onlyAsks, links -> Optional.empty());
  }

  /**
   * Like the other constructors.
   *
   * @param judges makes the judge of every message, from links for its own queries; empty to send
   *     all messages
   */
  public BenchServer(
      Settings settings,
      Map<String, ResourceName> instruments,
      Transports transports,
      Runnable rest,
      Clock clock,
      Consumer<String> log,
      BiPredicate<String, byte[]> onlyAsks,
      Function<Transports, Optional<Judge>> judges) {
    this.settings = settings;
    this.rest = rest;
    this.clock = clock;
    this.log = log;
    instruments.forEach((name, resource) -> own(name, resource, transports));
    judge =
        judges.apply(
            resource ->
                conversations.values().stream()
                    .filter(one -> one.isWith(resource))
                    .findFirst()
                    .orElseThrow()
                    .own());
    judge.ifPresent(one -> conversations.values().forEach(each -> each.judgedBy(one)));
    leases =
        new LeaseRegistry(
            conversations.keySet(),
            settings.lease(),
            settings.grace(),
            this::send,
            link -> conversations.get(link.instrument()).breakOff(link),
            log,
            onlyAsks,
            settings.shared(),
            clock::now);
    boolean started = false;
    try {
      wakened = context.createSocket(SocketType.PULL);
      wakened.bind(WAKE);
      waker = context.createSocket(SocketType.PUSH);
      waker.connect(WAKE);
      admission = settings.keys().map(keys -> new Admission(context, keys, log));
      clients = new ClientSocket(context, settings);
      instruments.keySet().forEach(name -> names.put(name, clients.name(name)));
      started = true;
    } finally {
      if (!started) {
        context.close();
      }
    }
    conditions = judge.map(this::judgeConditions);
    thread.setDaemon(true);
    thread.start();
  }

  private ServedConditions judgeConditions(Judge one) {
    return new ServedConditions(
        one,
        name -> conversation(name).hold(),
        name -> conversation(name).release(),
        () -> driven,
        tripped -> tell(() -> trip(tripped.text())),
        () -> tell(leases::release),
        clock);
  }

  private Conversation conversation(String name) {
    return conversations.entrySet().stream()
        .filter(one -> one.getKey().name().equals(name))
        .findFirst()
        .orElseThrow()
        .getValue();
  }

  private void own(String name, ResourceName resource, Transports transports) {
    Conversation conversation = new Conversation(name, resource, transports, clock);
    ExecutorService worker =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread own = new Thread(work, "bench server: " + name);
              own.setDaemon(true);
              return own;
            });
    OwnedInstrument instrument =
        new OwnedInstrument(
            name,
            pending -> worker.execute(() -> carryOut(conversation, pending)),
            (pending, reply) -> answer(pending, reply),
            conversation::judged);
    conversations.put(instrument, conversation);
    workers.put(instrument, worker);
  }

  private void carryOut(Conversation conversation, Pending pending) {
    Outcome outcome = conversation.carryOut(pending);
    tell(() -> pending.link().instrument().finished(outcome, clock.nanos()));
  }

  private void answer(Pending pending, Reply reply) {
    leases.answer(pending, reply, clock.nanos());
  }

  /** The resource names under which clients open the instruments, by the instruments' names. */
  public Map<String, ResourceName> names() {
    return Map.copyOf(names);
  }

  private void run() {
    try {
      ZMQ.Poller poller = context.createPoller(3);
      poller.register(wakened, ZMQ.Poller.POLLIN);
      poller.register(clients.socket(), ZMQ.Poller.POLLIN);
      admission.ifPresent(zap -> poller.register(zap.socket(), ZMQ.Poller.POLLIN));
      while (!stopping) {
        poller.poll(TICK_MILLIS);
        admission.ifPresent(Admission::answer);
        takeMessages();
        clients.take(
            (address, message, onlyLooks) ->
                leases.take(address, message, onlyLooks, clock.nanos()));
        lookAtTime();
      }
    } catch (RuntimeException | Error defect) {
      failure = exception(defect);
      log.accept("the server has failed, and its clients have lost it: " + defect);
    } finally {
      end();
    }
  }

  private void takeMessages() {
    while (wakened.recv(ZMQ.DONTWAIT) != null) {
      // Its content is in the queue.
    }
    for (Runnable next = messages.poll(); next != null; next = messages.poll()) {
      next.run();
    }
  }

  /** Called by {@link LeaseRegistry} on the server's own thread. */
  private boolean send(byte[] address, Reply reply) {
    return clients.send(address, reply);
  }

  private void lookAtTime() {
    long now = clock.nanos();
    leases.lookAtTime(now);
    if (leases.isRestDue(now)) {
      leases.beginRest(now);
      bringToRestMeanwhile();
    }
    driven = leases.isUsed();
  }

  private void trip(String reason) {
    leases.trip(reason, clock.nanos());
    bringToRestMeanwhile();
  }

  private void bringToRestMeanwhile() {
    Thread resting = new Thread(this::restThenTell, "bench server: rest");
    resting.setDaemon(true);
    resting.start();
  }

  private void restThenTell() {
    boolean done = bringToRest().isEmpty();
    tell(() -> leases.rested(done, clock.nanos()));
    if (done) {
      conditions.ifPresent(ServedConditions::rested);
    }
  }

  /**
   * Brings the bench to rest over exclusive links.
   *
   * @return the failure, if any
   */
  private synchronized Optional<RuntimeException> bringToRest() {
    try {
      releaseInstruments();
      rest.run();
      judge.ifPresent(Judge::forget);
      log.accept("the bench is at rest: every source at zero, every RF output off, as read back");
      return Optional.empty();
    } catch (RuntimeException | Error wrong) {
      log.accept(wrong.getMessage() == null ? wrong.toString() : wrong.getMessage());
      return Optional.of(exception(wrong));
    }
  }

  /** The failure to keep for {@link #close}, which reports what must be done by hand. */
  private static RuntimeException exception(Throwable failure) {
    return failure instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("the bench server failed: " + failure, failure);
  }

  /**
   * Closes the links to the instruments, some of which allow only one. The rest of the others does
   * not wait for one that has just failed to answer.
   */
  private void releaseInstruments() {
    conversations.values().forEach(Conversation::breakOff);
    List<Future<?>> closing = new ArrayList<>();
    conversations.forEach(
        (instrument, conversation) -> {
          boolean silent = conversation.isSilent();
          Future<?> closed = workers.get(instrument).submit(conversation::close);
          if (!silent) {
            closing.add(closed);
          }
        });
    long deadline = clock.nanos() + FAREWELL.toNanos();
    for (Future<?> one : closing) {
      try {
        one.get(Math.max(0, deadline - clock.nanos()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException busy) {
        // It is abandoned; rest uses another link, or reports that it cannot.
      } catch (ExecutionException defect) {
        throw new IllegalStateException(defect.getCause());
      } catch (InterruptedException told) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Executes an action on the server's own thread. */
  private void tell(Runnable message) {
    messages.add(message);
    synchronized (waker) {
      if (wakeable) {
        waker.send(new byte[0], ZMQ.DONTWAIT);
      }
    }
  }

  private void end() {
    conditions.ifPresent(ServedConditions::stop);
    synchronized (waker) {
      wakeable = false;
    }
    context.close();
    Optional<RuntimeException> notAtRest = leases.isUsed() ? bringToRest() : Optional.empty();
    if (notAtRest.isPresent()) {
      failure = notAtRest.get();
    }
    releaseInstruments();
    workers.values().forEach(ExecutorService::shutdown);
  }

  /**
   * Stops serving. Clients notice at once, and the bench is brought to rest if any has used it. A
   * second call does nothing.
   *
   * @throws RuntimeException if the bench could not be brought to rest, naming what must be
   *     switched off by hand
   */
  @Override
  public void close() {
    stopping = true;
    tell(() -> {});
    boolean interrupted = Thread.interrupted();
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException told) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
