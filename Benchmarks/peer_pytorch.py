"""Trains the networks of `LabBenchmarks neural` in PyTorch on the CPU, as a script of the field writes them.

Usage: peer_pytorch.py THREADS [cell|paper] [LAB_TSV]. Prints training samples a second (forward, backward, Adam) of batches of 8,
the fastest of some steps after one that is not counted, and with the file that `LabBenchmarks neural --out` writes how many times
faster lab is."""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class PartialConvolution(nn.Module):
    """A 3×3 partial convolution with one mask for all channels (Liu et al. 2018)."""

    def __init__(self, inputs, outputs, rectified=True):
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.bias = nn.Parameter(torch.zeros(outputs, 1, 1))
        self.rectified = rectified
        self.register_buffer("window", torch.ones(1, 1, 3, 3))

    def forward(self, maps, mask):
        with torch.no_grad():
            count = F.conv2d(mask, self.window, padding=1)
            valid = (count > 0).float()
            factor = 9 / count.clamp(min=1) * valid
        maps = self.convolution(maps) * factor + self.bias * valid
        return (F.relu(maps) if self.rectified else maps), valid


class Side(nn.Module):
    def __init__(self, sizes, last_rectified):
        super().__init__()
        self.layers = nn.ModuleList(
            PartialConvolution(a, b, last_rectified or i < len(sizes) - 2)
            for i, (a, b) in enumerate(zip(sizes, sizes[1:])))

    def forward(self, maps, mask):
        for layer in self.layers:
            maps, mask = layer(maps, mask)
        return maps


class Memory(nn.Module):
    """An LSTM step for columns that are rows here: gates of [x, h], the input's part for all days at once."""

    def __init__(self, inputs, hidden, backward=False):
        super().__init__()
        self.input = nn.Linear(inputs, 4 * hidden)
        self.hidden = nn.Linear(hidden, 4 * hidden, bias=False)
        self.backward_in_time = backward

    def forward(self, x):
        sums = self.input(x)
        days = range(x.shape[0])
        h = c = None
        result = [None] * x.shape[0]
        for day in reversed(days) if self.backward_in_time else days:
            gates = sums[day] if h is None else sums[day] + self.hidden(h)
            forget, enter, candidate, out = gates.chunk(4, dim=-1)
            fresh = torch.sigmoid(enter) * torch.tanh(candidate)
            c = fresh if c is None else torch.sigmoid(forget) * c + fresh
            h = torch.sigmoid(out) * torch.tanh(c)
            result[day] = h
        return torch.stack(result)


class Cell(nn.Module):
    shape = (7, 32, 32)

    def __init__(self):
        super().__init__()
        self.encoder = Side([2, 16, 16, 16, 16], True)
        self.rain = nn.Linear(1, 16)
        self.memories = nn.ModuleList([Memory(33, 16), Memory(33, 16, True)])
        self.decoder = Side([32, 16, 16, 16, 1], False)

    def forward(self, values, mask, rain):
        samples, days, height, width = values.shape
        flat = mask.reshape(-1, 1, height, width)
        features = self.encoder(torch.cat([values.reshape(flat.shape) * flat, flat], 1), flat)
        rows = torch.cat([features, flat], 1).reshape(samples, days, 17, height * width).permute(1, 0, 3, 2)
        x = torch.cat([rows, F.relu(self.rain(rain.reshape(samples, days, -1, 1).transpose(0, 1)))], -1)
        h = torch.cat([memory(x) for memory in self.memories], -1)
        maps = h.permute(1, 0, 3, 2).reshape(samples * days, 32, height, width)
        return self.decoder(maps, torch.ones_like(flat)).reshape(values.shape)


class Paper(nn.Module):
    shape = (7, 40, 40)

    def __init__(self):
        super().__init__()
        self.encoder = Side([2, 64, 64, 64, 1], True)
        self.features = nn.Linear(1600, 2048)
        self.rain = nn.Linear(1600, 2048)
        self.memory = Memory(4096, 2048)
        self.maps = nn.Linear(2048, 1600)
        self.decoder = Side([1, 64, 64, 64, 1], False)

    def forward(self, values, mask, rain):
        samples, days, height, width = values.shape
        flat = mask.reshape(-1, 1, height, width)
        features = self.encoder(torch.cat([values.reshape(flat.shape) * flat, flat], 1), flat)
        seen = self.features(features.reshape(samples, days, -1).transpose(0, 1))
        h = self.memory(torch.cat([seen, self.rain(rain.reshape(samples, days, -1).transpose(0, 1))], -1))
        maps = self.maps(h).transpose(0, 1).reshape(flat.shape)
        return self.decoder(maps, torch.ones_like(flat)).reshape(values.shape)


def rate(model, samples=8, steps=5):
    torch.manual_seed(1)
    values, rain = torch.randn(samples, *model.shape), torch.rand(samples, *model.shape)
    known = (torch.rand_like(values) < 0.6).float()
    hidden = known * (torch.rand_like(values) < 0.3).float()
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    seconds = []
    for _ in range(steps + 1):
        start = time.perf_counter()
        optimiser.zero_grad()
        error = (model(values, known - hidden, rain) - values) ** 2
        ((error * hidden).sum() / hidden.sum() + 0.1 * (error * known).sum() / known.sum()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimiser.step()
        seconds.append(time.perf_counter() - start)
    return samples / min(seconds[1:])


if __name__ == "__main__":
    threads = int(sys.argv[1])
    torch.set_num_threads(threads)
    names = [n for n in ("cell", "paper") if n in sys.argv[2:]] or ["cell", "paper"]
    files = [path for path in sys.argv[2:] if path.endswith(".tsv")]
    ours = {}
    for path in files:
        with open(path) as lines:
            ours.update(line.split("\t")[:2] for line in lines)
    print(f"| network, threads | PyTorch {torch.__version__} samples/s | lab is faster by |\n|---|---:|---:|")
    for name in names:
        theirs = rate({"cell": Cell, "paper": Paper}[name]())
        mine = ours.get(f"{name}-{threads}")
        print(f"| {name}, {threads} | {theirs:.1f} | {f'{float(mine) / theirs:.1f} ×' if mine else ''} |")
        sys.stdout.flush()
