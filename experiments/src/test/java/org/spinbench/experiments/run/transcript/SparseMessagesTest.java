package org.spinbench.experiments.run.transcript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.drivers.transport.record.TranscriptEvent;
import org.spinbench.drivers.transport.record.TranscriptLines;

class SparseMessagesTest {
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final SparseMessages messages = new SparseMessages(lines -> lines.writeTo(text));
  private final Transcript transcript = Transcript.held(new SystemClock());

  SparseMessagesTest() {
    transcript.moveTo("it", messages);
  }

  private void routine(String what) {
    transcript.mark("in", what);
  }

  private String written() {
    return text.toString(StandardCharsets.US_ASCII);
  }

  /** Every event, whether its line was written as it is or in short. */
  private List<String> events() {
    List<String> events = new ArrayList<>();
    try (TranscriptLines lines =
        new TranscriptLines("it", new ByteArrayInputStream(text.toByteArray()))) {
      for (TranscriptEvent event = lines.next(); event != null; event = lines.next()) {
        events.add(event.text().isEmpty() ? event.kind() : event.text());
      }
    }
    return events;
  }

  @Test
  void theRoutineOfASampleIsShortenedWhenTheNextBegins() throws IOException {
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
    assertEquals(
        List.of("opening", "first sample", "second sample", "an anchor", "third sample"), events());
    assertTrue(written().contains(" in second sample\n"), written());
    assertTrue(written().contains(" in an anchor\n"), written());
    assertFalse(written().contains(" in first sample\n"), written());
    assertFalse(written().contains(" in third sample\n"), written());
  }

  /** With all that was said in that sample, in its order. */
  @Test
  void otherMessagesThanRoutineOnesAreKeptInFull() throws IOException {
    messages.sample();
    routine("question");
    transcript.stop();
    routine("question again");
    messages.sample();
    routine("next sample");
    messages.sample();
    assertEquals(List.of("question", "stop", "question again", "next sample"), events());
    assertTrue(written().contains(" in question again\n"), written());
    assertFalse(written().contains(" in next sample\n"), written());
  }

  /** While a bench is brought to rest, samples may still begin on another thread. */
  @Test
  void fromTheStopOnAllIsKeptInFull() throws IOException {
    messages.sample();
    routine("last sample");
    messages.keepAll();
    messages.sample();
    routine("to zero");
    messages.sample();
    assertEquals(List.of("last sample", "to zero"), events());
    assertFalse(written().contains(" routine "), written());
  }
}
