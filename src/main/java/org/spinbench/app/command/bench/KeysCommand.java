package org.spinbench.app.command.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.spinbench.drivers.transport.zeromq.KeyFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the keys with which a bench server and its clients identify each other. */
@Command(
    name = "keys",
    description = {
      "Makes the keys by which a bench server and its clients identify each other. You need "
          + "them to serve a bench to other computers.",
      "Prints the purpose of each file."
    },
    mixinStandardHelpOptions = true)
public final class KeysCommand implements Runnable {
  /** In the order of {@link KeyFolder#make}. */
  private static final List<String> USES =
      List.of(
          "secret of the server; stays on the lab computer",
          "lets clients know the server; copy it to every client's key folder",
          "secret of a client; move it to that client's key folder",
          "lets the client in; stays on the lab computer, one such file for each client");

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "folder for the keys")
  private Path folder;

  @Override
  public void run() {
    List<Path> files = new KeyFolder(folder).make();
    int width = files.stream().mapToInt(file -> file.toString().length()).max().orElse(0);
    PrintWriter out = spec.commandLine().getOut();
    for (int i = 0; i < files.size(); i++) {
      out.printf(Locale.ROOT, "%-" + width + "s  %s\n", files.get(i), USES.get(i));
    }
    out.print("\nOn the lab computer:  spinbench serve BENCH.toml --bind 0.0.0.0 --port 5560");
    out.print(" --keys " + folder + "\n");
    out.print(
        "On the client:        [zmq] keys = \"FOLDER\" in the bench file, or --keys FOLDER\n");
    out.print("Another client:       make keys in a new folder, and copy its clients/client.pub");
    out.print(" here under another name\n");
    out.flush();
  }
}
