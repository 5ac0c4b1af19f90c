import pytest

from tests.guards import sizes, tree


@pytest.fixture
def made(tmp_path):
    def write(name, lines):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n")
        return path

    return write


def function(length, name="one"):
    return [f"def {name}():", *["    pass"] * (length - 1)]


def test_no_module_is_too_long():
    assert sizes.too_long_modules(tree.files(".py")) == []


def test_no_function_is_too_long():
    assert sizes.too_long_functions(tree.files(".py")) == []


def test_no_template_is_too_long():
    assert sizes.too_long_templates(tree.files(under="templates")) == []


def test_no_app_has_too_many_modules():
    assert sizes.too_wide_apps([tree.ROOT / name for name in tree.packages()]) == []


@pytest.mark.parametrize(("length", "faults"), [(300, 0), (301, 1)])
def test_a_module_may_have_300_lines(made, length, faults):
    assert len(sizes.too_long_modules([made("cases/models.py", ["x = 1"] * length)])) == faults


def test_a_migration_may_be_longer(made):
    assert sizes.too_long_modules([made("cases/migrations/0001.py", ["x = 1"] * 500)]) == []


@pytest.mark.parametrize(
    ("name", "function_name", "length", "faults"),
    [
        ("cases/actions.py", "one", 40, 0),
        ("cases/actions.py", "one", 41, 1),
        ("cases/views.py", "one", 25, 0),
        ("cases/views.py", "one", 26, 1),
        ("cases/views/closing.py", "one", 26, 1),
        ("tests/cases/test_views.py", "test_one", 40, 0),
        ("tests/cases/test_views.py", "test_one", 41, 1),
    ],
)
def test_a_function_has_a_limit_by_its_kind(made, name, function_name, length, faults):
    path = made(name, function(length, function_name))
    assert len(sizes.too_long_functions([path])) == faults


@pytest.mark.parametrize(("length", "faults"), [(80, 0), (81, 1)])
def test_a_template_may_have_80_lines(made, length, faults):
    path = made("templates/cases/detail.html", ["<p></p>"] * length)
    assert len(sizes.too_long_templates([path])) == faults


@pytest.mark.parametrize(("count", "faults"), [(13, 0), (14, 1)])
def test_an_app_may_have_15_modules_and_a_package_counts_as_one(made, tmp_path, count, faults):
    for number in range(count):
        made(f"cases/module{number}.py", ["x = 1"])
    for inside in ("__init__", "closing", "opening"):
        made(f"cases/views/{inside}.py", ["x = 1"])
        made(f"cases/migrations/{inside}.py", ["x = 1"])
    assert len(sizes.too_wide_apps([tmp_path / "cases"])) == faults
