"""Whose identity has been protected since something was opened to PPT is not named in any text of
it, nor is a guardian. Looked for as names are looked for everywhere, and not letter by letter."""

from importlib import import_module

from django.db import migrations

PUPILS = import_module("pupils.migrations.0003_protected")
BEFORE = import_module("cases.migrations.0023_why_closed_to_ppt").WHY
# Between words besides what is a space in a key already.
BETWEEN = '\n\r\t\u00a0\\;:!?"«»“”„…[]{}<>*_+=&%#@|~^$§0123456789'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _key(text: str) -> str:
    """As ``common.searching`` makes it."""
    found = f"lower(normalize({text}, NFD))"
    for whole, typed in PUPILS.WHOLE:
        found = f"replace({found}, {_literal(whole)}, {_literal(typed)})"
    return f"translate({found}, {_literal(PUPILS.LETTERS)}, {_literal(PUPILS.TYPED)})"


WORDS = f"""
CREATE FUNCTION cases_words_of(said text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT string_to_array(
        translate({_key("said")}, {_literal(BETWEEN)}, {_literal(" " * len(BETWEEN))}), ' ')
$$;
"""

# By any part of the name, in capitals or not, with a genitive -s too, a double one in one word too;
# not by an initial, nor by what stands between names with a small letter, as "de" does.
STANDS = """
CREATE FUNCTION cases_name_stands(name text, words text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    WITH part AS (
        SELECT word, left(one, 1) COLLATE "C" BETWEEN 'a' AND 'z' AS is_small
        FROM (
            SELECT unnest(string_to_array(translate(name, '-‐–./,()', '        '), ' ')) AS one
            UNION ALL
            SELECT replace(whole, '-', '') FROM unnest(string_to_array(name, ' ')) AS whole
            WHERE position('-' IN whole) > 1
        ) AS piece, unnest(cases_words_of(one)) AS word
        WHERE length(one) > 1 AND length(word) > 1
    )
    SELECT EXISTS (
        SELECT 1 FROM part
        WHERE (word = ANY (words) OR word || 's' = ANY (words))
          AND (NOT is_small OR NOT EXISTS (SELECT 1 FROM part WHERE NOT is_small)))
$$;
"""

OLD = BEFORE[BEFORE.index("        WHEN EXISTS (") : BEFORE.index("        WHEN o.until < today")]
NEW = """        WHEN EXISTS (
            SELECT 1 FROM cases_involvement i
            JOIN pupils_pupil p ON p.id = i.pupil_id AND p.protected
            LEFT JOIN pupils_guardian g ON g.pupil_id = p.id
            CROSS JOIN cases_words_of(concat_ws(' ', o.content ->> 'names',
                o.content ->> 'problem', o.content ->> 'tried')) AS words
            WHERE i.case_id = c.id
              AND (cases_name_stands(p.name, words) OR cases_name_stands(g.name, words))
            ) THEN 'protected'
"""
WHY = BEFORE.replace(OLD, NEW).replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_why_closed_to_ppt"),
        ("pupils", "0003_protected"),
    ]

    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION cases_words_of(text)"),
        migrations.RunSQL(STANDS, "DROP FUNCTION cases_name_stands(text, text[])"),
        migrations.RunSQL(WHY, BEFORE.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")),
    ]
