'use strict';
const $ = id => document.getElementById(id);
const TYPES = ['start', 'columns', 'setting', 'step', 'belief', 'decision', 'spectrum', 'condition', 'calibration', 'progress', 'log', 'trip', 'drift', 'limit', 'note',
  'failure', 'fit', 'stop', 'rest', 'control', 'dropped'];
const MOST_LINES = 500;
const MOST_POINTS = 6000;
const BUDGET_PERIOD = 5000; // ms
const STATUS_OF = {pause: 'paused', resume: 'running', stop: 'stopping'};

let token = sessionStorage.getItem('token') || '';
let session = {};
let live = {run: '', status: 'idle', columns: null, readings: [], steps: [], spectra: new Map()};
let shown = '';          // the run whose plots are shown
let compared = '';       // the run that is drawn beside it
let summary = null;      // what is known of the shown run
let panels = new Map();  // by reading
let data = new Map();    // by run and reading: the points so far
let learning = null;
let belief = null;       // its drawing
let decision = null;     // likewise
let spectra = new Map(); // drawings by neuron
let budget = null;
let budgetAsked = 0, budgetCost = 0;
let dirty = false, drawnAt = 0, cost = 0;
let drawing = 0;         // time in which this page drew, ms; the rest of a redraw waits for answers

if (location.hash.startsWith('#token=')) {
  token = location.hash.slice('#token='.length);
  sessionStorage.setItem('token', token);
  history.replaceState(null, '', location.pathname);
}
document.documentElement.dataset.theme = localStorage.getItem('theme')
  || new URLSearchParams(location.search).get('theme')
  || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');

async function call(path, options = {}) {
  const headers = token ? {Authorization: 'Bearer ' + token} : {};
  const answer = await fetch('/api/v1/' + path, {...options, headers});
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.error || 'the server answered ' + answer.status);
  }
  return answer;
}
const get = async path => (await call(path)).json();
const enc = encodeURIComponent;

function say(text) {
  $('message').textContent = text;
  $('message').hidden = !text;
}

async function ask(path, body) {
  try {
    say('');
    return await (await call(path, {method: 'POST', body: body || ''})).json();
  } catch (e) {
    say(e.message);
    return null;
  }
}

function status(word) {
  live.status = word;
  const names = {idle: 'idle', running: 'running', paused: 'paused', stopping: 'stopping', ending: 'ending', ended: 'at rest',
    lost: 'no connection'};
  document.documentElement.dataset.status = word;
  $('status').textContent = names[word] || word;
  $('status').className = 'badge ' + word;
  $('pause').disabled = !['running', 'paused'].includes(word) || session.role !== 'drive';
  $('pause').textContent = word === 'paused' ? 'Resume' : 'Pause';
  $('stop').disabled = session.role !== 'drive';
}

/** A time of day; of the clock of a simulated bench, which has its own, it says so. */
function clockTime(time) {
  return (Math.abs(Date.parse(time) - Date.now()) > 7 * 864e5 ? 'bench ' : '') + time.slice(11, 19);
}

function line(kind, text, time) {
  const list = $('log');
  const near = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  const item = document.createElement('li');
  item.className = kind;
  item.textContent = (time ? clockTime(time) + ' ' : '') + text;
  list.append(item);
  while (list.children.length > MOST_LINES) list.firstChild.remove();
  if (near) list.scrollTop = list.scrollHeight;
}

function progress(event) {
  $('progress').hidden = false;
  $('stage').textContent = event.stage;
  $('detail').textContent = event.detail || '';
  if (event.share == null) $('share').removeAttribute('value');
  else $('share').value = event.share;
}

