package org.spinbench.drivers.transport;

import java.time.Duration;

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
    Replay.Track track = replay.track(name.toString());
    track.expect("open", "");
    track.failIf("open!");
    return new Replaying(track);
  }

  private static final class Replaying implements Transport {
    private final Replay.Track track;

    Replaying(Replay.Track track) {
      this.track = track;
    }

    @Override
    public void write(byte[] message) {
      StringBuilder text = new StringBuilder();
      TranscriptText.escape(message, text);
      track.expect(">", text.toString());
      track.failIf(">!");
    }

    @Override
    public byte[] read(Duration timeout) {
      track.failIf("<!");
      return TranscriptText.unescape(track.take("<"));
    }

    @Override
    public boolean clear() {
      track.failIf("clear!");
      return track.take("clear").equals("done");
    }

    @Override
    public void close() {
      track.close();
    }
  }
}
