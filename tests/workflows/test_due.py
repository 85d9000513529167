"""When journal and file are due, second by second."""

from __future__ import annotations

from themer.workflows.interviews.due import Due


def typed_at(*moments: float) -> Due:
    """Change something at each moment, all on disk before the first."""
    due = Due()
    for number, moment in enumerate(moments):
        due.changed(moment, journal_held_all=number == 0, file_held_all=number == 0)
    return due


def test_the_journal_waits_for_a_pause_and_never_long_from_the_first_key() -> None:
    pause = typed_at(10.0)
    assert round(pause.wait(10.0, journal_lacks=True, file_lacks=True) or 0, 6) == 0.2
    steady = typed_at(10.0, 10.1, 10.2, 10.3)
    assert round(steady.wait(10.3, journal_lacks=True, file_lacks=True) or 0, 6) == 0.05


def test_the_file_waits_for_a_longer_pause_and_never_over_ten_seconds() -> None:
    pause = typed_at(10.0)
    assert not pause.must_write_file(11.9)
    assert pause.must_write_file(12.0)
    steady = typed_at(*(10.0 + second for second in range(10)))
    assert not steady.must_write_file(19.9)
    assert steady.must_write_file(20.0)


def test_in_a_hurry_the_file_is_due_at_once() -> None:
    due = typed_at(10.0)
    due.hurry(10.1)
    assert due.must_write_file(10.1)


def test_where_the_journal_fails_the_file_is_due_in_its_place() -> None:
    due = typed_at(10.0)
    due.journal_failed(10.2)
    assert not due.may_write_journal(11.1)
    assert due.must_write_file(10.2)
    assert due.may_write_journal(11.2)
    assert not due.must_write_file(11.2)


def test_a_file_that_failed_is_left_alone_for_a_second_or_until_it_is_well() -> None:
    due = typed_at(10.0)
    due.file_failed(12.0)
    assert not due.must_write_file(12.9)
    assert due.must_write_file(13.0)
    due.file_failed(13.0)
    due.file_is_well()
    assert due.must_write_file(13.0)


def test_nothing_is_due_while_both_hold_all() -> None:
    due = typed_at(10.0)
    assert due.wait(10.0, journal_lacks=False, file_lacks=False) is None
    assert due.wait(10.5, journal_lacks=False, file_lacks=True) == 1.5
