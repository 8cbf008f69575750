"""The dossier of a case as one PDF: what goes into which volume, and the job that binds it."""
