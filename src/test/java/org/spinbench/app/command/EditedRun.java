package org.spinbench.app.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A copy of a run file that somebody has edited.
 *
 * @param path of the copy
 */
record EditedRun(Path path) {
  /** Copies a run file. */
  static EditedRun copy(Path run, Path to) throws IOException {
    return new EditedRun(Files.copy(run, to, StandardCopyOption.REPLACE_EXISTING));
  }

  /** Makes it a run of a real chip on the bench of this file. */
  EditedRun onRealBench(String benchFile) {
    return edited(
        1,
        "UPDATE document SET body = json_set(body, '$.chipSeed', NULL, '$.bench', ?)"
            + " WHERE name = 'start'",
        benchFile);
  }

  /** Makes it say where its bench file is. */
  EditedRun withBenchFileAt(Path benchFile) {
    return edited(
        1,
        "INSERT OR REPLACE INTO document VALUES"
            + " ('bench 1', json_object('path', ?, 'text', ''))",
        benchFile.toString());
  }

  /** Gives it another end, if it has one. */
  EditedRun withStatus(String status) {
    return edited(
        1, "UPDATE document SET body = json_set(body, '$.status', ?) WHERE name = 'stop'", status);
  }

  private EditedRun edited(int rows, String statement, String value) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        PreparedStatement edit = connection.prepareStatement(statement)) {
      edit.setString(1, value);
      assertEquals(rows, edit.executeUpdate());
      return this;
    } catch (SQLException e) {
      throw new IllegalStateException(path + ": " + statement, e);
    }
  }
}
