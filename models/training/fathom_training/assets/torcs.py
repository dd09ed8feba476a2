"""Tracks and cars of TORCS (GPL-2+, Free Art License): used only where copyleft sources are."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np

from fathom_training.assets.ac3d import AcPart, read_ac
from fathom_training.assets.mesh_pack import MeshPack, Triangles, crease_normals, face_normals
from fathom_training.assets.texture_pack import TexturePack
from fathom_training.renderer.asset_pack import NO_LAYER, Array

TRACKS = (
    "road/aalborg",
    "road/alpine-1",
    "road/street-1",
    "road/ole-road-1",
    "road/eroad",
    "road/g-track-1",
    "road/e-track-3",
    "road/g-track-3",
    "road/wheel-1",
    "dirt/mixed-2",
    "dirt/dirt-1",
    "road/e-track-6",
    "road/alpine-2",
    "road/corkscrew",
)
ROAD_TEXTURE = re.compile(r"asphalt|road|tarmac|tr-dirt|track|bitume|goudron|street|lane")
NOT_ROAD_TEXTURE = re.compile(r"arbor|tree|line|barr|wall|grass|sand-")
MAIN_ROAD = "TKMN"
"""What TORCS's track generator calls the driven part."""
CHUNK_METRES = 64
MOST_ROAD_POINTS = 6000
HEAVY_FILE_BYTES = 500_000
METRES_PER_INCH = 0.0254
WHEEL_SEGMENTS = 16


def game_folder(package: Path) -> Path:
    """Of an unpacked torcs-data."""
    return package / "usr/share/games/torcs"


def load_tracks(game: Path, textures: TexturePack, meshes: MeshPack) -> dict[str, Array]:
    """Adds the tracks in chunks. Returns points on the road of each, [k, 3] in metres."""
    roads = {}
    for track in TRACKS:
        folder, name = game / "tracks" / track, Path(track).name
        model = next(path for path in sorted(folder.glob("*.ac*")) if path.name.split(".")[0] == name)
        roads[name] = _add_track(name, read_ac(model), folder, game, textures, meshes)
    return roads


def _add_track(
    name: str, parts: list[AcPart], folder: Path, game: Path, textures: TexturePack, meshes: MeshPack
) -> Array:
    corners = np.concatenate([part.corners for part in parts])
    layers = np.concatenate(
        [np.full(len(part.corners), _add_texture(part, folder, game, textures), np.int16) for part in parts]
    )
    uv = np.concatenate([part.uv for part in parts])
    uv = np.clip(np.nan_to_num(uv - np.floor(uv.mean(1, keepdims=True))), -100, 100)
    normals = crease_normals(corners, 0.8)
    area = np.linalg.norm(face_normals(corners), axis=1) / 2
    centres = corners.mean(1)
    cells = np.floor(centres[:, [0, 2]] / CHUNK_METRES).astype(int)
    distinct, chunk_of = np.unique(cells, axis=0, return_inverse=True)
    for chunk in range(len(distinct)):
        chosen = (chunk_of.ravel() == chunk) & (area > 1e-5)
        count = int(chosen.sum()) * 3
        if not count:
            continue
        chunk_uv = uv[chosen].reshape(-1, 2).copy()
        chunk_uv[:, 1] = 1 - chunk_uv[:, 1]
        white, rough = np.full((count, 3), 255, np.uint8), np.full(count, 225, np.uint8)
        points, flat = corners[chosen].reshape(-1, 3), normals[chosen].reshape(-1, 3)
        meshes.add(name, "track", Triangles(points, flat, chunk_uv, np.repeat(layers[chosen], 3), white, rough))
    return _road_points(parts, centres)


def _add_texture(part: AcPart, folder: Path, game: Path, textures: TexturePack) -> int:
    path = _find_texture(part.texture, folder, game)
    return textures.add_file(path, "track", quality=66) if path else NO_LAYER


def _find_texture(name: str | None, folder: Path, game: Path) -> Path | None:
    if not name or "empty_texture" in name:
        return None
    candidates = (folder, game / "data/textures", game / "data/objects", game / "data/tracks")
    return next((base / Path(name).name for base in candidates if (base / Path(name).name).exists()), None)


def _road_points(parts: list[AcPart], centres: Array) -> Array:
    is_road = np.concatenate([_is_road(part) for part in parts])
    is_main = np.concatenate([np.full(len(part.corners), MAIN_ROAD in part.path) for part in parts])
    chosen = is_road & is_main
    if chosen.sum() < 50:
        chosen = is_road
    points = centres[chosen]
    order = np.random.RandomState(0).permutation(len(points))[:MOST_ROAD_POINTS]
    return np.round(points[order], 2).astype(np.float32)


def _is_road(part: AcPart) -> Array:
    """Level triangles with the texture of a road, [m]."""
    texture = (part.texture or "").lower()
    normals = face_normals(part.corners)
    is_level = np.abs(normals[:, 1]) > 0.9 * np.linalg.norm(normals, axis=1)
    return is_level & (bool(ROAD_TEXTURE.search(texture)) and not NOT_ROAD_TEXTURE.search(texture))


