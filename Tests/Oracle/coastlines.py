#!/usr/bin/env python3
"""Makes Sources/Report/Coastlines/CoastlineData.swift from Natural Earth's 1:50m coastline (public domain).

The lines come from Debian's package r-cran-rnaturalearthdata (CC0, a copy of Natural Earth's shapefiles for R):

    apt-get download r-cran-rnaturalearthdata
    dpkg -x r-cran-rnaturalearthdata_*.deb unpacked
    python3 Tests/Oracle/coastlines.py unpacked > Sources/Report/Coastlines/CoastlineData.swift

Lines are joined into rings, rings that the date line cuts are closed along it, each is thinned by Douglas and
Peucker's rule to TOLERANCE degrees and rounded to hundredths of a degree. Needs Python's standard library alone.
"""
import bz2
import lzma
import struct
import sys
import zlib
from pathlib import Path

TOLERANCE = 0.015
HEAD = """\
// swift-format-ignore-file
// Made by Tests/Oracle/coastlines.py; do not edit.

/// The coastlines of the world: Natural Earth 1:50m (public domain, naturalearthdata.com), thinned to 0.015 degrees.
///
/// A line is a ring: `L` land or `W` water inside land; its west, south, east and north end in hundredths of a
/// degree; then latitude and longitude in the same unit as an encoded polyline (differences, zigzag, five bits a
/// character from `?` on). Rings that the date line cuts are closed along it. A string and not a resource file: the
/// compiler takes half a minute for an embedded file of this size.
enum CoastlineData {
  static let text = #\"""
"""
TAIL = '\"""#\n}\n'


class RObject:
    """R's serialisation (XDR), as far as this package uses it."""

    def __init__(self, data):
        self.data, self.at, self.references = data, 14, []
        if struct.unpack_from(">i", data, 2)[0] == 3:
            self.at += 4 + struct.unpack_from(">i", data, 14)[0]

    def integer(self):
        self.at += 4
        return struct.unpack_from(">i", self.data, self.at - 4)[0]

    def item(self):
        flags = self.integer()
        kind, has_attributes = flags & 255, flags & 0x200
        if kind in (254, 242, 253, 251, 241):
            return None
        if kind == 255:
            return self.references[(flags >> 8 or self.integer()) - 1]
        if kind == 1:
            name = self.item()
            self.references.append(name)
            return name
        if kind in (2, 6):
            entries = []
            while kind in (2, 6):
                if has_attributes:
                    self.item()
                key = self.item() if flags & 0x400 else None
                entries.append((key, self.item()))
                flags = self.integer()
                kind, has_attributes = flags & 255, flags & 0x200
            return entries
        if kind == 9:
            length = self.integer()
            self.at += max(0, length)
            return self.data[self.at - length : self.at].decode() if length >= 0 else None
        if kind == 25:
            return dict(self.item())
        length = self.integer()
        if kind in (10, 13, 14):
            code, size = ("d", 8) if kind == 14 else ("i", 4)
            values = struct.unpack_from(f">{length}{code}", self.data, self.at)
            self.at += length * size
        elif kind in (16, 19, 20):
            values = [self.item() for _ in range(length)]
        else:
            raise ValueError(f"R type {kind}")
        return values, dict(self.item()) if has_attributes else {}


def natural_earth_lines(unpacked):
    base = next(Path(unpacked).rglob("rnaturalearthdata/data/Rdata.rdb"))
    index = RObject(zlib.decompress(base.with_suffix(".rdx").read_bytes(), 47)).item()
    entries = dict(zip(index[1]["names"][0], index[0]))["variables"]
    start, length = dict(zip(entries[1]["names"][0], entries[0]))["coastline50"][0]
    block = base.read_bytes()[start + 4 : start + length]
    if block[:1] == b"Z":
        filters = [{"id": lzma.FILTER_LZMA2, "preset": 6}]
        block = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters).decompress(block[1:])
    else:
        block = bz2.decompress(block[1:]) if block[:1] == b"2" else zlib.decompress(block)
    for lines in RObject(block).item()["lines"][0]:
        for line in lines["Lines"][0]:
            values, attributes = line["coords"]
            count = attributes["dim"][0][0]
            yield list(zip(values[:count], values[count:]))


