package org.spinbench.drivers.scpi;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.spinbench.drivers.transport.Clock;
import org.spinbench.drivers.transport.EndOfStreamException;
import org.spinbench.drivers.transport.ResourceName;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.TransportTimeoutException;
import org.spinbench.drivers.transport.Transports;

/**
 * A conversation in SCPI with one instrument, open as long as the object lives.
 *
 * <p><b>Opening.</b> The constructor opens the link, asks {@code *IDN?} and {@code *ESE?}, and
 * changes nothing: an instrument with which a session exists has answered.
 *
 * <p><b>In step.</b> SCPI answers do not say which question they belong to. An exchange that ends
 * in any other way than with a complete answer of the expected form (timeout, lost link, torn
 * reply, exception) therefore leaves the session <em>desynchronised</em>, and the next exchange
 * first recovers: device clear, or else closing and opening again (and device clear where there is
 * one, because an instrument may keep an answer across links); then the instrument must prove
 * itself in step, by giving to {@code *IDN?} the identity known from opening and after that to
 * {@code *ESE?} an integer. Two different questions are needed because one late {@code *IDN?}
 * answer would pass for the first; {@code *ESE?} (not {@code *OPC?}) because it is answered while a
 * sweep still runs. After three attempts it is a {@link DesynchronisedException}.
 *
 * <p><b>Threads.</b> One lock is held for each exchange, recovery included; {@link #exclusively}
 * holds it for several.
 */
public final class ScpiSession implements AutoCloseable {
  private static final int RECOVERY_ATTEMPTS = 3;
  private static final Duration RECOVERY_PAUSE = Duration.ofMillis(50);
  private static final int ERRORS_AT_MOST = 50;

  private final String name;
  private final ResourceName resource;
  private final Transports transports;
  private final Clock clock;
  private final Dialect dialect;
  private final Identity identity;
  private final ReentrantLock lock = new ReentrantLock();

  private Transport transport;
  private boolean inStep;
  private boolean closed;
  private long messagesSent;

  /**
   * Opens a session.
   *
   * @param name name of the instrument on this bench, for messages
   * @throws TransportException if the instrument cannot be reached or does not answer
   * @throws ReplyFormatException if it answers, but not as IEEE 488.2 demands
   */
  public ScpiSession(
      String name, ResourceName resource, Transports transports, Clock clock, Dialect dialect) {
    this.name = name;
    this.resource = resource;
    this.transports = transports;
    this.clock = clock;
    this.dialect = dialect;
    try {
      transport = transports.open(resource);
    } catch (TransportException failure) {
      throw named(failure, name + " cannot be opened: " + failure.getMessage());
    }
    try {
      identity = askIdentity();
      askEventEnable();
      inStep = true;
    } finally {
      if (!inStep) {
        transport.close();
      }
    }
  }

  /** Name on this bench. */
  public String name() {
    return name;
  }

  /** The clock that this session's waits and time stamps use. */
  public Clock clock() {
    return clock;
  }

  /** The answer to {@code *IDN?}, asked once when the session was opened. */
  public Identity identity() {
    return identity;
  }