function rack(instruments, conditions) {
  $('rack').replaceChildren();
  for (const one of instruments) {
    const box = document.createElement('details');
    const head = document.createElement('summary');
    const name = document.createElement('strong');
    name.textContent = one.name;
    const note = document.createElement('span');
    note.className = 'note';
    note.textContent = one.model + ', ' + one.resource;
    head.append(name, note);
    const wide = document.createElement('div');
    wide.className = 'wide';
    const table = document.createElement('table');
    const top = table.createTHead().insertRow();
    for (const title of ['setting', 'value', 'limits', '']) {
      const cell = document.createElement('th');
      cell.textContent = title;
      top.append(cell);
    }
    const body = table.createTBody();
    for (const setting of one.settings) {
      const row = body.insertRow();
      row.insertCell().textContent = setting.name;
      const value = row.insertCell();
      value.className = 'number';
      const limits = row.insertCell();
      limits.className = 'number';
      if (setting.lowest != null || setting.highest != null) {
        limits.textContent = `${short(setting.lowest)} to ${short(setting.highest)} ${setting.unit || ''}`;
      }
      const bar = row.insertCell();
      value.dataset.name = one.name + '.' + setting.name;
      value.dataset.unit = setting.unit || '';
      if (setting.lowest != null && setting.highest != null && setting.highest > setting.lowest) {
        bar.innerHTML = '<span class="bar" aria-hidden="true"><i></i></span>';
        value.dataset.lowest = setting.lowest;
        value.dataset.highest = setting.highest;
      }
      setValue(value, setting.value);
    }
    wide.append(table);
    box.append(head, wide);
    $('rack').append(box);
  }
  if (conditions) {
    const words = [];
    words.push(conditions.interlocks.length ? 'interlocks: ' + conditions.interlocks.join('; ') : 'no interlocks');
    words.push(conditions.trips.length ? 'trips: ' + conditions.trips.join(', ') : 'no trips');
    words.push(conditions.guarded ? 'watchdog on' : conditions.watchdog ? 'watchdog: none needed for simulated instruments' : 'watchdog off');
    words.push(conditions.owner ? 'owner of the instruments: ' + conditions.owner : 'no instrument that another program could drive');
    $('conditions').textContent = words.join(' · ');
    $('judged').replaceChildren();
    conditions.judged.forEach(condition);
  }
}

/** The state of an interlock or a trip. */
function condition(event) {
  let item = [...$('judged').children].find(one => one.dataset.name === event.name);
  if (!item) {
    item = document.createElement('li');
    item.dataset.name = event.name;
    item.append(document.createElement('span'), document.createElement('span'));
    $('judged').append(item);
  }
  item.firstChild.className = 'badge ' + event.found.replace(' ', '-');
  item.firstChild.textContent = event.found;
  const pauses = event.pauses ? `, ${event.pauses} pauses` : '';
  item.lastChild.textContent = `${event.name}: ${event.condition}${pauses}`;
}

function setValue(cell, value) {
  const number = Number(value);
  const plain = value == null ? '–' : Number.isNaN(number) || value === '' ? String(value) : String(number);
  cell.textContent = plain + (value != null && cell.dataset.unit ? ' ' + cell.dataset.unit : '');
  const mark = cell.parentNode.querySelector('.bar i');
  if (mark && !Number.isNaN(number)) {
    const low = Number(cell.dataset.lowest), high = Number(cell.dataset.highest);
    mark.style.left = Math.max(0, Math.min(1, (number - low) / (high - low))) * 96 + '%';
  }
}

function setting(event) {
  for (const cell of document.querySelectorAll('#rack td[data-name]')) {
    if (cell.dataset.name === event.name) setValue(cell, event.value);
  }
}

function finding(event) {
  $('results').hidden = false;
  const row = $('findings').insertRow();
  row.insertCell().textContent = event.name;
  for (const value of [event.value, event.deviation]) {
    const cell = row.insertCell();
    cell.className = 'number';
    cell.textContent = short(value);
  }
  row.insertCell().textContent = event.unit;
}

function reset(run) {
  live = {run, status: live.status, columns: null, readings: [], steps: [], spectra: new Map()};
  data.clear();
  $('findings').replaceChildren();
  $('results').hidden = true;
  $('training').hidden = true;
  $('progress').hidden = true;
  $('counts').textContent = '';
  show(run);
}

function take(event) {
  switch (event.type) {
    case 'state':
      reset(event.run);
      $('log').replaceChildren();
      event.log.forEach(text => line('log', text));
      event.notes.forEach(note => line('note', note.kind + ': ' + note.detail, note.time));
      event.findings.forEach(finding);
      live.steps = event.steps;
      live.belief = event.belief;
      live.decision = event.decision;
      event.spectra.forEach(one => live.spectra.set(one.name, one));
      if (event.rack) rack(event.rack, event.conditions);
      if (event.progress) progress(event.progress);
      if (event.stop && event.status === 'ended') ended(event.stop);
      status(event.status);
      $('run').textContent = event.run;
      break;
    case 'start':
      reset(event.run);
      status('running');
      $('run').textContent = event.run;
      list();
      get('state').then(now => now.rack && rack(now.rack, now.conditions)).catch(() => {});
      break;
    case 'columns': summary = null; break;
    case 'setting': setting(event); break;
    case 'step': live.steps.push(event); break;
    case 'belief': live.belief = event; break;
    case 'decision': live.decision = event; break;
    case 'spectrum': live.spectra.set(event.name, event); break;
    case 'condition': condition(event); break;
    case 'calibration':
      get('runs/' + enc(event.run)).then(now => { live.belief = now.belief; dirty = true; }).catch(() => {});
      break;
    case 'progress': progress(event); break;
    case 'log': line('log', event.line, event.time); break;
    case 'trip': case 'drift': case 'limit': case 'note': case 'failure':
      line(event.type, event.kind + ': ' + event.detail, event.time);
      break;
    case 'fit': finding(event); break;
    case 'stop': ended(event); status('ending'); break;
    case 'rest': status('ended'); line('log', 'the bench is at rest', event.time); list(); break;
    case 'control':
      status(STATUS_OF[event.asked] || live.status);
      line('log', `${event.asked} asked by ${event.by}`, event.time);
      break;
    case 'dropped': line('note', event.count + ' events were dropped for this page; the run file has them'); break;
  }
  dirty = true;
}

