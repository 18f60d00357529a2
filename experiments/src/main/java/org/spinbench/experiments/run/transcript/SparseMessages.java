package org.spinbench.experiments.run.transcript;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.spinbench.drivers.transport.record.Transcript;

/**
 * What passes between program and instruments, with the messages of a chip's daily work in short.
 * Those of a sample are held until the next one begins, and shortened then, unless something else
 * than questions, answers and looks at the clock is among them, or somebody asks for them
 * meanwhile.
 *
 * <p>Lines, and what they belong to, may come from different threads.
 */
final class SparseMessages implements Transcript.Place {
  private final Transcript.Place place;
  private final List<Transcript.Lines> held = new ArrayList<>();
  private boolean holding;
  private boolean keepsAll;

  /** Kept messages go to a place. */
  SparseMessages(Transcript.Place place) {
    this.place = place;
  }

  @Override
  public synchronized void take(Transcript.Lines lines) throws IOException {
    if (holding) {
      held.add(lines);
    } else {
      place.take(lines);
    }
  }

  /** A sample begins: the messages of the one before are shortened if they are routine. */
  synchronized void sample() throws IOException {
    if (!held.isEmpty() && held.stream().allMatch(Transcript.Lines::isRoutine)) {
      place.take(Transcript.inShort(List.copyOf(held)));
      held.clear();
    }
    release();
    holding = !keepsAll;
  }

  /** Keeps the held messages, and those that follow until the next sample. */
  synchronized void keep() throws IOException {
    release();
    holding = false;
  }

  /** Keeps the held messages and all that follow. */
  synchronized void keepAll() throws IOException {
    keepsAll = true;
    keep();
  }

  private void release() throws IOException {
    for (Transcript.Lines lines : held) {
      place.take(lines);
    }
    held.clear();
  }
}
