package org.spinbench.simulator.scpi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spinbench.simulator.instrument.ManualClock;
import org.spinbench.simulator.instrument.MessageTable;

class ScpiVariantTest {
  private final CommandTree tree = new CommandTree(Replies::plain);

  private FrontPanel panel(ScpiVariant dialect) {
    tree.event("BLOCked", () -> fail(803, "Not permitted with OUTPUT off"));
    return new FrontPanel("M,T,S,1", dialect, 2, new ManualClock(), tree, () -> {});
  }

  private static void fail(int code, String text) {
    throw new CommandException(DeviceError.execution(code, text));
  }

  @Test
  void aMakersOwnErrorsAreNumberedAndTheirBitIsSet() {
    FrontPanel panel = panel(ScpiVariant.SCPI);
    assertEquals("16", MessageTable.exchange(panel, "*CLS;BLOC;*ESR?"));
    assertEquals(List.of("803,\"Not permitted with OUTPUT off;BLOC\""), panel.queuedErrors());
    assertEquals("803", MessageTable.exchange(panel, "SYST:ERR:CODE?"));
  }

  @Test
  void someWriteAPlusAndNoDetail() {
    FrontPanel panel = panel(ScpiVariant.of(Wording.SIGNED.withoutDetail()));
    assertEquals(
        "+803,\"Not permitted with OUTPUT off\";-113,\"Undefined header\";+0,\"No error\"",
        MessageTable.exchange(panel, "BLOC;FOO;SYST:ERR?;:SYST:ERR?;:SYST:ERR?"));
  }

  @Test
  void whatADialectIsWithoutIsUndefined() {
    FrontPanel panel = panel(ScpiVariant.SCPI.with(EnumSet.of(ScpiVariant.Part.ERRORS)));
    assertEquals("2", MessageTable.exchange(panel, "STAT:OPER?;:SYST:VERS?;:SYST:ERR:COUN?;*CLS"));
  }

  @Test
  void aMissingQueueIsNotInTheStatusByte() {
    FrontPanel panel = panel(ScpiVariant.SCPI.with(EnumSet.noneOf(ScpiVariant.Part.class)));
    MessageTable.exchange(panel, "FOO");
    assertEquals(0, panel.serialPoll());
    assertEquals(1, panel.errorCount());
    assertEquals(StandardError.UNDEFINED_HEADER, panel.takeError().orElseThrow());
  }

  @Test
  void whatAnInstrumentDeclaresItselfComesFirst() {
    tree.query("SYSTem:VERSion", () -> "1995.0");
    tree.query("*TST", () -> "7");
    assertEquals("1995.0;7", MessageTable.exchange(panel(ScpiVariant.SCPI), "SYST:VERS?;*TST?"));
  }

  @Test
  void aResponseMayEndWithACarriageReturn() {
    FrontPanel panel = panel(ScpiVariant.SCPI.withCarriageReturn());
    assertEquals("M,T,S,1\r", MessageTable.exchange(panel, "*IDN?"));
    assertEquals("0;0\r", MessageTable.exchange(panel, "*CLS;*ESR?;*ESE?"));
  }
}