def load_cars(game: Path, textures: TexturePack, meshes: MeshPack) -> None:
    """Adds every car, on wheels."""
    for folder in sorted((game / "cars").iterdir()):
        model, coarse = folder / f"{folder.name}.acc", folder / f"{folder.name}-lod1.acc"
        if not model.exists():
            continue
        if model.stat().st_size > HEAVY_FILE_BYTES and coarse.exists():
            model = coarse
        parts = read_ac(model)
        parts = [part for part in parts if not re.search("shadow|driver|light", _described(part))] or parts
        body = _body(parts, folder, game, textures)
        car = _merged([body, *_wheels(folder, textures)])
        low, high = car.positions.min(0), car.positions.max(0)
        car.positions = car.positions - [(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2]
        car.uv[:, 1] = 1 - car.uv[:, 1]
        meshes.add(folder.name, "car", car)


def _described(part: AcPart) -> str:
    return f"{part.path} {part.texture or ''}".lower()


def _body(parts: list[AcPart], folder: Path, game: Path, textures: TexturePack) -> Triangles:
    corners = np.concatenate([part.corners for part in parts])
    count = len(corners) * 3
    layers = []
    for part in parts:
        path = _find_texture(part.texture, folder, game)
        layer = textures.add_file(path, "car", quality=80) if path else NO_LAYER
        layers.append(np.full(len(part.corners) * 3, layer, np.int16))
    return Triangles(
        corners.reshape(-1, 3),
        crease_normals(corners, 0.7).reshape(-1, 3),
        np.concatenate([part.uv for part in parts]).reshape(-1, 2),
        np.concatenate(layers),
        np.full((count, 3), 255, np.uint8),
        np.full(count, 90, np.uint8),
    )


def _merged(parts: list[Triangles]) -> Triangles:
    return Triangles(*(np.concatenate([getattr(part, name) for part in parts]) for name in Triangles.__annotations__))


def _wheels(folder: Path, textures: TexturePack) -> list[Triangles]:
    """Four wheels where the car's description says; none where it says nothing that can be read."""
    text = (folder / f"{folder.name}.xml").read_text(errors="replace")
    # Entities of files that TORCS includes, which this parser would look for.
    text = re.sub(r"&[\w-]+;", "", re.sub(r"<!DOCTYPE.*?\]>", "", text, flags=re.S))
    try:
        root = ElementTree.fromstring(text)
        layer = textures.add_file(folder / "tex-wheel.rgb", "car")
        ends = (("Front Axle", "Front"), ("Rear Axle", "Rear"))
        return [_wheel_of(root, axle, f"{end} {side} Wheel", layer) for axle, end in ends for side in ("Right", "Left")]
    except (ElementTree.ParseError, LookupError) as error:
        print(f"{folder.name}: has no wheels ({error})")
        return []


def _number(root: ElementTree.Element, section: str, name: str) -> float:
    found = root.find(f"section[@name='{section}']/attnum[@name='{name}']")
    if found is None:
        raise LookupError(f"{section} gives no {name}")
    return float(found.attrib["val"])


def _wheel_of(root: ElementTree.Element, axle: str, section: str, layer: int) -> Triangles:
    rim = _number(root, section, "rim diameter") * METRES_PER_INCH
    width = _number(root, section, "tire width") / 1000
    radius = rim / 2 + width * _number(root, section, "tire height-width ratio")
    centre = _number(root, axle, "xpos"), radius, -_number(root, section, "ypos")
    return _wheel(centre, radius, width, layer)


def _wheel(centre: tuple[float, float, float], radius: float, width: float, layer: int) -> Triangles:
    """A cylinder along z, with the wheel's picture on both ends."""
    x, y, z = centre
    angles = np.linspace(0, 2 * np.pi, WHEEL_SEGMENTS + 1)
    cosine, sine = np.cos(angles), np.sin(angles)
    positions: list[list[float]] = []
    normals: list[list[float]] = []
    uv: list[list[float]] = []
    layers: list[int] = []
    colours: list[list[int]] = []

    def rim(segment: int, side: float) -> list[float]:
        return [x + radius * cosine[segment], y + radius * sine[segment], z + side]

    half = width / 2
    for i in range(WHEEL_SEGMENTS):
        near, far = rim(i, -half), rim(i + 1, half)
        positions += [near, rim(i + 1, -half), far, near, far, rim(i, half)]
        normals += [[cosine[i], sine[i], 0]] * 6
        uv += [[0, 0]] * 6
        layers += [NO_LAYER] * 6
        colours += [[25, 25, 27]] * 6
        for side in (-half, half):
            positions += [[x, y, z + side], rim(i, side), rim(i + 1, side)]
            normals += [[0, 0, np.sign(side)]] * 3
            uv += [[0.25, 0.75]]
            uv += [[0.25 + 0.24 * cosine[k], 0.75 + 0.24 * sine[k]] for k in (i, i + 1)]
            layers += [layer] * 3
            colours += [[200, 200, 200]] * 3
    count = len(positions)
    return Triangles(
        np.array(positions),
        np.array(normals, float),
        np.array(uv),
        np.array(layers, np.int16),
        np.array(colours, np.uint8),
        np.full(count, 220, np.uint8),
    )
