package org.spinbench.app.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.spinbench.simulator.network.PowerLedger;

/** Where the power of an inference goes, one bar a term. */
public final class LedgerChart {
  private static final int WIDTH = 1000;
  private static final int LEFT = 330;
  private static final int BAR = 34;
  private static final int STEP = 56;
  private static final int TOP = 80;
  private static final Color INK = new Color(0x303030);

  private LedgerChart() {}

  /** Draws a ledger into a PNG file. */
  public static void write(String title, PowerLedger ledger, Path file) {
    Map<String, Double> terms = terms(ledger);
    double most = terms.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
    BufferedImage page = Style.page(WIDTH, TOP + STEP * terms.size() + 60);
    Graphics2D graphics = Style.graphics(page);
    graphics.setColor(INK);
    graphics.setFont(Style.font(18));
    HeatMap.centred(graphics, title, WIDTH / 2, 40);
    int row = 0;
    for (Map.Entry<String, Double> term : terms.entrySet()) {
      int top = TOP + STEP * row;
      int length = (int) Math.round((WIDTH - LEFT - 150) * term.getValue() / most);
      boolean total = ++row == terms.size();
      graphics.setColor(total ? INK : Style.colour(0));
      graphics.fillRect(LEFT, top, Math.max(1, length), BAR);
      graphics.setColor(INK);
      graphics.setFont(Style.font(15));
      HeatMap.right(graphics, term.getKey(), LEFT - 14, top + 23);
      graphics.drawString(
          String.format(Locale.ROOT, "%.3f mW", 1e3 * term.getValue()),
          LEFT + length + 10,
          top + 23);
    }
    graphics.setFont(Style.font(13));
    graphics.drawString(
        String.format(
            Locale.ROOT,
            "Energy per inference: %.0f pJ in %.0f ns; %.0f pJ at 10 fJ a synapse and 100 fJ a"
                + " neuron.",
            1e12 * ledger.energy(),
            1e9 * ledger.latency(),
            1e12 * ledger.operationEnergy()),
        40,
        TOP + STEP * terms.size() + 30);
    graphics.dispose();
    Style.write(page, file);
  }

  private static Map<String, Double> terms(PowerLedger ledger) {
    Map<String, Double> terms = new LinkedHashMap<>();
    for (int l = 0; l < ledger.layers().size(); l++) {
      PowerLedger.Layer layer = ledger.layers().get(l);
      terms.put("layer " + (l + 1) + ", RF to all chains", layer.distributedPower());
      if (layer.oscillatorPower() > 0) {
        terms.put("layer " + (l + 1) + ", oscillators' DC", layer.oscillatorPower());
      }
    }
    terms.put("total", ledger.total());
    return terms;
  }
}
