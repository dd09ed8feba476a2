"""Several renderers in processes of their own, which hand samples over through shared memory."""

import contextlib
import multiprocessing as mp
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import shared_memory
from multiprocessing.queues import SimpleQueue
from pathlib import Path
from typing import Any

import numpy as np

from fathom_training.renderer.asset_pack import AssetPack
from fathom_training.renderer.renderer import BYTES_PER_PIXEL, Array, Renderer
from fathom_training.renderer.sampler import TRAINING_VIEWS, Sampler

SLOTS_PER_WORKER = 24
MOST_RESTARTS = 200
TIMEOUT_SECONDS = 900
WORKERS_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


@dataclass
class Batch:
    """RGB uint8 [n, h, w, 3]; depth in metres float32 [n, h, w], 0 for none; focals in pixels [n]; kinds of scene."""

    rgb: Array
    depth: Array
    fx: Array
    fy: Array
    kinds: list[str]


def _work(
    pack: Path, size: tuple[int, int], seed: int, memory: str, full: "SimpleQueue[Any]", empty: "SimpleQueue[Any]"
) -> None:
    """Takes slot numbers from `empty`, renders into them, puts (slot, fx, fy, kind) on `full`; ends on None."""
    with contextlib.suppress(OSError):
        os.nice(1)
    shared = shared_memory.SharedMemory(name=memory)
    assert shared.buf is not None
    width, height = size
    pixels = width * height
    sampler = Sampler(Renderer(AssetPack(pack), width, height), seed, TRAINING_VIEWS)
    while (slot := empty.get()) is not None:
        sample = sampler.next()
        start = slot * pixels * BYTES_PER_PIXEL
        np.frombuffer(shared.buf, "u1", pixels * 3, start)[:] = sample.rgb.ravel()
        np.frombuffer(shared.buf, "u1", pixels * 4, start + pixels * 3)[:] = sample.depth.view("u1").ravel()
        full.put((slot, sample.fx, sample.fy, sample.kind))


class RenderPool:
    """Workers that render ahead of `next_batch`; one that dies is started again. Close it at the end."""

    def __init__(self, pack: Path, workers: int = 10, width: int = 512, height: int = 384, seed: int = 0) -> None:
        self._context = mp.get_context("spawn")
        self._pack, self._width, self._height, self._seed = pack, width, height, seed
        # Decoded once here; the workers map the file that this leaves.
        AssetPack(pack).load_textures()
        bytes_per_slot = width * height * BYTES_PER_PIXEL
        self._shared = shared_memory.SharedMemory(create=True, size=bytes_per_slot * workers * SLOTS_PER_WORKER)
        self._generation = self._restarts = self._made = self._turn = 0
        self._workers: list[_Worker] = [self._start(index) for index in range(workers)]

    def next_batch(self, count: int) -> Batch:
        """The next `count` samples, in the order in which workers finish them."""
        height, width = self._height, self._width
        pixels = height * width
        rgb, depth = np.empty((count, height, width, 3), "u1"), np.empty((count, height, width), "f4")
        fx, fy, kinds = np.empty(count, "f4"), np.empty(count, "f4"), []
        assert self._shared.buf is not None
        filled = 0
        while filled < count:
            # In small groups, because a batch may be larger than all slots together.
            for worker, (slot, sample_fx, sample_fy, kind) in self._collect(
                min(count - filled, len(self._workers) * 2)
            ):
                start = slot * pixels * BYTES_PER_PIXEL
                rgb[filled] = np.frombuffer(self._shared.buf, "u1", pixels * 3, start).reshape(height, width, 3)
                depth[filled] = np.frombuffer(self._shared.buf, "f4", pixels, start + pixels * 3).reshape(height, width)
                fx[filled], fy[filled] = sample_fx, sample_fy
                kinds.append(kind)
                filled += 1
                worker.empty.put(slot)
        return Batch(rgb, depth, fx, fy, kinds)

    def close(self) -> None:
        """Ends the workers and frees the shared memory."""
        for worker in self._workers:
            with contextlib.suppress(OSError):
                worker.empty.put(None)
        for worker in self._workers:
            worker.process.join(2)
            if worker.process.is_alive():
                worker.process.kill()
        self._shared.close()
        self._shared.unlink()

    def _start(self, index: int) -> "_Worker":
        empty: SimpleQueue[Any] = self._context.SimpleQueue()
        full: SimpleQueue[Any] = self._context.SimpleQueue()
        for slot in range(index * SLOTS_PER_WORKER, (index + 1) * SLOTS_PER_WORKER):
            empty.put(slot)
        self._generation += 1
        seed = self._seed * 100003 + self._generation * 7919 + index
        size = self._width, self._height
        process = self._context.Process(
            target=_work, args=(self._pack, size, seed, self._shared.name, full, empty), daemon=True
        )
        with _one_thread_each():
            process.start()
        return _Worker(process, empty, full)

    def _collect(self, count: int) -> "list[tuple[_Worker, Any]]":
        finished: list[tuple[_Worker, Any]] = []
        began = time.monotonic()
        while len(finished) < count:
            before = len(finished)
            for offset in range(len(self._workers)):
                worker = self._workers[(self._turn + offset) % len(self._workers)]
                taken = 0
                while len(finished) < count and taken < 4 and not worker.full.empty():
                    finished.append((worker, worker.full.get()))
                    taken += 1
            self._turn = (self._turn + 1) % len(self._workers)
            self._made += len(finished) - before
            if len(finished) == before:
                self._restart_dead([worker for worker, _ in finished])
                if time.monotonic() - began > TIMEOUT_SECONDS:
                    raise RuntimeError(f"the renderer gave no picture for {TIMEOUT_SECONDS} s")
                time.sleep(0.0005)
        return finished

    def _restart_dead(self, holding: "list[_Worker]") -> None:
        """`holding`: workers some of whose slots are yet to be copied out, which a new worker would overwrite."""
        for index, worker in enumerate(self._workers):
            if worker.process.is_alive() or not worker.full.empty() or worker in holding:
                continue
            self._restarts += 1
            if self._restarts > MOST_RESTARTS or (self._made == 0 and self._restarts > len(self._workers)):
                raise RuntimeError("the render workers keep crashing; their own messages are above")
            self._workers[index] = self._start(index)


@dataclass(eq=False)
class _Worker:
    process: Any
    empty: "SimpleQueue[Any]"
    full: "SimpleQueue[Any]"


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    """Workers inherit these variables: a process for each core needs no threads besides."""
    before = {name: os.environ.get(name) for name in WORKERS_THREADS}
    os.environ.update(dict.fromkeys(WORKERS_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
