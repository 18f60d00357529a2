package org.spinbench.app.command.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.spinbench.app.check.Introduction;
import org.spinbench.app.check.RackDraft;
import org.spinbench.app.check.RackDraft.Kind;
import org.spinbench.app.check.RackDraft.Needed;
import org.spinbench.app.command.Backends;
import org.spinbench.app.command.Outputs;
import org.spinbench.app.console.Lines;
import org.spinbench.drivers.bench.model.Drivers;
import org.spinbench.drivers.instrument.Unit;
import org.spinbench.drivers.text.Spelling;
import org.spinbench.drivers.transport.SystemClock;
import org.spinbench.drivers.transport.resource.ResourceName;
import org.spinbench.drivers.transport.system.SystemTransports;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a bench file of the instruments of a rack. */
@Command(
    name = "init",
    description = {
      "Makes a bench file of instruments. With addresses, asks each instrument there who it is;"
          + " without, asks you for addresses, models, names and limits.",
      "Sets nothing, tries no other address, and overwrites no file. Sources without limits give"
          + " nothing until you enter them.",
      " spinbench init rack.toml",
      " spinbench init rack.toml TCPIP::192.168.0.21::5025::SOCKET TCPIP::192.168.0.22::INSTR"
    },
    mixinStandardHelpOptions = true)
public final class InitCommand implements Callable<Integer> {
  private static final String WHERE =
      "Address, or a model to simulate it (empty line: no more instruments): ";

  private static final String NUMBER = "[0-9]+([.][0-9]*)?([eE][-+]?[0-9]+)?";

