package org.spinbench.app.notice;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.spinbench.drivers.bench.file.RunLabels.Notice;
import org.spinbench.drivers.text.Durations;

/** Delivers one notice, within its timeout. */
final class NoticeDelivery {
  /** What stands for the sentence among the arguments of a command. */
  private static final String TEXT = "{text}";

  private static final int OK = 200;
  private static final int NOT_OK = 300;

  private NoticeDelivery() {}

  /** Why a notice did not arrive; the message never holds the address, which may be a secret. */
  static final class UndeliveredException extends Exception {
    private static final long serialVersionUID = 1L;

    UndeliveredException(String message) {
      super(message);
    }
  }

  /**
   * Delivers a notice.
   *
   * @param text one sentence, without control characters
   * @param json the same for programs
   * @param address of the webhook; not used for a command
   */
  static void deliver(Notice notice, String address, String text, String json)
      throws UndeliveredException, InterruptedException {
    long millis = Math.max(1, (long) (notice.timeout() * 1e3));
    try {
      if (notice.command().isEmpty()) {
        post(address, json, millis);
      } else {
        execute(notice.command(), text, json, millis);
      }
    } catch (TimeoutException e) {
      throw new UndeliveredException("no answer within " + Durations.text(notice.timeout()));
    }
  }

  /** Runs a program without a shell; it gets the JSON on its standard input. */
  private static void execute(List<String> command, String text, String json, long millis)
      throws UndeliveredException, TimeoutException, InterruptedException {
    List<String> words = command.stream().map(word -> word.replace(TEXT, text)).toList();
    Process process;
    try {
      process =
          new ProcessBuilder(words)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UndeliveredException(command.get(0) + " does not start: " + e.getMessage());
    }
    try {
      // Shorter than the buffer of a pipe, so that a program that does not read blocks nothing.
      try (OutputStream in = process.getOutputStream()) {
        in.write(json.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It has ended, or does not read its input; its exit code says whether it is content.
      }
      if (!process.waitFor(millis, TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      if (process.exitValue() != 0) {
        throw new UndeliveredException(
            command.get(0) + " ended with exit code " + process.exitValue());
      }
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static void post(String address, String json, long millis)
      throws UndeliveredException, TimeoutException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding());
    try {
      int status = answer.get(millis, TimeUnit.MILLISECONDS).statusCode();
      if (status < OK || status >= NOT_OK) {
        throw new UndeliveredException("the webhook answered with status " + status);
      }
    } catch (ExecutionException e) {
      String why = e.getCause().getMessage();
      String kind = e.getCause().getClass().getSimpleName();
      throw new UndeliveredException(
          "the webhook cannot be reached: " + (why == null || why.contains(address) ? kind : why));
    } finally {
      answer.cancel(true);
    }
  }
}
