"""The models of Sweet Home 3D's furniture libraries, at the size that their catalogue gives."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fast_simplification
import numpy as np
from scipy.spatial import cKDTree

from fathom_training.assets.mesh_pack import MeshPack, Triangles, crease_normals
from fathom_training.assets.texture_pack import TexturePack
from fathom_training.assets.wavefront import ObjMaterial, ObjModel, read_obj
from fathom_training.renderer.asset_pack import NO_LAYER, Array

OUT_OF_PLACE = re.compile(r"rocket|space|dragon|alien|ufo|tank|helicop|plane|boat|ship|train|hot air|submarine", re.I)
LARGEST_METRES = 9.0
LARGEST_FILE_BYTES = 5_000_000
FEWEST_TRIANGLES, MOST_TRIANGLES = 4, 45000
TRIANGLES_KEPT = {"small": 2000, "wallitem": 2000, "person": 3000, "plant": 3000, "ceil_lamp": 3000}
TRIANGLES_KEPT_ELSE = 4200
GLAZED = ("door", "window", "ceil_lamp", "floor_lamp")
WALL_FURNITURE = (
    r"wardrobe|shel|cabinet|bookcase|dresser|drawer|cupboard|sideboard|buffet|chest|fridge|refrig|oven|cooker|stove"
    r"|dishwasher|washer|washing|sink|bath|shower|toilet|wash|basin|bidet|hood|kitchen|rack|fireplace|piano|aquarium"
    r"|unit|nightstand|bedside|radiator|heater"
)


@dataclass(frozen=True)
class CatalogueEntry:
    """A model as its catalogue describes it; sizes and elevation in metres."""

    name: str
    tags: str
    category: str
    creator: str
    model: str
    width: float
    depth: float
    height: float
    elevation: float
    drop_elevation: float
    is_door_or_window: bool
    rotation: Array | None


def load_furniture(libraries: Path, textures: TexturePack, meshes: MeshPack) -> None:
    """Adds every usable model of every library."""
    for library in sorted(path for path in libraries.iterdir() if path.is_dir()):
        for entry in _read_catalogue(library):
            path = Path(f"{library}{entry.model}")
            is_too_large = max(entry.width, entry.depth, entry.height) > LARGEST_METRES
            if OUT_OF_PLACE.search(entry.name) or is_too_large:
                continue
            if path.exists() and path.stat().st_size <= LARGEST_FILE_BYTES:
                _add_model(path, library.name, entry, textures, meshes)


def _read_catalogue(library: Path) -> list[CatalogueEntry]:
    fields: dict[int, dict[str, str]] = {}
    for line in (library / "PluginFurnitureCatalog.properties").read_text(encoding="latin1").split("\n"):
        match = re.match(r"(\w+)#(\d+)=(.*)", line)
        if match:
            fields.setdefault(int(match[2]), {})[match[1]] = match[3].strip()
    return [_entry(values) for _, values in sorted(fields.items()) if {"width", "depth", "height"} <= values.keys()]


def _entry(values: dict[str, str]) -> CatalogueEntry:
    rotation = values.get("modelRotation")
    return CatalogueEntry(
        name=values["name"],
        tags=values.get("tags", ""),
        category=values["category"],
        creator=values.get("creator", ""),
        model=values["model"],
        width=float(values["width"]) / 100,
        depth=float(values["depth"]) / 100,
        height=float(values["height"]) / 100,
        elevation=float(values.get("elevation", 0)) / 100,
        drop_elevation=float(values.get("dropOnTopElevation", values["height"])) / 100,
        is_door_or_window=values.get("doorOrWindow") == "true",
        rotation=np.array([float(text) for text in rotation.split()]).reshape(3, 3) if rotation else None,
    )


def classify(entry: CatalogueEntry) -> str:
    """The class by which scenes ask for a model: by its category, its name and tags, and its size."""
    text, category = f"{entry.name} {entry.tags}".lower(), entry.category
    width, depth, height = entry.width, entry.depth, entry.height

    def says(pattern: str) -> bool:
        return re.search(pattern, text) is not None

    longest = max(width, depth)
    if entry.is_door_or_window:
        return "door" if "door" in text or height > 1.7 else "window"
    if category == "Doors and windows":
        return "door" if height > 1.7 else "window"
    if category == "Characters":
        return "person"
    if category == "Vehicles":
        return "vehicle" if longest > 1.2 else "small"
    if category == "Staircases":
        return "stairs"
    if says(r"curtain|blind|drape"):
        return "curtain"
    hangs = category == "Lights" and entry.elevation > 1.4
    if says(r"chandelier|ceiling|pendant|hanging|spot") or hangs:
        return "ceil_lamp"
    if category == "Exterior":
        if says(r"tree|palm|bush|hedge|plant|flower|fir|pine|oak|cactus|grass"):
            return "plant_out" if height > 0.5 else "plant"
        return "ext"
    on_wall = says(r"frame|painting|picture|poster|mirror|clock") and depth < 0.15 and height < 1.5
    rules = (
        ("rug", says(r"rug|carpet") and height < 0.1),
        ("wallitem", on_wall or (entry.elevation > 0.9 and depth < 0.8)),
        ("plant", says(r"plant|flower|bonsai")),
        ("bed", says(r"\bbed\b|bunk|crib|cot\b") and longest > 1.1),
        ("sofa", says(r"sofa|couch|settee") and width > 1.1),
        ("armchair", says(r"armchair|recliner")),
        ("chair", says(r"chair|stool|bench|seat|pouf") and height < 1.4),
        ("coffee", says(r"coffee table|low table")),
        ("table", says(r"table|desk|counter") and 0.5 < height < 1.35 and not says(r"lamp|tennis|clock")),
        ("floor_lamp", category == "Lights" and height > 1.0),
        ("small", category == "Lights"),
        ("small", says(r"\btv\b|television|screen|monitor|hi-?fi|computer|laptop") and height < 1),
        ("small", max(longest, height) < 0.62),
        ("wallfurn", says(WALL_FURNITURE) or (height > 1.3 and depth < 0.9)),
    )
    return next((kind for kind, applies in rules if applies), "misc")


def _add_model(path: Path, library: str, entry: CatalogueEntry, textures: TexturePack, meshes: MeshPack) -> None:
    model = read_obj(path)
    kind = classify(entry)
    triangles = sum(len(faces) for faces in model.faces.values())
    if not FEWEST_TRIANGLES <= triangles <= MOST_TRIANGLES:
        return
    _scale_to_catalogue(model, entry)
    kept = min(1.0, TRIANGLES_KEPT.get(kind, TRIANGLES_KEPT_ELSE) / triangles)
    parts = []
    for name, faces in model.faces.items():
        material = model.materials.get(name or "", ObjMaterial())
        if material.opacity < (0.6 if kind in GLAZED else 0.25):
            continue
        layer = _add_texture(path, material, textures)
        part = _part(model, faces, material, layer, kept)
        if part is not None:
            parts.append(part)
    if sum(len(part.positions) for part in parts) < 12:
        return
    merged = Triangles(*(np.concatenate([getattr(part, name) for part in parts]) for name in Triangles.__annotations__))
    merged.uv[:, 1] = 1 - merged.uv[:, 1]
    described: dict[str, Any] = {"el": entry.elevation, "w": entry.width, "d": entry.depth, "h": entry.height}
    described |= {"lib": library, "cat": entry.category, "top": entry.drop_elevation, "by": entry.creator}
    meshes.add(entry.name[:40], kind, merged, **described)


def _scale_to_catalogue(model: ObjModel, entry: CatalogueEntry) -> None:
    """Turns, scales to the catalogue's size in metres, and stands the model on y = 0 about the y axis."""
    if entry.rotation is not None:
        model.positions, model.normals = model.positions @ entry.rotation.T, model.normals @ entry.rotation.T
    used = np.unique(np.concatenate([faces[:, :, 0].ravel() for faces in model.faces.values()])) - 1
    low, high = model.positions[used].min(0), model.positions[used].max(0)
    scale = np.array([entry.width, entry.height, entry.depth]) / np.maximum(high - low, 1e-9)
    base = [(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2]
    model.positions = (model.positions - base) * scale
    if len(model.normals):
        model.normals = model.normals / scale
        model.normals /= np.maximum(np.linalg.norm(model.normals, axis=1, keepdims=True), 1e-12)


def _add_texture(path: Path, material: ObjMaterial, textures: TexturePack) -> int:
    if not material.texture:
        return NO_LAYER
    file = path.parent / material.texture.split()[-1]
    if not file.exists():
        file = path.parent / Path(material.texture.replace("\\", "/")).name
    return textures.add_file(file, "mesh", quality=72) if file.exists() else NO_LAYER


def _indexed(faces: Array, column: int, count: int) -> Array:
    indices = faces[:, :, column]
    return np.where(indices < 0, indices + count, indices - 1)


def _part(model: ObjModel, faces: Array, material: ObjMaterial, layer: int, kept: float) -> Triangles | None:
    """The triangles of one material, simplified to the share that is kept; None where nothing is left."""
    corners = model.positions[_indexed(faces, 0, len(model.positions))]
    uv_index = _indexed(faces, 1, len(model.uv))
    normal_index = _indexed(faces, 2, len(model.normals))
    if len(model.uv):
        uv = np.where((uv_index >= 0)[..., None], model.uv[np.clip(uv_index, 0, None)], 0)
    else:
        uv = np.zeros((len(faces), 3, 2))
    if kept < 0.98 and len(faces) > 60:
        simplified = _simplify(corners, uv, kept, layer >= 0)
        if simplified is None:
            return None
        corners, uv = simplified
        normals = crease_normals(corners)
    elif len(model.normals) and (normal_index >= 0).all():
        normals = model.normals[normal_index]
    else:
        normals = crease_normals(corners)
    count = corners.shape[0] * 3
    colour = np.ones(3) if layer >= 0 else np.clip(np.array(material.diffuse), 0, 1)
    # Close to 0, float16 keeps texture coordinates precise.
    uv = np.clip(np.nan_to_num(uv - np.floor(uv.mean(1, keepdims=True))), -60, 60)
    return Triangles(
        corners.reshape(-1, 3),
        normals.reshape(-1, 3),
        uv.reshape(-1, 2),
        np.full(count, layer, np.int16),
        np.tile((colour * 255).astype(np.uint8), (count, 1)),
        np.full(count, int(_roughness(material) * 255), np.uint8),
    )


def _roughness(material: ObjMaterial) -> float:
    """Of the Phong exponent: sqrt of alpha = sqrt(2 / (n + 2))."""
    if max(material.specular) < 0.05:
        return 0.9
    return float(np.clip((2 / (material.shininess + 2)) ** 0.25, 0.15, 0.85))


def _simplify(corners: Array, uv: Array, kept: float, is_textured: bool) -> tuple[Array, Array] | None:
    """Fewer triangles; texture coordinates come from the nearest corner of the original, seams included."""
    flat = corners.reshape(-1, 3)
    keys = np.round(flat / 1e-4).astype(np.int64)
    _, first, inverse = np.unique(keys, axis=0, return_index=True, return_inverse=True)
    points, faces = flat[first], inverse.reshape(-1, 3)
    faces = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])]
    if len(faces) < 8:
        return None
    reduction = float(np.clip(1 - kept, 0.02, 0.97))
    points, faces = fast_simplification.simplify(
        points.astype(np.float32), faces.astype(np.int32), target_reduction=reduction
    )
    if len(faces) == 0:
        return None
    simplified = points[faces].astype(np.float64)
    if not is_textured:
        return simplified, np.zeros((len(simplified), 3, 2))
    # A little inside their faces, corners on a seam belong to one side of it.
    middles = np.repeat(flat.reshape(-1, 3, 3).mean(1), 3, 0)
    inside = simplified * 0.9 + simplified.mean(1, keepdims=True) * 0.1
    _, nearest = cKDTree(flat * 0.9 + middles * 0.1).query(inside.reshape(-1, 3))
    return simplified, uv.reshape(-1, 2)[nearest].reshape(-1, 3, 2)
