"""``themer withdraw``: consent withdrawn later, as a whole or for quotes or the name alone."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from themer.errors import InputError, NotFoundError, StorageError
from themer.model.audit import Change
from themer.model.interview import Interview, SetReference
from themer.model.scalars import is_identifier
from themer.storage import files
from themer.storage.audit import AuditLog
from themer.storage.erasing import erase
from themer.storage.journal import find_journals
from themer.storage.locks import InterviewLock
from themer.storage.study_folder import StudyFolder
from themer.storage.writing import to_yaml
from themer.workflows.auditing import read_log
from themer.workflows.removing.clearing import Clearing, clear, erase_caches, rewrite
from themer.workflows.removing.clearing_plan import out_of_reach, plan_clearing, plan_quotes

Scope = Literal["all", "quote", "name"]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A withdrawal that can be carried out; nothing is changed yet, and nobody else may write."""

    folder: StudyFolder
    interview: Interview
    name: str
    """The unit's, as the study has it."""
    scope: Scope
    clearing: Clearing
    """Where the words are; where only a permission is withdrawn, where it was used."""
    beyond: tuple[str, ...]
    """Where words may be that cannot be reached from here."""
    lock: InterviewLock

    def release(self) -> None:
        """Let others open the conversation again."""
        self.lock.release()


def prepare_withdrawal(
    folder: StudyFolder,
    interview_id: str,
    *,
    scope: Scope = "all",
    keep_reports: bool = False,
    take_over: bool = False,
) -> Withdrawal:
    """Look for everything that a withdrawal concerns, and keep others from writing meanwhile.

    Args:
        folder: The study.
        interview_id: The conversation.
        scope: What is withdrawn: all of it, the permission to quote, or to name the organisation.
        keep_reports: Whether reports stay although they hold the words.
        take_over: Whether a sign that another machine has it open is passed over.

    Raises:
        NotFoundError: There is no such conversation.
        InputError: There is no such permission to withdraw, or it is not clear what is whose.
        HeldError: It is open in a desk.
        ProblemsError: Its file does not hold; nothing was changed.
    """
    if not is_identifier(interview_id):
        raise NotFoundError(
            f'"{interview_id}" cannot be the id of a conversation.',
            hint='"themer" lists those that there are.',
        )
    folder.interview(interview_id)  # said before a lock is made for something that is not there
    lock = InterviewLock.acquire(folder.root, interview_id, take_over=take_over)
    with contextlib.ExitStack() as on_failure:
        on_failure.callback(lock.release)
        interview = folder.interview(interview_id).value
        found = folder.study().value.find_unit(interview.unit)
        if scope != "all":
            _require(folder, interview, scope)
        plan = plan_clearing if scope == "all" else plan_quotes
        withdrawal = Withdrawal(
            folder=folder,
            interview=interview,
            name=found[1].name if found else interview.unit,
            scope=scope,
            clearing=plan(folder, [interview], keep_reports=keep_reports or scope == "name"),
            beyond=out_of_reach(folder, [interview]),
            lock=lock,
        )
        on_failure.pop_all()
    return withdrawal


def withdraw(withdrawal: Withdrawal, reason: str | None = None) -> None:
    """Carry a withdrawal out. Stopped halfway, the same command goes on from there.

    First the conversation is marked as withdrawn, so that nothing of it is counted or quoted
    whatever happens next; last its words go, because by them the others are found.

    Raises:
        StorageError: Something could not be changed or taken away.
    """
    if withdrawal.scope != "all":
        _narrow(withdrawal, reason)
        clear(withdrawal.clearing)
        return
    folder, identity = withdrawal.folder, withdrawal.interview.id
    path = folder.interview_path(identity)
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    rewrite(path, lambda held: _marked(held, now))
    clear(withdrawal.clearing)
    sha256 = rewrite(path, _wordless)
    erase_caches(folder.root)  # a command that ran meanwhile may have kept the words once more
    noted = {line.action for line in read_log(folder.root, identity)}
    if "withdrawn" not in noted:
        _log(folder.root, [Change("withdrawn", identity, file_sha256=sha256, why=reason)])
    erase(withdrawal.lock.path)  # held until it is released: nobody opens what is withdrawn


def tombstone(interview: Interview) -> Interview:
    """Give what stays of a withdrawn conversation: that it was held, and with which unit."""
    return replace(
        interview.emptied(),
        set=SetReference(interview.set.id, interview.set.version),
        state="withdrawn",
        fictional=interview.fictional,
        withdrawn_at=interview.withdrawn_at,
    )


def _marked(held: bytes, now: dt.datetime) -> bytes:
    interview = _read(held)
    if interview.state == "withdrawn":
        return held
    return to_yaml(replace(interview, state="withdrawn", withdrawn_at=now)).encode()


def _wordless(held: bytes) -> bytes:
    interview = _read(held)
    left = tombstone(interview)
    return held if left == interview and b"#" not in held else to_yaml(left).encode()


def _read(held: bytes) -> Interview:
    return files.interpret_text(files.INTERVIEW, held.decode("utf-8-sig"), Path("interviews"))


def _require(folder: StudyFolder, interview: Interview, scope: Scope) -> None:
    """Refuse where there is no such permission, or where words wait that would bring it back."""
    given = interview.consent
    if interview.state == "withdrawn" or given is None or not getattr(given, scope):
        words = {"quote": "to quote it", "name": "to name its organisation"}[scope]
        raise InputError(f'There is no permission {words} in "{interview.id}".')
    if find_journals(folder.root, interview.id):
        raise InputError(
            f'"{interview.id}" has words that were not saved.',
            hint=f'Open it with "themer interview {interview.id}", keep or discard them, and close '
            "it; then run the same command again.",
        )


def _narrow(withdrawal: Withdrawal, reason: str | None) -> None:
    """Take back a permission; the words stay, and every quote looks at it each time."""
    scope, identity = withdrawal.scope, withdrawal.interview.id
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)

    def narrowed(held: bytes) -> bytes:
        """Give the interview's file with the permission taken back."""
        interview = _read(held)
        assert interview.consent is not None
        left = replace(interview.consent, **{scope: False}, narrowed_at=now)  # type: ignore[arg-type]
        return to_yaml(replace(interview, consent=left)).encode()

    sha256 = rewrite(withdrawal.folder.interview_path(identity), narrowed)
    change = Change("consent", identity, {"consent": (scope,)}, sha256, why=reason)
    _log(withdrawal.folder.root, [change])


def _log(root: Path, changes: Sequence[Change]) -> None:
    try:
        AuditLog(root).append(changes)
    except StorageError as error:
        raise StorageError(
            f"It is done, and is not in the log of changes: {error.message}",
            hint="What was withdrawn is gone; note by hand when and why.",
            path=error.path,
        ) from error
