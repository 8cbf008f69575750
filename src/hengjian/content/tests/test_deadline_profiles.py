"""Deadline profiles: every term has a source or says that it has none; one profile is used here."""

from hengjian.content import Content
from hengjian.content.citation import Citation

CONTENT = Content()


def test_one_profile_is_the_default_and_belongs_here() -> None:
    first, *others = CONTENT.deadline_profiles.values()
    assert first.default
    assert not any(profile.default for profile in others)
    assert CONTENT.profile.territory.startswith(first.territory)


def test_a_read_term_cites_an_article_that_the_content_knows() -> None:
    for profile in CONTENT.deadline_profiles.values():
        for term in profile.terms:
            for text in term.basis:
                cited = Citation.parse(text)
                assert cited.article in CONTENT.law(cited.law).articles, (profile.id, text)


def test_what_the_system_set_itself_cites_nothing() -> None:
    own = CONTENT.deadline_profiles["HLJ-2026"]
    assert {term.confidence for term in own.terms} <= {"constructed", "unverified"}
    assert not any(term.basis for term in own.terms)


def test_a_reference_profile_belongs_elsewhere_or_to_one_system() -> None:
    for profile in list(CONTENT.deadline_profiles.values())[1:]:
        assert profile.territory != CONTENT.profile.territory