function ended(stop) {
  line('log', `${stop.status}${stop.message ? ': ' + stop.message : ''}`, stop.time);
  $('progress').hidden = false;
  $('share').value = stop.status === 'success' ? 1 : $('share').value;
  $('detail').textContent = stop.message || stop.status;
  const results = stop.results || {};
  if (results.testAccuracy != null) {
    const bounds = results.confidence;
    const range = bounds ? ` (95 %: ${short(100 * bounds.low)} to ${short(100 * bounds.high)} %)` : '';
    finding({name: 'accuracy on new samples' + range, value: 100 * results.testAccuracy, unit: '%'});
  }
}

async function listen() {
  for (;;) {
    try {
      const answer = await call('events?types=' + TYPES.join());
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const {value, done} = await reader.read();
        if (done) break;
        const parts = (rest + value).split('\n\n');
        rest = parts.pop();
        for (const part of parts) {
          const at = part.indexOf('\ndata: ');
          if (at >= 0) {
            try {
              take(JSON.parse(part.slice(at + 7)));
            } catch (e) {
              console.error(e);
              line('failure', 'an event could not be shown: ' + e.message);
            }
          }
        }
      }
    } catch (e) {
      // The server has gone, or refuses; the next attempt says why.
    }
    status('lost');
    await new Promise(done => setTimeout(done, 1500));
    await hello();
  }
}

async function hello() {
  try {
    session = await get('session');
    if (session.token) token = session.token;
    $('bench').textContent = session.bench || '';
    $('start').hidden = !session.starts || session.role !== 'drive';
    say('');
  } catch (e) {
    say(e.message);
  }
}

/** Shows the plots of a run. */
function show(run) {
  shown = run;
  compared = '';
  summary = null;
  panels.forEach(panel => panel.remove());
  panels.clear();
  if (learning) learning.forEach(panel => panel.remove());
  learning = null;
  if (belief) belief.remove();
  belief = null;
  if (decision) decision.remove();
  decision = null;
  spectra.forEach(one => one.remove());
  spectra.clear();
  if (budget) budget.remove();
  budget = null;
  budgetAsked = 0;
  for (const id of ['spectra', 'latency']) $(id).hidden = true;
  $('differences').hidden = true;
  dirty = true;
}

async function describe() {
  summary = await get('runs/' + enc(shown));
  const settings = summary.columns ? summary.columns.settings : [];
  const axes = [...settings.slice().reverse().map(one => one.name), 'number'];
  $('xaxis').replaceChildren(...axes.map(name => new Option(name, name)));
  $('viewlabel').hidden = settings.length < 2;
  $('view').value = settings.length < 2 ? 'curve' : 'map';
  $('picture').hidden = !summary.columns && summary.start.kind !== 'train';
  $('picture').href = `/api/v1/runs/${enc(shown)}/picture.svg`;
  $('picture').download = shown + '.svg';
}

const names = () => (summary.columns ? summary.columns.readings.map(one => one.name) : Object.keys(summary.readings)).slice(0, 12);

/** Parts the passes of a curve by points without a value; of a repeated sweep, where the setting goes back. */
function passes(curve) {
  const begins = new Set(curve.passes), xs = [], ys = [];
  curve.xs.forEach((at, k) => {
    if (begins.has(k) || (k && curve.direction * (at - curve.xs[k - 1]) < 0)) {
      xs.push(at);
      ys.push(null);
    }
    xs.push(at);
    ys.push(curve.ys[k]);
  });
  return {...curve, xs, ys};
}

