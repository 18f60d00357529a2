package org.spinbench.app.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spinbench.drivers.bench.Bench;
import org.spinbench.drivers.instrument.Instrument;
import org.spinbench.drivers.scpi.Identity;
import org.spinbench.drivers.scpi.ScpiError;
import org.spinbench.drivers.scpi.ScpiSession;
import org.spinbench.drivers.transport.TransportTimeoutException;

/**
 * The state of one instrument, and whether its settings are read back correctly.
 *
 * @param name on the bench
 * @param model in the bench file
 * @param resource its resource name
 * @param identity its answer to {@code *IDN?}
 * @param options its answer to {@code *OPT?}; empty without an answer
 * @param errors in its queue before the first query
 * @param state every setting as found
 * @param test whether settings are read back as they were sent
 * @param errorsAfter in its queue after the test
 */
public record Checkup(
    String name,
    String model,
    String resource,
    Identity identity,
    String options,
    List<String> errors,
    Map<String, String> state,
    RoundTrip.Result test,
    List<String> errorsAfter) {

  /** Whether there is no problem. */
  public boolean passed() {
    return errors.isEmpty()
        && errorsAfter.isEmpty()
        && test.failures().isEmpty()
        && test.changed().isEmpty();
  }

  /** Checks every instrument of a bench, in the order of its file. */
  public static List<Checkup> of(Bench bench) {
    List<Checkup> checkups = new ArrayList<>();
    bench.instruments().forEach((name, instrument) -> checkups.add(of(bench, name, instrument)));
    return checkups;
  }

  /**
   * Reads every instrument of a bench that another program owns. Sets nothing, and leaves error
   * queues to the owner, who reads them.
   */
  public static List<Checkup> look(Bench bench) {
    List<Checkup> checkups = new ArrayList<>();
    bench
        .instruments()
        .forEach(
            (name, one) ->
                checkups.add(
                    new Checkup(
                        name,
                        bench.file().instruments().get(name).model(),
                        bench.file().instruments().get(name).resource(),
                        one.session().identity(),
                        "",
                        List.of(),
                        new LinkedHashMap<>(one.settings().snapshot()),
                        RoundTrip.notTried("another program owns the bench"),
                        List.of())));
    return checkups;
  }

  private static Checkup of(Bench bench, String name, Instrument instrument) {
    ScpiSession session = instrument.session();
    List<String> errors = texts(session.errors());
    String options = options(session);
    Map<String, String> state = new LinkedHashMap<>(instrument.settings().snapshot());
    RoundTrip.Result test = RoundTrip.of(instrument);
    return new Checkup(
        name,
        bench.file().instruments().get(name).model(),
        bench.file().instruments().get(name).resource(),
        session.identity(),
        options,
        errors,
        state,
        test,
        texts(session.errors()));
  }

  /**
   * The options. Instruments without options may not know the query, so a missing answer is not an
   * error.
   */
  private static String options(ScpiSession session) {
    try {
      String answer = session.query("*OPT?");
      return answer.strip();
    } catch (TransportTimeoutException silent) {
      session.errors();
      return "";
    }
  }

  private static List<String> texts(List<ScpiError> errors) {
    return errors.stream().map(ScpiError::toString).toList();
  }
}
