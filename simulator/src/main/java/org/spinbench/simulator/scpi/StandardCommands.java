package org.spinbench.simulator.scpi;

import java.util.Arrays;
import java.util.Set;
import org.spinbench.simulator.scpi.ScpiVariant.Part;

/**
 * The commands of every front panel: the common commands of IEEE 488.2 section 10, and the
 * subsystems STATus and SYSTem:ERRor that SCPI-99 requires. An instrument's own declarations take
 * precedence. Parts that the dialect lacks are left out.
 */
final class StandardCommands {
  private final CommandTree tree;
  private final FrontPanel panel;
  private final Status status;
  private final ErrorQueue errors;
  private boolean powerOnClear = true;

  StandardCommands(CommandTree tree, FrontPanel panel, Status status, ErrorQueue errors) {
    this.tree = tree;
    this.panel = panel;
    this.status = status;
    this.errors = errors;
  }

  void declare(String identity, Set<Part> parts, Runnable reset) {
    tree.declareMissingOnly();
    tree.arbitraryText("*IDN", () -> identity);
    tree.arbitraryText("*OPT", () -> "0");
    tree.query("*TST", () -> "0");
    tree.event(
        "*RST",
        () -> {
          panel.cancelPending();
          reset.run();
        });
    declareCompletion();
    declareMasks();
    if (parts.contains(Part.STATUS)) {
      declareStatusGroup("STATus:OPERation", status.operation);
      declareStatusGroup("STATus:QUEStionable", status.questionable);
      tree.event("STATus:PRESet", status::preset);
    }
    if (parts.contains(Part.ERRORS)) {
      declareErrors();
    }
    if (parts.contains(Part.VERSION)) {
      tree.query("SYSTem:VERSion", () -> "1999.0");
    }
  }

  /**
   * {@code *SAV} and {@code *RCL}. Recalling an empty register restores the state that the
   * instrument had when the commands were declared.
   */
  void declareMemory(int first, int last, CommandTree.State state) {
    Runnable[] registers = new Runnable[last - first + 1];
    Arrays.fill(registers, state.take());
    tree.command("*SAV", 1, 1, c -> registers[c.integer(first, last) - first] = state.take());
    tree.command("*RCL", 1, 1, c -> registers[c.integer(first, last) - first].run());
  }

  /** A maker's own status group for measurements, summarised in bit 0 of the status byte. */
  void declareMeasurementStatus() {
    declareStatusGroup("STATus:MEASurement", status.measurement);
  }

  private void declareCompletion() {
    tree.event("*OPC", panel::announceCompletion);
    tree.query(
        "*OPC",
        () -> {
          panel.await();
          return "1";
        });
    tree.event("*WAI", panel::await);
  }

  private void declareMasks() {
    tree.event("*CLS", panel::clearStatus);
    tree.command("*ESE", 1, 1, call -> status.eventEnable(call.integer(0, 255)));
    tree.query("*ESE", () -> Replies.octet(status.eventEnable()));
    tree.query("*ESR", () -> Replies.octet(status.takeEvents()));
    tree.command("*SRE", 1, 1, call -> status.serviceEnable(call.integer(0, 255)));
    tree.query("*SRE", () -> Replies.octet(status.serviceEnable()));
    tree.query("*STB", () -> Replies.octet(panel.statusByte()));
    tree.command("*PSC", 1, 1, call -> powerOnClear = call.integer(-32767, 32767) != 0);
    tree.query("*PSC", () -> Replies.flag(powerOnClear));
  }

  private void declareStatusGroup(String prefix, EventRegister register) {
    tree.query(prefix + "[:EVENt]", () -> Integer.toString(register.takeEvents()));
    tree.query(prefix + ":CONDition", () -> Integer.toString(register.condition()));
    tree.integer(prefix + ":ENABle", 0, 65535, register::enable, b -> register.enable((int) b));
    tree.integer(
        prefix + ":PTRansition", 0, 65535, register::positive, b -> register.positive((int) b));
    tree.integer(
        prefix + ":NTRansition", 0, 65535, register::negative, b -> register.negative((int) b));
  }

  private void declareErrors() {
    tree.query("SYSTem:ERRor[:NEXT]", errors::next);
    tree.query("SYSTem:ERRor:ALL", errors::all);
    tree.query("SYSTem:ERRor:COUNt", () -> Integer.toString(errors.size()));
    tree.query("SYSTem:ERRor:CODE[:NEXT]", errors::nextCode);
    tree.query("SYSTem:ERRor:CODE:ALL", errors::allCodes);
    tree.query("STATus:QUEue[:NEXT]", errors::next);
  }
}
