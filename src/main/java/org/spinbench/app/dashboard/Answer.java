package org.spinbench.app.dashboard;

import java.nio.charset.StandardCharsets;
import org.spinbench.experiments.run.Json;

/**
 * The answer to a request.
 *
 * @param type of its content
 */
record Answer(String type, byte[] body) {
  static Answer json(Object value) {
    return new Answer(
        "application/json; charset=utf-8", Json.write(value).getBytes(StandardCharsets.UTF_8));
  }

  static Answer text(String type, String text) {
    return new Answer(type, text.getBytes(StandardCharsets.UTF_8));
  }
}
