"""The judge of make test-odoo: a test that fares worse with our add-ons is named, one that fails anyway is not."""

import compare_suites
import pytest

CASE = '<testcase classname="odoo.addons.sale.tests.T" name="{}">{}</testcase>'
RESULT = {"passed": "", "failed": "<failure/>", "error": "<error/>", "skipped": "<skipped/>"}


def verdict(tmp_path, **sides):
    for side, results in sides.items():
        (tmp_path / side.rstrip("_")).mkdir()
        cases = "".join(CASE.format(name, RESULT[result]) for name, result in results)
        (tmp_path / side.rstrip("_") / "sale.xml").write_text(
            f'<testsuites><testsuite time="1">{cases}</testsuite></testsuites>'
        )
    return compare_suites.main(tmp_path, "sale")


@pytest.mark.parametrize("result", ["failed", "error", "skipped", None])
def test_worse_with_ours(tmp_path, capsys, result):
    ours = [("test_b", "passed")] + ([("test_a", result)] if result else [])
    assert verdict(tmp_path, without=[("test_a", "passed"), ("test_b", "passed")], with_=ours) is True
    assert "not without: sale.tests.T::test_a" in capsys.readouterr().out


def test_fails_either_way(tmp_path, capsys):
    results = [("test_a", "failed"), ("test_b", "skipped"), ("test_c", "passed")]
    assert verdict(tmp_path, without=results, with_=results) is False
    assert "no test fares worse" in capsys.readouterr().out


def test_new_failure_of_a_test_that_only_exists_with_ours(tmp_path):
    assert verdict(tmp_path, without=[], with_=[("test_a", "error")]) is True


def test_worse_of_two_reports_counts(tmp_path):
    ours = [("test_a", "passed"), ("test_a", "error")]
    assert verdict(tmp_path, without=[("test_a", "passed")], with_=ours) is True
