'use strict';
// Curves (uPlot) and maps (canvas). Colours: Okabe and Ito for curves, viridis for maps.
// CVE-2024-21489: this version's way to merge foreign options can change every object. Nothing here merges such options.
delete uPlot.assign;
const PALETTE = {light: ['#0072b2', '#d55e00', '#009e73', '#cc79a7'], dark: ['#56b4e9', '#e69f00', '#2cc49a', '#e59ac4']};
const VIRIDIS = [[68, 1, 84], [71, 44, 122], [59, 81, 139], [44, 113, 142], [33, 144, 141], [39, 173, 129], [92, 200, 99],
  [170, 220, 50], [253, 231, 37]];
const PREFIXES = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k'], [1, ''], [1e-3, 'm'], [1e-6, 'µ'], [1e-9, 'n'], [1e-12, 'p']];
const TINTS = Uint32Array.from({length: 256}, (_, k) => {
  const t = k / 255 * (VIRIDIS.length - 1), from = Math.min(VIRIDIS.length - 2, Math.floor(t));
  const [red, green, blue] = VIRIDIS[from].map((c, i) => Math.round(c + (VIRIDIS[from + 1][i] - c) * (t - from)));
  return (255 << 24 | blue << 16 | green << 8 | red) >>> 0;
});
const PREFIXED = new Set(['V', 'A', 'W', 'Hz', 's', 'Ohm', 'Ω', 'T']);

/** Distances of ticks for numbers of steps and points. */
const WHOLE = [...Array(10).keys()].flatMap(k => [1, 2, 5].map(digit => digit * 10 ** k));

const isDark = () => document.documentElement.dataset.theme === 'dark';
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The largest prefix that leaves a number of at least one. */
function scaleOf(values, unit) {
  let largest = 0;
  for (const value of values) {
    if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  }
  if (!PREFIXED.has(unit) || largest === 0) return {factor: 1, unit};
  const [factor, prefix] = PREFIXES.find(([size]) => largest >= size) || PREFIXES[PREFIXES.length - 1];
  return {factor, unit: prefix + unit};
}

const label = (name, unit) => unit ? `${name} (${unit})` : name;
/** The label of an axis upwards: a long name would be cut off, and stands above the curve. */
const beside = (name, unit) => label(name, unit).length > 24 ? unit : label(name, unit);
/** A number with its deviation, of which two digits are known. */
const known = (value, deviation) => {
  if (!(deviation > 0)) return short(value);
  const digits = Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(deviation))));
  return `${Number(value.toFixed(digits))} ± ${Number(deviation.toPrecision(2))}`;
};
const short = value => value == null || !Number.isFinite(value) ? '–' : String(Number(value.toPrecision(5)));

function figure(parent, name) {
  const one = document.createElement('figure');
  const box = document.createElement('div');
  box.setAttribute('role', 'img');
  const caption = document.createElement('figcaption');
  one.append(caption, box);
  parent.append(one);
  return {one, box, caption, name};
}

/** A line through points in their order, parted where there is no value: the library parts it only where x ascends. */
function inOrder(plot, which) {
  const xs = plot.data[0], ys = plot.data[which], stroke = new Path2D();
  let down = false;
  for (let k = 0; k < xs.length; k++) {
    if (ys[k] == null) {
      down = false;
      continue;
    }
    const x = plot.valToPos(xs[k], 'x', true), y = plot.valToPos(ys[k], 'y', true);
    if (down) stroke.lineTo(x, y);
    else stroke.moveTo(x, y);
    down = true;
  }
  return {stroke, fill: null, clip: null, band: null, gaps: null, flags: 0};
}

/** A curve in the order of its points. */
class Curve {
  constructor(parent, name, names) {
    this.figure = figure(parent, name);
    this.names = names || [name];
    this.plot = null;
    this.key = '';
  }

