"""What the doctor asks of accounts: of closed ones, of administrators, of private calendars."""

PROMISES = {
    "a closed account has no role": """
        SELECT m.id FROM organisations_membership m JOIN accounts_person p ON p.id = m.person_id
        WHERE NOT p.is_active
          AND (m.ends_on IS NULL OR m.ends_on >= greatest(%(today)s, m.starts_on))""",
    "a closed account has no private calendar": """
        SELECT f.id FROM documents_feed f JOIN accounts_person p ON p.id = f.person_id
        WHERE NOT p.is_active""",
    "every private calendar was turned on by its person": """
        SELECT f.id FROM documents_feed f WHERE NOT EXISTS (
            SELECT 1 FROM audit_event e WHERE e.target_id = f.id
              AND e.name = 'feed.turned_on' AND e.person_id = f.person_id)""",
    "every owner has somebody who can give and end roles": """
        SELECT o.id FROM organisations_organisation o WHERE o.kind = 'owner' AND NOT EXISTS (
            SELECT 1 FROM organisations_membership m JOIN accounts_person p ON p.id = m.person_id
            WHERE m.organisation_id = o.id AND m.role = 'owner_administrator' AND p.is_active
              AND m.starts_on <= %(today)s AND (m.ends_on IS NULL OR m.ends_on >= %(today)s))""",
}
