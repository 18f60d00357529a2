package org.spinbench.experiments.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Inserts readings, many at a time: what a statement takes to be carried out is more than what a
 * row takes.
 *
 * <p>One thread at a time is let in.
 */
final class ReadingInserts {
  /** Rows that wait for one another. */
  private static final int TOGETHER = 20;

  private static final int COLUMNS = 15;

  private final Connection connection;
  private final List<Object[]> waiting = new ArrayList<>();
  private PreparedStatement many;
  private PreparedStatement one;

  ReadingInserts(Connection connection) {
    this.connection = connection;
  }

  /**
   * Adds a row, the first column of which is the key that it will be given; it is in the table
   * after the next {@link #flush}.
   */
  void add(Object... row) throws SQLException {
    waiting.add(row);
    if (waiting.size() == TOGETHER) {
      many = many == null ? statement(TOGETHER) : many;
      insert(many, waiting);
      waiting.clear();
    }
  }

  /** Puts everything into the table. */
  void flush() throws SQLException {
    for (Object[] row : waiting) {
      one = one == null ? statement(1) : one;
      insert(one, Collections.singletonList(row));
    }
    waiting.clear();
  }

  private PreparedStatement statement(int rows) throws SQLException {
    String row = "(NULL" + ", ?".repeat(COLUMNS - 1) + ")";
    String sql = "INSERT INTO reading VALUES " + row + (", " + row).repeat(rows - 1);
    return connection.prepareStatement(sql);
  }

  private static void insert(PreparedStatement statement, List<Object[]> rows) throws SQLException {
    int column = 0;
    for (Object[] row : rows) {
      for (int i = 1; i < row.length; i++) {
        column++;
        if (row[i] == null) {
          statement.setNull(column, Types.INTEGER);
        } else {
          statement.setObject(column, row[i]);
        }
      }
    }
    statement.executeUpdate();
  }

  /** Closes the statements. */
  void close() throws SQLException {
    if (many != null) {
      many.close();
    }
    if (one != null) {
      one.close();
    }
  }
}
