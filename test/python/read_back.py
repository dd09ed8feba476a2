"""Reads the files of one photo with the libraries their users use, and prints what is equal.

Arguments: the paths of two conversions' files without their suffixes. The first is plain; the second has compressed
PCD, LAS 1.4 and flagged masked points.
"""

import json
import sys

import laspy
import numpy as np
import OpenEXR
import tifffile
import trimesh
from plyfile import PlyData
from pypcd4 import PointCloud

plain, flagged = sys.argv[1:]

ply = PlyData.read(plain + ".ply")["vertex"]
xyz = np.stack([ply["x"], ply["y"], ply["z"]], 1)

las = laspy.read(plain + ".las")
las_14 = laspy.read(flagged + ".las")
user_data = np.asarray(las_14.user_data)

pcd = PointCloud.from_path(plain + ".pcd")
pcd_compressed = PointCloud.from_path(flagged + ".pcd")
red = PointCloud.decode_rgb(pcd.pc_data["rgb"])[:, 0]

depth = np.load(plain + ".depth.npy")
npz = np.load(plain + ".depth.npz")
with OpenEXR.File(plain + ".depth.exr") as exr:
    exr_depth = exr.channels()["Z"].pixels
with open(plain + ".depth.pfm", "rb") as pfm:
    kind, size, scale = (pfm.readline() for _ in range(3))
    width, height = map(int, size.split())
    pfm_depth = np.frombuffer(pfm.read(), "<f4").reshape(height, width)[::-1]


glb_mesh = trimesh.load(plain + ".mesh.glb", force="mesh", process=False)
obj_mesh = trimesh.load(plain + ".obj", force="mesh", process=False, maintain_order=True)
with open(plain + ".json") as sidecar:
    mesh_facts = json.load(sidecar)["mesh"]


def same(a, b):
    return bool(np.array_equal(a, b))


results = {
    "las positions to half a step": bool(np.abs(las.xyz - xyz).max() <= 0.5e-4 + 1e-9),
    "las colours": same(las.red, 257 * ply["red"].astype(np.uint16)),
    "las normals": same(las["NormalX"], ply["nx"]),
    "las confidence": same(las["Confidence"], ply["confidence"]),
    "las 1.4 says WKT": bool(las_14.header.global_encoding.wkt),
    "las 1.4 withholds masked points": same(np.asarray(las_14.withheld) != 0, user_data != 0) and bool(user_data.any()),
    "pcd positions": same(pcd.numpy(("x", "y", "z")), xyz),
    "pcd colours": same(red, ply["red"]),
    "pcd compressed positions": bool(np.abs(pcd_compressed.numpy(("x", "y", "z")) - las_14.xyz).max() <= 0.5e-4 + 1e-9),
    "pcd compressed mask": same(pcd_compressed.pc_data["masked"], user_data),
    "glb mesh counts": (len(glb_mesh.vertices), len(glb_mesh.faces)) == (mesh_facts["vertices"], mesh_facts["triangles"]),
    "obj mesh counts": len(obj_mesh.faces) == mesh_facts["triangles"],
    "mesh positions": bool(np.allclose(glb_mesh.triangles * [1, -1, -1], obj_mesh.triangles, rtol=1e-6, atol=1e-7)),
    "mesh faces the camera": bool((np.einsum("ij,ij->i", obj_mesh.face_normals, obj_mesh.triangles_center) <= 1e-6).all()),
    "mesh textures": glb_mesh.visual.material.baseColorTexture.size == obj_mesh.visual.material.image.size,
    "npz depth": same(npz["depth"], depth),
    "npz mask": same(npz["mask"] != 0, depth == 0),
    "tiff": same(tifffile.imread(plain + ".depth.tiff"), depth),
    "exr": same(exr_depth, depth),
    "pfm": kind == b"Pf\n" and float(scale) < 0 and same(pfm_depth, depth),
}
print(json.dumps(results))