/** Keeps the lowest and the highest of every four points of a pass, in their order. */
function thin(curve) {
  const begins = new Set(curve.passes), kept = [], passes = [];
  for (let k = 0, end; k < curve.xs.length; k = end) {
    let low = k, high = k;
    for (end = k + 1; end < Math.min(k + 4, curve.xs.length) && !begins.has(end); end++) {
      if (curve.ys[end] < curve.ys[low]) low = end;
      if (curve.ys[end] > curve.ys[high]) high = end;
    }
    if (begins.has(k)) passes.push(kept.length);
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  curve.xs = kept.map(k => curve.xs[k]);
  curve.ys = kept.map(k => curve.ys[k]);
  curve.passes = passes;
}

async function points(run, reading, x) {
  const key = [run, reading, x].join('|');
  let known = data.get(key);
  if (!known) {
    known = await get(`runs/${enc(run)}/data?reading=${enc(reading)}&x=${enc(x)}&parts=1500`);
  } else {
    const more = await get(`runs/${enc(run)}/data?reading=${enc(reading)}&x=${enc(x)}&after=${known.last}&parts=4000`);
    const begins = more.passes.map(k => k + known.xs.length);
    if (more.xs.length && known.xs.length && more.firstPass !== known.lastPass) begins.unshift(known.xs.length);
    known.passes.push(...begins);
    if (more.xs.length) known.lastPass = more.lastPass;
    known.xs.push(...more.xs);
    known.ys.push(...more.ys);
    known.points += more.points;
    known.last = more.last;
    if (known.xs.length > MOST_POINTS) thin(known);
  }
  data.set(key, known);
  return known;
}

async function draw() {
  if (!shown) return;
  if (!summary || (!summary.columns && Object.keys(summary.readings).length === 0)) await describe();
  const x = $('xaxis').value || 'number';
  const map = $('view').value === 'map' && !$('viewlabel').hidden;
  const wanted = names();
  $('noplots').hidden = wanted.length > 0;
  let total = 0;
  for (const name of wanted) {
    if (map) {
      const cells = await get(`runs/${enc(shown)}/map?reading=${enc(name)}`);
      timed(() => panel(name, HeatMap).draw(cells));
      total = Math.max(total, cells.points);
    } else {
      const got = await points(shown, name, x);
      const begun = performance.now();
      const one = passes(got);
      drawing += performance.now() - begun;
      const curves = [one.ys];
      const labels = compared ? [shown, compared] : [name];
      let xs = one.xs;
      if (compared) {
        const other = passes(await points(compared, name, x).catch(() => ({xs: [], ys: [], passes: []})));
        xs = [...one.xs, ...other.xs];
        curves[0] = [...one.ys, ...other.xs.map(() => null)];
        curves.push([...one.xs.map(() => null), ...other.ys]);
      }
      timed(() => panel(name, Curve, labels).draw(xs, curves, {name: x, unit: one.xUnit}, one.unit));
      total = Math.max(total, one.points);
    }
  }
  $('counts').textContent = total ? total + ' points' : '';
  await train();
  timed(drawSpectra);
  await latency();
}

/** The last spectra of the first neurons. */
function drawSpectra() {
  const last = shown === live.run ? [...live.spectra.values()].slice(0, 12) : [];
  $('spectra').hidden = !last.length;
  for (const one of last) {
    if (!spectra.has(one.name)) spectra.set(one.name, new Spectrum($('traces'), one.name));
    spectra.get(one.name).draw(one);
  }
}

/** Asks from time to time where the time of the last evaluations goes. */
async function latency() {
  const begun = performance.now(), period = Math.max(BUDGET_PERIOD, 20 * budgetCost);
  if ((budget && budget.ended) || (budgetAsked && begun - budgetAsked < period && live.status !== 'ended')) return;
  const of = shown, ended = shown !== live.run || live.status === 'ended';
  const got = await get(`runs/${enc(of)}/latency`);
  if (of !== shown) return;
  budgetAsked = begun;
  budgetCost = performance.now() - begun;
  $('latency').hidden = !got.evaluations;
  budget = budget || new Budget($('budget'));
  budget.ended = ended;
  if (got.evaluations) timed(() => budget.draw(got));
}

function timed(work) {
  const begun = performance.now();
  work();
  drawing += performance.now() - begun;
}

function panel(name, Kind, labels) {
  let one = panels.get(name);
  if (!one || !(one instanceof Kind) || (labels && one.names.join() !== labels.join())) {
    if (one) one.remove();
    one = new Kind($('panels'), name, labels);
    panels.set(name, one);
  }
  return one;
}

async function train() {
  const steps = shown === live.run ? live.steps : summary.start.kind === 'train' ? await get(`runs/${enc(shown)}/steps`) : [];
  const believed = (shown === live.run && live.belief) || summary.belief;
  $('training').hidden = !steps.length && !believed;
  $('trainingname').textContent = steps.length ? 'Training' : 'Calibration';
  timed(() => drawTraining(steps, believed));
  if (shown === live.run && live.decision && steps.length) {
    decision = decision || new DecisionMap($('learning'));
    timed(() => decision.draw(live.decision));
  }
}

function drawTraining(steps, believed) {
  if (believed) {
    belief = belief || new Belief($('belief'));
    belief.draw(believed);
  }
  if (!steps.length) return;
  if (!learning) {
    learning = [new Curve($('learning'), 'loss', ['loss']),
      new Curve($('learning'), 'accuracy', ['accuracy'])];
    if (summary.network) learning.push(new Drawing($('learning')));
  }
  const xs = steps.map((step, k) => k + 1);
  const number = {name: 'step', unit: ''};
  learning[0].draw(xs, [steps.map(step => step.loss ?? null)], number, '');
  learning[1].draw(xs, [steps.map(step => step.accuracy == null ? null : 100 * step.accuracy)], number, '%');
  const best = steps.filter(step => step.accepted).pop() || steps[steps.length - 1];
  if (learning[2] && best.parameters) {
    learning[2].draw(summary.network, new Map(summary.network.parameters.map((name, k) => [name, best.parameters[k]])));
  }
}

/** The table of what distinguishes the shown run from the one beside it. */
async function differences() {
  const all = await get(`runs/${enc(shown)}/differences?other=${enc(compared)}`);
  const text = value => value == null ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const rows = [...all.configuration, ...all.outcome];
  $('differences').hidden = false;
  $('shownname').textContent = shown;
  $('comparedname').textContent = compared;
  $('different').replaceChildren(...(rows.length ? rows : [{name: 'no differences', a: '', b: ''}]).map(one => {
    const row = document.createElement('tr');
    for (const value of [one.name, one.b, one.a]) row.insertCell().textContent = text(value);
    return row;
  }));
}

async function list() {
  try {
    const queue = await get('queue');
    $('queue').hidden = queue.length === 0;
    $('entries').replaceChildren(...queue.map(entry => {
      const row = document.createElement('tr');
      for (const name of ['id', 'state', 'command', 'run', 'reason']) row.insertCell().textContent = entry[name];
      return row;
    }));
    const runs = await get('runs?most=100&search=' + enc($('search').value));
    $('runs').replaceChildren(...runs.map(run => {
      const row = document.createElement('tr');
      const name = document.createElement('button');
      name.type = 'button';
      name.className = 'link';
      name.textContent = run.name;
      name.onclick = () => { show(run.name); $('run').textContent = run.name; $('plots').scrollIntoView(); };
      row.insertCell().append(name);
      for (const text of [run.begun.slice(0, 19).replace('T', ' '), run.kind, run.task, run.status]) row.insertCell().textContent = text;
      const beside = document.createElement('button');
      beside.type = 'button';
      beside.className = 'link';
      beside.textContent = 'beside';
      beside.setAttribute('aria-label', `draw ${run.name} beside the shown run`);
      beside.onclick = () => { compared = run.name; $('view').value = 'curve'; dirty = true;
        differences().catch(e => say(e.message)); $('plots').scrollIntoView(); };
      row.insertCell().append(beside);
      return row;
    }));
  } catch (e) {
    say(e.message);
  }
}

async function redraw() {
  const running = ['running', 'paused', 'stopping', 'ending'].includes(live.status) && shown === live.run;
  const now = performance.now();
  if ((dirty || running) && !document.hidden && now - drawnAt > Math.max(400, 5 * cost)) {
    dirty = false;
    drawing = 0;
    try {
      await draw();
    } catch (e) {
      if (live.status !== 'lost') line('note', e.message);
    }
    drawnAt = performance.now();
    cost = drawnAt - now;
    document.documentElement.dataset.redraw = `${Math.round(drawing)} of ${Math.round(cost)} ms`;
  }
  setTimeout(redraw, 100);
}

$('pause').onclick = () => ask('run/' + (live.status === 'paused' ? 'resume' : 'pause'));
$('stop').onclick = async () => {
  const done = await ask('bench/safe');
  if (done) line('log', done.state);
};
$('theme').onclick = () => {
  const theme = isDark() ? 'light' : 'dark';
  document.documentElement.dataset.theme = theme;
  localStorage.setItem('theme', theme);
  dirty = true;
};
$('begin').onclick = () => ask('runs', $('plan').value);
$('closedifferences').onclick = () => { compared = ''; $('differences').hidden = true; dirty = true; $('search').focus(); };
$('search').oninput = list;
for (const id of ['xaxis', 'view']) $(id).onchange = () => { dirty = true; };
addEventListener('resize', () => { dirty = true; });

hello().then(() => { list(); listen(); redraw(); });
