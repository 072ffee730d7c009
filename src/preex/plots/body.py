"""The human body from the front and from behind, as regions for the muscles of `preex.core.muscle`.

Only one half is written down, for the side of the body on the reader's right; the other is its mirror image, so that
left and right are one region. A shape is the points its edge goes through, in units of a 480th of the height, with the
spine at x = 0; `!` marks a corner, everywhere else the edge is smooth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from preex.core.muscle import Muscle
from preex.plots.drawing import number

WIDTH, HEIGHT = 400.0, 500.0  # of both figures with the air around them
_FRONT_AT, _BACK_AT = 100.0, 300.0  # where their spines stand
_TOP = 7.0  # air above the head
_TENSION = 6.0  # of the Catmull-Rom curve through the points

Point = tuple[float, float, bool]  # x, y, whether the edge turns sharply there


@dataclass(frozen=True, slots=True)
class Body:
    """The body from the front, and beside it from behind, as the `d` of SVG paths in a box of `WIDTH` x `HEIGHT`.

    outline : all of the body.
    quiet : parts that are drawn but never asked about, as the knee.
    fibres : lines along which muscles pull.
    muscles : one path for each muscle, left and right, front and back.
    """

    outline: str
    quiet: str
    fibres: str
    muscles: Mapping[Muscle, str]


_HEAD = "0,0 9.4,1.5 16.4,6.8 20,15.4 20.6,25.6! 22.6,25.6 22.8,31 21,37.4! 19.6,38 17.4,46 13.2,53.4 12.2,57!"
_SHOULDER = "12.4,64 13.4,72 19,79.5 32,85.5 46,89.5 57,94 64,103.5 66.6,117 67,131"
_ARM = "69.5,146 71,160 72.6,171 77.5,183 81.4,196 83.2,212 84.6,228 86,240"
_HAND = "89.6,247 93,257.5 94.2,269 93.4,280 91,289 87.6,293.2 84.4,290.4 82.2,282.6 80.8,273 80,265! 78.6,269.4 75.8,272.4 73.8,270 74,262 75.4,253 77,246"
_INNER_ARM = "77.4,240 72.6,225 66.6,207 61.8,191 59.4,178 56.6,164 53,149 49.4,135!"
_SIDE = "47.6,143 43.6,157 38.6,171 36,183 37.8,196 42.4,209 46.4,224"
_LEG = (
    "48.8,243 49.2,264 47.4,288 43.8,312 39.4,335 37.2,350 37.8,362 40.8,377 41.6,392 39.4,409 35.6,428 33,446 32.8,457"
)
_FOOT_FRONT = "36,465 41,473.6 42.2,480.5 36,484 27,484 21.8,481 20.8,473 21.4,464 20.6,455"
_FOOT_BACK = "35,464 39.4,472 39.6,477.6 35.4,480.6 31,483.4 25,483.4 20.6,480 20,472 20.8,463 20.6,455"
_INNER_LEG_FRONT = (
    "19.2,443 16.2,425 13.4,408 12.6,391 14,375 16.2,362 15.8,349 13,331 9.4,308 6.4,284 4.2,262 2.4,249 0,244!"
)
_INNER_LEG_BACK = "19.2,443 16.2,425 13.4,408 12.6,391 14,375 16.2,362 15.8,349 13,331 9.4,308 6,286 3.4,270 0,260!"

_FRONT: Mapping[Muscle, tuple[str, ...]] = {
    Muscle.UPPER_TRAPS: ("13.6,66! 14.2,73 20,80.6 33,86.8 45,90.6! 34,92 22,89.6 15.6,83 13,75",),
    Muscle.PEC_CLAVICULAR: ("1.8,96.5! 13,94.6 27,94.4 38,98.6 46.8,112! 37,110 22,106.8 1.8,107.4!",),
    Muscle.PEC_STERNAL: ("1.8,110! 21,109.4 36,112.4 47.6,115.2! 47.2,124 40.6,134 28,140.4 13,140 1.8,133.6!",),
    Muscle.DELT_ANTERIOR: ("40.4,95.6! 48,92.6 54.6,97 58.4,108 58.6,122 55.6,138! 51.6,126 48.6,112 45.4,103",),
    Muscle.DELT_LATERAL: ("51.6,92.6! 58.6,95.8 64.2,104.6 66,118 64.6,131 58.4,143.4! 60.8,126 60.8,110 57.4,99",),
    Muscle.LATS: ("49.2,119! 50.2,129 48.4,141 44.6,153! 46.4,140 47,128",),
    Muscle.BICEPS: (
        "51.6,130! 54.6,140.6 59.8,147.4 64.6,142! 66.6,154 66.4,166 63.6,177! 60.4,170 56.2,157 52.8,144",
    ),
    Muscle.TRICEPS: ("66.2,134.6! 68.6,146 70.2,159 69.6,170! 68.4,160 67.8,147",),
    Muscle.FOREARMS: (
        "67.8,168! 72.4,174 76.8,184.6 80.4,197 82.2,213 83.6,230 84,239! 80.4,225 76.2,209 71.6,193 66.6,179",
        "61.4,180.4! 65.4,183 69.8,195 74.4,209 79.4,226 82,240! 77.6,236.6 73,222.6 67.4,206 63,192",
    ),
    Muscle.ABS: (
        "1.4,142! 7,142.6 13.6,143.4! 16.6,147 16,154 9,156.4 1.4,156!",
        "1.4,158.4! 9,158.6 16,156.8! 17.4,164 16.6,171 9,172.6 1.4,172.2!",
        "1.4,174.6! 9,174.8 16.8,173.6! 17.8,181 17.2,188.6 9,190 1.4,189.6!",
        "1.4,192! 9,192.4 17.2,191.4! 17.8,203 15.4,217 9.6,229 1.4,238!",
    ),
    Muscle.OBLIQUES: (
        "16.6,142.4! 27,142.8 36.6,139.4! 34.6,148 25,152 19,155.6! 18.8,148",
        "38.4,138.4! 45.4,130! 45.8,142 42.6,155 38,167 35,178! 28,177 20.4,179.8! 19.8,168 19.4,158.6! 27,154.4 36.4,150",
        "20.6,182.4! 28,180 35.2,181.4! 36.6,194 41,207.4! 31,213 21.4,222 16.8,224! 20,209 20.8,196",
    ),
    Muscle.GLUTE_MED: ("42,210! 45.6,222 47.4,236 47,248! 43.8,238 40.6,225 38.6,214",),
    Muscle.RECTUS_FEMORIS: (
        "34.4,217! 38.4,232 39.6,252 38.6,276 35.2,302 30.6,325 27.6,341! 25.6,326 23.8,302 23.4,276 25.6,252 29.6,232",
    ),
    Muscle.QUADS_VASTI: (
        "41.4,236! 45.8,248 47.6,266 46,288 42.4,311 38,333 34.2,345 30.6,343! 33.4,325 38,302 41.2,276 42,253",
        "21.6,286! 22,304 24,326 25.4,343! 23.2,350 18.8,350.6 15.4,344 13.8,332 14.2,318 17.4,303",
    ),
    Muscle.ADDUCTORS: (
        "2.6,249! 12,243 22,233 31,222! 26.4,238 22.8,256 20.8,276 17.2,296 11.6,316! 9,300 6.6,280 4.6,262",
    ),
    Muscle.GASTROCNEMIUS: (
        "16.6,365! 14.6,377 13.8,391 15,404! 18.6,411! 20.2,398 19.6,381",
        "38.6,368! 40.4,380 40.6,393 38.8,405! 37.6,392 37.4,379",
    ),
    Muscle.SOLEUS: (
        "15.4,408! 17.2,421 20.4,441! 22.4,428 19.6,413!",
        "38.2,409! 35.8,422 33,440! 32.8,427 36,411",
    ),
}
_QUIET_FRONT = (
    "12,57.6! 11.8,66 9.6,77 2.6,91! 3,80 6.6,69",  # sternocleidomastoid
    "26.4,346.4! 31.6,348 33.4,355 30.6,362.6 26.2,364.4 21.6,362.6 19.4,355.6 21.6,349",  # kneecap
    "23.6,367! 29.4,367 34.8,375 36,391 33.2,410 28.6,430 25.6,446! 24.6,424 22,400 21.8,381",  # tibialis
)

_FIBRES_FRONT = (
    "4,101.4 20,100.4 33,103 42,108.6",
    "4,117 20,116.8 35,118 45,118.4",
    "4,126 18,127 33,125.4 43.4,121",
    "12,135 25,133.6 36,128.6",
    "46.4,97.6 52,107 54.6,127",
    "59,99 63,111 62.2,131",
    "57.6,149 60.4,160 63,171",
    "72,178.6 76.6,194 80,214",
    "40.6,141 37,150.4 28.6,155.6 22,160",
    "39.4,154 33.6,163 22.4,168.6",
    "36,187.6 31,200 22,212",
    "34.4,229 32.8,262 30.2,302 27.4,330",
    "44.4,252 44.4,275 40.6,304 35,334",
    "19.4,302 19,322 21,343",
    "22.6,238 16.6,262 12,302",
    "12.4,248.6 9,272",
)

_BACK: Mapping[Muscle, tuple[str, ...]] = {
    Muscle.UPPER_TRAPS: ("1.4,48! 7,51 9.8,60 12.2,71 19,80.4 32,87 47,91.4! 36,95.4 20,97.4 1.4,99.4!",),
    Muscle.UPPER_BACK: ("1.4,102! 18,100.2 34,97.8! 30.4,104.6 24.6,114 17.6,128 9.6,147 1.4,168!",),
    Muscle.DELT_POSTERIOR: ("36.4,98.4! 45,94.6 53,95.4 58.2,103 60,117 57.6,137! 53.8,124 48.4,113.6 42,105",),
    Muscle.DELT_LATERAL: ("54.8,93.6! 61,98 65,107 66.2,120 64.6,132 59.6,142.4! 61.8,126 62,112 59.4,101",),
    Muscle.ROTATOR_CUFF: ("35.4,101.6! 40,109.6 47,117.6 50.4,123.6! 40,122.6 27.4,120.4! 31,111",),
    Muscle.LATS: (
        "25.6,122.6! 38,125 50.2,126! 50,136 46,151 40.8,164.6 36.4,177! 31,184.6! 22,178 11.8,160! 16,146 21,133",
    ),
    Muscle.SPINAL_ERECTORS: ("1.4,173! 5.6,164.6 9.6,161! 16,173 22.6,182 27.4,186.6! 22.4,199 13.4,211 1.4,224!",),
    Muscle.OBLIQUES: ("30,188.4! 36,180.6! 36.8,193 40.6,205! 33,207 23.4,206! 27.6,197",),
    Muscle.GLUTE_MED: ("21.6,208.6! 31,209.4 41.6,208! 45.6,221 47.4,236! 41.6,226 32,217.4 16.6,213.4!",),
    Muscle.GLUTE_MAX: (
        "1.4,229! 7.6,220 17,216.6 30,220.6 40.4,230 47,243.4! 47.2,254 43,263.6 34,269.4 21,272.4 8,269.4 1.4,259.6!",
    ),
    Muscle.TRICEPS: (
        "51,131! 55.2,141 58.6,151 60.2,162 61,173! 57.6,164 54.2,150",
        "60.4,144! 65,137! 68.6,147 70.4,159 69.6,168 65.6,173.6! 63.4,166 61.6,155",
    ),
    Muscle.FOREARMS: (
        "66.4,177! 71.4,172.6 76.6,184 80.2,196 82.2,213 83.6,230 84,239! 80.4,225 76,208 71.2,192",
        "61.4,178! 64.6,179.4 69.4,194 74.2,209 79.4,226 82,240! 77.6,236.6 73,222.6 67.4,206 63,192",
    ),
    Muscle.HAMSTRINGS: (
        "26.8,274.4! 36.6,271.4 45,265! 46.6,276 45.2,294 41.8,316 38.4,336 37.2,354! 33.4,345 29.4,326 27.2,300",
        "24.4,274.6! 25,298 24.4,322 21.8,344 18,358! 16.8,346 14.6,329 11.6,307 10,291 12.8,274!",
    ),
    Muscle.ADDUCTORS: ("3.4,267.4! 10.6,273.8! 8,288 9.8,306! 6.6,288",),
    Muscle.QUADS_VASTI: ("48,258! 48.4,270 47,288 43.6,311 39.6,332! 43.6,311 46.8,288 47.6,270",),
    Muscle.GASTROCNEMIUS: (
        "27.8,361! 33.6,359 38.6,368 40.6,381 40,396 35.6,408.6 30.4,410 27.4,404! 26.8,382",
        "25.4,361! 18.6,361 14.8,374 13.8,391 15.6,406 20.2,416 24.4,413.6 25.6,404! 25.4,382",
    ),
    Muscle.SOLEUS: (
        "15.4,410! 20,419 25.6,415! 25.4,432 25.2,452! 21.8,449 18.4,432",
        "27.4,409! 31,412.6 38.6,406! 36.2,424 33,443 31,451 28,452! 27.6,430",
    ),
}
_QUIET_BACK = (
    *_BACK[Muscle.ROTATOR_CUFF],  # which lies below others: drawn always, asked about hardly ever
    "26.2,453! 30,454 29.6,465 30.4,474 26.2,477! 22.4,474 23.2,465 22.8,454",  # Achilles tendon
)
_FIBRES_BACK = (
    "4,60 7,76 20,86 36,90.4",
    "4,78 10,88 24,93",
    "4,112 14,108.6 25.6,104.6",
    "4,128 11,119 23,109.6",
    "4,148 9,136 15.6,126",
    "47.4,131 34,136 20.6,141",
    "45.6,144 33,153 17,160",
    "42,156 33.6,168 24.4,176",
    "42.6,97.6 51,106 56,126",
    "61,102 64,114 62.4,130",
    "55,146 58,160",
    "65.6,146 67,158",
    "72,180 76.6,195 80,214",
    "7,171 9.6,190 4,211",
    "9,227 24,240 42,260",
    "18,221 33,231 44.6,248",
    "4.6,244 16,256 28,267",
    "36.6,277 37.4,306 35.6,338",
    "16.6,281 18.6,310 18.8,342",
    "33,366 34.2,386 31.6,402",
    "19.8,368 19.6,388 21.4,408",
)


@cache
def body() -> Body:
    """Return the drawing."""
    half = f"{_HEAD} {_SHOULDER} {_ARM} {_HAND} {_INNER_ARM} {_SIDE} {_LEG}"
    return Body(
        f"{_around(f'{half} {_FOOT_FRONT} {_INNER_LEG_FRONT}', _FRONT_AT)}"
        f"{_around(f'{half} {_FOOT_BACK} {_INNER_LEG_BACK}', _BACK_AT)}",
        _all(_QUIET_FRONT, _FRONT_AT) + _all(_QUIET_BACK, _BACK_AT),
        _all(_FIBRES_FRONT, _FRONT_AT, closed=False) + _all(_FIBRES_BACK, _BACK_AT, closed=False),
        {m: _all(_FRONT.get(m, ()), _FRONT_AT) + _all(_BACK.get(m, ()), _BACK_AT) for m in Muscle},
    )


def _around(half: str, spine: float) -> str:
    """Join one half of an outline with its mirror image, from the crown down and up again."""
    points = _points(half)
    return _curve([*points, *((-x, y, sharp) for x, y, sharp in points[-2:0:-1])], spine)


def _all(shapes: Iterable[str], spine: float, *, closed: bool = True) -> str:
    """Return shapes and their mirror images."""
    halves = [_points(shape) for shape in shapes]
    sides = [side for half in halves for side in (half, [(-x, y, sharp) for x, y, sharp in half])]
    return "".join(_curve(side, spine, closed=closed) for side in sides)


def _points(shape: str) -> list[Point]:
    pairs = ((point.rstrip("!").split(","), point.endswith("!")) for point in shape.split())
    return [(float(x), float(y), sharp) for (x, y), sharp in pairs]


def _curve(points: Sequence[Point], spine: float, *, closed: bool = True) -> str:
    """Return cubic Bézier curves through the points: Catmull-Rom, without a common tangent at corners and ends."""
    n = len(points)
    at = [(round(spine + x, 1), round(_TOP + y, 1)) for x, y, _ in points]
    ends = () if closed else (0, n - 1)
    slope = [(0.0, 0.0) if points[i][2] or i in ends else _slope(at[i - 1], at[(i + 1) % n]) for i in range(n)]
    steps = [_step(at[i], slope[i], at[(i + 1) % n], slope[(i + 1) % n]) for i in range(n if closed else n - 1)]
    return f"M{at[0][0]:g},{at[0][1]:g}c{''.join(steps).lstrip()}{'z' if closed else ''}"


def _slope(before: tuple[float, float], after: tuple[float, float]) -> tuple[float, float]:
    return (after[0] - before[0]) / _TENSION, (after[1] - before[1]) / _TENSION


def _step(
    start: tuple[float, float], leaves: tuple[float, float], end: tuple[float, float], arrives: tuple[float, float]
) -> str:
    """Write one curve relative to its start, without needless signs: half of a drawing is numbers."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    places = (*leaves, dx - arrives[0], dy - arrives[1], dx, dy)
    written = (
        number(round(place, 1)).replace("0.", ".", 1) if abs(place) < 1 else number(round(place, 1)) for place in places
    )
    return "".join(text if text.startswith("-") else f" {text}" for text in written)
