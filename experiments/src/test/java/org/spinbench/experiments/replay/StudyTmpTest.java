package org.spinbench.experiments.replay;

import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTmpTest {
  @TempDir Path folder;

  public static void main(String[] a) throws Exception {
    StudyTmpTest t = new StudyTmpTest();
    t.folder = java.nio.file.Files.createTempDirectory("twstudy");
    t.study();
  }

  @Test
  void study() {
    long from = Long.getLong("study.from", 3);
    long to = Long.getLong("study.to", 5);
    double f = Double.parseDouble(System.getProperty("study.factor", "1"));
    double after = Double.parseDouble(System.getProperty("study.after", "0.5"));
    String device = System.getProperty("study.device", "synapse 4");
    for (long chip = from; chip < to; chip++) {
      long t0 = System.nanoTime();
      try {
        RecordedChips.Recorded r =
            RecordedChips.of(
                folder.resolve("r" + chip),
                chip,
                f == 1
                    ? List.of()
                    : List.of(
                        new HashMap<>(Map.of("device", device, "after", after, "frequency", f))));
        long t1 = System.nanoTime();
        String itself = System.getProperty("study.itself", "");
        Reference ref =
            itself.equals("fitted")
                ? Reference.ofItself(
                    RecordedChips.gap(r.recording(), Reference.to(r.calibration())).fitted(),
                    RecordedChips.FILE)
                : itself.equals("")
                    ? Reference.to(r.calibration())
                    : Reference.ofItself(r.calibration(), RecordedChips.FILE);
        t1 = System.nanoTime();
        TwinGap gap = RecordedChips.gap(r.recording(), ref);
        long t2 = System.nanoTime();
        StringBuilder s = new StringBuilder();
        s.append("CHIP ")
            .append(chip)
            .append(gap.holds() ? " holds" : " NOT")
            .append(String.format(" %.1f %.1f s ;", (t1 - t0) * 1e-9, (t2 - t1) * 1e-9));
        for (TwinGap.NodeGap n : gap.nodes())
          s.append(
              String.format(
                  " [%.2f/%.2f(%.0f) %.2f/%.2f w %.0f k %.0f±%.0f%s]",
                  n.judged().perReading(),
                  n.judged().limit(),
                  n.judged().degrees(),
                  n.explained().perReading(),
                  n.explained().limit(),
                  n.wander(),
                  n.known().map(w -> w.rate()).orElse(0.0),
                  n.known().map(w -> w.deviation()).orElse(0.0),
                  n.holds() ? "" : " !!!"));
        for (Change c : gap.changes()) {
          s.append("\n   CHANGE ").append(c.text()).append(" sig ").append(c.significance());
          c.instead().forEach(o -> s.append(" OR ").append(o.text()));
        }
        s.append(
            "\n   times "
                + r.calibration().provenance().begun()
                + " "
                + r.calibration().time()
                + " run "
                + r.recording().begun()
                + " "
                + r.recording().times());
        System.out.println(s);
      } catch (RuntimeException e) {
        System.out.println("CHIP " + chip + " EXC " + e);
      }
    }
  }
}
