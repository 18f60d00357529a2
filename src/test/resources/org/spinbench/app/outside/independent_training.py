"""Trains exported virtual chips by SPSA and CMA-ES, from the equations, with numpy alone.

Usage: independent_training.py EXPORT.json BUDGET METHOD...

Every chip is a run of its own, but all are computed at once: the first axis of every array is the
chip. For each method it prints one line of JSON: the evaluations after which each chip's parameters
first had the goal's accuracy (-1 if never) and all evaluations of each run. "check" as a method
prints the largest deviation of emitted powers from the exported ones, over full scale.

Sources: chip, the records in ChipNumbers; SPSA, Spall 1992 (doi:10.1109/9.119632) with the moments
of Kingma and Ba 2015 (arXiv:1412.6980); CMA-ES, Hansen 2016 (arXiv:1604.00772), figure 6 with
table 1, no negative weights, points beyond limits moved onto them and charged for the distance.
"""

import json
import sys

import numpy as np

BATCH_SPSA, REACH, RATE, PATIENCE, FALL = 16, 0.15, 0.05, 3000, 0.01
POPULATION, BATCH_CMA, SIGMA, NARROW, STAGNANT = 10, 32, 0.35, 0.02, 30
RECENT, PAUSE, PROMISING, TEST = 256, 256, 0.12, 128
SCREEN, FLOOR, SCALE = 32, 0.2, 0.3
FAR, LEAST = 0.2, 0.2


def normal_cdf(z):
    """Abramowitz and Stegun 7.1.26, error below 1.5e-7."""
    x = np.abs(z) / np.sqrt(2)
    t = 1 / (1 + 0.3275911 * x)
    poly = t * (
        0.254829592
        + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    )
    erf = 1 - poly * np.exp(-x * x)
    return 0.5 * (1 + np.sign(z) * erf)


class Chips:
    """Some of the exported chips as arrays; index order is chip, sample."""

    def __init__(self, export, which):
        chips = [export["chips"][i]["numbers"] for i in which]
        self.number = len(which)
        self.chains = export["chains"]
        self.output = export["output"]
        self.tones = np.array(chips[0]["inputFrequencies"])
        self.limit, self.total = chips[0]["amplifierLimit"], chips[0]["totalLimit"]
        self.noise = chips[0]["noise"] * chips[0]["fullPowers"][self.output]
        self.synapse = {
            key: np.array([[s[key] for s in c["synapses"]] for c in chips])
            for key in chips[0]["synapses"][0]
        }
        self.neuron = {
            key: np.array([[n[key] for n in c["neurons"]] for c in chips])
            for key in chips[0]["neurons"][0]
        }
        self.synapses = self.synapse["resonance"].shape[1]

    def emitted(self, currents, inputs):
        """Power of the deciding neuron; currents [chip, parameter], inputs [chip, sample, input]."""
        power, frequency = {}, {}
        for i, tone in enumerate(self.tones):
            power[-1 - i], frequency[-1 - i] = inputs[:, :, i], np.full(inputs.shape[:2], tone)
        for chain in self.chains:
            voltage = self._voltage(chain, currents, power, frequency)
            n = chain["neuron"]
            v = {key: column[:, n, None] for key, column in self.neuron.items()}
            signal = np.clip(v["transconductance"] * voltage, -self.limit, self.limit)
            current = np.minimum(currents[:, self.synapses + n, None] + signal, self.total)
            xi = current / v["threshold"]
            # the positive root of (xi + Q) p^2 - (xi - 1) p - noise = 0
            a, b = xi + v["q"], xi - 1
            root = np.sqrt(b * b + 4 * v["noise"] * a)
            p = np.where(b > 0, (b + root) / (2 * a), 2 * v["noise"] / (root - np.minimum(b, 0)))
            emitted = v["factor"] * current**2 * p
            if n == self.output:
                return emitted
            power[n] = v["linkGain"] * emitted / (1 + v["compression"] * emitted)
            frequency[n] = v["frequency"] + v["pulling"] * np.maximum(current - v["threshold"], 0)
        raise ValueError("no chain drives the output")

    def _voltage(self, chain, currents, power, frequency):
        first, size = chain["synapses"]
        voltage = 0.0
        for k in range(first, first + size):
            s = {key: column[:, k] for key, column in self.synapse.items()}
            beside = sum(currents[:, j] for j in (k - 1, k + 1) if first <= j < first + size)
            at = s["resonance"] + s["quadratic"] * currents[:, k] ** 2
            at = at + s["tuning"] * (currents[:, k] + s["crosstalk"] * beside)
            at, width = at[:, None], s["halfWidth"][:, None]
            absorbed = sum(
                power[t] / (1 + ((frequency[t] - at) / width) ** 2) for t in chain["tones"]
            )
            at = at + s["powerShift"][:, None] * absorbed
            for t in chain["tones"]:
                x = (frequency[t] - at) / width
                shape = s["antisymmetric"][:, None] * x + s["symmetric"][:, None]
                voltage = voltage + power[t] * shape / (1 + x * x)
        return voltage


