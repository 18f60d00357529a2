package org.spinbench.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.spinbench.app.Spinbench;

/** What one command line did: its exit code and all that it printed. */
public record Outcome(int code, String out, String err) {
  /** Runs a command line in this program. */
  public static Outcome of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Spinbench.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Outcome(code, out.toString(), err.toString());
  }

  /** Standard output as the one JSON object that it must be. */
  public ObjectNode json() throws JsonProcessingException {
    return new ObjectMapper()
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .readValue(out, ObjectNode.class);
  }

  /** The same without what may differ from run to run. */
  public ObjectNode results() throws JsonProcessingException {
    return json().without(List.of("wallSeconds", "latency", "runFile"));
  }
}
