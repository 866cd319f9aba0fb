"""Signing in, waiting, locking, leaving: who is let in and who is not."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mentor_tui import caller, identity, passphrases, records
from mentor_tui.access import Actor, Holding
from mentor_tui.declare import Record
from mentor_tui.identity import NotYours, Proof, SignInRefused, Unacceptable
from mentor_tui.office import Change, Office
from mentor_tui.store import accounts, drafts, journal
from mentor_tui.store.database import Store, create, open_store

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
GOOD = "lantern-orchard-kettle"
ADMIN = Actor("", "", "set-up", None, (Holding("administrator", "*"),))


class House:
    """A small organisation: an administrator, a mentor in S01, somebody who has left."""

    def __init__(self, path: Path) -> None:
        self.store: Store = create(path)
        self.office = Office(self.store, lambda: TODAY, lambda: NOW)
        service = self._save(records.SERVICE, service_id="S01", name="Rose House")
        self.admin = self._person("ADM", "Ann Dale", ("administrator@*",))
        self.mentor = self._save(
            records.STAFF,
            staff_id="M-1",
            name="Zoë Field",
            service_id=service,
            job_role="Senior care worker",
            employment_start=date(2020, 1, 6),
            roles=("mentor", "line_manager@S01"),
        )
        self.left = self._person("L-1", "Lee Gone", ("mentor",), date(2026, 3, 11))
        self.service = service

    def _save(self, record: Record, **values: object) -> str:
        actor = ADMIN if not hasattr(self, "admin") else Actor(self.admin, "ADM", "Ann", None, ADMIN.holdings)
        return self.office.save(actor, Change(record, values)).ids[0]  # type: ignore[arg-type]

    def _person(self, ref: str, name: str, roles: tuple[str, ...], end: date | None = None) -> str:
        return self._save(records.PERSON, staff_id=ref, name=name, roles=roles, employment_end=end)

    def actor(self, person: str) -> Actor:
        return identity.actor_of(self.store, person, TODAY)

    def give(self, person: str, passphrase: str = GOOD) -> None:
        identity.set_passphrase(self.store, self.office, self.actor(self.admin), person, passphrase, NOW)

    def sign_in(self, person: str, passphrase: str = GOOD, now: datetime = NOW) -> Actor:
        return identity.sign_in(self.store, self.office, person, passphrase, now)

    def verbs(self) -> list[tuple[str, str | None, str | None]]:
        return [
            (verb, person, record)
            for verb, person, record in self.store.rows(
                "SELECT verb, person, record FROM journal WHERE kind = 'account' ORDER BY seq"
            )
        ]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "house.db")


def test_the_right_passphrase_lets_in_with_the_roles_held(house: House) -> None:
    house.give(house.mentor)
    actor = house.sign_in(house.mentor)
    assert (actor.ref, actor.name, actor.service) == ("M-1", "Zoë Field", house.service)
    assert actor.holdings == (Holding("mentor", house.service), Holding("line_manager", house.service))
    assert house.verbs()[-1] == ("signed_in", house.mentor, house.mentor)
    assert list(journal.verify(house.store)) == []


def test_unknown_name_wrong_passphrase_and_no_passphrase_get_the_same_words(house: House) -> None:
    house.give(house.mentor)
    said = set()
    for person in (house.mentor, house.admin, "nobody", ""):
        with pytest.raises(SignInRefused) as refused:
            house.sign_in(person, "not-the-right-words")
        said.add(str(refused.value))
    assert said == {identity.WRONG}
    assert house.verbs()[-4:] == [
        ("sign_in_failed", None, house.mentor),
        ("sign_in_failed", None, house.admin),
        ("sign_in_failed", None, None),
        ("sign_in_failed", None, None),
    ]


@pytest.mark.real_hashes
def test_unknown_name_takes_as_long_as_a_wrong_passphrase(tmp_path: Path) -> None:
    house = House(tmp_path / "slow.db")
    house.give(house.mentor)

    def took(person: str) -> float:
        start = time.perf_counter()
        with pytest.raises(SignInRefused):
            house.sign_in(person, "not-the-right-words")
        return time.perf_counter() - start

    known = statistics.median(took(house.mentor) for _ in range(2))
    unknown = statistics.median(took("nobody") for _ in range(2))
    assert unknown > known / 2


def test_waits_grow_and_the_tenth_wrong_try_locks_across_restarts(house: House) -> None:
    house.give(house.mentor)
    now = NOW
    waits = []
    for tries in range(1, identity.TRIES + 1):
        with pytest.raises(SignInRefused):
            house.sign_in(house.mentor, "not-the-right-words", now)
        if wait := identity.wait_after(tries):
            with pytest.raises(SignInRefused, match=r"Wait|locked") as refused:
                house.sign_in(house.mentor, GOOD, now)
            waits.append(refused.value.wait)
        now += timedelta(seconds=wait)
    assert waits == [5, 10, 20, 40, 80, 160, 300, 0]

    store = open_store(house.store.path)
    office = Office(store, lambda: TODAY)
    with pytest.raises(SignInRefused, match="locked after ten wrong tries"):
        identity.sign_in(store, office, house.mentor, GOOD, now + timedelta(days=30))
    assert house.verbs()[-1] == ("account_locked", None, house.mentor)


def test_a_right_passphrase_forgets_the_wrong_tries(house: House) -> None:
    house.give(house.mentor)
    for _ in range(4):
        for _ in range(2):
            with pytest.raises(SignInRefused):
                house.sign_in(house.mentor, "not-the-right-words")
        house.sign_in(house.mentor)
    assert accounts.account_of(house.store, house.mentor).wrong_tries == 0


def test_a_clock_that_goes_back_years_makes_nobody_wait_for_years(house: House) -> None:
    house.give(house.mentor)
    for _ in range(3):
        with pytest.raises(SignInRefused):
            house.sign_in(house.mentor, "not-the-right-words")
    assert house.sign_in(house.mentor, now=NOW - timedelta(days=730)).ref == "M-1"


def test_a_code_from_the_administrator_opens_once_and_sets_a_new_passphrase(house: House) -> None:
    admin = house.actor(house.admin)
    with house.store.writing():
        accounts.write(house.store, house.mentor, locked_on=NOW.isoformat(), wrong_tries=10)
    code = identity.give_reset_code(house.store, house.office, admin, house.mentor, NOW)

    def use(said: str, passphrase: str, now: datetime = NOW) -> Actor:
        return identity.use_reset_code(house.store, house.office, house.mentor, said, passphrase, now)

    with pytest.raises(Unacceptable, match="at least 15"):
        use(code, "short")
    with pytest.raises(SignInRefused, match="code is not right"):
        use("AAAAA-BBBBB", GOOD)
    with pytest.raises(SignInRefused, match="no longer holds"):
        use(code, GOOD, NOW + timedelta(hours=73))
    now = NOW + timedelta(minutes=1)
    assert use(code.lower().replace("-", " "), GOOD, now).ref == "M-1"
    with pytest.raises(SignInRefused, match="code is not right"):
        use(code, "another-good-one-here", now)
    assert house.sign_in(house.mentor, now=now).ref == "M-1"


def test_a_pin_reopens_ones_own_lock_five_times_at_most(house: House) -> None:
    house.give(house.mentor)
    mentor = house.sign_in(house.mentor)
    identity.set_pin(house.store, mentor, "4071", NOW)

    def unlock(pin: str) -> Actor:
        return identity.unlock_with_pin(house.store, house.office, house.mentor, pin, NOW)

    assert unlock("4071").id == house.mentor
    assert identity.has_pin(house.store, house.mentor)
    needed = []
    for _ in range(5):
        with pytest.raises(SignInRefused) as refused:
            unlock("9999")
        needed.append(refused.value.passphrase_needed)
    assert needed == [False, False, False, False, True]
    with pytest.raises(SignInRefused, match="passphrase"):
        unlock("4071")
    assert not identity.has_pin(house.store, house.mentor)
    house.sign_in(house.mentor)
    assert unlock("4071").id == house.mentor


def test_without_a_pin_the_passphrase_is_asked_for(house: House) -> None:
    with pytest.raises(SignInRefused) as refused:
        identity.unlock_with_pin(house.store, house.office, house.mentor, "", NOW)
    assert refused.value.passphrase_needed


def test_a_leaver_is_cut_off_at_once(house: House) -> None:
    identity.link(house.store, house.office, house.actor(house.admin), house.mentor, "zoe", NOW)
    house.give(house.mentor)
    assert identity.linked(house.store, "zoe", TODAY)
    house.office.save(
        house.actor(house.admin), Change(records.STAFF, {"employment_end": TODAY}, id=house.mentor)
    )
    assert house.sign_in(house.mentor).ref == "M-1", "the last day still counts"
    tomorrow = Office(house.store, lambda: TODAY + timedelta(days=1))
    with pytest.raises(SignInRefused, match="Your access ended on 12 Mar 2026"):
        identity.sign_in(house.store, tomorrow, house.mentor, GOOD, NOW)
    with pytest.raises(SignInRefused, match="ended"):
        identity.actor_of(house.store, house.mentor, TODAY + timedelta(days=1))
    assert identity.linked(house.store, "zoe", TODAY + timedelta(days=1)) is None


def test_who_is_offered_at_sign_in(house: House) -> None:
    house.give(house.mentor)
    house.give(house.admin)
    with house.store.writing():
        accounts.write(house.store, house.left, passphrase=passphrases.keep(GOOD))
    offered = identity.people_who_may_sign_in(house.store, "", TODAY)
    assert [(who.name, who.service) for who in offered] == [("Ann Dale", ""), ("Zoë Field", "Rose House")]
    assert [who.ref for who in identity.people_who_may_sign_in(house.store, "ZOË", TODAY)] == ["M-1"]
    assert [who.ref for who in identity.people_who_may_sign_in(house.store, "m-1", TODAY)] == ["M-1"]
    assert identity.people_who_may_sign_in(house.store, "100%", TODAY) == []


def test_a_person_is_found_by_id_or_by_a_name_of_their_own(house: House) -> None:
    assert identity.person_called(house.store, "M-1") == house.mentor
    assert identity.person_called(house.store, "zoë  field") == house.mentor
    house._person("T-2", "Ann Dale", ())
    assert identity.person_called(house.store, "Ann Dale") == "", "two share it: the id must be given"
    assert identity.person_called(house.store, "ADM") == house.admin


def test_an_operating_system_account_is_one_persons(house: House) -> None:
    admin = house.actor(house.admin)
    identity.link(house.store, house.office, admin, house.mentor, "zoe", NOW)
    with pytest.raises(Unacceptable, match="linked to M-1 already"):
        identity.link(house.store, house.office, admin, house.admin, "zoe", NOW)
    found = identity.linked(house.store, "zoe", TODAY)
    assert found is not None
    assert found.ref == "M-1"
    assert identity.linked(house.store, "eve", TODAY) is None
    assert identity.linked(house.store, "", TODAY) is None
    identity.link(house.store, house.office, admin, house.mentor, None, NOW)
    assert identity.linked(house.store, "zoe", TODAY) is None


def test_a_person_may_have_several_links_and_each_is_taken_away_by_itself(house: House) -> None:
    admin = house.actor(house.admin)
    key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINoo5WbhwrMKFgA17kFvYqzamz02zclpFlAaPdvj71iw zoe@laptop"
    kept = identity.link(house.store, house.office, admin, house.mentor, key, NOW)
    assert kept == "SHA256:GhzGH2FsnruDPteJbARenjfGwgMz33q1W3zraLds4+o"
    identity.link(house.store, house.office, admin, house.mentor, "zoe", NOW)
    identity.link(house.store, house.office, admin, house.mentor, "zoe", NOW)
    assert identity.linked(house.store, kept, TODAY) == identity.linked(house.store, "zoe", TODAY)
    with pytest.raises(Unacceptable, match="not linked to this person"):
        identity.unlink(house.store, admin, house.mentor, "eve", NOW)
    identity.unlink(house.store, admin, house.mentor, key, NOW)
    assert identity.linked(house.store, kept, TODAY) is None
    assert identity.linked(house.store, "zoe", TODAY) is not None
    told = house.store.rows(
        "SELECT verb, reason FROM journal WHERE verb IN ('linked', 'unlinked') ORDER BY seq"
    )
    assert told == [("linked", kept), ("linked", ""), ("linked", ""), ("unlinked", kept)], (
        "which key it was stays in the journal; the name of an account may be a person's"
    )


def test_whom_the_system_proves_is_let_in_and_the_journal_says_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = house.actor(house.admin)
    identity.link(house.store, house.office, admin, house.mentor, "zoe", NOW)
    identity.link(house.store, house.office, admin, house.admin, "ann", NOW)

    def arrives(*names: str) -> str:
        monkeypatch.setattr(caller, "names", lambda _proof: names)
        actor = identity.arrived(house.store, Proof.KEY, TODAY, NOW)
        return actor.ref if actor else ""

    before = house.verbs()
    assert arrives() == arrives("eve") == ""
    assert arrives("zoe", "ann") == "", "two people at once are nobody"
    assert house.verbs() == before
    assert arrives("zoe") == "M-1"
    assert house.verbs()[len(before) :] == [("signed_in", house.mentor, house.mentor)]


def test_only_administrators_touch_how_others_sign_in(house: House) -> None:
    mentor = house.actor(house.mentor)
    store, office = house.store, house.office
    with pytest.raises(NotYours):
        identity.set_passphrase(store, office, mentor, house.admin, GOOD, NOW)
    with pytest.raises(NotYours):
        identity.link(store, office, mentor, house.mentor, "zoe", NOW)
    with pytest.raises(NotYours):
        identity.give_reset_code(store, office, mentor, house.admin, NOW)
    identity.set_passphrase(store, office, mentor, house.mentor, GOOD, NOW)
    assert house.sign_in(house.mentor).id == house.mentor


@pytest.mark.parametrize(
    "words",
    [
        "fourteen chars",
        "passwordpassword",
        "Correct Horse Battery Staple",
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabc",
        "123456789012345678",
        "qwertyuiopasdfgh",
        "hgfdsapoiuytrewq",
        "- - - - - - - - - -",
        "Rose House Residential Care 2026",
        "x" * 257,
    ],
)
def test_passphrases_that_are_refused(words: str) -> None:
    with pytest.raises(Unacceptable) as refused:
        passphrases.check_passphrase(words, near=("Rose House Residential Care",))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "words",
    [
        "lantern orchard kettle",
        "lantern-orchard-kettle",
        "nurse sees nine owls",
        "ÉÉ øres og æbler",
        "日本語" * 2 + "の合言葉を決めましょう",
    ],
)
def test_passphrases_that_are_taken_whatever_they_are_made_of(words: str) -> None:
    passphrases.check_passphrase(words)


def test_accents_match_however_they_were_composed(house: House) -> None:
    house.give(house.mentor, "caf\u00e9 harbour mittens")
    assert house.sign_in(house.mentor, "cafe\u0301 harbour mittens").ref == "M-1"


def test_suggestions_are_three_words_that_are_taken() -> None:
    suggested = {passphrases.suggest_passphrase() for _ in range(50)}
    assert len(suggested) == 50
    for words in suggested:
        assert len(words.split("-")) == 3
        passphrases.check_passphrase(words)


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "1111", "1234", "98765", "١٢٣٥", ""])
def test_pins_that_are_refused(pin: str) -> None:
    with pytest.raises(Unacceptable):
        passphrases.check_pin(pin)


@pytest.mark.real_hashes
def test_hashes_are_argon2id_with_their_parameters_and_raised_at_sign_in(tmp_path: Path) -> None:
    house = House(tmp_path / "house.db")
    strong = passphrases.keep(GOOD)
    assert strong.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert not passphrases.is_weak(strong)
    assert passphrases.is_weak("$argon2id$v=19$m=65536,t=2,p=1$c2FsdHNhbHQ$aGFzaA")
    assert passphrases.is_weak("plain words")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passphrases, "MEMORY", 64)
        patch.setattr(passphrases, "PASSES", 1)
        house.give(house.mentor)
    house.sign_in(house.mentor)
    kept = accounts.account_of(house.store, house.mentor).passphrase
    assert kept is not None
    assert not passphrases.is_weak(kept)
    assert house.sign_in(house.mentor).ref == "M-1"


def test_nothing_that_was_typed_stands_in_the_database(house: House) -> None:
    house.give(house.mentor)
    identity.set_pin(house.store, house.sign_in(house.mentor), "40719", NOW)
    with pytest.raises(SignInRefused):
        house.sign_in(house.mentor, "oops-my-other-words")
    held = "\n".join(str(row) for row in house.store.rows("SELECT * FROM journal"))
    held += "\n".join(str(row) for row in house.store.rows("SELECT * FROM account"))
    assert GOOD not in held
    assert "oops" not in held
    assert "40719" not in held


def test_a_draft_is_its_authors_alone_and_kept_for_a_while(house: House) -> None:
    store = house.store
    typed = {"held_on": "yesterday", "shared_summary": "half a sent\nence [/b]"}
    drafts.save(store, house.mentor, "session", "P-1", {"held_on": "y"}, NOW - timedelta(days=40))
    drafts.save(store, house.mentor, "session", "P-1", typed, NOW)
    drafts.save(store, house.mentor, "session", "P-2", {}, NOW - timedelta(days=31))
    found = drafts.one(store, house.mentor, "session", "P-1")
    assert found is not None
    assert (found.typed, found.saved_at) == (typed, NOW)
    assert drafts.one(store, house.admin, "session", "P-1") is None
    assert drafts.of(store, house.admin) == []
    assert [draft.subject for draft in drafts.of(store, house.mentor)] == ["P-1", "P-2"]
    assert drafts.clear_old(store, 30, NOW) == 1
    assert drafts.clear_old(store, 30, NOW) == 0
    drafts.drop(store, house.mentor, "session", "P-1")
    drafts.drop(store, house.mentor, "session", "P-1")
    assert drafts.of(store, house.mentor) == []
