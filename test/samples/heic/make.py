"""Makes the HEIC photos of this folder from resources/samples/coffee.jpg.

    python3 -m venv venv && venv/bin/pip install pillow==13.0.0 pillow-heif==1.8.1
    venv/bin/python make.py ../../../resources/samples/coffee.jpg . PROFILE

PROFILE is the colour profile of a Display P3 photo: `sharp(...).withIccProfile('p3')` embeds one.
"""

import sys

import pillow_heif
from PIL import Image, ImageCms
from PIL.ExifTags import IFD

pillow_heif.register_heif_opener()
source, folder, profile = sys.argv[1:]


def exif(orientation):
    tags = Image.Exif()
    tags[0x010F] = "Fathom"
    tags[0x0110] = "Test camera"
    tags[0x0112] = orientation
    ifd = tags.get_ifd(IFD.Exif)
    ifd[0x920A] = 4.25
    ifd[0xA405] = 26
    return tags.tobytes()


def keep_orientation(file, orientation):
    """Phones leave EXIF's orientation beside the container's own; pillow-heif sets it to 1."""
    data = open(file, "rb").read()
    for order, packed in (("little", b"\x12\x01\x03\x00\x01\x00\x00\x00"), ("big", b"\x01\x12\x00\x03\x00\x00\x00\x01")):
        at = data.find(packed)
        if at >= 0:
            value = orientation.to_bytes(2, order)
            open(file, "wb").write(data[: at + 8] + value + data[at + 10 :])
            return
    raise SystemExit("no orientation in " + file)


photo = Image.open(source).convert("RGB").resize((480, 320))
photo.save(f"{folder}/coffee.heic", quality=40, exif=exif(1))

p3 = ImageCms.profileToProfile(photo, ImageCms.createProfile("sRGB"), profile, outputMode="RGB")
icc = open(profile, "rb").read()
p3.save(f"{folder}/turned-p3.heic", quality=40, exif=exif(6), icc_profile=icc)
keep_orientation(f"{folder}/turned-p3.heic", 6)