  /** curves: one array of y for each name. */
  draw(xs, curves, x, units) {
    const width = Math.max(260, this.figure.one.clientWidth || 400);
    const xScale = scaleOf(xs, x.unit);
    const yScale = scaleOf(curves[0] || [], units);
    const data = [xs.map(v => v / xScale.factor), ...curves.map(c => c.map(v => v == null ? null : v / yScale.factor))];
    const key = [width, x.name, xScale.unit, yScale.unit, isDark()].join('|');
    if (!this.plot || key !== this.key) {
      if (this.plot) this.plot.destroy();
      this.key = key;
      const colours = PALETTE[isDark() ? 'dark' : 'light'];
      const axis = {stroke: colour('--ink'), grid: {stroke: colour('--line'), width: 1}, ticks: {stroke: colour('--line')}};
      this.plot = new uPlot({
        width, height: 260, pxAlign: 0,
        scales: {x: {time: false}},
        axes: [{...axis, label: label(x.name, xScale.unit), ...(x.unit ? {} : {incrs: WHOLE})},
          {...axis, label: beside(this.figure.name, yScale.unit), size: 64}],
        series: [{label: x.name, sorted: 0}, ...this.names.map((name, k) => ({
          label: name, stroke: colours[k % colours.length], width: 1.5, paths: inOrder, points: {show: plot => plot.data[0].length < 80, size: 5}}))],
        legend: {show: this.names.length > 1}, cursor: {drag: {x: true, y: false}}
      }, data, this.figure.box);
    } else {
      this.plot.setData(data);
    }
    const ys = data[1].filter(v => v != null);
    let low = Infinity, high = -Infinity;
    for (const y of ys) { low = Math.min(low, y); high = Math.max(high, y); }
    const said = ys.length ? `last ${short(ys[ys.length - 1])}, lowest ${short(low)}, highest ${short(high)} ${yScale.unit}` : 'no points yet';
    this.figure.caption.textContent = `${this.figure.name}: ${said}`;
    this.figure.box.setAttribute('aria-label', `${this.figure.name} against ${x.name}: ${ys.length} points, ${said}`);
  }

  remove() {
    if (this.plot) this.plot.destroy();
    this.figure.one.remove();
  }
}

/**
 * Labels of the cells of a map, each with its place: round numbers along equal steps, or else the values of some cells,
 * because the cells of a logarithmic axis are as wide as others.
 */
function ticks(values, factor, most) {
  const n = values.length, first = values[0] / factor, last = values[n - 1] / factor, step = (last - first) / (n - 1);
  if (n > 2 && values.every((value, k) => Math.abs(value / factor - first - k * step) < 1e-3 * step)) {
    const least = (last - first) / most, decade = 10 ** Math.floor(Math.log10(least));
    const size = [1, 2, 5, 10].map(digit => digit * decade).find(one => one >= least), round = [];
    for (let k = Math.ceil(first / size - 1e-6); k * size <= last + 1e-6 * size; k++) {
      round.push([(k * size - first) / step, String(Number((k * size).toPrecision(6)))]);
    }
    return round;
  }
  const some = Math.min(most, n);
  return [...Array(some).keys()].map(k => some > 1 ? Math.round(k * (n - 1) / (some - 1)) : 0)
    .map(k => [k, String(Number((values[k] / factor).toPrecision(4)))]);
}

/** A map of a reading over two settings. */
class HeatMap {
  constructor(parent, name) {
    this.figure = figure(parent, name);
    this.canvas = document.createElement('canvas');
    this.figure.box.append(this.canvas);
  }

