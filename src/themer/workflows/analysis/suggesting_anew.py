"""Run ``analyse`` beside a screen, in a process of its own, so that it makes no key wait."""

from __future__ import annotations

import asyncio
import sys

from themer.errors import ThemerError
from themer.storage.study_folder import StudyFolder


async def suggest_anew(folder: StudyFolder) -> None:
    """Suggest codes again for a study; when cancelled, the process is ended.

    Raises:
        ThemerError: It failed; the suggestions are as they were. It says what ``analyse`` said.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "themer", "analyse", "--study", str(folder.root)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        lines = said.decode("utf-8", "replace").strip().splitlines()
        raise ThemerError(
            f"The suggestions are as they were: {' '.join(lines[-3:])}",
            hint="themer analyse says more.",
        )
