package org.spinbench.experiments.run.transcript;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.spinbench.drivers.transport.record.Manner;
import org.spinbench.drivers.transport.record.Replay;
import org.spinbench.drivers.transport.record.Transcript;
import org.spinbench.drivers.transport.record.TranscriptLines;
import org.spinbench.experiments.run.store.RunException;
import org.spinbench.experiments.run.store.RunStore;

/** The messages between program and instruments in a run file, session by session. */
public final class RunTranscripts {
  /** Blocks in which messages are counted. */
  private static final int COUNTED_BLOCKS = 200;

  private final RunStore store;
  private Optional<TranscriptWriter> writing = Optional.empty();
  private volatile Optional<SparseMessages> sparse = Optional.empty();
  private volatile OptionalInt session = OptionalInt.empty();

  /** Those of a run file. */
  public RunTranscripts(RunStore store) {
    this.store = store;
  }

  /**
   * Begins the transcript of a session with the bench. Its lines reach the file with the rows that
   * are noted beside them: whatever ends the program, the file holds every message that led to a
   * row in it, except for the present sample of a watch.
   */
  public synchronized Transcript.Place begin() {
    int number = (int) store.number("SELECT COALESCE(MAX(session), 0) FROM transcript") + 1;
    TranscriptWriter begun = new TranscriptWriter(number, this::put);
    store.note(
        0,
        () -> {
          end();
          writing = Optional.of(begun);
        });
    store.beforeCommit(() -> writing.ifPresent(TranscriptWriter::flush));
    session = OptionalInt.of(number);
    SparseMessages all = new SparseMessages(lines -> take(lines, begun));
    sparse = Optional.of(all);
    return all;
  }