class Loss:
    """Logistic loss of the logarithm of the power above a level."""

    def __init__(self, full):
        self.floor = FLOOR * full

    def level(self, power):
        return np.log(np.maximum(power, 0) + self.floor)

    def decision(self, level):
        return np.exp(level) - self.floor

    @staticmethod
    def values(levels, level, labels):
        z = (levels - level[:, None]) / SCALE
        return np.logaddexp(0, np.where(labels == 1, -z, z))

    @staticmethod
    def slopes(levels, level, labels):
        """Of the mean loss by the level."""
        z = (levels - level[:, None]) / SCALE
        return np.mean(labels - 1 / (1 + np.exp(-z)), axis=1) / SCALE

    def best_level(self, levels, labels):
        low, high = levels.min(axis=1), levels.max(axis=1)
        for _ in range(30):
            middle = (low + high) / 2
            falling = self.slopes(levels, middle, labels) < 0
            low, high = np.where(falling, middle, low), np.where(falling, high, middle)
        return (low + high) / 2


class Runs:
    """Training runs on all chips: measures, counts, judges."""

    def __init__(self, export, budget, seed):
        self.export, self.budget = export, budget
        self.random = np.random.default_rng(seed)
        self.count = len(export["chips"])
        self.chips = Chips(export, range(self.count))
        outset = export["chips"][0]["outset"]
        self.unit = np.array(outset["units"])
        self.lower = np.array(outset["lower"]) / self.unit
        self.upper = np.array(outset["upper"]) / self.unit
        self.loss = Loss(outset["fullPower"])
        self.sets = {
            name: (np.array(export[name]["inputs"]), np.array(export[name]["labels"]))
            for name in ("train", "validation", "test")
        }
        self.used = np.zeros(self.count, int)
        self.hit = np.full(self.count, -1)
        self.running = np.ones(self.count, bool)
        self.starts = np.array([c["outset"]["starts"] for c in export["chips"]]) / self.unit
        self.order = None
        self.next = np.zeros(self.count, int)
        self.recent = [[] for _ in range(self.count)]
        self.pause = np.zeros(self.count, int)

    def batch(self, size):
        """Half of each class, with replacement: inputs [chip, sample, input], labels."""
        inputs, labels = self.sets["train"]
        drawn = np.empty((self.count, size), int)
        for label in (0, 1):
            which = np.flatnonzero(labels == label)
            drawn[:, label::2] = self.random.choice(which, (self.count, size // 2))
        return inputs[drawn], labels[drawn]

    def read(self, points, inputs):
        """Measured levels of all chips at points; counts only those that still run."""
        power = self.chips.emitted(points * self.unit, inputs)
        power = power + self.chips.noise * self.random.standard_normal(power.shape)
        self.used += np.where(self.running, inputs.shape[1], 0)
        return self.loss.level(power)

    def allow(self, evaluations):
        self.running &= self.used + evaluations <= self.budget

    def judge(self, points, level):
        """The oracle: expected accuracy on the test samples."""
        inputs, labels = self.sets["test"]
        power = self.chips.emitted(
            points * self.unit, np.broadcast_to(inputs, (self.count,) + inputs.shape)
        )
        margin = (power - self.loss.decision(level)[:, None]) * np.where(labels == 1, 1, -1)
        accuracy = normal_cdf(margin / self.chips.noise).mean(axis=1)
        new = self.running & (self.hit < 0) & (accuracy >= self.export["goal"])
        self.hit[new] = self.used[new]

    def begin(self):
        """Screens all starts on the same samples, once."""
        inputs, labels = self.batch(SCREEN)
        losses = []
        self.levels = []
        for k in range(self.starts.shape[1]):
            levels = self.read(self.starts[:, k], inputs)
            best = self.loss.best_level(levels, labels)
            losses.append(self.loss.values(levels, best, labels).mean(axis=1))
            self.levels.append(best)
        self.order = np.argsort(np.array(losses), axis=0)
        self.levels = np.array(self.levels)

    def start(self, chip):
        """Point and level of the next start of a chip; round and round."""
        k = self.order[self.next[chip] % len(self.order), chip]
        self.next[chip] += 1
        self.recent[chip] = []
        self.pause[chip] = 0
        return self.starts[chip, k], self.levels[k, chip]

    def passes(self, points, level, candidates):
        """The trainer's own test, one sample after the other, for some of the chips."""
        for name in ("validation", "train"):
            inputs, labels = self.sets[name][0][:TEST], self.sets[name][1][:TEST]
            power = self.chips.emitted(
                points * self.unit, np.broadcast_to(inputs, (self.count,) + inputs.shape)
            )
            power = power + self.chips.noise * self.random.standard_normal(power.shape)
            wrong = (power > self.loss.decision(level)[:, None]) != (labels == 1)
            errors = np.cumsum(wrong, axis=1)
            allowed = int(np.floor(len(labels) * (1 - self.export["goal"]) + 1e-9))
            failed = errors[:, -1] > allowed
            length = np.where(failed, 1 + np.argmax(errors > allowed, axis=1), len(labels))
            self.used += np.where(candidates, length, 0)
            candidates = candidates & ~failed
        self.running &= ~candidates

    def first_test(self, points, level, chips):
        self.judge(points, level)
        able = self.used + 2 * TEST <= self.budget
        self.passes(points, level, chips & self.running & able)

    def course(self, points, level, levels, labels):
        """After a step: the oracle looks, and promising points are tested."""
        size = levels.shape[1]
        wrong = ((levels > level[:, None]) != (labels == 1)).sum(axis=1)
        loss = self.loss.values(levels, level, labels).mean(axis=1)
        self.judge(points, level)
        recent_loss, recent_errors = np.empty(self.count), np.empty(self.count)
        for c in range(self.count):
            parts = self.recent[c]
            parts.append((size, wrong[c], loss[c]))
            while sum(p[0] for p in parts) - parts[0][0] >= RECENT:
                parts.pop(0)
            number = sum(p[0] for p in parts)
            recent_errors[c] = sum(p[1] for p in parts) / number
            recent_loss[c] = sum(p[0] * p[2] for p in parts) / number
        self.pause -= size
        promising = recent_errors <= 1 - self.export["goal"] + PROMISING
        able = self.used + 2 * TEST <= self.budget
        tested = promising & (self.pause <= 0) & self.running & able
        self.pause[tested] = PAUSE
        if tested.any():
            self.passes(points, level, tested)
        self.recent_errors = recent_errors
        return recent_loss

    def result(self):
        return {"hits": self.hit.tolist(), "evaluations": self.used.tolist()}


def spsa(runs):
    n, d = runs.count, len(runs.unit)
    inside = lambda p: np.clip(p, runs.lower + REACH, runs.upper - REACH)
    point, level = np.zeros((n, d)), np.zeros(n)
    mean, square = np.zeros((n, d + 1)), np.zeros((n, d + 1))
    steps = np.zeros(n, int)
    least, since = np.full(n, np.inf), np.zeros(n, int)
    stuck = np.ones(n, bool)
    runs.begin()
    runs.recent_errors = np.ones(n)
    while runs.running.any():
        for c in np.flatnonzero(stuck & runs.running):
            point[c], level[c] = runs.start(c)
            mean[c], square[c], steps[c], least[c], since[c] = 0, 0, 0, np.inf, runs.used[c]
            runs.recent_errors[c] = 1
        if stuck.any():
            point = inside(point)
            runs.first_test(point, level, stuck)
            since[stuck] = runs.used[stuck]
        runs.allow(2 * BATCH_SPSA)
        inputs, labels = runs.batch(BATCH_SPSA)
        delta = runs.random.choice([-1.0, 1.0], (n, d))
        up, down = (runs.read(point + sign * REACH * delta, inputs) for sign in (1, -1))
        difference = runs.loss.values(up, level, labels) - runs.loss.values(down, level, labels)
        gradient = np.empty((n, d + 1))
        gradient[:, :d] = delta * difference.mean(axis=1)[:, None] / (2 * REACH)
        both, twice = np.concatenate([up, down], axis=1), np.concatenate([labels, labels], axis=1)
        gradient[:, d] = runs.loss.slopes(both, level, twice)
        steps += 1
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        rate = RATE * np.minimum(1, LEAST + runs.recent_errors / FAR)
        move = mean / (1 - 0.9 ** steps[:, None])
        move /= np.sqrt(square / (1 - 0.99 ** steps[:, None])) + 1e-8
        active = runs.running[:, None]
        point = np.where(active, inside(point - rate[:, None] * move[:, :d]), point)
        level = np.where(runs.running, level - rate * move[:, d], level)
        loss = runs.course(point, level, both, twice)
        fell = loss < least * (1 - FALL)
        least, since = np.where(fell, loss, least), np.where(fell, runs.used, since)
        stuck = runs.used - since > PATIENCE
    return runs.result()


class Distribution:
    """One chip's CMA-ES."""

    def __init__(self, mean, runs):
        d = len(mean)
        self.mean, self.sigma, self.c = mean.copy(), SIGMA, np.eye(d)
        self.ps, self.pc, self.generation = np.zeros(d), np.zeros(d), 0
        self.least, self.stagnant = np.inf, 0
        weights = np.log((POPULATION + 1) / 2) - np.log(np.arange(1, POPULATION // 2 + 1))
        self.weights = weights / weights.sum()
        mu = 1 / (self.weights**2).sum()
        self.mu = mu
        self.cs = (mu + 2) / (d + mu + 5)
        self.ds = 1 + 2 * max(0, np.sqrt((mu - 1) / (d + 1)) - 1) + self.cs
        self.cc = (4 + mu / d) / (d + 4 + 2 * mu / d)
        self.c1 = 2 / ((d + 1.3) ** 2 + mu)
        self.cmu = min(1 - self.c1, 2 * (mu - 2 + 1 / mu) / ((d + 2) ** 2 + mu))
        self.chi = np.sqrt(d) * (1 - 1 / (4 * d) + 1 / (21 * d * d))
        self.runs = runs

    def sample(self):
        values, self.b = np.linalg.eigh(self.c)
        self.scale = np.sqrt(np.maximum(values, 1e-20))
        z = self.runs.random.standard_normal((POPULATION, len(self.mean)))
        self.y = (z * self.scale) @ self.b.T
        self.x = self.mean + self.sigma * self.y
        inside = np.clip(self.x, self.runs.lower, self.runs.upper)
        self.outside = np.abs(inside - self.x).sum(axis=1)
        return inside

    def update(self, losses):
        spread = losses.max() - losses.min()
        order = np.argsort(losses + self.outside * spread)[: len(self.weights)]
        step = self.weights @ self.y[order]
        self.mean = self.mean + self.sigma * step
        self.generation += 1
        whitened = self.b @ ((self.b.T @ step) / self.scale)
        self.ps = (1 - self.cs) * self.ps + np.sqrt(self.cs * (2 - self.cs) * self.mu) * whitened
        length = np.linalg.norm(self.ps)
        free = 1 - (1 - self.cs) ** (2 * self.generation)
        h = length / np.sqrt(free) < (1.4 + 2 / (len(self.mean) + 1)) * self.chi
        self.pc = (1 - self.cc) * self.pc + h * np.sqrt(self.cc * (2 - self.cc) * self.mu) * step
        lost = (1 - h) * self.cc * (2 - self.cc)
        rank = (self.weights[:, None] * self.y[order]).T @ self.y[order]
        self.c = (1 - self.c1 - self.cmu) * self.c + self.cmu * rank
        self.c += self.c1 * (np.outer(self.pc, self.pc) + lost * self.c)
        self.sigma *= np.exp(self.cs / self.ds * (length / self.chi - 1))


def cma_es(runs):
    n, d = runs.count, len(runs.unit)
    searches = [None] * n
    point, level = np.zeros((n, d)), np.zeros(n)
    runs.begin()
    while runs.running.any():
        new = np.array([s is None for s in searches])
        for c in np.flatnonzero(new):
            point[c], level[c] = runs.start(c)
            searches[c] = Distribution(point[c], runs)
        if new.any():
            runs.first_test(point, level, new)
        inputs, labels = runs.batch(BATCH_CMA)
        samples = np.array([s.sample() for s in searches])
        losses, levels, best = [], [], []
        for k in range(POPULATION):
            runs.allow(BATCH_CMA)
            read = runs.read(samples[:, k], inputs)
            best.append(runs.loss.best_level(read, labels))
            losses.append(runs.loss.values(read, best[k], labels).mean(axis=1))
            levels.append(read)
        losses, levels, best = (np.array(a).swapaxes(0, 1) for a in (losses, levels, best))
        better = np.argsort(losses, axis=1)[:, : POPULATION // 2]
        rows = np.arange(n)[:, None]
        level = best[rows, better].mean(axis=1)
        read = levels[rows, better].reshape(n, -1)
        for c in range(n):
            searches[c].update(losses[c])
            point[c] = np.clip(searches[c].mean, runs.lower, runs.upper)
        twice = np.tile(labels, (1, POPULATION // 2))
        loss = runs.course(point, level, read, twice)
        for c, s in enumerate(searches):
            s.stagnant = 0 if loss[c] < s.least else s.stagnant + 1
            s.least = min(s.least, loss[c])
            if s.sigma < NARROW or s.stagnant >= STAGNANT:
                searches[c] = None
    return runs.result()


def check(runs):
    inputs = runs.sets["test"][0]
    power = runs.chips.emitted(
        runs.starts[:, 0] * runs.unit, np.broadcast_to(inputs, (runs.count,) + inputs.shape)
    )
    expected = np.array([c["check"] for c in runs.export["chips"]])
    full = runs.export["chips"][0]["outset"]["fullPower"]
    return {
        "chips": runs.count,
        "deviation": float(np.abs(power - expected).max() / full),
    }


def main():
    with open(sys.argv[1]) as file:
        export = json.load(file)
    methods = {"spsa": spsa, "cma-es": cma_es, "check": check}
    for name in sys.argv[3:]:
        runs = Runs(export, int(sys.argv[2]), 20231127)
        print(json.dumps({"method": name, **methods[name](runs)}))


if __name__ == "__main__":
    main()
