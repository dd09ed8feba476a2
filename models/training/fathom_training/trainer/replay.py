"""Rendered pictures on the device, each used a few times, and the thread that brings new ones."""

import queue
import threading
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from fathom_training.renderer.pool import Batch
from fathom_training.trainer.depth_codec import encode_depth
from fathom_training.trainer.tensors import indices_to_device

QUEUED_BATCHES = 8
LEAST_KNOWN = 0.05
"""Share of a picture that must have depth: an empty one teaches nothing."""


class PictureSource(Protocol):
    """Where rendered pictures come from."""

    def next_batch(self, count: int) -> Batch:
        """The next pictures."""
        ...


@dataclass
class Pictures:
    """RGB uint8 [n, h, w, 3]; depth as `encode_depth` gives it, int16 [n, h, w]; focals in pixels [n]."""

    rgb: Tensor
    depth_code: Tensor
    focal_px: Tensor


class ReplayBuffer:
    """A ring of pictures: the oldest make room for the newest."""

    def __init__(self, capacity: int, height: int, width: int, device: torch.device) -> None:
        self.capacity, self._device = capacity, device
        self._next = self.count = self.received = 0
        self._ring = Pictures(
            torch.empty((capacity, height, width, 3), dtype=torch.uint8, device=device),
            torch.empty((capacity, height, width), dtype=torch.int16, device=device),
            torch.empty(capacity, dtype=torch.float32, device=device),
        )

    def add(self, pictures: Pictures) -> None:
        """Takes new pictures in."""
        total = len(pictures.focal_px)
        done = 0
        while done < total:
            length = min(total - done, self.capacity - self._next)
            for ring, new in zip(vars(self._ring).values(), vars(pictures).values(), strict=True):
                ring[self._next : self._next + length] = new[done : done + length]
            done += length
            self._next = (self._next + length) % self.capacity
            self.count = min(self.capacity, self.count + length)
        self.received += total

    def sample(self, rng: np.random.Generator, count: int) -> Pictures:
        """A random choice, with repetition."""
        index = indices_to_device(rng.integers(0, self.count, count), self._device)
        return Pictures(*(ring[index] for ring in vars(self._ring).values()))


class Feeder(threading.Thread):
    """Pulls batches from a source and puts them on the device, on a CUDA stream of its own."""

    def __init__(self, source: PictureSource, batch: int, device: torch.device) -> None:
        super().__init__(daemon=True)
        self._source, self._batch, self._device = source, batch, device
        self._queue: queue.Queue[Pictures] = queue.Queue(maxsize=QUEUED_BATCHES)
        self._stopping = threading.Event()
        self._error: Exception | None = None

    def take(self, timeout_seconds: float) -> Pictures | None:
        """The next batch, or None where there is none in time. Raises what the source raised."""
        if self._error:
            raise self._error
        try:
            pictures = self._queue.get(timeout=timeout_seconds) if timeout_seconds else self._queue.get_nowait()
        except queue.Empty:
            return None
        if self._device.type == "cuda":
            # Made on the feeder's stream: not to be reused before this stream has copied it.
            for tensor in vars(pictures).values():
                tensor.record_stream(torch.cuda.current_stream())
        return pictures

    def stop(self) -> None:
        """Ends the thread once its batch is through."""
        self._stopping.set()
        self.join()

    def run(self) -> None:
        """The thread's work."""
        try:
            stream = torch.cuda.Stream() if self._device.type == "cuda" else None
            while not self._stopping.is_set():
                self._offer(on_device(self._source.next_batch(self._batch), self._device, stream))
        except Exception as error:
            self._error = error

    def _offer(self, pictures: Pictures) -> None:
        while not self._stopping.is_set():
            try:
                self._queue.put(pictures, timeout=0.5)
                return
            except queue.Full:
                continue


def on_device(batch: Batch, device: torch.device, stream: "torch.cuda.Stream | None" = None) -> Pictures:
    """A rendered batch as the buffer holds it, without pictures that are all but empty."""
    useful = (batch.depth > 0.01).mean((1, 2)) > LEAST_KNOWN
    rgb, depth, focal = (torch.from_numpy(part[useful]) for part in (batch.rgb, batch.depth, batch.fx))
    if stream is None:
        return Pictures(rgb.to(device), encode_depth(depth.to(device)), focal.to(device))
    with torch.cuda.stream(stream):
        rgb, depth, focal = (part.pin_memory().to(device, non_blocking=True) for part in (rgb, depth, focal))
        pictures = Pictures(rgb, encode_depth(depth), focal)
    stream.synchronize()
    return pictures
