package org.spinbench.drivers.transport.record;

import java.time.Duration;
import java.time.Instant;
import org.spinbench.drivers.transport.Clock;

/** A clock that returns what a recorded clock returned, and does not wait. */
public final class ReplayingClock implements Clock {
  private final Replay replay;
  private final ReplayTrack track;

  public ReplayingClock(Replay replay) {
    this(replay, Transcript.CLOCK);
  }

  private ReplayingClock(Replay replay, String track) {
    this.replay = replay;
    this.track = replay.track(track);
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

  @Override
  public boolean passesByItself() {
    return false;
  }

  /** {@inheritDoc} A recording from before each user had a track has one track for all. */
  @Override
  public Clock of(String user) {
    String own = Transcript.clockOf(user);
    return replay.holds(own) ? new ReplayingClock(replay, own) : this;
  }
}
