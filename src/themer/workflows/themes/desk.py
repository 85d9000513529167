"""What a person can do at the theme desk: each act is checked, written, and kept as a step.

The screen shows what this says and calls what this offers; it decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from themer.errors import InputError
from themer.findings.theme_map import ThemeMap, map_of
from themer.model.theme import ThemeConfidence, ThemePassage
from themer.storage.study_folder import StudyFolder
from themer.workflows.themes import acts
from themer.workflows.themes.acts import Field, Side, Signed, Themes
from themer.workflows.themes.keeping import ThemeKeeping
from themer.workflows.themes.views import Role


class ThemeDesk(ThemeKeeping):
    """One person at work on the themes of one study."""

    def map(self, *, with_candidates: bool) -> ThemeMap:
        """Lay the named themes out by their codes; and the candidates, where they are wanted."""
        rows = [
            (one.theme.id, one.theme.name, False, one.finding.members)
            for one in self.view.named
            if one.finding is not None
        ]
        if with_candidates:
            rows += [(one.id, one.name, True, one.finding.members) for one in self.view.candidates]
        return map_of(self.material, rows, self.view.lanes())

    def name_candidate(
        self,
        candidate: str,
        name: str,
        *,
        statement: str = "",
        otherwise: str = "",
        reason: str = "",
        passages: Sequence[ThemePassage] = (),
    ) -> str:
        """Make a theme of a candidate, of all its passages or of those given, and give its id.

        Raises:
            InputError: The name does not hold, or the candidate has gone.
            ChangedUnderneathError: The file was changed; it was read again and nothing was done.
            StorageError: It could not be saved; then it does not hold.
        """
        found = self.view.candidate(candidate)
        made, identity = acts.begin(
            self.themes,
            self._signed(reason),
            name,
            sources=(found.reference,),
            members=passages or found.passages,
            statement=statement.strip(),
            otherwise=otherwise.strip(),
        )
        self._save(made, f"named “{name}”", reason)
        return identity

    def refuse_candidate(self, candidate: str, *, reason: str = "") -> str:
        """Refuse a candidate; its passages are kept, so that it is known when it comes back.

        Raises:
            As in ``name_candidate``.
        """
        found = self.view.candidate(candidate)
        made, identity = acts.begin(
            self.themes,
            self._signed(reason),
            found.name,
            did="refused",
            status="refused",
            sources=(found.reference,),
            members=found.passages,
        )
        self._save(made, f"refused “{found.name}”", reason)
        return identity

    def merge_candidate(self, candidate: str, into: str, *, reason: str = "") -> None:
        """Put a candidate's passages into a theme; raises as ``name_candidate``.

        Those that somebody called contrary there stay so.
        """
        found = self.view.candidate(candidate)
        contrary = acts.find_theme(self.themes, into).contrary
        passages = [one for one in found.passages if one not in contrary]
        signed, did = self._signed(reason), "widened by a candidate"
        made = acts.add(self.themes, signed, into, passages, did=did, sources=(found.reference,))
        if made == self.themes:
            raise InputError("The theme holds all its passages already.")
        self._save(made, f"merged “{found.name}”", reason)

    def edit(self, theme: str, field: Field, words: str, *, reason: str = "") -> None:
        """Change name, statement, what others say, or interpretation; raises as above."""
        self._act(
            lambda s: acts.edit(self.themes, s, theme, field, words), f"{field} of", theme, reason
        )

    def set_role(self, theme: str, role: Role, *, reason: str = "") -> None:
        """Say what a theme speaks of; raises as above."""
        self._act(lambda s: acts.judge(self.themes, s, theme, role=role), "role of", theme, reason)

    def set_confidence(self, theme: str, confidence: ThemeConfidence) -> None:
        """Say how sure one is of a theme; raises as above, and where it is not said why."""
        if not confidence.reason.strip():
            raise InputError("The report prints the reason, so it is needed.")
        self._act(
            lambda s: acts.judge(self.themes, s, theme, confidence=confidence),
            "confidence of",
            theme,
            confidence.reason,
        )

    def merge(self, theme: str, into: str, *, reason: str = "") -> None:
        """Merge a theme into another; raises as above."""
        self._act(lambda s: acts.merge(self.themes, s, theme, into), "merged", theme, reason)

    def split(
        self, theme: str, passages: Sequence[ThemePassage], name: str, *, reason: str = ""
    ) -> str:
        """Make a theme of some passages of another, and give its id; raises as above."""
        made, new = acts.split(self.themes, self._signed(reason), theme, passages, name)
        self._save(made, f"split off “{name}”", reason)
        return new

    def move(
        self, theme: str, passages: Sequence[ThemePassage], into: str, *, reason: str = ""
    ) -> None:
        """Move passages to another theme; raises as above."""
        self._act(
            lambda s: acts.move(self.themes, s, theme, passages, into),
            "moved passages of",
            theme,
            reason,
        )

    def take_out(self, theme: str, passages: Sequence[ThemePassage], *, reason: str = "") -> None:
        """Take passages out of a theme; raises as above."""
        self._act(
            lambda s: acts.take_out(self.themes, s, theme, passages),
            "took passages out of",
            theme,
            reason,
        )

    def add(
        self,
        theme: str,
        passages: Sequence[ThemePassage],
        *,
        side: Side = "members",
        reason: str = "",
    ) -> None:
        """Add passages to a theme; raises as above."""
        self._act(
            lambda s: acts.add(self.themes, s, theme, passages, side=side),
            "added passages to",
            theme,
            reason,
        )

    def turn(self, theme: str, passages: Sequence[ThemePassage], *, reason: str = "") -> None:
        """Mark passages as contrary, or no longer; raises as above."""
        self._act(
            lambda s: acts.turn(self.themes, s, theme, passages), "contrary in", theme, reason
        )

    def refuse(self, theme: str, *, reason: str = "") -> None:
        """Refuse a theme; raises as above."""
        self._act(lambda s: acts.refuse(self.themes, s, theme), "refused", theme, reason)

    def take_up(self, theme: str, *, reason: str = "") -> None:
        """Take a refused or merged theme up again; raises as above."""
        self._act(lambda s: acts.take_up(self.themes, s, theme), "took up", theme, reason)

    def follow(self, theme: str, *, reason: str = "") -> None:
        """Put passages that an edit of the answer moved where their words are now."""
        self._act(
            lambda s: acts.follow(self.themes, s, theme, self.view.where_now),
            "followed the words of",
            theme,
            reason,
        )

    def _signed(self, reason: str) -> Signed:
        return Signed(self._name(), self._clock().replace(microsecond=0), reason.strip() or None)

    def _act(self, act: Callable[[Signed], Themes], did: str, theme: str, reason: str) -> None:
        self._refuse_changed()
        name = acts.find_theme(self.themes, theme).name
        self._save(act(self._signed(reason)), f"{did} “{name}”", reason)


def open_desk(folder: StudyFolder, coder: str | None) -> ThemeDesk:
    """Open the themes of a study.

    Raises:
        InputError: The name cannot be an id, or there is neither a theme nor a candidate.
        ProblemsError: The study does not hold.
    """
    desk = ThemeDesk(folder, coder)
    if not desk.themes and desk.material.candidate_themes is None:
        raise InputError(
            "There are no themes yet, and the machine has put nothing together.",
            hint="Run themer analyse first; a damaged coding/machine/themes.json is made anew.",
        )
    return desk