  /** The input has ended before the last answer. */
  private static final class GaveUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the new bench file")
  private Path file;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ADDRESS",
      description = "resource names of instruments that are on")
  private List<String> addresses = List.of();

  private final RackDraft draft = new RackDraft();
  private Lines lines;

  @Override
  public Integer call() throws IOException {
    Outputs.requireNew(spec, "FILE", file, "choose another name, or edit it");
    Outputs.requireFile(spec, "FILE", file);
    if (!addresses.isEmpty() && !discover()) {
      tell("Nothing was written. Leave such an address out, or run 'spinbench init' without any.");
      return CommandLine.ExitCode.SOFTWARE;
    }
    if (addresses.isEmpty() && !converse()) {
      tell("Nothing was written.");
      return CommandLine.ExitCode.SOFTWARE;
    }
    Files.writeString(file, draft.text(file.toString()), StandardOpenOption.CREATE_NEW);
    Outputs.print(spec, file + ": " + String.join(", ", draft.names()) + "\n");
    tell("Next: spinbench doctor " + file);
    return CommandLine.ExitCode.OK;
  }

  /** Asks every address; false if one stays unknown, with the reason told. */
  private boolean discover() {
    boolean all = true;
    for (String text : addresses) {
      try {
        ResourceName address = ResourceName.parse(text);
        if (address instanceof ResourceName.Gpib || address instanceof ResourceName.InProcess) {
          throw new IllegalArgumentException(
              text + " says nothing by itself; 'spinbench init " + file + "' asks for the rest");
        }
        Introduction met = introduce(address, 0);
        String model =
            met.model()
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            text + " is " + met.identity() + ", for which there is no driver"));
        Kind kind = RackDraft.kind(model);
        String name = draft.free(kind.name());
        draft.add(name, model, text, 0, met.identity().toString(), kind.needed(), Map.of());
        draft.read();
        tell(name + ": " + met.identity());
      } catch (RuntimeException e) {
        tell(e.getMessage());
        all = false;
      }
    }
    return all;
  }

  /** Asks the user; false if the answers end too early. */
  private boolean converse() {
    try (Lines typed = Lines.open("", null)) {
      lines = typed;
      String where = question(WHERE);
      while (!where.isEmpty() || draft.names().isEmpty()) {
        try {
          entry(where);
        } catch (IllegalArgumentException e) {
          tell(e.getMessage());
        }
        where = question(WHERE);
      }
      return true;
    } catch (GaveUpException end) {
      return false;
    }
  }

  private void entry(String where) {
    if (where.isEmpty()) {
      throw new IllegalArgumentException("give at least one instrument");
    }
    if (Drivers.models().contains(where)) {
      complete(where, "", 0, "");
      return;
    }
    ResourceName address = ResourceName.parse(where);
    if (address instanceof ResourceName.InProcess) {
      throw new IllegalArgumentException("give the model of an instrument to simulate");
    }
    if (address instanceof ResourceName.Gpib gpib && !draft.knowsBus(gpib.board())) {
      String controller =
          ResourceName.parse(
                  question(
                      "Address of the controller of GPIB bus "
                          + gpib.board()
                          + " (TCPIP::192.168.0.30::1234::SOCKET, ASRL/dev/ttyACM0::INSTR): "))
              .toString();
      draft.bus(gpib.board(), controller, choice("Its firmware", List.of("prologix", "ar488")));
    }
    int baud =
        address instanceof ResourceName.Serial
            ? Integer.parseInt(answer("Baud rate", "9600", "[0-9]{3,7}"))
            : 0;
    String said = "";
    Optional<String> model = Optional.empty();
    try {
      Introduction met = introduce(address, baud);
      said = met.identity().toString();
      model = met.model();
      tell("It is " + said + (model.isEmpty() ? ", for which there is no driver." : "."));
    } catch (RuntimeException e) {
      tell("It cannot be asked: " + e.getMessage());
    }
    complete(model.orElseGet(this::model), where, baud, said);
  }

  /** Asks for name and limits, and adds the entry. */
  private void complete(String model, String address, int baud, String said) {
    Kind kind = RackDraft.kind(model);
    String name = draft.free(kind.name());
    name = draft.free(answer("Name", name, "[a-z][a-z0-9_]*"));
    Map<String, Double> limits = new LinkedHashMap<>();
    for (Needed one : kind.needed()) {
      String largest =
          answer(
              "Largest "
                  + one.key()
                  + " that your device survives, "
                  + one.unit().symbol()
                  + " (empty: enter it later; until then it gives nothing)",
              "",
              one.unit() == Unit.DBM ? "|-?" + NUMBER : "|" + NUMBER);
      if (!largest.isEmpty()) {
        limits.put(one.key(), Double.parseDouble(largest));
      }
    }
    draft.add(name, model, address, baud, said, kind.needed(), limits);
    try {
      Backends.openCopy(draft.read()).close();
    } catch (RuntimeException e) {
      draft.remove(name);
      throw new IllegalArgumentException(e.getMessage() + "\nEnter this instrument again.", e);
    }
  }

  /** Asks the instrument at an address, with the links that the draft describes. */
  private Introduction introduce(ResourceName address, int baud) {
    String name = "asked_for_its_name";
    String any = Drivers.models().iterator().next();
    draft.add(name, any, address.toString(), baud, "", List.of(), Map.of());
    try {
      SystemClock clock = new SystemClock();
      return Introduction.of(
          address, new SystemTransports(Backends.links(draft.read(), null), clock), clock);
    } finally {
      draft.remove(name);
    }
  }

  private String model() {
    return choice("Model", List.copyOf(Drivers.models()));
  }

  /** One of these words. */
  private String choice(String words, List<String> known) {
    String text = question(words + " (" + String.join(", ", known) + "): ");
    while (!known.contains(text)) {
      tell("'" + text + "' is none of them; " + Spelling.choices(text, known));
      text = question(words + ": ");
    }
    return text;
  }

  /** An answer of a given form, or the default for an empty line. */
  private String answer(String words, String usual, String form) {
    String prompt = words + (usual.isEmpty() ? "" : " [" + usual + "]") + ": ";
    String text = question(prompt);
    while (!text.isEmpty() && !text.matches(form)) {
      tell("'" + text + "' cannot be used here");
      text = question(prompt);
    }
    return text.isEmpty() ? usual : text;
  }

  private String question(String words) {
    if (!lines.interactive()) {
      tell(words);
    }
    String line = lines.next(words);
    if (line == null) {
      throw new GaveUpException();
    }
    return line.strip();
  }

  private void tell(String words) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(words);
    err.flush();
  }
}
