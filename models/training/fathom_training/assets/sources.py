"""Where assets come from: packages pinned by name, version and hash, with their licences and whom to credit."""

import hashlib
import shutil
import subprocess
import tarfile
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

NPM_REGISTRY = "https://registry.npmjs.org"
FURNITURE_LIBRARIES = ("BlendSwap-CC-0", "BlendSwap-CC-BY", "KatorLegaz", "Reallusion", "Scopia")


@dataclass(frozen=True)
class Source:
    """A package, and what is taken from it. One of PyPI is installed already, and has no hash here."""

    package: str
    version: str
    sha256: str
    what: str
    credit: str
    licence: str
    is_copyleft: bool
    registry: Literal["Debian", "npm", "PyPI"] = "Debian"


CC_BY_3 = "CC BY 3.0, https://creativecommons.org/licenses/by/3.0/"
SOURCES = {
    "furniture": Source(
        "sweethome3d-furniture",
        "1.8-1",
        "3ccb90c63f9525e887a767b9cd5c8b6933b8b6b2973a615a5359ee68a2118668",
        "3D models of the Sweet Home 3D furniture libraries",
        "Scopia; Andrew Kator & Jennifer Legaz; Reallusion; the BlendSwap contributors",
        f"{CC_BY_3}; the BlendSwap CC-0 library: CC0",
        False,
    ),
    "samples": Source(
        "scikit-image",
        "0.26.0",
        "",
        "sample photographs",
        "the photographers named in scikit-image's data notices",
        "public domain, CC0",
        False,
        "PyPI",
    ),
    "lomiri": Source(
        "lomiri-wallpapers-16.04",
        "20.04.0-2",
        "a99ff6a3bfe451e4cc0682ecb3cc82e71740626d59e4845ae34a0a0e45421eab",
        "desktop wallpapers under CC BY and CC0, as posters and windows",
        "Aitzol Berasategi, Trevor “Freespace”, Clemens Engelhardt, Abhishek Mudgal, Jakub Mede",
        "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; Clemens Engelhardt's: CC0",
        False,
    ),
    "panoramas": Source(
        "@pmndrs/assets",
        "1.7.0",
        "152bd218a3390703f184f0c6ce16e73c8f0a87f32d38530d418a09d33d8208dc",
        "panoramas, as skies, and views of them as posters and windows",
        "Poly Haven",
        "CC0",
        False,
        "npm",
    ),
    "textures": Source(
        "sweethome3d",
        "7.0.2+dfsg-3",
        "54bce4394ae763da1ffccff8f025565ce7161dc6934371e07480034ef155c411",
        "textures of Sweet Home 3D",
        "Emmanuel Puybaret, eTeks",
        "GPL-2+",
        True,
    ),
    "torcs": Source(
        "torcs-data",
        "1.3.7+dfsg-5",
        "33a170ec9db8bdf7e33cb07b96b9854d5ef9e47b1f82705e4c24d6caaf13fb99",
        "tracks, cars and textures of TORCS",
        "Eric Espié, Christophe Guionneau, Bernhard Wymann, Andrea Alfieri",
        "GPL-2+, Free Art License",
        True,
    ),
    "gnome": Source(
        "gnome-backgrounds",
        "43.1-1",
        "a670dea21572652127d6e55f9cdb3a226d0037854fdbfd037003c7d00ee0dc4e",
        "desktop wallpapers, as posters and windows",
        "Jakub Steiner, Garrett LeSage, Quinn Dombrowski, Helena Bartošová and others of GNOME",
        "CC BY-SA 3.0",
        True,
    ),
    "mate": Source(
        "mate-backgrounds",
        "1.26.0-1",
        "7bf4c2209f34b4f61ba6d24c8b58c28b361e82e4b943aae6d42c030169af9e04",
        "desktop wallpapers, as posters and windows",
        "the MATE artists",
        "GPL-2+",
        True,
    ),
    "plasma": Source(
        "plasma-workspace-wallpapers",
        "4:5.27.5-2",
        "32cd18b71c8c938a18b3b351f217c02ac590e323caa3cf322fbb875ce8892f8b",
        "desktop wallpapers, as posters and windows",
        "the KDE Visual Design Group",
        "GPL-2+",
        True,
    ),
}
WALLPAPERS = ("gnome", "mate", "plasma")


@dataclass(frozen=True)
class Unpacked:
    """The folder of the unpacked sources, and which of them may be used."""

    folder: Path
    with_copyleft: bool

    def has(self, name: str) -> bool:
        """Whether a source may be used."""
        return self.with_copyleft or not SOURCES[name].is_copyleft

    def root(self, name: str) -> Path:
        """The root of an unpacked package."""
        root = self.folder / SOURCES[name].package
        if not root.is_dir():
            raise SystemExit(
                f"{root}: {SOURCES[name].package} is not unpacked. Run: python -m fathom_training.assets fetch"
            )
        return root


def used_sources(with_copyleft: bool) -> list[Source]:
    """What a pack is made of."""
    return [source for source in SOURCES.values() if with_copyleft or not source.is_copyleft]


def fetch(folder: Path, with_copyleft: bool) -> None:
    """Downloads the packages of Debian and npm, checks their hashes, and unpacks them under the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for source in used_sources(with_copyleft):
        if source.registry == "Debian":
            _unpack_debian(_checked(_download_from_debian(folder, source), source), folder / source.package)
        elif source.registry == "npm":
            _unpack_npm(_checked(_download_from_npm(folder, source), source), folder / source.package)
    libraries = folder / SOURCES["furniture"].package / "usr/share/sweethome3d/furniture"
    for library in FURNITURE_LIBRARIES:
        _unzip(libraries / f"{library}.sh3f", folder / "furniture" / library)
    if with_copyleft:
        program = folder / SOURCES["textures"].package / "usr/share/sweethome3d/sweethome3d.jar"
        _unzip(program, folder / "sweethome3d-jar")


def _download_from_debian(folder: Path, source: Source) -> Path:
    found = sorted(folder.glob(f"{source.package}_*.deb"))
    if not found:
        command = ["apt-get", "download", f"{source.package}={source.version}"]
        if subprocess.run(command, cwd=folder, check=False).returncode:
            raise SystemExit(
                f"{source.package} {source.version} could not be downloaded. It is in Debian 12: run apt-get update, "
                f"or put its .deb into {folder}."
            )
        found = sorted(folder.glob(f"{source.package}_*.deb"))
    return found[0]


def _download_from_npm(folder: Path, source: Source) -> Path:
    name = f"{source.package.split('/')[-1]}-{source.version}.tgz"
    archive, address = folder / name, f"{NPM_REGISTRY}/{source.package}/-/{name}"
    if not archive.exists():
        try:
            with urllib.request.urlopen(address) as answer:
                archive.write_bytes(answer.read())
        except urllib.error.URLError as error:
            raise SystemExit(f"{address}: {error}. Put that file into {folder}.") from error
    return archive


def _checked(archive: Path, source: Source) -> Path:
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != source.sha256:
        raise SystemExit(
            f"{archive}: its SHA-256 is {digest}, not that of {source.package} {source.version}. "
            "Delete it and fetch anew."
        )
    return archive


def _unpack_debian(package: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["dpkg", "-x", str(package), str(target)], check=True)


def _unpack_npm(package: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    with tarfile.open(package) as files:
        files.extractall(target, filter="data")


def _unzip(archive: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    with zipfile.ZipFile(archive) as files:
        files.extractall(target)
