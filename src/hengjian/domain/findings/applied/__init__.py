"""From what the standing check found to the rows people work from: written in portions, safe to kill."""
