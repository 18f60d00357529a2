package org.spinbench.spark;

import java.io.Serializable;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** What a process of the cluster does with a group: its rows, a line each. */
final class GroupOfTasks extends AbstractFunction2<TaskContext, Iterator<String>, String>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final ProgramOfTasks program;
  private final String seconds;

  GroupOfTasks(ProgramOfTasks program, String seconds) {
    this.program = program;
    this.seconds = seconds;
  }

  @Override
  public String apply(TaskContext context, Iterator<String> groups) {
    StringBuilder rows = new StringBuilder();
    while (groups.hasNext()) {
      rows.append(program.rows(groups.next(), seconds));
    }
    return rows.toString();
  }
}
