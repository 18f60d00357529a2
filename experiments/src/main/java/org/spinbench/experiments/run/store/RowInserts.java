package org.spinbench.experiments.run.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Inserts rows into one table in groups, because executing a statement takes longer than inserting
 * a row.
 *
 * <p>Safe for use by several threads, one at a time.
 */
final class RowInserts {
  /** Number of rows in a group. */
  private static final int TOGETHER = 20;

  private final Connection connection;
  private final String table;
  private final List<Object[]> waiting = new ArrayList<>();
  private PreparedStatement many;
  private PreparedStatement one;

  /** Inserts into a table. */
  RowInserts(Connection connection, String table) {
    this.connection = connection;
    this.table = table;
  }

  /**
   * Adds a row; it is in the table after the next {@link #flush}.
   *
   * @param row a value for each column; null for an absent value, or for a generated key
   */
  void add(Object... row) throws SQLException {
    waiting.add(row);
    if (waiting.size() == TOGETHER) {
      many = many == null ? statement(TOGETHER, row.length) : many;
      insert(many, waiting);
      waiting.clear();
    }
  }

  /** Writes all rows to the table. */
  void flush() throws SQLException {
    for (Object[] row : waiting) {
      one = one == null ? statement(1, row.length) : one;
      insert(one, Collections.singletonList(row));
    }
    waiting.clear();
  }

  private PreparedStatement statement(int rows, int columns) throws SQLException {
    String row = "(" + String.join(", ", Collections.nCopies(columns, "?")) + ")";
    String all = String.join(", ", Collections.nCopies(rows, row));
    return connection.prepareStatement("INSERT INTO " + table + " VALUES " + all);
  }

  private static void insert(PreparedStatement statement, List<Object[]> rows) throws SQLException {
    int column = 0;
    for (Object[] row : rows) {
      for (Object value : row) {
        column++;
        if (value == null) {
          statement.setNull(column, Types.INTEGER);
        } else {
          statement.setObject(column, value);
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
