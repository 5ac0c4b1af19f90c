"""What the doctor asks of e-mail that waits for a digest."""

PROMISES = {
    "what stood in a digest that went, or was not needed, does not wait any longer": """
        SELECT p.id FROM notifications_message p JOIN notifications_message d ON d.id = p.digest_id
        WHERE p.state = 'held' AND d.state IN ('sent', 'cancelled')""",
    "somebody's e-mail stands in that person's own digest": """
        SELECT p.id FROM notifications_message p JOIN notifications_message d ON d.id = p.digest_id
        WHERE p.person_id <> d.person_id OR d.kind <> 'notifications.Digest'""",
}
