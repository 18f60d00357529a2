'use strict';
// What a training decides, what analyzers saw, and where the time goes.
const FACES = {light: {low: [156, 199, 228], middle: [251, 251, 247], high: [245, 185, 138]},
  dark: {low: [34, 96, 140], middle: [27, 33, 42], high: [150, 84, 30]}};
const MAP_DECIBELS = 10;

/** The emitted power over the plane of two inputs, the line where the decision changes, and measured samples. */
class DecisionMap {
  constructor(parent) {
    this.figure = figure(parent, 'decision map');
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'decision';
    this.figure.box.append(this.canvas);
  }

  draw(map) {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(260, this.figure.one.clientWidth || 400), side = Math.min(width - 70, 340), height = side + 62;
    Object.assign(this.canvas, {width: width * ratio, height: height * ratio});
    Object.assign(this.canvas.style, {width: width + 'px', height: height + 'px'});
    const g = this.canvas.getContext('2d');
    g.scale(ratio, ratio);
    g.font = '12px system-ui, sans-serif';
    const x0 = 58, y0 = 10, scales = map.high.map(one => scaleOf([one], 'W'));
    const at = [0, 1].map(k => value => (value - map.low[k]) / (map.high[k] - map.low[k]));
    const levels = map.powers && map.threshold > 0
      ? map.powers.map(row => row.map(power => 10 * Math.log10(Math.max((power ?? 0) / map.threshold, 1e-6)))) : null;
    const share = levels ? this.plane(g, levels, x0, y0, side) : NaN;
    g.strokeStyle = colour('--soft');
    g.lineWidth = 1;
    g.strokeRect(x0, y0, side, side);
    let right = 0;
    for (const [first, second, label, power] of map.samples || []) {
      const good = (power > map.threshold) === (label === 1);
      right += good;
      this.sample(g, x0 + at[0](first) * side, y0 + (1 - at[1](second)) * side, label, good);
    }
    g.fillStyle = colour('--ink');
    for (let k = 0; k < 2; k++) {
      g.textAlign = k ? 'right' : 'center';
      for (const [part, text] of ticks([map.low[k], (map.low[k] + map.high[k]) / 2, map.high[k]], scales[k].factor, 6)) {
        if (k) g.fillText(text, x0 - 6, y0 + side * (1 - part / 2) + 4);
        else g.fillText(text, x0 + side * part / 2, y0 + side + 16);
      }
    }
    g.textAlign = 'center';
    g.fillText(label(map.inputs[0], scales[0].unit), x0 + side / 2, y0 + side + 36);
    g.save();
    g.translate(14, y0 + side / 2);
    g.rotate(-Math.PI / 2);
    g.fillText(label(map.inputs[1], scales[1].unit), 0, 0);
    g.restore();
    const power = scaleOf([map.threshold], 'W');
    const above = `class 1 where ${map.neuron} emits more than ${short(map.threshold / power.factor)} ${power.unit}`;
    const plane = levels ? `${above}: on ${Math.round(100 * share)} % of the plane, by the ${map.from}` : above;
    const samples = map.samples && map.samples.length
      ? `; ${right} of the last ${map.samples.length} samples answered right` : '';
    this.figure.caption.textContent = `decision map: ${plane}${samples}. Orange: class 1, blue: class 0;`
      + ' ▲ and ● are samples of the two, hollow where the chip answers wrong';
    this.figure.box.setAttribute('aria-label', `decision map over ${map.inputs[0]} and ${map.inputs[1]}: ${plane}${samples}`);
  }