  private void take(Transcript.Lines lines, TranscriptWriter by) throws IOException {
    try {
      store.note(lines.size(), () -> lines.writeTo(by));
    } catch (RunException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void put(TranscriptBlock block) {
    store.execute(
        "INSERT OR REPLACE INTO transcript VALUES (?, ?, ?, ?, ?, ?, ?)",
        block.session(),
        block.number(),
        block.line(),
        block.lines(),
        block.bytes(),
        block.checksum(),
        block.packed());
  }

  /** Notes the end of the present session. */
  public void close() {
    store.note(0, this::end);
  }

  private void end() {
    writing.ifPresent(TranscriptWriter::close);
    writing = Optional.empty();
  }

  /** The session whose messages are being recorded; empty if none are. */
  public OptionalInt session() {
    return session;
  }

  private interface OfMessages {
    void on(SparseMessages messages) throws IOException;
  }

  private void messages(OfMessages action) {
    if (sparse.isPresent()) {
      try {
        action.on(sparse.get());
      } catch (IOException e) {
        throw new RunException(e.getMessage(), e);
      }
    }
  }

  /**
   * From now on what passes belongs to a sample of a chip at work. Its messages are recorded in
   * short when the next one begins, unless something happens meanwhile, or {@link #keep} asks for
   * them.
   */
  public void shorten() {
    messages(SparseMessages::sample);
  }

  /** Keeps the messages of the present sample. */
  public void keep() {
    messages(SparseMessages::keep);
  }

  /** Keeps all messages from now on. */
  public void keepAll() {
    messages(SparseMessages::keepAll);
  }

  /** Whether the program that made the file recorded messages. */
  public boolean areRecorded() {
    return store.has("transcript");
  }

  /**
   * The sessions whose messages were recorded, in order: one for each time that the bench was
   * opened; none if this was not recorded.
   */
  public List<Integer> sessions() {
    String sql = "SELECT DISTINCT session FROM transcript ORDER BY session";
    return areRecorded() ? store.query(sql, row -> row.getInt("session")) : List.of();
  }

  /**
   * What passed between program and instruments in a session, as the text of a transcript. It is
   * read from the file bit by bit, and each part checked; a part that is damaged or missing is a
   * {@link RunException} that names it, after what can be read of it.
   */
  public InputStream text(int of) {
    return blocks(of);
  }

  /**
   * The end of a session's text behind its first line, unchecked and bounded: for a look at a run
   * that goes on, however long it is already.
   *
   * @param most number of blocks, of 64 KiB of text each
   */
  public InputStream latest(int of, int most) {
    String sql = "SELECT * FROM transcript WHERE session = ? ORDER BY block DESC LIMIT ?";
    List<TranscriptBlock> last = store.query(sql, RunTranscripts::block, of, most);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (last.size() == most) {
      byte[] first = blockAfter(of, 0).orElseThrow().unpack().text();
      text.write(first, 0, SessionText.endOfLine(first, 1));
    }
    for (int k = last.size(); k-- > 0; ) {
      text.writeBytes(last.get(k).unpack().text());
    }
    return new ByteArrayInputStream(text.toByteArray());
  }

  private SessionText blocks(int of) {
    return new SessionText(of, number -> blockAfter(of, number));
  }

  private Optional<TranscriptBlock> blockAfter(int of, int number) {
    String sql = "SELECT * FROM transcript WHERE session = ? AND block > ? ORDER BY block LIMIT 1";
    return store.query(sql, RunTranscripts::block, of, number).stream().findFirst();
  }

  private static TranscriptBlock block(ResultSet row) throws SQLException {
    return new TranscriptBlock(
        row.getInt("session"),
        row.getInt("block"),
        row.getLong("line"),
        row.getInt("lines"),
        row.getInt("bytes"),
        row.getLong("checksum"),
        row.getBytes("text"));
  }

  /** How the bench was treated in a session. */
  public Manner manner(int of) {
    try (TranscriptLines lines = new TranscriptLines(store.path().toString(), text(of))) {
      return lines.manner();
    }
  }

  /**
   * Plays back what passed in a session.
   *
   * @throws RunException if a part is damaged or missing; the message names it
   */
  public Replay replay(int of) {
    String which = sessions().size() == 1 ? "" : ", session " + of;
    try {
      return Replay.of(store.path() + which, () -> text(of));
    } catch (RunException damaged) {
      throw sound(of).damage().map(RunException::new).orElse(damaged);
    }
  }

  /**
   * What the sessions before one took, as far as they are recorded.
   *
   * @param seconds on the bench's clock, s
   * @param messages that were sent to instruments
   */
  public record Before(double seconds, long messages) {}

  /** What the sessions before this one took. */
  public Before before() {
    double[] seconds = new double[1];
    long[] messages = new long[1];
    for (int earlier : sessions()) {
      if (earlier < session.orElse(Integer.MAX_VALUE)) {
        double[] last = new double[1];
        replay(earlier)
            .eachEvent(
                event -> {
                  last[0] = event.seconds();
                  messages[0] += event.kind().equals(">") ? 1 : 0;
                });
        seconds[0] += last[0];
      }
    }
    return new Before(seconds[0], messages[0]);
  }

  /**
   * The messages of a run, all sessions together.
   *
   * @param number both ways; about, where {@code counted} is not
   * @param counted whether every message was counted, or only those of some blocks
   * @param bytes what the file takes for them, with times and looks at the clock
   * @param text the same before it was compressed
   */
  public record Messages(long number, boolean counted, long bytes, long text) {}

  /**
   * How many messages there are, and how much room they take. Of a long transcript, checks only the
   * last blocks, so that it takes no time.
   */
  public Messages messages() {
    if (!areRecorded()) {
      return new Messages(0, true, 0, 0);
    }
    long every = 1 + store.count("transcript") / COUNTED_BLOCKS;
    long[] counted = new long[2];
    store.each(
        "SELECT * FROM transcript WHERE block % ? = 0",
        row -> {
          TranscriptBlock block = block(row);
          counted[0] += block.lines();
          counted[1] += block.messages();
        },
        every);
    return store
        .query(
            "SELECT SUM(lines) AS lines, SUM(bytes) AS bytes, SUM(LENGTH(text)) AS packed"
                + " FROM transcript",
            row -> {
              double share = counted[0] == 0 ? 0 : (double) counted[1] / counted[0];
              long number = Math.round(share * row.getLong("lines"));
              return new Messages(number, every == 1, row.getLong("packed"), row.getLong("bytes"));
            })
        .get(0);
  }

  /** How far a session is unchanged since it was written. */
  public SoundLines sound(int of) {
    return SoundLines.of(store.path(), blocks(of));
  }

  /** Leaves out a session and all later ones. */
  public void deleteFrom(int first) {
    store.change("DELETE FROM transcript WHERE session >= ?", first);
  }

  /**
   * Leaves out of each session everything after its last undamaged line.
   *
   * @return how many lines are left
   */
  public synchronized long keepSound() {
    long lines = 0;
    for (int each : sessions()) {
      SoundLines sound = sound(each);
      Optional<TranscriptBlock> rest =
          sound.lines() > sound.whole()
              ? Optional.of(
                  blocks(each).blockOf(sound.whole(), (int) (sound.lines() - sound.whole())))
              : Optional.empty();
      store.change("DELETE FROM transcript WHERE session = ? AND block > ?", each, sound.blocks());
      rest.ifPresent(block -> store.note(block.packed().length, () -> put(block)));
      lines += sound.lines();
    }
    return lines;
  }
}
