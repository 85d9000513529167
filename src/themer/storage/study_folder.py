"""The folder of a study: where each file is, and reading it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from themer.errors import NotFoundError
from themer.model.action import ActionsFile
from themer.model.codebook import Codebook
from themer.model.contacts import ContactsFile, with_contacts
from themer.model.interview import Interview
from themer.model.matrix import MatrixFile
from themer.model.question_set import QuestionSet
from themer.model.sample import Sample
from themer.model.study import Study
from themer.model.theme import ThemesFile
from themer.storage import files
from themer.storage.files import Kind, Stored, T
from themer.storage.finding import STUDY_FILE
from themer.storage.interview_cache import InterviewCache

CODEBOOK_ENDING = ".codebook.yaml"


@dataclass(frozen=True, slots=True)
class StudyFolder:
    """Where each file of a study is, and how each is read."""

    root: Path

    def relative(self, path: Path) -> Path:
        """Give a path as it is shown in messages."""
        return path.relative_to(self.root) if path.is_relative_to(self.root) else path

    def read(self, kind: Kind[T], path: Path) -> Stored[T]:
        """Read one file of the study; errors as in ``files.read``."""
        return files.read(kind, path, shown_as=self.relative(path))

    def study(self) -> Stored[Study]:
        """Read ``study.yaml``, with how far contact has come by ``contacts.yaml``."""
        written, contacts = self.study_as_written(), self.contacts()
        if contacts is None:
            return written
        return replace(written, value=with_contacts(written.value, contacts.value))

    def study_as_written(self) -> Stored[Study]:
        """Read ``study.yaml`` alone."""
        return self.read(files.STUDY, self.root / STUDY_FILE)

    @property
    def contacts_path(self) -> Path:
        """Where the history of contacts is, or would be, kept."""
        return self.root / "contacts.yaml"

    def contacts(self) -> Stored[ContactsFile] | None:
        """Read ``contacts.yaml``, where there is one."""
        path = self.contacts_path
        return self.read(files.CONTACTS, path) if path.is_file() else None

    def question_set_paths(self) -> tuple[Path, ...]:
        """List the question sets' files by name."""
        found = _yaml_files(self.root / "question_sets")
        return tuple(path for path in found if not path.name.endswith(CODEBOOK_ENDING))

    def codebook_paths(self) -> tuple[Path, ...]:
        """List the codebooks' files by name."""
        found = _yaml_files(self.root / "question_sets")
        return tuple(path for path in found if path.name.endswith(CODEBOOK_ENDING))

    def interview_paths(self) -> tuple[Path, ...]:
        """List the interviews' files by name."""
        return tuple(_yaml_files(self.root / "interviews"))

    def interview_path(self, interview_id: str) -> Path:
        """Say where an interview is, or would be, kept."""
        return self.root / "interviews" / f"{interview_id}.yaml"

    def held_path(self, set_id: str, sha256: str) -> Path:
        """Say where a version of a question set is kept with which conversations were held."""
        return self.root / "question_sets" / "held" / f"{set_id}@{sha256[:8]}.yaml"

    def held_paths(self) -> tuple[Path, ...]:
        """List the versions of question sets that are kept because conversations were held."""
        return tuple(_yaml_files(self.root / "question_sets" / "held"))

    @property
    def aside(self) -> Path:
        """The folder for files of interviews that are read no more, and not deleted either."""
        return self.root / "interviews" / "aside"

    def question_sets(self) -> tuple[Stored[QuestionSet], ...]:
        """Read every question set."""
        return tuple(self.read(files.QUESTION_SET, path) for path in self.question_set_paths())

    def codebooks(self) -> tuple[Stored[Codebook], ...]:
        """Read every codebook."""
        return tuple(self.read(files.CODEBOOK, path) for path in self.codebook_paths())

    def interviews(self, *, keep: bool = True) -> tuple[Stored[Interview], ...]:
        """Read every interview; a sync client's copies of one are left out.

        Args:
            keep: Whether what was parsed is written to the cache.
        """
        cache = self.interview_cache()
        found = tuple(cache.read(path) for path in self.interview_paths())
        if keep:
            cache.keep()
        return tuple(one for one in found if not is_copy(one, found))

    def interview_cache(self) -> InterviewCache:
        """Give what reads every interview of the study, at a tenth of the cost where it can."""
        return InterviewCache(self.cache, self.relative)

    def interview(self, interview_id: str) -> Stored[Interview]:
        """Read one interview.

        Raises:
            NotFoundError: There is none of that id.
        """
        path = self.interview_path(interview_id)
        if not path.is_file():
            raise NotFoundError(
                f'There is no conversation "{interview_id}" in this study.',
                hint='"themer" lists those that there are.',
            )
        return self.read(files.INTERVIEW, path)

    def themes(self) -> Stored[ThemesFile] | None:
        """Read ``themes.yaml``, where there is one."""
        path = self.root / "themes.yaml"
        return self.read(files.THEMES, path) if path.is_file() else None

    def actions(self) -> Stored[ActionsFile] | None:
        """Read ``actions.yaml``, where there is one."""
        path = self.root / "actions.yaml"
        return self.read(files.ACTIONS, path) if path.is_file() else None

    @property
    def matrix_path(self) -> Path:
        """Where the summaries of the framework matrix are, or would be, kept."""
        return self.root / "matrix.yaml"

    def matrix(self) -> Stored[MatrixFile] | None:
        """Read ``matrix.yaml``, where there is one."""
        path = self.matrix_path
        return self.read(files.MATRIX, path) if path.is_file() else None

    def matrix_steps_path(self, coder: str) -> Path:
        """Say where every change that a coder made to the matrix is, or would be, kept."""
        return self.root / "coding" / "matrix" / f"{coder}.jsonl"

    def matrix_steps_paths(self) -> tuple[Path, ...]:
        """List the logs of changes to the matrix by name."""
        return tuple(sorted((self.root / "coding" / "matrix").glob("*.jsonl")))

    @property
    def assumptions_path(self) -> Path:
        """Where what a projection assumes is, or would be, kept."""
        return self.root / "assumptions.yaml"

    def figures_paths(self) -> tuple[Path, ...]:
        """List the tables of figures from elsewhere by name, hidden and left-over ones aside."""
        found = (self.root / "figures").glob("*.csv")
        return tuple(sorted(path for path in found if not path.name.startswith(".")))

    def figures_about_paths(self) -> tuple[Path, ...]:
        """List the files that say what those tables are, by name."""
        return tuple(_yaml_files(self.root / "figures"))

    @property
    def sample_path(self) -> Path:
        """Where the answers drawn to be coded twice are, or would be, kept."""
        return self.root / "coding" / "sample.yaml"

    def sample(self) -> Stored[Sample] | None:
        """Read ``coding/sample.yaml``, where there is one."""
        path = self.sample_path
        return self.read(files.SAMPLE, path) if path.is_file() else None

    def coder_paths(self) -> tuple[Path, ...]:
        """List the coders' files of decisions by name."""
        return tuple(sorted((self.root / "coding").glob("*.jsonl")))

    def coder_path(self, coder: str) -> Path:
        """Say where a coder's decisions are, or would be, kept."""
        return self.root / "coding" / f"{coder}.jsonl"

    def theme_steps_path(self, coder: str) -> Path:
        """Say where a coder's steps at the theme desk are, or would be, kept."""
        return self.root / "coding" / "themes" / f"{coder}.jsonl"

    def redaction_path(self, coder: str) -> Path:
        """Say where a person's decisions about names are, or would be, kept."""
        return self.root / "redactions" / f"{coder}.jsonl"

    def redaction_paths(self) -> tuple[Path, ...]:
        """List the files of decisions about names."""
        return tuple(sorted((self.root / "redactions").glob("*.jsonl")))

    @property
    def machine(self) -> Path:
        """The folder that only ``analyse`` writes."""
        return self.root / "coding" / "machine"

    @property
    def cache(self) -> Path:
        """The folder that may be deleted at any time."""
        return self.root / ".themer"


def is_copy(stored: Stored[Interview], among: Iterable[Stored[Interview]]) -> bool:
    """Say whether a file is another copy of an interview that has its own file beside it."""
    if stored.path.stem == stored.value.id:
        return False
    return any(
        one.path.stem == one.value.id == stored.value.id and one.path.parent == stored.path.parent
        for one in among
    )


def _yaml_files(folder: Path) -> Iterator[Path]:
    """Go through a folder's YAML files by name, hidden and left-over ones aside."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.suffix in (".yaml", ".yml") and not path.name.startswith("."):
            yield path
