package org.spinbench.drivers.transport.record;

import java.time.Duration;
import java.time.Instant;
import org.spinbench.drivers.transport.Clock;

/** A clock that writes every value it returns, and every sleep, into a transcript. */
public final class RecordingClock implements Clock {
  private final Clock inner;
  private final Transcript transcript;
  private final String track;

  public RecordingClock(Clock inner, Transcript transcript) {
    this(inner, transcript, Transcript.CLOCK);
  }

  private RecordingClock(Clock inner, Transcript transcript, String track) {
    this.inner = inner;
    this.transcript = transcript;
    this.track = track;
  }

  @Override
  public synchronized long nanos() {
    long nanos = inner.nanos();
    transcript.record(track, "nanos", nanos);
    return nanos;
  }

  @Override
  public synchronized Instant now() {
    Instant now = inner.now();
    transcript.record(track, "now", now);
    return now;
  }

  @Override
  public void sleep(Duration duration) {
    transcript.record(track, "sleep", duration);
    inner.sleep(duration);
  }

  @Override
  public boolean passesByItself() {
    return inner.passesByItself();
  }

  @Override
  public Clock of(String user) {
    return new RecordingClock(inner.of(user), transcript, Transcript.clockOf(user));
  }
}
