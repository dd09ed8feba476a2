"""Textures made of formulas: wood, tiles, plaster, cloth, bricks, facades, foliage, books, print.

Each function draws one from a random stream.
"""

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from fathom_training.assets.noise import SIDE, Array, Fill, Rng, any_hue, fill, fractal_noise, hsv, picture
from fathom_training.assets.texture_pack import TexturePack

LARGE = 512


def add_procedural(textures: TexturePack, rng: Rng) -> None:
    """Adds so many of each, with its class and JPEG quality."""
    for draw, kind, count, quality in RECIPES:
        for _ in range(count):
            textures.add(draw(rng), kind, quality=quality)


def _coordinates() -> tuple[Array, Array]:
    rows, columns = np.mgrid[0:SIDE, 0:SIDE]
    return rows, columns


def wood(rng: Rng) -> Image.Image:
    """Grain and growth rings."""
    base = hsv(rng.uniform(0.04, 0.12), rng.uniform(0.2, 0.75), rng.uniform(0.25, 0.9))
    grain = fractal_noise(rng, int(rng.integers(8, 24)), 4, 1 / 8)
    warp = fractal_noise(rng, 3, 3, 0.3) * rng.uniform(6, 25)
    rings = np.sin(warp + np.arange(SIDE)[:, None] / SIDE * 2 * np.pi * rng.integers(1, 6)) * 0.5 + 0.5
    return picture(base * (0.7 + 0.25 * rings[..., None] + 0.25 * (grain[..., None] - 0.5)))


def planks(rng: Rng) -> Image.Image:
    """Boards of one wood."""
    count = int(rng.choice([4, 5, 6, 8]))
    hue, saturation, value = rng.uniform(0.04, 0.11), rng.uniform(0.15, 0.7), rng.uniform(0.3, 0.9)
    boards = np.zeros((SIDE, SIDE, 3))
    height = SIDE // count
    for board in range(count):
        grain = np.asarray(wood(rng)).astype(float)
        tone = hsv(hue, saturation, value * rng.uniform(0.82, 1.1))
        grain = grain.mean(2, keepdims=True) / max(float(grain.mean()), 1) * tone
        top = board * height
        boards[top : top + height] = np.roll(grain, rng.integers(0, SIDE), 1)[:height]
        boards[top : top + 1] *= 0.55
        joint = rng.integers(0, SIDE)
        boards[top : top + height, joint : joint + 1] *= 0.5
    boards[count * height :] = boards[: SIDE - count * height]
    return picture(boards)