  /** Paints the plane and the line where the decision changes; gives the share of class 1. */
  plane(g, levels, x0, y0, side) {
    const rows = levels.length, columns = levels[0].length, pixels = 170, theme = FACES[isDark() ? 'dark' : 'light'];
    const image = new ImageData(pixels, pixels);
    let above = 0;
    for (let y = 0; y < pixels; y++) {
      for (let x = 0; x < pixels; x++) {
        const u = (x + .5) / pixels * (columns - 1), v = (1 - (y + .5) / pixels) * (rows - 1);
        const i = Math.min(columns - 2, Math.floor(u)), j = Math.min(rows - 2, Math.floor(v)), a = u - i, b = v - j;
        const level = (1 - b) * ((1 - a) * levels[j][i] + a * levels[j][i + 1])
          + b * ((1 - a) * levels[j + 1][i] + a * levels[j + 1][i + 1]);
        const end = level < 0 ? theme.low : theme.high, part = Math.min(Math.abs(level) / MAP_DECIBELS, 1);
        above += level > 0;
        for (let c = 0; c < 3; c++) image.data[4 * (y * pixels + x) + c] = theme.middle[c] + (end[c] - theme.middle[c]) * part;
        image.data[4 * (y * pixels + x) + 3] = 255;
      }
    }
    const cells = document.createElement('canvas');
    Object.assign(cells, {width: pixels, height: pixels});
    cells.getContext('2d').putImageData(image, 0, 0);
    g.drawImage(cells, x0, y0, side, side);
    g.strokeStyle = colour('--ink');
    g.lineWidth = 2;
    g.beginPath();
    const w = side / (columns - 1), h = side / (rows - 1);
    for (let j = 0; j + 1 < rows; j++) {
      for (let i = 0; i + 1 < columns; i++) {
        const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]], found = [];
        corners.forEach(([ax, ay], k) => {
          const [bx, by] = corners[(k + 1) % 4], one = levels[ay][ax], other = levels[by][bx];
          if (one < 0 !== other < 0) {
            const t = one / (one - other);
            found.push([x0 + (ax + t * (bx - ax)) * w, y0 + side - (ay + t * (by - ay)) * h]);
          }
        });
        for (let k = 0; k + 1 < found.length; k += 2) {
          g.moveTo(...found[k]);
          g.lineTo(...found[k + 1]);
        }
      }
    }
    g.stroke();
    return above / pixels / pixels;
  }

  sample(g, x, y, label, good) {
    g.beginPath();
    if (label === 1) {
      g.moveTo(x, y - 5);
      g.lineTo(x + 5, y + 4);
      g.lineTo(x - 5, y + 4);
      g.closePath();
    } else {
      g.arc(x, y, 4.2, 0, 2 * Math.PI);
    }
    g.fillStyle = good ? PALETTE[isDark() ? 'dark' : 'light'][label === 1 ? 1 : 0] : colour('--panel');
    g.fill();
    g.strokeStyle = colour('--ink');
    g.lineWidth = good ? .8 : 2;
    g.stroke();
  }

  remove() {
    this.figure.one.remove();
  }
}

/** The spectrum that an analyzer returned last for one neuron. */
class Spectrum {
  constructor(parent, name) {
    this.curve = new Curve(parent, name, [name]);
  }

  draw(one) {
    const last = Math.max(1, one.levels.length - 1);
    const xs = one.levels.map((_, k) => one.start + (one.stop - one.start) * k / last);
    this.curve.draw(xs, [one.levels], {name: 'frequency', unit: 'Hz'}, 'dBm');
    let peak = -1;
    one.levels.forEach((level, k) => { if (level != null && (peak < 0 || level > one.levels[peak])) peak = k; });
    const scale = scaleOf([one.stop], 'Hz'), filter = scaleOf([one.resolutionBandwidth], 'Hz');
    const said = (peak < 0 ? 'no level' : `highest ${short(one.levels[peak])} dBm at ${short(xs[peak] / scale.factor)} ${scale.unit}`)
      + `, resolution ${short(one.resolutionBandwidth / filter.factor)} ${filter.unit}${one.overload ? ', overload' : ''}`;
    this.curve.figure.caption.textContent = `${one.name}: ${said}`;
    this.curve.figure.box.setAttribute('aria-label', `spectrum of ${one.name}: ${said}`);
  }

  remove() {
    this.curve.remove();
  }
}

const PARTS = [['integrate', 'meters integrate'], ['settle', 'changes settle'], ['dwell', 'ramps dwell'], ['set', 'sources set'],
  ['wire', 'messages travel'], ['idle', 'woken late'], ['compute', 'drivers and run file'], ['think', 'the trainer, between evaluations']];

/** Where the mean time of the last evaluations goes. */
class Budget {
  constructor(parent) {
    this.figure = figure(parent, 'latency');
    this.figure.one.className = 'budget';
  }

  draw(budget) {
    const total = PARTS.reduce((sum, [name]) => sum + budget[name], 0), scale = scaleOf([total], 's');
    const list = document.createElement('ul');
    const said = PARTS.map(([name, words]) => {
      const item = document.createElement('li'), text = document.createElement('span'), bar = document.createElement('i');
      const part = total > 0 && budget[name] > 1e-6 * total ? budget[name] / total : 0;
      const value = `${short(Number((part * total / scale.factor).toPrecision(3)))} ${scale.unit}, ${Math.round(100 * part)} %`;
      item.className = ['integrate', 'settle', 'dwell', 'set'].includes(name) ? 'instruments' : 'program';
      text.textContent = `${words} (${name}): ${value}`;
      bar.style.width = 100 * part + '%';
      item.append(text, bar);
      list.append(item);
      return `${words} ${value}`;
    });
    const own = total > 0 ? 1 - ['integrate', 'settle', 'dwell', 'set'].reduce((sum, name) => sum + budget[name], 0) / total : 0;
    this.figure.box.replaceChildren(list);
    const whole = `an evaluation takes ${short(Number((total / scale.factor).toPrecision(4)))} ${scale.unit}, mean of the last ${budget.evaluations};`
      + ` ${Math.round(1000 * own) / 10} % is not time of the instruments`;
    this.figure.caption.textContent = whole + '. Blue: instruments; orange: everything else';
    this.figure.box.setAttribute('aria-label', `${whole}: ${said.join('; ')}`);
  }

  remove() {
    this.figure.one.remove();
  }
}
