package org.spinbench.experiments.run.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.StringJoiner;
import java.util.function.Function;

/** The rows of a query one after another, as text. */
public final class RowTexts implements AutoCloseable {
  private final Function<SQLException, RunException> failing;
  private final PreparedStatement statement;
  private final ResultSet row;

  RowTexts(
      Connection connection,
      String sql,
      long parameter,
      Function<SQLException, RunException> failing) {
    this.failing = failing;
    try {
      statement = connection.prepareStatement(sql);
      statement.setLong(1, parameter);
      row = statement.executeQuery();
    } catch (SQLException e) {
      throw failing.apply(e);
    }
  }

  /**
   * The next row as "table: column=value ..."; two numbers have the same text only if all bits are
   * equal. Null after the last.
   */
  public String next() {
    try {
      return row.next() ? text() : null;
    } catch (SQLException e) {
      throw failing.apply(e);
    }
  }

  private String text() throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    StringJoiner text = new StringJoiner(" ", columns.getTableName(1) + ": ", "");
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      text.add(columns.getColumnName(i) + "=" + row.getObject(i));
    }
    return text.toString();
  }

  @Override
  public void close() {
    try {
      statement.close();
    } catch (SQLException e) {
      throw failing.apply(e);
    }
  }
}
