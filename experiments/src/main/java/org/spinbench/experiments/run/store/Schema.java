package org.spinbench.experiments.run.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of a run file. {@code user_version} is {@link #VERSION}; {@code application_id} marks
 * the file as ours. Times are ISO 8601 text in UTC, on the bench's clock.
 */
public final class Schema {
  static final int VERSION = 5;

  /** Size of a text that leaves no space for a second document on a page of 4096 bytes. */
  private static final int PAGE_FILLED = 3800;

  /** "SPIN" in ASCII. */
  static final int APPLICATION = 0x5350494E;

  /** A text for people who open the file with another tool. */
  public static final String ABOUT =
      filling(
          """
          This is the record of one run of Spinbench. document: how the run began (start), what it \
          calibrated and how it ended (stop), as JSON. evaluation: one input applied once and read \
          once, or one setpoint of a sweep. reading: every number that an instrument measured, with \
          its unit and the standard deviation of its noise. setting: what training set on the chip, \
          A. step: training. calibration: its evaluations, as JSON. sample: what a chip at work \
          was given, in short. event: what else happened. transcript: every message between \
          program and instruments, as lines of text in blocks of zlib data (RFC 1950). Times are in \
          UTC, on the clock of the bench, which in a simulation is that of the simulation. PRAGMA \
          user_version is the version of these tables; docs/run-file.md of the program describes them.
          """);

  // The messages between program and instruments: lines of a transcript, in blocks of compressed
  // text; see TranscriptBlock.
  private static final String TRANSCRIPT =
      """
      CREATE TABLE transcript (
        session INTEGER NOT NULL,
        block INTEGER NOT NULL,
        line INTEGER NOT NULL,
        lines INTEGER NOT NULL,
        bytes INTEGER NOT NULL,
        checksum INTEGER NOT NULL,
        text BLOB NOT NULL,
        PRIMARY KEY (session, block))
      """;

  // Unknown in readings of older versions.
  private static final List<String> OF_READINGS =
      List.of(
          "ALTER TABLE reading ADD COLUMN name TEXT",
          "ALTER TABLE reading ADD COLUMN range REAL",
          "ALTER TABLE reading ADD COLUMN integration REAL",
          "ALTER TABLE reading ADD COLUMN settled INTEGER",
          "ALTER TABLE reading ADD COLUMN compliance INTEGER");

  // The evaluations of a calibration, each with its settings and readings, as JSON.
  private static final String CALIBRATION =
      """
      CREATE TABLE calibration (
        number INTEGER PRIMARY KEY,
        body TEXT NOT NULL)
      """;

  // The samples of a working chip in short form: input powers, W, and readings, V and W, as JSON
  // arrays; expected is the label, null without one.
  private static final String SAMPLE =
      """
      CREATE TABLE sample (
        number INTEGER PRIMARY KEY,
        time TEXT NOT NULL,
        inputs TEXT NOT NULL,
        expected INTEGER,
        correct INTEGER NOT NULL,
        nodes TEXT NOT NULL)
      """;

  /**
   * The statements that convert a file of an earlier version; they do not change its content. Each
   * version has files without its last columns.
   */
  static List<String> missing(RunStore store) {
    List<String> statements = new ArrayList<>();
    if (!store.has("transcript")) {
      statements.add(TRANSCRIPT);
    }
    if (!store.has("reading", "name")) {
      statements.addAll(OF_READINGS);
    }
    if (!store.has("calibration")) {
      statements.add(CALIBRATION);
    }
    if (!store.has("sample")) {
      statements.add(SAMPLE);
    }
    if (!store.has("evaluation", "time")) {
      statements.add("ALTER TABLE evaluation ADD COLUMN time TEXT");
    }
    if (!statements.isEmpty()) {
      statements.add("PRAGMA user_version = " + VERSION);
    }
    return statements;
  }

  /** The tables whose rows a replay must repeat, with the column of their order. */
  public static Map<String, String> repeated() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("evaluation", "number");
    for (String table : List.of("reading", "setting", "step", "event")) {
      tables.put(table, "id");
    }
    tables.put("calibration", "number");
    return tables;
  }

  static final List<String> STATEMENTS =
      List.of(
          "PRAGMA application_id = " + APPLICATION,
          "PRAGMA user_version = " + VERSION,
          // 'start', 'columns' (of a sweep), 'calibration' and 'stop': JSON, one row each; 'stop'
          // is replaced when a run is resumed.
          """
          CREATE TABLE document (
            name TEXT PRIMARY KEY,
            body TEXT NOT NULL)
          """,
          // One input applied once at one parameter set and read once: powers in W at the junctions
          // as a JSON array; expected is the label, null in a calibration. Or one setpoint of a
          // sweep: the swept settings, with a time, and expected is null.
          """
          CREATE TABLE evaluation (
            number INTEGER PRIMARY KEY,
            purpose TEXT NOT NULL,
            inputs TEXT NOT NULL,
            expected INTEGER,
            time TEXT)
          """,
          // Every reading of an instrument. Evaluation is null if the reading belongs to no input
          // of the network (bring-up). Name is the run's; range (in the unit of the value) and
          // integration (s) are null if unknown.
          """
          CREATE TABLE reading (
            id INTEGER PRIMARY KEY,
            time TEXT NOT NULL,
            purpose TEXT NOT NULL,
            evaluation INTEGER REFERENCES evaluation(number),
            source TEXT NOT NULL,
            quantity TEXT NOT NULL,
            value REAL NOT NULL,
            unit TEXT NOT NULL,
            uncertainty REAL NOT NULL,
            overload INTEGER NOT NULL,
            name TEXT,
            range REAL,
            integration REAL,
            settled INTEGER,
            compliance INTEGER)
          """,
          // Every setting of the chip during training: field-line and bias currents.
          """
          CREATE TABLE setting (
            id INTEGER PRIMARY KEY,
            time TEXT NOT NULL,
            name TEXT NOT NULL,
            value REAL NOT NULL,
            unit TEXT NOT NULL)
          """,
          // Steps of training; parameters in A as a JSON array, field lines first, then biases.
          """
          CREATE TABLE step (
            id INTEGER PRIMARY KEY,
            time TEXT NOT NULL,
            phase TEXT NOT NULL,
            block INTEGER NOT NULL,
            loss REAL NOT NULL,
            accuracy REAL NOT NULL,
            accepted INTEGER NOT NULL,
            parameters TEXT NOT NULL)
          """,
          // Other events, such as 'resume'.
          """
          CREATE TABLE event (
            id INTEGER PRIMARY KEY,
            time TEXT NOT NULL,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL)
          """,
          CALIBRATION,
          SAMPLE,
          TRANSCRIPT);

  private Schema() {}

  /** A text that fills most of a page. */
  private static String filling(String text) {
    return text + " ".repeat(PAGE_FILLED - text.length());
  }
}