  draw(map) {
    const ratio = window.devicePixelRatio || 1;
    const width = Math.max(260, this.figure.one.clientWidth || 400), height = 300;
    Object.assign(this.canvas, {width: width * ratio, height: height * ratio});
    Object.assign(this.canvas.style, {width: width + 'px', height: height + 'px'});
    const g = this.canvas.getContext('2d');
    g.scale(ratio, ratio);
    const nx = map.xs.length, ny = map.ys.length;
    let low = Infinity, high = -Infinity, largest = 0;
    for (const line of map.cells) {
      for (const v of line) {
        if (v != null) { low = Math.min(low, v); high = Math.max(high, v); }
      }
    }
    if (low <= high) largest = Math.max(Math.abs(low), Math.abs(high));
    const sx = scaleOf(map.xs, map.x.unit), sy = scaleOf(map.ys, map.y.unit), sz = scaleOf([largest], map.unit);
    g.font = '12px system-ui, sans-serif';
    const above = ticks(map.ys, sy.factor, 5);
    const x0 = 34 + Math.max(20, ...above.map(([, text]) => g.measureText(text).width)), y0 = 12;
    const w = width - x0 - 74, h = height - y0 - 48;
    const tint = v => TINTS[high > low ? Math.round(255 * (v - low) / (high - low)) : 0];
    if (nx && ny) {
      const image = new ImageData(nx, ny), pixels = new Uint32Array(image.data.buffer);
      map.cells.forEach((line, row) => line.forEach((v, column) => {
        if (v != null) pixels[(ny - 1 - row) * nx + column] = tint(v);
      }));
      const cells = document.createElement('canvas');
      Object.assign(cells, {width: nx, height: ny});
      cells.getContext('2d').putImageData(image, 0, 0);
      g.imageSmoothingEnabled = false;
      g.drawImage(cells, x0, y0, w, h);
    }
    g.strokeStyle = colour('--soft');
    g.strokeRect(x0, y0, w, h);
    g.fillStyle = colour('--ink');
    g.textAlign = 'center';
    ticks(map.xs, sx.factor, w > 500 ? 9 : 5)
      .forEach(([k, text]) => g.fillText(text, x0 + (k + .5) / nx * w, y0 + h + 16));
    g.fillText(label(map.x.name, sx.unit), x0 + w / 2, y0 + h + 36);
    g.textAlign = 'right';
    above.forEach(([k, text]) => g.fillText(text, x0 - 6, y0 + h - (k + .5) / ny * h + 4));
    g.save();
    g.translate(14, y0 + h / 2);
    g.rotate(-Math.PI / 2);
    g.textAlign = 'center';
    g.fillText(label(map.y.name, sy.unit), 0, 0);
    g.restore();
    const bar = new ImageData(1, 256), shades = new Uint32Array(bar.data.buffer), column = document.createElement('canvas');
    TINTS.forEach((shade, k) => { shades[255 - k] = shade; });
    Object.assign(column, {width: 1, height: 256});
    column.getContext('2d').putImageData(bar, 0, 0);
    g.drawImage(column, x0 + w + 10, y0, 12, h);
    g.fillStyle = colour('--ink');
    g.textAlign = 'left';
    g.fillText(short(high / sz.factor), x0 + w + 26, y0 + 10);
    g.fillText(short(low / sz.factor), x0 + w + 26, y0 + h);
    g.fillText(sz.unit, x0 + w + 26, y0 + h / 2);
    const said = low <= high ? `${map.points} points, lowest ${short(low / sz.factor)}, highest ${short(high / sz.factor)} ${sz.unit}` : 'no points yet';
    this.figure.caption.textContent = `${this.figure.name}: ${said}`;
    this.figure.box.setAttribute('aria-label', `map of ${this.figure.name} over ${map.x.name} and ${map.y.name}: ${said}`);
  }

  remove() {
    this.figure.one.remove();
  }
}

/** The network with the current of each device: synapses and the neurons that they drive. */
class Drawing {
  constructor(parent) {
    this.figure = figure(parent, 'network');
    this.figure.one.className = 'network';
    this.figure.box.innerHTML = '<svg></svg>';
    this.space = this.figure.box.firstChild.namespaceURI;
  }

  draw(network, values) {
    const columns = 2 * (1 + Math.max(...network.chains.map(one => one.layer))) + 1;
    const inLayer = layer => network.chains.filter(one => one.layer === layer);
    const most = Math.max(network.inputs.length,
      ...network.chains.map(one => inLayer(one.layer).reduce((n, c) => n + c.synapses.length, 0)));
    const width = 150 * columns, height = 84 * most + 10, at = new Map();
    const place = (name, column, share) => at.set(name, [75 + 150 * column, 10 + share * (height - 20)]);
    network.inputs.forEach((name, k) => place(name, 0, (k + .5) / network.inputs.length));
    for (const chain of network.chains) {
      const all = inLayer(chain.layer).flatMap(one => one.synapses);
      const own = chain.synapses.map(one => (all.indexOf(one) + .5) / all.length);
      chain.synapses.forEach((one, k) => place(one.name, 2 * chain.layer + 1, own[k]));
      place(chain.neuron, 2 * chain.layer + 2, own.reduce((a, b) => a + b, 0) / own.length);
    }
    const largest = names => Math.max(1e-12, ...names.map(name => Math.abs(values.get(name) || 0)));
    const synapses = network.chains.flatMap(one => one.synapses.map(s => s.name));
    const scale = {true: largest(synapses), false: largest(network.chains.map(one => one.neuron))};
    const make = (kind, given, text) => {
      const one = document.createElementNS(this.space, kind);
      for (const [key, value] of Object.entries(given)) one.setAttribute(key, value);
      if (text) one.textContent = text;
      return one;
    };
    const svg = make('svg', {viewBox: `0 0 ${width} ${height}`, width: '100%', 'aria-hidden': 'true'});
    const line = (a, b) => {
      if (at.has(a) && at.has(b)) {
        const [[x1, y1], [x2, y2]] = [at.get(a), at.get(b)];
        svg.append(make('line', {x1, y1, x2, y2, stroke: colour('--soft'), 'stroke-width': 1.2}));
      }
    };
    network.chains.forEach(chain => chain.synapses.forEach(one => {
      line(one.tone, one.name);
      line(one.name, chain.neuron);
    }));
    for (const [name, [x, y]] of at) {
      if (!name) continue;
      const value = values.get(name), synapse = synapses.includes(name);
      const share = value == null ? 0 : value / scale[synapse];
      const colours = PALETTE[isDark() ? 'dark' : 'light'];
      svg.append(make('circle', {cx: x, cy: y, r: 17, fill: colour('--panel'), stroke: colour('--ink')}));
      svg.append(make('circle', {cx: x, cy: y, r: 17, fill: colours[share < 0 ? 1 : 0], 'fill-opacity': Math.abs(share)}));
      const text = {x, 'text-anchor': 'middle', 'font-size': 13, fill: colour('--ink')};
      svg.append(make('text', {...text, y: y - 22}, name));
      if (value != null) svg.append(make('text', {...text, y: y + 31}, `${short(1e3 * value)} mA`));
    }
    this.figure.box.replaceChildren(svg);
    const said = network.parameters.map(name => `${name} ${short(1e3 * (values.get(name) ?? NaN))} mA`).join(', ');
    this.figure.caption.textContent = 'currents of field lines and biases; blue is positive, orange negative';
    this.figure.box.setAttribute('aria-label', 'network: ' + said);
  }

