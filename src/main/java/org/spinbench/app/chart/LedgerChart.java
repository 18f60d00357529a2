package org.spinbench.app.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.spinbench.simulator.network.PowerLedger;
import org.spinbench.simulator.network.SupplyModel;

/** Where the power of an inference goes, one bar a term, on a logarithmic scale. */
public final class LedgerChart {
  private static final int WIDTH = 1000;
  private static final int MARGIN = 40;
  private static final int LEFT = 330;
  private static final int RIGHT = 130;
  private static final int BAR = 30;
  private static final int STEP = 46;
  private static final int TOP = 80;
  private static final double LEAST_DECADE = -2;
  private static final Color INK = new Color(0x303030);
  private static final Color GRID = new Color(0xd8d8d8);
  private static final SupplyModel SUPPLY = SupplyModel.STANDARD;

  /** A bar: its name, what it stands for in W, and whether it is a sum of others. */
  private record Term(String name, double power, boolean sum) {}

  private LedgerChart() {}

  /** Draws a ledger into a file. */
  public static void write(String title, PowerLedger ledger, PictureFile file) {
    List<Term> terms = terms(ledger);
    double most = terms.stream().mapToDouble(Term::power).max().orElse(1);
    double decades = Math.ceil(StrictMath.log10(1e3 * most)) - LEAST_DECADE;
    int bottom = TOP + STEP * terms.size();
    Canvas page = Canvas.of(file, WIDTH, bottom + 110);
    Graphics2D graphics = page.graphics();
    graphics.setColor(INK);
    graphics.setFont(Style.font(18));
    HeatMap.centred(graphics, title, WIDTH / 2, 40);
    grid(graphics, (int) decades, bottom);
    for (int row = 0; row < terms.size(); row++) {
      Term term = terms.get(row);
      int top = TOP + STEP * row;
      int length = length(1e3 * term.power(), decades);
      graphics.setColor(term.sum() ? INK : Style.colour(0));
      graphics.fillRect(LEFT, top, Math.max(1, length), BAR);
      graphics.setColor(INK);
      graphics.setFont(Style.font(15));
      HeatMap.right(graphics, term.name(), LEFT - 14, top + 21);
      graphics.drawString(
          String.format(Locale.ROOT, "%.3g mW", 1e3 * term.power()), LEFT + length + 10, top + 21);
    }
    notes(graphics, ledger, bottom + 50);
    graphics.dispose();
    page.write(file);
  }

  private static int length(double milliwatt, double decades) {
    double above = StrictMath.log10(milliwatt) - LEAST_DECADE;
    return (int) Math.round((WIDTH - LEFT - RIGHT) * Math.max(0, above) / decades);
  }

  private static void grid(Graphics2D graphics, int decades, int bottom) {
    graphics.setFont(Style.font(13));
    for (int n = 0; n <= decades; n++) {
      double milliwatt = StrictMath.pow(10, LEAST_DECADE + n);
      int x = LEFT + length(milliwatt, decades);
      graphics.setColor(GRID);
      graphics.drawLine(x, TOP - 10, x, bottom);
      graphics.setColor(INK);
      HeatMap.centred(graphics, trimmed(milliwatt) + " mW", x, bottom + 18);
    }
  }

  private static String trimmed(double milliwatt) {
    return milliwatt < 1 ? Double.toString(milliwatt) : Long.toString(Math.round(milliwatt));
  }

  private static void notes(Graphics2D graphics, PowerLedger ledger, int y) {
    graphics.setFont(Style.font(13));
    String energies =
        String.format(
            Locale.ROOT,
            "RF and oscillators alone: %.0f pJ an inference in %.0f ns; %.0f pJ at 10 fJ a synapse and"
                + " 100 fJ a neuron.",
            1e12 * ledger.energy(),
            1e9 * ledger.latency(),
            1e12 * ledger.operationEnergy());
    int next = Style.paragraph(graphics, energies, MARGIN, y, WIDTH - 2 * MARGIN);
    Style.paragraph(graphics, SUPPLY.text(), MARGIN, next, WIDTH - 2 * MARGIN);
  }

  private static List<Term> terms(PowerLedger ledger) {
    List<Term> terms = new ArrayList<>();
    for (int l = 0; l < ledger.layers().size(); l++) {
      PowerLedger.Layer layer = ledger.layers().get(l);
      terms.add(
          new Term("layer " + (l + 1) + ", RF to all chains", layer.distributedPower(), false));
      if (layer.oscillatorPower() > 0) {
        terms.add(
            new Term("layer " + (l + 1) + ", oscillators' DC", layer.oscillatorPower(), false));
      }
    }
    terms.add(new Term("RF and oscillators alone", ledger.total(), true));
    terms.add(new Term("amplifiers that make the copies", ledger.amplifiers(SUPPLY), false));
    for (double ohm : new double[] {SupplyModel.STRIP_RESISTANCE, SupplyModel.BENCH_RESISTANCE}) {
      String lines = String.format(Locale.ROOT, "field lines of %.0f Ω", ohm);
      terms.add(new Term(lines, ledger.fieldLines(SUPPLY, ohm), false));
      terms.add(new Term("from the supply, with " + lines, ledger.supply(SUPPLY, ohm), true));
    }
    return terms;
  }
}
