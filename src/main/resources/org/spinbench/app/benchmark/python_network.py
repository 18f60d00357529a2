"""A large RF network in PyTorch, written from the published equations, for comparison.

A. Ross, N. Leroux et al., Nat. Nanotechnol. 18, 1273 (2023), doi:10.1038/s41565-023-01452-w.
Frequencies in GHz, single precision, the weights computed by automatic differentiation.

Reads one instruction a line and answers with one line of JSON:
  epoch            seconds of one epoch of training
  inference SAMPLES seconds of an evaluation in batches, weights computed for each batch
  kept SAMPLES     the same, weights computed beforehand
  logits           logits of four samples of known powers, with known shifts
"""

import json
import math
import sys
import time

import torch

THREADS, SAMPLES, BATCH, HIDDEN = (int(word) for word in sys.argv[1:5])
INPUTS, CLASSES = 256, 10
ALPHA, THRESHOLD, RATIO, Q = 0.01, 10e-6, 4, 2
SENSITIVITY = 1 / (8 * math.sqrt(2) * THRESHOLD)
TRANSCONDUCTANCE, OFFSET, RESISTANCE, EFFICIENCY = 3.38837e-3, 11.0846e-3, 1e3, 1.25
RATE = 1e-5


class Chains(torch.nn.Module):
    """Chains of spin diodes: W_ji = sum_k s_k K 2 a f_jk (f_i - f_jk) / ((a f_jk)^2 + (f_i - f_jk)^2)."""

    def __init__(self, tones, chains):
        super().__init__()
        self.tones = tones
        signs = -torch.ones(len(tones))
        signs[1::2] = 1
        self.signs = signs.reshape(1, -1, 1)
        self.shifts = torch.nn.Parameter(torch.randn(chains, len(tones)) * 1e-3 / math.sqrt(len(tones)))
        self.biases = torch.nn.Parameter(torch.randn(chains) * 1e-2 / math.sqrt(chains))

    def weights(self):
        resonances = (self.tones + self.shifts).unsqueeze(2)
        width = ALPHA * resonances
        detuning = self.tones - resonances
        response = SENSITIVITY * 2 * width * detuning / (width**2 + detuning**2)
        return (self.signs * response).sum(dim=1)

    def forward(self, powers, weights=None):
        return powers @ (self.weights() if weights is None else weights).T + self.biases


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = Chains(torch.linspace(0.02, 0.12, INPUTS), HIDDEN)
        ratio = torch.arange(HIDDEN) / (HIDDEN - 1)
        self.second = Chains(0.02 * (0.12 / 0.02) ** ratio, CLASSES)

    def forward(self, powers, weights=(None, None)):
        current = TRANSCONDUCTANCE * (self.first(powers, weights[0]) + OFFSET)
        current = current.clamp(THRESHOLD, RATIO * THRESHOLD)
        xi = current / THRESHOLD
        emitted = EFFICIENCY * (xi - 1) / (xi + Q) * RESISTANCE * current**2
        return 1e3 * self.second(emitted, weights[1])


def epoch(network, optimizer, powers, labels):
    for batch in torch.randperm(len(powers)).split(BATCH):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(network(powers[batch]), labels[batch])
        loss.backward()
        optimizer.step()


def inference(network, samples, kept):
    powers = torch.rand(samples, INPUTS) * 50e-6
    with torch.no_grad():
        weights = (network.first.weights(), network.second.weights()) if kept else (None, None)
        begin = time.perf_counter()
        for batch in powers.split(BATCH):
            network(batch, weights)
        return time.perf_counter() - begin


def logits(network):
    """Shift of junction k of chain j: 100 kHz sin(j + 2 k); power of tone i of sample s:
    30 nW (1 + sin(1 + s + 3 i))."""
    with torch.no_grad():
        for layer in (network.first, network.second):
            j = torch.arange(layer.shifts.shape[0]).reshape(-1, 1)
            k = torch.arange(layer.shifts.shape[1])
            layer.shifts.copy_(1e-4 * torch.sin(j + 2.0 * k))
            layer.biases.zero_()
        s, i = torch.arange(4).reshape(-1, 1), torch.arange(INPUTS)
        return network(30e-9 * (1 + torch.sin(1.0 + s + 3 * i))).flatten().tolist()


torch.set_num_threads(THREADS)
torch.manual_seed(1)
network = Network()
optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
powers = torch.rand(SAMPLES, INPUTS) * 50e-6
labels = torch.randint(CLASSES, (SAMPLES,))
print("ready " + torch.__version__, flush=True)
for line in sys.stdin:
    word, *argument = line.split()
    if word == "logits":
        answer = logits(Network())
    elif word == "epoch":
        begin = time.perf_counter()
        epoch(network, optimizer, powers, labels)
        answer = time.perf_counter() - begin
    else:
        answer = inference(network, int(argument[0]), word == "kept")
    print(json.dumps(answer), flush=True)
