"""The demo's designated, escalated and joint supervisions."""
