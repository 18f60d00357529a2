package org.spinbench.drivers.transport.record;

import java.time.Duration;
import java.util.OptionalInt;
import org.spinbench.drivers.transport.Transport;
import org.spinbench.drivers.transport.Transports;
import org.spinbench.drivers.transport.resource.ResourceName;

/**
 * Transports that answer from a transcript. What is sent must be what was recorded, message for
 * message; the first difference is a {@link ReplayDivergedException}. Recorded failures happen
 * again.
 */
public final class ReplayingTransports implements Transports {
  private final Replay replay;

  public ReplayingTransports(Replay replay) {
    this.replay = replay;
  }

  @Override
  public Transport open(ResourceName name) {
    ReplayTrack track = replay.track(name.toString());
    track.expect("open", "");
    track.failIf("open!");
    return new Replaying(track, !track.takeIfNext("unmarked"));
  }

  private static final class Replaying implements Transport {
    private final ReplayTrack track;
    private final boolean tellsAnswersApart;

    Replaying(ReplayTrack track, boolean tellsAnswersApart) {
      this.track = track;
      this.tellsAnswersApart = tellsAnswersApart;
    }

    @Override
    public Duration write(byte[] message, Duration timeout) {
      track.expectSent(message);
      track.failIf(">!");
      return timeout;
    }

    @Override
    public byte[] read(Duration timeout) {
      track.failIf("<!");
      return TranscriptText.unescape(track.take("<"));
    }

    @Override
    public boolean clear() {
      return done("clear");
    }

    @Override
    public boolean tellsAnswersApart() {
      return tellsAnswersApart;
    }

    @Override
    public OptionalInt serialPoll(Duration timeout) {
      track.failIf("poll!");
      String status = track.take("poll");
      return status.equals(RecordingTransports.UNAVAILABLE)
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseInt(status));
    }

    @Override
    public boolean trigger() {
      return done("trigger");
    }

    @Override
    public ServiceRequest awaitServiceRequest(Duration timeout) {
      track.failIf("srq!");
      return ServiceRequest.valueOf(track.take("srq"));
    }

    @Override
    public boolean lock(Duration timeout) {
      return done("lock");
    }

    @Override
    public void unlock() {
      track.failIf("unlock!");
      track.expect("unlock", "");
    }

    private boolean done(String event) {
      track.failIf(event + "!");
      return track.take(event).equals("done");
    }

    @Override
    public void close() {
      track.close();
    }
  }
}