  /**
   * Sends a query and returns the whole response text.
   *
   * @throws TransportException if no complete answer arrives
   * @throws ReplyFormatException if the answer is empty or not ASCII text
   */
  public String query(String query) {
    byte[] message = ProgramMessage.query(query);
    lock.lock();
    try {
      return text(query, exchange(query, message));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a query whose answer is one number.
   *
   * @throws TransportException if no complete answer arrives
   * @throws ReplyFormatException if the answer is not one decimal number
   * @throws OverloadException if the instrument answers with 9.9E37, -9.9E37 or 9.91E37
   */
  public double queryNumber(String query) {
    byte[] message = ProgramMessage.query(query);
    lock.lock();
    try {
      String reply = text(query, exchange(query, message));
      double value = number(query, reply);
      if (!Double.isFinite(value)) {
        String meaning = Double.isNaN(value) ? "no value" : "a value beyond its range";
        throw new OverloadException(
            name + " answered " + reply + " to \"" + query + "\", which stands for " + meaning);
      }
      return value;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a query whose answer is one definite-length block, and returns its payload.
   *
   * @throws TransportException if no complete answer arrives
   * @throws ReplyFormatException if the answer is not exactly one block
   */
  public byte[] queryBlock(String query) {
    byte[] message = ProgramMessage.query(query);
    lock.lock();
    try {
      byte[] reply = exchange(query, message);
      try {
        return ScpiBlock.payload(reply);
      } catch (IllegalArgumentException wrong) {
        throw torn(query, reply, wrong.getMessage());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a command and checks the error queue, in the same message where the dialect allows it.
   *
   * @throws InstrumentErrorException if the error queue holds anything
   * @throws TransportTimeoutException if the instrument does not confirm in time; the session has
   *     then been recovered if it could be, and the message says what the error queue held
   * @throws TransportException if the link is lost; whether the command was executed is unknown
   */
  public void command(String command) {
    byte[] message = ProgramMessage.command(command, dialect);
    lock.lock();
    try {
      if (!dialect.checkInSameMessage()) {
        transmit(command, message);
        message = ProgramMessage.query(dialect.errorQuery());
      }
      ScpiError error = error(exchange(command, message));
      if (error.number() != 0) {
        throw new InstrumentErrorException(name, command, drain(error), null);
      }
    } catch (TransportTimeoutException unconfirmed) {
      throw unconfirmed(command, unconfirmed);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends a command without asking whether the instrument accepted it. Errors stay in its queue
   * until {@link #errors} or the next {@link #command} finds them.
   */
  public void send(String command) {
    byte[] message = ProgramMessage.unchecked(command);
    lock.lock();
    try {
      transmit(command, message);
    } finally {
      lock.unlock();
    }
  }

  /** Drains the instrument's error queue (at most 50 entries), oldest first. */
  public List<ScpiError> errors() {
    lock.lock();
    try {
      return drain(null);
    } finally {
      lock.unlock();
    }
  }

  /** Runs several exchanges during which no other thread can use this session. */
  public <T> T exclusively(Supplier<T> exchanges) {
    lock.lock();
    try {
      return exchanges.get();
    } finally {
      lock.unlock();
    }
  }

  /** Program messages sent so far, those of opening and recovery included. */
  public long messagesSent() {
    lock.lock();
    try {
      return messagesSent;
    } finally {
      lock.unlock();
    }
  }

  /** Closes the link and leaves the instrument as it is. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      transport.close();
    } finally {
      lock.unlock();
    }
  }

  private byte[] exchange(String what, byte[] message) {
    bringIntoStep(what);
    return exchangeOutOfStep(what, message);
  }

  /** Sends and reads; the session is in step only when both have succeeded. */
  private byte[] exchangeOutOfStep(String what, byte[] message) {
    inStep = false;
    write(what, message);
    byte[] reply;
    try {
      reply = transport.read(dialect.timeout());
    } catch (TransportException failure) {
      throw named(failure, name + " gave no answer to \"" + what + "\": " + failure.getMessage());
    }
    inStep = true;
    return reply;
  }

  private void transmit(String command, byte[] message) {
    bringIntoStep(command);
    inStep = false;
    write(command, message);
    inStep = true;
  }

  private void write(String what, byte[] message) {
    messagesSent++;
    try {
      transport.write(message);
    } catch (TransportException failure) {
      throw named(failure, name + " was not sent \"" + what + "\": " + failure.getMessage());
    }
  }

  private void bringIntoStep(String what) {
    if (closed) {
      throw new IllegalStateException(
          "the session with " + name + " is closed; \"" + what + "\" was not sent");
    }
    if (!inStep) {
      recover(what);
    }
  }

  private void recover(String what) {
    RuntimeException last = null;
    for (int attempt = 1; attempt <= RECOVERY_ATTEMPTS; attempt++) {
      try {
        if (attempt > 1) {
          clock.sleep(RECOVERY_PAUSE);
        }
        if (attempt > 1 || !transport.clear()) {
          transport.close();
          transport = transports.open(resource);
          transport.clear();
        }
        proveInStep();
        return;
      } catch (TransportException | ReplyFormatException failure) {
        last = failure;
      }
    }
    inStep = false;
    throw new DesynchronisedException(
        name
            + " ("
            + resource
            + ") is out of step after a failed exchange and did not come back in "
            + RECOVERY_ATTEMPTS
            + " attempts; \""
            + what
            + "\" was not sent. Last: "
            + last.getMessage()
            + ". Check the instrument and its cable, then open the session again",
        last);
  }

  private void proveInStep() {
    Identity now = askIdentity();
    if (!now.equals(identity)) {
      inStep = false;
      throw new ReplyFormatException(name, "*IDN?", now.toString(), "it was " + identity);
    }
    askEventEnable();
  }

  private Identity askIdentity() {
    byte[] reply = exchangeOutOfStep("*IDN?", ProgramMessage.query("*IDN?"));
    try {
      return Identity.parse(text("*IDN?", reply));
    } catch (IllegalArgumentException wrong) {
      throw torn("*IDN?", reply, wrong.getMessage());
    }
  }

  /** Any mandatory query that has no side effect, waits for nothing and answers an integer. */
  private void askEventEnable() {
    byte[] reply = exchangeOutOfStep("*ESE?", ProgramMessage.query("*ESE?"));
    double mask = number("*ESE?", text("*ESE?", reply));
    if (!(mask >= 0 && mask <= 255)) {
      throw torn("*ESE?", reply, "a number from 0 to 255 was expected");
    }
  }

  private List<ScpiError> drain(ScpiError first) {
    List<ScpiError> found = new ArrayList<>();
    if (first != null) {
      found.add(first);
    }
    byte[] message = ProgramMessage.query(dialect.errorQuery());
    while (found.size() < ERRORS_AT_MOST) {
      ScpiError error = error(exchange(dialect.errorQuery(), message));
      if (error.number() == 0) {
        break;
      }
      found.add(error);
    }
    return found;
  }

  private RuntimeException unconfirmed(String command, TransportTimeoutException timeout) {
    List<ScpiError> errors;
    try {
      errors = drain(null);
    } catch (TransportException | DesynchronisedException | ReplyFormatException failure) {
      timeout.addSuppressed(failure);
      return timeout;
    }
    if (!errors.isEmpty()) {
      return new InstrumentErrorException(name, command, errors, timeout);
    }
    return new TransportTimeoutException(
        timeout.getMessage()
            + ". Its error queue is empty; the command may or may not have been executed",
        timeout);
  }

  private ScpiError error(byte[] reply) {
    String query = dialect.errorQuery();
    String text = text(query, reply);
    try {
      return ScpiError.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw torn(query, reply, wrong.getMessage());
    }
  }

  private double number(String query, String reply) {
    try {
      return ScpiNumber.parse(reply);
    } catch (IllegalArgumentException wrong) {
      inStep = false;
      throw new ReplyFormatException(name, query, "\"" + reply + "\"", "one number was expected");
    }
  }

  private String text(String query, byte[] reply) {
    if (reply.length == 0) {
      throw torn(query, reply, "the answer is empty");
    }
    for (byte b : reply) {
      if (b < 0) {
        throw torn(query, reply, "the answer is not ASCII text");
      }
    }
    return new String(reply, StandardCharsets.US_ASCII);
  }

  private ReplyFormatException torn(String query, byte[] reply, String expected) {
    inStep = false;
    return new ReplyFormatException(name, query, ProgramMessage.show(reply), expected);
  }

  /** The same kind of failure with a message that names the instrument and the message. */
  private static TransportException named(TransportException failure, String message) {
    if (failure instanceof TransportTimeoutException) {
      return new TransportTimeoutException(message, failure);
    }
    if (failure instanceof EndOfStreamException) {
      return new EndOfStreamException(message, failure);
    }
    return new TransportException(message, failure);
  }
}
