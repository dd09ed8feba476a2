"""Renders a scene: one thin raster pass at 2 x 2 samples a pixel, then compute shaders for all the lighting.

Data-centre GPUs rasterise on few of their processors but compute on all, hence the division. A pixel (x, y) looks
along ((x + 0.5 - W/2) / fx, (y + 0.5 - H/2) / fy, 1) with y down and z forward. Its depth is the planar z of the first
surface exactly at its centre; the colour filter is centred there too.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
import numpy.typing as npt

from fathom_training.renderer.asset_pack import PACKED_TEXTURE_PX, AssetPack
from fathom_training.scenes.camera import Camera
from fathom_training.scenes.scene import INSTANCE_BYTES, MOST_LAMPS, Scene

Array = npt.NDArray[Any]

SHADERS = Path(__file__).parent / "shaders"
SAMPLES_PER_SIDE = 2
MOST_INSTANCES = 6000
COMMAND_BYTES = 20
BYTES_PER_PIXEL = 7
"""Three of colour, four of depth."""
TEXTURE_UPLOAD = 64
# Texture units: what each sampler of the shaders reads.
UNITS = {"TEX": 0, "GA": 1, "GN": 2, "GZ": 3, "SH": 4, "HDR": 5}


@dataclass
class Rendering:
    """What a camera sees: RGB uint8 [h, w, 3]; planar depth in metres float32 [h, w], 0 for sky or too far."""

    rgb: Array
    depth: Array


class Renderer:
    """Draws the views of one scene at a time into host memory."""

    def __init__(
        self,
        pack: AssetPack,
        width: int = 512,
        height: int = 384,
        views: int = 12,
        texture_px: int = PACKED_TEXTURE_PX,
        shadow_px: int = 2048,
        device_index: int = 0,
    ) -> None:
        if width % 4:
            raise ValueError(f"the width of a picture must be a multiple of 4, and is {width}")
        self.pack, self.width, self.height, self.views = pack, width, height, views
        options: dict[str, Any] = {"backend": "egl"}
        if device_index:
            # Not passed when 0: where no device can be enumerated, EGL's default display still works.
            options["device_index"] = device_index
        self.context = moderngl.create_context(standalone=True, require=430, **options)
        self.description = self.context.info["GL_RENDERER"]
        self._upload_textures(texture_px)
        self._upload_meshes()
        self._make_targets(shadow_px)
        self._make_compute_programs()
        self._scene: Scene | None = None

    def load_scene(self, scene: Scene) -> None:
        """Uploads a composed scene and draws its shadow map."""
        meshes = scene.meshes[:MOST_INSTANCES]
        instances = scene.instances[:MOST_INSTANCES]
        self._scene = scene
        self._instances.orphan()
        self._instances.write(instances.tobytes())
        self._commands = self.pack.commands[meshes].copy()
        self._commands[:, 4] = np.arange(len(meshes))
        self._bound(instances["m"], meshes)
        self._draw_shadows(scene)
        self._set_lighting(scene)

    def render(self, cameras: list[Camera]) -> list[Rendering]:
        """The loaded scene through at most `views` cameras.

        All are queued before the one read-back. The arrays are views of one buffer that the next call overwrites.
        """
        if len(cameras) > self.views:
            raise ValueError(f"this renderer takes {self.views} cameras at a time, not {len(cameras)}")
        for slot, camera in enumerate(cameras):
            self._draw(camera, slot)
        self.context.memory_barrier()
        size = self._bytes_per_view * len(cameras)
        self._output.read_into(self._host.reshape(-1)[:size], size=size)
        colours = self.width * self.height * 3
        shape = self.height, self.width
        return [
            Rendering(view[:colours].reshape(*shape, 3), view[colours:].view("f4").reshape(shape))
            for view in self._host[: len(cameras)]
        ]

    def release(self) -> None:
        """Frees everything on the GPU."""
        self.context.release()

    # What stays on the GPU

    def _upload_textures(self, side_px: int) -> None:
        textures = self.pack.load_textures(side_px)
        self._textures = self.context.texture_array((side_px, side_px, len(textures)), 4)
        for first in range(0, len(textures), TEXTURE_UPLOAD):
            part = np.ascontiguousarray(textures[first : first + TEXTURE_UPLOAD])
            self._textures.write(part, viewport=(0, 0, first, side_px, side_px, len(part)))
        self._textures.build_mipmaps()
        self._textures.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        self._textures.repeat_x = self._textures.repeat_y = True
        # Anisotropic filtering costs a software renderer most of its time.
        self._textures.anisotropy = 1.0 if "llvmpipe" in self.description else 4.0

    def _upload_meshes(self) -> None:
        context = self.context
        vertices = context.buffer(self.pack.vertices.tobytes())
        indices = context.buffer(self.pack.indices.tobytes())
        self._instances = context.buffer(reserve=MOST_INSTANCES * INSTANCE_BYTES)
        self._indirect = context.buffer(reserve=MOST_INSTANCES * COMMAND_BYTES)
        self._indirect_shadow = context.buffer(reserve=MOST_INSTANCES * COMMAND_BYTES)
        self._surface = _program(context, "surface")
        self._shadow = _program(context, "shadow")
        self._surface_vertices = context.vertex_array(
            self._surface,
            [
                (vertices, "3f 4f1 2f2 4f1 1f", "in_pos", "in_nrm", "in_uv", "in_col", "in_lay"),
                (self._instances, "4f 4f 4f 4f 4f 4f/i", "i0", "i1", "i2", "i_tint", "i_mat", "i_ex"),
            ],
            indices,
        )
        self._shadow_vertices = context.vertex_array(
            self._shadow,
            [
                (vertices, "3f 4x1 2f2 4x1 1f", "in_pos", "in_uv", "in_lay"),
                (self._instances, "4f 4f 4f 16x 4f 4f/i", "i0", "i1", "i2", "i_mat", "i_ex"),
            ],
            indices,
        )

    def _make_targets(self, shadow_px: int) -> None:
        context = self.context
        size = self.width * SAMPLES_PER_SIDE, self.height * SAMPLES_PER_SIDE
        self._albedo = context.texture(size, 4)
        self._normal = context.texture(size, 4, dtype="f2")
        self._depth = context.texture(size, 1, dtype="f4")
        self._radiance = context.texture(size, 4, dtype="f2")
        for texture in (self._albedo, self._normal, self._depth):
            texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
        self._frame = context.framebuffer([self._albedo, self._normal, self._depth], context.depth_texture(size))
        self._shadow_map = context.depth_texture((shadow_px, shadow_px))
        self._shadow_map.compare_func = "<="
        self._shadow_map.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._shadow_map.repeat_x = self._shadow_map.repeat_y = False
        self._shadow_frame = context.framebuffer(depth_attachment=self._shadow_map)
        self._bytes_per_view = self.width * self.height * BYTES_PER_PIXEL
        self._output = context.buffer(reserve=self._bytes_per_view * self.views)
        self._metered = context.buffer(reserve=16)
        self._host = np.empty((self.views, self._bytes_per_view), "u1")

    def _make_compute_programs(self) -> None:
        self._shade, self._meter, self._develop = (
            self.context.compute_shader(_source(f"{name}.comp")) for name in ("shade", "meter", "develop")
        )
        for program in (self._surface, self._shadow, self._shade, self._meter, self._develop):
            for sampler, unit in UNITS.items():
                if sampler in program:
                    program[sampler] = unit
        size = self.width * SAMPLES_PER_SIDE, self.height * SAMPLES_PER_SIDE
        self._shade["SIZE"] = size
        self._meter["SIZE"] = size
        self._develop["SIZE"] = (self.width, self.height)
        self._develop["SS"] = SAMPLES_PER_SIDE

    # A scene

    def _bound(self, transforms: Array, meshes: Array) -> None:
        """Bounding spheres of the instances, for culling: centres [n, 3] and radii [n]."""
        low, high = self.pack.low[meshes], self.pack.high[meshes]
        centre, half = (low + high) / 2, (high - low) / 2
        self._centres = np.einsum("nij,nj->ni", transforms[:, :, :3], centre) + transforms[:, :, 3]
        self._radii = np.linalg.norm(np.einsum("nij,nj->ni", np.abs(transforms[:, :, :3]), half), axis=1)

    def _draw_shadows(self, scene: Scene) -> None:
        direction = np.asarray(scene.sun_direction, float)
        direction = direction / np.linalg.norm(direction)
        centre, radius = np.asarray(scene.shadow_centre, float), float(scene.shadow_radius)
        self._sun_direction = direction
        self._sun_projection = _sun_projection(direction, centre, radius)
        offset = self._centres - centre
        across = np.linalg.norm(offset - (offset @ direction)[:, None] * direction, axis=1)
        casts = scene.casts_shadow[:MOST_INSTANCES] & (across < radius * 1.45 + self._radii)
        commands = self._commands[casts]
        self._shadow_frame.use()
        self._shadow_frame.clear(depth=1.0)
        self.context.enable_only(moderngl.DEPTH_TEST)
        if len(commands):
            self._indirect_shadow.orphan()
            self._indirect_shadow.write(np.ascontiguousarray(commands).tobytes())
            _set(self._shadow, "VP", self._sun_projection)
            self._textures.use(UNITS["TEX"])
            self.context.polygon_offset = (1.5, 2.0)
            self._shadow_vertices.render_indirect(self._indirect_shadow, moderngl.TRIANGLES, len(commands))
            self.context.polygon_offset = (0, 0)

    def _set_lighting(self, scene: Scene) -> None:
        lamps = scene.lamps[:MOST_LAMPS]
        positions, colours = np.zeros((MOST_LAMPS, 4)), np.zeros((MOST_LAMPS, 4))
        for index, (position, colour) in enumerate(lamps):
            positions[index, :3], colours[index, :3] = position, colour
        self._shade["NL"] = len(lamps)
        uniforms = {
            "SVP": self._sun_projection,
            "SUN_D": self._sun_direction,
            "SUN_C": scene.sun_colour,
            "AMB_UP": scene.ambient_up,
            "AMB_DN": scene.ambient_down,
            "FOG": scene.fog,
            "FOG_C": scene.fog_colour,
            "AO_R": scene.occlusion_radius,
            "AO_K": scene.occlusion_strength,
            "BUMP": scene.bump,
            "GRAIN": scene.grain,
            "SSR": scene.reflections,
            "SHB": scene.shadow_radius / self._shadow_map.size[0] * 2.5,
            "LP": positions,
            "LC": colours,
            "SKY0": scene.sky_horizon,
            "SKY1": scene.sky_zenith,
            "CLD": scene.cloud_colour,
            "SKYP": scene.sky_parameters,
        }
        for name, value in uniforms.items():
            _set(self._shade, name, value)

    # A view

    def _draw(self, camera: Camera, slot: int) -> None:
        scene = self._scene
        if scene is None:
            raise RuntimeError("load_scene comes first")
        view = np.eye(4)
        view[:3, :3], view[:3, 3] = camera.rotation, -camera.rotation @ camera.position
        self._raster(camera, scene, view)
        self._light(camera)
        self._expose(camera, scene, slot)

    def _raster(self, camera: Camera, scene: Scene, view: Array) -> None:
        commands = self._commands[self._visible(camera, scene, view)]
        self._frame.use()
        self._frame.clear(0, 0, 0, 0)
        self.context.enable_only(moderngl.DEPTH_TEST)
        if len(commands):
            self._indirect.orphan()
            self._indirect.write(np.ascontiguousarray(commands).tobytes())
            _set(self._surface, "VP", (self._projection(camera, scene) @ view).T)
            _set(self._surface, "ZROW", -view[2])
            self._textures.use(UNITS["TEX"])
            self._surface_vertices.render_indirect(self._indirect, moderngl.TRIANGLES, len(commands))

    def _projection(self, camera: Camera, scene: Scene) -> Array:
        """OpenGL's projection, with picture rows from the top.

        The quarter pixel puts sample (2x, 2y) of the double-size raster at the centre of pixel (x, y).
        """
        near, far = scene.near, scene.far
        projection = np.zeros((4, 4))
        projection[0, 0], projection[1, 1] = 2 * camera.fx / self.width, -2 * camera.fy / self.height
        projection[0, 2], projection[1, 2] = 0.5 / self.width, 0.5 / self.height
        projection[2, 2], projection[2, 3] = -(far + near) / (far - near), -2 * far * near / (far - near)
        projection[3, 2] = -1
        return projection

    def _visible(self, camera: Camera, scene: Scene, view: Array) -> Array:
        """Instances whose bounding spheres reach into the frustum, near ones first."""
        centres = self._centres @ camera.rotation.T + view[:3, 3]
        depth, radii = -centres[:, 2], self._radii
        in_front = np.maximum(depth, 0)
        visible = (depth > -radii) & (depth - radii < scene.far)
        for axis, tangent in ((0, self.width / 2 / camera.fx), (1, self.height / 2 / camera.fy)):
            reach = np.abs(centres[:, axis]) - radii * np.sqrt(1 + tangent * tangent)
            visible &= reach < tangent * in_front + 1e-3
        found = np.nonzero(visible)[0]
        return found[np.argsort(depth[found])]

    def _light(self, camera: Camera) -> None:
        step = 1.0 / SAMPLES_PER_SIDE
        first_x, first_y = 0.5 - self.width / 2, 0.5 - self.height / 2
        rays = [step / camera.fx, first_x / camera.fx, -step / camera.fy, -first_y / camera.fy]
        _set(self._shade, "PRJ", rays)
        _set(self._shade, "C2W", camera.rotation)
        _set(self._shade, "EYE", camera.position)
        self._textures.use(UNITS["TEX"])
        self._albedo.use(UNITS["GA"])
        self._normal.use(UNITS["GN"])
        self._depth.use(UNITS["GZ"])
        self._shadow_map.use(UNITS["SH"])
        self._radiance.bind_to_image(0, read=False, write=True)
        self.context.memory_barrier()
        columns, rows = SAMPLES_PER_SIDE * self.width, SAMPLES_PER_SIDE * self.height
        self._shade.run((columns + 15) // 16, (rows + 7) // 8)
        self.context.memory_barrier()

    def _expose(self, camera: Camera, scene: Scene, slot: int) -> None:
        self._radiance.use(UNITS["HDR"])
        self._metered.bind_to_storage_buffer(1)
        self._meter.run(1)
        self.context.memory_barrier()
        self._develop["OFF"] = slot * self._bytes_per_view // 4
        _set(self._develop, "EXPO", camera.exposure)
        _set(self._develop, "TONE", camera.tone)
        _set(self._develop, "SEED", camera.noise_seed)
        _set(self._develop, "SAT", camera.saturation)
        _set(self._develop, "ZMAX", scene.farthest)
        self._output.bind_to_storage_buffer(0)
        self._develop.run((self.width // 4 + 31) // 32, (self.height + 3) // 4)
        self.context.memory_barrier()


def _sun_projection(direction: Array, centre: Array, radius: float) -> Array:
    """Orthographic projection along the sun's direction of a ball about the centre, as OpenGL's columns."""
    up = np.array([0, 1.0, 0]) if abs(direction[1]) < 0.95 else np.array([1.0, 0, 0])
    x = np.cross(up, direction)
    x /= np.linalg.norm(x)
    y = np.cross(direction, x)
    depth = radius * 4
    matrix = np.eye(4)
    for row, (axis, scale) in enumerate(((x, radius), (y, radius), (-direction, depth))):
        matrix[row, :3], matrix[row, 3] = axis / scale, -(axis @ centre) / scale
    return matrix.T.astype("f4").copy()


def _source(name: str) -> str:
    return (SHADERS / name).read_text()


def _program(context: moderngl.Context, name: str) -> moderngl.Program:
    return context.program(vertex_shader=_source(f"{name}.vert"), fragment_shader=_source(f"{name}.frag"))


def _set(program: Any, name: str, value: Any) -> None:
    """Sets a uniform of floats, unless the compiler has found it unused."""
    if name in program:
        program[name].write(np.asarray(value, "f4").tobytes())
