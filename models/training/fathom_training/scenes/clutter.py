"""Small things on a surface."""

from fathom_training.scenes.scene import Material, Scene, offset, size_of

WIDTHS = {
    "vase": (0.08, 0.25),
    "bottle": (0.06, 0.09),
    "mug": (0.07, 0.1),
    "bowl": (0.1, 0.28),
    "book": (0.12, 0.3),
    "books": (0.15, 0.4),
    "carton": (0.06, 0.35),
    "ball": (0.05, 0.22),
    "can": (0.066, 0.066),
    "frame": (0.1, 0.3),
    "boxes": (0.08, 0.3),
}
KINDS = tuple(WIDTHS)
CAN_HEIGHT = 0.12
VESSEL_HEIGHTS = {"vase": (0.12, 0.4), "bottle": (0.18, 0.32), "mug": (0.08, 0.11), "bowl": (0.05, 0.12)}


def scatter_clutter(
    scene: Scene,
    x: float,
    z: float,
    half_width: float,
    half_depth: float,
    y: float,
    count: int,
    yaw: float = 0.0,
    widest: float = 0.5,
) -> None:
    """At most `count` things on the rectangle about (x, z) at height y; `widest` limits packed models, in metres."""
    dice = scene.dice
    small = scene.models("small")
    taken: list[tuple[float, float, float]] = []
    for _ in range(count):
        for _ in range(4):
            along, across = dice.uniform(-half_width, half_width) * 0.85, dice.uniform(-half_depth, half_depth) * 0.85
            model = None
            if dice.chance(0.55) and small:
                model = dice.pick(small)
                entry = scene.pack.table[model]
                width, depth, _ = size_of(entry)
                if max(width, depth) > widest or entry.get("el", 0) > 0.6:
                    continue
                kind, radius = "", max(width, depth) / 2
            else:
                kind = dice.pick(KINDS)
                width = dice.uniform(*WIDTHS[kind])
                radius = width / 2
            if radius > min(half_width, half_depth) * 1.3:
                continue
            if any((along - a) ** 2 + (across - b) ** 2 < (radius + c) ** 2 * 0.8 for a, b, c in taken):
                continue
            taken.append((along, across, radius))
            at_x, at_z = offset(x, z, along, across, yaw)
            turn = dice.angle()
            if model is not None:
                facing = turn if dice.chance(0.6) else yaw
                scene.asset(model, at_x, at_z, facing, y=y, solid=False, on_floor=False)
            else:
                _place(scene, kind, at_x, y, at_z, width, turn)
            break


def _place(scene: Scene, kind: str, x: float, y: float, z: float, width: float, turn: float) -> None:
    dice = scene.dice
    if kind in VESSEL_HEIGHTS:
        _place_vessel(scene, kind, x, y, z, width, turn)
    elif kind == "books":
        height = dice.uniform(0.15, 0.3)
        depth = dice.uniform(0.1, 0.2)
        scene.shape("box", x, y + height / 2, z, width, height, depth, turn, Material(scene.texture("books")))
    elif kind == "book":
        _place_stack(scene, x, y, z, width, turn)
    elif kind == "ball":
        material = _wrapped(scene.material("label", "cloth", "photo", flat=0.6))
        scene.shape("sphere", x, y + width / 2, z, width, width, width, turn, material)
    elif kind == "can":
        material = _wrapped(scene.material("label", "photo", flat=0.3))
        scene.shape("cyl", x, y + CAN_HEIGHT / 2, z, width, CAN_HEIGHT, width, turn, material)
    elif kind == "frame":
        material = Material(scene.texture("photo"))
        scene.tilted("box", (x, y + width * 0.6, z), (width, width * 1.25, 0.02), (-0.2, turn, 0), material)
    else:
        side, other = width * dice.uniform(0.5, 1), width * dice.uniform(0.5, 1)
        material = scene.material("label", "photo", "wood", flat=0.3)
        material = material.but(metres_per_repeat=0.0 if dice.chance(0.7) else 0.3)
        scene.shape("box", x, y + width * 0.5, z, side, width, other, turn, material)


def _place_vessel(scene: Scene, kind: str, x: float, y: float, z: float, width: float, turn: float) -> None:
    dice = scene.dice
    height = dice.uniform(*VESSEL_HEIGHTS[kind])
    material = _wrapped(scene.material("label", "wall", "cloth", flat=0.65))
    scene.shape(kind, x, y + height / 2, z, width, height, width, turn, material)
    if kind == "vase" and dice.chance(0.5):
        clump = f"clump{dice.whole(0, 3)}"
        leaves = Material(scene.texture("leafa"))
        scene.shape(clump, x, y + height + width * 0.7, z, width * 2, width * 2, width * 2, turn, leaves)


def _place_stack(scene: Scene, x: float, y: float, z: float, width: float, turn: float) -> None:
    dice = scene.dice
    for _ in range(dice.whole(1, 6)):
        thickness = dice.uniform(0.01, 0.05)
        length, breadth = width * dice.uniform(0.8, 1), width * dice.uniform(0.6, 0.8)
        facing = turn + dice.uniform(-0.3, 0.3)
        material = _wrapped(scene.material("label", "photo", flat=0.5))
        scene.shape("box", x, y + thickness / 2, z, length, thickness, breadth, facing, material)
        y += thickness


def _wrapped(material: Material) -> Material:
    """The same with the mesh's own texture coordinates."""
    return material.but(metres_per_repeat=0.0)
