"""Chromium without a window, spoken to over a pipe; the standard library and nothing else."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import Any, Literal

Scheme = Literal["light", "dark"]

# Chromium reads orders from descriptor 3 and answers on 4; whatever the pipes are called here.
_ON_3_AND_4 = (
    "import os, sys; a, b = int(sys.argv[1]), int(sys.argv[2]); os.dup2(a, 60); os.dup2(b, 61); "
    "os.dup2(60, 3); os.dup2(61, 4); os.execvp(sys.argv[3], sys.argv[3:])"
)
_PATIENCE = 600.0


class Browser:
    """One page of Chromium: orders go in, answers and events come out.

    Args:
        orders: The descriptor that orders are written to.
        answers: The descriptor that answers are read from.
    """

    def __init__(self, orders: int, answers: int) -> None:
        self._orders, self._answers = orders, answers
        self._waiting = b""
        self._number = 0
        self._session: str | None = None
        self.asked_for: list[str] = []
        """Every address that the page asked for since it was opened."""
        target = self.order("Target.createTarget", url="about:blank")["targetId"]
        attached = self.order("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.order(f"{domain}.enable")

    def order(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Give an order and wait for its answer.

        Raises:
            RuntimeError: Chromium refused it.
            TimeoutError: No answer came.
        """
        self._number += 1
        order: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            order["sessionId"] = self._session
        data = json.dumps(order).encode() + b"\0"
        while data:
            data = data[os.write(self._orders, data) :]
        while True:
            message = self._message()
            if message.get("id") == self._number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result
            self._note(message)

    def open(self, page: Path, *, width: int, scheme: Scheme, script: bool = True) -> None:
        """Open a file and wait until it stands there whole.

        Args:
            page: The file.
            width: Of the window, in CSS pixels.
            scheme: What the reader's system prefers.
            script: Whether the page may run any.
        """
        self.asked_for = []
        self.order(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.prefer(scheme)
        self.order("Emulation.setScriptExecutionDisabled", value=not script)
        self.order("Page.navigate", url=page.resolve().as_uri())
        while self._note(self._message()) != "Page.loadEventFired":
            pass

    def prefer(self, scheme: Scheme, **others: str) -> None:
        """Say what the reader's system prefers: a colour scheme, and other media features."""
        features = {"prefers-color-scheme": scheme, **others}
        self.order(
            "Emulation.setEmulatedMedia",
            features=[{"name": name, "value": value} for name, value in features.items()],
        )

    def run(self, expression: str) -> Any:
        """Work out an expression within the page; a promise is waited for.

        Raises:
            RuntimeError: It raised.
        """
        answer = self.order(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def press(self, key: str, code: int) -> None:
        """Press a key and let it go."""
        for kind in ("rawKeyDown", "keyUp"):
            self.order(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code
            )

    def picture(self) -> bytes:
        """Give what stands in the window, as PNG."""
        return base64.b64decode(self.order("Page.captureScreenshot")["data"])

    def printed(self) -> bytes:
        """Give the page as it is printed, as PDF."""
        options = {"preferCSSPageSize": True, "printBackground": True}
        return base64.b64decode(self.order("Page.printToPDF", **options)["data"])

    def _message(self) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while b"\0" not in self._waiting:
            ready, _, _ = select([self._answers], [], [], max(0.0, until - time.monotonic()))
            read = os.read(self._answers, 1 << 20) if ready else b""
            if not read:
                raise TimeoutError("Chromium said no more")
            self._waiting += read
        message, self._waiting = self._waiting.split(b"\0", 1)
        found: dict[str, Any] = json.loads(message)
        return found

    def _note(self, message: dict[str, Any]) -> str:
        method = str(message.get("method", ""))
        if method == "Network.requestWillBeSent":
            self.asked_for.append(message["params"]["request"]["url"])
        return method


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """Start Chromium with a new profile, and stop it in the end.

    Args:
        profile: A folder that is not there yet.
    """
    their_orders, our_orders = os.pipe()
    our_answers, their_answers = os.pipe()
    command = [
        *(sys.executable, "-I", "-c", _ON_3_AND_4, str(their_orders), str(their_answers)),
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"),
        *("--no-first-run", "--disable-extensions", "--disable-background-networking"),
        *("--disable-component-update", "--hide-scrollbars", f"--user-data-dir={profile}"),
    ]
    with (profile.parent / "chromium.txt").open("wb") as said:
        process = subprocess.Popen(
            command,
            pass_fds=(their_orders, their_answers),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )
    os.close(their_orders)
    os.close(their_answers)
    try:
        yield Browser(our_orders, our_answers)
    finally:
        os.close(our_orders)  # Chromium ends when nobody can order it any more
        os.close(our_answers)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