def joined(lines):
    """Rings: lines are put end to end; what still is open ends at the date line and is closed along it."""
    rings, open_lines = [], []
    for line in lines:
        line = [(max(-180.0, min(180.0, x)) if abs(abs(x) - 180) > 0.001 else (180.0 if x > 0 else -180.0), y)
                for x, y in line]
        (rings if line[0] == line[-1] else open_lines).append(line)
    near = lambda a, b: abs(a[0] - b[0]) < 1e-6 and abs(a[1] - b[1]) < 1e-6
    while open_lines:
        line = open_lines.pop(0)
        grown = True
        while grown and not near(line[0], line[-1]):
            grown = False
            for other in open_lines:
                if near(line[-1], other[0]) or near(line[-1], other[-1]):
                    line += other[1:] if near(line[-1], other[0]) else other[-2::-1]
                    open_lines.remove(other)
                    grown = True
                    break
        if line[0][0] == -line[-1][0] and abs(line[0][0]) == 180:  # Antarctica: round by the pole
            line += [(line[-1][0], -90.0), (line[0][0], -90.0)]
        rings.append(line + [line[0]] if line[0] != line[-1] else line)
    return rings


def simplified(ring):
    """Douglas and Peucker between the ring's first point and the one farthest from it."""
    far = max(range(len(ring)), key=lambda i: (ring[i][0] - ring[0][0]) ** 2 + (ring[i][1] - ring[0][1]) ** 2)
    keep, stack = {0, far, len(ring) - 1}, [(0, far), (far, len(ring) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = ring[first], ring[last]
        length = (bx - ax) ** 2 + (by - ay) ** 2
        worst, at = 0.0, None
        for i in range(first + 1, last):
            px, py = ring[i][0] - ax, ring[i][1] - ay
            t = max(0, min(1, (px * (bx - ax) + py * (by - ay)) / length)) if length else 0
            distance = (px - t * (bx - ax)) ** 2 + (py - t * (by - ay)) ** 2
            if distance > worst:
                worst, at = distance, i
        if at is not None and worst > TOLERANCE**2:
            keep.add(at)
            stack += [(first, at), (at, last)]
    points = []
    for i in sorted(keep):
        point = (round(ring[i][0] * 100), round(ring[i][1] * 100))
        if not points or points[-1] != point:
            points.append(point)
    return points


def holds(ring, point):
    inside = False
    for (ax, ay), (bx, by) in zip(ring, ring[1:]):
        if (ay > point[1]) != (by > point[1]) and point[0] < ax + (point[1] - ay) / (by - ay) * (bx - ax):
            inside = not inside
    return inside


def encoded(points):
    text, last = [], (0, 0)
    for x, y in points:
        for difference in (y - last[1], x - last[0]):
            value = ~(difference << 1) if difference < 0 else difference << 1
            while value >= 32:
                text.append(chr((32 | value & 31) + 63))
                value >>= 5
            text.append(chr(value + 63))
        last = (x, y)
    return "".join(text)


def main():
    rings = [ring for ring in map(simplified, joined(natural_earth_lines(sys.argv[1]))) if len(ring) > 3]
    boxes = [(min(x for x, _ in r), min(y for _, y in r), max(x for x, _ in r), max(y for _, y in r)) for r in rings]
    out = []
    for i, ring in enumerate(rings):
        around = sum(
            j != i and a[0] <= boxes[i][0] and a[1] <= boxes[i][1] and a[2] >= boxes[i][2] and a[3] >= boxes[i][3]
            and holds(rings[j], ring[0])
            for j, a in enumerate(boxes)
        )
        size = (boxes[i][2] - boxes[i][0]) * (boxes[i][3] - boxes[i][1])
        out.append((around, -size, "W" if around % 2 else "L", boxes[i], ring))
    # Land before the water in it, so that painting in order is right.
    out.sort(key=lambda r: (r[0], r[1], r[3]))
    sys.stdout.write(HEAD)
    for _, _, kind, box, ring in out:
        sys.stdout.write(f"{kind} {box[0]} {box[1]} {box[2]} {box[3]} {encoded(ring)}\n")
    sys.stdout.write(TAIL)
    points = sum(len(r[4]) for r in out)
    print(f"{len(out)} rings, {points} points, {sum(r[2] == 'W' for r in out)} of water", file=sys.stderr)


main()