  remove() {
    this.figure.one.remove();
  }
}

/** What is believed of each junction: resonance with its deviation, on the scale of its half width. */
class Belief {
  constructor(parent) {
    this.figure = figure(parent, 'belief');
    this.figure.one.className = 'believed';
    this.figure.box.innerHTML = '<svg></svg>';
    this.space = this.figure.box.firstChild.namespaceURI;
  }

  draw(belief) {
    const most = 60, ratio = one => one.resonanceDeviation / one.halfWidth;
    const sure = belief.synapses.filter(one => one.resonance != null && one.halfWidth > 0);
    const shown = sure.length > most ? sure.slice().sort((a, b) => ratio(b) - ratio(a)).slice(0, most) : sure;
    const width = 760, high = 26, left = 130, span = 330, middle = left + span / 2, unit = span / 4;
    const height = high * shown.length + 40;
    const make = (kind, given, text) => {
      const one = document.createElementNS(this.space, kind);
      for (const [key, value] of Object.entries(given)) one.setAttribute(key, value);
      if (text) one.textContent = text;
      return one;
    };
    const svg = make('svg', {viewBox: `0 0 ${width} ${height}`, width: '100%', 'aria-hidden': 'true'});
    const ink = {fill: colour('--ink'), 'font-size': 13};
    const blue = PALETTE[isDark() ? 'dark' : 'light'][0];
    const said = [];
    shown.forEach((one, k) => {
      const y = high * k + 18, scale = scaleOf([one.resonance], 'Hz'), own = value => short(value / scale.factor);
      const error = one.resonanceDeviation || 0, reach = Math.min(2, error / one.halfWidth) * unit;
      svg.append(make('text', {...ink, x: 0, y: y + 4}, one.name));
      svg.append(make('rect', {x: middle - unit, y: y - 8, width: 2 * unit, height: 16, fill: colour('--soft'), 'fill-opacity': .25}));
      svg.append(make('line', {class: 'error', x1: middle - reach, x2: middle + reach, y1: y, y2: y, stroke: blue, 'stroke-width': 5}));
      svg.append(make('line', {x1: middle, x2: middle, y1: y - 8, y2: y + 8, stroke: colour('--ink'), 'stroke-width': 1.5}));
      const text = `${known(one.resonance / scale.factor, error / scale.factor)} ${scale.unit}, half width ${own(one.halfWidth)} ${scale.unit}`;
      svg.append(make('text', {...ink, x: left + span + 15, y: y + 4}, text));
      said.push(`${one.name} ${text}`);
    });
    svg.append(make('text', {...ink, x: middle, y: height - 6, 'text-anchor': 'middle', fill: colour('--soft')},
      'grey: half width of the line; blue: one deviation of its resonance'));
    this.figure.box.replaceChildren(svg);
    const thresholds = belief.neurons.filter(one => one.threshold != null)
      .map(one => `${one.name} ${known(1e3 * one.threshold, 1e3 * (one.thresholdDeviation || 0))} mA`);
    const some = sure.length > most ? `, the ${most} least certain of ${sure.length}` : '';
    this.figure.caption.textContent = `what is believed of each junction${some}`
      + (thresholds.length ? `; thresholds: ${thresholds.join(', ')}` : '');
    this.figure.box.setAttribute('aria-label', 'belief: ' + said.join('; '));
  }

  remove() {
    this.figure.one.remove();
  }
}
