package org.spinbench.drivers.transport;

import java.time.Duration;
import java.time.Instant;

/** A clock that writes every value it returns, and every sleep, into a transcript. */
public final class RecordingClock implements Clock {
  private final Clock inner;
  private final Transcript transcript;

  public RecordingClock(Clock inner, Transcript transcript) {
    this.inner = inner;
    this.transcript = transcript;
  }

  @Override
  public synchronized long nanos() {
    long nanos = inner.nanos();
    transcript.record(Transcript.CLOCK, "nanos", nanos);
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    Instant now = inner.now();
    transcript.record(Transcript.CLOCK, "now", now);
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    transcript.record(Transcript.CLOCK, "sleep", duration);
    inner.sleep(duration);
  }
}
