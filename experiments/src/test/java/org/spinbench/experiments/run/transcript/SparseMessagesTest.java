package org.spinbench.experiments.run.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.record.Transcript;

class SparseMessagesTest {
  private record Line(String text, boolean isRoutine) implements Transcript.Lines {
    @Override
    public void writeTo(OutputStream out) {}
  }

  private final List<String> kept = new ArrayList<>();
  private final SparseMessages messages =
      new SparseMessages(lines -> kept.add(((Line) lines).text()));

  private void routine(String text) throws IOException {
    messages.take(new Line(text, true));
  }

  @Test
  void theRoutineOfASampleIsLeftOutWhenTheNextBegins() throws IOException {
    routine("opening");
    messages.sample();
    routine("first sample");
    messages.sample();
    routine("second sample");
    messages.keep();
    routine("an anchor");
    messages.sample();
    routine("third sample");
    messages.sample();
    assertEquals(List.of("opening", "second sample", "an anchor"), kept);
  }

  /** With all that was said in that sample, in its order. */
  @Test
  void whatIsNotRoutineIsKept() throws IOException {
    messages.sample();
    routine("question");
    messages.take(new Line("device clear", false));
    routine("question again");
    messages.sample();
    routine("next sample");
    messages.sample();
    assertEquals(List.of("question", "device clear", "question again"), kept);
  }

  /** While a bench is brought to rest, samples may still begin on another thread. */
  @Test
  void fromTheStopOnAllIsKept() throws IOException {
    messages.sample();
    routine("last sample");
    messages.keepAll();
    messages.sample();
    routine("to zero");
    messages.sample();
    assertEquals(List.of("last sample", "to zero"), kept);
  }
}