def tiles(rng: Rng) -> Image.Image:
    """Square tiles of one colour or two, with grout."""
    count = int(rng.choice([1, 2, 3, 4, 6]))
    first = any_hue(rng, (0, 0.35), (0.3, 0.95))
    second = first if rng.random() < 0.6 else any_hue(rng, (0, 0.4), (0.2, 0.95))
    grout, gap = any_hue(rng, (0, 0.1), (0.2, 0.85)), rng.integers(2, 6)
    y, x = _coordinates()
    side = SIDE / count
    row, column = (y // side).astype(int), (x // side).astype(int)
    checks = ((row + column) % 2)[..., None] if count % 2 == 0 else np.zeros((SIDE, SIDE, 1))
    shade = rng.uniform(0.9, 1.08, (count + 1, count + 1))[row, column][..., None]
    face = (first * (1 - checks) + second * checks) * shade * (0.85 + 0.3 * fractal_noise(rng, 6, 4)[..., None])
    is_grout = ((y % side) < gap) | ((x % side) < gap)
    return picture(np.where(is_grout[..., None], grout, face))


def plaster(rng: Rng) -> Image.Image:
    """One colour, a little uneven."""
    colour, depth = any_hue(rng, (0, 0.3), (0.5, 0.98)), rng.uniform(0.03, 0.25)
    noise = fractal_noise(rng, int(rng.integers(2, 30)), 5)[..., None]
    return picture(colour * (1 - depth / 2 + depth * (noise - 0.2)))


def wallpaper(rng: Rng) -> Image.Image:
    """Stripes, dots, waves or a lattice."""
    ground, print_colour = any_hue(rng, (0, 0.5), (0.4, 0.95)), any_hue(rng, (0, 0.6), (0.3, 0.95))
    rows, columns = _coordinates()
    y, x = rows / SIDE * 2 * np.pi, columns / SIDE * 2 * np.pi
    across, down, which = rng.integers(2, 9), rng.integers(0, 9), rng.integers(0, 4)
    if which == 0:
        pattern = np.sin(x * across) > rng.uniform(-0.5, 0.5)
    elif which == 1:
        pattern = np.sin(x * across) * np.sin(y * across) > rng.uniform(0, 0.6)
    elif which == 2:
        pattern = np.sin(x * across + np.sin(y * down) * 2) > 0
    else:
        pattern = np.sin(x * across) * np.sin(y * across) + 0.6 * np.sin(x * 2 * across + y * across) > 0.3
    mask = Image.fromarray((pattern * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(1))
    share = np.asarray(mask)[..., None] / 255 * rng.uniform(0.2, 1)
    return picture((ground * (1 - share) + print_colour * share) * (0.92 + 0.12 * fractal_noise(rng, 20, 3)[..., None]))


def cloth(rng: Rng) -> Image.Image:
    """A weave: plain, checked, striped or dotted."""
    ground, print_colour = any_hue(rng, (0, 0.8), (0.1, 0.95)), any_hue(rng, (0, 0.7), (0.1, 0.95))
    y, x = _coordinates()
    weave = 0.9 + 0.1 * np.sin(x * np.pi / 2) * np.sin(y * np.pi / 2)
    which, side = rng.integers(0, 4), int(rng.choice([16, 32, 64]))
    pattern: Array
    if which == 0:
        pattern = np.zeros((SIDE, SIDE))
    elif which == 1:
        pattern = ((x // side) % 2) * 0.5 + ((y // side) % 2) * 0.5
    elif which == 2:
        pattern = ((x // side) % 2) * 1.0
    else:
        pattern = ((x % side - side / 2) ** 2 + (y % side - side / 2) ** 2 < (side * 0.3) ** 2) * 1.0
    share = pattern[..., None]
    folds = 0.8 + 0.35 * fractal_noise(rng, 8, 5)[..., None]
    return picture((ground * (1 - share) + print_colour * share) * weave[..., None] * folds)


def carpet(rng: Rng) -> Image.Image:
    """Frames, and motifs mirrored both ways."""
    image = Image.new("RGB", (SIDE, SIDE), fill(any_hue(rng, (0.2, 0.8), (0.2, 0.8))))
    draw = ImageDraw.Draw(image)
    for frame in range(rng.integers(2, 5)):
        margin = int(8 + frame * rng.integers(8, 18))
        if margin < 120:
            outline = fill(hsv(rng.random(), 0.6, rng.uniform(0.2, 0.9)))
            box = (margin, margin, SIDE - margin, SIDE - margin)
            draw.rectangle(box, outline=outline, width=int(rng.integers(2, 9)))
    for motif in range(rng.integers(0, 30)):
        x, y, radius = (int(rng.integers(low, high)) for low, high in ((30, SIDE - 30), (30, SIDE - 30), (4, 24)))
        colour = fill(hsv(rng.random(), 0.6, rng.uniform(0.2, 0.9)))
        for at_x, at_y in ((x, y), (SIDE - x, y), (x, SIDE - y), (SIDE - x, SIDE - y)):
            shape = draw.ellipse if motif % 2 else draw.rectangle
            shape((at_x - radius, at_y - radius, at_x + radius, at_y + radius), fill=colour)
    return picture(np.asarray(image) * (0.75 + 0.4 * fractal_noise(rng, 60, 3)[..., None]))


def bricks(rng: Rng) -> Image.Image:
    """A running bond, each brick of its own shade."""
    rows = int(rng.choice([6, 8, 10, 12]))
    height, width = SIDE / rows, SIDE / (rows // 2)
    y, x = _coordinates()
    row = (y // height).astype(int)
    shifted = (x + (row % 2) * width / 2) % SIDE
    column = (shifted // width).astype(int)
    hue = rng.uniform(0, 0.1) if rng.random() < 0.7 else rng.random()
    base = hsv(hue, rng.uniform(0.05, 0.65), rng.uniform(0.35, 0.85))
    shade = rng.uniform(0.7, 1.2, (rows + 1, rows + 1))[row, column][..., None]
    face = base * shade * (0.8 + 0.4 * fractal_noise(rng, 16, 4)[..., None])
    is_mortar = ((y % height) < 3) | ((shifted % width) < 3)
    return picture(np.where(is_mortar[..., None], hsv(0.1, 0.1, rng.uniform(0.4, 0.85)), face))


def facade(rng: Rng) -> Image.Image:
    """Four storeys by four bays of windows."""
    image = (bricks(rng) if rng.random() < 0.35 else plaster(rng)).resize((LARGE, LARGE))
    draw = ImageDraw.Draw(image)
    bay = LARGE / 4
    width, height = rng.uniform(0.3, 0.85) * bay, rng.uniform(0.35, 0.75) * bay
    frame = fill(hsv(rng.random(), rng.uniform(0, 0.3), rng.choice([0.15, 0.4, 0.9])))
    glass = hsv(rng.uniform(0.5, 0.65), rng.uniform(0.1, 0.5), rng.uniform(0.15, 0.5))
    has_shutters, has_bands, bars = rng.random() < 0.3, rng.random() < 0.4, int(rng.integers(0, 3))
    band = fill(any_hue(rng, (0, 0.2), (0.3, 0.9)))
    for storey in range(4):
        if has_bands:
            draw.rectangle((0, storey * bay, LARGE, storey * bay + bay * 0.07), fill=band)
        for column in range(4):
            x0, y0 = (column + 0.5) * bay - width / 2, (storey + 0.55) * bay - height / 2
            box = (x0, y0, x0 + width, y0 + height)
            _draw_window(rng, draw, box, frame, glass, bars)
            if has_shutters:
                draw.rectangle((x0 - width * 0.35, y0, x0 - 5, box[3]), fill=band)
                draw.rectangle((box[2] + 5, y0, box[2] + width * 0.35, box[3]), fill=band)
    return image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def _draw_window(
    rng: Rng, draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], frame: Fill, glass: Array, bars: int
) -> None:
    x0, y0, x1, y1 = box
    draw.rectangle((x0 - 4, y0 - 4, x1 + 4, y1 + 5), fill=frame)
    pane = glass * rng.uniform(0.5, 1.5)
    draw.rectangle(box, fill=fill(pane))
    if rng.random() < 0.4:
        low = y0 + (y1 - y0) * rng.uniform(0.1, 0.9)
        draw.rectangle((x0, y0, x1, low), fill=fill(hsv(0.1, rng.uniform(0, 0.3), rng.uniform(0.4, 0.9))))
    if rng.random() < 0.5:
        sheen = [(x0, y1), (x0 + (x1 - x0) * 0.6, y0), (x1, y0), (x0 + (x1 - x0) * 0.3, y1)]
        draw.polygon(sheen, fill=fill(pane * 1.4 + 20))
    for bar in range(bars):
        x = x0 + (x1 - x0) * (bar + 1) / (bars + 1)
        draw.line((x, y0, x, y1), fill=frame, width=4)


def asphalt(rng: Rng) -> Image.Image:
    """Grit, patches and a few cracks."""
    grit, grey = rng.normal(0, 1, (SIDE, SIDE)), rng.uniform(0.2, 0.55)
    values = 255 * grey * (1 + 0.12 * grit + 0.25 * (fractal_noise(rng, 4, 4) - 0.5))
    image = picture(np.repeat(values[..., None], 3, 2) * np.array([1, 1, rng.uniform(0.95, 1.05)]))
    draw = ImageDraw.Draw(image)
    for _ in range(rng.integers(0, 4)):
        crack = [(int(rng.integers(0, SIDE)), int(rng.integers(0, SIDE)))]
        for _ in range(8):
            crack.append((crack[-1][0] + int(rng.integers(-20, 21)), crack[-1][1] + int(rng.integers(-20, 21))))
        draw.line(crack, fill=(int(grey * 120),) * 3, width=1)
    return image


def grass(rng: Rng) -> Image.Image:
    """Green with bare patches."""
    green = hsv(rng.uniform(0.15, 0.33), rng.uniform(0.3, 0.7), rng.uniform(0.25, 0.6))
    bare = hsv(rng.uniform(0.08, 0.2), rng.uniform(0.3, 0.6), rng.uniform(0.3, 0.6))
    share = np.clip(fractal_noise(rng, 4, 5) * 2 - 0.6, 0, 1)[..., None]
    blades = fractal_noise(rng, 60, 2)[..., None]
    speckle = 1 + 0.15 * rng.normal(0, 1, (SIDE, SIDE, 1))
    return picture((green * share + bare * (1 - share)) * (0.4 + 1.1 * blades) * speckle)


def marble(rng: Rng) -> Image.Image:
    """Veins where noise crosses its middle."""
    colour = any_hue(rng, (0, 0.2), (0.3, 0.95))
    veins = np.abs(fractal_noise(rng, 3, 6) - 0.5) * 2
    return picture(colour * (0.6 + 0.45 * np.clip(veins * 3, 0, 1)[..., None]))


def leaves(rng: Rng) -> Image.Image:
    """A cluster of leaves, with alpha."""
    image = Image.new("RGBA", (LARGE, LARGE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    hue = rng.uniform(0.16, 0.36) if rng.random() < 0.8 else rng.uniform(0.02, 0.12)
    count, typical = rng.integers(160, 420), rng.uniform(10, 34)
    for _ in range(count):
        away, turn = np.sqrt(rng.random()) * LARGE * 0.44, rng.uniform(0, 2 * np.pi)
        centre = np.array([LARGE / 2 + away * np.cos(turn), LARGE / 2 + away * np.sin(turn)])
        angle, length = rng.uniform(0, np.pi), typical * rng.uniform(0.6, 1.4)
        width = length * rng.uniform(0.25, 0.6)
        colour = fill(hsv(hue + rng.normal(0, 0.02), rng.uniform(0.3, 0.8), rng.uniform(0.12, 0.65)))
        along = np.array([np.cos(angle), np.sin(angle)]) * length
        across = np.array([-np.sin(angle), np.cos(angle)]) * width
        base = centre - along * 0.2
        corners = (centre - along, base + across, centre + along, base - across)
        draw.polygon([(float(x), float(y)) for x, y in corners], fill=(*colour, 255))
    return image


def books(rng: Rng) -> Image.Image:
    """A row of spines."""
    image = Image.new("RGB", (SIDE, SIDE), (30, 24, 20))
    draw = ImageDraw.Draw(image)
    x = 0
    while x < SIDE:
        width, height = int(rng.integers(8, 30)), int(rng.uniform(0.65, 0.97) * SIDE)
        colour = any_hue(rng, (0.1, 0.9), (0.15, 0.95))
        draw.rectangle((x, SIDE - height, x + width - 1, SIDE), fill=fill(colour))
        for _ in range(rng.integers(0, 5)):
            y = SIDE - int(height * rng.uniform(0.05, 0.95))
            box = (x + 2, y, x + width - 3, y + int(rng.integers(2, 26)))
            draw.rectangle(box, fill=fill(colour * rng.uniform(0.3, 1.8)))
        draw.line((x, SIDE - height, x, SIDE), fill=fill(colour * 0.4))
        x += width
    return image


def poster(rng: Rng) -> Image.Image:
    """Shapes and lines of print."""
    image = Image.new("RGB", (SIDE, SIDE), fill(any_hue(rng, (0, 0.6), (0.3, 1))))
    draw = ImageDraw.Draw(image)
    for _ in range(rng.integers(1, 5)):
        x, y = (int(value) for value in rng.integers(0, SIDE, 2))
        radius = int(rng.integers(20, 110))
        shape = draw.ellipse if rng.random() < 0.5 else draw.rectangle
        colour = fill(hsv(rng.random(), 0.7, rng.uniform(0.2, 1)))
        shape((x - radius, y - radius, x + radius, y + radius), fill=colour)
    y, ink = int(rng.integers(10, 150)), fill(hsv(rng.random(), 0.3, rng.choice([0.1, 0.95])))
    for _ in range(rng.integers(3, 16)):
        height, x = int(rng.integers(3, 18)), 16
        while x < SIDE - 30:
            width = int(rng.integers(4, 40))
            draw.rectangle((x, y, x + width, y + height), fill=ink)
            x += width + 6
            if rng.random() < 0.1:
                break
        y += height + 6
        if y > SIDE - 20:
            break
    return image


def label(rng: Rng) -> Image.Image:
    """Of a box, a can or a bottle."""
    image = poster(rng) if rng.random() < 0.5 else wallpaper(rng)
    draw = ImageDraw.Draw(image)
    colour = any_hue(rng, (0, 0.9), (0.1, 1)).astype(int)
    draw.rectangle((20, 60, SIDE - 20, SIDE - 60), fill=fill(colour))
    for line in range(6):
        top = 76 + line * 18
        draw.rectangle((36, top, 36 + int(rng.integers(20, 180)), top + 8), fill=fill(255 - colour))
    return image


def fence(rng: Rng) -> Image.Image:
    """Wire, bars or boards, with alpha."""
    image = Image.new("RGBA", (LARGE, LARGE), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    colour = any_hue(rng, (0, 0.3), (0.2, 0.8)).astype(int)
    opaque = (*fill(colour), 255)
    which, width, count = rng.integers(0, 3), int(rng.integers(8, 26)), int(rng.choice([4, 6, 8]))
    pitch = LARGE / count
    if which == 0:
        for wire in range(-count, 2 * count):
            for lean in (LARGE, -LARGE):
                draw.line((wire * pitch, 0, wire * pitch + lean, LARGE), fill=opaque, width=width // 2)
    elif which == 1:
        for bar in range(count):
            x = bar * pitch + pitch * 0.3
            draw.rectangle((x, 0, x + width, LARGE), fill=opaque)
        for y in (40, LARGE - 80):
            draw.rectangle((0, y, LARGE, y + width), fill=opaque)
    else:
        board = pitch * rng.uniform(0.6, 0.95)
        for column in range(count):
            box = (column * pitch, int(rng.integers(0, 20)), column * pitch + board, LARGE)
            draw.rectangle(box, fill=(*fill(colour * rng.uniform(0.7, 1.2)), 255))
    return image


RECIPES: tuple[tuple[Callable[[Rng], Image.Image], str, int, int], ...] = (
    (wood, "wood", 24, 75),
    (planks, "floor", 14, 75),
    (tiles, "floor", 14, 75),
    (plaster, "wall", 16, 70),
    (wallpaper, "wall", 16, 75),
    (cloth, "cloth", 20, 75),
    (carpet, "rug", 14, 75),
    (bricks, "wallx", 10, 75),
    (facade, "facade", 40, 78),
    (asphalt, "asphalt", 8, 75),
    (grass, "ground", 8, 72),
    (leaves, "leafa", 10, 72),
    (books, "books", 16, 78),
    (poster, "photo", 10, 78),
    (marble, "floor", 6, 75),
    (fence, "fence", 8, 75),
    (label, "label", 12, 78),
)
