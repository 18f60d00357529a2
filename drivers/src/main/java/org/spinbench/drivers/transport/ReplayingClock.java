package org.spinbench.drivers.transport;

import java.time.Duration;
import java.time.Instant;

/** A clock that returns what a recorded clock returned, and does not wait. */
public final class ReplayingClock implements Clock {
  private final Replay.Track track;

  public ReplayingClock(Replay replay) {
    this.track = replay.track(Transcript.CLOCK);
  }

  @Override
  public long nanos() {
    return Long.parseLong(track.take("nanos"));
  }

  @Override
  public Instant now() {
    return Instant.parse(track.take("now"));
  }

  @Override
  public void sleep(Duration duration) {
    track.expect("sleep", duration.toString());
  }
}
