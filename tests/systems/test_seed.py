"""The demonstration's moves show every state that there is, and are made once."""

from shuyuan.systems.models import Move
from shuyuan.systems.seed import seed_moves
from shuyuan.systems.selectors import list_moves


def test_the_demonstration_shows_moves_in_every_state_once(people, legal, settings, tmp_path):
    settings.HOME = tmp_path
    officers = dict.fromkeys(
        ("civil-affairs", "public-security", "human-resources", "tax"), people["officer"]
    )
    for _ in range(2):
        seed_moves(officers, people["bureau"], legal=legal)
    assert Move.objects.count() == 6
    found = set(list_moves(actor=people["bureau"], today=legal.today).values_list("standing", flat=True))
    assert found == {"overdue", "under_way", "done", "reported"}
