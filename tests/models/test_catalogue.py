"""The table itself: every file is pinned, every name is found or answered with the nearest."""

import re

import pytest

from viva.models.catalogue import CATALOGUE, HubSource, ModelError, find_model


def test_every_source_of_every_file_states_a_sha256() -> None:
    for model in CATALOGUE.values():
        assert model.licence and model.files
        for file in model.files:
            assert file.size > 0 and file.sources
            assert all(re.fullmatch("[0-9a-f]{64}", source.sha256) for source in file.sources)


def test_a_hub_branch_is_used_only_where_an_earlier_pinned_source_has_the_same_bytes() -> None:
    for model in CATALOGUE.values():
        for file in model.files:
            for source in file.sources:
                if isinstance(source, HubSource) and source.revision == "main":
                    assert source.sha256 == file.sources[0].sha256


def test_an_unknown_name_is_answered_with_the_known_ones_and_the_nearest() -> None:
    with pytest.raises(ModelError) as caught:
        find_model("moonshine-tini")
    assert "no model is called 'moonshine-tini'; the models are" in caught.value.message
    assert "moonshine-tiny, silero-vad" in caught.value.message
    assert caught.value.hint == "did you mean 'moonshine-tiny'?"
