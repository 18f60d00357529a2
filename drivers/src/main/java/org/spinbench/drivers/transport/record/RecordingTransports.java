package org.spinbench.drivers.transport.record;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.TransportException;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/** Transports that write everything that passes into a transcript. */
public final class RecordingTransports implements Transports {
  /** What a transcript says of a service that the link does not have. */
  static final String UNAVAILABLE = "unavailable";

  private final Transports inner;
  private final Transcript transcript;

  public RecordingTransports(Transports inner, Transcript transcript) {
    this.inner = inner;
    this.transcript = transcript;
  }

  @Override
  public Transport open(ResourceName name) {
    return recorded(name, () -> inner.open(name));
  }

  @Override
  public Transport open(ResourceName name, Duration longest) {
    return recorded(name, () -> inner.open(name, longest));
  }

  private Transport recorded(ResourceName name, Supplier<Transport> how) {
    String label = name.toString();
    transcript.record(label, "open");
    Transport link;
    try {
      link = how.get();
    } catch (TransportException failure) {
      transcript.record(label, "open!", FailureText.text(failure));
      throw failure;
    }
    boolean recorded = false;
    try {
      if (!link.tellsAnswersApart()) {
        transcript.record(label, "unmarked");
      }
      recorded = true;
      return new Recording(label, link);
    } finally {
      if (!recorded) {
        link.close();
      }
    }
  }

  private final class Recording implements Transport {
    private final String label;
    private final Transport link;

    Recording(String label, Transport link) {
      this.label = label;
      this.link = link;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      transcript.record(label, ">", message);
      try {
        return link.write(message, timeout);
      } catch (TransportException failure) {
        transcript.record(label, ">!", FailureText.text(failure));
        throw failure;
      }
    }

    @Override
    public byte[] read(Duration timeout) {
      try {
        byte[] response = link.read(timeout);
        transcript.record(label, "<", response);
        return response;
      } catch (TransportException failure) {
        transcript.record(label, "<!", FailureText.text(failure));
        throw failure;
      }
    }

    @Override
    public boolean clear() {
      return cleared(link::clear);
    }

    @Override
    public boolean clear(Duration patience) {
      return cleared(() -> link.clear(patience));
    }

    private boolean cleared(Supplier<Boolean> how) {
      boolean done = attempt("clear", how);
      transcript.record(label, "clear", done ? "done" : UNAVAILABLE);
      return done;
    }

    @Override
    public boolean tellsAnswersApart() {
      return link.tellsAnswersApart();
    }

    @Override
    public OptionalInt serialPoll(Duration timeout) {
      OptionalInt status = attempt("poll", () -> link.serialPoll(timeout));
      transcript.record(label, "poll", status.isPresent() ? "" + status.getAsInt() : UNAVAILABLE);
      return status;
    }

    @Override
    public boolean trigger() {
      boolean done = attempt("trigger", link::trigger);
      transcript.record(label, "trigger", done ? "done" : UNAVAILABLE);
      return done;
    }

    @Override
    public ServiceRequest awaitServiceRequest(Duration timeout) {
      ServiceRequest request = attempt("srq", () -> link.awaitServiceRequest(timeout));
      transcript.record(label, "srq", request.name());
      return request;
    }

    @Override
    public boolean lock(Duration timeout) {
      boolean done = attempt("lock", () -> link.lock(timeout));
      transcript.record(label, "lock", done ? "done" : UNAVAILABLE);
      return done;
    }

    @Override
    public void unlock() {
      attempt(
          "unlock",
          () -> {
            link.unlock();
            return null;
          });
      transcript.record(label, "unlock");
    }

    private <T> T attempt(String event, Supplier<T> action) {
      try {
        return action.get();
      } catch (TransportException failure) {
        transcript.record(label, event + "!", FailureText.text(failure));
        throw failure;
      }
    }

    @Override
    public void close() {
      link.close();
      transcript.record(label, "close");
    }
  }
}
