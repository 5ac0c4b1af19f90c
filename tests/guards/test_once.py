import pytest

from tests.guards import once, tree


def test_no_module_takes_its_words_in_the_language_of_the_first_who_reads_it():
    found = [fault for path in tree.product_modules() for fault in once.frozen(path)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("from django.utils.translation import gettext as _\nDAYS = {'a': _('Day')}", 1),
        ("from django.utils.translation import gettext as _\nclass A:\n    b = _('Day')", 1),
        ("from django.utils.translation import gettext_lazy as _\nDAYS = [_('Day')]", 0),
        ("from django.utils.translation import gettext as _\ndef a():\n    return _('Day')", 0),
        ("from django.utils.translation import ngettext\nA = lambda n: ngettext('a', 'b', n)", 0),
    ],
)
def test_words_that_are_taken_once_are_found(tmp_path, text, faults):
    path = tmp_path / "views.py"
    path.write_text(text + "\n")
    assert len(once.frozen(path)) == faults
