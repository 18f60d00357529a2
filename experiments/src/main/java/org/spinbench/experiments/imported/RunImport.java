package org.spinbench.experiments.imported;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.spinbench.drivers.text.UserFile;
import org.spinbench.experiments.run.Columns;
import org.spinbench.experiments.run.NotedReading;
import org.spinbench.experiments.run.Purpose;
import org.spinbench.experiments.run.RunFile;
import org.spinbench.experiments.run.Runs;
import org.spinbench.experiments.run.StartDocument;
import org.spinbench.experiments.run.StopDocument;
import org.spinbench.experiments.run.store.RunException;

/**
 * Makes run files from measurements of other programs: settings and readings of a CSV file, or of a
 * log of messages, with a map of their meaning (docs/run-file.md). Such a run is like that of a
 * sweep without a plan.
 */
public final class RunImport {
  /** Kind of an imported run. */
  public static final String KIND = "import";

  private RunImport() {}

  /**
   * Imports a file.
   *
   * @param file CSV, or a log in the layout of PyVISA
   * @param mapFile meaning of its numbers, in TOML
   * @param bench text of the bench file with the names; may be empty
   * @param check receives the names and units before the run file is made, and throws to refuse
   *     them
   * @param runs folder of the run file
   * @param program this program
   * @param now wall-clock time
   * @return the run file
   * @throws IllegalArgumentException if the map is wrong, or the file or a line cannot be read; the
   *     message names file and key, or file and line
   * @throws RunException if the file does not agree with the map; the message names file and line
   */
  public static Path read(
      Path file,
      Path mapFile,
      String bench,
      Consumer<Columns> check,
      Runs runs,
      StartDocument.Program program,
      Instant now) {
    ColumnMap map = ColumnMap.read(mapFile);
    check.accept(columns(map));
    List<ForeignPoint> points =
        VisaLog.isOne(file) ? VisaLog.read(file, map) : ForeignCsv.read(file, map, written(file));
    if (points.stream().allMatch(point -> point.readings().isEmpty())) {
      throw new RunException(file + " has no readings that the map describes");
    }
    Instant begin = points.stream().map(ForeignPoint::time).min(Instant::compareTo).orElseThrow();
    StartDocument start =
        new StartDocument(
            begin,
            KIND,
            bench,
            null,
            0,
            map.name()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", ""),
            options(file, map),
            program,
            Map.of(),
            Map.of());
    try (RunFile run = runs.create(start, now)) {
      write(run, map, points, begin);
      return run.path();
    }
  }

  private static Map<String, String> options(Path file, ColumnMap map) {
    Map<String, String> options = new TreeMap<>();
    options.put("file", file.getFileName().toString());
    options.put("map", map.text());
    if (map.time().isEmpty() && !VisaLog.isOne(file)) {
      options.put("times", "the date of the file, which does not say when anything was read");
    }
    return options;
  }

  private static void write(RunFile run, ColumnMap map, List<ForeignPoint> points, Instant begin) {
    run.columns(columns(map));
    Instant end = begin;
    long number = 0;
    for (ForeignPoint point : points) {
      number++;
      run.setpoint(
          number,
          Purpose.MEASURE,
          point.settings().stream().mapToDouble(Double::doubleValue).toArray(),
          point.time());
      end = point.time().isAfter(end) ? point.time() : end;
      for (ForeignPoint.Sample sample : point.readings()) {
        run.reading(noted(map.readings().get(sample.which()), sample, number));
        end = sample.time().isAfter(end) ? sample.time() : end;
      }
    }
    run.stop(new StopDocument(end, StopDocument.SUCCESS, "", "{}"));
  }

  private static Columns columns(ColumnMap map) {
    return new Columns(
        map.settings().stream().map(one -> new Columns.Column(one.name(), one.unit())).toList(),
        map.readings().stream().map(one -> new Columns.Column(one.name(), one.unit())).toList());
  }

  private static NotedReading noted(
      ColumnMap.Reading reading, ForeignPoint.Sample sample, long number) {
    String name = reading.name();
    return new NotedReading(
        sample.time(),
        Purpose.MEASURE,
        OptionalLong.of(number),
        name,
        reading.source(),
        name.substring(name.lastIndexOf('.') + 1),
        sample.value(),
        reading.unit(),
        sample.uncertainty(),
        Double.NaN,
        Double.NaN,
        Optional.empty(),
        sample.overload(),
        Optional.empty());
  }

  private static Instant written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new RunException("cannot look at " + file + ": " + UserFile.reason(e), e);
    }
  }
}
