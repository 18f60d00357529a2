package org.spinbench.drivers.transport;

import java.time.Duration;

/** Transports that write everything that passes into a transcript. */
public final class RecordingTransports implements Transports {
  private final Transports inner;
  private final Transcript transcript;

  public RecordingTransports(Transports inner, Transcript transcript) {
    this.inner = inner;
    this.transcript = transcript;
  }

  @Override
  public Transport open(ResourceName name) {
    String label = name.toString();
    transcript.record(label, "open");
    try {
      return new Recording(label, inner.open(name));
    } catch (TransportException failure) {
      transcript.record(label, "open!", Fault.text(failure));
      throw failure;
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
    public void write(byte[] message) {
      transcript.record(label, ">", message);
      try {
        link.write(message);
      } catch (TransportException failure) {
        transcript.record(label, ">!", Fault.text(failure));
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
        transcript.record(label, "<!", Fault.text(failure));
        throw failure;
      }
    }

    @Override
    public boolean clear() {
      try {
        boolean done = link.clear();
        transcript.record(label, "clear", done ? "done" : "unavailable");
        return done;
      } catch (TransportException failure) {
        transcript.record(label, "clear!", Fault.text(failure));
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
